"""Pages made from descriptions and rubrics whose every free text is an attack, in a browser.

Texts are shown, and nothing else happens: no script runs, no element is added, nobody is asked.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import evalkit
from evalkit.plugin import Options
from evalkit.report import html

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
import hostile  # noqa: E402
import watched  # noqa: E402
from tabs import Tab, Tabs  # noqa: E402

FRAGMENTS = (
    *r"""
<script>alert(1)</script> <svg/onload=alert(1)> </script> </style> </title> </textarea>
</template> <!-- --> ]]> " ' ` \ & &lt; &#x3c; < > = // /* */ {{ ${ javascript:alert(1)
data:text/html, __proto__ constructor \u003cscript> \x3c %3Cscript%3E 한국 😀
    """.split(),
    "<img src=x onerror=alert(1)>",
    "\n",
    " onload=alert(1) ",
    " style=position:fixed ",
    "<base href=//x>",
    "<meta http-equiv=refresh content=0;url=//x>",
    "<form action=//x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>",
    "\u2028",
)
"""What attacks are put together from."""
ADDED = """() => [...document.querySelectorAll("main *, h1")].flatMap((node) => {
  const odd = [...node.attributes].filter(
    ({ name, value }) => /^on/.test(name) ||
      (/^(href|src|xlink:href|action|srcdoc)$/.test(name) && !value.startsWith("#")
        && !(value.startsWith("https://") && node.rel === "noopener noreferrer")));
  const placed =
    ["SCRIPT", "IMG", "IFRAME", "OBJECT", "EMBED", "LINK", "BASE", "META", "FORM", "MATH"]
      .includes(node.tagName);
  return placed || odd.length ? [node.outerHTML.slice(0, 120)] : [];
})"""
UNFOLD = "() => { for (const node of document.querySelectorAll('details')) node.open = true; }"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LANGUAGES = ("en", "ko", "zh-Hant")
WIDTH = 1280


def pages(seed: int, count: int) -> int:
    """Show pages, print what is wrong, and return the number of faulty ones."""
    faulty = 0
    with tempfile.TemporaryDirectory() as scratch, _browser() as browser:
        tab = Tabs(browser).take(WIDTH)
        for number in range(count):
            draw = Random(f"{seed} {number}")
            path = _page(draw, Path(scratch))
            wrong = _wrong(tab, path, draw)
            faulty += bool(wrong)
            for fault in wrong:
                print(f"{number}: {fault}", flush=True)
    print(f"{count} pages, {faulty} faulty")
    return faulty


def _attack(draw: Random) -> str:
    fragments = draw.choices(FRAGMENTS, k=draw.randint(1, 12))
    return "".join(fragments).strip() or "<"


def _page(draw: Random, folder: Path) -> Path:
    """A page of cards, of a comparison or of one by a hostile rubric."""
    described = hostile.description(folder, _attack(draw), "attacked")
    options = Options(lang=draw.choice(LANGUAGES))
    match draw.randrange(3):
        case 0:
            text = html.cards(evalkit.score(described), options)
        case 1:
            cards = [*evalkit.score("kr-gsbc", "tw-artc"), *evalkit.score(described)]
            text = html.comparison(evalkit.compare(cards), options)
        case _:
            rubric = hostile.rubric(folder, _attack(draw))
            cards = evalkit.score("tw-artc", "kr-iccp", rubric=rubric)
            text = html.comparison(evalkit.compare(cards), options)
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def _wrong(tab: Tab, path: Path, draw: Random) -> list[str]:
    """What a page does beside showing text."""
    page, heard = tab.page, tab.heard
    fragment = draw.choice(["", "#weights=COO-2:90", f"#{_attack(draw)}"])
    page.goto(path.as_uri() + fragment)
    watched.ready(page)
    page.evaluate(UNFOLD)
    page.select_option("#lang", draw.choice(LANGUAGES))
    if page.locator("#find").count():
        page.fill("#find", _attack(draw))
    watched.settled(page)
    added = page.evaluate(ADDED)
    tab.empty()
    wrong = [*added, *heard.said]
    for address in heard.asked:
        if not address.startswith(path.as_uri()):
            wrong.append(f"it asks for {address}")
    heard.forget()
    return wrong


@contextmanager
def _browser() -> Iterator[Any]:
    """A Chromium; raises SystemExit where there is none."""
    from playwright.sync_api import sync_playwright

    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        raise SystemExit(f"there is no browser: one of {', '.join(CHROMIUM)} is needed")
    with sync_playwright() as driver:
        options = ["--no-sandbox"]
        browser = driver.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()
