"""What very many programs cost to compare and to show, each beside what it is measured by: a pair
beside the subtraction of its draws in numpy, and the page in Chromium beside that of the library.

Prints ratios.

python benchmarks/many.py [PROGRAMS [CHROMIUM]]
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy
from attrs import evolve
from playwright.sync_api import Page, sync_playwright

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.engine.uncertainty import DRAWS
from evalkit.model.comparison import Comparison
from evalkit.plugin import Options
from evalkit.report import html

WEIGHT = """async (value) => {
  const slider = document.querySelector("[data-weight]");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
"""Moves a weight, and waits until the page has shown something."""


def copies(cards: evalkit.Cards, many: int) -> list[Any]:
    """The cards, and copies of them with ids of their own where more are asked for."""
    again = (
        evolve(card, program=evolve(card.program, id=f"{card.program.id}-{place}", part_of=""))
        for place in count(2)
        for card in cards
    )
    return [*cards[:many], *islice(again, max(0, many - len(cards)))]


def subtraction() -> float:
    """The processor time of subtracting the draws of a pair and counting those above zero."""
    chance = numpy.random.default_rng(1)
    one, others = chance.normal(size=DRAWS), chance.normal(size=(64, DRAWS))
    start = time.process_time()
    for _ in range(200):
        numpy.count_nonzero(one - others > 0, axis=1)
    return (time.process_time() - start) / (200 * len(others))


def compared(cards: list[Any]) -> Comparison:
    """A comparison, with what it took."""
    unit, start = subtraction(), time.process_time()
    comparison = compare_programs(cards)
    seconds = time.process_time() - start
    pairs = sum(tally.pairs for tally in comparison.tallies)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = seconds / pairs
    print(f"{len(cards):,} programs compared: {seconds:.1f} s, {memory:,.0f} MiB at most")
    print(f"a pair in a dimension: {1e6 * each:.1f} us, {each / unit:.1f} of its subtraction")
    return comparison


def busy(session: Any) -> float:
    """The processor time that a page has taken so far, in seconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


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
    """Compare and show so many copies of the library."""
    library = evalkit.score()
    few = compare_programs(list(library), "country")
    many = compared(copies(library, programs))
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        results = []
        for name, comparison in (("few", few), ("many", many)):
            path = Path(folder) / f"{name}.html"
            path.write_text(html.comparison(comparison, Options()), encoding="utf-8")
            results.append(shown(browser.new_page(), path))
        browser.close()
    what = ("to open", "for the first weight", "for a later weight")
    for place, text in enumerate(what):
        first, second = (result[place] for result in results)
        print(f"page: {second:.2f} s {text}, {second / first:.1f} of the library's {first:.2f} s")
    print(f"page: {results[1][3]:,} elements, {results[1][3] / results[0][3]:.1f} of the library's")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1000,
        sys.argv[2] if len(sys.argv) > 2 else "chromium",
    )
