"""The programs of a portfolio, read without judging them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.trend import UNKNOWN_PERIOD, Years
from evalkit.portfolio.record import Record, record
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.files import load_description
from evalkit.read.library import Library
from evalkit.read.lines import in_file


@frozen
class Stock:
    """The records of programs, the number of files that were found, and the faults of those that
    gave none.
    """

    records: tuple[Record, ...]
    listed: int
    failures: tuple[InputError, ...] = ()


def read_stock(
    targets: Sequence[str],
    watch: Callable[[int, int], None] | None = None,
) -> Stock:
    """Read files, folders and library ids, the whole library when there are none; a broken file, or
    one that describes a program a second time for the same period, costs only itself.

    `watch` is called after each file with how many of how many are done. Raises NothingMatched for
    a target that names nothing.
    """
    paths = Library().targets(targets)
    by_id: dict[str, list[Record]] = {}
    failures = []
    for done, path in enumerate(paths, start=1):
        try:
            read = read_record(path)
            others = by_id.setdefault(read.id, [])
            for other in others:
                if _may_be_the_same(read.period, other.period):
                    raise _described_twice(path, other)
            others.append(read)
        except InputError as error:
            failures.append(error)
        if watch:
            watch(done, len(paths))
    records = chain.from_iterable(by_id.values())
    return Stock(tuple(records), len(paths), tuple(failures))


def _may_be_the_same(period: Years, other: Years) -> bool:
    """Whether two periods are one, as far as is known."""
    return period == other or UNKNOWN_PERIOD in (period, other)


def read_record(path: Path) -> Record:
    """The record of a program; raises InputError with every fault of its file."""
    return record(load_description(path), label(path))


def _described_twice(path: Path, first: Record) -> InputError:
    both = f"{first.file} and {label(path)} both describe {first.id}"
    remedy = (
        "take one of them away, give it another id, or state in each what is assessed:"
    )
    fault = Diagnostic(*in_file(path), "EK229", both, remedy)
    return InputError(both, (fault,))
