"""Changes in a terminal: the answer first, then program by program what changed and why."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.changes import Changes, ProgramChange
from evalkit.plugin import Options
from evalkit.report.changes import words
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, bold, dim, section, table
from evalkit.report.terminal.width import PLAIN, wrap


def lines(changes: Changes, options: Options) -> list[str]:
    """The answer, the editions, each program that changed, and those on one side."""
    width = options.width or PLAIN
    answer, editions = [], []
    for text in words.answer(changes):
        answer += wrap(safe(text), width)
    for text in words.editions(changes):
        editions += wrap(safe(text), width, rest="  ")
    blocks = [answer, editions]
    for program in changes.programs:
        blocks.append([*_program(program, width)])
    for heading, text in words.sides(changes):
        blocks.append(section(safe(heading), [text], width))
    return apart(blocks)


def _program(program: ProgramChange, width: int) -> Iterator[str]:
    yield from bold(wrap(safe(program.name), width))
    yield from dim([safe(f"{program.program} · {program.rubric}")])
    for headings, rows in words.tables(program):
        yield from table([headings, *rows], width)
    yield from dim(words.legend(program))
    if others := words.others(program):
        yield from section(say("Other changes"), others, width)
