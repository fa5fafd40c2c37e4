"""A saved result: what score and compare wrote as JSON, read again with every fault and its place.

It is untrusted.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from evalkit import __version__
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.perspectives import Perspectives
from evalkit.model.rubric import Rubric
from evalkit.model.saved.results import (
    SavedCards,
    SavedComparison,
    SavedPerspectives,
)
from evalkit.read.bundled import label
from evalkit.read.cards import cards_of
from evalkit.read.codec.strict import HELP, StrictDecoder
from evalkit.read.comparisons import Compare, comparison_of, perspectives_of
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.loaded import content_digest
from evalkit.read.misplaced import TAKEN_BY, kind_at_beginning, kind_by_keys
from evalkit.read.syntax.node import Entries, Node, Scalar, uncollected
from evalkit.read.syntax.parsed import STDIN, raise_faults, read_file
from evalkit.read.syntax.text import RESULT as LIMIT
from evalkit.read.syntax.text import read_bytes, standard_input, tree

Kind = Literal["cards", "comparison", "perspectives"]
KINDS: dict[str, tuple[Kind, type, int]] = {
    "evalkit/report-cards": ("cards", SavedCards, 4),
    "evalkit/comparison": ("comparison", SavedComparison, 5),
    "evalkit/perspectives": ("perspectives", SavedPerspectives, 4),
}
"""By the name of a shape the kind of result, its class and its version."""
SAVE = (
    "give a file that evalkit score or evalkit compare wrote as JSON: "
    "evalkit score ... -o cards.json"
)


@frozen
class Saved:
    """A result as it was saved, and what kind it is."""

    kind: Kind
    result: tuple[ReportCard, ...] | Comparison | Perspectives

    @property
    def cards(self) -> tuple[ReportCard, ...]:
        """All of its cards."""
        return self.result if isinstance(self.result, tuple) else self.result.cards


def load_result(path: Path, compare: Compare) -> Saved:
    """Read a saved result, `-` from standard input; raises InputError with every fault.

    Its cards have all that reports show. `compare` makes a comparison of them again, which must be
    the one that was saved.
    """
    faults = Faults(label(path))
    data = standard_input(LIMIT) if path == STDIN else read_bytes(path, faults, LIMIT)
    return result_in(data, path, faults, compare)


def result_in(
    data: bytes | None, path: Path, faults: Faults, compare: Compare
) -> Saved:
    """The saved result in some bytes, None for what could not be read; raises InputError with every
    fault of it and with those that are noted already. `path` is what they are told of.
    """
    if data is not None and not _may_be_one(data, path, faults):
        data = None
    with uncollected():
        node = None if data is None else tree(data, faults, is_json=True, limit=LIMIT)
        saved = None if node is None or faults.found else _saved(node, faults, compare)
    raise_faults(path, faults.found)
    assert saved is not None  # else a fault was noted
    return saved


def _may_be_one(data: bytes, path: Path, faults: Faults) -> bool:
    """Whether some bytes may be a saved result; a fault says what they are else."""
    kind = _other_kind(path, data)
    if kind:
        file, remedy = TAKEN_BY[kind]
        faults.add(
            "EK401",
            Place(),
            f"this is {file}, not a saved result",
            f"{remedy}; {SAVE}",
        )
        return False
    beginning = data.removeprefix(BOM_UTF8).lstrip()[:1]
    if beginning not in (b"{", b"["):
        faults.add(
            "EK401", Place(), "this is not JSON, so it is not a saved result", SAVE
        )
        return False
    return True


def _other_kind(path: Path, data: bytes) -> str:
    """The kind of a file that is no saved result, empty where it may be one or cannot be told."""
    if kind := kind_at_beginning(data):
        return "" if f"evalkit/{kind}" in KINDS else kind
    return "" if path == STDIN else kind_by_keys(read_file(path).node)


def _saved(node: Node, faults: Faults, compare: Compare) -> Saved | None:
    """The result in a tree, None with a fault where it has another shape."""
    named = _kind(node, faults)
    if named is None:
        return None
    kind, shape = named
    decoder = StrictDecoder(faults)
    saved = decoder.value(shape, node)
    if faults.found:  # what is not sound in itself is not compared with the rest
        return None
    _check_digests(saved.rubrics, decoder)
    if faults.found:  # by a rubric that is another one nothing can be judged
        return None
    result: Any
    if kind == "cards":
        result = cards_of(saved.cards, saved.rubrics, decoder)
    elif kind == "comparison":
        result = comparison_of(saved, compare, decoder)
    else:
        result = perspectives_of(saved, decoder)
    return None if faults.found else Saved(kind, result)


def _kind(node: Node, faults: Faults) -> tuple[Kind, type] | None:
    """What kind of result a tree says it is; None with a fault for none, or another version."""
    named = node.get("schema") if isinstance(node, Entries) else None
    text = named.text if isinstance(named, Scalar) else ""
    # "evalkit/report-cards/4": the shape and its version
    name, _, version = text.rpartition("/")
    if named is None or name not in KINDS:
        schema = f"{shown(text)!r}" if isinstance(named, Scalar) else "this"
        faults.add(
            "EK401",
            named.place if named else node.place,
            f"{schema} is not a saved result",
            SAVE,
        )
        return None
    kind, shape, current = KINDS[name]
    if version == str(current):
        return kind, shape
    is_number = re.fullmatch(r"[1-9][0-9]{0,8}", version)
    if is_number and int(version) < current:
        faults.add(
            "EK403",
            named.place,
            "this result was made with an older edition of evalkit, whose numbers or words have "
            "other meanings",
            "score the programs again",
        )
        return None
    faults.add(
        "EK402",
        named.place,
        f"version {shown(version)!r} of {name} is not known to evalkit {__version__}",
        "use the evalkit that wrote it, or a newer one" if is_number else HELP,
    )
    return None


def _check_digests(rubrics: Mapping[str, Rubric], decoder: StrictDecoder) -> None:
    """Each rubric has the digest that it stands under."""
    for digest, rubric in rubrics.items():
        if content_digest(rubric) != digest:
            decoder.odd(
                decoder.place_of(rubric),
                f"this is not the rubric that has the digest {shown(digest, 12)}",
            )
