"""The lines of a sheet that was filled in, with their cells by heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.plugin.reader import Cell
from evalkit.read import workbook
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.workbook import Odd, text_of

OWN = "#"
"""The beginning of the heading of a column that somebody added for remarks."""


@frozen
class Line:
    """A line: its cells that are not blank by heading, and why some of them cannot be used."""

    sheet: str
    number: int
    cells: Mapping[str, Cell] = field(factory=Fixed)
    odd: Mapping[str, str] = field(factory=Fixed)

    def text(self, heading: str) -> str:
        """The text of a cell without blanks at its ends, empty where it is blank."""
        return self.cells[heading].text.strip() if heading in self.cells else ""


@frozen
class Headings:
    """The headings of a sheet: those that it must have, and those that it may have."""

    needed: Sequence[str]
    known: Sequence[str]
    dates: Sequence[str] = ()
    """Columns that take a date."""


def lines(sheet: workbook.Sheet, headings: Headings) -> Iterator[Line]:
    """The lines below the headings; raises ValueError for headings that are missing or unknown."""
    if not sheet.rows:
        return
    (_, first), *rows = sheet.rows
    names = [text_of(cell).strip() for cell in first]
    faults = [*_faults(sheet.name, names, headings)]
    if faults:
        raise ValueError("\n  ".join(faults))
    for number, values in rows:
        yield _line(sheet.name, number, zip(names, values, strict=False), headings)


def _faults(sheet: str, names: Sequence[str], headings: Headings) -> Iterator[str]:
    for name in headings.needed:
        if name not in names:
            yield f"sheet {shown(sheet)} has no column {name}"
    for number, name in enumerate(names, 1):
        # a column without a heading is somebody's own
        if not name:
            continue
        cell = workbook.cell_name(number, 1)
        is_own = name.startswith(OWN)
        if name in names[: number - 1]:
            yield f"{sheet}!{cell}: the column {shown(name)!r} stands here a second time"
        elif name not in headings.known and not is_own:
            otherwise = f"a column of your own begins with {OWN}"
            near = did_you_mean(name, headings.known, otherwise)
            yield f"{sheet}!{cell}: there is no field {shown(name)!r}; {near}"


def _line(
    sheet: str,
    number: int,
    values: Iterable[tuple[str, workbook.Cell]],
    headings: Headings,
) -> Line:
    cells, odd = {}, {}
    for place, (name, value) in enumerate(values, 1):
        text = text_of(value)
        if not text.strip() or name not in headings.known:
            continue
        # the text is kept as it stands: a description may begin or end with a blank
        cells[name] = Cell(sheet, number, name, place, text)
        if not isinstance(value, Odd):
            continue
        # A value that nobody saved would read as empty, and 12/40 may have become a date.
        if value.kind == "formula":
            odd[name] = "is a formula; write its value"
        elif name not in headings.dates:
            odd[name] = (
                "is a date for the spreadsheet; format the cell as text and write it again"
            )
    return Line(sheet, number, Fixed(cells), Fixed(odd))
