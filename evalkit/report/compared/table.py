"""All programs of a comparison in one table that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style

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
from evalkit.report.terminal.width import cells, fit, pad, shortened, wrap

FORMS = (
    (3, 22, "Score, band, 80% uncertainty interval; * provisional, – not rated."),
    (2, 18, "Score and band; * provisional, – not rated. A wider terminal shows intervals."),
    (1, 14, "Score; * provisional, – not rated. A wider terminal shows bands and intervals."),
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
    heads = [safe(programs.dimension_name(comparison, dimension)) for dimension in layout.texts]
    lines = [style(line, bold=True) for line in _heads(heads, layout)]
    for kind, cards in programs.by_type(comparison):
        lines.append(style(fit(safe(kind), width).rstrip(), dim=True))
        named = with_ids and comparison.lists_all_pairs
        scored = [card for card in cards if named or is_scored(card)]
        lines += _rows(comparison, scored, layout, with_ids)
        if without := [card for card in cards if card not in scored]:
            text = labelled(say("no score"), _without_score(without, layout))
            lines += wrap(safe(text), width, " " * _prefix(comparison), "    ")
    return [*lines, *(style(line, dim=True) for line in wrap(say(layout.legend), width))]


def _without_score(cards: Sequence[ReportCard], layout: Layout) -> str:
    """The programs without any score by their names; of very many how many they are."""
    if len(cards) > LISTED:
        return counted(len(cards), "program")
    return series(short_names(cards, 2 * layout.names).values())


def _layout(comparison: Comparison, width: int, with_ids: bool) -> Layout | None:
    """The form with most parts that leaves space for names; None where none does.

    Ids are not cut, and stand beside all parts only.
    """
    gap = 1 if with_ids else 2
    longest = max(cells(safe(programs.title(card))) for card in comparison.cards)
    for parts, needed, legend in FORMS[:1] if with_ids else FORMS:
        texts, sizes = {}, []
        for dimension in dimensions(comparison):
            shown = aligned([card.score(dimension) for card in comparison.cards], parts)
            ids = (card.program.id for card in comparison.cards)
            texts[dimension] = dict(zip(ids, shown, strict=True))
            head = cells(safe(programs.dimension_name(comparison, dimension)))
            widest = max(map(cells, shown))
            # A long head widens its column by one cell at most, or to what heads need.
            sizes.append(max(widest, min(head, max(widest + 1, NARROW))) + gap)
        needed = longest + _prefix(comparison) + 2 if with_ids else needed
        if (names := width - sum(sizes)) >= needed:
            return Layout(texts, sizes, names, legend)
    return None


def _heads(heads: Sequence[str], layout: Layout) -> list[str]:
    """The heads of the columns: in one line, or by turns in two where they are wider than their
    columns, so that each has the space of its neighbor.
    """
    if all(cells(head) < size for head, size in zip(heads, layout.sizes, strict=True)):
        return [_row("", heads, layout)]
    lines = []
    for turn in (0, 1):
        line = " " * (layout.names + sum(layout.sizes[:turn]))
        for place in range(turn, len(heads), 2):
            space = sum(layout.sizes[place : place + 2])
            line += pad(shortened(heads[place], space - 1), space)
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
        texts = [column[program.id] for column in layout.texts.values()]
        yield _row(f"{program.country} {name}" if _prefix(comparison) else name, texts, layout)


def _prefix(comparison: Comparison) -> int:
    """Cells of the country code and its gap, where there are several countries."""
    # Two letters and a space.
    return 3 * (len({card.program.country for card in comparison.cards}) > 1)


def _row(name: str, texts: Sequence[str], layout: Layout) -> str:
    columns = (pad(text.rstrip(), size) for text, size in zip(texts, layout.sizes, strict=True))
    return (fit(name, layout.names - 2) + "  " + "".join(columns)).rstrip()


def _one_below_the_other(comparison: Comparison, width: int) -> list[str]:
    """Each program with its scores below it, where a terminal has no space for columns."""
    lines: list[str] = []
    for kind, cards in programs.by_type(comparison):
        lines += [style(line, dim=True) for line in wrap(safe(kind), width)]
        for card in best_first(cards, dimensions(comparison)):
            title = f"{card.program.country} {programs.title(card)}"
            lines += [style(line, bold=True) for line in wrap(safe(title), width, rest="  ")]
            texts = [
                f"{programs.dimension_name(comparison, dimension)}"
                f" {aligned([card.score(dimension)])[0]}"
                for dimension in dimensions(comparison)
            ]
            lines += wrap(safe(series(texts)), width, "  ", "  ")
    return [*lines, *(style(line, dim=True) for line in wrap(say(FORMS[0][2]), width))]
