"""The table of what was left out of a conversion: rows as they stand, with number and reason."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence

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
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    for fault in faults:
        if fault.diagnostic.severity == "error":
            reasons[fault.made][fault.message] = None
    rows: list[dict[str, object]] = []
    for owner, why in sorted(reasons.items()):
        entry, reason = made[owner].entry, "; ".join(why)
        rows += [{"row": number, "reason": reason, **cells} for number, cells in entry.rows.items()]
        if not entry.rows:
            rows.append({"row": made[owner].where, "reason": reason})
    columns = dict.fromkeys(column for row in rows for column in row)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([[cell(row.get(column, "")) for column in columns] for row in rows])
    return MARK + out.getvalue()
