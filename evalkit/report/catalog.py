"""The library as a table: one row for each program, with how much of each dimension is rated and on how much evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.model.program import Period, Program
from evalkit.model.result import ReportCard
from evalkit.report import judgment, number
from evalkit.report.width import cells, fit, wrap


def ordered(cards: Sequence[ReportCard]) -> list[ReportCard]:
    """The cards by country and id."""
    return sorted(cards, key=lambda card: (card.program.country, card.program.id))


def coverage(card: ReportCard) -> dict[str, str]:
    """By the name of each dimension the share of its weight that is rated on own evidence, and what is taken over after a plus."""
    taken = {each.name: f" +{number.share(each.inherited)}" if each.inherited else "" for each in card.dimensions}
    return {each.name: number.share(each.coverage) + taken[each.name] for each in card.dimensions}


def text(cards: Sequence[ReportCard], width: int | None) -> list[str]:
    """A table with the names below the ids; one block for each program where the terminal is too narrow for it."""
    head = ["", "kind of object", "judged for", *coverage(cards[0]), "evidence"]
    rows = [
        [f"{card.program.country}  {card.program.id}", card.program.object_type, judgment.period(card.program), *coverage(card).values(),
         str(len(card.program.evidence))] for card in cards
    ]  # fmt: skip
    widths = [max(cells(row[at]) for row in [head, *rows]) + 2 for at in range(len(head))]
    if width and sum(widths) - 2 > width:
        return [line for card, row in zip(cards, rows, strict=True) for line in _block(card, row, width)]
    lines = ["".join(fit(each, wide) for each, wide in zip(head, widths, strict=True)).rstrip()]
    for card, row in zip(cards, rows, strict=True):
        lines += ["".join(fit(each, wide) for each, wide in zip(row, widths, strict=True)).rstrip(), f"    {card.program.name}"]
    return lines


def _block(card: ReportCard, row: list[str], width: int) -> list[str]:
    known = ", ".join(f"{name.lower()} {share}" for name, share in coverage(card).items())
    about = f"{card.program.name}; {row[1]}, judged for {row[2]}; {known}; {judgment.counted(int(row[-1]), 'piece')} of evidence"
    return [row[0], *wrap(about, width, "    ", "    ")]


def rows(cards: Sequence[ReportCard]) -> list[dict[str, Any]]:
    """The same for machines; None where nothing is known."""
    return [
        {
            "id": card.program.id, "name": card.program.name, "country": card.program.country, "object_type": card.program.object_type,
            "synthetic": card.program.synthetic, "part_of": card.program.part_of or None, "assessed": _years(card.program),
            "coverage": {each.id: {"own": each.coverage, "inherited": each.inherited} for each in card.dimensions},
            "evidence": len(card.program.evidence),
        }
        for card in cards
    ]  # fmt: skip


def _years(program: Program) -> dict[str, int | None] | None:
    return {"from": program.assessed.from_, "to": program.assessed.to} if isinstance(program.assessed, Period) else None
