"""The settings file of a run: `evalkit.toml`, or `[tool.evalkit]` in a pyproject.toml, the nearest
upwards from a folder.

Nothing is merged: one file holds all that is set. What reads it is imported where there is one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from evalkit.model.frozen import frozen
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Place
from evalkit.read.syntax.node import Entries, Node, place_of_node

if TYPE_CHECKING:
    from evalkit.plugin.host import Host

FILE, PROJECT_FILE = "evalkit.toml", "pyproject.toml"
_TABLE = re.compile(
    rb"""^\s*(\[\s*)?["']?tool["']?\s*(\.\s*["']?evalkit\b|\]|=)""", re.MULTILINE
)
"""What a pyproject.toml with a table for evalkit holds; others are not parsed."""


@frozen
class SettingsFile:
    """A settings file that was read.

    `values` holds what it sets by the name of its key, with paths as they are seen from the working
    directory. `tree` is all of it: the settings of plugins are read when these are loaded. `lines`
    are those of the file.
    """

    path: Path
    sha256: str
    values: Mapping[str, Any]
    tree: Entries
    lines: tuple[str, ...]

    @property
    def tables(self) -> Entries:
        """The tables of plugins, by their names."""
        tables = self.tree.get("settings")
        return tables if isinstance(tables, Entries) else Entries((), Place())

    def place(self, *path: str) -> str:
        """Where a key stands, as `file:line`; empty where the file does not have it."""
        node: Node = self.tree
        line = 0
        for name in path:
            entry = node.entry(name) if isinstance(node, Entries) else None
            if entry is None:
                return ""
            key, node = entry
            line = place_of_node(key).line
        return f"{label(self.path)}:{line}" if line else ""


def nearest(folder: str) -> SettingsFile | None:
    """The settings file of a folder, or of the nearest one above it; None where there is none.

    In one folder evalkit.toml comes before pyproject.toml. Raises SettingsError with every fault.
    """
    # a Path for each of many folders takes longer than to look into all of them
    inner, above = "", os.path.abspath(folder)  # noqa: PTH100
    while inner != above:
        inner, above = above, os.path.dirname(above)  # noqa: PTH120
        # not merged: whoever reads one file knows all that was set
        for name in (FILE, PROJECT_FILE):
            path = os.path.join(inner, name)  # noqa: PTH118
            if os.path.isfile(path) and (file := read(Path(os.path.relpath(path)))):  # noqa: PTH113
                return file
    return None


def read(path: Path) -> SettingsFile | None:
    """A settings file; None for a pyproject.toml without a table for evalkit.

    Raises SettingsError with every fault.
    """
    # the parser is imported only where there is something to read
    if path.name == PROJECT_FILE and not _TABLE.search(_bytes(path)):
        return None
    from evalkit.read.settings import read_settings

    return read_settings(path, path.name == PROJECT_FILE)


def with_settings(host: Host, file: SettingsFile | None) -> Host:
    """The host with what a file sets for its plugins; raises SettingsError with every fault."""
    if file is None or not file.tables.entries:
        return host
    from evalkit.read.settings import plugin_settings

    return evolve(host, settings=plugin_settings(file, host))


def _bytes(path: Path) -> bytes:
    """What a file holds, nothing where it cannot be read, as that of a stranger above may be."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
