"""Years in cells: alone, in dates as offices write them, and counted in the Republic of China."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from evalkit.read.tables.amounts import FigureError
from evalkit.read.tables.grid import Cell
from evalkit.read.workbook import text_of

ROC = 1911
"""The year before the first of the Republic of China."""
_FULL = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?!\d)")
_COMPACT = re.compile(r"(1[89]\d\d|2[01]\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_ROC_NAMED = re.compile(r"民國\s*(\d{1,3})\s*年?|(?<!\d)(1\d\d)\s*年")
_ROC_PLAIN = re.compile(r"(\d{2,3})(?:\s*年.*|\s*[./-].*)?")
_DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d).*")
_DAY_0 = date(1899, 12, 30)
"""The day from which spreadsheets count dates."""
_SPAN = re.compile(r"\s*[~〜–—]\s*|\s+(?:-|to|bis|至|until)\s+|(?<=\d)至(?=\d)")
_YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")


def year(cell: Cell, calendar: str = "") -> int:
    """The one year in a cell; raises FigureError where there is none, or more than one."""
    text = _prepared(cell)
    _refuse_shown_as_date(text)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return int(compact[1])
    named = _ROC_NAMED.search(text)
    if named:
        return ROC + int(named[1] or named[2])
    # a bare 108 may be anything, unless the mapping says how years are counted
    plain = _ROC_PLAIN.fullmatch(text)
    if plain and calendar == "roc":
        return ROC + int(plain[1])
    # a set, for a cell may say its year twice, as in 2019 (FY2019)
    years = {*_FULL.findall(text)}
    if len(years) > 1:
        raise FigureError("holds more than one year")
    if not years:
        raise FigureError("holds no year of four digits")
    return int(years.pop())


def _refuse_shown_as_date(text: str) -> None:
    """Raise FigureError for a number such as 2022 that a spreadsheet shows as a day of 1905."""
    parts = _DATE.fullmatch(text)
    if not parts:
        return
    try:
        number = (date(*map(int, parts.groups())) - _DAY_0).days
    except ValueError:
        return
    if 1900 <= number <= 2100:
        raise FigureError(
            f"is the number {number} shown as a date: format the column as a number"
        )


def period(cell: Cell, calendar: str = "") -> int | dict[str, int]:
    """The year in a cell, or the first and the last one; an open end is left out."""
    text = _prepared(cell)
    # first, for a hyphen without blanks stands in dates as well
    both = _YEARS.fullmatch(text)
    parts = [*both.groups()] if both else _SPAN.split(text)
    if len(parts) != 2:
        return year(text, calendar)
    years = {}
    for end, part in zip(("from", "to"), parts, strict=True):
        if part.strip():
            years[end] = year(part, calendar)
    if len(years) == 2 and years["from"] > years["to"]:
        raise FigureError("ends before it begins")
    return years


def _prepared(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", text_of(cell)).strip()
