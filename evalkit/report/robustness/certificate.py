"""A certificate in words: its sentence, then each dimension with what weights decide and every
check.
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.message import Term, message
from evalkit.model.result import OVERALL
from evalkit.model.robustness.certificate import Certificate, Certified, Check
from evalkit.model.rounding import written
from evalkit.report import number
from evalkit.report.compared.pairs import RESULTS
from evalkit.report.phrases import capitalized, series, translated
from evalkit.report.robustness.blocks import Block

ORDERS = {
    "left": "{left} is at least as high on every common criterion",
    "right": "{right} is at least as high on every common criterion",
    "same_levels": "all levels are the same",
    "open": "neither: each is higher on some criterion",
}
ORDERS_OVERALL = {
    "left": "{left} is at least as high in every dimension that is compared",
    "right": "{right} is at least as high in every dimension that is compared",
    "same_levels": "all dimensions have the same score",
    "open": "neither: each is higher in some dimension",
}
HELD = {
    "holds": "holds",
    "ties": "same score",
    "reverses": "reverses",
    "no_criterion": "no common criterion",
    "no_overall": "no overall score",
}
TIED = {**HELD, "holds": "still ties", "reverses": "no longer ties"}
"""The same where the scores are the same without a change."""
NOTE = (
    "All weights that add up to 1 count alike. The order says which side is above, the result"
    " whether the rubric calls it higher; * marks a result that differs from the one without the"
    " change. Counted are checks that change a score; others change errors alone, or levels that"
    " are not compared."
)
MORE = (
    "Only checks that change the order or the result are listed: -v lists every check."
)
CAP = (
    "At some weights a cap limits a score: the shares take it into account, robustness and moves do"
    " not."
)


def blocks(certificate: Certificate, every: bool = True) -> list[Block]:
    """The sentence of the certificate, then a block for each dimension with `every` check, or only
    those that change the order or the result.
    """
    caveats = [capitalized(translated(warning)) for warning in certificate.warnings]
    notes = [say(NOTE)] if every else [say(NOTE), say(MORE)]
    return [
        Block("", [translated(certificate.sentence)]),
        *(_block(certificate, entry, every) for entry in certificate.dimensions),
        *([Block(say("Caveats"), caveats)] if caveats else []),
        Block("", notes=notes),
    ]


def _block(certificate: Certificate, entry: Certified, every: bool) -> Block:
    is_repeated = entry.sentence == certificate.sentence
    shown = entry.checks if every else filter(_changes, entry.checks)
    return Block(
        say(entry.name),
        [] if is_repeated else [translated(entry.sentence)],
        facts=_facts(certificate, entry),
        head=[say("check"), say("difference"), say("order"), say("result")],
        rows=[_row(certificate, entry, check) for check in shown],
        notes=[say(CAP)] if entry.weights.cap else [],
    )


def _changes(check: Check) -> bool:
    """Whether a check changes the order or the result."""
    return check.held != "holds" or not check.same_result


def _facts(certificate: Certificate, entry: Certified) -> Iterator[tuple[str, str]]:
    left, right = certificate.left, certificate.right
    first, second = map(number.score, entry.scores)
    text = "{left} {score}, {right} {other}"
    yield say("scores"), say(text, left=left, right=right, score=first, other=second)
    yield say("result"), _result(certificate, entry.result)
    yield _common(certificate, entry)
    orders = ORDERS_OVERALL if entry.dimension == OVERALL else ORDERS
    yield say("dominance"), say(orders[entry.order], left=left, right=right)
    yield from _shares(certificate, entry)
    yield from _moves(entry)
    yield say("checks"), _counted(entry)


def _common(certificate: Certificate, entry: Certified) -> tuple[str, str]:
    """What both sides have: the criteria of a dimension, or the dimensions of the overall score."""
    if entry.dimension != OVERALL:
        return say("common criteria"), series(entry.criteria)
    names = {other.dimension: say(other.name) for other in certificate.dimensions}
    return say("dimensions"), series(names[name] for name in entry.criteria)


def _shares(certificate: Certificate, entry: Certified) -> Iterator[tuple[str, str]]:
    """Which side how many weights favor, exactly or by simulation, without and with levels."""
    space = entry.weights
    if space.count:
        how = say("exact") if space.error is None else _error(space.error)
        text = _favoring(certificate, entry, space.share, how)
    else:
        text = say("play no part: a decision table or the lowest value gives the score")
    yield say("all weights"), text
    how = _error(space.simulated_error)
    text = _favoring(certificate, entry, space.simulated, how)
    yield say("weights and levels simulated"), text


def _counted(entry: Certified) -> str:
    """All checks of a dimension, by what they change."""
    text = "{all} change a score ({held} keep the order), {other} change none"
    if entry.ended:
        text = (
            "{all} change a score ({held} keep the order), {other} change none,"
            " {ended} leave none"
        )
    counted, ended = len(entry.counted), len(entry.ended)
    other = len(entry.checks) - counted - ended
    return say(text, all=counted, held=len(entry.held), other=other, ended=ended)


def _moves(entry: Certified) -> Iterator[tuple[str, str]]:
    """How far weights, or one level, may move."""
    space, level = entry.weights, entry.level
    if space.robustness is not None and space.bounded is not None:
        text = (
            "{share} of each weight may go to any criteria without reversing the order; {bounded}"
            " within half to 1.5 of each"
        )
        kept, bounded = map(number.share, (space.robustness, space.bounded))
        yield say("robustness"), say(text, share=kept, bounded=bounded)
    # none has to move where the scores tie already
    if space.moved:
        weights = series(
            f"{name} {number.share(part)}" for name, part in space.weights.items()
        )
        text = "{share} of the weight has to move for a tie: {weights}"
        moved = say(text, share=number.share(space.moved), weights=weights)
        yield say("least change of weights"), moved
    if level:
        text = "{program} {criterion} from {level} to {needed} for a tie"
        ends = {
            "level": number.level(level.level),
            "needed": number.level(level.needed),
        }
        changed = say(text, program=level.program, criterion=level.criterion, **ends)
        yield say("least change of a level"), changed


def _favoring(
    certificate: Certificate, entry: Certified, share: float, how: str
) -> str:
    """The share that favors the side that is above."""
    is_right = entry.difference < 0
    favored = certificate.right if is_right else certificate.left
    shown = _share(1 - share if is_right else share)
    return say("{share} favor {left} ({how})", share=shown, left=favored, how=how)


def _share(share: float) -> str:
    """A share that is neither none nor all does not read as such."""
    if 0 < share < 0.005:
        return say("less than {share}", share="0.5%")
    if 0.995 < share < 1:
        return say("more than {share}", share="99.5%")
    return number.share(share)


def _error(error: float) -> str:
    if not error:  # no simulation differs, which is not yet exactness
        return say("in all simulations")
    return say("simulated, ± {points} points", points=written(100 * error, 1))


def _result(certificate: Certificate, result: str) -> str:
    if result in RESULTS:
        return say(RESULTS[result])
    higher = certificate.left if result == "left" else certificate.right
    return say("{program} higher", program=higher)


def _row(certificate: Certificate, entry: Certified, check: Check) -> list[str]:
    name = translated(message(f"check_{check.kind}", what=Term(check.what)))
    difference = number.UNKNOWN
    if check.difference is not None:
        difference = written(check.difference, 1, "+")
    # Without a difference there is no order that a check could keep: then it keeps the tie.
    orders = HELD if entry.difference else TIED
    result = _result(certificate, check.result)
    if not check.same_result:
        result += " *"
    return [name, difference, say(orders[check.held]), result]
