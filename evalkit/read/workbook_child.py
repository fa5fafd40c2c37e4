"""Reads a workbook and prints it as JSON; it runs as a process of its own.

A workbook is the work of strangers, and a library that takes it apart may need all memory or end
the interpreter: that costs this process alone. It imports nothing of evalkit.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
import zipfile
from typing import Any

MEMORY, SECONDS = 2 << 30, 120
UNPACKED = 400_000_000
"""Bytes that a workbook may have when it is unpacked."""
CELLS, COLUMNS = 5_000_000, 1_000
SCALED = re.compile(r"[0#?],+(?![0#?,])")
DATES = (datetime.date, datetime.time, datetime.timedelta)


def main(path: str, asked: str) -> int:
    """Print what `asked` names, a sheet and groups of sheets for which all are read (see
    evalkit.read.workbook), or what is wrong as `{"fault": TEXT}`.
    """
    _limit()
    sheet, whole = json.loads(asked)
    try:
        result = _read(path, sheet, whole)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        result = {"fault": f"this is no workbook that can be read: {error}"}
    except MemoryError:
        result = {"fault": "the workbook needs too much memory; save the sheet as CSV"}
    json.dump(result, sys.stdout)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system that knows no such limits
        return
    for which, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(which)  # which nobody may raise
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def _read(path: str, sheet: str, whole: list[list[str]]) -> dict[str, Any]:
    fault = _unsafe(path)
    if fault:
        return {"fault": fault}
    import openpyxl

    # its cells are not read to see its sheets
    takes_all = bool(whole) and _has_group(path, whole)
    # a workbook to fill in keeps its formulas, which are refused: of other ones the values count
    book = openpyxl.load_workbook(path, data_only=not takes_all)
    names = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    if sheet and sheet not in book.sheetnames:
        return {"fault": f"there is no sheet {sheet!r}; there are {', '.join(names)}"}
    pages = book.worksheets if takes_all else [book[sheet or names[0]]]
    for page in pages:
        fault = _too_large(page)
        if fault:
            return {"fault": fault}
    if takes_all:
        return {"names": names, "sheets": [_sheet(page, _marked) for page in pages]}
    (page,) = pages
    unsaved = _formulas(path, page.title) if _may_have_formulas(path) else {}

    def plain(cell: Any) -> str | int | float | list[str]:
        formula = unsaved.get((cell.row, cell.column))
        # "str": an empty text was saved, as =IF(A2="","",A2) gives
        if formula and cell.value is None and cell.data_type != "str":
            return ["formula", formula]
        return _plain(cell)

    return {"names": names, "sheets": [_sheet(page, plain)]}


def _may_have_formulas(path: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name]
        return any(re.search(rb"<f[ />]", archive.read(name)) for name in sheets)


def _formulas(path: str, title: str) -> dict[tuple[int, int], str]:
    """The formulas of a sheet by row and column: beside values, one that has none is told from an
    empty cell.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    formulas = {}
    for cells in book[title].iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                formulas[cell.row, cell.column] = str(cell.value)
    book.close()
    return formulas


def _too_large(page: Any) -> str:
    """What keeps a sheet from being read, empty where nothing does."""
    # One cell far out makes openpyxl create all cells up to it.
    if page.max_column <= COLUMNS and page.max_row * page.max_column <= CELLS:
        return ""
    last = page.cell(page.max_row, page.max_column).coordinate
    return (
        f"sheet {page.title!r} reaches to cell {last}; a table has at most {COLUMNS:,} columns and"
        f" {CELLS:,} cells: delete what stands far out"
    )


def _has_group(path: str, whole: list[list[str]]) -> bool:
    """Whether a workbook has all sheets of one group."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    names = {*book.sheetnames}
    book.close()
    return any(names.issuperset(group) for group in whole)


def _sheet(page: Any, plain: Any) -> dict[str, Any]:
    rows = []
    scaled: set[int] = set()
    for number, cells in enumerate(page.iter_rows(), 1):
        values = [plain(cell) for cell in cells]
        scaled.update(place for place, cell in enumerate(cells) if _is_scaled(cell))
        # a row with a format alone says nothing
        if any(value != "" for value in values):
            rows.append([number, values])
    merged = []
    for area in page.merged_cells.ranges:
        # columns from 0, as in the cells of a row
        left, right = area.min_col - 1, area.max_col - 1
        merged.append([area.min_row, area.max_row, left, right])
    return {
        "name": page.title,
        "rows": rows,
        "merged": merged,
        "scaled": sorted(scaled),
    }


def _is_scaled(cell: Any) -> bool:
    """Whether the format of a figure shows it in thousands or millions, as #,##0, does."""
    is_figure = isinstance(cell.value, int | float)
    return is_figure and SCALED.search(cell.number_format) is not None


def _unsafe(path: str) -> str:
    """What keeps a file from being unpacked, empty where nothing does."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED:
            return f"the workbook is larger than {UNPACKED:,} bytes when it is unpacked"
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    # A declaration can stand only before the first element.
                    if b"<!" in file.read(2_000).replace(b"<!--", b""):
                        return "the workbook declares entities, which no office program writes"
    return ""


def _plain(cell: Any) -> str | int | float:
    value = cell.value
    if value is None:
        return ""
    # before numbers, of which bool is a kind
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime.date):
        # A datetime is a date as well; its time of day is left out.
        return value.isoformat()[:10]
    return str(value)


def _marked(cell: Any) -> str | int | float | list[str]:
    """A cell of which it is told when it is a formula or a date."""
    if cell.data_type == "f":
        return ["formula", str(getattr(cell.value, "text", cell.value))]
    if isinstance(cell.value, DATES):
        return ["date", str(_plain(cell))]
    return _plain(cell)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
