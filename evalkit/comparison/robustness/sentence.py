"""The certificate of a pair in one sentence, made from its numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Number,
    Param,
    Ref,
    Share,
    Term,
    message,
)
from evalkit.model.naming import program_name
from evalkit.model.program import Program
from evalkit.model.result import OVERALL
from evalkit.model.robustness.certificate import Certified, Check

METHODS = ("aggregator", "scale", "breakpoints", "error", "unknown")
NAMED = 3
"""Checks that are named; of more, how many there are."""
WIDEST = ("author", "source", "criterion", "coder", *METHODS)
"""Kinds of checks, first those that leave most out."""
NEARLY = 0.005
"""Shares nearer to 0 or 1 are shown as less or more than so much: 100 % is every weight."""


def sentence(certified: Certified, left: Program, right: Program) -> Message:
    """The sentence; where the rubric makes no comparison, it says so first."""
    code = "in_overall" if certified.dimension == OVERALL else "in_dimension"
    where = message(code, dimension=Term(certified.name, inside=True))
    text = _unqualified(certified, where, _names(left, right))
    if certified.is_compared:
        # a share of weights above one half is not yet a clear difference, and reads like one
        is_open = certified.result == "no_clear_difference" and certified.difference
        return message("certificate_not_clear", certificate=text) if is_open else text
    why = Listing(certified.reasons, "clauses")
    return message("certificate_not_compared", why=why, certificate=text)


def sentence_of_all(
    certified: Sequence[Certified], left: Program, right: Program
) -> Message:
    """The sentence of the overall scores, or that of the only dimension; else what holds in every
    dimension, for one alone would be chosen by what it says.
    """
    # the overall scores come last, where there are any
    if len(certified) == 1 or certified[-1].dimension == OVERALL:
        return certified[-1].sentence
    names = _names(left, right)
    parts = Listing([_part(entry, names) for entry in certified], "clauses")
    return message("certificate_by_dimension", parts=parts)


def _part(certified: Certified, names: dict[str, Param]) -> Message:
    """One dimension in the sentence of all."""
    result = "not_compared"
    if certified.is_compared:
        result = "not_clear" if certified.result == "no_clear_difference" else "clear"
    where = Term(certified.name, inside=True)
    checks = _counted(certified)
    if not certified.difference:
        return message(f"part_tie_{result}", dimension=where, checks=checks)
    higher = names["left" if certified.difference > 0 else "right"]
    return message(f"part_{result}", dimension=where, higher=higher, checks=checks)


def _names(left: Program, right: Program) -> dict[str, Param]:
    if left.name == right.name:  # only their ids tell them apart
        return {"left": Ref(left.id), "right": Ref(right.id)}
    return {"left": program_name(left), "right": program_name(right)}


def _unqualified(
    certified: Certified, where: Message, names: dict[str, Param]
) -> Message:
    """The sentence without the conditions of the rubric."""
    if certified.order == "same_levels" or not certified.difference:
        return _of_a_tie(certified, where, names)
    is_left = certified.difference > 0
    higher = names["left"]
    lower = names["right"]
    if not is_left:
        higher, lower = lower, higher
    sides: dict[str, Param] = {"higher": higher, "lower": lower, "where": where}
    sides["checks"] = _checks(certified)
    space = certified.weights
    if not space.count:
        return message("certificate_outcome", **sides)
    if certified.order in ("left", "right"):
        code = "certificate_dominates"
        if certified.dimension == OVERALL:
            code = "certificate_dominates_overall"
        return message(code, **sides, shared=_shared(certified))
    share = share_of_weights(space.share if is_left else 1 - space.share, certified)
    if space.moved is None:
        return message("certificate_share", **sides, share=share)
    return message("certificate_moves", **sides, share=share, moved=Share(space.moved))


def _of_a_tie(certified: Certified, where: Message, names: dict[str, Param]) -> Message:
    """The sentence of two that have the same score."""
    sides: dict[str, Param] = {**names, "where": where}
    checks = _checks(certified)
    if certified.order == "same_levels":
        code = "certificate_same_levels"
        if certified.dimension == OVERALL:
            code = "certificate_same_scores"
        return message(code, **sides, checks=checks, shared=_shared(certified))
    if not certified.weights.count:
        return message("certificate_same_outcome", **sides, checks=checks)
    share = share_of_weights(certified.weights.share, certified)
    return message("certificate_tie", **sides, share=share, checks=checks)


def _shared(certified: Certified) -> Ref:
    """How many criteria or dimensions both have."""
    return Ref(str(len(certified.criteria)))


def share_of_weights(share: float, certified: Certified) -> Message:
    """A share of all weights, exact or with its standard error."""
    error = certified.weights.error
    if error == 0:  # no simulation differs, which is not yet exactness
        return message("share_always", share=Share(share))
    if error is not None:
        return message("share_simulated", share=Share(share), error=Share(error))
    if 0 < share < NEARLY:
        return message("share_below", share=Number(0.5))
    if 1 - NEARLY < share < 1:
        return message("share_above", share=Number(99.5))
    return message("share_exact", share=Share(share))


def _checks(certified: Certified) -> Message:
    """In how many of the checks that change a score the order holds, which turn it, and which leave
    nothing to compare.
    """
    text = _counted(certified)
    ended = certified.ended
    if not ended:
        return text
    ordered = sorted(ended, key=lambda check: WIDEST.index(check.kind))
    without: Param = Listing(map(named, ordered[:NAMED]))
    if len(ended) > NAMED:
        without = message("among_others", what=without)
    code = "left_no_overall" if certified.dimension == OVERALL else "left_no_criterion"
    return message(
        "checks_ended",
        checks=text,
        n=Ref(str(len(ended))),
        left=message(code),
        without=without,
    )


def _counted(certified: Certified) -> Message:
    if not certified.counted:
        return message("checks_none")
    held = Ref(str(len(certified.held)))
    counted = Count(len(certified.counted))
    if not certified.difference:
        return message("checks_tie", all=counted, held=held)
    turned = certified.turned
    if not turned:
        return message("checks_all", all=counted)
    if len(turned) > NAMED:
        return message("checks_most", all=counted, held=held)
    kinds = Listing(map(named, turned))
    return message("checks_some", all=counted, held=held, turned=kinds)


def named(check: Check) -> Message:
    """What a check changes."""
    return message(f"check_{check.kind}", what=Term(check.what))
