"""The card between an old and a new one: the old evidence under the new edition of the rubric."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve

from evalkit.model.card import ReportCard
from evalkit.model.changes import EditionChange
from evalkit.model.frozen import frozen
from evalkit.model.program import Program
from evalkit.model.result import DimensionScore
from evalkit.model.rubric import Rubric

Ids = Mapping[str, str]
"""The newer ids of criteria by their older ones."""


@frozen
class Under:
    """The old evidence under another rubric; `missed` are the files of the context of its card that
    were not there as they were.
    """

    card: ReportCard
    missed: tuple[str, ...] = ()


Judged = Callable[[ReportCard, Rubric, Ids], Under | None]
"""The program of a card judged by another rubric, in which some criteria have other ids; None where
that cannot be computed.
"""


def under_edition(
    before: ReportCard, after: ReportCard, edition: EditionChange | None, judged: Judged
) -> Under | None:
    """The old evidence under the rubric of the new card: the old card itself where the edition is
    the same or has no effect, None where it cannot be computed.
    """
    if edition is None:
        return Under(before)
    # Texts and ids move no number: nothing is judged again.
    if edition.effect != "scoring":
        return Under(_renamed(before, after, edition.renamed))
    return judged(before, after.rubric, edition.renamed)


def _renamed(before: ReportCard, after: ReportCard, ids: Ids) -> ReportCard:
    """The old card with the ids and texts of the new rubric: the numbers are the same."""
    criteria = after.rubric.criteria()

    def dimension(old: DimensionScore) -> DimensionScore:
        ratings = []
        for rating in old.criteria:
            name = ids.get(rating.id, rating.id)
            if name in criteria:
                ratings.append(evolve(rating, id=name, criterion=criteria[name]))
        key = ids.get(old.key, old.key)
        return evolve(old, key=key, criteria=tuple(ratings))

    return evolve(
        before,
        rubric=after.rubric,
        rubric_digest=after.rubric_digest,
        dimensions=tuple(map(dimension, before.dimensions)),
    )


def with_ids(program: Program, ids: Ids) -> Program:
    """A description whose codings name criteria by their new ids."""
    if not ids:
        return program
    codings = {
        coder: {ids.get(name, name): coding for name, coding in answers.items()}
        for coder, answers in program.codings.items()
    }
    return evolve(program, codings=codings)
