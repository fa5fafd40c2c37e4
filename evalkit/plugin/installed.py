"""The entry points of installed plugins, read where pip writes them: `importlib.metadata` takes
longer to import than all of them to load.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from evalkit.model.frozen import evolve, frozen

_FOLDER = re.compile(r"(?P<name>[^-]+)(-.*)?\.(dist-info|egg-info)")


@frozen
class EntryPoint:
    """A plugin of a distribution: `value` is its module, or an object in it after a colon.

    `requires` are the requirements of the distribution, as its metadata writes them.
    """

    name: str
    value: str
    distribution: str = ""
    version: str = ""
    requires: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The name of its module."""
        return self.value.partition("[")[0].partition(":")[0].strip()

    def load(self) -> ModuleType | Any:
        """The module or the object; raises whatever its import raises."""
        _, _, path = self.value.partition("[")[0].replace(" ", "").partition(":")
        loaded: Any = importlib.import_module(self.module)
        for name in filter(None, path.split(".")):
            loaded = getattr(loaded, name)
        return loaded


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, of each distribution the one that an import would take."""
    if not _is_plain(sys.path):
        return _from_metadata(group)
    points: list[EntryPoint] = []
    seen: set[str] = set()
    for folder in dict.fromkeys(sys.path):
        for name, match in _distributions(folder or "."):
            # One distribution may be written in several ways (PEP 503); the first folder of the
            # path wins.
            key = re.sub("[-_.]+", "_", match["name"]).lower()
            if key not in seen:
                points += _points(Path(folder or ".", name), group)
            seen.add(key)
    return tuple(points)


def _is_plain(path: Sequence[str]) -> bool:
    """Whether all that can be imported stands in folders: archives and other finders keep their
    metadata elsewhere.
    """
    for finder in sys.meta_path:
        if finder is not PathFinder and hasattr(finder, "find_distributions"):
            return False
    return not any(map(os.path.isfile, path))


def _distributions(folder: str) -> Iterator[tuple[str, re.Match[str]]]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 (no Path for each of thousands of packages)
    except OSError:
        return
    for name in names:
        if match := _FOLDER.fullmatch(name):
            yield name, match


def _points(metadata: Path, group: str) -> Iterator[EntryPoint]:
    try:
        text = (metadata / "entry_points.txt").read_text(encoding="utf-8")
    except OSError:
        return
    # Of the INI format only what build backends write: a parser for all of it takes longer to
    # import.
    _, _, section = f"\n{text}".partition(f"\n[{group}]\n")
    lines = [line for line in section.partition("\n[")[0].splitlines() if "=" in line]
    brought_by = _distribution(metadata) if lines else ()
    for line in lines:
        if not line.lstrip().startswith("#"):
            name, _, value = line.partition("=")
            yield EntryPoint(name.strip(), value.strip(), *brought_by)


def _distribution(metadata: Path) -> tuple[str, str, tuple[str, ...]]:
    """The name and version of a distribution, and what it requires."""
    # a wheel leaves METADATA, an older installation PKG-INFO
    files = [metadata / "METADATA", metadata / "PKG-INFO"]
    file = next(filter(Path.is_file, files), None)
    text = file.read_text(encoding="utf-8") if file else ""
    # The fields end at the first blank line; the description below may hold anything.
    head, _, _ = text.partition("\n\n")
    fields = {}
    requires = []
    for line in head.splitlines():
        name, colon, value = line.partition(": ")
        if not colon:
            continue
        fields[name] = value
        # a line for each requirement
        if name == "Requires-Dist":
            requires.append(value)
    return fields.get("Name", ""), fields.get("Version", ""), tuple(requires)


def _from_metadata(group: str) -> tuple[EntryPoint, ...]:
    from importlib import metadata

    points = []
    for point in metadata.entry_points(group=group):
        made = EntryPoint(point.name, point.value)
        if point.dist:
            made = evolve(
                made,
                distribution=point.dist.name,
                version=point.dist.version,
                requires=tuple(point.dist.requires or ()),
            )
        points.append(made)
    return tuple(points)
