"""A strip plot for each dimension: countries, or a few programs, one above the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import repeat

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.places import country_name
from evalkit.report.compared import programs
from evalkit.report.compared.programs import PARTS, aligned, dimensions, short_names
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import bold, dim
from evalkit.report.terminal.strip import Mark, mark_of, scale, strip
from evalkit.report.terminal.width import cells, fit, wrap

LEAST = 24
"""Cells that a plot needs."""
NARROWEST = 8
"""Cells that it has even where nothing fits."""
GAP = 2
ROOMY = 90
"""Cells in a line from which a program has its interval in numbers beside its plot."""

MANY = "● one program, 2 to 9: that many, +: more, ─ 80% uncertainty interval; 100 is best."
FEW = (
    "● score, ─ 80% uncertainty interval, · possible range; * provisional, – not rated. 100 is"
    " best."
)
"""What the signs mean, for programs that share a line, and for those with a line each."""


@frozen
class Line:
    """The plot of one country or program in one dimension, with what stands on its right."""

    label: str
    marks: tuple[Mark, ...]
    right: str


@frozen
class Widths:
    """The cells of the columns of all plots, 0 for the right one where it is left out; the name of
    a dimension stands `beside` its lines, or else above them.
    """

    name: int
    label: int
    plot: int
    right: int
    beside: bool


def plots(comparison: Comparison, width: int) -> list[str]:
    """The scale, then for each dimension a line for each country or program."""
    blocks = []
    for dimension in dimensions(comparison):
        name = programs.dimension_name(comparison, dimension)
        blocks.append((safe(name), lines_of(comparison, dimension, width)))
    widths = _widths(blocks, width)
    head = " " * (widths.name + widths.label) + scale(widths.plot)
    shown = dim([head.rstrip()])
    blank = " " * widths.name
    for name, lines in blocks:
        if widths.beside:
            starts = [*bold([fit(name, widths.name)]), *repeat(blank, len(lines) - 1)]
        else:
            shown += bold([fit(name, width).rstrip()])
            starts = [*repeat(blank, len(lines))]
        for start, line in zip(starts, lines, strict=True):
            shown.append(start + _drawn(line, widths))
    return shown


def _widths(blocks: Sequence[tuple[str, Sequence[Line]]], width: int) -> Widths:
    lines = [line for _, block in blocks for line in block]
    longest_name = max(cells(name) for name, _ in blocks)
    longest_label = max(cells(line.label) for line in lines)
    longest_right = max(cells(line.right) for line in lines)
    # A longer label is cut, so that it does not take the space of the plots.
    label = min(longest_label, width // 4) + GAP
    name, right = longest_name + GAP, longest_right + GAP
    plot = width - name - label - right
    beside = plot >= LEAST
    if not beside:  # the name of the dimension then stands above its lines
        plot += name - GAP
        name = GAP
    if plot < LEAST:
        plot = max(plot + right, NARROWEST)
        right = 0
    return Widths(name, label, plot, right, beside)


def _drawn(line: Line, widths: Widths) -> str:
    label = fit(line.label, widths.label - GAP)
    right = line.right if widths.right else ""
    return f"{label}  {strip(line.marks, widths.plot)}  {right}".rstrip()


def legend(comparison: Comparison, width: int) -> list[str]:
    """What the signs of the plots mean."""
    text = MANY if comparison.keeps_types_apart else FEW
    return dim(wrap(say(text), width))


def lines_of(comparison: Comparison, dimension: str, width: int) -> list[Line]:
    """A line for each country, or for each of a few programs, with labels for a terminal of
    `width` cells.
    """
    if comparison.keeps_types_apart:
        return [
            _country(label, cards, dimension)
            for label, cards in _by_country(comparison)
        ]
    # as much as `_widths` leaves to labels
    names = short_names(comparison.cards, max(width // 4, 8))
    scores = [card.score(dimension) for card in comparison.cards]
    texts = aligned(scores, PARTS if width >= ROOMY else PARTS - 1)
    lines = []
    for card, text in zip(comparison.cards, texts, strict=True):
        shown = mark_of(card.score(dimension))
        lines.append(Line(safe(names[card.program.id]), (shown,), text.rstrip()))
    return lines


def _country(label: str, cards: Sequence[ReportCard], dimension: str) -> Line:
    """The programs of a country in one line, and how many of them have a score."""
    scores = [card.score(dimension) for card in cards]
    # without possible ranges, which together would cover the whole line
    marks = tuple(mark_of(score, possible=False) for score in scores)
    rated = sum(score.score is not None for score in scores)
    right = say("{count} of {all}", count=f"{rated:,}", all=f"{len(cards):,}")
    return Line(safe(label), marks, right)


def _by_country(comparison: Comparison) -> Iterator[tuple[str, list[ReportCard]]]:
    """The real programs of each country, then the synthetic ones."""
    real: dict[str, list[ReportCard]] = defaultdict(list)
    synthetic = []
    for card in comparison.cards:
        if card.program.synthetic:
            synthetic.append(card)
        else:
            real[card.program.country].append(card)
    # by the code, as the table below, which shows codes
    for country, cards in sorted(real.items()):
        yield say(country_name(country)), cards
    # apart, for they are ranked with nobody (decision 0013)
    if synthetic:
        yield say("synthetic"), synthetic
