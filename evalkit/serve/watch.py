"""The files that a report depends on, and whether one of them changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from evalkit.read.bundled import bundled
from evalkit.read.folders import below
from evalkit.read.kinds import ENDINGS
from evalkit.read.syntax.text import FILE

SETTLED = 3.0
"""Seconds after which a file that changes again has another time, on every file system.

Until then its content is read each time.
"""
Known = tuple[tuple[int, ...] | None, str]
"""Times, size and number of a file, None while it has not settled, and the digest of its content,
empty for one that cannot be read.
"""


class Watched:
    """Files, folders and ids of a run, with all that is read beside them, and the library."""

    def __init__(self, named: Iterable[str | Path]) -> None:
        # A name that is no file and has no ending is the id of a program.
        files = [path for path in map(Path, named) if path.exists() or path.suffix]
        self._paths = [*files, bundled("programs"), bundled("rubrics")]
        self._known: dict[Path, Known] = {}
        self.changed()

    def changed(self) -> bool:
        """Whether a file has come, gone or got another content since this was last asked."""
        before = self._known
        files = _files(self._paths)
        self._known = {file: _look(file, before.get(file)) for file in files}
        return _digests(before) != _digests(self._known)


def _files(paths: Iterable[Path]) -> set[Path]:
    """The files below folders, and with a file those that are read beside it.

    Shared sources may also stand one folder up.
    """
    files: set[Path] = set()
    for path in paths:
        # What cannot be listed is told when it is scored.
        with contextlib.suppress(OSError):
            files |= _near(path)
    shared_sources = {file.parent.parent / "sources.yaml" for file in files}
    return files | shared_sources


def _near(path: Path) -> set[Path]:
    """The files below a folder, or a file with its peers, parents, further coders and modules."""
    if path.is_dir():
        return set(below(path))
    beside = {file for file in path.parent.glob("*") if file.suffix in ENDINGS}
    # That of a plugin may import every module below it.
    if path.name == "__init__.py":
        beside.update(path.parent.rglob("*.py"))
    return {path} | beside


def _look(path: Path, known: Known | None) -> Known:
    """What is known of a file by now; its content is read where that may have changed."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # what is no file may be read once only
            return None, ""
        stamp = _stamp(status)
        if known and known[0] == stamp:
            return known
        age = time.time() - max(status.st_mtime, status.st_ctime)
        digest = _digest(path, status)
        return stamp if age > SETTLED else None, digest
    except OSError:
        return None, ""


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    """What moves when a file changes: its own time can be set back, that of its entry cannot."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _digest(path: Path, status: os.stat_result) -> str:
    """The digest of a content, of the stamp for a file that is too large to be read at all."""
    if status.st_size > FILE.size:
        return repr(_stamp(status))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digests(known: dict[Path, Known]) -> dict[Path, str]:
    return {path: digest for path, (_, digest) in known.items() if digest}
