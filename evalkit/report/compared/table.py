"""All programs of a comparison in one table that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import filterfalse

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import LISTED, Comparison
from evalkit.model.frozen import frozen
from evalkit.report.compared import programs
from evalkit.report.compared.programs import (
    aligned,
    best_first,
    dimensions,
    is_scored,
    short_names,
)
from evalkit.report.phrases import counted, labelled, series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import bold, dim
from evalkit.report.terminal.width import cells, fit, in_columns, pad, shortened, wrap

FORMS = (
    (3, 22, "Score, band, 80% uncertainty interval; * provisional, – not rated."),
    (
        2,
        18,
        "Score and band; * provisional, – not rated. A wider terminal shows intervals.",
    ),
    (
        1,
        14,
        "Score; * provisional, – not rated. A wider terminal shows bands and intervals.",
    ),
)
"""Parts of a score that a cell shows, the most first, with the cells that names need beside them,
and the legend.
"""
NARROW = 6
"""Cells that the head of a column needs."""


@frozen
class Layout:
    """The columns of a table: what each shows of each program, and its width in cells."""

    texts: dict[str, dict[str, str]]
    sizes: list[int]
    names: int
    legend: str


def table(comparison: Comparison, width: int, with_ids: bool = False) -> list[str]:
    """The programs of each type by country, in each the highest scores first.

    Programs without any score stand in one line for each type. `with_ids` shows ids in place of
    names, and every program in a line of its own.
    """
    layout = _layout(comparison, width, with_ids)
    if layout is None:
        return _one_below_the_other(comparison, width)
    lines = bold(_heads(comparison, layout))
    shows_all = with_ids and comparison.lists_all_pairs
    for kind, cards in programs.by_type(comparison):
        lines += dim([fit(safe(kind), width).rstrip()])
        in_rows = cards if shows_all else [*filter(is_scored, cards)]
        left_out = [] if shows_all else [*filterfalse(is_scored, cards)]
        lines += _rows(comparison, in_rows, layout, with_ids)
        if left_out:
            text = labelled(say("no score"), _without_score(left_out, layout))
            lines += wrap(safe(text), width, " " * _prefix(comparison), "    ")
    return [*lines, *dim(wrap(say(layout.legend), width))]


def _without_score(cards: Sequence[ReportCard], layout: Layout) -> str:
    """The programs without any score by their names; of very many how many they are."""
    if len(cards) > LISTED:
        return counted(len(cards), "program")
    return series(short_names(cards, 2 * layout.names).values())


def _layout(comparison: Comparison, width: int, with_ids: bool) -> Layout | None:
    """The form with most parts that leaves space for names; None where none does.

    Ids are not cut, and stand beside all parts only.
    """
    forms: Sequence[tuple[int, int, str]] = FORMS
    gap = 2
    if with_ids:
        longest = max(cells(safe(programs.title(card))) for card in comparison.cards)
        # whoever asks for ids asks for everything: no shorter form, but one below the other
        all_parts, _, legend = FORMS[0]
        forms = [(all_parts, longest + _prefix(comparison) + 2, legend)]
        gap = 1
    for parts, needed, legend in forms:
        columns = {
            name: _column(comparison, name, parts) for name in dimensions(comparison)
        }
        sizes = [
            _size(comparison, name, texts) + gap for name, texts in columns.items()
        ]
        names = width - sum(sizes)
        if names >= needed:
            return Layout(columns, sizes, names, legend)
    return None


def _column(comparison: Comparison, dimension: str, parts: int) -> dict[str, str]:
    """The scores in a dimension, by the ids of the programs."""
    texts = aligned([card.score(dimension) for card in comparison.cards], parts)
    ids = [card.program.id for card in comparison.cards]
    return dict(zip(ids, texts, strict=True))


def _size(comparison: Comparison, dimension: str, texts: Mapping[str, str]) -> int:
    """The cells of a column without a gap."""
    head = cells(safe(programs.dimension_name(comparison, dimension)))
    widest = max(map(cells, texts.values()))
    # A long head widens its column by one cell at most, or to what heads need.
    return max(widest, min(head, max(widest + 1, NARROW)))


def _heads(comparison: Comparison, layout: Layout) -> list[str]:
    """The heads of the columns: in one line, or by turns in two where they are wider than their
    columns, so that each has the space of its neighbor.
    """
    names = (programs.dimension_name(comparison, name) for name in layout.texts)
    heads = list(map(safe, names))
    sized = zip(heads, layout.sizes, strict=True)
    if all(cells(head) < size for head, size in sized):
        return [_row("", heads, layout)]
    lines = []
    for turn in (0, 1):
        # The second turn begins at the second column.
        margin = layout.names + sum(layout.sizes[:turn])
        line = " " * margin
        for place in range(turn, len(heads), 2):
            space = sum(layout.sizes[place : place + 2])
            head = shortened(heads[place], space - 1)
            line += pad(head, space)
        lines.append(line.rstrip())
    return lines


def _rows(
    comparison: Comparison, cards: Sequence[ReportCard], layout: Layout, with_ids: bool
) -> Iterator[str]:
    space = layout.names - _prefix(comparison) - 2
    names = short_names(cards, space)
    for card in best_first(cards, [*layout.texts]):
        program = card.program
        name = safe(programs.title(card) if with_ids else names[program.id])
        if _prefix(comparison):
            name = f"{program.country} {name}"
        scores = [column[program.id] for column in layout.texts.values()]
        yield _row(name, scores, layout)


def _prefix(comparison: Comparison) -> int:
    """Cells of the country code and its gap, where there are several countries."""
    countries = {card.program.country for card in comparison.cards}
    return len("KR ") if len(countries) > 1 else 0


def _row(name: str, texts: Sequence[str], layout: Layout) -> str:
    cut_name = fit(name, layout.names - 2)
    return f"{cut_name}  {in_columns(texts, layout.sizes, gap='')}"


def _one_below_the_other(comparison: Comparison, width: int) -> list[str]:
    """Each program with its scores below it, where a terminal has no space for columns."""
    lines: list[str] = []
    for kind, cards in programs.by_type(comparison):
        lines += dim(wrap(safe(kind), width))
        for card in best_first(cards, dimensions(comparison)):
            title = f"{card.program.country} {programs.title(card)}"
            scores = _scores(comparison, card)
            lines += bold(wrap(safe(title), width, rest="  "))
            lines += wrap(safe(scores), width, "  ", "  ")
    _, _, legend = FORMS[0]
    return [*lines, *dim(wrap(say(legend), width))]


def _scores(comparison: Comparison, card: ReportCard) -> str:
    """The scores of a program, each behind the name of its dimension."""
    texts = []
    for dimension in dimensions(comparison):
        [score] = aligned([card.score(dimension)])
        texts.append(f"{programs.dimension_name(comparison, dimension)} {score}")
    return series(texts)
