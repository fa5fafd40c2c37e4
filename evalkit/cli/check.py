"""`evalkit check`: every fault of every file."""

from __future__ import annotations

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.pipeline import Engine, Settings
from evalkit.report import diagnostics

UNREADABLE = "EK112"
FORMATS = {"text": diagnostics.text, "concise": diagnostics.concise, "json": diagnostics.as_json}


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--rubric", default="hsieh", show_default=True, help="The rubric whose criteria are coded.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def command(paths: tuple[str, ...], rubric: str, form: str) -> int:
    """Check programs, rubrics, coders' files, shared sources and tables: every fault of every file, with its place and what to do."""
    engine = Engine(Settings(rubric))
    files = engine.library.targets(paths)
    faults = sorted({fault for path in files for fault in engine.check(path)})
    click.echo(FORMATS[form](faults), nl=False)
    bad = len({fault.path for fault in faults})
    count = f"{len(files)} file{'s' * (len(files) != 1)}"
    summary = f"{len(faults)} fault{'s' * (len(faults) != 1)} in {bad} of {count}" if faults else f"{count}, no faults"
    click.echo(summary, err=True)
    if any(fault.code == UNREADABLE for fault in faults):
        return ExitCode.BAD_INPUT
    return ExitCode.FAULTS if faults else ExitCode.DONE
