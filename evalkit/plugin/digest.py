"""The digest of a plugin: of its code and of the data that comes with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path


def digest_of(path: Path) -> str:
    """The digest of a module, and of all files of the outermost package that it belongs to."""
    home = package_of(path)
    content = hashlib.sha256()
    for file in sorted(_files(home)):
        # a digest of each, so that no end of one file passes for the beginning of another
        content.update(file.relative_to(home.parent).as_posix().encode())
        content.update(hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()[:12]


def package_of(path: Path) -> Path:
    """The folder of the outermost package that a file belongs to; a file without one is its own."""
    home = path
    for folder in path.parents:
        if not (folder / "__init__.py").is_file():
            break
        home = folder
    return home


def _files(home: Path) -> Iterator[Path]:
    """The files of a plugin, without what Python and editors leave there."""
    for path in home.rglob("*") if home.is_dir() else [home]:
        inner = path.relative_to(home).parts
        if path.is_file() and not any(map(_is_left_over, inner)):
            yield path


def _is_left_over(name: str) -> bool:
    return name == "__pycache__" or name.startswith(".") or name.endswith("~")
