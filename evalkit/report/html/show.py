"""How single values stand in a page: short, and with the same digits as everywhere."""

from __future__ import annotations

from collections.abc import Callable

from evalkit.locale import say
from evalkit.model.measurement import Span
from evalkit.model.result import MeasuredLevel, Score
from evalkit.report import number, story
from evalkit.report.html.ties import Node, TieRow

STATES = {"present": "present", "absent": "stated to be absent", "unknown": "not known"}
"""The states of a tie in words."""


def x(score: float) -> str:
    """Where a score stands in a plot that is 200 wide."""
    return f"{2 * number.exact(score):.1f}".removesuffix(".0")


def line(span: Span | None) -> str:
    """The path of an interval in a plot."""
    return f"M{x(span[0])} 8H{x(span[1])}" if span else ""


def shown(score: Score) -> str:
    """A score, or that there is none."""
    return say("not rated") if score.score is None else number.score(score.score)


def ends(span: Span | None, what: Callable[[float], str] = number.score) -> str:
    """Both ends of an interval of scores, or of levels."""
    return number.UNKNOWN if span is None else f"{what(span[0])}–{what(span[1])}"


def band(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    return (
        f"{score.band} ({score.bands[0]}–{score.bands[-1]})" if len(score.bands) > 1 else score.band
    )


def source_of(each: MeasuredLevel) -> str:
    """Whether a number was stated by a source or computed from facts."""
    return say("stated") if each.observation else say("computed")


def ends_of(row: TieRow) -> str:
    """The ends of a tie, each with its number on the map."""

    def names(nodes: tuple[Node, ...]) -> str:
        return ", ".join(f"{each.number} {each.name}" for each in nodes)

    via = f" ({say('through {actors}', actors=names(row.via))})" if row.via else ""
    return (
        f"{names(row.ends[0])} → {names(row.ends[1])}" if row.directed else names(row.ends[0])
    ) + via


NAMES = {
    function.__name__: function for function in (x, line, shown, ends, band, source_of, ends_of)
} | {
    "STATES": STATES,
    "TIES": story.TIES,
}
"""What the templates use, by its name."""
