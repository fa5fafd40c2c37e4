"""The weighted geometric mean: the lower a value, the more points another has to gain for one that
it loses, so that what is lacking is only partly made up for.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

import numpy

from evalkit.engine.aggregators import added
from evalkit.engine.arrays import Numeric
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Number, message
from evalkit.plugin.aggregator import Aggregator, Operand, Values, Weights

ALIKE = 1e-9
"""Scores whose logarithms differ by less are one: their logarithmic mean is their value."""


@frozen
class Geometric(Aggregator):
    """The weighted geometric mean of values, where one below the floor counts as the floor: a 0
    would make the whole 0, whatever the others are.
    """

    floor: float = 1.0
    SCRIPT = """
(floor) => {
    const log = (/** @type {number} */ value) => Math.log(Math.max(floor, value));
    const score = (/** @type {number[]} */ values, /** @type {number[]} */ weights) =>
      Math.exp(sum(values.map((value, index) => weights[index] * log(value))) / sum(weights));
    return {
      score,
      decompose: (left, right, weights) => {
        const logs = left.map((value, index) =>
          (weights[index] / sum(weights)) * (log(value) - log(right[index])));
        const [ours, theirs] = [score(left, weights), score(right, weights)];
        const ratio = sum(logs);
        const mean = Math.abs(ratio) > 1e-9 ? (ours - theirs) / ratio : ours;
        return logs.map((part) => mean * part);
      },
    };
  }
"""

    def score(self, values: Values, weights: Weights) -> Any:
        """The exponential of the mean of the logarithms."""
        total = fsum(weights[name] for name in values)
        logs = []
        for name, value in values.items():
            share = weights[name] / total
            logs.append(share * self._log(value))
        return numpy.exp(added(logs))

    def decompose(
        self, left: Values, right: Values, weights: Weights
    ) -> dict[str, float]:
        """The log ratio of each pair by its share of the weight, times the logarithmic mean of both
        scores (log-mean Divisia index, Ang 2004).

        The log ratios add up to that of the scores, and the logarithmic mean is the difference of
        two numbers over their log ratio, so that nothing is left over.
        """
        total = fsum(weights[name] for name in left)
        logs = {}
        for name in left:
            share = weights[name] / total
            log_ratio = self._log(left[name]) - self._log(right[name])
            logs[name] = share * float(log_ratio)
        mine = float(self.score(left, weights))
        theirs = float(self.score(right, weights))
        # The log ratios of the parts add up to that of both scores.
        ratio = fsum(logs.values())
        mean = mine
        if abs(ratio) > ALIKE:
            mean = (mine - theirs) / ratio
        return {name: mean * part for name, part in logs.items()}

    def describe(self) -> Message:
        """Its name with the floor."""
        return message("geometric_mean", floor=Number(self.floor))

    def formula(self, terms: Sequence[Operand]) -> str:
        """The exponential of the sum of weighted logarithms over the sum of weights."""
        logs = []
        for term in terms:
            log = f"LN(MAX({self.floor:.15g},{term.value}))"
            logs.append(term.counted(f"{term.weight}*{log}"))
        weights = [term.counted(term.weight) for term in terms]
        return f"EXP(({'+'.join(logs)})/({'+'.join(weights)}))"

    def _log(self, value: Numeric) -> Numeric:
        logarithm: Numeric = numpy.log(numpy.maximum(value, self.floor))
        return logarithm


AGGREGATOR = Geometric
