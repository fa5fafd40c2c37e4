"""Which kind of file one is, and which files belong to a description."""

from __future__ import annotations

import re
import warnings
from functools import cache
from pathlib import Path

from evalkit.read.bundled import label
from evalkit.read.inputs import looking
from evalkit.read.lines import ENDINGS as LINES
from evalkit.read.lines import line_of
from evalkit.read.misplaced import KEYS, is_table, kind_at_beginning, kind_by_keys
from evalkit.read.syntax.node import Entries, Node
from evalkit.read.syntax.parsed import STDIN, beginning, read_file
from evalkit.read.syntax.text import at_sight, is_file

ENDINGS = (".yaml", ".yml", ".json")
_RESULT = "schema"
"""The key that results have, also those that a newer evalkit writes."""
_OTHERS = [key for key, kind in KEYS.items() if kind != "program"]
# The bytes are searched, not parsed: too many matches only mean that a file is parsed to be sure.
_MARK = re.compile(
    rb"""(%s)["']?\s*:"""
    % b"|".join(re.escape(key).encode() for key in (*_OTHERS, _RESULT))
)
_ID, _CODES = (
    re.compile(rb"^%s[ ]*:" % key, re.MULTILINE) for key in (b"id", b"codes")
)
_OVERLAY = re.compile(rb"""^[ {]*"?overlays"?[ ]*:""", re.MULTILINE)


def looks_like_path(name: str) -> bool:
    """Whether a text names a file, also one that is not there: no id has a slash or an ending."""
    return "/" in name or Path(name).suffix in (*ENDINGS, *LINES)


@looking
def kind_of(path: Path) -> str:
    """`program`, `rubric`, `context`, `coder`, `overlay`, `sources`, `mapping` or `table`; `other`
    for what evalkit has written for others to read, such as results and schemas.

    What cannot be read counts as a program, so that its faults are told.
    """
    if path == STDIN:
        return "program"
    if is_table(path):
        return "table"
    kind = _kind_at_sight(path)
    if kind:
        return kind
    if kind_at_beginning(beginning(path)):
        return "other"
    return kind_of_tree(read_file(path).node)


def _kind_at_sight(path: Path) -> str | None:
    """The kind where it shows without parsing, so that a folder of descriptions is parsed once;
    None where it does not.
    """
    data = at_sight(path)
    # at the margin: deeper down the word may be anything
    if "." in path.stem and _CODES.search(data):
        return "coder"
    return "program" if _ID.search(data) and not _MARK.search(data) else None


def kind_of_tree(node: Node | None) -> str:
    """The kind of a file by the keys of its tree."""
    kind = kind_by_keys(node)
    is_result = isinstance(node, Entries) and node.entry(_RESULT) is not None
    if kind == "schema" or (is_result and not kind):
        return "other"
    return kind or "program"


def coder_files(path: Path) -> list[Path]:
    """Files of further coders beside a description: `<id>.<coder>.yaml`."""
    folder = path.parent
    # neither has files beside it
    if path == STDIN or line_of(path):
        return []
    try:
        beside = _dotted(folder, folder.stat().st_mtime_ns).get(_described_by(path), ())
    except OSError as error:
        if is_file(path):  # else it is told that the description is missing
            warnings.warn(
                f"{label(folder)} cannot be listed ({error.strerror}): coders' files and peers"
                " beside a description are not found there",
                stacklevel=1,
            )
        return []
    return [
        file
        for file in beside
        # An overlay may be called `<id>.<name>.yaml` as well.
        if file.name.startswith(f"{path.stem}.") and not _OVERLAY.search(at_sight(file))
    ]


def described_in(path: Path) -> Path | None:
    """The description that a coder's file belongs to, None when it is not there."""
    name = _described_by(path)
    for ending in ENDINGS:
        description = path.with_name(name + ending)
        if is_file(description):
            return description
    return None


def _described_by(path: Path) -> str:
    return path.name.split(".")[0]


@cache
# The time of the last change is there for the cache alone.
def _dotted(folder: Path, _changed: int) -> dict[str, list[Path]]:
    """The files of a folder with a dot in their stem, by the name of the description that they
    belong to.
    """
    paths = [path for path in folder.iterdir() if path.suffix in ENDINGS]
    files = sorted(filter(is_file, paths))
    described = {file.stem for file in files}
    dotted: dict[str, list[Path]] = {}
    for file in files:
        name = _described_by(file)
        if "." in file.stem and name in described:
            dotted.setdefault(name, []).append(file)
    return dotted
