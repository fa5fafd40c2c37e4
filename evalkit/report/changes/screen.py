"""Changes in a terminal: the answer first, then program by program what changed and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.changes import Changes, ProgramChange
from evalkit.plugin import Options
from evalkit.report.changes import words
from evalkit.report.lines import apart, section
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, cells, columns, wrap

LEAST = 20
"""Cells for the last column of a table; where there are fewer, rows are sentences."""


def lines(changes: Changes, options: Options) -> list[str]:
    """The answer, the editions, each program that changed, and those on one side."""
    width = options.width or PLAIN
    blocks = [
        [line for text in words.answer(changes) for line in wrap(safe(text), width)],
        [line for text in words.editions(changes) for line in wrap(safe(text), width, rest="  ")],
        *(list(_program(program, width)) for program in changes.programs),
        *(section(safe(heading), [text], width) for heading, text in words.sides(changes)),
    ]
    return apart(blocks)


def _program(program: ProgramChange, width: int) -> Iterator[str]:
    yield from (style(line, bold=True) for line in wrap(safe(program.name), width))
    yield style(safe(f"{program.program} · {program.rubric}"), dim=True)
    yield from _table(words.SCORES, words.score_rows(program), width)
    yield from _table(words.CRITERIA, words.criterion_rows(program), width)
    if others := words.others(program):
        yield from section(say("Other changes"), others, width)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Rows under their headings; the last cell goes on below where it is too long."""
    if not rows:
        return
    table = [[say(text) for text in headings], *([safe(text) for text in row] for row in rows)]
    heads = columns([[*row[:-1], "|"] for row in table])
    margin = cells(heads[0]) - 1
    if width - margin < LEAST:
        for row in table[1:]:
            yield from wrap(" · ".join(filter(None, row)), width, "  ", "    ")
        return
    for place, (head, row) in enumerate(zip(heads, table, strict=True)):
        texts = wrap(row[-1], width, head[:-1], " " * margin, indent=margin)
        yield from (style(text.rstrip(), dim=not place) for text in texts)
