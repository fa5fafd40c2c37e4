"""The files that a card names, as they are found by now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.read.bundled import bundled, unlabeled


@frozen
class InputFound:
    """A file that a card names: its path and digest there, where it is, and the digest that it has.

    `file` and `actual` are None where it is not there.
    """

    path: str
    sha256: str
    file: Path | None
    actual: str | None

    @property
    def is_same(self) -> bool:
        """Whether the file is as it was."""
        return self.sha256 == self.actual


def inputs_of(card: ReportCard, folders: Sequence[Path]) -> tuple[InputFound, ...]:
    """The files of a card, looked for in some folders and in the distribution, the one first that
    is as it was.
    """
    if card.provenance is None:
        return ()
    return tuple(
        _look_for(path, sha256, folders) for path, sha256 in card.provenance.inputs
    )


def _look_for(path: str, sha256: str, folders: Sequence[Path]) -> InputFound:
    digests = {file: _digest(file) for file in _places(path, folders) if file.is_file()}
    unchanged = [file for file, digest in digests.items() if digest == sha256]
    file = next(iter([*unchanged, *digests]), None)
    return InputFound(path, sha256, file, digests[file] if file else None)


def _places(path: str, folders: Sequence[Path]) -> Iterator[Path]:
    kind, _, rest = path.partition("/")
    if kind in ("rubrics", "programs") and rest:
        yield bundled(kind) / rest
    for name in dict.fromkeys((path, unlabeled(path))):
        yield from (folder / name for folder in folders)


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
