"""Rubrics, programs and report cards that were finished when the wheel was built.

Each is a file that is named by the digest of everything that made it: the modules that were
imported then, which are listed beside the files, and all data of the distribution. What has changed
since has another digest, and is made anew. A checkout has none of these files, and with
EVALKIT_DISABLE_FINISHED=1 none is read.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.plugin.host import Host, is_switched_on
from evalkit.read.bundled import bundled, is_bundled, label
from evalkit.read.loaded import Loaded

FOLDER = Path(__file__).parent.parent / "finished"
"""Where they are installed, as trusted as the code beside it: pip notes the digest of both."""
MODULES = "modules.txt"
"""The list of the modules that made them, one to a line; the others have no part in the digest."""


class Finished:
    """What was finished with the plugins of a host, nothing while other plugins take part."""

    def __init__(self, host: Host, folder: Path | None = None) -> None:
        self._host = host
        self._folder = folder or FOLDER

    def get(self, path: Path, *made_with: str) -> Any:
        """What was made of a file of the distribution, None where that is not finished.

        `made_with` are the kind of object and the options.
        """
        if not self._is_usable or not is_bundled(path):
            return None
        file = self._file(path, *made_with)
        # a pickle runs code, and these files are installed with the code that reads them
        return pickle.loads(file.read_bytes()) if file.is_file() else None

    def card(self, path: Path, rubric: str, draws: bool) -> ReportCard | None:
        """The card of a program of the library by a rubric, with or without intervals."""
        card: ReportCard | None = self.get(path, "card", rubric, str(draws))
        return card

    def program(self, path: Path, rubric: str) -> Loaded | None:
        """A program of the library as it is read under a rubric."""
        loaded: Loaded | None = self.get(path, "program", rubric)
        return loaded

    def note_modules(self) -> None:
        """List every module of the plugins and of evalkit that is imported by now.

        What is put afterwards was made by these.
        """
        packages = {plugin.origin.partition(":")[0] for plugin in self._host.plugins}
        packages = {name.partition(".")[0] for name in packages} | {"evalkit"}
        places = []
        for name, module in sys.modules.items():
            package = name.partition(".")[0]
            if package in packages and module.__file__:
                inside = Path(module.__file__).relative_to(_folder(package))
                places.append(f"{package}/{inside.as_posix()}\n")
        self._folder.mkdir(parents=True, exist_ok=True)
        listed = "".join(sorted(places))
        (self._folder / MODULES).write_text(listed, encoding="utf-8")

    def put(self, value: Any, path: Path, *made_with: str) -> None:
        """Keep what was made of a file of the distribution."""
        self._file(path, *made_with).write_bytes(
            pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        )

    def _file(self, path: Path, *made_with: str) -> Path:
        key = "\n".join((self._everything, label(path), *made_with))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.pickle"

    @cached_property
    def _is_usable(self) -> bool:
        return (
            (self._folder / MODULES).is_file()
            and not is_switched_on("EVALKIT_DISABLE_FINISHED")
            # Other plugins and settings may change a card without leaving a trace in any file here.
            and not self._host.left_out
            and not self._host.settings
            and all(plugin.is_own for plugin in self._host.plugins)
        )

    @cached_property
    def _everything(self) -> str:
        """The digest of the code that made what is finished, and of all data of the
        distribution.
        """
        listed = (self._folder / MODULES).read_text(encoding="utf-8")
        content = hashlib.sha256()
        for place, file in (*_code(listed.splitlines()), *_data()):
            text = _read(file)
            content.update(f"{place} {len(text)} ".encode())
            content.update(text)
        return content.hexdigest()


def _folder(package: str) -> Path:
    return Path(sys.modules[package].__file__ or "").parent


def _code(places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Modules, each with its file."""
    folders: dict[str, str] = {}
    for place in places:
        package, _, inside = place.partition("/")
        if package not in folders:
            folders[package] = str(_folder(package))
        yield place, os.path.join(folders[package], inside)  # noqa: PTH118  as in _read


def _data() -> Iterator[tuple[str, str]]:
    """The rubrics and the files of the library in the order of their places, each with its file."""
    for folder in (bundled("programs"), bundled("rubrics")):
        for root, below, names in os.walk(folder):
            below.sort()
            place = f"{folder.name}{root.removeprefix(str(folder))}"
            for name in sorted(name for name in names if name.endswith(".yaml")):
                yield f"{place}/{name}", os.path.join(root, name)  # noqa: PTH118


def _read(file: str) -> bytes:
    """What a file holds, nothing where it is gone.

    Every command waits for this: 200 files are opened by their names, for a Path of each would take
    as long again as reading all of them.
    """
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
            return opened.read()
    except FileNotFoundError:
        return b""
