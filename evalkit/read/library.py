"""Where programs are found: by path, by folder, by id; and what `--context` declares beside
them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.model.context import Statistics
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.places import countries
from evalkit.model.words import first_few
from evalkit.read.at_once import for_all
from evalkit.read.bundled import bundled
from evalkit.read.diagnostic import Diagnostic, did_you_mean, shown
from evalkit.read.folders import (
    Index,
    below,
    candidates,
    contents_of,
    exists,
    is_folder,
)
from evalkit.read.kinds import ENDINGS, kind_of, looks_like_path
from evalkit.read.lines import ENDINGS as LINES
from evalkit.read.lines import line_of, lines_in
from evalkit.read.misplaced import TAKEN_BY
from evalkit.read.syntax.parsed import STDIN
from evalkit.read.syntax.text import is_file

if TYPE_CHECKING:
    from evalkit.model.program import Program

UNKNOWN_KIND = ("no description and no file of tables", "name one of these")


class Library:
    """The programs of the distribution, and the files and folders of a context.

    What stands in a file is looked up once.
    """

    def __init__(self, context: Sequence[Path] = ()) -> None:
        declared = [*chain.from_iterable(for_all(_declared, context))]
        self._context = contents_of(declared)
        _tell_unreadable(self._context.unreadable, context)
        self._own = {path.stem: path for path in candidates(bundled("programs"))}
        self._folders: dict[Path, Index] = {}

    def find(
        self, program: str, beside: Path, judged: Program | None = None
    ) -> Path | None:
        """The file of a program, by its id: beside another one, which for a line are those of its
        file, in the context or in the library.

        None when there is none.

        Of several files, each judged for another period, it is the one nearest to the period of
        the program that is `judged`. Raises InputError when two files of one of these places
        describe it for one period.
        """
        line = line_of(beside)
        files = (
            (lines_in(line.file).find(program) if line else [])
            or self._beside(beside).get(program)
            or self._context.by_id.get(program)
        )
        if not files:
            return self._own.get(program)
        if len(files) == 1:
            return files[0]
        from evalkit.read.periods import nearest  # one file is all that most have

        return nearest(program, files, judged)

    def ids(self) -> list[str]:
        """The ids of the programs that came with the distribution."""
        return list(self._own)

    def targets(
        self, names: Sequence[str], kinds: Collection[str] = ("program",)
    ) -> list[Path]:
        """The files that paths, folders, ids and `-` name, each once; the whole library when
        nothing is named.

        Of a folder, files of some `kinds`. A path that does not exist is handed on, to be told with
        the faults of the others; raises NothingMatched with every id that is not known.
        """
        if not names:
            return list(self._own.values())
        paths: dict[str, Path] = {}
        named = for_all(lambda name: self._target(name, kinds), names)
        for path in chain.from_iterable(named):
            paths.setdefault(os.path.abspath(path), path)  # noqa: PTH100  a link keeps its name
        return [*paths.values()]

    def statistics(self) -> tuple[Statistics | None, tuple[tuple[str, str], ...]]:
        """The tables of the context with path and digest, None when it holds none.

        Raises InputError for more than one.
        """
        tables = self._context.tables
        if len(tables) > 1:
            names = first_few(tables)
            raise InputError(
                f"--context holds {len(tables)} files with tables ({names}); name one"
            )
        if not tables:
            return None, ()
        from evalkit.read.files import load_statistics  # most runs have no tables

        statistics, entry = load_statistics(tables[0])
        return statistics, (entry,)

    def _beside(self, path: Path) -> Index:
        folder = path.parent
        if path == STDIN or line_of(path):
            return {}
        if self._own.get(path.stem) == path:  # files of the library are named by ids
            beside = (file for file in self._own.values() if file.parent == folder)
            return {file.stem: [file] for file in beside}
        if folder not in self._folders:
            neighbors = sorted(folder.glob("*"))
            files = [file for file in neighbors if file.suffix in ENDINGS]
            self._folders[folder] = contents_of(filter(is_file, files)).by_id
        return self._folders[folder]

    def _target(self, name: str, kinds: Collection[str]) -> list[Path]:
        path = Path(name)
        if not name:
            return self._by_id(name)
        if is_folder(path):
            files = [file for file in below(path) if kind_of(file) in kinds]
            if not files:
                kind = "file of evalkit" if "rubric" in kinds else "program"
                raise NothingMatched(f"there is no {kind} in the folder {shown(name)}")
            return files
        if path.suffix in LINES and exists(path):
            lines = [*lines_in(path).paths()]
            if not lines:
                raise NothingMatched(f"there is no description in {shown(name)}")
            return lines
        if path == STDIN or line_of(path) or exists(path) or looks_like_path(name):
            return [path]
        return self._by_id(name)

    def _by_id(self, name: str) -> list[Path]:
        if name in self._own:
            return [self._own[name]]
        code = name.upper()
        if code in countries():
            raise NothingMatched(
                f"{shown(name)!r} is a country, and no program is called so: evalkit programs"
                f" --country {code} lists its programs, evalkit compare --by country compares"
                " countries"
            )
        ids = f"the library has {', '.join(self._own)}"
        raise NothingMatched(
            f"there is no file, folder or program of the library {shown(name)!r};"
            f" {did_you_mean(name, self._own, ids)}"
        )


def _tell_unreadable(
    unreadable: Mapping[Path, Diagnostic], named: Collection[Path]
) -> None:
    """Warn of files of a context that cannot be read; raise InputError for one that was named."""
    for path, fault in unreadable.items():
        message = f"--context {fault.path}: {fault.message}"
        if path in named:
            raise InputError(message, (fault,))
        warnings.warn(f"{message}; the run goes on without it", stacklevel=1)


def _declared(path: Path) -> list[Path]:
    """The files that one path of a context names.

    Raises InputError for a path that does not exist and for a file that holds no peer and no table,
    NothingMatched for a folder without any.
    """
    if not exists(path):
        raise InputError(f"--context {path}: there is no such file or folder")
    if not is_folder(path):
        kind = kind_of(path)
        # what has no id would count as a program that nobody ever asks for
        if kind == "program" and not contents_of([path]).by_id:
            kind = ""
        if kind not in ("program", "context"):
            file, remedy = TAKEN_BY.get(kind, UNKNOWN_KIND)
            raise InputError(f"--context {path}: this is {file}; {remedy}")
        return [path]
    if files := candidates(path):
        return files
    raise NothingMatched(
        f"--context {path}: there is no program and no table in this folder"
    )
