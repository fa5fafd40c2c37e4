"""What every coder answered, from report cards: one flat table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.engine.estimate import clipped
from evalkit.model.agreement import Answer, Codings
from evalkit.model.card import ReportCard
from evalkit.model.coded import CodedLevel
from evalkit.model.measurement import Span
from evalkit.model.result import Rating

EVALUATORS = "evaluators"
"""Who gives the levels of measures, in the place of a coder."""


def codings(cards: Iterable[ReportCard], evaluators: bool = False) -> Codings:
    """The answers on cards of one rubric, of which there is at least one; with `evaluators` the
    levels that measures give as well, in halves, as answers of a further coder.
    """
    cards = list(cards)
    answers = (answer for card in cards for answer in _of(card, evaluators))
    rubric = cards[0].rubric
    names = {key: dimension.name for key, dimension in rubric.dimensions.items()}
    return Codings(rubric=rubric.label, answers=tuple(answers), dimensions=names)


def _of(card: ReportCard, evaluators: bool) -> Iterator[Answer]:
    for dimension in card.dimensions:
        for rating in dimension.criteria:
            if evaluators and rating.origin == "measured" and rating.level is not None:
                yield _measured(card, dimension.id, rating)
            for coded in rating.coded:
                declared = card.program.coders.get(coded.coder)
                yield Answer(
                    program=card.program.id,
                    dimension=dimension.id,
                    criterion=rating.id,
                    coder=coded.coder,
                    kind=declared.kind if declared else None,
                    answer=coded.answer,
                    level=coded.level,
                    range=_range(card, coded),
                    why=coded.why,
                    evidence=coded.evidence,
                    proposed=coded.proposed,
                    accepts=coded.accepts,
                    by=coded.by,
                    date=coded.date,
                )


def _measured(card: ReportCard, dimension: str, rating: Rating) -> Answer:
    """The level that measures give, as the answer of a coder."""
    return Answer(
        program=card.program.id,
        dimension=dimension,
        criterion=rating.id,
        coder=EVALUATORS,
        kind=None,
        answer="level",
        # coders answer in halves, so that a measured level between two of them disagrees with
        # nobody
        level=round(2 * (rating.level or 0.0)) / 2,
        range=rating.interval,
        why="",
        evidence=rating.evidence,
        proposed=False,
        accepts="",
    )


def _range(card: ReportCard, coded: CodedLevel) -> Span | None:
    """The range of a level, as wide as the certainty of its evidence says."""
    if coded.level is None or coded.certainty is None:
        return None
    half = card.rubric.evidence.half_width[coded.certainty]
    return clipped(coded.level - half, coded.level + half)
