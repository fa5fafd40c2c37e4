"""`evalkit verify`: whether a result is what its files give."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import FILE, PLUGINS, Asked, add, gathered
from evalkit.cli.run import host
from evalkit.cli.streams import emit
from evalkit.report.safe import terminal as safe


@click.command("verify")
@click.argument("result", type=FILE)
@click.argument("reports", nargs=-1, type=FILE, metavar="[REPORT]...")
@add(PLUGINS)
@gathered(asked=Asked)
def command(result: Path, reports: tuple[Path, ...], asked: Asked) -> ExitCode:
    """Make a saved result again from its files, and name what differs, down to the criterion.

    RESULT is what evalkit score or evalkit compare wrote as JSON, or a folder that --crate wrote.
    REPORTs are pages, workbooks or other files of the same result. Its files are looked for beside
    it, in this folder and among those that came with evalkit. The exit code is 1 where anything
    differs.
    """
    from evalkit.session.verify import verify

    installed = host(asked, broken=True)
    differences = verify(result, reports, installed)
    # told in words, for no output could also be that of a command that did nothing
    if not differences:
        emit(safe(f"{result}: verified"))
        return ExitCode.DONE
    for difference in differences:
        emit(safe(f"differs: {difference}"))
    return ExitCode.FAULTS
