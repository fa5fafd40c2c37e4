"""Descriptions from a file of another kind: a reader makes them, evalkit reads and judges them, and
only sound ones are written.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.fields import PROGRAM_ID
from evalkit.model.frozen import frozen
from evalkit.plugin import Reader
from evalkit.plugin.host import Host
from evalkit.plugin.isolation import Failed, isolated
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Fields
from evalkit.read.diagnostic import Diagnostic, Place, shown
from evalkit.read.dump import as_yaml, plain
from evalkit.read.parsed import raise_faults
from evalkit.read.shared_sources import shared_sources
from evalkit.report.save import save_new, staging
from evalkit.session import Session

SHARED = "sources.yaml"
"""The file of sources that the descriptions beside it cite."""
NAMED = 3
"""Files or places that a message names."""


@frozen
class Made:
    """A description that a reader has made: where it stands in the foreign file, its id, empty when
    it can be none, and its text.
    """

    where: str
    id: str
    text: str


@frozen
class Converted:
    """What came of a foreign file: `broken` of the `made` descriptions have errors, and where one
    has, no `paths` were written.

    `faults` have their places in the foreign file; what several descriptions have in common is told
    once. `notes` are what the reader says.
    """

    made: int
    broken: int
    paths: tuple[Path, ...]
    faults: tuple[Diagnostic, ...]
    notes: tuple[str, ...]


def convert(
    engine: Session,
    file: Path,
    folder: Path,
    *,
    fields: Mapping[str, str],
    chosen: tuple[Plugin, Reader],
) -> Converted:
    """Write the descriptions that a reader of a plugin makes of a file into a folder, all of them
    or, where one has a fault, none.

    `fields` says by field where it stands, as the reader understands it. Raises InputError for a
    file that the reader refuses and for files that are there already, NothingMatched for one that
    gives no description, OSError for one that cannot be opened, PluginError for a reader that
    cannot be imported, and Failed for what it raises.
    """
    file.open(
        "rb"
    ).close()  # that it cannot be opened is told here, whatever a reader would make of it
    asked = Fields(fields, engine.host.facts(), chosen[1].settings)
    made, notes = _harvest(*chosen, file, asked)
    if not made:
        raise NothingMatched("\n  ".join([f"{file} gives no description", *notes]))
    faults = _faults(engine, made, folder)
    broken = {where for fault, where in faults.items() if fault.severity == "error"}
    paths = (
        () if broken else save_new({Path(f"{each.id}.yaml"): each.text for each in made}, folder)
    )
    return Converted(len(made), len(broken), tuple(paths), tuple(_told_once(faults)), tuple(notes))


def choose(host: Host, file: Path, name: str | None = None) -> tuple[Plugin, Reader]:
    """The reader of a name, or the one that takes the ending of a file, with its plugin.

    Raises LookupError when there is none, or more than one.
    """
    readers = host.readers()
    return readers.for_file(file) if name is None else readers.named(name)


def first_few(names: Sequence[str]) -> str:
    """The first few of many names, and how many more there are."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _harvest(
    plugin: Plugin, reader: Reader, file: Path, fields: Mapping[str, str]
) -> tuple[list[Made], list[str]]:
    """What a reader makes of a file, and what it says about that."""
    module, dropped = reader.load(), {}  # type: ignore[var-annotated]
    try:
        with (
            isolated(f"reader {reader.name}", plugin.name),
            warnings.catch_warnings(record=True) as said,
        ):
            warnings.simplefilter("always")
            made = [
                _made(number, each, dropped)
                for number, each in enumerate(module.descriptions(file, fields), 1)
            ]
    except Failed as failure:
        if isinstance(failure.error, ValueError):
            raise InputError(
                f"{file} (reader {reader.name} of plugin {plugin.name}): {failure.error}"
            ) from failure
        raise
    notes = [
        " ".join(str(each.message).split())
        for each in said
        if issubclass(each.category, UserWarning)
    ]
    if dropped:
        notes.append(
            f"control characters taken out: {sum(dropped.values())} in {first_few([*dropped])}"
        )
    return made, notes


def _made(number: int, description: Any, dropped: dict[str, int]) -> Made:
    """A description in plain values.

    How many control characters were taken out is added to `dropped`.
    """
    if not isinstance(description, Mapping):
        raise TypeError(f"{type(description).__name__} is no description, which is a map")
    out: list[str] = []
    clean = plain(description, out)
    where = _where(clean) or f"description {number}"
    if out:
        dropped[where] = len(out)
    name = clean.get("id")
    usable = isinstance(name, str) and re.fullmatch(PROGRAM_ID.pattern, name)
    return Made(where, name if usable else "", as_yaml(clean))


def _where(description: Mapping[str, Any]) -> str | None:
    """The place in the foreign file: of the first piece of evidence, None without any."""
    match description:
        case {"evidence": {**evidence}} if evidence:
            first = next(iter(evidence.values()))
            return (
                shown(first["at"])
                if isinstance(first, dict) and isinstance(first.get("at"), str)
                else None
            )
    return None


def _faults(engine: Session, made: Sequence[Made], folder: Path) -> dict[Diagnostic, str]:
    """What evalkit finds in the descriptions when it reads them in a folder of their own, each
    fault with its place in the foreign file.
    """
    found: dict[Diagnostic, str] = {}
    taken = {Path(SHARED).stem: "the shared sources"}
    with staging(Path(tempfile.gettempdir())) as scratch:
        beside = scratch / "beside"
        beside.mkdir()
        if shared := next(
            (path for path in (folder / SHARED, folder.parent / SHARED) if path.is_file()), None
        ):
            raise_faults(shared, shared_sources(folder / SHARED).faults)
            shutil.copy(shared, beside)
        origin = {}
        for number, each in enumerate(made, 1):
            path = beside / f"{each.id or f'description {number}'}.yaml"
            if each.id in taken:
                twin = f"{each.id!r} is the id of {taken[each.id]} already"
                found[
                    Diagnostic(
                        (folder / path.name).as_posix(),
                        Place(),
                        "EK111",
                        twin,
                        "give one of them another id",
                    )
                ] = each.where
                continue
            if each.id:
                taken[each.id] = each.where
            path.write_text(each.text, encoding="utf-8")
            origin[path] = each.where
        for path, where in origin.items():
            for fault in _judged(engine, path):
                at_home = {
                    name: getattr(fault, name).replace(beside.as_posix(), folder.as_posix())
                    for name in ("path", "message")
                }
                found.setdefault(
                    attrs.evolve(fault, **at_home), origin.get(Path(fault.path), where)
                )
    return found


def _judged(engine: Session, path: Path) -> tuple[Diagnostic, ...]:
    try:
        return engine.read(path).loaded.warnings
    except InputError as error:
        return error.diagnostics


def _told_once(faults: Mapping[Diagnostic, str]) -> Iterator[Diagnostic]:
    """The faults with their places in the foreign file.

    What several descriptions have in common is told once.
    """
    alike: dict[tuple[str, str], list[tuple[Diagnostic, str]]] = {}
    for fault, where in faults.items():
        alike.setdefault((fault.code, fault.message), []).append((fault, where))
    for (first, where), *others in alike.values():
        also = f"; so it is in {first_few([each for _, each in others])}" if others else ""
        yield attrs.evolve(first, message=f"{where}: {first.message}{also}")
