"""What an aggregator of a plugin does with values that it has not seen."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evalkit.model.errors import PluginError
from evalkit.model.frozen import frozen
from evalkit.model.message import Message
from evalkit.plugin.aggregator import Aggregation, Aggregator, Guarded, Values, Weights

TRIES = 200
"""Sets of values that an aggregator is tried with."""
SLACK = 1e-6
"""Points of rounding: columns may be added in another order than numbers."""
NAMES = "abcd"


@frozen
class _Try:
    """Two sets of values of the same names, and the weights of these."""

    aggregator: Aggregator
    left: Values
    right: Values
    weights: Weights

    def score(self, values: Values) -> float:
        """The score of values that are numbers."""
        return float(self.aggregator.score(values, self.weights))

    @property
    def shown(self) -> Values:
        """The left values as a message shows them."""
        return {name: round(value, 2) for name, value in self.left.items()}


def fault(aggregation: Aggregation) -> str | None:
    """What it does wrong; None where nothing was found."""
    try:
        made = Guarded(aggregation.name, aggregation.made())
        return next(_faults(made), None)
    except PluginError as error:
        return str(error)
    except (TypeError, ValueError) as error:
        return f"its score is no number, and no column for columns: {error}"


def _faults(made: Aggregator) -> Iterator[str]:
    if not isinstance(made.describe(), Message):
        yield "describe() gives no message"
    # the same values every time, so that a fault can be found again
    dice = random.Random(1)
    for _ in range(TRIES):
        names = NAMES[: dice.randint(1, len(NAMES))]
        weights = {name: dice.uniform(0.1, 1) for name in names}
        # From 1, the floor: an aggregator may count what lies below as the floor.
        left = {name: dice.uniform(1, 100) for name in names}
        right = {name: dice.uniform(1, 100) for name in names}
        tried = _Try(made, left, right, weights)
        for find in (_outside, _by_order, _falling, _parts, _columns):
            message = find(tried)
            if message:
                yield message


def _outside(tried: _Try) -> str | None:
    """A score that lies outside of the values."""
    score = tried.score(tried.left)
    least, most = min(tried.left.values()), max(tried.left.values())
    if least - SLACK <= score <= most + SLACK:
        return None
    return f"the score of {tried.shown} is {score:g}, which lies outside of the values"


def _by_order(tried: _Try) -> str | None:
    """A score that depends on the order of the values."""
    backward = dict(reversed([*tried.left.items()]))
    if abs(tried.score(backward) - tried.score(tried.left)) <= SLACK:
        return None
    return f"the order of {tried.shown} changes the score"


def _falling(tried: _Try) -> str | None:
    """A score that a higher value lowers."""
    score = tried.score(tried.left)
    for name, value in tried.left.items():
        raised = {**tried.left, name: value + 1}
        if tried.score(raised) < score - SLACK:
            return f"a higher value of {name} lowers the score of {tried.shown}"
    return None


def _parts(tried: _Try) -> str | None:
    """Parts of a difference that are not all of it."""
    difference = tried.score(tried.left) - tried.score(tried.right)
    parts = tried.aggregator.decompose(tried.left, tried.right, tried.weights)
    total = sum(parts.values())
    if abs(total - difference) <= SLACK:
        return None
    return f"the parts of a difference add up to {total:g}, not {difference:g}"


def _columns(tried: _Try) -> str | None:
    """Scores of columns that are not those of their rows: draws of a range are scored at once."""
    import numpy  # a plugin without an aggregator is tried without it

    left, right = tried.left, tried.right
    columns = {name: numpy.array([left[name], right[name]]) for name in left}
    together = numpy.asarray(tried.aggregator.score(columns, tried.weights))
    alone = [tried.score(left), tried.score(right)]
    if together.shape == (2,) and abs(together - alone).max() <= SLACK:
        return None
    return "a column of values does not give the column of their scores"
