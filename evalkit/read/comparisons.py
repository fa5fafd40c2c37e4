"""Comparisons of saved cards, and programs by several rubrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, fields

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Group
from evalkit.model.errors import NotComparable
from evalkit.model.perspectives import Perspectives, Shared
from evalkit.model.result import OVERALL
from evalkit.model.saved.results import (
    RatedProgram,
    SavedComparison,
    SavedGroup,
    SavedPair,
    SavedPerspectives,
    SharedEvidence,
)
from evalkit.model.vocabulary import RANKED_AS
from evalkit.read.cards import cards_of
from evalkit.read.codec.encode import saved_pairs
from evalkit.read.codec.strict import StrictDecoder
from evalkit.read.scores import SLACK

Compare = Callable[
    [Sequence[ReportCard], str | None, bool, Sequence[tuple[str, str]]], Comparison
]
"""Compares cards: `by` what they are grouped, whether synthetic ones may stand beside real, and
which pairs were asked for."""


def comparison_of(
    saved: SavedComparison, compare: Compare, decoder: StrictDecoder
) -> Comparison | None:
    """The comparison of the saved cards, which must be the saved one; None with a fault where it
    is not.
    """
    cards = cards_of(saved.cards, saved.rubrics, decoder)
    if decoder.faults.found:
        return None
    asked = [(pair.left, pair.right) for pair in saved.asked]
    try:
        # Whoever compared them allowed what is synthetic beside what is real, or there were none.
        # Computed again, not believed: what is shown of a comparison follows from its cards.
        again = compare(cards, "country" if saved.groups else None, True, asked)
    except NotComparable as refusal:
        decoder.odd_field(saved, "cards", f"these cards are not compared: {refusal}")
        return None
    _check_pairs(saved, saved_pairs(again), decoder)
    for name in ("warnings", "answer", "tallies", "ranks"):
        if getattr(saved, name) != getattr(again, name):
            decoder.odd_field(
                saved, name, f"the cards of this comparison have other {name}"
            )
    dimensions = [*cards[0].rubric.dimensions, OVERALL]
    ids = [card.program.id for card in cards]
    groups = [_group(group, ids, dimensions, decoder) for group in saved.groups]
    return evolve(again, groups=tuple(groups))


def _check_pairs(
    saved: SavedComparison, computed: Sequence[SavedPair], decoder: StrictDecoder
) -> None:
    """Every pair that can be compared is there, with the numbers that the cards give."""
    # of pairs that are not the same no number could be compared
    if [*map(_of, saved.pairs)] != [*map(_of, computed)]:
        decoder.odd_field(
            saved,
            "pairs",
            "these are not the pairs of the cards that can be compared, in their order",
        )
        return
    for pair, right in zip(saved.pairs, computed, strict=True):
        for field in fields(SavedPair):
            name = field.name
            if not _is_near(getattr(pair, name), getattr(right, name)):
                decoder.odd_field(
                    pair, name, f"the cards of this comparison give another {name}"
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
        return bool(abs(given - expected) <= SLACK)
    return bool(given == expected)


def _group(
    saved: SavedGroup,
    ids: Sequence[str],
    dimensions: Sequence[str],
    decoder: StrictDecoder,
) -> Group:
    decoder.check_known(
        "kind of object",
        saved.ranked_as,
        RANKED_AS.values(),
        saved,
        field="ranked_as",
        of="that is ranked",
    )
    decoder.check_known(
        "dimension",
        saved.dimension,
        dimensions,
        saved,
        field="dimension",
        of="of the rubric",
    )
    for rated in (*saved.scores, *saved.counted):
        decoder.check_known("program", rated.program, ids, rated, field="program")
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


def perspectives_of(
    saved: SavedPerspectives, decoder: StrictDecoder
) -> Perspectives | None:
    """The cards of programs by several rubrics; None with a fault where they do not fit."""
    rows = {}
    for program in saved.programs:
        rows[program.id] = cards_of(program.cards, saved.rubrics, decoder)
    if decoder.faults.found:
        return None
    if len(rows) < len(saved.programs) or not _are_beside_each_other(rows):
        decoder.odd_field(
            saved,
            "programs",
            "each program has one entry, with its cards by the same rubrics in the same order",
        )
        return None
    shared = [_shared(evidence, rows, decoder) for evidence in saved.shared]
    return Perspectives(tuple(rows.values()), tuple(shared), saved.warnings)


def _are_beside_each_other(rows: Mapping[str, Sequence[ReportCard]]) -> bool:
    """Whether all programs have cards of their own by the same rubrics in the same order."""
    rubrics = set()
    for program_id, cards in rows.items():
        # the order counts as well: reports show one column for each rubric
        rubrics.add(tuple(card.rubric_digest for card in cards))
        if {card.program.id for card in cards} != {program_id}:
            return False
    return len(rubrics) == 1


def _shared(
    saved: SharedEvidence,
    rows: Mapping[str, Sequence[ReportCard]],
    decoder: StrictDecoder,
) -> Shared:
    cited: set[str] = set()
    for card in rows.get(saved.program, ()):
        cited.update(card.cites)
    decoder.check_known("evidence", saved.evidence, cited, saved, field="evidence")
    return Shared(saved.program, saved.evidence, tuple(saved.criteria.items()))
