"""The tables that evalkit reads, with their mappings, and the work list of a portfolio."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping

from attack.kind import BAD, FAULTS, NOTHING, OK, Command, Kind, command

TABLE = """no,name,name_local.ko,Owner,country,object_type,level,period.from,Budget,staff,url
1,Loans for small firms,소상공인 융자,Ministry,KR,program,national,2001,10684.939,12,
2,"Shared tools
for workshops",공동 장비,Province,KR,program,regional,2003,,4,https://example.org
3,Shared cars,,Province,KR,program,,,5,,
4,Incubator,창업,Agency,TW,agency,local,1999,1200,7,=1+1
5,Fair,,Agency,TW,service,local,1999,12000,,
""".encode()
FIELDS = (
    "source.cite==List",
    "budget.total=={Budget}e6 KRW 2025",
    "capacity.staff=staff",
)
MAPPING = b"""claim: rule
constants: {synthetic: "true", source.cite: List of programs 2025}
fields:
  id: kr-list-{no}
  name: name
  sponsors: {column: Owner, words: {Agency: Agency of small firms}}
  budget.total: {column: Budget, unit: 1e6 KRW 2025, numbers: "1,234.5"}
  capacity.staff: {column: staff, unit: staff}
  period.from: {column: period.from, years: ""}
  aliases: {column: name_local.ko, split: ";"}
key: [no]
header: 1
header_rows: 1
fill_down: [Owner]
nothing: [x, none]
"""
STOCK = "kr-gsbc kr-iccp kr-techno-parks kr-mini-clusters tw-artc tw-mirdc-fasteners"
"""Programs of the library of which a work list is made."""
LIST = f"portfolio {STOCK} --with-proposed"
FILLED = (
    {"reply": "it is wanted", "status": "open"},
    {"status": "accepted"},
    {"option": "=1+1"},
)
"""What somebody has written into a work list, row by row."""


def of_tables(
    lists: Mapping[str, bytes], beside: Mapping[str, bytes]
) -> Iterator[Kind]:
    """The kinds of table; `lists` holds the work list of a portfolio by its endings."""
    convert, table = tuple(_converted()), {**beside, "it.csv": TABLE}
    yield Kind("table", "it.csv", (TABLE,), beside, convert)
    yield Kind("table in JSON lines", "it.jsonl", (_lines(),), beside, convert)
    yield Kind("table in a workbook", "it.xlsx", (_workbook(),), beside, convert)
    yield Kind("mapping", "it.yaml", (MAPPING,), table, tuple(_mapped()))
    listing = f"{LIST} --work-list {{}} --format"
    listed = tuple(command(f"{listing} {form}", OK, BAD) for form in FORMS)
    yield Kind("work list", "it.csv", (lists["csv"],), beside, listed)
    yield Kind("work list in a workbook", "it.xlsx", (lists["xlsx"],), beside, listed)


FORMS = ("text", "json", "csv", "html", "xlsx")
"""The formats of a portfolio."""


def _converted() -> Iterator[Command]:
    fields = [argument for field in FIELDS for argument in ("--field", field)]
    for more in ([], ["--field", "id==x-{no}"], ["--field", "country==KR"]):
        yield _making("{}", *fields, *more)
    yield command("convert {} --suggest", OK, BAD, NOTHING)


def _mapped() -> Iterator[Command]:
    yield _making("it.csv", "--mapping", "{}")
    yield _making(
        "it.csv", "--mapping", "{}", "--field", "country==KR", "--field", "level="
    )


def _making(*arguments: str) -> Command:
    codes = frozenset((OK, FAULTS, BAD, NOTHING))
    return Command(("convert", *arguments, "--to", "made"), codes, writes="made")


def filled(data: bytes) -> bytes:
    """A work list in CSV with entries of somebody."""
    first, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    named = [dict(zip(first, row, strict=True)) for row in rows]
    for row, entries in zip(named, itertools.cycle(FILLED), strict=False):
        if row["function"]:
            row.update(entries)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, first)
    writer.writeheader()
    writer.writerows(named)
    return text.getvalue().encode()


def _rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(TABLE.decode(), newline="")))


def _lines() -> bytes:
    first, *rows = _rows()
    lines = []
    for row in rows:
        named = dict(zip(first, row, strict=True))
        lines.append(json.dumps(named, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in _rows():
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
