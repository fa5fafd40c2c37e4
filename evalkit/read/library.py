"""Where programs are found: by path, by folder, by id; and what `--context` declares beside
them.
"""

from __future__ import annotations

import math
import os
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from evalkit.model.context import Statistics
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.frozen import frozen
from evalkit.model.trend import period_of
from evalkit.model.words import first_few
from evalkit.read.bundled import bundled, label
from evalkit.read.diagnostic import Diagnostic, Faults, did_you_mean, shown
from evalkit.read.inputs import looking
from evalkit.read.kinds import ENDINGS, coder_files, kind_of, looks_like_path
from evalkit.read.lines import ENDINGS as LINES
from evalkit.read.lines import in_file, line_of, lines_in
from evalkit.read.misplaced import TAKEN_BY
from evalkit.read.syntax.parsed import STDIN
from evalkit.read.syntax.text import is_file, read_bytes

if TYPE_CHECKING:
    from evalkit.model.program import Program

_ID = re.compile(rb"""^[ {]*"?id"?[ ]*:[ ]*["']?([a-z0-9][a-z0-9-]*)""", re.MULTILINE)
_TABLES = re.compile(rb"""^[ {]*"?context"?[ ]*:""", re.MULTILINE)
MODULES, ENVIRONMENT = "node_modules", "pyvenv.cfg"
"""Folders that tools install into: one of the first name, and one that holds the second file."""
Index = dict[str, list[Path]]
UNKNOWN_KIND = ("no description and no file of tables", "name one of these")


@frozen
class Contents:
    """Files by the id of the program that they describe, files of tables, and what cannot be read.

    A file that cannot be read stands under its name as well, where no other file has that id:
    whoever needs the program is told why it cannot be read.
    """

    by_id: Index
    tables: tuple[Path, ...]
    unreadable: dict[Path, Diagnostic]


class Library:
    """The programs of the distribution, and the files and folders of a context.

    What stands in a file is looked up once.
    """

    def __init__(self, context: Sequence[Path] = ()) -> None:
        self._context = _contents(file for path in context for file in _declared(path))
        _tell_unreadable(self._context.unreadable, context)
        self._own = {path.stem: path for path in _files(bundled("programs"))}
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
        own = {program: [self._own[program]]} if program in self._own else {}
        line = line_of(beside)
        lines = {program: lines_in(line.file).find(program)} if line else {}
        for index in (lines, self._beside(beside), self._context.by_id, own):
            if files := index.get(program):
                return (
                    files[0] if len(files) == 1 else _of_period(program, files, judged)
                )
        return None

    def ids(self) -> list[str]:
        """The ids of the programs that came with the distribution."""
        return list(self._own)

    def targets(
        self, names: Sequence[str], kinds: Collection[str] = ("program",)
    ) -> list[Path]:
        """The files that paths, folders, ids and `-` name, each once; the whole library when
        nothing is named.

        Of a folder, files of some `kinds`. A path that does not exist is handed on, to be told with
        the faults of the others; raises NothingMatched for an id that is not known.
        """
        if not names:
            return list(self._own.values())
        paths: dict[str, Path] = {}
        for name in names:
            for path in self._target(name, kinds):
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
        if folder not in self._folders:
            neighbors = sorted(folder.glob("*"))
            self._folders[folder] = _contents(
                path for path in neighbors if path.suffix in ENDINGS and is_file(path)
            ).by_id
        return self._folders[folder]

    def _target(self, name: str, kinds: Collection[str]) -> list[Path]:
        path = Path(name)
        if name and _is_folder(path):
            if files := [file for file in below(path) if kind_of(file) in kinds]:
                return files
            what = "file of evalkit" if "rubric" in kinds else "program"
            raise NothingMatched(f"there is no {what} in the folder {shown(name)}")
        if name and path.suffix in LINES and _exists(path):
            if lines := [*lines_in(path).paths()]:
                return lines
            raise NothingMatched(f"there is no description in {shown(name)}")
        if name and (
            path == STDIN or line_of(path) or _exists(path) or looks_like_path(name)
        ):
            return [path]
        if name in self._own:
            return [self._own[name]]
        remedy = did_you_mean(
            name, self._own, f"the library has {', '.join(self._own)}"
        )
        raise NothingMatched(
            f"there is no file, folder or program of the library {shown(name)!r}; {remedy}"
        )


