"""The digest of the code of a plugin."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str:
    """The digest of the code of a module, and of all of its package where it is one."""
    content = hashlib.sha256()
    files = path.parent.rglob("*.py") if path.stem == "__init__" else [path]
    for file in sorted(file for file in files if file.is_file()):
        content.update(file.relative_to(path.parent).as_posix().encode() + file.read_bytes())
    return content.hexdigest()[:12]
