"""How several scores become one: each aggregator is a module of this package, and a rubric names
it as its file is called.

A module defines one class that is an `Aggregator`, and hands it over as `AGGREGATOR`. Nothing else
has to be told of it: rubrics may name it, reports print its formulas, and
`python tools/aggregators.py` writes those of the page.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, Protocol

from evalkit.model.frozen import frozen
from evalkit.model.message import Message

Values = Mapping[str, Any]
"""By id a score from 0 to 100, or a numpy column of them."""
Weights = Mapping[str, float]
"""By id a weight from 0 upward; those of the values add up to more than 0."""
NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""What a rubric may name; known without importing any, for numpy takes long to import."""


@frozen
class Term:
    """One value in a formula of a spreadsheet, with its weight, each an expression.

    `known` is a condition under which it counts; empty for a value that always does.
    """

    weight: str
    value: str
    known: str = ""

    def counted(self, expression: str) -> str:
        """An expression where the value counts, and 0 where it does not."""
        return f"IF({self.known},{expression},0)" if self.known else expression


class Aggregator(Protocol):
    """A way to make one score of several; a score below `floor` may count as the floor.

    `SCRIPT` is the same in JavaScript: a function of the floor that gives an object with `score`
    and `decompose`, which take arrays of numbers in place of maps.
    """

    floor: float
    SCRIPT: str

    def score(self, values: Values, weights: Weights) -> Any:
        """The score of values: a number, or a column where the values are columns."""

    def decompose(self, left: Values, right: Values, weights: Weights) -> dict[str, float]:
        """What each value adds to `score(left) - score(right)`, in points; together all of it.

        Both sides are numbers and have the same ids.
        """

    def describe(self) -> Message:
        """What it is called, without an article, as explanations print it."""

    def formula(self, terms: Sequence[Term]) -> str:
        """The expression that a spreadsheet computes the score by."""


def aggregator(name: str, floor: float = 1.0) -> Aggregator:
    """The aggregator that a rubric names; raises ModuleNotFoundError for a name not in `NAMES`."""
    made: Aggregator = importlib.import_module(f"{__name__}.{name}").AGGREGATOR(floor)
    return made


def added(terms: Iterable[Any]) -> Any:
    """The sum of one term or more, numbers or columns, from left to right.

    `sum` adds numbers in another way than columns from Python 3.12 on, and `fsum` adds no columns.
    """
    return reduce(add, terms)


def script() -> str:
    """The module of the page that holds all aggregators by their names."""
    entries = "".join(f"  {name}: {aggregator(name).SCRIPT.strip()},\n" for name in NAMES)
    return f"""\
// How several scores become one. Written by tools/aggregators.py from evalkit/engine/aggregators.
/** @import {{ Aggregator }} from "./types" */
import {{ sum }} from "./number.js";

/**
 * By the name that a rubric gives it.
 * @type {{Record<string, (floor: number) => Aggregator>}}
 */
export const AGGREGATORS = {{
{entries}}};
"""
