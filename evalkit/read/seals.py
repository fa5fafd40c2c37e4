"""Seals of coders' files: a file beside each holds its digest, as `sha256sum` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from evalkit.read.diagnostic import Place
from evalkit.read.syntax.parsed import Parsed

ENDING = ".sha256"
_LINE = re.compile(r"([0-9a-f]{64}) [ *]")


def seal_of(path: Path) -> Path:
    """The file that holds the digest of another one."""
    return path.with_name(path.name + ENDING)


def sealed(path: Path) -> str | None:
    """The digest that a file was sealed with, empty where its seal cannot be read; None where it
    is not sealed.
    """
    try:
        text = seal_of(path).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    # a seal that cannot be read is no seal that fits
    except OSError:
        return ""
    match = _LINE.match(text)
    return match[1] if match else ""


def seal_text(path: Path, sha256: str) -> str:
    """The seal of a file: `sha256sum -c` checks it too."""
    return f"{sha256}  {path.name}\n"


def check_seal(read: Parsed) -> None:
    """A warning for a file that is no longer as it was sealed."""
    digest = sealed(read.path)
    if digest is None or digest == read.sha256:
        return
    seal = seal_of(read.path).name
    message = f"the seal {seal} cannot be read"
    if digest:
        message = f"this file has changed since it was sealed ({seal})"
    read.faults.add(
        "EK254",
        Place(1),
        message,
        "compare it with what was sealed; what was agreed on later is adjudicated in a file of"
        " its own",
        severity="warning",
    )
