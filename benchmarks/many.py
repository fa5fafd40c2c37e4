"""What very many programs cost to compare and to show, each beside what it is measured by: a pair
beside the subtraction of its draws in numpy, and the page in Chromium beside that of the library.

Prints ratios.

python benchmarks/many.py [PROGRAMS [CHROMIUM]]
"""

from __future__ import annotations

import random
import resource
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy
from attrs import evolve
from playwright.sync_api import Page, sync_playwright

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.overall import aggregate_overall
from evalkit.engine.uncertainty import DRAWS, with_intervals
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.result import Rating
from evalkit.plugin import Options
from evalkit.report import html

WEIGHT = """async (value) => {
  const slider = document.querySelector("[data-weight]");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
"""Moves a weight, and waits until the page has shown something."""


def made(cards: evalkit.Cards, programs: int) -> list[ReportCard]:
    """So many copies of the cards with ids and errors of their own, and levels at random in three
    of four criteria.
    """
    chance = random.Random(1)
    sources = islice(cycle(cards), programs)
    return [_varied(card, place, chance) for place, card in enumerate(sources)]


def _varied(card: ReportCard, place: int, chance: random.Random) -> ReportCard:
    program = evolve(card.program, id=f"{card.program.id}-{place}", part_of="")
    middle = chance.uniform(0.5, 3.5)
    dimensions = tuple(
        aggregate_dimension(
            dimension.id,
            card.rubric,
            [_rated(rating, middle, chance) for rating in dimension.criteria],
            program,
        )
        for dimension in card.dimensions
    )
    overall = aggregate_overall(card.rubric, dimensions)
    varied = evolve(card, program=program, dimensions=dimensions, overall=overall)
    return evolve(
        with_intervals(varied, place), provenance=evolve(card.provenance, seed=place)
    )


def _rated(rating: Rating, middle: float, chance: random.Random) -> Rating:
    if chance.random() < 0.25:
        return Rating(rating.id, rating.criterion, "unknown")
    level = min(4.0, max(0.0, round(2 * chance.gauss(middle, 0.8)) / 2))
    ends = max(0.0, level - 0.6), min(4.0, level + 0.6)
    return Rating(
        rating.id, rating.criterion, "rated", level, ends, "moderate", half=0.6
    )


def subtraction() -> float:
    """The processor time of subtracting the draws of a pair and counting those above zero."""
    chance = numpy.random.default_rng(1)
    one, others = chance.normal(size=DRAWS), chance.normal(size=(64, DRAWS))
    start = time.process_time()
    for _ in range(200):
        numpy.count_nonzero(one - others > 0, axis=1)
    return (time.process_time() - start) / (200 * len(others))


def compared(cards: list[ReportCard]) -> Comparison:
    """A comparison, with what it took."""
    unit, start = subtraction(), time.process_time()
    comparison = compare_programs(cards)
    seconds = time.process_time() - start
    pairs = sum(tally.pairs for tally in comparison.tallies)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = seconds / pairs
    print(
        f"{len(cards):,} programs compared: {seconds:.1f} s, {memory:,.0f} MiB at most"
    )
    print(
        f"a pair in a dimension: {1e6 * each:.1f} us, {each / unit:.1f} of its subtraction"
    )
    return comparison


def busy(session: Any) -> float:
    """The processor time that a page has taken so far, in seconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(
        metric["value"] for metric in metrics if metric["name"] == "TaskDuration"
    )


def shown(page: Page, path: Path) -> tuple[float, float, float, int]:
    """Seconds to open a page, to answer the first weight and a later one, and its elements."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = [busy(session)]
    page.goto(path.as_uri())
    page.wait_for_selector(".scripted.tools:not([hidden])", state="attached")
    times.append(busy(session))
    elements = page.evaluate("document.querySelectorAll('*').length")
    took = [times[1] - times[0]]
    for value in (80, 30):
        before = busy(session)
        page.evaluate(WEIGHT, value)
        took.append(busy(session) - before)
        page.wait_for_timeout(10_000)
    return took[0], took[1], took[2], elements


def main(programs: int, chromium: str) -> None:
    """Compare and show so many programs."""
    library = evalkit.score()
    few = compare_programs(made(library, len(library)))
    many = compared(made(library, programs))
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        results = []
        for name, comparison in (("few", few), ("many", many)):
            path = Path(folder) / f"{name}.html"
            path.write_text(html.comparison(comparison, Options()), encoding="utf-8")
            results.append(shown(browser.new_page(), path))
        browser.close()
    what = ("to open", "for the first weight", "for a later weight")
    for place, text in enumerate(what):
        first, second = (result[place] for result in results)
        print(
            f"page: {second:.2f} s {text}, {second / first:.1f} of the library's {first:.2f} s"
        )
    print(
        f"page: {results[1][3]:,} elements, {results[1][3] / results[0][3]:.1f} of the library's"
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1000,
        sys.argv[2] if len(sys.argv) > 2 else "chromium",
    )
