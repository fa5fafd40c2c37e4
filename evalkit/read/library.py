"""Where programs are found: by path, by folder, by id; and the surroundings that `--landscape` declares."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.errors import NothingMatched
from evalkit.model.landscape import Statistics
from evalkit.read.bundled import bundled
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.files import STDIN, kind_of, load_statistics

ENDINGS = (".yaml", ".yml", ".json")


class Library:
    """The programs of the distribution, and the files and folders of a landscape."""

    def __init__(self, landscape: Sequence[Path] = ()) -> None:
        for path in landscape:
            if not path.exists():
                raise NothingMatched(f"--landscape {path}: there is no such file or folder")
        files = [file for path in landscape for file in (_files(path) if path.is_dir() else [path])]
        self._landscape = {path.stem: path for path in files}
        self._tables = [path for path in files if kind_of(path) == "landscape"]
        self._own = {path.stem: path for path in _files(bundled("programs"))}

    def find(self, id: str, beside: Path) -> Path | None:
        """The file of a program: beside another one, in the landscape or in the library; None when there is none."""
        neighbors = [beside.with_name(id + ending) for ending in ENDINGS] if beside != STDIN else []
        return next((path for path in neighbors if path.is_file()), None) or self._landscape.get(id) or self._own.get(id)

    def targets(self, names: Sequence[str]) -> list[Path]:
        """The files that paths, folders, ids and `-` name, each once; the whole library when nothing is named."""
        found = [path for name in names for path in self._target(name)] if names else list(self._own.values())
        return list(dict.fromkeys(found))

    def statistics(self) -> tuple[Statistics | None, tuple[tuple[str, str], ...]]:
        """The tables of the landscape with path and digest, None when it holds none; raises NothingMatched for more than one."""
        if len(self._tables) > 1:
            raise NothingMatched(f"--landscape holds {len(self._tables)} files with tables ({', '.join(map(str, self._tables))}); name one")
        if not self._tables:
            return None, ()
        statistics, entry = load_statistics(self._tables[0])
        return statistics, (entry,)

    def _target(self, name: str) -> list[Path]:
        path = Path(name)
        if path == STDIN or path.is_file():
            return [path]
        if path.is_dir():
            if files := [each for each in _files(path) if kind_of(each) == "program"]:
                return files
            raise NothingMatched(f"there is no program in the folder {shown(name)}")
        if name in self._own:
            return [self._own[name]]
        help = did_you_mean(name, self._own, f"the library has {', '.join(self._own)}")
        raise NothingMatched(f"there is no file, folder or program of the library {shown(name)!r}; {help}")


def _files(folder: Path) -> list[Path]:
    """The files of a folder that may be programs, without shared sources and further coders."""
    files = [path for path in folder.rglob("*") if path.suffix in ENDINGS and path.is_file() and path.stem != "sources"]
    return sorted(path for path in files if "." not in path.stem)
