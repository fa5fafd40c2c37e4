"""Descriptions from a file of another kind: a reader makes them, evalkit reads and judges them, and
the sound ones are written; what is left out goes to a table beside them, with the reasons.
"""

from __future__ import annotations

from pathlib import Path

from evalkit.model.errors import NothingMatched
from evalkit.model.frozen import frozen
from evalkit.plugin import Reader
from evalkit.plugin.host import Host
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Fields
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.inputs import note_input
from evalkit.report.save import save_new
from evalkit.session import Session
from evalkit.session.convert.editions import Editions, editions
from evalkit.session.convert.faults import check, told_once
from evalkit.session.convert.harvest import first_few as first_few
from evalkit.session.convert.harvest import harvest
from evalkit.session.convert.left_out import left_out


@frozen
class Converted:
    """What came of a foreign file: `broken` of the `made` descriptions have errors, and the `paths`
    of the others were written, but for `kept`, which are there already as they would be written;
    `left_out` is the table of the broken ones, None where none was written.

    `editions` compares the ids with those of an earlier edition, None where none was named.
    `faults` have their places in the foreign file; what several descriptions have in common is told
    once. `notes` are what the reader says.
    """

    made: int
    broken: int
    paths: tuple[Path, ...]
    left_out: Path | None
    faults: tuple[Diagnostic, ...]
    notes: tuple[str, ...]
    kept: tuple[Path, ...] = ()
    editions: Editions | None = None


def convert(
    engine: Session,
    file: Path,
    folder: Path,
    *,
    fields: Fields,
    chosen: tuple[Plugin, Reader],
    against: Path | None = None,
) -> Converted:
    """Write the sound descriptions that a reader of a plugin makes of a file into a folder, and the
    others with their reasons into a table there; nothing where none is sound.

    `fields` says by field where it stands, as the reader understands it, and `against` names the
    folder of an earlier edition. Raises InputError for a file that the reader refuses and for files
    that are there already and say something else, NothingMatched for one that gives no description,
    OSError for one that cannot be opened, PluginError for a reader that cannot be imported, and
    Failed for what it raises.
    """
    file.open("rb").close()  # that it cannot be opened is told here, whatever a reader makes of it
    note_input(file)
    fields.settings = chosen[1].settings
    made, notes = harvest(*chosen, file, fields)
    if not made:
        raise NothingMatched("\n  ".join([f"{file} gives no description", *notes]))
    compared = editions(made, against) if against else None
    faults = check(engine, made, file, folder)
    broken = {fault.made for fault in faults if fault.diagnostic.severity == "error"}
    sound = [program for number, program in enumerate(made) if number not in broken]
    texts = {Path(f"{program.id}.yaml"): program.text for program in sound}
    kept = {path for path, text in texts.items() if _stands(folder / path, text)}
    new = {path: text for path, text in texts.items() if path not in kept}
    aside = {}
    if sound and any(made[number].entry.rows for number in broken):
        aside[Path(f"{file.stem}.left-out.csv")] = left_out(made, faults)
    if new or aside:
        save_new(new | aside, folder)
    return Converted(
        len(made),
        len(broken),
        tuple(folder / path for path in new),
        next((folder / path for path in aside), None),
        tuple(told_once(faults)),
        tuple(notes),
        tuple(folder / path for path in sorted(kept)),
        compared,
    )


def _stands(path: Path, text: str) -> bool:
    """Whether a file is there and holds this text."""
    return path.is_file() and path.read_bytes() == text.encode()


def choose(host: Host, file: Path, name: str | None = None) -> tuple[Plugin, Reader]:
    """The reader of a name, or the one that takes the ending of a file, with its plugin.

    Raises LookupError when there is none, or more than one.
    """
    readers = host.readers()
    return readers.for_file(file) if name is None else readers.named(name)
