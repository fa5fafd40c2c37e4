"""From measurements and codings to one rating for each criterion.

The level comes from the main measures, held by conditions (`measured.py`); a coder's level counts
only where no measure gives one (`coded.py`). `agreement.py` settles the level and its range, and
names the conflicts. Every step is monotone: raising an input never lowers the level or an end of
its range, and what is not known never counts for a program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evalkit.engine.agreement import by_coders, by_measures, why_unknown, with_range
from evalkit.engine.coded import coded_levels
from evalkit.engine.contract import BrokenContract, checked_rating
from evalkit.engine.measured import (
    conditions,
    counted_mains,
    gives_level,
    main_estimate,
    measured_levels,
)
from evalkit.engine.observe import Readings
from evalkit.engine.question import Question
from evalkit.model.frozen import evolve
from evalkit.model.grading import EvidenceRules
from evalkit.model.measurement import Measurement
from evalkit.model.message import message
from evalkit.model.program import Program
from evalkit.model.result import CoreJudgment, ParentJudgment, Rating
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Case
from evalkit.plugin.isolation import Failed, isolated


def assess(
    program: Program,
    rubric: Rubric,
    dimension: Dimension,
    *,
    measurements: Mapping[str, Measurement],
    readings: Readings,
    parent: Mapping[str, Rating] | None = None,
    rate: Callable[[Case], Rating] | None = None,
    settings: Any = None,
) -> tuple[Rating, ...]:
    """Rate the criteria of one dimension.

    `measurements` are what was computed from facts and `readings` what sources state, both by
    measure. `parent` are the ratings of the parent program by criterion, which are shown and enter
    nothing. `rate`, the evaluator's own way of rating, has the last word where there is one, and is
    handed the `settings` of its plugin; what it does wrong gives its criterion the status `error`
    and raises nothing.
    """
    ratings = []
    for criterion_id, criterion in dimension.criteria.items():
        question = Question(program, rubric, dimension, criterion_id)
        measured = tuple(measured_levels(question, measurements, readings))
        rating = _assessed(
            question, Rating(criterion_id, criterion, "unknown", measured=measured)
        )
        # what could not be measured, nobody can rate
        if rate and rating.status != "error":
            case = Case(criterion_id, criterion, program, measured, rating, settings)
            rating = _rated(rate, case, rubric.evidence)
        # A level of the parent is shown and enters nothing: a component is not judged by what it is
        # a part of.
        if parent:
            judgment = _parent_judgment(parent[criterion_id], program.part_of)
            rating = evolve(rating, parent=judgment)
        ratings.append(rating)
    return tuple(ratings)


def _assessed(question: Question, rating: Rating) -> Rating:
    """The rating of a criterion from its measured levels and the codings."""
    measurements = [level.measurement for level in rating.measured]
    failures = [taken.why for taken in measurements if taken.failed]
    if failures:
        return evolve(rating, status="error", reasons=failures)
    mains = counted_mains(rating.measured)
    not_asked = question.not_asked()
    if not_asked and not mains:  # where a measure answers, the question could be asked
        return evolve(rating, status="not_applicable", reasons=(not_asked,))
    rules = question.rubric.evidence
    rating = evolve(
        rating,
        coded=tuple(coded_levels(question)),
        conditions=tuple(conditions(question, rating.measured)),
    )
    estimate = main_estimate(question, rating)
    # Measures that are too wide for a level leave it to coders, and widen the range that these
    # give.
    if estimate and gives_level(mains, question.rubric.measuring.widest):
        return by_measures(rating, estimate, rules)
    rating = by_coders(rating, rules)
    if estimate:
        rating = with_range(rating, estimate)
    if rating.status == "unknown" and not rating.reasons:
        rating = evolve(rating, reasons=why_unknown(rating))
    return rating


def _rated(rate: Callable[[Case], Rating], case: Case, rules: EvidenceRules) -> Rating:
    """What an evaluator's own `rate` says, with the core's judgment beside it where that differs;
    or an error that costs only this criterion.
    """
    from evalkit.engine.doubt import check_doubt  # most leave the rating to the core

    core = case.default
    by = getattr(rate, "__module__", "its evaluator")
    try:
        with isolated(f"the rating of {case.id} by {by}", program=case.program.id):
            own = checked_rating(case, rate(case))
            check_doubt(core, own, rules)
    except Failed as failure:
        own = _broken(core, failure)
    if own == core:
        return own
    beside = CoreJudgment(core.status, core.level, core.interval, core.certainty)
    return evolve(own, core=beside)


def _broken(core: Rating, failure: Failed) -> Rating:
    """The rating of a criterion that an evaluator could not rate."""
    if isinstance(failure.error, BrokenContract):
        reason = message("rate_broke", why=str(failure.error))
    else:
        reason = message("rate_raised", failure=str(failure))
    return evolve(
        core,
        status="error",
        level=None,
        interval=None,
        certainty=None,
        reasons=(reason,),
        evidence=(),
        contradicted_by=(),
    )


def _parent_judgment(rating: Rating, parent: str) -> ParentJudgment | None:
    """The nearest judgment on a program of which this one is a component; None without any.

    A parent without a level of its own hands on what is said of its own parent.
    """
    if rating.level is None:
        return rating.parent
    return ParentJudgment(parent, rating.level, rating.certainty)
