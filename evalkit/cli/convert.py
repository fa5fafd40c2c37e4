"""`evalkit convert`: descriptions from a file of another kind, to be looked at, completed, checked
and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.new import quoted, tell
from evalkit.cli.options import FILE, PLUGINS, Asked, add
from evalkit.cli.run import engine
from evalkit.cli.streams import note
from evalkit.report.safe import terminal as safe


@click.command("convert")
@click.argument("file", type=FILE)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder to write into.",
)
@click.option(
    "--reader",
    "name",
    metavar="NAME",
    help="Reader of the file.  [default: the one that takes its ending]",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=(
        "The column of a field; FIELD==TEXT is a constant, in which {COLUMN} stands for a cell;"
        " FIELD= leaves a field out."
    ),
)
@add(PLUGINS)
@click.option("-v", "--verbose", is_flag=True, help="Print where in its code a reader failed.")
def command(
    file: Path, folder: Path, name: str | None, fields: tuple[str, ...], **options: Any
) -> int:
    """Turn a table, or another file that a plugin can read, into descriptions: a YAML file for each
    program, to look at and complete.

    Of a table, each row is a program. A column that is called as a field (id, name, country,
    budget.total) needs no --field. Else --field name=Title takes the column Title, --field
    country==KR is a constant, and --field 'budget.total=={Budget}e6 KRW 2025' puts the cell of the
    column Budget into a text. A name, a country, an object_type and a source.cite are needed.

    Nothing is overwritten. When one description has a fault, none is written.
    """
    from evalkit.convert import choose, convert, first_few
    from evalkit.plugin.isolation import Failed
    from evalkit.report import diagnostics

    made, wanted = engine(Asked(**options)), _fields(fields)
    try:
        plugin, reader = choose(made.host, file, name)
    except LookupError as error:
        raise click.UsageError(safe(str(error))) from error
    try:
        done = convert(made, file, folder, fields=wanted, chosen=(plugin, reader))
    except Failed as failure:
        fault = f"reader {reader.name} of plugin {plugin.name} failed: {failure}"
        note(safe(f"error: {fault}; nothing was written"))
        return ExitCode.FAILED
    note(diagnostics.text(done.faults))
    if done.broken:
        note(f"{done.broken} of {done.made} descriptions have faults; nothing was written")
        return ExitCode.FAULTS
    tell(
        "made",
        [
            f"{len(done.paths):,} description{'s' * (len(done.paths) > 1)}:"
            f" {first_few([str(path) for path in done.paths])}"
        ],
    )
    tell("note", [*done.notes])
    tell("next", [f"evalkit check {quoted(folder)}", f"evalkit score {quoted(done.paths[0])}"])
    return ExitCode.DONE


def _fields(given: Sequence[str]) -> dict[str, str]:
    """By field what was said of it."""
    fields: dict[str, str] = {}
    for each in given:
        field, equals, place = each.partition("=")
        if not equals or not field:
            raise click.UsageError(
                f"--field {each}: write FIELD=COLUMN, such as name=Title, or FIELD==TEXT, such as"
                " country==KR"
            )
        if field in fields:
            raise click.UsageError(f"--field {field} stands twice")
        fields[field] = place
    return fields
