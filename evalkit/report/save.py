"""Writing files: each appears whole or not at all, and what is there already is overwritten only
where somebody asked for it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from evalkit.model.errors import InputError


def save(files: Mapping[Path, str | bytes]) -> list[Path]:
    """Write files, text as UTF-8, over what is there, and return their paths; raises OSError.

    Every file is written beside its place before the first is put there, so that a full disk leaves
    no half of them.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_bytes(content.encode() if isinstance(content, str) else content)
        for path in files:
            beside[path].replace(path)
    finally:
        for part in beside.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return list(files)


def save_new(files: Mapping[Path, str], folder: Path) -> list[Path]:
    """Write files into a folder and return their paths; raises InputError with every one that is
    there, and then writes nothing.
    """
    wanted = {folder / path: text for path, text in files.items()}
    if there := [path for path in wanted if os.path.lexists(path)]:
        are = "is" if len(there) == 1 else "are"
        raise InputError(f"{', '.join(map(str, there))} {are} there already; nothing was written")
    return save(wanted)


def save_missing(files: Mapping[Path, str], folder: Path) -> tuple[list[Path], list[Path]]:
    """Write those files that a folder lacks; returns the paths of what was written, and of what was
    left alone.
    """
    wanted = {folder / path: text for path, text in files.items()}
    there = [path for path in wanted if os.path.lexists(path)]
    return save({path: text for path, text in wanted.items() if path not in there}), there
