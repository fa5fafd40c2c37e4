"""A file with the answers of coders as it is sealed: in YAML, a coding sheet, or a flat table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Place
from evalkit.read.filled import coding, flat
from evalkit.read.filled.lines import Line, lines
from evalkit.read.kinds import ENDINGS, kind_of
from evalkit.read.syntax.node import Entries, Node, Scalar, is_empty
from evalkit.read.syntax.parsed import raise_faults, read_file
from evalkit.read.tables import read_grid
from evalkit.read.tables.grid import Grid
from evalkit.read.tables.mapping import TableMapping
from evalkit.read.workbook import Workbook

KINDS = "<id>.<coder>.yaml, a coding sheet (.xlsx), or a table with program, criterion and coder"


@frozen
class Answers:
    """A file of coders: its digest, and the questions that have no answer."""

    path: Path
    sha256: str
    unanswered: tuple[str, ...] = ()


def answers_in(path: Path) -> Answers:
    """What coders answered in a file; raises InputError for one that cannot be read, or that holds
    no answers of coders.
    """
    return _in_yaml(path) if path.suffix in ENDINGS else _in_table(path)


def _in_yaml(path: Path) -> Answers:
    read = read_file(path)
    raise_faults(path, read.faults.found)
    if kind_of(path) != "coder":
        raise _refused(path)
    return Answers(path, read.sha256, tuple(_blank(read.node)))


def _blank(node: Node | None) -> Iterator[str]:
    """The criteria behind which nothing stands."""
    coders = node.get("codings") if isinstance(node, Entries) else None
    for _, codings in _entries(coders):
        for criterion, answer in _entries(codings):
            if is_empty(answer):
                yield criterion.text


def _entries(node: Node | None) -> Sequence[tuple[Scalar, Node]]:
    """The keys and values of a map; none of anything else."""
    return node.entries if isinstance(node, Entries) else ()


def _in_table(path: Path) -> Answers:
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return Answers(path, sha256, tuple(_not_filled_in(path)))
    except ValueError as error:
        raise InputError(f"{label(path)}: {error}") from error


def _not_filled_in(path: Path) -> Iterator[str]:
    """The criteria in whose rows nothing stands, by program."""
    table = read_grid(path, TableMapping())
    # a file of one table, or a workbook with a sheet for the answers
    if isinstance(table, Grid):
        rows = [(row.number, row.cells) for row in table.rows]
        if not rows or not flat.is_flat(table.rows[0].cells):
            raise _refused(path)
        given = flat.answers(rows)
    else:
        given = _on_sheet(path, table)
    unanswered = coding.unanswered(given)
    programs = {program for program, _ in unanswered}
    for (program, _), criteria in unanswered.items():
        prefix = f"{program} " if len(programs) > 1 else ""
        yield from (f"{prefix}{criterion}" for criterion in criteria)


def _on_sheet(path: Path, book: Workbook) -> list[Line]:
    for sheet in book.sheets:
        if sheet.name == coding.CODING:
            return [*lines(sheet, coding.HEADINGS)]
    raise _refused(path)


def _refused(path: Path) -> InputError:
    """That a file holds no answers of coders."""
    reason = "this holds no answers of a coder, and only these are sealed"
    fault = Diagnostic(label(path), Place(), "EK240", reason, f"name {KINDS}")
    return InputError(f"{label(path)}: {reason}", (fault,))
