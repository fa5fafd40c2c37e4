"""Faults as text with the source line and a caret, on one line each, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import cells, wrap

if TYPE_CHECKING:
    from evalkit.model.errors import InputError
    from evalkit.read.diagnostic import Diagnostic

WIDTH = 120
"""Cells in a line of help."""


def text(faults: Sequence[Diagnostic]) -> str:
    """Each fault with its line, a caret right under the place, and what to do."""
    return "".join(_full(fault) for fault in faults)


def failed(error: InputError) -> str:
    """Each fault of what could not be read, and that it could not."""
    return text(error.diagnostics) + safe(f"error: {error}")


def concise(faults: Sequence[Diagnostic]) -> str:
    """One line for each fault."""
    return "".join(_head(fault) + "\n" for fault in faults)


def as_json(faults: Sequence[Diagnostic]) -> str:
    """A list of objects with path, line, column, code, severity, message and help."""
    from evalkit.model.saved.printed import Fault
    from evalkit.read.codec.encode import json_text

    return json_text(
        [
            Fault(
                path=fault.path,
                line=fault.place.line,
                column=fault.place.column,
                code=fault.code,
                severity=fault.severity,
                message=fault.message,
                help=fault.help,
            )
            for fault in faults
        ]
    )


def _head(fault: Diagnostic) -> str:
    place = f"{safe(fault.path)}:{fault.place.line}:{fault.place.column}"
    return f"{place}: {fault.severity}[{fault.code}] {safe(fault.message)}"


def _full(fault: Diagnostic) -> str:
    lines = [_head(fault)]
    if fault.source_line:
        place = fault.place
        start = max(0, place.column - 60)  # a long line is shown around the place
        # A tab as one blank, for nobody knows how wide a terminal shows it.
        source = fault.source_line.replace("\t", " ")
        before, marked = (
            source[start : place.column - 1],
            source[place.column - 1 : place.end - 1],
        )
        gutter = f"{place.line} | "
        margin = " " * (len(gutter) + cells(safe(before)))
        # At least one, for what is missing has no width; at most as far as the line is shown.
        carets = "^" * max(1, min(cells(marked), 60))
        lines.append(f"  {gutter}{safe(source[start : place.column + 60])}")
        lines.append(f"  {margin}{carets}")
    if fault.help:
        lines += wrap(safe(fault.help), WIDTH, "  help: ", "        ")
    return "\n".join(lines) + "\n"
