"""The table of what was left out of a conversion: rows as they stand, with number and reason."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from evalkit.report.safe import cell
from evalkit.session.convert.faults import Fault
from evalkit.session.convert.harvest import Made

COLUMNS = ("row", "reason")
"""The columns before those of the table."""
MARK = "\ufeff"
"""It tells a spreadsheet that the text is UTF-8."""


def left_out(made: Sequence[Made], faults: Sequence[Fault]) -> str:
    """The rows of the descriptions with errors as CSV; a mapping that reads the table reads this
    one as well.
    """
    rows = [*_rows(made, faults)]
    columns = dict.fromkeys(chain.from_iterable(rows))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, columns))
    for row in rows:
        writer.writerow([cell(row.get(column, "")) for column in columns])
    return MARK + out.getvalue()


def _rows(made: Sequence[Made], faults: Sequence[Fault]) -> Iterator[dict[str, object]]:
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
            yield {"row": row, "reason": reason, **cells}
        if not program.entry.rows:
            yield {"row": program.where, "reason": reason}
