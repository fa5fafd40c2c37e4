"""The files that a report hangs on, and whether one of them changed."""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from evalkit.read.bundled import bundled
from evalkit.read.kinds import ENDINGS
from evalkit.read.library import below

SETTLED = 3.0
"""Seconds after which a file that changes again has another time, on every file system.

Until then its content is read each time.
"""
Known = tuple[tuple[int, ...] | None, str]
"""Time, size and number of a file, None while it has not settled, and the digest of its content,
empty for one that cannot be read.
"""


class Watched:
    """Files, folders and ids of a run, with all that is read beside them, and the library."""

    def __init__(self, named: Iterable[str | Path]) -> None:
        paths = [
            path for path in map(Path, named) if path.exists() or path.suffix
        ]  # the others are ids
        self._paths = [*paths, bundled("programs"), bundled("rubrics")]
        self._known: dict[Path, Known] = {}
        self.changed()

    def changed(self) -> bool:
        """Whether a file has come, gone or got another content since this was last asked."""
        before = self._known
        self._known = {path: _look(path, before.get(path)) for path in _files(self._paths)}
        return _digests(before) != _digests(self._known)


def _files(paths: Iterable[Path]) -> set[Path]:
    """The files below folders.

    With a file those beside it, for peers, parents and further coders; shared sources also one
    folder up.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(below(path))
            continue
        found.add(path)
        found.update(each for each in path.parent.glob("*") if each.suffix in ENDINGS)
        if path.name == "__init__.py":  # a plugin that is a package
            found.update(path.parent.rglob("*.py"))
    return found | {path.parent.parent / "sources.yaml" for path in found}


def _look(path: Path, known: Known | None) -> Known:
    try:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if known and known[0] == stamp:
            return known
        if not stat.S_ISREG(status.st_mode):  # what is no file may be read once only
            return None, ""
        settled = time.time() - status.st_mtime > SETTLED
        return stamp if settled else None, hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None, ""


def _digests(known: dict[Path, Known]) -> dict[Path, str]:
    return {path: digest for path, (_, digest) in known.items() if digest}
