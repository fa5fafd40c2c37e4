"""The judgments of several rubrics on one program beside each other. Each asks its own questions, so nothing is added up across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import made_up_beside_real, refuse_made_up_beside_real, strangers
from evalkit.model.errors import NotComparable
from evalkit.model.message import Message, Ref, message, refs
from evalkit.model.perspectives import Perspectives, Shared


def compare_rubrics(cards: Sequence[ReportCard], synthetic: bool = False) -> Perspectives:
    """The cards by program, in the order in which they are given.

    Raises NotComparable for fewer than two rubrics, for two that are called alike, for a program that lacks the card of one of them or has
    two by one, for cards that rest on different descriptions of a program, and for synthetic programs beside real ones unless `synthetic`.
    """
    if not synthetic:
        refuse_made_up_beside_real(cards)
    programs: dict[str, list[ReportCard]] = {}
    for card in cards:
        programs.setdefault(card.program.id, []).append(card)
    rubrics = list(dict.fromkeys((card.rubric_digest, card.rubric.label) for card in cards))
    if len(rubrics) < 2:
        raise NotComparable("comparing rubrics needs two of them or more, each a different one")
    labels = [label for _, label in rubrics]
    if twins := [label for label in labels if labels.count(label) > 1]:
        raise NotComparable(
            f"two different rubrics are called {twins[0]}: give one of them another edition"
        )
    for id, found in programs.items():
        _refuse(id, found, rubrics)
    order = {digest: at for at, (digest, _) in enumerate(rubrics)}
    rows = tuple(
        tuple(sorted(found, key=lambda card: order[card.rubric_digest]))
        for found in programs.values()
    )
    shared = tuple(each for row in rows for each in _shared(row))
    return Perspectives(rows, shared, tuple(_warnings(rows, shared)))


def _refuse(id: str, cards: Sequence[ReportCard], rubrics: Sequence[tuple[str, str]]) -> None:
    for digest, label in rubrics:
        count = sum(card.rubric_digest == digest for card in cards)
        if count != 1:
            raise NotComparable(
                f"{id} has {count or 'no'} card{'s' * (count > 1)} by rubric {label}: one by each rubric is needed"
            )
    if any(card.program != cards[0].program for card in cards):
        raise NotComparable(
            f"{id} was described differently for two of its cards: score both from one description"
        )


def _shared(cards: Sequence[ReportCard]) -> Iterator[Shared]:
    """The evidence of one program that levels by two rubrics or more rest on, for or against."""
    for id in dict.fromkeys(id for card in cards for id in card.cites):
        uses = [(card.rubric.label, _resting_on(card, id)) for card in cards]
        used = tuple((label, criteria) for label, criteria in uses if criteria)
        if len(used) > 1:
            yield Shared(cards[0].program.id, id, used)


def _resting_on(card: ReportCard, id: str) -> tuple[str, ...]:
    return tuple(
        rating.id
        for rating in card.ratings
        if rating.levelled and id in (*rating.evidence, *rating.contradicted_by)
    )


def _warnings(rows: Sequence[Sequence[ReportCard]], shared: Sequence[Shared]) -> Iterator[Message]:
    yield message("own_questions")
    every = [card for cards in rows for card in cards]
    yield from strangers(every)
    if made_up := made_up_beside_real(every):
        yield message("made_up_not_comparable", programs=refs(made_up, "comma"))
    for cards in rows:
        id = cards[0].program.id
        common = [each.evidence for each in shared if each.program == id]
        if common:
            cited = {cite for card in cards for cite in card.cites}
            yield message(
                "shared_evidence",
                program=Ref(id),
                n=len(common),
                all=len(cited),
                evidence=refs(common, "comma"),
            )
        unjudged = [
            card.rubric.label
            for card in cards
            if not any(rating.levelled for rating in card.ratings)
        ]
        if unjudged:
            yield message("not_judged", program=Ref(id), rubrics=refs(unjudged))
        levelled = [rating for card in cards for rating in card.ratings if rating.levelled]
        coders = {each.coder for rating in levelled for each in rating.coded}
        judged = not any(rating.origin == "measured" for rating in levelled)
        if judged and len(coders) == 1 and len(cards) - len(unjudged) > 1:
            yield message("one_coder", program=Ref(id), coder=Ref(coders.pop()))
