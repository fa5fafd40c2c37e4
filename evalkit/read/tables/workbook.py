"""Tables in workbooks (XLSX), read in a process of its own with limits on memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from evalkit.read.tables import workbook_child
from evalkit.read.tables.grid import Grid, Merge, Row, clean

SECONDS = 150


def read(path: Path, sheet: str = "") -> Grid:
    """The rows of a sheet, the first one that is visible unless its name is given.

    Raises ValueError for a file that cannot be read, whatever it does to the library that reads it.
    """
    child = Path(workbook_child.__file__)
    # -P: nothing is imported from the folder that the user happens to be in
    command = [sys.executable, "-P", str(child), str(path.resolve()), sheet]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        result = json.loads(done.stdout) if done.returncode == 0 else {}
    except subprocess.TimeoutExpired:
        result = {"fault": f"reading the workbook took more than {SECONDS} seconds"}
    except ValueError:
        result = {}
    if not result:
        result = {"fault": "the workbook ended the program that reads it"}
    if "fault" in result:
        raise ValueError(f"{result['fault']}; save the sheet as CSV")
    rows = tuple(
        Row(number, tuple(clean(cell) if isinstance(cell, str) else cell for cell in cells))
        for number, cells in result["rows"]
    )
    others = [name for name in result["sheets"] if name != result["sheet"]]
    more = f"; other sheets: {', '.join(others)} (sheet: in the mapping)" if others else ""
    return Grid(
        rows,
        tuple(Merge(*area) for area in result["merged"]),
        (f"read from sheet {result['sheet']!r}{more}",) if others else (),
    )
