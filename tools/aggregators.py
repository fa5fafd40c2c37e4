"""Write the aggregators of the page from those of the engine: `python tools/aggregators.py`."""

from __future__ import annotations

from pathlib import Path

from evalkit.engine.aggregators import script

PAGE = Path(__file__).resolve().parents[1] / "evalkit/report/html/script/aggregators.js"
"""A file of its own, so that the modules of the page can be typed, linted and run in node."""


if __name__ == "__main__":
    PAGE.write_text(script(), encoding="utf-8")
