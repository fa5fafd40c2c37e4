"""A card on one screen: the answer, the dimensions as plots, what they rest on, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.message import Message
from evalkit.model.result import Score
from evalkit.report import judgment, number
from evalkit.report.phrases import clauses, series, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.summary import summary
from evalkit.report.terminal.lines import bold, dim, entry
from evalkit.report.terminal.strip import (
    INTERVAL,
    LEAST,
    POINT,
    POSSIBLE,
    mark_of,
    scale,
    strip,
)
from evalkit.report.terminal.width import cells, in_columns, pad, pad_left, widths, wrap

CAVEATS = 2
"""Caveats on the screen; `-v` prints the others."""
GAP = 2
TOGETHER = ("rests on", "missing")
"""Sections whose messages stand in one line."""


@frozen
class _Row:
    """A score with its name, and what is printed beside its plot."""

    name: str
    score: Score
    values: tuple[str, ...]
    """The score, its interval, its band or status, and the evidence coverage."""


def lines(card: ReportCard, width: int, every_caveat: bool = False) -> Iterator[str]:
    """The lines of the screen, of `width` cells at most."""
    caveats = None if every_caveat else CAVEATS
    short = summary(card, every_caveat)
    yield from bold(wrap(safe(translated(short.answer)), width))
    # names in other scripts, which are known to those who search for the program there
    local = [name for name in card.program.name_local.values() if name.strip()]
    subject = " · ".join([judgment.subject(card), *local])
    yield from dim(wrap(safe(subject), width))
    yield ""
    yield from _plots(_rows(card), width)
    yield ""
    for label, messages in short.sections():
        yield from _section(label, messages, width, caveats)


def more(cards: Sequence[ReportCard], width: int) -> list[str]:
    """What to type for more."""
    program, criterion = cards[0].program.id, cards[0].ratings[0].id
    text = say(
        "-v for every number; evalkit explain {criterion}; evalkit compare {program} OTHER",
        criterion=criterion,
        program=program,
    )
    return entry(say("more"), text, width)


def _section(
    label: str, messages: Sequence[Message], width: int, caveats: int | None
) -> Iterator[str]:
    texts = [translated(message) for message in messages]
    if label in TOGETHER:
        texts = [clauses(texts)]
    if label == "caveats" and caveats and len(texts) > caveats:
        texts = [
            *texts[:caveats],
            say("{count} more with -v", count=len(texts) - caveats),
        ]
    for place, text in enumerate(texts):
        # the label stands once, before the first of its texts
        yield from entry("" if place else say(label), text, width)


def _rows(card: ReportCard) -> list[_Row]:
    rows = [
        _row(say(dimension.name), dimension.score, judgment.known(dimension))
        for dimension in card.dimensions
    ]
    # without one the answer above says why, and a strip would be empty
    if card.rubric.overall.is_given and card.overall.score is not None:
        rows.append(_row(say("Overall"), card.overall, ""))
    return rows


def _row(name: str, score: Score, coverage: str) -> _Row:
    # what is not rated has no band, and the status takes its place
    band = judgment.status(score) if score.score is None else judgment.bands(score)
    points = judgment.points(score.score, score.status)
    values = (points, number.span(score.interval), band, coverage)
    return _Row(safe(name), score, tuple(map(safe, values)))


def _plots(rows: Sequence[_Row], width: int) -> Iterator[str]:
    """A strip plot for each row, its numbers beside it, or below it where there is too little
    space.
    """
    heads = [say(text) for text in ("score", "80% interval", "band", "coverage")]
    sizes = widths([heads, *(row.values for row in rows)])
    # A longer name has lines of its own, so that it does not take the space of the plots.
    name_size = min(max(cells(row.name) for row in rows), width // 4)
    beside = width - name_size - GAP - sum(size + GAP for size in sizes)
    if beside >= LEAST:
        yield from _beside(rows, heads, sizes, (name_size, beside))
    else:
        yield from _below(rows, heads, name_size, width)
    legend = [
        f"{POINT} {heads[0]}",
        f"{INTERVAL} {heads[1]}",
        f"{POSSIBLE} {say('possible range')}",
    ]
    legend += judgment.asterisk_means(row.score.status for row in rows)
    yield from dim(wrap(series(legend), width))


def _beside(
    rows: Sequence[_Row],
    heads: Sequence[str],
    sizes: Sequence[int],
    wide: tuple[int, int],
) -> Iterator[str]:
    """The numbers in columns; `wide` are the cells of the names and those of the strips."""
    name_size, strip_size = wide
    margin = " " * (name_size + GAP)
    yield from dim([f"{margin}{scale(strip_size)}{_columns(heads, sizes)}"])
    for row in rows:
        *above, beginning = _named(row.name, name_size)
        yield from above
        plot = strip([mark_of(row.score)], strip_size)
        yield f"{beginning}{plot}{_columns(row.values, sizes)}"


def _below(
    rows: Sequence[_Row], heads: Sequence[str], name_size: int, width: int
) -> Iterator[str]:
    """The score beside the plot, and the other numbers in a line of their own."""
    score_size = max(cells(row.values[0]) for row in rows)
    strip_size = max(width - name_size - score_size - 2 * GAP, LEAST)
    margin = " " * (name_size + GAP)
    yield from dim([f"{margin}{scale(strip_size)}"])
    for row in rows:
        score, *values = row.values
        *above, beginning = _named(row.name, name_size)
        yield from above
        plot = strip([mark_of(row.score)], strip_size)
        yield f"{beginning}{plot}{pad_left(score, GAP + score_size)}"
        named = zip(heads[1:], values, strict=True)
        yield from wrap(_labelled(named), width, margin, margin)


def _labelled(named: Iterable[tuple[str, str]]) -> str:
    return series(
        f"{head} {text}" for head, text in named if text not in ("", number.UNKNOWN)
    )


def _named(name: str, size: int) -> list[str]:
    """The beginning of the line of a plot, with its name; a name that is too long for its column
    stands in lines of its own above it.
    """
    if cells(name) <= size:
        return [pad(name, size + GAP)]
    return [*wrap(name, max(size, LEAST) + GAP), " " * (size + GAP)]


def _columns(values: Sequence[str], sizes: Sequence[int]) -> str:
    """Values under their heads, the first flush right."""
    return " " * GAP + in_columns(values, sizes, right=[0])
