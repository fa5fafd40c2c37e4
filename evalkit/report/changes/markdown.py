"""Changes as Markdown, for a review: the same tables and sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.changes import Changes, ProgramChange
from evalkit.report.changes import words
from evalkit.report.markdown_parts import table
from evalkit.report.safe import markdown as safe


def text(changes: Changes) -> str:
    """The answer, the editions, each program that changed, and those on one side."""
    lines = [f"# {safe(title(changes))}", ""]
    for sentence in words.answer(changes):
        lines += [safe(sentence), ""]
    lines += [f"* {safe(edition)}" for edition in words.editions(changes)]
    for program in changes.programs:
        lines += _program(program)
    for heading, programs in words.sides(changes):
        lines += ["", f"## {safe(heading)}", "", safe(programs)]
    return "\n".join([*lines, ""])


def title(changes: Changes) -> str:
    """The heading, with both results."""
    return say(
        "Changes from {before} to {after}", before=changes.before, after=changes.after
    )


def _program(program: ProgramChange) -> Iterator[str]:
    yield from ("", f"## {safe(program.name)}")
    yield from ("", safe(f"{program.program} · {program.rubric}"))
    for headings, rows in words.tables(program):
        yield from ("", *table(headings, *rows))
    # a paragraph of its own, or Markdown would take it into the table
    for meaning in words.legend(program):
        yield from ("", safe(meaning))
    if others := words.others(program):
        yield ""
        yield from (f"* {safe(other)}" for other in others)
