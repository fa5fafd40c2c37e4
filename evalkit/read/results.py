"""A saved result: what score and compare wrote as JSON, read again with every fault and its place.

It is untrusted.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, fields

from evalkit import __version__
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Group
from evalkit.model.errors import NotComparable
from evalkit.model.frozen import frozen
from evalkit.model.perspectives import Perspectives, Shared
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.model.saved.card import (
    SavedCard,
)
from evalkit.model.saved.results import (
    RatedProgram,
    SavedCards,
    SavedComparison,
    SavedGroup,
    SavedPair,
    SavedPerspectives,
    SharedEvidence,
)
from evalkit.model.vocabulary import RANKED_AS
from evalkit.read.bundled import label
from evalkit.read.cards import SLACK, Cards
from evalkit.read.codec.encode import saved_pairs
from evalkit.read.codec.strict import HELP, StrictDecoder
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.loaded import content_digest
from evalkit.read.misplaced import TAKEN_BY, kind_at_beginning, kind_by_keys
from evalkit.read.syntax.node import Entries, Limit, Node, Scalar, uncollected
from evalkit.read.syntax.parsed import STDIN, raise_faults, read_file
from evalkit.read.syntax.text import read_bytes, standard_input, tree

Kind = Literal["cards", "comparison", "perspectives"]
KINDS: dict[str, tuple[Kind, type, int]] = {
    "evalkit/report-cards": ("cards", SavedCards, 4),
    "evalkit/comparison": ("comparison", SavedComparison, 5),
    "evalkit/perspectives": ("perspectives", SavedPerspectives, 4),
}
"""By the name of a shape the kind of result, its class and its version."""
Compare = Callable[
    [Sequence[ReportCard], str | None, bool, Sequence[tuple[str, str]]], Comparison
]
"""Compares cards: `by` what they are grouped, whether synthetic ones may stand beside real, and
which pairs were asked for."""
LIMIT = Limit(
    250_000_000,
    25_000_000,
    "score or compare fewer programs at once, and report each result by itself",
)
"""What a saved result may hold: a few thousand cards. Larger ones are not written either."""
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
    if data is not None and (kind := _other_kind(path, data)):
        what, remedy = TAKEN_BY[kind]
        faults.add(
            "EK401",
            Place(),
            f"this is {what}, not a saved result",
            f"{remedy}; {SAVE}",
        )
        data = None
    if data is not None and not data.removeprefix(BOM_UTF8).lstrip().startswith(
        (b"{", b"[")
    ):
        faults.add(
            "EK401", Place(), "this is not JSON, so it is not a saved result", SAVE
        )
        data = None
    with uncollected():
        node = None if data is None else tree(data, faults, is_json=True, limit=LIMIT)
        saved = None if node is None or faults.found else _saved(node, faults, compare)
    raise_faults(path, faults.found)
    assert saved is not None  # else a fault was noted
    return saved


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
    reader = Cards(saved.rubrics, decoder)
    result: Any
    if kind == "cards":
        result = _cards(saved.cards, reader)
    elif kind == "comparison":
        result = _comparison(saved, reader, compare)
    else:
        result = _perspectives(saved, reader)
    return None if faults.found else Saved(kind, result)


def _kind(node: Node, faults: Faults) -> tuple[Kind, type] | None:
    """What kind of result a tree says it is; None with a fault for none, or another version."""
    named = node.get("schema") if isinstance(node, Entries) else None
    text = named.text if isinstance(named, Scalar) else ""
    name, _, version = text.rpartition("/")
    if named is None or name not in KINDS:
        what = f"{shown(text)!r}" if isinstance(named, Scalar) else "this"
        place = named.place if named else node.place
        faults.add("EK401", place, f"{what} is not a saved result", SAVE)
        return None
    kind, shape, current = KINDS[name]
    if version == str(current):
        return kind, shape
    is_number = re.fullmatch(r"[1-9][0-9]{0,8}", version)
    if is_number and int(version) < current:
        message = (
            "this result was made with an older edition of evalkit, whose numbers or words have "
            "other meanings"
        )
        faults.add("EK403", named.place, message, "score the programs again")
        return None
    message = (
        f"version {shown(version)!r} of {name} is not known to evalkit {__version__}"
    )
    remedy = "use the evalkit that wrote it, or a newer one" if is_number else HELP
    faults.add("EK402", named.place, message, remedy)
    return None


def _check_digests(rubrics: Mapping[str, Rubric], decoder: StrictDecoder) -> None:
    """Each rubric has the digest that it stands under."""
    for digest, rubric in rubrics.items():
        if content_digest(rubric) != digest:
            decoder.odd(
                decoder.place_of(rubric),
                f"this is not the rubric that has the digest {shown(digest, 12)}",
            )


def _cards(cards: Sequence[SavedCard], reader: Cards) -> tuple[ReportCard, ...]:
    return tuple(card for saved in cards if (card := reader.card(saved)) is not None)


def _comparison(
    saved: SavedComparison, reader: Cards, compare: Compare
) -> Comparison | None:
    """The comparison of the saved cards, which must be the saved one."""
    cards = _cards(saved.cards, reader)
    if reader.faults.found:
        return None
    asked = [(pair.left, pair.right) for pair in saved.asked]
    try:
        again = compare(cards, "country" if saved.groups else None, True, asked)
    except NotComparable as refusal:
        reader.odd(saved, "cards", f"these cards are not compared: {refusal}")
        return None
    _check_pairs(saved, saved_pairs(again), reader)
    for name in ("warnings", "answer", "tallies", "ranks"):
        if getattr(saved, name) != getattr(again, name):
            reader.odd(saved, name, f"the cards of this comparison have other {name}")
    dimensions = [*cards[0].rubric.dimensions, OVERALL]
    ids = [card.program.id for card in cards]
    groups = tuple(_group(group, ids, dimensions, reader) for group in saved.groups)
    return evolve(again, groups=groups)


def _check_pairs(
    saved: SavedComparison, computed: Sequence[SavedPair], reader: Cards
) -> None:
    """Every pair that can be compared is there, with the numbers that the cards give."""
    if [_of(pair) for pair in saved.pairs] != [_of(pair) for pair in computed]:
        reader.odd(
            saved,
            "pairs",
            "these are not the pairs of the cards that can be compared, in their order",
        )
        return
    for pair, right in zip(saved.pairs, computed, strict=True):
        for field in fields(SavedPair):
            given, expected = getattr(pair, field.name), getattr(right, field.name)
            if not _is_near(given, expected):
                reader.odd(
                    pair,
                    field.name,
                    f"the cards of this comparison give another {field.name}",
                )


def _of(pair: SavedPair) -> tuple[str, str, str]:
    return pair.left, pair.right, pair.dimension


def _is_near(given: Any, expected: Any) -> bool:
    """Whether two values are the same but for the decimals that are saved."""
    if isinstance(given, dict):
        if given.keys() != expected.keys():
            return False
        return all(_is_near(given[name], expected[name]) for name in given)
    if isinstance(given, tuple):
        return all(map(_is_near, given, expected))
    if isinstance(given, float):
        near: bool = abs(given - expected) <= SLACK
        return near
    same: bool = given == expected
    return same


def _group(
    saved: SavedGroup, ids: Sequence[str], dimensions: Sequence[str], reader: Cards
) -> Group:
    kinds = RANKED_AS.values()
    reader.known(
        "kind of object",
        saved.ranked_as,
        kinds,
        saved,
        field="ranked_as",
        of="that is ranked",
    )
    reader.known(
        "dimension",
        saved.dimension,
        dimensions,
        saved,
        field="dimension",
        of="of the rubric",
    )
    for rated in (*saved.scores, *saved.counted):
        reader.known("program", rated.program, ids, rated, field="program")
    return Group(
        name=saved.name,
        ranked_as=saved.ranked_as,
        dimension=saved.dimension,
        scores=_rated(saved.scores),
        not_rated=saved.not_rated,
        median=saved.median,
        spread=saved.spread,
        counted=_rated(saved.counted),
        why=saved.why,
    )


def _rated(programs: Sequence[RatedProgram]) -> tuple[tuple[str, Any], ...]:
    return tuple((rated.program, rated.score) for rated in programs)


def _perspectives(saved: SavedPerspectives, reader: Cards) -> Perspectives | None:
    rows = {program.id: _cards(program.cards, reader) for program in saved.programs}
    if reader.faults.found:
        return None
    if len(rows) < len(saved.programs) or not _are_beside_each_other(rows):
        reader.odd(
            saved,
            "programs",
            "each program has one entry, with its cards by the same rubrics in the same order",
        )
        return None
    shared = tuple(_shared(evidence, rows, reader) for evidence in saved.shared)
    return Perspectives(tuple(rows.values()), shared, saved.warnings)


def _are_beside_each_other(rows: Mapping[str, Sequence[ReportCard]]) -> bool:
    """Whether all programs have cards of their own by the same rubrics in the same order."""
    rubrics = set()
    for program_id, cards in rows.items():
        rubrics.add(tuple(card.rubric_digest for card in cards))
        if {card.program.id for card in cards} != {program_id}:
            return False
    return len(rubrics) == 1


def _shared(
    saved: SharedEvidence, rows: Mapping[str, Sequence[ReportCard]], reader: Cards
) -> Shared:
    cited = {name for card in rows.get(saved.program, ()) for name in card.cites}
    reader.known("evidence", saved.evidence, cited, saved, field="evidence")
    return Shared(saved.program, saved.evidence, tuple(saved.criteria.items()))
