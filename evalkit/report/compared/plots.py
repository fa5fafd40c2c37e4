"""A strip plot for each dimension: countries, or a few programs, one above the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.places import country_name
from evalkit.report.compared import programs
from evalkit.report.compared.programs import PARTS, aligned, dimensions, short_names
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.strip import Mark, scale, strip
from evalkit.report.terminal.width import cells, fit, wrap

LEAST = 24
"""Cells that a plot needs."""
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


def plots(comparison: Comparison, width: int) -> list[str]:
    """The scale, then for each dimension a line for each country or program."""
    blocks = [
        (
            programs.dimension_name(comparison, dimension),
            lines_of(comparison, dimension, width),
        )
        for dimension in dimensions(comparison)
    ]
    name_width = max(cells(safe(name)) for name, _ in blocks) + 2
    all_lines = [line for _, lines in blocks for line in lines]
    label_width = min(max(cells(line.label) for line in all_lines), width // 4) + 2
    right_width = max(cells(line.right) for line in all_lines) + 2
    space = width - name_width - label_width - right_width
    beside = space >= LEAST
    if not beside:  # the name of the dimension then stands above its lines
        name_width, space = 2, space + name_width - 2
    if space < LEAST:
        right_width, space = 0, max(space + right_width, 8)
    head = " " * (name_width + label_width) + scale(space)
    shown = [style(head.rstrip(), dim=True)]
    for name, lines in blocks:
        if not beside:
            shown.append(style(fit(safe(name), width).rstrip(), bold=True))
        start = " " * name_width
        if beside:
            start = style(fit(safe(name), name_width), bold=True)
        for line in lines:
            label = fit(line.label, label_width - 2) + "  "
            right = f"  {line.right}" if right_width else ""
            shown.append(start + f"{label}{strip(line.marks, space)}{right}".rstrip())
            start = " " * name_width
    return shown


def legend(comparison: Comparison, width: int) -> list[str]:
    """What the signs of the plots mean."""
    text = MANY if comparison.keeps_types_apart else FEW
    return [style(line, dim=True) for line in wrap(say(text), width)]


def lines_of(comparison: Comparison, dimension: str, width: int) -> list[Line]:
    """A line for each country, or for each of a few programs, with labels for a terminal of
    `width` cells.
    """
    if comparison.keeps_types_apart:
        return [
            _country(label, cards, dimension)
            for label, cards in _by_country(comparison)
        ]
    names = short_names(comparison.cards, max(width // 4, 8))
    scores = [card.score(dimension) for card in comparison.cards]
    texts = aligned(scores, PARTS if width >= ROOMY else PARTS - 1)
    lines = []
    for card, text in zip(comparison.cards, texts, strict=True):
        mark = _mark(card, dimension, possible=True)
        lines.append(Line(safe(names[card.program.id]), (mark,), text.rstrip()))
    return lines


def _country(label: str, cards: Sequence[ReportCard], dimension: str) -> Line:
    """The programs of a country in one line, and how many of them have a score."""
    marks = tuple(_mark(card, dimension) for card in cards)
    rated = _rated(cards, dimension)
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
    for country, cards in sorted(real.items()):
        yield say(country_name(country)), cards
    if synthetic:
        yield say("synthetic"), synthetic


def _mark(card: ReportCard, dimension: str, possible: bool = False) -> Mark:
    score = card.score(dimension)
    return Mark(score.score, score.interval, score.possible_range if possible else None)


def _rated(cards: Sequence[ReportCard], dimension: str) -> int:
    return sum(card.score(dimension).score is not None for card in cards)
