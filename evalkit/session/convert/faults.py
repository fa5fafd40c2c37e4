"""What is wrong with descriptions that a reader has made, told at the place in the foreign file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
from evalkit.read.shared_sources import FILE as SHARED
from evalkit.read.shared_sources import places, sources_in
from evalkit.read.syntax.parsed import raise_faults
from evalkit.report.save import naming
from evalkit.report.staging import staging
from evalkit.session import Session
from evalkit.session.convert.cells import cell_of
from evalkit.session.convert.harvest import Made, cell_place


@frozen
class Fault:
    """A fault of one of the descriptions."""

    made: int
    """The number of the description, from 0."""
    diagnostic: Diagnostic
    where: str
    """Its place in the foreign file, such as row 3."""
    cause: str
    """Faults of one cause are told once."""
    column: str = ""
    """The column of a table. Empty where none is known."""
    cell: str = ""
    """What stands in the cell."""

    @property
    def message(self) -> str:
        """What is wrong, with the column."""
        message = self.diagnostic.message
        if not self.column:
            return message
        return f"column {shown(self.column)!r}: {message}"


def check(
    session: Session, made: Sequence[Made], file: Path, folder: Path
) -> list[Fault]:
    """What the reader could not read, and what evalkit finds when it reads the descriptions in a
    folder of their own.
    """
    faults: list[Fault] = []
    for number, program in enumerate(made):
        faults += [_unread(number, cell, file) for cell in program.entry.unread]
    with ExitStack() as stack:
        with naming(Path("a temporary folder")):
            scratch = stack.enter_context(staging(Path(tempfile.gettempdir())))
        beside = scratch / "beside"
        beside.mkdir()
        _copy_sources(folder, beside)
        placed, twins = _placed(made, beside, folder)
        for path, number in placed.items():
            program = made[number]
            for fault in _judged(session, path, program, folder):
                # what could not be read may use what seems to be unused
                if program.entry.unread and fault.severity == "warning":
                    continue
                owner = _owner(fault, placed, number, program)
                here = _at_home(fault, beside, folder)
                if owner is not None:
                    faults.append(_in_table(owner, made[owner], here, file))
                elif fault.severity == "error":
                    faults.append(Fault(number, here, program.where, here.message))
    return faults + twins


def _owner(
    fault: Diagnostic, placed: Mapping[Path, int], number: int, made: Made
) -> int | None:
    """The number of the description that a fault is about, which may be a peer that was made too;
    None for the description behind a coder's file, which was not made.
    """
    return placed.get(Path(fault.path), None if made.codes else number)


def _copy_sources(folder: Path, beside: Path) -> None:
    """Put the sources that descriptions of a folder share beside those that are checked."""
    for path in places(folder):
        if path.is_file():
            raise_faults(path, sources_in(path).faults)
            shutil.copy(path, beside)
            return


def _at_home(fault: Diagnostic, beside: Path, folder: Path) -> Diagnostic:
    """A fault with the folder of the conversion in place of the temporary one."""
    temporary, home = beside.as_posix(), folder.as_posix()
    path = fault.path.replace(temporary, home)
    message = fault.message.replace(temporary, home)
    return attrs.evolve(fault, path=path, message=message)


def without_repeats(faults: Sequence[Fault]) -> Iterator[Diagnostic]:
    """The faults with their places in the foreign file; what several places have in common is told
    once.
    """
    alike: dict[tuple[str, ...], dict[str, Fault]] = {}
    for fault in faults:
        key = (fault.diagnostic.code, fault.column, fault.cause)
        alike.setdefault(key, {}).setdefault(fault.where, fault)
    for by_place in alike.values():
        first, *others = by_place.values()
        message = f"{first.where}: {first.message}"
        if others:
            places = [_where(other) for other in others]
            message += f"; so it is in {first_few(places)}"
        yield attrs.evolve(first.diagnostic, message=message)


def _where(fault: Fault) -> str:
    if not fault.cell:
        return fault.where
    return f"{fault.where} ({shown(fault.cell, 30)})"


def _unread(number: int, cell: Unread, file: Path) -> Fault:
    """A cell that the reader could not read, as a fault of the description with this number."""
    message = cell.message
    if cell.cell:
        message = f"{shown(cell.cell)!r} {message}"
    place = Place(cell.row, cell.place, cell.place)
    return Fault(
        made=number,
        diagnostic=Diagnostic(label(file), place, cell.code, message, cell.help),
        where=cell_place(cell),
        cause=cell.message,
        column=cell.column,
        cell=cell.cell,
    )


def _placed(
    made: Sequence[Made], beside: Path, folder: Path
) -> tuple[dict[Path, int], list[Fault]]:
    """The descriptions as files, by their number, and those whose id another one has."""
    taken = {Path(SHARED).stem: "the shared sources"}
    placed, twins = {}, []
    for number, program in enumerate(made):
        if not program.text:
            continue
        name = program.id or f"description {number + 1}"
        path = beside / f"{name}.yaml"
        if program.id in taken:
            twin = f"{program.id!r} is the id of {taken[program.id]} already"
            home = (folder / path.name).as_posix()
            remedy = "give one of them another id"
            fault = Diagnostic(home, Place(), "EK111", twin, remedy)
            twins.append(Fault(number, fault, program.where, twin))
            continue
        if program.id:
            taken[program.id] = program.where
        with naming(path):
            path.write_text(program.text, encoding="utf-8")
        placed[path] = number
    return placed, twins


def _judged(
    session: Session, path: Path, made: Made, folder: Path
) -> tuple[Diagnostic, ...]:
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
        # a copy, and one for all: several coders may code the description
        if not path.exists():
            shutil.copy(described, path)
    try:
        return session.read(path).loaded.warnings
    except InputError as error:
        return error.diagnostics


def _in_table(number: int, made: Made, fault: Diagnostic, file: Path) -> Fault:
    """A fault of a description at the cell that it comes from, where a column is known."""

    def at_cell(row: int, place: int) -> Diagnostic:
        here = Place(row, place, place)
        return attrs.evolve(fault, path=label(file), place=here, source_line="")

    entry = made.entry
    cell = cell_of(made, fault.place) if entry.cells else None
    if cell:
        return Fault(
            made=number,
            diagnostic=at_cell(cell.row, cell.place),
            where=cell_place(cell),
            cause=fault.help,
            column=cell.column,
            cell=cell.text,
        )
    field = _field_at(fault, [*entry.filled])
    if not field:
        return Fault(number, fault, made.where, fault.message)
    column, place = entry.filled[field]
    row, texts = next(iter(entry.rows.items()))
    return Fault(
        made=number,
        diagnostic=at_cell(row, place),
        where=f"row {row}",
        cause=fault.help,
        column=column,
        cell=texts.get(column, ""),
    )


def _field_at(fault: Diagnostic, fields: Sequence[str]) -> str:
    """The field whose value stands at the place of a fault, empty where none is certain.

    Each field of a description stands on the line of its first part.
    """
    line = fault.source_line
    before = line[: fault.place.end]
    top, colon, _ = line.partition(":")
    if not colon:
        return ""
    near = []
    for field in fields:
        if field.partition(".")[0] == top:
            last_part = field.rpartition(".")[2]
            near.append((before.rfind(f"{last_part}:"), field))
    # the last key that begins before the fault is the one whose value it is about
    start, field = max(near, default=(-1, ""))
    return field if start >= 0 else ""
