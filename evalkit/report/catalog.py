"""The library as a table: one row for each program, with the coverage of each dimension, and how much evidence and how many observations there are."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.facts import Period
from evalkit.model.printed import ListedProgram, Years
from evalkit.model.program import Program
from evalkit.report import judgment
from evalkit.report.phrases import clauses, counted, series
from evalkit.report.width import cells, columns, wrap


def ordered(cards: Sequence[ReportCard]) -> list[ReportCard]:
    """The cards by country and id."""
    return sorted(cards, key=lambda card: (card.program.country, card.program.id))


def coverage(card: ReportCard) -> dict[str, str]:
    """By the name of each dimension the share of its weight that has a level."""
    return {say(each.name): judgment.known(each) for each in card.dimensions}


def text(cards: Sequence[ReportCard], width: int | None) -> list[str]:
    """A table with the names below the ids; one block for each program where the terminal is too narrow for it."""
    head, *lines = columns(
        [
            [
                "",
                say("kind of object"),
                say("judged for"),
                *coverage(cards[0]),
                say("evidence"),
                say("observations"),
            ],
            *map(_row, cards),
        ]
    )
    if width and max(map(cells, [head, *lines])) > width:
        return [line for card in cards for line in _block(card, width)]
    return [
        head,
        *(
            each
            for card, line in zip(cards, lines, strict=True)
            for each in (line, f"    {card.program.name}")
        ),
    ]


def _row(card: ReportCard) -> list[str]:
    program = card.program
    about = [
        say(program.object_type),
        judgment.period(program),
        *coverage(card).values(),
        str(len(program.evidence)),
        str(_observed(program)),
    ]
    return [_title(program), *about]


def _block(card: ReportCard, width: int) -> list[str]:
    program = card.program
    known = series(f"{name.lower()} {share}" for name, share in coverage(card).items())
    kind = series(
        [say(program.object_type), say("judged for {period}", period=judgment.period(program))]
    )
    pieces = say("{pieces} of evidence", pieces=counted(len(program.evidence), "piece"))
    about = clauses([program.name, kind, known, pieces, counted(_observed(program), "observation")])
    return [_title(program), *wrap(about, width, "    ", "    ")]


def _observed(program: Program) -> int:
    """How many observations a description has."""
    return sum(map(len, program.observations.values()))


def _title(program: Program) -> str:
    return f"{program.country}  {program.id}"


def listed(card: ReportCard) -> ListedProgram:
    """The row of a program for machines; None where nothing is known."""
    program = card.program
    return ListedProgram(
        id=program.id,
        name=program.name,
        country=program.country,
        object_type=program.object_type,
        synthetic=program.synthetic,
        part_of=program.part_of or None,
        assessed=_years(program),
        coverage={dimension.id: dimension.coverage for dimension in card.dimensions},
        evidence=len(program.evidence),
        observations=_observed(program),
    )


def _years(program: Program) -> Years | None:
    period = program.assessed
    return Years(period.from_, period.to) if isinstance(period, Period) else None
