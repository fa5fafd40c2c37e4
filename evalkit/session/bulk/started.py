"""What a run is started with, so that one that was stopped goes on with nothing else.

A run that goes on with another rubric, other files or another version would write a result that
nobody can make again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from evalkit import __version__
from evalkit.model.frozen import frozen
from evalkit.read.bundled import label
from evalkit.read.folders import below, is_folder
from evalkit.read.kinds import ENDINGS
from evalkit.read.library import Library
from evalkit.read.shared_sources import places
from evalkit.session import Session
from evalkit.session.bulk.partitions import is_lines

BLOCK = 1 << 20
"""Bytes that are read at a time."""


@frozen
class Survey:
    """The digest of what each target holds, by its name, and about how many programs there are."""

    digests: dict[str, str]
    programs: int


def chosen(session: Session) -> dict[str, str]:
    """What programs are scored with, by what a message calls it."""
    settings = session.settings
    plugins = sorted(plugin.label for plugin in session.host.plugins)
    landscape = _surveyed(settings.landscape, session.library)
    choices = {
        "the version of evalkit": __version__,
        "--rubric": f"{session.rubric.path} {session.rubric.digest}",
        "--seed": str(settings.seed),
        "plugins": ", ".join(plugins),
        "--landscape": str(landscape.digests),
    }
    files: dict[str, Sequence[Path]] = {
        "--context": [*chain.from_iterable(map(_within, settings.context))],
        "--overlay": settings.overlays,
        "--settings": [settings.file.path] if settings.file else [],
    }
    for name, paths in files.items():
        if paths:
            choices[name], _ = _digest(paths)
    return choices


def surveyed(session: Session, targets: Sequence[str]) -> Survey:
    """What the targets of a run hold, the whole library where there are none.

    A file counts with those beside it, which may be its parents and peers, and everything with the
    shared sources that are looked for there.
    """
    return _surveyed(targets or session.library.ids(), session.library)


def _surveyed(targets: Sequence[str], library: Library) -> Survey:
    digests = {}
    programs = 0
    for target in targets:
        path = Path(target)
        if is_lines(target):
            name, files = label(path), [path]
            content, lines = _digest(files)
            programs += lines  # about as many: a line may be blank
        else:
            name, files = target, library.targets([target])
            content, _ = _digest(_around(path, files))
            programs += len(files)
        # apart from the content: these may stand one folder up, where nothing else counts
        sources, _ = _digest(_sources(files))
        digests[name] = f"{content} {sources}"
    return Survey(digests, programs)


def _around(target: Path, files: Sequence[Path]) -> Iterable[Path]:
    """All files of a folder, or the files of another target with those beside them."""
    if is_folder(target):
        return below(target)
    return chain.from_iterable(map(_beside, files))


def _within(path: Path) -> Sequence[Path]:
    return below(path) if is_folder(path) else [path]


def _sources(files: Iterable[Path]) -> Sequence[Path]:
    """Where shared sources of some files may stand."""
    folders = {file.parent for file in files}
    return sorted({*chain.from_iterable(map(places, folders))})


def _beside(path: Path) -> Iterable[Path]:
    """A file with the others of its folder that may be its parents, peers and coders."""
    files = path.parent.glob("*")
    return sorted(file for file in files if file.suffix in ENDINGS)


def _digest(files: Iterable[Path]) -> tuple[str, int]:
    """The digest of files with their names, and the number of their lines."""
    digest, lines = hashlib.sha256(), 0
    for file in files:
        # the name too, with an end: a renamed file is another one, and no name runs into a content
        digest.update(f"{label(file)}\0".encode())
        # What cannot be read counts by its name: it may be a file beside that nobody asks for.
        with suppress(OSError):
            if file.is_file():
                with file.open("rb") as stream:
                    while block := stream.read(BLOCK):
                        digest.update(block)
                        lines += block.count(b"\n")
    return digest.hexdigest(), lines
