"""How single values stand in a page: short, and with the same digits as everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve
from markupsafe import Markup

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.coded import CodedLevel
from evalkit.model.measurement import Span
from evalkit.model.result import MeasuredLevel, Score
from evalkit.model.rounding import written
from evalkit.report import coded, number, story
from evalkit.report.html.ties import Node, TieRow
from evalkit.report.links import is_link

STATES = {"present": "present", "absent": "stated to be absent", "unknown": "not known"}
"""The states of a tie in words."""


def x(score: float) -> str:
    """Where a score stands in a plot that is 200 wide."""
    # short, for a page has thousands of these
    return written(2 * number.exact(score), 1).removesuffix(".0")


def line(span: Span | None) -> str:
    """The path of an interval in a plot."""
    return f"M{x(span[0])} 8H{x(span[1])}" if span else ""


def strip(score: Score, shape: int) -> Markup:
    """A score as a mark with its interval, on an axis that is as wide as its place."""
    low, high = map(_share, score.interval or (0.0, 0.0))
    middle = _share(score.score or 0.0)
    return Markup(
        f'<svg aria-hidden="true"><line x1="{low}" x2="{high}" />'
        f'<use href="#m{shape}" x="{middle}"/></svg>'
    )


def _share(score: float) -> str:
    """Where a score stands on an axis of any width."""
    return f"{number.exact(score, 1):g}%"


def shown(score: Score) -> str:
    """A score, or that there is none."""
    return say("not rated") if score.score is None else number.score(score.score)


def ends(span: Span | None, form: Callable[[float], str] = number.score) -> str:
    """Both ends of an interval of scores, or of levels."""
    return number.UNKNOWN if span is None else "–".join(map(form, span))


def band(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    if len(score.bands) > 1:
        return f"{score.band} ({score.bands[0]}–{score.bands[-1]})"
    return score.band


def source_of(level: MeasuredLevel) -> str:
    """Whether a number was stated by a source or computed from facts."""
    return say("stated") if level.observation else say("computed")


def coder_level(card: ReportCard, coding: CodedLevel) -> str:
    """The level of a coder without the reason, which no language translates."""
    # the reason stands beside it, as its coder wrote it
    return coded.answer(card, evolve(coding, why=""))


def places_of(names: Iterable[str], places: Mapping[str, int]) -> str:
    """Names by their places in a list that the page has."""
    return " ".join(str(places[name]) for name in names)


def ends_of(row: TieRow) -> str:
    """The ends of a tie, each with its number on the map."""

    def names(nodes: tuple[Node, ...]) -> str:
        return ", ".join(f"{node.number} {node.name}" for node in nodes)

    first, second = row.ends
    text = names(first)
    if row.directed:
        text += f" → {names(second)}"
    if row.via:
        text += f" ({say('through {actors}', actors=names(row.via))})"
    return text


FUNCTIONS = (
    x,
    line,
    strip,
    is_link,
    coder_level,
    shown,
    ends,
    band,
    source_of,
    places_of,
    ends_of,
)
NAMES = {
    **{function.__name__: function for function in FUNCTIONS},
    "STATES": STATES,
    "TIES": story.TIES,
}
"""What the templates use, by its name."""
