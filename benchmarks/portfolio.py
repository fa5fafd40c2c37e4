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
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

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
    return [_record(each, dice) for each in range(number)]


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
    overlaps, _ = ladder.climb(records, met), ladder.totals(met)
    return len(overlaps)


def incidence(records: Sequence[Record]) -> tuple[Any, list[ladder.Cell]]:
    """Cells by programs, with what serves the whole country beside each region."""
    cells: dict[ladder.Cell, int] = {}
    rows, columns = [], []
    for column, record in enumerate(records):
        for cell in ladder.index([record]):
            rows.append(cells.setdefault(cell, len(cells)))
            columns.append(column)
    named = [*cells]
    wide = [(row, cells.get(cell.nationwide)) for row, cell in enumerate(named)]
    pairs = [(row, other) for row, other in wide if other is not None and other != row]
    ones = np.ones(len(rows), dtype=np.int64)
    own = sparse.csr_matrix((ones, (rows, columns)), shape=(len(named), len(records)))
    beside = sparse.identity(len(named), dtype=np.int64, format="csr")
    if pairs:
        places = tuple(zip(*pairs, strict=True))
        beside = beside + sparse.csr_matrix(
            (np.ones(len(pairs), dtype=np.int64), places), shape=beside.shape
        )
    return beside @ own, named


def theirs(records: Sequence[Record]) -> int:
    """The cells in which programs meet, by scipy."""
    matrix, named = incidence(records)
    owners = {
        owner: number for number, owner in enumerate({r.owners[0] for r in records})
    }
    column = [owners[record.owners[0]] for record in records]
    ones = np.ones(len(records), dtype=np.int64)
    by_owner = sparse.csr_matrix((ones, (range(len(records)), column)))
    budgets = np.array(
        [each.budget.quantity.low if each.budget else 0.0 for each in records]
    )
    count, owned = np.diff(matrix.indptr), np.diff((matrix @ by_owner).indptr)
    spent = matrix @ budgets
    several = np.array([cell.step == "fragmentation" for cell in named])
    assert len(spent) == len(named)
    return int(np.where(several, owned > 1, count > 1).sum())


def pairs(records: Sequence[Record]) -> int:
    """The pairs of programs that meet, by scipy."""
    matrix, _ = incidence(records)
    return int((matrix.T @ matrix).nnz)


def seconds(
    call: Callable[[Sequence[Record]], int], records: Sequence[Record]
) -> float:
    """The processor time of a call."""
    start = time.process_time()
    call(records)
    return time.process_time() - start


def main(number: int, runs: int) -> None:
    """Time both in turn, and print medians."""
    records = synthetic(number)
    assert ours(records) == theirs(records)
    timed = [(seconds(ours, records), seconds(theirs, records)) for _ in range(runs)]
    ratio = statistics.median(mine / other for mine, other in timed)
    print(f"{number:,} programs, {ours(records):,} cells in which programs meet")
    print(
        f"evalkit {statistics.median(mine for mine, _ in timed):.2f} s, {ratio:.1f} times scipy"
    )
    if number <= 20_000:
        print(
            f"pairs of programs that meet: {pairs(records):,} in {seconds(pairs, records):.2f} s"
        )


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 100_000, given[1] if len(given) > 1 else 3)