def _of_period(program: str, files: Sequence[Path], judged: Program | None) -> Path:
    """Of several files of a program the one whose period is nearest to that of another program, the
    later of two; raises InputError where two have the same period.
    """
    from evalkit.read.files import (
        load_description,  # one file is all that most programs have
    )

    periods: dict[tuple[float, float], Path] = {}
    for file in files:
        other = periods.setdefault(period_of(load_description(file)), file)
        if other != file:
            fault = _both_describe(program, other, file)
            raise InputError(fault.message, (fault,))
    start, end = period_of(judged) if judged else (math.inf, math.inf)

    def distance(period: tuple[float, float]) -> tuple[float, float]:
        # The years between two periods, 0 where they overlap; of two that are equally near the
        # later one.
        return max(period[0] - end, start - period[1], 0.0), -period[0]

    return periods[min(periods, key=distance)]


def described_twice(paths: Iterable[Path]) -> Iterator[Diagnostic]:
    """A warning for each file of a program that another one describes for the same period; what
    cannot be read is passed over.
    """
    from evalkit.read.files import load_description

    files_of = [path for path in paths if path != STDIN and not line_of(path)]
    for program, files in _contents(dict.fromkeys(files_of)).by_id.items():
        periods: dict[tuple[float, float], Path] = {}
        for file in files if len(files) > 1 else ():
            with suppress(InputError):
                other = periods.setdefault(period_of(load_description(file)), file)
                if other != file:
                    yield evolve(
                        _both_describe(program, other, file), severity="warning"
                    )


def _both_describe(program: str, one: Path, other: Path) -> Diagnostic:
    return Diagnostic(
        *in_file(one),
        "EK229",
        f"{label(one)} and {label(other)} both describe {program}",
        "take one of them out, give it another id, or state in each what is assessed:",
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
    if not _exists(path):
        raise InputError(f"--context {path}: there is no such file or folder")
    if not _is_folder(path):
        kind = kind_of(path)
        if kind not in ("program", "context"):
            what, remedy = TAKEN_BY.get(kind, UNKNOWN_KIND)
            raise InputError(f"--context {path}: this is {what}; {remedy}")
        return [path]
    if files := _files(path):
        return files
    raise NothingMatched(
        f"--context {path}: there is no program and no table in this folder"
    )


@looking
def _contents(files: Iterable[Path]) -> Contents:
    """What stands in some files, each of which is read once."""
    by_id: Index = {}
    tables: list[Path] = []
    unreadable: dict[Path, Diagnostic] = {}
    for path in files:
        faults = Faults(label(path))
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


def _files(folder: Path) -> list[Path]:
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
    What is hidden, or installed there, belongs to other tools.
    """
    paths: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: paths.append(Path(error.filename)))
    for root, folders, names in walk:
        folders[:] = [name for name in folders if not _is_foreign(Path(root, name))]
        for name in names:
            if name.startswith("."):
                continue
            path = Path(root, name)
            if path.suffix in ENDINGS:
                paths.append(path)
    return sorted(paths)


def _is_foreign(folder: Path) -> bool:
    """Whether a folder is hidden, or one that a tool installs into."""
    return (
        folder.name.startswith(".")
        or folder.name == MODULES
        or _exists(folder / ENVIRONMENT)
    )


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; False also where it may not be looked at."""
    return os.path.isdir(path)  # noqa: PTH112  Path.is_dir raises then


def _exists(path: Path) -> bool:
    """Whether a path leads to anything; False also where it may not be looked at."""
    return os.path.exists(path)  # noqa: PTH110  Path.exists raises then
