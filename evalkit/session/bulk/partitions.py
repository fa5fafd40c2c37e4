"""What a run over very many programs reads, cut into pieces of which each can be scored by itself,
in this process, in another one or on another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.model.frozen import frozen
from evalkit.read.library import Library
from evalkit.read.lines import ENDINGS as LINES
from evalkit.read.lines import lines_in

SIZE = 32
"""Programs of a partition: a tenth of a second of work, and a megabyte or two of results."""
BYTES = 4_000_000
"""Bytes of descriptions of a partition, but for its last one."""


@frozen
class Partition:
    """Some of the programs of a run, in their order: files, or lines of one `file` with their
    numbers and contents.
    """

    paths: tuple[str, ...] = ()
    file: str = ""
    lines: tuple[tuple[int, bytes], ...] = ()


def partitions(targets: Sequence[str], library: Library) -> Iterator[Partition]:
    """The partitions of files, folders and library ids, each read once; the whole library where
    there are none.

    Raises NothingMatched for a target that names nothing, and InputError for a file of lines that
    cannot be read.
    """
    # A file that two targets name is scored once, where the first of them stands.
    read: set[str] = set()
    for target in targets or [""]:
        if is_lines(target):
            if _place(target) not in read:
                read.add(_place(target))
                yield from _of_lines(Path(target))
            continue
        paths = library.targets([target] if target else [])
        paths = [path for path in paths if _place(path) not in read]
        read.update(_place(path) for path in paths)
        for start in range(0, len(paths), SIZE):
            batch = paths[start : start + SIZE]
            yield Partition(paths=tuple(map(str, batch)))


def _place(path: str | Path) -> str:
    """Where a path leads, however it is written; a link keeps its name."""
    return os.path.abspath(path)  # noqa: PTH100


def is_lines(target: str) -> bool:
    """Whether a target is a file of many descriptions."""
    path = Path(target)
    return path.suffix in LINES and path.exists() and not path.is_dir()


def _of_lines(file: Path) -> Iterator[Partition]:
    lines: list[tuple[int, bytes]] = []
    size = 0
    for number, content in lines_in(file).scan():
        lines.append((number, content))
        size += len(content)
        # By bytes as well: 32 very long descriptions would not fit into memory.
        if len(lines) == SIZE or size > BYTES:
            yield Partition(file=str(file), lines=tuple(lines))
            lines, size = [], 0
    if lines:
        yield Partition(file=str(file), lines=tuple(lines))
