"""How several scores become one: each aggregator that comes with evalkit is a module of this
package, and a rubric names it as its file is called.

A module defines one class that is an `Aggregator`, and hands it over as `AGGREGATOR`, as those of
plugins do. Reports print its formulas, and `python tools/aggregators.py` writes those of the page.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache, reduce
from operator import add

from evalkit.engine.arrays import Numeric
from evalkit.plugin.aggregator import Aggregation, Aggregator, Guarded, offered

NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""Those that come with evalkit; known without importing any, for numpy takes long to import."""

FLOOR = 1.0
"""Points below which a value counts as so many in the geometric mean of a dimension, and in an
overall score whose rubric sets no other floor."""


def known() -> tuple[str, ...]:
    """What a rubric may name: what comes with evalkit, and what plugins bring."""
    return (*NAMES, *sorted(offered().keys() - {*NAMES}))


def own() -> list[Aggregation]:
    """The aggregators that come with evalkit, as a plugin offers them."""
    return [_offer(name) for name in NAMES]


def aggregator(name: str, floor: float = FLOOR) -> Aggregator:
    """The aggregator that a rubric names.

    Raises PluginError for a name that is not known, and for one that cannot be used.
    """
    if name in NAMES:
        return _own(name, floor)
    # a name that nobody offers is refused when its module is looked for here
    aggregation = offered().get(name, _offer(name))
    return Guarded(name, aggregation.made(floor))


@cache
def _own(name: str, floor: float) -> Aggregator:
    return _offer(name).made(floor)


def _offer(name: str) -> Aggregation:
    return Aggregation(name, f"{__name__}.{name}")


def added(terms: Iterable[Numeric]) -> Numeric:
    """The sum of one term or more, numbers or columns, from left to right.

    `sum` adds numbers in another way than columns from Python 3.12 on, and `fsum` adds no columns.
    """
    total: Numeric = reduce(add, terms)
    return total
