"""Whether the shares of exports to the five largest markets and beyond the ten largest can hold
together: arithmetic, no statistics.
"""

from __future__ import annotations

import math

from evalkit.model.facts import Exports
from evalkit.model.quantity import Quantity
from evalkit.model.rounding import percent, written

MARKETS = 180
"""Markets that there can be beyond the tenth; about 190 states are in the world."""
TOLERANCE = 1e-9


def doubt(exports: Exports) -> str:
    """Why both shares can hardly hold, empty when they can.

    A mere limit (less than half) is taken as if the share were near it.

    With a share x of the five largest markets and y beyond the ten largest, markets 6 to 10 share 1
    - x - y. None of them is larger than the fifth, so together they have no more than x. None
    beyond the tenth is larger than the tenth, so y needs 5 y / (1 - x - y) markets.
    """
    if not isinstance(exports.top5, Quantity) or not isinstance(
        exports.beyond10, Quantity
    ):
        return ""
    least, most = exports.top5.low, exports.top5.high
    beyond, widest = exports.beyond10.low, min(1.0, exports.beyond10.high)
    if least + beyond > 1 + TOLERANCE:
        return (
            f"{percent(least)} to five markets and {percent(beyond)} beyond ten are more than all"
            " exports"
        )
    if 1 - most - widest > most + TOLERANCE:
        return (
            f"{percent(1 - most - widest)} would go to markets 6 to 10, more than the"
            f" {percent(most)} of the five largest"
        )
    # markets 6 to 10 share no more than the five largest, so these have at least half of the rest
    flattest = max(least, (1 - beyond) / 2)
    if _needed(flattest, beyond) > MARKETS:
        return (
            f"{percent(beyond)} beyond ten markets, beside {percent(flattest)} or more to five,"
            " needs more markets than there are countries"
        )
    if least > 0 or most >= 1 or _needed(most, beyond) <= MARKETS:
        return ""  # a range says that the share lies somewhere in it, and some of it can hold
    return (
        f"{percent(beyond)} beyond ten markets cannot stand beside {percent(most)} to five: next"
        " to nothing is left for markets 6 to 10, and none beyond is larger than these"
        + _flat_tails(flattest, most, beyond)
    )


def _flat_tails(flattest: float, most: float, beyond: float) -> str:
    """What it would take, shown on up to two shares of the five largest markets that could hold."""
    nearer = []
    for step in range(1, 8):
        share = most - step / 20
        if share >= flattest and _needed(share, beyond) <= MARKETS:
            nearer.append(share)
    if not nearer:
        return ""
    examples = " and ".join(
        f"{written(_needed(share, beyond))} at {percent(share)}" for share in nearer[:2]
    )
    return (
        f"; it takes a flat tail of that many equal markets or more: {examples} to five"
    )


def _needed(top5: float, beyond10: float) -> float:
    """The least number of markets beyond the tenth, infinite where nothing is left for markets 6 to
    10.
    """
    if beyond10 < TOLERANCE:
        return 0
    rest = 1 - top5 - beyond10
    return math.inf if rest < TOLERANCE else math.ceil(5 * beyond10 / rest - TOLERANCE)
