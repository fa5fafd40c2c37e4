"""`evalkit convert`: descriptions from a file of another kind, to be looked at, completed, checked and kept."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.new import tell
from evalkit.cli.options import FILE, PLUGINS, add
from evalkit.cli.run import engine
from evalkit.errors import InputError, NothingMatched
from evalkit.model.fields import PROGRAM_ID
from evalkit.pipeline import Engine
from evalkit.plugin import Reader
from evalkit.plugin.host import Host, Plugin
from evalkit.read.diagnostic import Diagnostic, Place, shown
from evalkit.read.dump import as_yaml, plain
from evalkit.read.files import raise_faults, shared_sources
from evalkit.report import diagnostics
from evalkit.report.safe import terminal as safe
from evalkit.save import save_new

SHARED = "sources.yaml"
"""The file of sources that the descriptions beside it cite."""
NAMED = 3
"""Files or places that a message names."""


@attrs.frozen
class Made:
    """A description that a reader has made: where it stands in the foreign file, its id, empty when it can be none, and its text."""

    where: str
    id: str
    text: str


@click.command("convert")
@click.argument("file", type=FILE)
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Folder to write into."
)
@click.option("--reader", "name", metavar="NAME", help="Reader of the file.  [default: the one that takes its ending]")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="The column of a field; FIELD==TEXT is a constant, in which {COLUMN} stands for a cell; FIELD= leaves a field out.",
)
@add(PLUGINS)
@click.option("-v", "--verbose", is_flag=True, help="Print where in its code a reader failed.")
def command(file: Path, folder: Path, name: str | None, fields: tuple[str, ...], verbose: bool, **options: Any) -> int:
    """Turn a table, or another file that a plugin can read, into descriptions: a YAML file for each program, to look at and complete.

    Of a table, each row is a program. A column that is called as a field (id, name, country, budget.total) needs no --field. Else
    --field name=Title takes the column Title, --field country==KR is a constant, and --field 'budget.total=={Budget}e6 KRW 2025' puts the
    cell of the column Budget into a text. A name, a country, an object_type and a source.cite are needed.

    Nothing is overwritten. When one description has a fault, none is written.
    """
    with_plugins = engine(options)
    plugin, reader = _chosen(with_plugins.host, file, name)
    wanted = _fields(fields)
    file.open("rb").close()  # that it cannot be opened is told here, whatever a reader would make of it
    harvest = _harvest(plugin, reader, file, wanted, verbose)
    if harvest is None:
        return ExitCode.FAILED
    made, notes = harvest
    if not made:
        raise NothingMatched("\n  ".join([f"{file} gives no description", *notes]))
    faults = _faults(with_plugins, made, folder)
    click.echo(diagnostics.text([*_told_once(faults)]), err=True, nl=False)
    if bad := {where for fault, where in faults.items() if fault.severity == "error"}:
        click.echo(f"{len(bad)} of {len(made)} descriptions have faults; nothing was written", err=True)
        return ExitCode.FAULTS
    paths = save_new({Path(f"{each.id}.yaml"): each.text for each in made}, folder)
    tell("made", [f"{len(paths):,} description{'s' * (len(paths) > 1)}: {_listed([str(path) for path in paths])}"])
    tell("note", notes)
    tell("next", [f"evalkit check {shlex.quote(str(folder))}", f"evalkit score {shlex.quote(str(paths[0]))}"])
    return ExitCode.DONE


def _chosen(host: Host, file: Path, name: str | None) -> tuple[Plugin, Reader]:
    """The reader of a name, or the one that takes the ending of a file, with the plugin that brings it."""
    known = host.readers()
    there = ", ".join(f"{each} ({' '.join(reader.endings)})" for each, (_, reader) in known.items())
    if name is not None and name not in known:
        raise click.UsageError(f"there is no reader {name!r}; there are {there}")
    fitting = [name] if name is not None else [each for each, (_, reader) in known.items() if file.name.lower().endswith(reader.endings)]
    if len(fitting) != 1:
        help = f"{' and '.join(fitting)} take it" if fitting else f"no reader takes its ending; there are {there}"
        raise click.UsageError(safe(f"{file}: {help}; name one with --reader"))
    return known[fitting[0]]


def _fields(given: Sequence[str]) -> dict[str, str]:
    """By field what was said of it."""
    fields: dict[str, str] = {}
    for each in given:
        field, equals, place = each.partition("=")
        if not equals or not field:
            raise click.UsageError(f"--field {each}: write FIELD=COLUMN, such as name=Title, or FIELD==TEXT, such as country==KR")
        if field in fields:
            raise click.UsageError(f"--field {field} stands twice")
        fields[field] = place
    return fields


def _harvest(plugin: Plugin, reader: Reader, file: Path, fields: Mapping[str, str], verbose: bool) -> tuple[list[Made], list[str]] | None:
    """What a reader makes of a file and what it says about that, None when it fails; raises InputError for a file that it refuses."""
    who = f"reader {reader.name} of plugin {plugin.name}"
    dropped: dict[str, int] = {}
    try:
        with contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            made = [_made(number, each, dropped) for number, each in enumerate(reader.load().descriptions(file, fields), 1)]
    except (Exception, SystemExit) as error:  # a plugin may raise anything, and must cost only this run
        if verbose:
            traceback.print_exception(error)
        if isinstance(error, ValueError):
            raise InputError(f"{file} ({who}): {error}") from error
        click.echo(safe(f"error: {who} failed: {type(error).__name__}: {error}; nothing was written"), err=True)
        return None
    notes = [" ".join(str(each.message).split()) for each in said if issubclass(each.category, UserWarning)]
    if dropped:
        notes.append(f"control characters taken out: {sum(dropped.values())} in {_listed([*dropped])}")
    return made, notes


def _made(number: int, description: Any, dropped: dict[str, int]) -> Made:
    if not isinstance(description, Mapping):
        raise TypeError(f"{type(description).__name__} is no description, which is a map")
    out: list[str] = []
    clean = plain(description, out)
    where = _where(clean) or f"description {number}"
    if out:
        dropped[where] = len(out)
    id = clean.get("id")
    usable = isinstance(id, str) and re.fullmatch(PROGRAM_ID.pattern, id)
    return Made(where, id if usable else "", as_yaml(clean))


def _where(description: Mapping[str, Any]) -> str | None:
    """The place in the foreign file: that of the first piece of evidence, None when there is none."""
    match description:
        case {"evidence": {**evidence}} if evidence:
            first = next(iter(evidence.values()))
            return shown(first["at"]) if isinstance(first, dict) and isinstance(first.get("at"), str) else None
    return None


def _faults(engine: Engine, made: Sequence[Made], folder: Path) -> dict[Diagnostic, str]:
    """What evalkit finds in the descriptions when it reads them in a folder of their own, each fault with its place in the foreign file."""
    found: dict[Diagnostic, str] = {}
    taken = {Path(SHARED).stem: "the shared sources"}
    with tempfile.TemporaryDirectory(prefix="evalkit-") as room:
        beside = Path(room) / "beside"
        beside.mkdir()
        if shared := next((path for path in (folder / SHARED, folder.parent / SHARED) if path.is_file()), None):
            raise_faults(shared, shared_sources(folder / SHARED).faults)
            shutil.copy(shared, beside)
        origin = {}
        for number, each in enumerate(made, 1):
            path = beside / f"{each.id or f'description {number}'}.yaml"
            if each.id in taken:
                twin = f"{each.id!r} is the id of {taken[each.id]} already"
                found[Diagnostic((folder / path.name).as_posix(), Place(), "EK111", twin, "give one of them another id")] = each.where
                continue
            if each.id:
                taken[each.id] = each.where
            path.write_text(each.text, encoding="utf-8")
            origin[path] = each.where
        for path, where in origin.items():
            for fault in _judged(engine, path):
                at_home = {name: getattr(fault, name).replace(beside.as_posix(), folder.as_posix()) for name in ("path", "message")}
                found.setdefault(attrs.evolve(fault, **at_home), origin.get(Path(fault.path), where))
    return found


def _judged(engine: Engine, path: Path) -> tuple[Diagnostic, ...]:
    try:
        return engine.judge(path).loaded.warnings
    except InputError as error:
        return error.diagnostics


def _told_once(faults: Mapping[Diagnostic, str]) -> Iterator[Diagnostic]:
    """The faults with their places in the foreign file; what several descriptions have in common is told once."""
    alike: dict[tuple[str, str], list[tuple[Diagnostic, str]]] = {}
    for fault, where in faults.items():
        alike.setdefault((fault.code, fault.message), []).append((fault, where))
    for (first, where), *others in alike.values():
        also = f"; so it is in {_listed([each for _, each in others])}" if others else ""
        yield attrs.evolve(first, message=f"{where}: {first.message}{also}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
