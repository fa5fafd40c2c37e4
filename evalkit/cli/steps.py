"""What a command tells when it has made something: headings with lines, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from evalkit.cli.streams import emit
from evalkit.report.safe import terminal as safe


def tell(heading: str, lines: Sequence[str | Path]) -> None:
    """A heading with lines below it; no line, no heading."""
    if lines:
        # names of files are as strangers made them, and may hold what moves a terminal's cursor
        indented = [safe(f"  {line}") for line in lines]
        emit("\n".join([heading, *indented]))


def quoted(path: Path) -> str:
    """A path as a shell takes it."""
    return shlex.quote(str(path))
