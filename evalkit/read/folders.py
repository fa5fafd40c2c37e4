"""What stands in folders and files: the programs and the tables of evalkit, without what belongs to
other tools.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from evalkit.model.frozen import frozen
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Faults
from evalkit.read.inputs import looking
from evalkit.read.kinds import ENDINGS, coder_files, kind_of
from evalkit.read.syntax.text import read_bytes

MODULES, ENVIRONMENT = "node_modules", "pyvenv.cfg"
"""Folders that tools install into: one of the first name, and one that holds the second file."""
CRATE, RESULT = "ro-crate-metadata.json", "result.json"
"""Files that a crate of evalkit has."""
_KEY = rb"""(?:^[ {]*"?|[{,][ ]*")%b"?[ ]*:"""
"""A key at the beginning of a line, or in JSON without line ends."""
_ID = re.compile(_KEY % b"id" + rb"""[ ]*["']?([a-z0-9][a-z0-9-]*)""", re.MULTILINE)
_TABLES = re.compile(_KEY % b"context", re.MULTILINE)
Index = dict[str, list[Path]]
"""Files by the id of the program that they describe."""


@frozen
class Contents:
    """Files by the id of the program that they describe, files of tables, and what cannot be read.

    A file that cannot be read stands under its name as well, where no other file has that id:
    whoever needs the program is told why it cannot be read.
    """

    by_id: Index
    tables: tuple[Path, ...]
    unreadable: dict[Path, Diagnostic]


@looking
def contents_of(files: Iterable[Path]) -> Contents:
    """What stands in some files, each of which is read once."""
    by_id: Index = {}
    tables: list[Path] = []
    unreadable: dict[Path, Diagnostic] = {}
    for path in files:
        faults = Faults(label(path))
        # not parsed: of a folder of thousands most files are never asked for
        content = read_bytes(path, faults)
        if content is None:
            unreadable[path] = faults.found[0]
            continue
        if match := _ID.search(content):
            by_id.setdefault(match[1].decode(), []).append(path)
        # The first spares the parsing of nearly all files.
        if _TABLES.search(content) and kind_of(path) == "context":
            tables.append(path)
    for path in unreadable:
        # Its id cannot be known; a file is usually called by it.
        by_id.setdefault(path.stem, [path])
    return Contents(by_id, tuple(tables), unreadable)


def candidates(folder: Path) -> list[Path]:
    """The files of a folder that may be programs, without shared sources and further coders."""
    files = [path for path in below(folder) if path.stem != "sources"]
    coders: set[Path] = set()
    for path in files:
        # what has a dot in its stem may be a coder's file, which no other one codes
        if "." not in path.stem:
            coders.update(coder_files(path))
    return [path for path in files if path not in coders]


def below(folder: Path) -> list[Path]:
    """The YAML and JSON files of a folder, however deep, and the folders that cannot be listed.

    A link that leads nowhere and a pipe stand among them: whoever reads them says what is wrong.
    What is hidden, or installed there, belongs to other tools, and a crate repeats what was scored.
    """
    paths: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: paths.append(Path(error.filename)))
    for root, folders, names in walk:
        folders[:] = [name for name in folders if not _is_foreign(Path(root, name))]
        for name in names:
            path = Path(root, name)
            if path.suffix in ENDINGS and not name.startswith("."):
                paths.append(path)
    return sorted(paths)


def _is_foreign(folder: Path) -> bool:
    """Whether a folder is hidden, one that a tool installs into, or a crate, whose files are copies
    of those that were scored.
    """
    if folder.name.startswith(".") or folder.name == MODULES:
        return True
    if exists(folder / ENVIRONMENT):
        return True
    # others make crates as well, and those may hold descriptions
    return exists(folder / CRATE) and exists(folder / RESULT)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; False also where it may not be looked at."""
    return os.path.isdir(path)  # noqa: PTH112  Path.is_dir raises then


def exists(path: Path) -> bool:
    """Whether a path leads to anything; False also where it may not be looked at."""
    return os.path.exists(path)  # noqa: PTH110  Path.exists raises then
