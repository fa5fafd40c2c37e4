"""Where programs are found: by path, by folder, by id; and what `--context` declares beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path

from evalkit.model.context import Statistics
from evalkit.model.errors import InputError, NothingMatched
from evalkit.read.bundled import bundled, label
from evalkit.read.diagnostic import Diagnostic, Place, did_you_mean, shown
from evalkit.read.kinds import ENDINGS, coder_files, kind_of
from evalkit.read.misplaced import TAKEN_BY
from evalkit.read.parsed import STDIN

_ID = re.compile(rb"""^[ {]*"?id"?[ ]*:[ ]*["']?([a-z0-9][a-z0-9-]*)""", re.MULTILINE)
_TABLES = re.compile(rb"""^[ {]*"?context"?[ ]*:""", re.MULTILINE)
MODULES, ENVIRONMENT = "node_modules", "pyvenv.cfg"
"""Folders that tools install into: one of the first name, and one that holds the second file."""
Index = dict[str, list[Path]]
UNKNOWN_KIND = ("no description and no file of tables", "name one of these")


class Library:
    """The programs of the distribution, and the files and folders of a context.

    What stands in a file is looked up once.
    """

    def __init__(self, context: Sequence[Path] = ()) -> None:
        self._context = tuple(file for path in context for file in _declared(path))
        self._tables = [
            path
            for path in self._context
            if _TABLES.search(path.read_bytes()) and kind_of(path) == "context"
        ]
        self._own = {path.stem: path for path in _files(bundled("programs"))}
        self._folders: dict[Path, Index] = {}

    def find(self, id: str, beside: Path) -> Path | None:
        """The file of a program: beside another one, in the context or in the library.

        None when there is none.

        Raises InputError when two files of one of these places describe it.
        """
        own = {id: [self._own[id]]} if id in self._own else {}
        for index in (self._beside(beside), self._around, own):
            if found := index.get(id):
                if len(found) > 1:
                    both = f"{label(found[0])} and {label(found[1])} both describe {id}"
                    fault = Diagnostic(
                        label(found[0]),
                        Place(),
                        "EK229",
                        both,
                        "take one of them away, or give it another id",
                    )
                    raise InputError(both, (fault,))
                return found[0]
        return None

    def ids(self) -> list[str]:
        """The ids of the programs that came with the distribution."""
        return list(self._own)

    def targets(self, names: Sequence[str], kinds: Collection[str] = ("program",)) -> list[Path]:
        """The files that paths, folders, ids and `-` name, each once; the whole library when nothing is named.

        Of a folder, files of some `kinds`. A path that does not exist is handed on, to be told with the faults of the others; raises
        NothingMatched for an id that is not known.
        """
        found = (
            [path for name in names for path in self._target(name, kinds)]
            if names
            else list(self._own.values())
        )
        return list(dict.fromkeys(found))

    def statistics(self) -> tuple[Statistics | None, tuple[tuple[str, str], ...]]:
        """The tables of the context with path and digest, None when it holds none.

        Raises NothingMatched for more than one.
        """
        if len(self._tables) > 1:
            raise NothingMatched(
                f"--context holds {len(self._tables)} files with tables ({', '.join(map(str, self._tables))}); name one"
            )
        if not self._tables:
            return None, ()
        from evalkit.read.files import load_statistics  # most runs have no tables

        statistics, entry = load_statistics(self._tables[0])
        return statistics, (entry,)

    def _beside(self, path: Path) -> Index:
        folder = path.parent
        if path == STDIN or not folder.is_dir():
            return {}
        if folder not in self._folders:
            self._folders[folder] = _index(
                each
                for each in sorted(folder.glob("*"))
                if each.suffix in ENDINGS and each.is_file()
            )
        return self._folders[folder]

    @cached_property
    def _around(self) -> Index:
        return _index(self._context)

    def _target(self, name: str, kinds: Collection[str]) -> list[Path]:
        path = Path(name)
        if name and path.is_dir():
            if files := [each for each in below(path) if kind_of(each) in kinds]:
                return files
            raise NothingMatched(
                f"there is no {'program' if 'rubric' not in kinds else 'file of evalkit'} in the folder {shown(name)}"
            )
        if name and (path == STDIN or path.exists() or "/" in name or path.suffix in ENDINGS):
            return [path]
        if name in self._own:
            return [self._own[name]]
        help = did_you_mean(name, self._own, f"the library has {', '.join(self._own)}")
        raise NothingMatched(
            f"there is no file, folder or program of the library {shown(name)!r}; {help}"
        )


def _declared(path: Path) -> list[Path]:
    """The files that one path of a context names.

    Raises NothingMatched when there are none, and for a file that holds no peer and no table.
    """
    if not path.exists():
        raise NothingMatched(f"--context {path}: there is no such file or folder")
    if not path.is_dir():
        kind = kind_of(path)
        if kind not in ("program", "context"):
            what, remedy = TAKEN_BY.get(kind, UNKNOWN_KIND)
            raise NothingMatched(f"--context {path}: this is {what}; {remedy}")
        return [path]
    if files := _files(path):
        return files
    raise NothingMatched(f"--context {path}: there is no program and no table in this folder")


def _index(files: Iterable[Path]) -> Index:
    """The files by the id that stands in them."""
    index: Index = {}
    for path in files:
        if match := _ID.search(path.read_bytes()):
            index.setdefault(match[1].decode(), []).append(path)
    return index


def _files(folder: Path) -> list[Path]:
    """The files of a folder that may be programs, without shared sources and further coders."""
    files = [path for path in below(folder) if path.stem != "sources"]
    coders = {each for path in files if "." not in path.stem for each in coder_files(path)}
    return [path for path in files if path not in coders]


def below(folder: Path) -> list[Path]:
    """The YAML and JSON files of a folder, however deep; what is hidden, or installed there, belongs to other tools."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not (
                name.startswith(".") or name == MODULES or Path(root, name, ENVIRONMENT).exists()
            )
        ]
        found += [
            path
            for name in names
            if not name.startswith(".")
            and (path := Path(root, name)).suffix in ENDINGS
            and path.is_file()
        ]
    return sorted(found)
