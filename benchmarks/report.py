"""How long the page and the workbook take to write and how large they are, each beside pandas' own
writer of the same rows.

Prints ratios.

python benchmarks/report.py [RUNS]
"""

from __future__ import annotations

import io
import sys
import time
from functools import partial

import pandas
from attrs import evolve
from timing import in_turn

import evalkit
from evalkit.plugin import Options
from evalkit.report import html, rows, xlsx

PROGRAMS = (1, 25, 1000)
Frames = dict[str, pandas.DataFrame]


def copies(cards: evalkit.Cards, many: int) -> evalkit.Cards:
    """The cards, and copies of them with ids of their own where more are asked for."""
    made = [*cards[:many]]
    for number in range(2, 2 + many // len(cards)):
        for card in cards:
            program = evolve(card.program, id=f"{card.program.id}-{number}")
            made.append(evolve(card, program=program))
    return evalkit.Cards(made[:many])


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
        pages = [table.to_html(index=False) for table in tables.values()]
    return "\n".join(pages).encode()


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


def main(runs: int) -> None:
    """Time each writer `runs` times, in turn with that of pandas, by the wall.

    Neither scoring nor frames are timed.
    """
    library, single = evalkit.score(), evalkit.score("kr-gsbc")
    writers = {"page": (page, to_html), "workbook": (workbook, to_excel)}
    for name, (ours, theirs) in writers.items():
        for many in PROGRAMS:
            cards = single if many == 1 else copies(library, many)
            mine, reference = partial(ours, cards), partial(theirs, frames(cards))
            times = in_turn(mine, reference, runs, time.perf_counter)
            median, least = 1000 * times.median, 1000 * min(times.ours)
            size = len(mine())
            ratio, of_size = times.ratio, size / len(reference())
            print(
                f"{name}, {many:5,} program{'s' * (many > 1):1} {median:7,.0f} ms"
                f" (least {least:,.0f})   {ratio:.2f} of {theirs.__name__}"
                f"   {size / 1000:6,.0f} kB   {of_size:.2f} of {theirs.__name__}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
