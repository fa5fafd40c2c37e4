"""Ways to make one score of several: what a plugin may bring, by the name that rubrics give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import fsum
from typing import Any, ClassVar

from attrs import field

from evalkit.model.errors import PluginError
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, quoted
from evalkit.plugin import checks
from evalkit.plugin.isolation import Failed, imported, isolated

Values = Mapping[str, Any]
"""By id a score from 0 to 100, or a numpy column of them."""
Weights = Mapping[str, float]
"""By id a weight from 0 upward; those of the values add up to more than 0."""
# All orders of 10 values need 2**10 scores for each difference.
EXACT = 10
"""Values up to which every order counts when a difference is taken apart."""


@frozen
class Operand:
    """One value in a formula of a spreadsheet, with its weight, each an expression.

    `known` is a condition under which it counts; empty for a value that always does.
    """

    weight: str
    value: str
    known: str = ""

    def counted(self, expression: str) -> str:
        """An expression where the value counts, and 0 where it does not."""
        return f"IF({self.known},{expression},0)" if self.known else expression


class Aggregator:
    """A way to make one score of several. Only `score` and `describe` have to be written.

    The score lies between the lowest and the highest value, and a higher value never lowers it.
    Since 0.2.
    """

    SCRIPT: ClassVar[str] = ""
    """The same in JavaScript: a function of the floor that gives an object with `score` and
    `decompose`, which take arrays of numbers. Without it a page does not score again under other
    weights."""

    def score(self, values: Values, weights: Weights) -> Any:
        """The score of values: a number, or a column where the values are columns."""
        raise NotImplementedError

    def decompose(
        self, left: Values, right: Values, weights: Weights
    ) -> dict[str, float]:
        """What each value adds to `score(left) - score(right)`, in points; together all of it.

        Both sides are numbers and have the same ids. Here it is the Shapley value: what a value
        adds on average, in whatever order the values change from right to left (Shapley 1953). With
        more than `EXACT` values the order in which they stand and its reverse count.
        """
        if len(left) > EXACT:
            return _by_two_orders(self, left, right, weights)
        return _by_all_orders(self, left, right, weights)

    def describe(self) -> Message:
        """What it is called, without an article, as explanations print it."""
        raise NotImplementedError

    def formula(self, terms: Sequence[Operand]) -> str:
        """The expression that a spreadsheet computes the score by; empty where there is none, and
        the workbook then has no sheet for other weights.
        """
        return ""


@frozen
class Aggregation:
    """The `name` of an aggregator and the module that holds it as `AGGREGATOR`: a subclass of
    Aggregator that is made with a floor, below which a score may count as the floor.

    The module is imported when a rubric asks for it. Since 0.2.
    """

    name: str = field(validator=checks.name)
    module: str = field(validator=checks.name)

    def made(self, floor: float = 1.0) -> Aggregator:
        """The aggregator; raises PluginError where its module cannot be imported or holds none."""
        module = imported(f"the aggregator {self.name}", self.module)
        kind: Any = getattr(module, "AGGREGATOR", None)
        if not (isinstance(kind, type) and issubclass(kind, Aggregator)):
            raise PluginError(
                f"the aggregator {self.name} cannot be used: {self.module} has no AGGREGATOR that"
                " is a subclass of evalkit.plugin.Aggregator"
            )
        make: Any = kind  # which takes the floor
        made: Aggregator = make(floor)
        return made


@frozen
class Guarded(Aggregator):
    """An aggregator of a plugin; whatever it raises becomes a PluginError that names it."""

    name: str
    inner: Aggregator

    def score(self, values: Values, weights: Weights) -> Any:
        """Its score."""
        return self._asked("score", values, weights)

    def decompose(
        self, left: Values, right: Values, weights: Weights
    ) -> dict[str, float]:
        """Its parts of a difference."""
        parts: dict[str, float] = self._asked("decompose", left, right, weights)
        return parts

    def describe(self) -> Message:
        """Its name."""
        # a plain text may stand for a message wherever a plugin gives one
        return quoted(self._asked("describe"))

    def formula(self, terms: Sequence[Operand]) -> str:
        """Its formula."""
        formula: str = self._asked("formula", terms)
        return formula

    def _asked(self, method: str, *arguments: Any) -> Any:
        try:
            with isolated(f"{method} of the aggregator {self.name}"):
                return getattr(self.inner, method)(*arguments)
        except Failed as failure:
            raise PluginError(
                f"the aggregator {self.name} failed: {failure}; choose another in the rubric"
            ) from failure


# Of the process, like catalogs: a formula that asks for one knows no host (decision 0098).
_offered: dict[str, Aggregation] = {}


def offer(aggregations: Iterable[Aggregation]) -> None:
    """Let rubrics ask for aggregators by their names, in this process."""
    _offered.update({aggregation.name: aggregation for aggregation in aggregations})


def offered() -> Mapping[str, Aggregation]:
    """The aggregators of the plugins that were loaded, by name."""
    return _offered


def _by_all_orders(
    aggregator: Aggregator, left: Values, right: Values, weights: Weights
) -> dict[str, float]:
    names = [*left]
    scores = {
        chosen: _mixed(aggregator, left, right, chosen, weights=weights)
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    }
    return {name: _mean_gain(name, names, scores) for name in names}


def _mean_gain(
    name: str, names: Sequence[str], scores: Mapping[tuple[str, ...], float]
) -> float:
    """What a value adds on average over all orders, given the score of each choice of the left."""
    others = [other for other in names if other != name]
    means = []
    # each number of values that changed before is as likely as another
    for size in range(len(others) + 1):
        gains = []
        for before in combinations(others, size):
            # in the order of the names, as the keys of the scores are
            after = tuple(other for other in names if other in (name, *before))
            gains.append(scores[after] - scores[before])
        means.append(fsum(gains) / len(gains))
    return fsum(means) / len(means)


def _by_two_orders(
    aggregator: Aggregator, left: Values, right: Values, weights: Weights
) -> dict[str, float]:
    parts = dict.fromkeys(left, 0.0)
    # The mean of an order and its reverse is the Shapley value where values act alone or in pairs.
    for order in ([*left], [*left][::-1]):
        before = _mixed(aggregator, left, right, (), weights=weights)
        for place, name in enumerate(order, 1):
            after = _mixed(aggregator, left, right, order[:place], weights=weights)
            parts[name] += (after - before) / 2
            before = after
    return parts


def _mixed(
    aggregator: Aggregator,
    left: Values,
    right: Values,
    chosen: Sequence[str],
    *,
    weights: Weights,
) -> float:
    """The score of the right side with some values of the left one."""
    values = {name: left[name] if name in chosen else right[name] for name in left}
    return float(aggregator.score(values, weights))
