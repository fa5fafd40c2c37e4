"""How long the page and the workbook take to write and how large they are, each beside pandas' own
writer of the same rows.

Prints ratios.

python benchmarks/report.py [RUNS]
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count, islice

import pandas
from attrs import evolve

import evalkit
from evalkit.plugin import Options
from evalkit.report import html, rows, xlsx

PROGRAMS = (1, 25, 1000)
Frames = dict[str, pandas.DataFrame]


def copies(cards: evalkit.Cards, many: int) -> evalkit.Cards:
    """The cards, and copies of them with ids of their own where more are asked for."""
    again = (
        evolve(card, program=evolve(card.program, id=f"{card.program.id}-{at}"))
        for at in count(2)
        for card in cards
    )
    return evalkit.Cards([*cards[:many], *islice(again, max(0, many - len(cards)))])


def frames(cards: evalkit.Cards) -> Frames:
    """The rows of the cards as pandas has them: criteria, dimensions with the overall score, and
    the evidence that is cited.
    """
    evidence = pandas.DataFrame(rows.evidence(cards))
    return {
        "Criteria": cards.frame(),
        "Dimensions": cards.frame(level="dimension"),
        "Evidence": evidence,
    }


def to_html(tables: Frames) -> bytes:
    """The frames one after the other, texts in full."""
    with pandas.option_context("display.max_colwidth", None):
        return "\n".join(
            table.to_html(index=False) for table in tables.values()
        ).encode()


def to_excel(tables: Frames) -> bytes:
    """The frames on a sheet each."""
    held = io.BytesIO()
    with pandas.ExcelWriter(held, engine="xlsxwriter") as book:
        for name, table in tables.items():
            table.to_excel(book, sheet_name=name, index=False)
    return held.getvalue()


def page(cards: evalkit.Cards) -> bytes:
    """The HTML page as it is saved."""
    return html.cards(cards, Options()).encode()


def workbook(cards: evalkit.Cards) -> bytes:
    """The workbook as it is saved."""
    return xlsx.cards(cards, Options())


def seconds(write: Callable[[], bytes]) -> float:
    """The wall time of writing once, in this process."""
    start = time.perf_counter()
    write()
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Time each writer `runs` times, in turn with that of pandas, after writing once.

    Neither scoring nor frames are timed.
    """
    library, single = evalkit.score(), evalkit.score("kr-gsbc")
    for name, ours, theirs in (
        ("page", page, to_html),
        ("workbook", workbook, to_excel),
    ):
        for many in PROGRAMS:
            cards = single if many == 1 else copies(library, many)
            mine, reference = partial(ours, cards), partial(theirs, frames(cards))
            sizes = len(mine()), len(reference())
            pairs = [(seconds(reference), seconds(mine)) for _ in range(runs)]
            ratio = statistics.median(one / other for other, one in pairs)
            (_, median), (_, least) = [
                map(each, zip(*pairs, strict=True)) for each in (statistics.median, min)
            ]
            print(
                f"{name}, {many:5,} program{'s' * (many > 1):1} {median * 1000:7,.0f} ms (least"
                f" {least * 1000:,.0f})   {ratio:.2f} of {theirs.__name__}  "
                f" {sizes[0] / 1000:6,.0f} kB   {sizes[0] / sizes[1]:.2f} of {theirs.__name__}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
