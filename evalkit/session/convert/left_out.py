"""The table of what was left out of a conversion: rows as they stand, with number and reason."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from evalkit.read.append import unused
from evalkit.report.safe import cell
from evalkit.session.convert.faults import Fault
from evalkit.session.convert.harvest import Made

COLUMNS = ("row", "reason")
"""The columns before those of the table; with a number behind where it has such a column too."""
MARK = "\ufeff"
"""It tells a spreadsheet that the text is UTF-8."""
Row = tuple[tuple[object, str], Mapping[str, str]]
"""The number of a row with all that is wrong in it, and its cells by their columns."""


def left_out(made: Sequence[Made], faults: Sequence[Fault]) -> str:
    """The rows of the descriptions with errors as CSV; a mapping that reads the table reads this
    one as well.
    """
    rows = [*_rows(made, faults)]
    columns = dict.fromkeys(chain.from_iterable(cells for _, cells in rows))
    # a table may have columns of these names, as one that was itself left out has
    own = [unused(name, columns) for name in COLUMNS]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, [*own, *columns]))
    for before, cells in rows:
        texts = [cells.get(column, "") for column in columns]
        writer.writerow(map(cell, [*before, *texts]))
    return MARK + out.getvalue()


def _rows(made: Sequence[Made], faults: Sequence[Fault]) -> Iterator[Row]:
    """The rows of each description with errors, each with all reasons."""
    # a dict keeps the order of the reasons, and each of them once
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    for fault in faults:
        if fault.diagnostic.severity == "error":
            reasons[fault.made][fault.message] = None
    for number, messages in sorted(reasons.items()):
        program = made[number]
        reason = "; ".join(messages)
        for row, cells in program.entry.rows.items():
            yield (row, reason), cells
        if not program.entry.rows:
            yield (program.where, reason), {}
