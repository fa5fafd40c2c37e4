"""The pictures of the README can be made again (tools/pictures.py)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import pictures  # noqa: E402


def test_the_pictures_are_made_again(browser, tmp_path):
    pictures.terminal(browser, tmp_path / "terminal.png")
    pictures.report(browser, tmp_path / "page.png")
    sizes = [path.stat().st_size for path in sorted(tmp_path.glob("*.png"))]
    assert len(sizes) == 2 and min(sizes) > 10_000
