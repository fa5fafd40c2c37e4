"""`evalkit check`: every fault of every file."""

from __future__ import annotations

import importlib

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import KINDS, PATHS, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit, emit_data, note

UNREADABLE = "EK112"
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
    from evalkit.read.bundled import label
    from evalkit.read.kinds import coder_files, kind_of
    from evalkit.read.library import described_twice

    session = open_session(asked, broken=True)
    files = session.library.targets(paths, KINDS)
    session = session.again(
        beside=[str(path) for path in files if kind_of(path) == "rubric"]
    )
    programs = [path for path in files if kind_of(path) == "program"]
    faults = sorted(
        {
            *(fault for path in files for fault in session.check(path)),
            *described_twice(programs if len(programs) > 1 else ()),
        }
    )
    module, function = FORMATS[form]
    printed = getattr(importlib.import_module(f"evalkit.report.{module}"), function)(
        faults
    )
    if form in DATA:
        emit_data(printed)
    else:
        emit(printed)
    errors = [fault for fault in faults if fault.severity == "error"]
    with_coders = {file for path in files for file in (path, *coder_files(path))}
    bad = {fault.path for fault in faults}
    note(
        _summary(
            sum(fault.count for fault in errors),
            sum(fault.count for fault in faults if fault.severity == "warning"),
            len(bad),
            # what a description takes along, such as shared sources, may have faults as well
            len(bad | {label(path) for path in with_coders}),
        )
    )
    if any(fault.code == UNREADABLE for fault in faults):
        return ExitCode.BAD_INPUT
    return ExitCode.FAULTS if errors else ExitCode.DONE


def _summary(errors: int, warnings: int, bad: int, files: int) -> str:
    count = f"{files} file{'s' * (files != 1)}"
    if not errors + warnings:
        return f"{count}, no faults"
    kinds = [
        f"{number:,} {what}{'s' * (number != 1)}"
        for number, what in ((errors, "fault"), (warnings, "warning"))
        if number
    ]
    return f"{' and '.join(kinds)} in {bad} of {count}"
