"""The overlaps of synthetic programs, beside the same product with the sparse matrices of scipy in
the same run.

The product: which programs meet in which cell of function, target group and place, who owns them,
and what they spend there; what serves the whole country meets in every region. Both begin with the
same records. scipy multiplies matrices of cells by programs, programs by owners, and programs by
budgets; evalkit makes its results of them too. The pairs of programs that meet, which evalkit
never makes, are printed as well.

Needs scipy. Prints processor time and ratios.

python benchmarks/portfolio.py [PROGRAMS] [RUNS]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy import sparse
from timing import in_turn, seconds

from evalkit.model.fixed import Fixed
from evalkit.model.quantity import Quantity
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.portfolio import ladder
from evalkit.portfolio.places import Place
from evalkit.portfolio.record import Amount, Record

PLACES, OWNERS = 250, 300
"""Municipalities, about as many as Korea has, and owners."""
NATIONWIDE, WITH_BUDGET = 0.05, 0.8
"""Shares of programs."""


def synthetic(number: int) -> list[Record]:
    """Programs with one to three functions and none to two target groups for each."""
    dice = random.Random(1)
    return [_record(place, dice) for place in range(number)]


def _record(number: int, dice: random.Random) -> Record:
    region = "" if dice.random() < NATIONWIDE else f"KR-{dice.randrange(PLACES)}"
    functions = {
        name: frozenset(dice.sample([*TARGETS], dice.randint(0, 2)))
        for name in dice.sample([*FUNCTIONS], dice.randint(1, 3))
    }
    amount = float(dice.randint(1, 10**9))
    budget = Amount(Quantity(amount, amount, "KRW", 2025), "year")
    return Record(
        id=f"p{number:07}",
        name="a program",
        file="a file",
        country="KR",
        owners=(f"owner {dice.randrange(OWNERS)}",),
        places=(Place("KR", region),),
        functions=Fixed(functions),
        budget=budget if dice.random() < WITH_BUDGET else None,
    )


def ours(records: Sequence[Record]) -> int:
    """The cells in which programs meet, by evalkit."""
    met = ladder.meetings(ladder.index(records))
    ladder.totals(met)
    return len(ladder.climb(records, met))


def incidence(records: Sequence[Record]) -> tuple[Any, list[ladder.Cell]]:
    """Cells by programs, with what serves the whole country beside each region."""
    cells: dict[ladder.Cell, int] = {}
    rows, columns = [], []
    for column, record in enumerate(records):
        for cell in ladder.index([record]):
            rows.append(cells.setdefault(cell, len(cells)))
            columns.append(column)
    own = _ones(rows, columns, (len(cells), len(records)))
    # a cell of a region meets what serves the whole country, and itself
    regional = [*range(len(cells))]
    beside = [*range(len(cells))]
    for cell, row in cells.items():
        nationwide = cells.get(cell.nationwide)
        if nationwide is not None and nationwide != row:
            regional.append(row)
            beside.append(nationwide)
    return _ones(regional, beside, (len(cells), len(cells))) @ own, [*cells]


def _ones(rows: list[int], columns: list[int], shape: tuple[int, int]) -> Any:
    """A matrix of ones at some places and zeros elsewhere."""
    ones = np.ones(len(rows), dtype=np.int64)
    return sparse.csr_matrix((ones, (rows, columns)), shape=shape)


def theirs(records: Sequence[Record]) -> int:
    """The cells in which programs meet, by scipy."""
    matrix, named = incidence(records)
    owners: dict[str, int] = {}
    columns, budgets = [], []
    for record in records:
        columns.append(owners.setdefault(record.owners[0], len(owners)))
        budgets.append(record.budget.quantity.low if record.budget else 0.0)
    by_owner = _ones([*range(len(records))], columns, (len(records), len(owners)))
    spent = matrix @ np.array(budgets)
    assert len(spent) == len(named)
    programs = np.diff(matrix.indptr)
    owning = np.diff((matrix @ by_owner).indptr)
    # programs of one owner are no fragmentation
    several = np.array([cell.step == "fragmentation" for cell in named])
    return int(np.where(several, owning > 1, programs > 1).sum())


def pairs(records: Sequence[Record]) -> int:
    """The pairs of programs that meet, by scipy."""
    matrix, _ = incidence(records)
    return int((matrix.T @ matrix).nnz)


def main(number: int, runs: int) -> None:
    """Time both in turn, and print medians."""
    records = synthetic(number)
    cells = ours(records)
    assert cells == theirs(records)
    times = in_turn(partial(ours, records), partial(theirs, records), runs)
    print(f"{number:,} programs, {cells:,} cells in which programs meet")
    print(f"evalkit {times.median:.2f} s, {times.ratio:.1f} times scipy")
    if number <= 20_000:
        took = seconds(partial(pairs, records))
        print(f"pairs of programs that meet: {pairs(records):,} in {took:.2f} s")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 100_000, given[1] if len(given) > 1 else 3)
