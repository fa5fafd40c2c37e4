"""The support portfolios of regions beside each other, from declared tables.

A row is complete: what it does not list has no share.
"""

from collections import Counter
from collections.abc import Callable
from math import fsum
from typing import NamedTuple

from evalkit.plugin import (
    NATION,
    Context,
    Measurement,
    Program,
    Statistics,
    measure,
    message,
)
from evalkit.plugin.formulas import cosine, finger_kreinin, krugman


class Compared(NamedTuple):
    """The value of a comparison, and how many other regions it took."""

    value: float
    n: int


Compare = Callable[[Statistics, str, list[str]], Compared | None]
"""A comparison of a region with others; None where the tables do not hold what it needs."""


def _beside_others(program: Program, context: Context, compare: Compare) -> Measurement:
    """What a comparison says of the program's one region beside all others with a portfolio."""
    tables = context.statistics
    if tables is None:
        return Measurement.unknown(message("regional_fit.no_statistics"))
    regions = []
    for region, row in sorted(tables.support.items()):
        # the nation holds the region itself, and what has no support has no profile
        if region != NATION and sum(row.values()) > 0:
            regions.append(region)
    others = [region for region in regions if region not in program.regions]
    if len(program.regions) != 1 or program.regions[0] not in regions or not others:
        return Measurement.unknown(message("regional_fit.portfolios_unknown"))
    compared = compare(tables, program.regions[0], others)
    if compared is None:
        return Measurement.unknown(message("regional_fit.economies_unknown"))
    return Measurement.exactly(compared.value, n=compared.n, source=tables.source)


def _excess(tables: Statistics, region: str, others: list[str]) -> Compared | None:
    employment, support = tables.employment, tables.support
    here = employment.get(region, {})
    excess = []
    for other in others:
        economies = finger_kreinin(here, employment.get(other, {}))
        portfolios = finger_kreinin(support[region], support[other])
        # the tables may hold the support of a region and not its employment
        if economies is not None and portfolios is not None:
            excess.append(portfolios - economies)
    return _mean(excess)


def _mean(values: list[float]) -> Compared | None:
    """The mean of values and their number; None for the mean of nothing."""
    if not values:
        return None
    return Compared(fsum(values) / len(values), len(values))


@measure(
    "excess_homogeneity",
    unit="similarity",
    needs=["regions"],
    range=(-1, 1),
    formula="mean FK of portfolios - mean FK of economies, with every other region",
    source="Finger and Kreinin 1979; docs/method.md, FIT-2",
    question=(
        "By how much more similar is the regions' support than their economies (similarity of "
        "support less similarity of economies, -1 to 1)?"
    ),
    answer="number",
)
def excess_homogeneity(program: Program, context: Context) -> Measurement:
    """How much more similar the regions' support is than their economies.

    A region without a portfolio or an economy in the tables is left out. Unknown without tables, a
    single region or another region.
    """
    return _beside_others(program, context, _excess)


@measure(
    "mean_portfolio_cosine",
    unit="similarity",
    needs=["regions"],
    range=(0, 1),
    formula="mean cosine of support by function with every other region",
    source="docs/method.md, FIT-2; cosine similarity, Salton and McGill 1983",
    question=(
        "How similar is the region's support to that of the other regions, from 0 (nothing in "
        "common) to 1 (the same)?"
    ),
    answer="number",
)
def mean_portfolio_cosine(program: Program, context: Context) -> Measurement:
    """How similar the region's support is to that of every other region.

    A region without a portfolio in the tables is left out. Unknown without tables, a single region
    or another region.
    """
    return _beside_others(program, context, _likeness)


def _likeness(tables: Statistics, region: str, others: list[str]) -> Compared | None:
    here = tables.support[region]
    cosines = [cosine(here, tables.support[other]) for other in others]
    return _mean([value for value in cosines if value is not None])


@measure(
    "krugman_index",
    unit="index",
    needs=["regions"],
    range=(0, 2),
    formula=(
        "sum of |s_ir - s_i| over functions, s_i the share in all other regions together, the"
        " region itself left out"
    ),
    source="Krugman 1991",
    question=(
        "How far does the region's support depart from that of the others, from 0 (the same) to 2 "
        "(nothing in common)?"
    ),
    answer="number",
)
def krugman_index(program: Program, context: Context) -> Measurement:
    """How far the region's support departs from that of all other regions together: 0 the same, 2
    nothing in common.

    A region without a portfolio in the tables is left out. Unknown without tables, a single region
    or another region.
    """
    return _beside_others(program, context, _departure)


def _departure(tables: Statistics, region: str, others: list[str]) -> Compared | None:
    # Added up by amounts, so that a large region weighs more; the region itself would hide how far
    # it departs.
    rest: Counter[str] = Counter()
    for other in others:
        rest.update(tables.support[other])
    index = krugman(tables.support[region], rest)
    return None if index is None else Compared(index, len(others))


MEASURES = [excess_homogeneity, mean_portfolio_cosine, krugman_index]
