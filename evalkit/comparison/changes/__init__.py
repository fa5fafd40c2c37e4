"""Two results of the same programs beside each other: what changed, and why.

Nothing here reads a file. What the old evidence gives under a new edition of a rubric is asked of
whoever can judge programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from evalkit.comparison.changes.causes import causes
from evalkit.comparison.changes.criteria import criterion_changes
from evalkit.comparison.changes.editions import edition_change
from evalkit.comparison.changes.scores import score_changes
from evalkit.comparison.changes.under import Judged, under_edition
from evalkit.model.card import ReportCard
from evalkit.model.changes import (
    Changes,
    EditionChange,
    ProgramChange,
    ProgramOfOneSide,
)
from evalkit.model.errors import NotComparable

Key = tuple[str, str, str, int]
"""The ids of a program and a rubric, the period where a result has several cards of the program,
and the place among those of one period.
"""
Labels = tuple[str, str]


def compare_results(
    old: Sequence[ReportCard],
    new: Sequence[ReportCard],
    labels: Labels = ("old", "new"),
    judged: Judged = lambda card, rubric, ids: None,
) -> Changes:
    """What changed from old cards to new ones; `labels` name both results.

    Programs are matched by id and rubric. `judged` gives the card of a described program by
    another rubric, None where that cannot be computed. Raises NotComparable where the same
    programs were judged by other rubrics alone.
    """
    several = _several(old, new)
    before = _by_key(old, several)
    after = _by_key(new, several)
    # in the order of the newer result, which is the one that is read
    both = [key for key in after if key in before]
    if not both:
        _refuse_other_rubrics(old, new)
    editions = _editions((before[key], after[key]) for key in both)
    changed = [_program(before[key], after[key], editions, judged) for key in both]
    seen = tuple(change for change in changed if change)
    return Changes(
        before=labels[0],
        after=labels[1],
        editions=tuple(edition for edition in editions.values() if edition),
        programs=seen,
        unchanged=len(both) - len(seen),
        only_before=_only(before, after),
        only_after=_only(after, before),
    )


def _several(*results: Sequence[ReportCard]) -> set[Labels]:
    """The programs, with their rubric, that stand several times in some result."""
    counts = (
        Counter((card.program.id, card.rubric.id) for card in cards)
        for cards in results
    )
    return {pair for counted in counts for pair, count in counted.items() if count > 1}


def _by_key(cards: Sequence[ReportCard], several: Set[Labels]) -> dict[Key, ReportCard]:
    """Cards by program and rubric; by period too where a program stands several times in one of
    both results, and by their order where it stands there several times for one period.
    """
    placed = Counter[tuple[str, str, str]]()
    by_key: dict[Key, ReportCard] = {}
    for card in cards:
        pair = card.program.id, card.rubric.id
        period = str(card.program.assessed) if pair in several else ""
        key = *pair, period
        placed[key] += 1
        by_key[*key, placed[key]] = card
    return by_key


def _refuse_other_rubrics(old: Sequence[ReportCard], new: Sequence[ReportCard]) -> None:
    ids = {card.program.id for card in old}
    shares_a_program = any(card.program.id in ids for card in new)
    before, after = _rubrics(old), _rubrics(new)
    if shares_a_program and before != after:
        first, second = " and ".join(before), " and ".join(after)
        raise NotComparable(
            f"the older result is by rubric {first} and the newer one by {second}: their numbers"
            " do not mean the same; score the programs again by one of them"
        )


def _rubrics(cards: Sequence[ReportCard]) -> list[str]:
    return sorted({card.rubric.id for card in cards})


def _editions(
    pairs: Iterator[tuple[ReportCard, ReportCard]],
) -> dict[Labels, EditionChange | None]:
    """By both digests what differs between two contents of a rubric, None where they are one."""
    by_digests: dict[Labels, EditionChange | None] = {}
    for before, after in pairs:
        digests = before.rubric_digest, after.rubric_digest
        # once for all programs: whole rubrics are compared, and a result has few of them
        if digests not in by_digests:
            by_digests[digests] = edition_change(before.rubric, after.rubric, digests)
    return by_digests


def _program(
    before: ReportCard,
    after: ReportCard,
    editions: Mapping[Labels, EditionChange | None],
    judged: Judged,
) -> ProgramChange | None:
    """What changed of a program, None where nothing did."""
    edition = editions[before.rubric_digest, after.rubric_digest]
    under = under_edition(before, after, edition, judged)
    middle = under.card if under else None
    renamed = edition.renamed if edition else {}
    criteria = criterion_changes(before, middle, after, renamed)
    scores = score_changes(before, middle, after)
    why = causes(before, after, renamed)
    if not criteria and not scores and not why:
        return None
    return ProgramChange(
        after.program.id,
        after.program.name,
        after.rubric.id,
        scores=scores,
        criteria=criteria,
        causes=why,
        separated=under is not None,
        missed=under.missed if under else (),
    )


def _only(
    cards: Mapping[Key, ReportCard], others: Mapping[Key, ReportCard]
) -> tuple[ProgramOfOneSide, ...]:
    return tuple(
        ProgramOfOneSide(card.program.id, card.program.name, card.rubric.id)
        for key, card in cards.items()
        if key not in others
    )
