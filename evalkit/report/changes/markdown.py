"""Changes as Markdown, for a review: the same tables and sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.locale import say
from evalkit.model.changes import Changes, ProgramChange
from evalkit.report.changes import words
from evalkit.report.markdown_parts import table_head, table_row
from evalkit.report.safe import markdown as safe


def text(changes: Changes) -> str:
    """The answer, the editions, each program that changed, and those on one side."""
    lines = [f"# {safe(title(changes))}", ""]
    lines += [part for sentence in words.answer(changes) for part in (safe(sentence), "")]
    lines += [f"* {safe(edition)}" for edition in words.editions(changes)]
    lines += [line for program in changes.programs for line in _program(program)]
    for heading, programs in words.sides(changes):
        lines += ["", f"## {safe(heading)}", "", safe(programs)]
    return "\n".join([*lines, ""])


def title(changes: Changes) -> str:
    """The heading, with both results."""
    return say("Changes from {before} to {after}", before=changes.before, after=changes.after)


def _program(program: ProgramChange) -> Iterator[str]:
    yield from ("", f"## {safe(program.name)}", "", safe(f"{program.program} · {program.rubric}"))
    yield from _table(words.SCORES, words.score_rows(program))
    yield from _table(words.CRITERIA, words.criterion_rows(program))
    if others := words.others(program):
        yield from ("", *(f"* {safe(other)}" for other in others))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield from ("", *table_head([say(text) for text in headings]))
        yield from map(table_row, rows)
