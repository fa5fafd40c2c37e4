"""The files that a card names, as they are found by now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.read.bundled import FOLDERS, bundled, unlabeled


@frozen
class InputFound:
    """A file that a card names, as it is by now."""

    path: str
    """Its path in the card."""
    sha256: str
    """Its digest in the card."""
    file: Path | None
    """Where it is. None where it is not there."""
    actual: str | None
    """The digest that it has. None where it is not there, or cannot be read."""

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


def inputs_by_path(
    cards: Iterable[ReportCard], folders: Sequence[Path]
) -> dict[str, InputFound]:
    """The files of several cards, each once, by its path in the cards."""
    by_path: dict[str, InputFound] = {}
    for card in cards:
        by_path |= {wanted.path: wanted for wanted in inputs_of(card, folders)}
    return by_path


def _look_for(path: str, sha256: str, folders: Sequence[Path]) -> InputFound:
    """A file at the first of its places where it is as it was, else at the first where it is."""
    first = InputFound(path, sha256, None, None)
    for place in _places(path, folders):
        if not place.is_file():
            continue
        there = InputFound(path, sha256, place, _digest(place))
        if there.is_same:
            return there
        if first.file is None:
            first = there
    return first


def _places(path: str, folders: Sequence[Path]) -> Iterator[Path]:
    """Where a file may be, by its path in a card."""
    kind, _, rest = path.partition("/")
    # as a card names a file of the distribution, wherever evalkit is installed
    if kind in FOLDERS and rest:
        yield bundled(kind) / rest
    for name in dict.fromkeys((path, unlabeled(path))):
        yield from (folder / name for folder in folders)


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
