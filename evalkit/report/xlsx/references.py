"""Parts of spreadsheet formulas: cells, texts and numbers."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell


def cell(row: int, column: int) -> str:
    """A cell of the row itself."""
    return str(xl_rowcol_to_cell(row, column))


def shared_cell(row: int, column: int) -> str:
    """A cell of a row that all programs share."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True))


def across(row: int, first: int, last: int) -> str:
    """The cells of the row itself, from one column to another."""
    return _range(row, first, last)


def shared_across(row: int, first: int, last: int) -> str:
    """The cells of a row that all programs share, from one column to another."""
    return _range(row, first, last, row_abs=True)


def fixed_across(row: int, first: int, last: int) -> str:
    """The same cells wherever a formula is copied to."""
    return _range(row, first, last, row_abs=True, col_abs=True)


def _range(row: int, first: int, last: int, **fixed: bool) -> str:
    # One cell, and no range, where both are the same.
    columns = dict.fromkeys((first, last))
    return ":".join(xl_rowcol_to_cell(row, column, **fixed) for column in columns)


def quoted(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: float) -> str:
    """A number within a formula, with all the digits that a spreadsheet keeps."""
    return f"{value:.15g}"
