"""The library as a table: one row for each program, with the coverage of each dimension, and how
much evidence and how many observations there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.facts import Period
from evalkit.model.program import Program
from evalkit.model.saved.printed import ListedProgram, Years
from evalkit.report import number
from evalkit.report.phrases import clauses, counted, series, years
from evalkit.report.terminal.width import cells, columns, wrap


def listed(card: ReportCard) -> ListedProgram:
    """The row of a program; None where nothing is known."""
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
        observations=sum(map(len, program.observations.values())),
    )


def _years(program: Program) -> Years | None:
    period = program.assessed
    return Years(period.from_, period.to) if isinstance(period, Period) else None


def text(
    programs: Sequence[ListedProgram], dimensions: Mapping[str, str], width: int | None
) -> list[str]:
    """A table with the names below the ids; one block for each program where the terminal is too
    narrow for it.

    `dimensions` are the names of the dimensions by id.
    """
    words = ("kind of object", "judged for", *dimensions.values())
    headings = ["", *map(say, (*words, "evidence", "observations"))]
    head, *rows = columns([headings, *map(_row, programs)])
    # The lines of the table alone are measured: a long name has a line of its own. Without a
    # terminal there is no width, and the table stays whole.
    if width and max(map(cells, [head, *rows])) > width:
        return _blocks(programs, dimensions, width)
    lines = [head]
    for program, row in zip(programs, rows, strict=True):
        lines += [row, f"    {program.name}"]
    return lines


def _blocks(
    programs: Sequence[ListedProgram], dimensions: Mapping[str, str], width: int
) -> list[str]:
    lines = []
    for program in programs:
        lines += _block(program, dimensions, width)
    return lines


def _row(program: ListedProgram) -> list[str]:
    about = [
        say(program.object_type),
        _period(program.assessed),
        *map(number.share, program.coverage.values()),
        str(program.evidence),
        str(program.observations),
    ]
    return [_title(program), *about]


def _block(
    program: ListedProgram, dimensions: Mapping[str, str], width: int
) -> list[str]:
    known = series(
        f"{say(dimensions[name]).lower()} {number.share(share)}"
        for name, share in program.coverage.items()
    )
    judged = say("judged for {period}", period=_period(program.assessed))
    kind = series([say(program.object_type), judged])
    pieces = say("{pieces} of evidence", pieces=counted(program.evidence, "piece"))
    observations = counted(program.observations, "observation")
    about = clauses([program.name, kind, known, pieces, observations])
    return [_title(program), *wrap(about, width, "    ", "    ")]


def _period(period: Years | None) -> str:
    return years(period.from_, period.to) if period else say("an unknown period")


def _title(program: ListedProgram) -> str:
    return f"{program.country}  {program.id}"
