"""What an evaluator with a `rate` of its own may not take away: the doubt that the core finds.

It may give another level, and more doubt. A narrower range, a higher certainty, or a criterion
taken out of the score needs a ground that the core or a coder has found. A conflict of sources
stays one. Evidence stays too: criteria that rest on one location have correlated errors, and a
level that no longer names it would have an error of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.engine.contract import BrokenContract
from evalkit.engine.estimate import clipped
from evalkit.model.certainty import Certainty, rank
from evalkit.model.grading import EvidenceRules
from evalkit.model.result import Rating

SLACK = 1e-6
"""Rounding of levels."""


def check_doubt(core: Rating, own: Rating, rules: EvidenceRules) -> None:
    """Raise BrokenContract where an evaluator's own rating has less doubt than that of the core.

    Around another level, the range reaches at least as far down and up as the core's does around
    its level, within 0 to 4. Where the core gives no level, that of the evaluator rests on a
    measure that counts, no more certain than the best of them, and with the error of that
    certainty. It names the evidence that the core names, for and against.
    """
    if own.status == "not_applicable" and not _may_not_apply(core):
        raise BrokenContract(
            "returned not applicable, which neither the core nor a coder gave"
        )
    if not own.levelled:
        return
    if core.status == "contested" and own.status != "contested":
        raise BrokenContract(
            f"returned {own.status}, and the core finds the level contested"
        )
    _check_evidence("evidence", core.evidence, own.evidence)
    _check_evidence("contradicted_by", core.contradicted_by, own.contradicted_by)
    known = _certainties(core)
    if not known:
        raise BrokenContract(
            "returned a level, and nothing that counts was measured or coded"
        )
    # The most certain of them, so that an evaluator may set aside what is less sure.
    most = max(known, key=rank)
    if rank(own.certainty or "very low") > rank(most):
        raise BrokenContract(
            f"returned the certainty {own.certainty}, and the core finds {most}"
        )
    # Where the core gives no level it has no error either: that of the certainty stands for it.
    error = core.half if core.levelled else rules.half_width[most]
    if own.half < error - SLACK:
        raise BrokenContract(
            f"returned {own.half:g} as the error of the level, and it is {error:g}"
        )
    _check_range(core, own, error)


def _check_evidence(field: str, named: Sequence[str], kept: Sequence[str]) -> None:
    lost = [evidence for evidence in named if evidence not in kept]
    if lost:
        raise BrokenContract(
            f"left out {', '.join(lost)}, which the core names as {field}"
        )


def _certainties(core: Rating) -> list[Certainty]:
    """Of the core's level, or of the measures that count where it gives none."""
    counted = [level.certainty for level in core.measured if level.counted]
    certainties = [core.certainty] if core.levelled else counted
    return [certainty for certainty in certainties if certainty]


def _may_not_apply(core: Rating) -> bool:
    answers = [coded.answer for coded in core.coded if coded.counted]
    return core.status == "not_applicable" or "not_applicable" in answers


def _check_range(core: Rating, own: Rating, error: float) -> None:
    """Around its own level, the range reaches as far as that of the core around the core's."""
    if own.level is None or own.interval is None:
        return
    below = above = error
    if core.level is not None and core.interval is not None:
        below = core.level - core.interval[0]
        above = core.interval[1] - core.level
    low, high = own.interval
    least, most = clipped(own.level - below, own.level + above)
    if low > least + SLACK or high < most - SLACK:
        raise BrokenContract(
            f"returned the range {low:g} to {high:g}, narrower than the core's doubt, which is"
            f" {least:g} to {most:g} around level {own.level:g}"
        )
