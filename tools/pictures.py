"""Makes the pictures of the README: `python tools/pictures.py [FOLDER]`.

Each shows what a command prints or writes now: the first screen of a terminal, and the top of a
page in a browser. It needs `.[test]` and a Chromium. Look at the pictures before you commit them.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
EVALKIT = [sys.executable, "-m", "evalkit"]
COMPARISON = ["compare", "--by", "country"]
COLUMNS, LINES = 100, 24
PAGE: ViewportSize = {"width": 1180, "height": 900}
STYLES = {
    "1": "font-weight:bold", "2": "color:#9aa0a6", "4": "text-decoration:underline",
    "31": "color:#f28b82", "32": "color:#81c995", "33": "color:#fdd663", "34": "color:#8ab4f8",
    "35": "color:#d7aefb", "36": "color:#78d9ec", "90": "color:#9aa0a6",
}  # fmt: skip
"""The codes of a terminal that have a look of their own here; the others are shown plain."""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #202124; }}
pre {{ display: inline-block; margin: 0; padding: 14px 18px; color: #e8eaed;
  font: 15px/1.35 "DejaVu Sans Mono", "Noto Sans Mono", monospace; }}
</style><pre>{}</pre>"""


def evalkit(*arguments: str) -> str:
    """What a command prints on a terminal of the size of the picture, with its colors."""
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "LINES": str(LINES)}
    run = subprocess.run(
        [*EVALKIT, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    return run.stdout.decode("utf-8")


def colored(text: str) -> str:
    """Text with codes of a terminal, as HTML."""
    return "".join(_spans(text))


def _spans(text: str) -> Iterator[str]:
    styles: list[str] = []
    for index, part in enumerate(re.split(r"\x1b\[([\d;]*)m", text)):
        if index % 2:  # the codes between two parts
            for code in part.split(";"):
                styles = [] if code in ("", "0") else [*styles, STYLES.get(code, "")]
        elif part:
            look = ";".join(filter(None, styles))
            escaped = html.escape(part)
            yield f'<span style="{look}">{escaped}</span>' if look else escaped


def terminal(browser: Browser, picture: Path) -> None:
    """The first screen of the comparison in a terminal."""
    # one line of the screen is the command itself
    printed = evalkit(*COMPARISON, "--color", "always").splitlines()[: LINES - 1]
    screen = "\n".join([f"$ evalkit {' '.join(COMPARISON)}", *printed])
    page = browser.new_page(viewport={"width": 1200, "height": 700})
    page.set_content(TERMINAL.format(colored(screen)))
    page.locator("pre").screenshot(path=picture)


def report(browser: Browser, picture: Path) -> None:
    """The top of the page of the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "library.html"
        evalkit(*COMPARISON, "-q", "-o", str(written))
        page = browser.new_page(viewport=PAGE)
        page.goto(written.as_uri())
        page.wait_for_timeout(500)  # until the script has drawn the charts
        page.screenshot(path=picture)


def main() -> int:
    """Make all pictures, and say how large they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        print("there is no chromium", file=sys.stderr)
        return 1
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            # the sandbox does not start for root, as in a container
            executable_path=chromium,
            args=["--no-sandbox"],
        )
        for name, make in (("terminal.png", terminal), ("page.png", report)):
            make(browser, folder / name)
            print(f"wrote {name}, {(folder / name).stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
