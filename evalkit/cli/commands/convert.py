"""`evalkit convert`: descriptions from a file of another kind, to be looked at, completed, checked
and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import FILE, FOLDER, PLUGINS, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.steps import quoted, tell
from evalkit.cli.streams import emit, note
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.plugin.reader import Fields
    from evalkit.session import Session
    from evalkit.session.convert import Converted
    from evalkit.session.convert.editions import Editions

HOW_TO_NAME_A_FIELD = (
    "write FIELD=COLUMN, such as name=Title, or FIELD==TEXT, such as country==KR"
)
MANY = 10
"""Descriptions from which a list is worth looking at for overlaps."""


@click.command("convert")
@click.argument("file", type=FILE)
@click.option(
    "--to",
    "folder",
    type=FOLDER,
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
@click.option(
    "--mapping",
    type=FILE,
    metavar="FILE",
    help="A file that says which column holds which field, and how its cells are written.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Print a first mapping, and what it does not understand.",
)
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="Encoding of the table, such as cp949.",
)
@click.option(
    "--against",
    type=FILE,
    metavar="DIR",
    help="Folder of an earlier edition: report which ids are new, gone or changed.",
)
@add(PLUGINS)
@click.option(
    "-v", "--verbose", is_flag=True, help="Print where in its code a reader failed."
)
@gathered(asked=Asked)
def command(
    *,
    file: Path,
    folder: Path | None,
    name: str | None,
    fields: tuple[str, ...],
    mapping: Path | None,
    suggest: bool,
    encoding: str,
    against: Path | None,
    asked: Asked,
) -> int:
    """Turn a table, or another file that a plugin can read, into descriptions: a YAML file for each
    program, to check and complete.

    Tables are CSV, XLSX or JSON lines. --suggest prints a first mapping of the columns, to keep in
    a file and complete; --mapping uses it. The short form --field name=Title takes the column
    Title, --field country==KR is a constant, and --field 'budget.total=={Budget}e6 KRW 2025' puts
    the cell of the column Budget into a text. A name, a country, an object_type and a source.cite
    are needed.

    Nothing is overwritten. Rows with a fault are left out, and a table beside the descriptions
    holds them with their reasons. A workbook of evalkit template needs no mapping.
    """
    from evalkit.plugin.reader import Fields

    session = open_session(asked)
    facts = session.host.facts()
    given = Fields(_fields(fields), facts, mapping=mapping, encoding=encoding)
    # before --to is asked for: a mapping is printed, and nothing is written
    if suggest:
        return _suggest(file, given)
    if folder is None:
        raise click.UsageError("--to DIR says where the descriptions go")
    return _convert(session, file, folder, name=name, fields=given, against=against)


def _convert(
    session: Session,
    file: Path,
    folder: Path,
    *,
    name: str | None,
    fields: Fields,
    against: Path | None,
) -> int:
    """Write the descriptions, by the reader of a name or the one that takes such files."""
    from evalkit.plugin.isolation import Failed
    from evalkit.session.convert import choose, convert

    try:
        plugin, reader = chosen = choose(session.host, file, name)
    except LookupError as error:
        raise click.UsageError(safe(str(error))) from error
    try:
        done = convert(
            session, file, folder, fields=fields, chosen=chosen, against=against
        )
    except Failed as failure:
        fault = f"reader {reader.name} of plugin {plugin.name} failed: {failure}"
        note(safe(f"error: {fault}; nothing was written"))
        return ExitCode.FAILED
    return _tell(done, file, folder)


def _tell(done: Converted, file: Path, folder: Path) -> int:
    """Print what came of the conversion."""
    from evalkit.report import diagnostics

    note(diagnostics.text(done.faults))
    broken = f"{done.broken:,} of {done.made:,}"
    # where nothing came of it there are no headings to stand under
    if not done.paths and not done.kept:
        for line in done.notes:
            note(safe(f"  {line}"))
        note(f"{_all_broken(done)}; nothing was written")
        return ExitCode.FAULTS
    tell("made", _counted(done.paths))
    tell("there already, the same", _counted(done.kept))
    # Bad rows of a table go to a file beside; a workbook is mended where it stands (0071, 0076).
    if done.left_out:
        tell("left out", [f"{broken}, with their reasons: {done.left_out}"])
    elif done.broken:
        remedy = f"correct the cells named above and convert {file} again"
        tell("left out", [f"{broken}: {remedy}"])
    tell("note", [*done.notes])
    if done.editions:
        tell("beside the earlier edition", [*_compared(done.editions)])
    tell("next", _next([*done.paths, *done.kept], folder))
    return ExitCode.FAULTS if done.broken else ExitCode.DONE


def _all_broken(done: Converted) -> str:
    """That nothing of what was made can be used."""
    if done.made == 1:
        kind = "coder's file" if done.all_coded else "description"
        return f"the {kind} has faults"
    kind = "coders' files" if done.all_coded else "descriptions"
    return f"{done.broken:,} of {done.made:,} {kind} have faults"


def _next(files: Sequence[Path], folder: Path) -> list[str]:
    """What to type now; many programs are looked at together."""
    # The first file may be a coder's, ID.CODER.yaml, and what is scored is the description.
    program, _, _ = files[0].name.partition(".")
    first = files[0].with_name(f"{program}.yaml")
    lines = [f"evalkit check {quoted(folder)}", f"evalkit score {quoted(first)}"]
    # programs of one table are often of one place, and may overlap
    if len(files) >= MANY:
        lines.append(f"evalkit portfolio {quoted(folder)}")
    return lines


def _compared(editions: Editions) -> Iterator[str]:
    """The ids of two editions, a line for each thing that became of them."""
    from evalkit.model.words import first_few

    yield f"in both: {len(editions.both):,}"
    for state, ids in (("new", editions.new), ("gone", editions.gone)):
        if ids:
            yield f"{state}: {len(ids):,} ({first_few(ids)})"
    if editions.renamed:
        pairs = [f"{before} is now {after}" for before, after in editions.renamed]
        yield f"of these, one name under another id: {len(pairs):,} ({first_few(pairs)})"


def _counted(paths: Sequence[Path]) -> list[str]:
    """How many files, and the first of them."""
    from evalkit.model.words import first_few, number_of

    if not paths:
        return []
    # a coder's file is called ID.CODER.yaml
    kind = "coder's file" if "." in paths[0].stem else "description"
    return [f"{number_of(len(paths), kind)}: {first_few(paths)}"]


def _suggest(file: Path, fields: Fields) -> int:
    """Print a first mapping of a table, and what it does not understand as comments."""
    from evalkit.model.errors import InputError
    from evalkit.read.tables.suggest import suggested

    try:
        emit(safe(suggested(file, fields)))
    except ValueError as error:
        raise InputError(f"{file}: {error}") from error
    return ExitCode.DONE


def _fields(given: Sequence[str]) -> dict[str, str]:
    """The column, or the text behind a further =, by field."""
    fields: dict[str, str] = {}
    faults = []
    for text in given:
        field, equals, place = text.partition("=")
        if not equals or not field:
            faults.append(f"--field {text}: {HOW_TO_NAME_A_FIELD}")
        elif field in fields:
            faults.append(f"--field {field} stands twice")
        fields[field] = place
    if faults:
        raise click.UsageError(safe("\n".join(faults)))
    return fields
