"""The scores of one program over several periods, in words and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.result import OVERALL, Score
from evalkit.model.trend import Trend, trends
from evalkit.report import judgment, number
from evalkit.report.markdown_parts import table_head, table_row
from evalkit.report.rows import Row, score_of
from evalkit.report.safe import markdown as as_markdown
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.strip import LEAST, Mark, scale, strip
from evalkit.report.terminal.width import cells, fit, pad, wrap

HEADING = "Over time: {program}"
STRIP = 40
"""Cells of a plot, where there is as much space."""
GAPS = 10
"""Cells between the columns beside a plot."""


@frozen
class Moment:
    """A score of a program in one period; `name` is that of its dimension, empty below the first
    period of it.
    """

    name: str
    period: str
    score: Score


def by_program(cards: Sequence[ReportCard]) -> list[tuple[str, list[Moment]]]:
    """What each program that has several periods is called, with its scores dimension by
    dimension; one without any score is left out.
    """
    titled = ((heading(trend), moments(trend)) for trend in trends(cards))
    return [(title, rows) for title, rows in titled if rows]


def heading(trend: Trend) -> str:
    """The heading, with the name that the program has in its last period."""
    return say(HEADING, program=judgment.called(trend.cards[-1].program))


def moments(trend: Trend) -> list[Moment]:
    """The scores in every period, of the dimensions that have one in some period."""
    listed = []
    for name, scores in _scores(trend):
        shown_name = name
        for card, score in zip(trend.cards, scores, strict=True):
            listed.append(Moment(shown_name, judgment.period(card.program), score))
            shown_name = ""
    return listed


def table(cards: Sequence[ReportCard]) -> list[Row]:
    """A row for each program, dimension and period of the trends."""
    return [
        {
            "program": card.program.id,
            "name": judgment.called(card.program),
            "dimension_name": name,
            "period": judgment.period(card.program),
            **score_of(score),
        }
        for trend in trends(cards)
        for name, scores in _scores(trend)
        for card, score in zip(trend.cards, scores, strict=True)
    ]


def _scores(trend: Trend) -> Iterator[tuple[str, list[Score]]]:
    """The names of the dimensions that have a score in some period, with those of all periods."""
    named = [(dimension.id, dimension.name) for dimension in trend.cards[-1].dimensions]
    for dimension, name in [*named, (OVERALL, "Overall")]:
        scores = [card.score(dimension) for card in trend.cards]
        if any(score.score is not None for score in scores):
            yield say(name), scores


def values(moment: Moment) -> tuple[str, str, str]:
    """The score of a moment with its interval and its band, or its status."""
    score = moment.score
    if score.score is None:
        return number.UNKNOWN, number.UNKNOWN, judgment.status(score)
    mark = judgment.asterisk(score.status)
    return (
        f"{number.score(score.score)}{mark}",
        number.span(score.interval),
        judgment.bands(score),
    )


def legend(moments: Iterable[Moment]) -> list[str]:
    """What the marks of some moments mean."""
    return judgment.asterisk_means(moment.score.status for moment in moments)


def markdown(cards: Sequence[ReportCard]) -> Iterator[list[str]]:
    """A table for each program that has several periods."""
    head = ("dimension", "period", "score", "80% interval", "band")
    for title, rows in by_program(cards):
        table = table_head([say(text) for text in head])
        table += [table_row([row.name, row.period, *values(row)]) for row in rows]
        for text in legend(rows):
            table += ["", as_markdown(text)]
        yield [f"# {as_markdown(title)}", "", *table, ""]


def lines(cards: Sequence[ReportCard], width: int) -> Iterator[str]:
    """The lines of a terminal: a plot for each period, its numbers beside it."""
    for title, rows in by_program(cards):
        yield ""
        yield from (style(line, bold=True) for line in wrap(safe(title), width))
        yield from _plots(rows, width)
        yield from (style(line, dim=True) for line in legend(rows))


def _plots(rows: Sequence[Moment], width: int) -> Iterator[str]:
    """A line for each moment; without its plot where the terminal has no space for plots."""
    texts = [
        [safe(text) for text in (row.name, row.period, *values(row))] for row in rows
    ]
    longest_name, *sizes = (
        max(map(cells, column)) for column in zip(*texts, strict=True)
    )
    name_size = min(longest_name, width // 5)
    strip_size = min(STRIP, width - name_size - sum(sizes) - GAPS)
    has_plots = strip_size >= LEAST
    if has_plots:
        yield style(f"{' ' * (name_size + sizes[0] + 4)}{scale(strip_size)}", dim=True)
    for row, (name, *others) in zip(rows, texts, strict=True):
        plot = f"{_strip(row.score, strip_size)}  " if has_plots else ""
        period, *numbers = map(pad, others, sizes)
        yield f"{fit(name, name_size)}  {period}  {plot}{'  '.join(numbers)}".rstrip()


def _strip(score: Score, size: int) -> str:
    return strip([Mark(score.score, score.interval, score.possible_range)], size)
