"""The judgments of several rubrics on one program beside each other.

Each rubric asks its own questions, so nothing is added up across them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from attrs import evolve

from evalkit.model.card import ReportCard
from evalkit.model.comparison import (
    refuse_synthetic_beside_real,
    strangers,
    synthetic_beside_real,
)
from evalkit.model.errors import NotComparable
from evalkit.model.message import Message, Ref, message, refs
from evalkit.model.naming import first_refs
from evalkit.model.perspectives import Perspectives, Shared
from evalkit.model.program import Program
from evalkit.model.result import Rating


def compare_rubrics(
    cards: Sequence[ReportCard], synthetic: bool = False
) -> Perspectives:
    """The cards by program, in the order in which they are given.

    Raises NotComparable for fewer than two rubrics, for two that are called alike, for a program
    that lacks the card of one of them or has two by one, for cards that rest on different
    descriptions of a program, and for synthetic programs beside real ones unless `synthetic`.
    """
    if not synthetic:
        refuse_synthetic_beside_real(cards)
    programs: dict[str, list[ReportCard]] = {}
    for card in cards:
        programs.setdefault(card.program.id, []).append(card)
    rubrics = {card.rubric_digest: card.rubric.label for card in cards}
    _refuse_rubrics([*rubrics.values()])
    for program, judged in programs.items():
        _refuse_cards(program, judged, rubrics)
    # every row in the same order, which is that of the first program
    order = [*rubrics]
    for judged in programs.values():
        judged.sort(key=lambda card: order.index(card.rubric_digest))
    rows = tuple(map(tuple, programs.values()))
    shared = tuple(evidence for row in rows for evidence in _shared(row))
    return Perspectives(rows, shared, tuple(_warnings(rows, shared)))


def _refuse_rubrics(labels: Sequence[str]) -> None:
    if len(labels) < 2:
        raise NotComparable(
            "comparing rubrics needs two of them or more, each a different one"
        )
    if twins := [label for label in labels if labels.count(label) > 1]:
        raise NotComparable(
            f"two different rubrics are called {twins[0]}: give one of them another edition"
        )


def _refuse_cards(
    program: str, cards: Sequence[ReportCard], rubrics: Mapping[str, str]
) -> None:
    for digest, label in rubrics.items():
        count = sum(card.rubric_digest == digest for card in cards)
        if count != 1:
            raise NotComparable(
                f"{program} has {count or 'no'} card{'s' * (count > 1)} by rubric {label}: "
                "one by each rubric is needed"
            )
    first, *others = (_described(card.program) for card in cards)
    if any(other != first for other in others):
        raise NotComparable(
            f"{program} was described differently for two of its cards: "
            "score both from one description"
        )


def _described(program: Program) -> Program:
    """A program as it was described: a coding of another rubric has its name before it."""
    codings = {
        coder: {name.rpartition("/")[2]: coding for name, coding in levels.items()}
        for coder, levels in program.codings.items()
    }
    return evolve(program, codings=codings)


def _shared(cards: Sequence[ReportCard]) -> Iterator[Shared]:
    """The evidence of one program that supports or contradicts levels by two rubrics or more."""
    for evidence in dict.fromkeys(name for card in cards for name in card.cites):
        uses = [(card.rubric.label, _resting_on(card, evidence)) for card in cards]
        used = tuple((label, criteria) for label, criteria in uses if criteria)
        # One finding that two rubrics rest on is not confirmed by the second of them (decision
        # 0018).
        if len(used) > 1:
            yield Shared(cards[0].program.id, evidence, used)


def _resting_on(card: ReportCard, evidence: str) -> tuple[str, ...]:
    resting = []
    for rating in card.ratings:
        named = (*rating.evidence, *rating.contradicted_by)
        if rating.levelled and evidence in named:
            resting.append(rating.id)
    return tuple(resting)


def _warnings(
    rows: Sequence[Sequence[ReportCard]], shared: Sequence[Shared]
) -> Iterator[Message]:
    yield message("own_questions")
    all_cards = [*chain.from_iterable(rows)]
    yield from strangers(all_cards)
    if synthetic := synthetic_beside_real(all_cards):
        yield message("synthetic_not_comparable", programs=first_refs(synthetic))
    for cards in rows:
        program = cards[0].program.id
        common = [entry.evidence for entry in shared if entry.program == program]
        if common:
            cited = {name for card in cards for name in card.cites}
            yield message(
                "shared_evidence",
                program=Ref(program),
                n=len(common),
                all=len(cited),
                evidence=refs(common, "comma"),
            )
        yield from _unjudged(cards)


def _unjudged(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """The rubrics that give a program no level, and the coder who alone gives all levels."""
    program = Ref(cards[0].program.id)
    # rubrics that are called alike were refused
    levelled = {card.rubric.label: _levelled(card) for card in cards}
    unjudged = [label for label, ratings in levelled.items() if not ratings]
    if unjudged:
        yield message("not_judged", program=program, rubrics=refs(unjudged))
    ratings = [*chain.from_iterable(levelled.values())]
    if any(rating.origin == "measured" for rating in ratings):
        return
    coders = {coded.coder for rating in ratings for coded in rating.coded}
    if len(coders) == 1 and len(levelled) - len(unjudged) > 1:
        yield message("one_coder", program=program, coder=Ref(coders.pop()))


def _levelled(card: ReportCard) -> list[Rating]:
    return [rating for rating in card.ratings if rating.levelled]
