"""The table of what was left out of a conversion: rows as they stand, with number and reason."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
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
    # a dict keeps the order of the reasons, and each of them once
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    for fault in faults:
        if fault.diagnostic.severity == "error":
            reasons[fault.made][fault.message] = None
    rows: list[dict[str, object]] = []
    for number, messages in sorted(reasons.items()):
        program = made[number]
        reason = "; ".join(messages)
        for row, cells in program.entry.rows.items():
            rows.append({"row": row, "reason": reason, **cells})
        if not program.entry.rows:
            rows.append({"row": program.where, "reason": reason})
    columns = dict.fromkeys(chain.from_iterable(rows))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    for texts in rows:
        writer.writerow([cell(texts.get(column, "")) for column in columns])
    return MARK + out.getvalue()
