"""What coders say of a criterion.

A coder's level counts only where no measure gives one. Beside a measured level it is a check: it
is shown, and it can widen the range.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from evalkit.engine.estimate import Estimate
from evalkit.engine.question import Question
from evalkit.model.certainty import Certainty, rank
from evalkit.model.coded import ADJUDICATED, CodedAnswer, CodedLevel
from evalkit.model.frozen import evolve
from evalkit.model.grading import EvidenceRules
from evalkit.model.message import Message, Quote, Ref, message
from evalkit.model.program import Coder, Coding
from evalkit.model.quantity import Missing


def coded_levels(question: Question) -> list[CodedLevel]:
    """What each coder says of the criterion; where they agreed on an answer, it alone counts."""
    levels = []
    for coder, codings in question.program.codings.items():
        if question.id in codings:
            levels.append(_coded(question, coder, codings[question.id]))
    agreed = [level for level in levels if level.coder == ADJUDICATED]
    # what coders settled together goes before what each of them thought alone
    if any(level.counted for level in agreed):
        return [evolve(level, counted=level in agreed) for level in levels]
    return levels


def coded_estimate(levels: Sequence[CodedLevel], rules: EvidenceRules) -> Estimate:
    """The median of the levels of some coders, as certain as the least certain of them."""
    points = [level.level for level in levels if level.level is not None]
    certainties = [level.certainty or "very low" for level in levels]
    certainty = min(certainties, key=rank)
    least_certain = levels[certainties.index(certainty)]
    least = min(points)
    most = max(points)
    error = rules.half_width[certainty]
    return Estimate(
        low=least - error,
        point=statistics.median(points),  # monotone, and no single coder pulls it away
        high=most + error,
        certainty=certainty,
        half=max(error, (most - least) / 2),
        reasons=least_certain.reasons,
    )


def without_level(coded: CodedLevel) -> Message:
    """What a coder answered who gave no level."""
    code = "does_not_apply" if coded.answer == "not_applicable" else "could_not_tell"
    who = Quote(coded.by) if coded.by else Ref(coded.coder)
    if coded.why:
        return message(f"{code}_why", coder=who, why=Quote(coded.why))
    return message(code, coder=who)


def _coded(question: Question, coder: str, coding: Coding) -> CodedLevel:
    """What a coder says, and whether it counts.

    A level counts only with evidence that the dimension admits. `not applicable` without such
    evidence is `unknown`: a bare word must not take weight out of a score. A proposal of a model
    never counts: who accepts it codes the level as her own.
    """
    answer, level, ids, why = _answer(coding)
    appraisal = question.appraise_coding(ids, coding.contradicted_by)
    certainty: Certainty | None = None
    if appraisal and level is not None:
        # a coder who knows the source may trust it less than its fields say, and never more
        computed = appraisal.certainty
        lower: Certainty = min(coding.certainty or computed, computed, key=rank)
        certainty = lower
    if answer == "not_applicable" and appraisal is None:
        answer = "unknown"
    declared = question.program.coders.get(coder)
    proposed = declared is not None and declared.proposes
    return CodedLevel(
        coder=coder,
        level=level,
        certainty=certainty,
        why=why,
        evidence=ids,
        contradicted_by=coding.contradicted_by,
        reasons=appraisal.reasons if appraisal else (),
        certainty_why=coding.certainty_why,
        answer=answer,
        counted=not proposed and (answer == "unknown" or appraisal is not None),
        proposed=proposed,
        accepts=coding.accepts,
        by=_decided(coder, coding, declared),
        date=coding.date,
    )


def _decided(coder: str, coding: Coding, declared: Coder | None) -> str:
    """Who decided an adjudicated answer: those whom it names, else those whom the file names for
    all of its answers.
    """
    if coder != ADJUDICATED:
        return ""
    return coding.by or (declared.name if declared else "")


def _answer(coding: Coding) -> tuple[CodedAnswer, float | None, tuple[str, ...], str]:
    """The kind of answer, the level, the evidence and the reason of a coding."""
    given = coding.level
    if not isinstance(given, Missing):
        return "level", given, coding.evidence, coding.why
    why = coding.why or given.why
    if given.state == "absent":
        # somebody states that it is not there, which is level 0 and not a gap
        return "absent", 0.0, given.evidence, why
    return given.state, None, given.evidence or coding.evidence, why
