"""The work list of a portfolio, as somebody has filled it in: CSV or a workbook with the columns
that evalkit wrote, in any order.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from evalkit.model.fields import FUNCTION, TARGET, Form
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.portfolio import PROPOSALS, WORK, Proposal, Work
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.syntax.node import Limit
from evalkit.read.syntax.parsed import raise_faults
from evalkit.read.syntax.text import read_bytes
from evalkit.read.tables.decoding import decoded
from evalkit.read.tables.grid import folded, words
from evalkit.read.workbook import Odd, cell_name, read, text_of

KEY, STEP = "key", "step"
NEEDED = (KEY, STEP, "function", "target", *WORK)
LIMIT = Limit(
    200_000_000, 20_000_000, "leave out the columns and rows that you do not need"
)
SEPARATORS = ",;\t"
Row = Mapping[str, str]


@frozen
class WorkList:
    """What somebody wrote beside the entries, by their keys, and the proposals that somebody has
    accepted, by program. `unread` counts the statuses of proposals that are no word for accepted,
    rejected or open.
    """

    work: dict[str, Work]
    accepted: dict[str, Proposal]
    unread: dict[str, int] = Fixed()


NOTHING = WorkList(Fixed(), Fixed())
"""The work list of a first run."""


def load_work_list(path: Path) -> WorkList:
    """Read a work list; raises InputError with every fault and its line."""
    faults = Faults(label(path))
    work: dict[str, Work] = {}
    accepted: dict[str, Proposal] = {}
    known: set[str] = set()
    unread: Counter[str] = Counter()
    for line, row in _rows(path, faults):
        key = row[KEY]
        # a row that somebody copied would count twice, and nobody knows which one is meant
        if key in known:
            faults.add(
                "EK111",
                Place(line),
                f"{shown(key)} stands here a second time",
                "keep one row",
            )
        known.add(key)
        written = _written(row)
        if any(written.values()):
            # whether the entry is still there shows only when the portfolio is computed again
            work[key] = Work(**written, present=False)
        # other entries have a status as well, and nothing follows from it
        if row[STEP].strip() in PROPOSALS and written["status"]:
            status = _statuses().get(folded(written["status"]), "")
            if status == "accepted":
                accepted[key] = _accepted(row, line, faults)
            elif not status:
                unread[written["status"]] += 1
    raise_faults(path, faults.found)
    return WorkList(work, accepted, dict(unread))


def filled_in(path: Path) -> set[tuple[str, ...]]:
    """What somebody wrote into a work list, each with its key; nothing for what is none."""
    entries = set()
    # letters that cannot be read are somebody's as well
    for _, row in _rows(path, Faults(""), errors="replace"):
        written = _written(row).values()
        if any(written):
            entries.add((row[KEY], *written))
    return entries


def _written(row: Row) -> dict[str, str]:
    # The apostrophe keeps a spreadsheet from taking a text for a formula.
    return {name: row[name].strip().removeprefix("'").strip() for name in WORK}


@cache
def _statuses() -> dict[str, str]:
    """What the words for a status mean, whatever their letters and blanks."""
    meanings = {}
    for status, terms in words()["status"].items():
        for word in terms:
            meanings[folded(word)] = status
    return meanings


def _accepted(row: Row, line: int, faults: Faults) -> Proposal:
    functions = _codes(row["function"], FUNCTION, line, faults)
    if not functions:
        faults.add(
            "EK202",
            Place(line),
            f"{shown(row[KEY])} is accepted without a function",
            "write its functions, such as F06; F18",
        )
    return Proposal(
        row[KEY], functions, _codes(row["target"], TARGET, line, faults), ()
    )


def _codes(cell: str, form: Form, line: int, faults: Faults) -> tuple[str, ...]:
    text = cell.strip()
    codes = re.split(r"[;,\s]+", text) if text else []
    for code in codes:
        if not re.fullmatch(form.pattern, code):
            faults.add(
                "EK203", Place(line), f"{shown(code)} is no code", f"write {form.words}"
            )
    return tuple(sorted({*codes}))


def _rows(
    path: Path, faults: Faults, errors: str = "strict"
) -> Iterator[tuple[int, Row]]:
    """The rows that have a key, each with its line; `errors` as in bytes.decode."""
    data = read_bytes(path, faults, LIMIT)
    if data is None:
        return
    is_workbook = path.suffix == ".xlsx"
    rows = _workbook_rows(path, faults) if is_workbook else _csv_rows(data, errors)
    try:
        yield from ((line, row) for line, row in rows if row[KEY])
    except UnicodeDecodeError:
        faults.add(
            "EK101", Place(), "this is not UTF-8", "save the work list as CSV in UTF-8"
        )
    except KeyError as error:
        faults.add(
            "EK202",
            Place(),
            f"there is no column {error.args[0]}",
            "evalkit portfolio PATH -o work.csv writes a work list; keep its first row",
        )
    except (csv.Error, ValueError) as error:
        faults.add(
            "EK102",
            Place(),
            f"this is no table: {error}",
            "save it again, as CSV in UTF-8 or as a workbook (.xlsx)",
        )


def _text(data: bytes, errors: str) -> str:
    """The text of a work list, which a spreadsheet saves in the encoding of the country; raises
    UnicodeDecodeError where none is certain, unless `errors` says otherwise.
    """
    try:
        return decoded(data)[0]
    except ValueError:
        return data.decode("utf-8-sig", errors)


def _csv_rows(data: bytes, errors: str) -> Iterator[tuple[int, Row]]:
    text = _text(data, errors)
    heading, *_ = text.splitlines() or [""]
    # and with the separator of the country
    separator = max(SEPARATORS, key=heading.count)
    # strict: a quote that is never closed would take the rows below into its cell
    reader = csv.DictReader(
        io.StringIO(text, newline=""), restval="", delimiter=separator, strict=True
    )
    _require(reader.fieldnames or ())
    for row in reader:
        yield reader.line_num, row


def _workbook_rows(path: Path, faults: Faults) -> Iterator[tuple[int, Row]]:
    """The rows of all sheets that have keys, which are several where one cannot hold them."""
    sheets = read(path, whole=[[]]).sheets
    lists = [sheet for sheet in sheets if sheet.rows and KEY in sheet.rows[0][1]]
    if not lists:
        raise KeyError(KEY)
    for sheet in lists:
        (_, heading), *rows = sheet.rows
        names = [text_of(cell) for cell in heading]
        _require(names)
        for line, cells in rows:
            for place, cell in enumerate(cells, 1):
                if isinstance(cell, Odd) and cell.kind == "formula":
                    faults.add(
                        "EK203",
                        Place(line, place, place),
                        f"{sheet.name}!{cell_name(place, line)} holds a formula",
                        "write its value",
                    )
            texts = [text_of(cell) for cell in cells]
            # a row may end before the last column, or go on behind it
            yield line, dict(zip(names, texts, strict=False))


def _require(columns: Iterable[str]) -> None:
    """Raise KeyError for columns that are missing."""
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise KeyError(", ".join(missing))
