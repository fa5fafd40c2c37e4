"""The scores of one program over several periods, in words and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.result import OVERALL, Score
from evalkit.model.trend import Trend, trends
from evalkit.report import judgment, number
from evalkit.report.markdown_parts import table as markdown_table
from evalkit.report.rows import Row, score_of
from evalkit.report.safe import markdown as as_markdown
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import bold, dim
from evalkit.report.terminal.strip import LEAST, mark_of, scale, strip
from evalkit.report.terminal.width import fit, in_columns, pad, widths, wrap

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
    # a program may have been renamed, and is known by its present name
    return say(HEADING, program=judgment.called(trend.cards[-1].program))


def moments(trend: Trend) -> list[Moment]:
    """The scores in every period, of the dimensions that have one in some period."""
    listed = []
    for name, scores in _scores(trend):
        shown_name = name
        # beside the first period alone
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
    # all cards of a trend are by one rubric
    named = [(dimension.id, dimension.name) for dimension in trend.cards[-1].dimensions]
    for dimension, name in [*named, (OVERALL, "Overall")]:
        scores = [card.score(dimension) for card in trend.cards]
        if any(score.score is not None for score in scores):
            yield say(name), scores


def cells_of(moment: Moment) -> list[str]:
    """Dimension and period of a moment, its score with the interval, and its band or status."""
    score = moment.score
    points = judgment.points(score.score, score.status)
    is_rated = score.score is not None
    band = judgment.bands(score) if is_rated else judgment.status(score)
    interval = number.span(score.interval if is_rated else None)
    return [moment.name, moment.period, points, interval, band]


def legend(moments: Iterable[Moment]) -> list[str]:
    """What the marks of some moments mean."""
    return judgment.asterisk_means(moment.score.status for moment in moments)


def markdown(cards: Sequence[ReportCard]) -> Iterator[list[str]]:
    """A table for each program that has several periods."""
    head = ("dimension", "period", "score", "80% interval", "band")
    for title, moments in by_program(cards):
        lines = markdown_table([*map(say, head)], *map(cells_of, moments))
        for text in legend(moments):
            lines += ["", as_markdown(text)]
        yield [f"# {as_markdown(title)}", "", *lines, ""]


def lines(cards: Sequence[ReportCard], width: int) -> Iterator[str]:
    """The lines of a terminal: a plot for each period, its numbers beside it."""
    for title, rows in by_program(cards):
        yield ""
        yield from bold(wrap(safe(title), width))
        yield from _plots(rows, width)
        yield from dim(legend(rows))


def _plots(rows: Sequence[Moment], width: int) -> Iterator[str]:
    """A line for each moment; without its plot where the terminal has no space for plots."""
    texts = [[*map(safe, cells_of(row))] for row in rows]
    longest_name, period_size, *sizes = widths(texts)
    # A longer name is cut, so that it does not take the space of the plots.
    name_size = min(longest_name, width // 5)
    space = width - name_size - period_size - sum(sizes) - GAPS
    strip_size = min(STRIP, space)
    has_plots = strip_size >= LEAST
    if has_plots:
        margin = " " * (name_size + period_size + 4)
        yield from dim([margin + scale(strip_size)])
    for row, (name, period, *numbers) in zip(rows, texts, strict=True):
        line = f"{fit(name, name_size)}  {pad(period, period_size)}  "
        if has_plots:
            plot = strip([mark_of(row.score)], strip_size)
            line += f"{plot}  "
        line += in_columns(numbers, sizes)
        yield line.rstrip()
