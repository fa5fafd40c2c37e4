"""`evalkit check`: every fault of every file."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import KINDS, PATHS, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit, emit_data, note

if TYPE_CHECKING:
    from evalkit.read.diagnostic import Diagnostic
    from evalkit.session import Session

UNREADABLE = "EK112"
"""The code of a file that cannot be read at all."""
FORMATS = {
    "text": ("diagnostics", "text"),
    "concise": ("diagnostics", "concise"),
    "json": ("diagnostics", "as_json"),
    "github": ("annotations", "github"),
    "sarif": ("annotations", "sarif"),
}
"""The formats by the modules of reports and the functions that write them."""
DATA = ("json", "sarif")


@click.command("check")
@PATHS
@RUBRIC
@add(PLUGINS)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="The format of what is printed; github: annotations of a workflow, sarif: SARIF 2.1.0.",
)
@gathered(asked=Asked)
def command(paths: tuple[str, ...], form: str, asked: Asked) -> int:
    """Check programs, overlays, rubrics, coders' files, shared sources and tables: every fault of
    every file, with its place and what to do.
    """
    session = open_session(asked, broken=True)
    files = session.library.targets(paths, KINDS)
    faults = _faults(session, files)
    module, function = FORMATS[form]
    writer = importlib.import_module(f"evalkit.report.{module}")
    printed = getattr(writer, function)(faults)
    if form in DATA:
        emit_data(printed)
    else:
        emit(printed)
    note(_summary(faults, files))
    # A script that sees 1 knows that every file was read: one that was not has more to tell.
    if any(fault.code == UNREADABLE for fault in faults):
        return ExitCode.BAD_INPUT
    if any(fault.severity == "error" for fault in faults):
        return ExitCode.FAULTS
    return ExitCode.DONE


def _faults(session: Session, files: Sequence[Path]) -> list[Diagnostic]:
    """Every fault of some files, each once, by file and place."""
    from evalkit.read.kinds import kind_of
    from evalkit.read.periods import described_twice

    kinds = {path: kind_of(path) for path in files}
    # A description may carry codings for a rubric that is checked with it.
    rubrics = [str(path) for path, kind in kinds.items() if kind == "rubric"]
    session = session.again(beside=rubrics)
    faults: set[Diagnostic] = set()
    for path in files:
        faults.update(session.check(path))
    programs = [path for path in files if kinds[path] == "program"]
    # One file is no twin of itself, and need not be read again to know that.
    if len(programs) > 1:
        faults.update(described_twice(programs))
    return sorted(faults)


def _summary(faults: Sequence[Diagnostic], files: Sequence[Path]) -> str:
    """How many faults and warnings there are, and in how many of the files."""
    from evalkit.model.words import number_of
    from evalkit.read.bundled import label
    from evalkit.read.kinds import coder_files

    checked: set[Path] = set(files)
    for path in files:
        checked.update(coder_files(path))
    bad = {fault.path for fault in faults}
    # What a description takes along, such as shared sources, may have faults as well.
    looked_at = bad.union(map(label, checked))
    count = number_of(len(looked_at), "file")
    numbers: Counter[str] = Counter()
    for fault in faults:
        numbers[fault.severity] += fault.count
    kinds = []
    for severity, word in (("error", "fault"), ("warning", "warning")):
        if numbers[severity]:
            kinds.append(number_of(numbers[severity], word))
    if not kinds:
        return f"{count}, no faults"
    where = count if len(looked_at) == 1 else f"{len(bad)} of {count}"
    return f"{' and '.join(kinds)} in {where}"
