"""Descriptions from a file of another kind: a reader makes them, evalkit reads and judges them, and
the sound ones are written; what is left out goes to a table beside them, with the reasons.
"""

from __future__ import annotations

import stat
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.frozen import frozen
from evalkit.plugin import Reader
from evalkit.plugin.host import Host
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Fields
from evalkit.read.diagnostic import Diagnostic
from evalkit.report.save import naming, save, save_new
from evalkit.session import Session
from evalkit.session.coding.seals import seals_of_made
from evalkit.session.convert.editions import Editions, editions
from evalkit.session.convert.faults import Fault, check, without_repeats
from evalkit.session.convert.harvest import Made, harvest
from evalkit.session.convert.left_out import left_out
from evalkit.session.convert.standing import is_outdated, refuse_others, stands


@frozen
class Converted:
    """What came of a foreign file."""

    made: int
    """The descriptions that the reader made."""
    broken: int
    """Those of them that have errors."""
    paths: tuple[Path, ...]
    """The files that were written."""
    left_out: Path | None
    """The table of the broken ones. None where none was written."""
    faults: tuple[Diagnostic, ...]
    """With their places in the foreign file; what several descriptions have in common is told
    once."""
    notes: tuple[str, ...]
    """What the reader says, and what became of seals and of the table."""
    kept: tuple[Path, ...] = ()
    """The files that are there already as they would be written."""
    editions: Editions | None = None
    """The ids beside those of an earlier edition. None where none was named."""
    all_coded: bool = False
    """Whether all that was made are coders' files."""


def convert(
    session: Session,
    file: Path,
    folder: Path,
    *,
    fields: Fields,
    chosen: tuple[Plugin, Reader],
    against: Path | None = None,
) -> Converted:
    """Write the sound descriptions that a reader of a plugin makes of a file into a folder, and the
    others with their reasons into a table there; nothing where none is sound.

    `fields` says by field where it stands, `against` names the folder of an earlier edition. Raises
    InputError for what the reader refuses and for files that are there and say something else,
    NothingMatched for no description at all, OSError for a file that cannot be opened, PluginError
    for a reader that cannot be imported, and Failed for what it raises.
    """
    made, notes = _harvested(file, chosen, fields)
    compared = editions(made, against) if against else None
    faults = check(session, made, file, folder)
    broken = {fault.made for fault in faults if fault.diagnostic.severity == "error"}
    kept, new = _sound(made, broken, folder)
    refuse_others(new, folder)
    beside = folder / f"{file.stem}.left-out.csv"
    # Where nothing is sound the fault is most likely in the mapping, and no row needs mending.
    aside = _rows_left_out(made, faults, broken) if kept or new else ""
    if kept or new:
        notes += _write(new, file, (beside, aside), made)
    return Converted(
        made=len(made),
        broken=len(broken),
        paths=tuple(folder / path for path in new),
        left_out=beside if aside else None,
        faults=tuple(without_repeats(faults)),
        notes=tuple(notes),
        kept=tuple(folder / path for path in sorted(kept)),
        editions=compared,
        all_coded=all(file_made.codes for file_made in made),
    )


def _harvested(
    file: Path, chosen: tuple[Plugin, Reader], fields: Fields
) -> tuple[list[Made], list[str]]:
    """What a reader makes of a file, at least one description, and what it says about that."""
    mode = file.stat().st_mode
    # A pipe may wait for ever.
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        remedy = "save what it gives, and convert that"
        raise InputError(f"{file}: this is not a regular file; {remedy}")
    # That it cannot be opened is told here, whatever a reader makes of that.
    file.open("rb").close()
    plugin, reader = chosen
    fields.settings = reader.settings
    made, notes = harvest(plugin, reader, file, fields)
    if not made:
        raise NothingMatched("\n  ".join([f"{file} gives nothing to convert", *notes]))
    return made, notes


def _sound(
    made: Sequence[Made], broken: Container[int], folder: Path
) -> tuple[set[Path], dict[Path, str]]:
    """The descriptions without errors by their paths in the folder: those that are there already as
    they would be written, and the texts of the others.
    """
    kept, new = set(), {}
    for number, program in enumerate(made):
        if number in broken:
            continue
        path = Path(f"{program.id}.yaml")
        if stands(folder / path, program.text):
            kept.add(path)
        else:
            new[path] = program.text
    return kept, new


def _rows_left_out(
    made: Sequence[Made], faults: Sequence[Fault], broken: Iterable[int]
) -> str:
    """The table of what is left out; empty where none of it is a row of the file."""
    has_rows = any(made[number].entry.rows for number in broken)
    return left_out(made, faults) if has_rows else ""


def _is_coded(path: Path) -> bool:
    """Whether a file that is made is one of a coder: `<id>.<coder>.yaml`."""
    return "." in path.stem


def _write(
    new: Mapping[Path, str], file: Path, aside: tuple[Path, str], made: Sequence[Made]
) -> Iterator[str]:
    """Write descriptions with the seals of a workbook, and the table of what is left out in place
    of that of an earlier conversion; tells what became of the seals, and where that table is no
    longer needed.
    """
    coded = {path: text for path, text in new.items() if _is_coded(path)}
    seals, on_seals = seals_of_made(file, coded)
    yield from on_seals
    beside, text = aside
    is_old = beside.exists() and is_outdated(beside, made)
    if text and beside.exists() and not is_old:
        raise InputError(
            f"{beside} is there already and was changed; nothing was written\n  help: convert it,"
            " or remove it, and convert again"
        )
    # All in one step: a failure leaves nothing of it.
    files = {**new, **seals}
    if text and not is_old:
        files[Path(beside.name)] = text
    if files:
        save_new(files, beside.parent)
    if is_old and text:
        save({beside: text})
    elif is_old:
        with naming(beside):
            beside.unlink()
        yield f"{beside} was removed: its rows are converted"


def choose(host: Host, file: Path, name: str | None = None) -> tuple[Plugin, Reader]:
    """The reader of a name, or the one that takes the ending of a file, with its plugin.

    Raises LookupError when there is none, or more than one.
    """
    readers = host.readers()
    return readers.for_file(file) if name is None else readers.named(name)
