"""The criteria whose judgment has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.model.card import ReportCard
from evalkit.model.changes import CriterionChange, JudgedCriterion
from evalkit.model.result import Rating


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
    return tuple(_changes(before, middle, after, renamed))


def _changes(
    before: ReportCard,
    middle: ReportCard | None,
    after: ReportCard,
    renamed: Mapping[str, str],
) -> Iterator[CriterionChange]:
    older = {new: old for old, new in renamed.items()}
    sides = (
        _by_id(before, renamed),
        _by_id(middle, {}) if middle else {},
        _by_id(after, {}),
    )
    dimensions = _dimensions(before, renamed) | _dimensions(after, {})
    same_edition = before.rubric_digest == after.rubric_digest
    for name in dict.fromkeys([*sides[2], *sides[0]]):
        first, under, last = (ratings.get(name) for ratings in sides)
        if first != last or (under is not None and under != last):
            yield CriterionChange(
                name,
                dimensions[name],
                was=older.get(name, ""),
                before=first,
                under_edition=None if same_edition else under,
                after=last,
            )


def _by_id(card: ReportCard, renamed: Mapping[str, str]) -> dict[str, JudgedCriterion]:
    return {
        renamed.get(rating.id, rating.id): _standing(rating) for rating in card.ratings
    }


def _dimensions(card: ReportCard, renamed: Mapping[str, str]) -> dict[str, str]:
    return {
        renamed.get(rating.id, rating.id): dimension.id
        for dimension in card.dimensions
        for rating in dimension.criteria
    }


def _standing(rating: Rating) -> JudgedCriterion:
    """The judgment, which is kept with the decimals of a saved one."""
    return JudgedCriterion(
        rating.status, rating.level, rating.interval, rating.certainty
    )
