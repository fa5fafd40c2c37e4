"""The criteria whose judgment has changed."""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.model.card import ReportCard
from evalkit.model.changes import CriterionChange, JudgedCriterion


def criterion_changes(
    before: ReportCard,
    middle: ReportCard | None,
    after: ReportCard,
    renamed: Mapping[str, str],
) -> tuple[CriterionChange, ...]:
    """The criteria that are judged otherwise, in the order of the newer rubric; those that it has
    no more come last. `middle` is the old evidence under its edition, and `renamed` gives newer
    ids by older ones.
    """
    old = _by_id(before, renamed)
    new = _by_id(after, {})
    between = _by_id(middle, {}) if middle else {}
    older = {now: was for was, now in renamed.items()}
    dimensions = _dimensions(before, renamed) | _dimensions(after, {})
    same_edition = before.rubric_digest == after.rubric_digest
    changes = []
    for name in dict.fromkeys([*new, *old]):
        first = old.get(name)
        under = between.get(name)
        last = new.get(name)
        if first == last and under in (None, last):
            continue
        # with one edition the card between is the old card, and says nothing more
        change = CriterionChange(
            name,
            dimensions[name],
            was=older.get(name, ""),
            before=first,
            under_edition=None if same_edition else under,
            after=last,
        )
        changes.append(change)
    return tuple(changes)


def _by_id(card: ReportCard, renamed: Mapping[str, str]) -> dict[str, JudgedCriterion]:
    """The judgments, which are kept with the decimals of saved ones, by newer ids."""
    return {
        renamed.get(rating.id, rating.id): JudgedCriterion(
            rating.status, rating.level, rating.interval, rating.certainty
        )
        for rating in card.ratings
    }


def _dimensions(card: ReportCard, renamed: Mapping[str, str]) -> dict[str, str]:
    return {
        renamed.get(rating.id, rating.id): dimension.id
        for dimension in card.dimensions
        for rating in dimension.criteria
    }
