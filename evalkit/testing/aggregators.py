"""What an aggregator of a plugin does with values that it has not seen."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evalkit.model.errors import PluginError
from evalkit.model.message import Message
from evalkit.plugin.aggregator import Aggregation, Aggregator, Guarded, Values, Weights

TRIES, SLACK = 200, 1e-6
NAMES = "abcd"


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
    dice = random.Random(1)
    for _ in range(TRIES):
        names = NAMES[: dice.randint(1, len(NAMES))]
        weights = {name: dice.uniform(0.1, 1) for name in names}
        # From 1, the floor: an aggregator may count what lies below as the floor.
        left, right = ({name: dice.uniform(1, 100) for name in names} for _ in range(2))
        yield from _odd(made, left, right, weights)


def _odd(
    made: Aggregator, left: Values, right: Values, weights: Weights
) -> Iterator[str]:
    """What is wrong with scores of two sets of values."""
    score = float(made.score(left, weights))
    shown = {name: round(value, 2) for name, value in left.items()}
    least, most = min(left.values()), max(left.values())
    if not least - SLACK <= score <= most + SLACK:
        yield f"the score of {shown} is {score:g}, which lies outside of the values"
    backward = {name: left[name] for name in reversed([*left])}
    if abs(float(made.score(backward, weights)) - score) > SLACK:
        yield f"the order of {shown} changes the score"
    for name, value in left.items():
        raised = {**left, name: value + 1}
        if float(made.score(raised, weights)) < score - SLACK:
            yield f"a higher value of {name} lowers the score of {shown}"
    difference = score - float(made.score(right, weights))
    total = sum(made.decompose(left, right, weights).values())
    if abs(total - difference) > SLACK:
        yield f"the parts of a difference add up to {total:g}, not {difference:g}"
    yield from _columns(made, left, right, weights)


def _columns(
    made: Aggregator, left: Values, right: Values, weights: Weights
) -> Iterator[str]:
    import numpy  # a plugin without an aggregator is tried without it

    # the draws of a range are scored at once, as columns
    columns = {name: numpy.array([left[name], right[name]]) for name in left}
    together = numpy.asarray(made.score(columns, weights))
    alone = [float(made.score(left, weights)), float(made.score(right, weights))]
    if together.shape != (2,) or abs(together - alone).max() > SLACK:
        yield "a column of values does not give the column of their scores"
