"""The weighted arithmetic mean: a low value is made up for by a high one, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

from evalkit.engine.aggregators import added
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, message
from evalkit.plugin.aggregator import Aggregator, Operand, Values, Weights


@frozen
class Arithmetic(Aggregator):
    """The weighted arithmetic mean, which needs no floor."""

    floor: float = 1.0
    SCRIPT = """
() => ({
    score: (values, weights) =>
      sum(values.map((value, index) => weights[index] * value)) / sum(weights),
    decompose: (left, right, weights) => left.map(
      (value, index) => (weights[index] / sum(weights)) * (value - right[index])),
  })
"""

    def score(self, values: Values, weights: Weights) -> Any:
        """The sum of the values by their shares of the weight."""
        total = fsum(weights[name] for name in values)
        shares = {name: weights[name] / total for name in values}
        return added(shares[name] * value for name, value in values.items())

    def decompose(
        self, left: Values, right: Values, weights: Weights
    ) -> dict[str, float]:
        """The difference of each pair of values by its share of the weight, which is exact."""
        total = fsum(weights[name] for name in left)
        return {
            name: weights[name] / total * (value - right[name])
            for name, value in left.items()
        }

    def describe(self) -> Message:
        """Its name."""
        return message("arithmetic_mean")

    def formula(self, terms: Sequence[Operand]) -> str:
        """The sum of products over the sum of weights."""
        products = [term.counted(f"{term.weight}*{term.value}") for term in terms]
        weights = [term.counted(term.weight) for term in terms]
        return f"({'+'.join(products)})/({'+'.join(weights)})"


AGGREGATOR = Arithmetic
