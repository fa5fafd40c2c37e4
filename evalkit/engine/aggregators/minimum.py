"""The lowest value: nothing makes up for what is lacking most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy

from evalkit.model.frozen import frozen
from evalkit.model.message import Message, message
from evalkit.plugin.aggregator import Aggregator, Operand, Values, Weights


@frozen
class Minimum(Aggregator):
    """The lowest of the values that carry weight, which needs no floor."""

    floor: float = 1.0
    SCRIPT = """
() => {
    const score = (/** @type {number[]} */ values, /** @type {number[]} */ weights) =>
      Math.min(...values.filter((_, index) => weights[index] > 0));
    return {
      score,
      decompose: (left, right, weights) => {
        const parts = left.map(() => 0);
        const orders = [left.map((_, index) => index), left.map((_, index) => index).reverse()];
        for (const order of orders) {
          const mixed = [...right];
          for (const index of order) {
            const before = score(mixed, weights);
            mixed[index] = left[index];
            parts[index] += (score(mixed, weights) - before) / 2;
          }
        }
        return parts;
      },
    };
  }
"""

    def score(self, values: Values, weights: Weights) -> Any:
        """The lowest value, of columns row by row."""
        counted = [value for name, value in values.items() if weights[name] > 0]
        return reduce(numpy.minimum, counted)

    def decompose(
        self, left: Values, right: Values, weights: Weights
    ) -> dict[str, float]:
        """What each value adds when the values change in their order and in its reverse, on
        average, as the script of the page does.
        """
        parts = dict.fromkeys(left, 0.0)
        # In one order alone the first of two lowest values would have all of the difference.
        for order in ([*left], [*left][::-1]):
            mixed = dict(right)
            for name in order:
                before = float(self.score(mixed, weights))
                mixed[name] = left[name]
                after = float(self.score(mixed, weights))
                parts[name] += (after - before) / 2
        return parts

    def describe(self) -> Message:
        """Its name."""
        return message("minimum")

    def formula(self, terms: Sequence[Operand]) -> str:
        """The least of the known values; one that is not known counts as the highest there is."""
        weighed = []
        for term in terms:
            value = term.value
            if term.known:
                value = f"IF({term.known},{value},100)"
            weighed.append(f"IF({term.weight}>0,{value},100)")
        return f"MIN({','.join(weighed)})"


AGGREGATOR = Minimum
