"""What is wrong with descriptions that a reader has made, told at the place in the foreign file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import attrs

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.words import first_few
from evalkit.plugin.reader import Unread
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Place, shown
from evalkit.read.kinds import ENDINGS
from evalkit.read.parsed import raise_faults
from evalkit.read.shared_sources import shared_sources
from evalkit.report.save import naming, staging
from evalkit.session import Session
from evalkit.session.convert.cells import cell_of
from evalkit.session.convert.harvest import Made, cell_place

SHARED = "sources.yaml"
"""The file of sources that the descriptions beside it cite."""


@frozen
class Fault:
    """A fault of one of the descriptions, by its number from 0; `where` and, in a table, `column`
    and `cell` are its place in the foreign file. Faults of one `cause` are told once.
    """

    made: int
    diagnostic: Diagnostic
    where: str
    cause: str
    column: str = ""
    cell: str = ""

    @property
    def message(self) -> str:
        """What is wrong, with the column."""
        message = self.diagnostic.message
        return f"column {shown(self.column)!r}: {message}" if self.column else message


def check(engine: Session, made: Sequence[Made], file: Path, folder: Path) -> list[Fault]:
    """What the reader could not read, and what evalkit finds when it reads the descriptions in a
    folder of their own.
    """
    faults = [
        _unread(number, program, cell, file)
        for number, program in enumerate(made)
        for cell in program.entry.unread
    ]
    with ExitStack() as stack:
        with naming(Path("a temporary folder")):
            scratch = stack.enter_context(staging(Path(tempfile.gettempdir())))
        beside = scratch / "beside"
        beside.mkdir()
        places = (folder / SHARED, folder.parent / SHARED)
        if shared := next((path for path in places if path.is_file()), None):
            raise_faults(shared, shared_sources(folder / SHARED).faults)
            shutil.copy(shared, beside)
        placed, twins = _placed(made, beside, folder)
        for path, number in placed.items():
            for fault in _judged(engine, path, made[number], folder):
                at_home = {
                    name: getattr(fault, name).replace(beside.as_posix(), folder.as_posix())
                    for name in ("path", "message")
                }
                # A fault may be told of another file: a peer that was made too, or the description
                # behind a coder's file, which was not (-1).
                owner = placed.get(Path(fault.path), -1 if made[number].codes else number)
                here = attrs.evolve(fault, **at_home)
                if owner >= 0:
                    faults.append(_in_table(owner, made[owner], here, file))
                elif fault.severity == "error":  # the description that a coder has coded
                    faults.append(Fault(number, here, made[number].where, here.message))
    return faults + twins


def told_once(faults: Sequence[Fault]) -> Iterator[Diagnostic]:
    """The faults with their places in the foreign file; what several places have in common is told
    once.
    """
    alike: dict[tuple[str, ...], dict[str, Fault]] = {}
    for fault in faults:
        key = (fault.diagnostic.code, fault.column, fault.cause)
        alike.setdefault(key, {}).setdefault(fault.where, fault)
    for first, *others in (list(same.values()) for same in alike.values()):
        also = [
            f"{other.where} ({shown(other.cell, 30)})" if other.cell else other.where
            for other in others
        ]
        elsewhere = f"; so it is in {first_few(also)}" if also else ""
        yield attrs.evolve(first.diagnostic, message=f"{first.where}: {first.message}{elsewhere}")


def _unread(number: int, made: Made, cell: Unread, file: Path) -> Fault:
    message = f"{shown(cell.cell)!r} {cell.message}" if cell.cell else cell.message
    place = Place(cell.row, cell.place, cell.place)
    fault = Diagnostic(label(file), place, cell.code, message, cell.help)
    return Fault(number, fault, cell_place(cell), cell.message, cell.column, cell.cell)


def _placed(
    made: Sequence[Made], beside: Path, folder: Path
) -> tuple[dict[Path, int], list[Fault]]:
    """The descriptions as files, by their number, and those whose id another one has."""
    taken = {Path(SHARED).stem: "the shared sources"}
    placed, twins = {}, []
    for number, program in enumerate(made):
        if not program.text:
            continue
        path = beside / f"{program.id or f'description {number + 1}'}.yaml"
        if program.id in taken:
            twin = f"{program.id!r} is the id of {taken[program.id]} already"
            home, remedy = (folder / path.name).as_posix(), "give one of them another id"
            fault = Diagnostic(home, Place(), "EK111", twin, remedy)
            twins.append(Fault(number, fault, program.where, twin))
            continue
        if program.id:
            taken[program.id] = program.where
        with naming(path):
            path.write_text(program.text, encoding="utf-8")
        placed[path] = number
    return placed, twins


def _judged(engine: Session, path: Path, made: Made, folder: Path) -> tuple[Diagnostic, ...]:
    """The faults of a file; that of a coder is read with a copy of the description that it codes,
    which stands in the folder.
    """
    if made.codes:
        names = [folder / f"{made.codes}{ending}" for ending in ENDINGS]
        described = next((name for name in names if name.is_file()), None)
        if described is None:
            message = f"there is no description {made.codes}.yaml in {folder}"
            remedy = "--to names the folder of the descriptions that were coded"
            return (Diagnostic(str(path), Place(), "EK221", message, remedy),)
        path = path.with_name(described.name)
        if not path.exists():
            shutil.copy(described, path)
    try:
        return engine.read(path).loaded.warnings
    except InputError as error:
        return error.diagnostics


def _in_table(number: int, made: Made, fault: Diagnostic, file: Path) -> Fault:
    """A fault of a description at the cell that it comes from, where a column is known."""
    if cell := made.entry.cells and cell_of(made, fault.place):
        here = Place(cell.row, cell.place, cell.place)
        at_cell = attrs.evolve(fault, path=label(file), place=here, source_line="")
        return Fault(number, at_cell, cell_place(cell), fault.help, cell.column, cell.text)
    field = _field_at(fault, [*made.entry.filled])
    if not field:
        return Fault(number, fault, made.where, fault.message)
    column, place = made.entry.filled[field]
    row, cells = next(iter(made.entry.rows.items()))
    at_cell = attrs.evolve(fault, path=label(file), place=Place(row, place, place), source_line="")
    return Fault(number, at_cell, f"row {row}", fault.help, column, cells.get(column, ""))


def _field_at(fault: Diagnostic, fields: Sequence[str]) -> str:
    """The field whose value stands at the place of a fault, empty where none is certain.

    Each field of a description stands on the line of its first part.
    """
    before = fault.source_line[: fault.place.end]
    top, colon, _ = fault.source_line.partition(":")
    near = [
        (before.rfind(f"{field.rpartition('.')[2]}:"), field)
        for field in fields
        if colon and field.partition(".")[0] == top
    ]
    start, field = max(near, default=(-1, ""))
    return field if start >= 0 else ""
