"""Write the aggregators of the page from those of the engine: `python tools/aggregators.py`."""

from __future__ import annotations

from pathlib import Path

from evalkit.engine.aggregators import NAMES, aggregator

PAGE = Path(__file__).resolve().parents[1] / "evalkit/report/html/script/aggregators.js"
"""A file of its own, so that the modules of the page can be typed, linted and run in node."""


def script() -> str:
    """The module of the page that holds all aggregators by their names."""
    entries = "".join(
        f"  {name}: {aggregator(name).SCRIPT.strip()},\n" for name in NAMES
    )
    return f"""\
// How several scores become one. Written by tools/aggregators.py from evalkit/engine/aggregators.
/** @import {{ Aggregator }} from "./types" */
import {{ sum }} from "./number.js";

/**
 * By the name that a rubric gives it.
 * @type {{Record<string, (floor: number) => Aggregator>}}
 */
export const AGGREGATORS = {{
{entries}}};
"""


if __name__ == "__main__":
    PAGE.write_text(script(), encoding="utf-8")
