"""Rubrics, programs and report cards that were finished when the wheel was built.

Each is a file that is named by the digest of everything that made it: all code and all data of the
distribution. What has changed since has another digest, and is made anew. A checkout has none of
these files, and with EVALKIT_DISABLE_FINISHED=1 none is read.
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
        return pickle.loads(file.read_bytes()) if file.is_file() else None

    def card(self, path: Path, rubric: str, draws: bool) -> ReportCard | None:
        """The card of a program of the library by a rubric, with or without intervals."""
        card: ReportCard | None = self.get(path, "card", rubric, str(draws))
        return card

    def program(self, path: Path, rubric: str) -> Loaded | None:
        """A program of the library as it is read under a rubric."""
        loaded: Loaded | None = self.get(path, "program", rubric)
        return loaded

    def put(self, value: Any, path: Path, *made_with: str) -> None:
        """Keep what was made of a file of the distribution."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file(path, *made_with).write_bytes(
            pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        )

    def _file(self, path: Path, *made_with: str) -> Path:
        key = "\n".join((self._everything, label(path), *made_with))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.pickle"

    @cached_property
    def _is_usable(self) -> bool:
        return (
            self._folder.is_dir()
            and not is_switched_on("EVALKIT_DISABLE_FINISHED")
            and not self._host.left_out
            and not self._host.settings
            and all(plugin.is_own for plugin in self._host.plugins)
        )

    @cached_property
    def _everything(self) -> str:
        """The digest of all code and all data of the distribution."""
        modules = {plugin.origin.partition(":")[0] for plugin in self._host.plugins} | {
            "evalkit"
        }
        code = {Path(sys.modules[name].__file__ or "").parent for name in modules}
        content = hashlib.sha256()
        for part in (
            *_files(code, ".py"),
            *_files((bundled("rubrics"), bundled("programs")), ".yaml"),
        ):
            content.update(part)
        return content.hexdigest()


def _files(folders: Iterable[Path], ending: str) -> Iterator[bytes]:
    """The place and the size of each file, then its content, in the order of the places.

    Every command waits for this: 250 files are opened by their names, for a Path of each would
    take as long again as reading all of them.
    """
    for folder in sorted(folders, key=lambda folder: folder.name):
        for root, below, names in os.walk(folder):
            below.sort()
            place = f"{folder.name}{root.removeprefix(str(folder))}"
            for name in sorted(name for name in names if name.endswith(ending)):
                with open(os.path.join(root, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
                    content = file.read()
                yield f"{place}/{name} {len(content)} ".encode()
                yield content
