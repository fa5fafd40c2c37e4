"""Files of tables: encodings, separators, workbooks and JSON lines, and what is none of these."""

import subprocess
import sys
import zipfile

import openpyxl
import pytest

KOREAN = "사업명,예산\n공동 장비,12\n소상공인 융자,5\n"
CHINESE = "計畫名稱,經費\n產業升級計畫,12\n小型企業創新研發計畫,5\n"
MAPPING = {
    "fields": {"name": "사업명", "budget.total": {"column": "예산", "unit": "KRW"}}
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_korean_tables_are_read_in_the_encoding_that_they_have(read, encoding):
    reading = read(KOREAN.encode(encoding), MAPPING)
    assert [made["name"] for made in reading.made.values()] == [
        "공동 장비",
        "소상공인 융자",
    ]
    assert reading.told(f"read as {encoding}") is (encoding in ("cp949", "utf-16"))


def test_chinese_tables_in_big5_are_no_korean(read):
    reading = read(CHINESE.encode("big5"), {"fields": {"name": "計畫名稱"}})
    assert "產業升級計畫" in {made["name"] for made in reading.made.values()}
    assert reading.told("read as big5")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Tytuł,Wartość\nCzęść,1\n", "cp1250"), ("Förderung,Höhe\nStraße,1\n", "cp1252")],
)
def test_an_encoding_that_is_not_certain_is_asked_for_with_the_first_words(
    read, text, encoding
):
    word = text.partition(",")[0]
    with pytest.raises(ValueError, match=f"--encoding: .*{encoding} '{word}'"):
        read(text.encode(encoding), {"fields": {"name": word}})
    reading = read(text.encode(encoding), {"fields": {"name": word}}, encoding=encoding)
    assert len(reading.made) == 1


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("cp949", "this is not cp949"), ("no-such", "there is no encoding 'no-such'")],
)
def test_an_encoding_that_is_given_is_the_only_one(read, encoding, message):
    with pytest.raises(ValueError, match=message):
        read("name\n\xff\xff\n".encode("latin-1"), encoding=encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_separator_is_the_one_that_makes_columns(read, separator, quote):
    lines = [("name", "amount, in EUR"), ("Tool Net", "1,5"), ("Bolt Net", "2,5")]
    quote = '"' if separator == "," else quote
    table = "".join(
        separator.join(f"{quote}{cell}{quote}" for cell in line) + "\n"
        for line in lines
    )
    reading = read(table, {"fields": {"budget.total": {"column": "amount, in EUR"}}})
    assert reading.made["tool-net"]["budget"]["total"] == 1.5


def test_a_line_that_names_the_separator_is_no_row(read):
    reading = read("sep=;\nname;no\nP;1\n")
    assert [*reading.entries[0].rows] == [3]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "the table is empty"),
        (b"name\nA\x00B\n", "line 2: a NUL stands here"),
        ("<html><table><tr><td>name</td></tr></table>", "this is a web page"),
        ("\ufeff\n<!DOCTYPE html>\n<table>", "this is a web page"),
        ('<?xml version="1.0"?><Workbook/>', "this is XML"),
        (b"PK\x03\x04 no workbook", "this is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 old", "before 2007"),
        ('name,no\nP,"1\nQ,2\n', "row 2: this is not CSV with commas"),
        ("name,no,name\nP,1,Q\n", "two columns are called 'name'"),
        ("," * 1_500 + "\n", "at most 1,000 columns"),
        (f"name\n{'x' * 140_000}\n", "row 2: a cell has more than 131,072 characters"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(read, table, message):
    with pytest.raises(ValueError, match=message):
        read(table)


def test_a_file_beyond_the_limit_is_not_read(read, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(ValueError, match="the limit is 100,000,000"):
        read(path)


def test_json_lines_are_rows_and_a_bad_line_costs_itself(read):
    lines = '{"name": "P", "budget": {"total": 7}, "tags": ["a", "b"]}\n{bad\n[1]\n{"name": "Q"}\n'
    reading = read(lines, name="list.jsonl")
    assert (
        reading.made["p"]["budget"]["total"] == 7 and "budget" not in reading.made["q"]
    )
    assert reading.told("rows 2, 3: no JSON object, left out")
    nested = read('{"name": "P", "with": [{"id": true}]}\n', name="list.jsonl")
    (evidence,) = nested.made["p"]["evidence"].values()
    assert evidence["says"] == 'name: P; with: [{"id": true}]'
    with pytest.raises(ValueError, match="no line holds a JSON object"):
        read("[]\n", name="list.jsonl")


@pytest.fixture
def book(tmp_path):
    """A workbook of rows, with merged areas."""

    def call(rows, *merged, cells=()):
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        for area in merged:
            workbook.active.merge_cells(area)
        for place, value in cells:
            workbook.active[place] = value
        workbook.create_sheet("Notes")
        path = tmp_path / "list.xlsx"
        workbook.save(path)
        return path

    return call


HEADER = ["Owner", "name", "Money"]
FIELDS = {
    "fields": {
        "sponsors": "Owner",
        "budget.total": {"column": "Money", "unit": "e6 KRW"},
    }
}


def test_a_merged_cell_holds_for_its_rows_and_numbers_are_numbers(read, book):
    rows = [HEADER, ["Ministry", "P", 1000.5], [None, "Q", 2], ["Province", "R", 3]]
    made = read(book(rows, "A2:A3"), FIELDS).made
    assert [made[name]["sponsors"] for name in "pqr"] == [
        "Ministry",
        "Ministry",
        "Province",
    ]
    assert made["p"]["budget"]["total"] == "1000500000 KRW"


def test_rows_of_spaces_do_not_say_how_wide_a_table_is(read, book):
    title = ["Support of firms", "as published"]
    header = ["name", "Owner", "Place", "Note"]
    rows = [title, header, ["P", "a", "b", "c"], *[[" "]] * 5]
    reading = read(book(rows))
    assert [*reading.made] == ["p"]
    assert reading.told("row 1: above the header, left out")


def test_one_amount_for_several_programs_is_not_given_to_each(read, book):
    rows = [
        HEADER,
        ["Ministry", "P", 10],
        ["Ministry", "Q", None],
        ["Province", "R", 3],
    ]
    reading = read(book(rows, "C2:C3"), FIELDS)
    assert [*reading.made] == ["r"]
    assert reading.unread == [(2, "Money", "10"), (3, "Money", "10")]


def test_other_sheets_are_told_and_can_be_named(read, book):
    path = book([HEADER, ["Ministry", "P", 1]])
    assert read(path, FIELDS).told("other sheets: Notes")
    with pytest.raises(
        ValueError, match="there is no sheet 'Budget'; there are Sheet, Notes"
    ):
        read(path, {**FIELDS, "sheet": "Budget"})


def test_a_value_far_out_costs_a_message(read, book):
    path = book([HEADER, ["Ministry", "P", 1]], cells=[("XFD1048576", 1)])
    with pytest.raises(ValueError, match="reaches to cell XFD1048576"):
        read(path, FIELDS)


def test_entities_in_a_workbook_are_refused(read, book, tmp_path):
    import zipfile

    hostile = tmp_path / "hostile.xlsx"
    with (
        zipfile.ZipFile(book([HEADER])) as source,
        zipfile.ZipFile(hostile, "w") as target,
    ):
        for part in source.namelist():
            data = source.read(part)
            if part.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + data
            target.writestr(part, data)
    with pytest.raises(ValueError, match="declares entities"):
        read(hostile, FIELDS)


def test_a_workbook_that_unpacks_to_very_much_is_refused(read, tmp_path):
    import zipfile

    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(401):
            part.write(bytes(1_000_000))
    with pytest.raises(
        ValueError, match="larger than 400,000,000 bytes when it is unpacked"
    ):
        read(bomb)


def test_a_reader_of_workbooks_that_dies_costs_a_message(
    read, book, monkeypatch, tmp_path
):
    from evalkit.read import workbook_child

    child = tmp_path / "child.py"
    child.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(workbook_child, "__file__", str(child))
    with pytest.raises(ValueError, match="ended the program that reads it"):
        read(book([HEADER]))


def test_a_workbook_is_read_where_the_system_allows_less_than_evalkit_would(book):
    """A limit is never raised: one that the user has set is no fault of the workbook."""
    limited = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from evalkit.read.workbook import read
print(len(read(Path(sys.argv[1])).sheets))
"""
    done = subprocess.run(
        [sys.executable, "-c", limited, book([HEADER])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_a_formula_whose_value_was_never_saved_is_not_unknown(read, book):
    # openpyxl writes formulas without values; a spreadsheet program saves both
    rows = [HEADER, ["Ministry", "P", 1], ["Ministry", "Q", "=1+2"], ["=A2", "R", 3]]
    reading = read(book(rows), FIELDS)
    assert [*reading.made] == ["p"]
    assert reading.unread == [(3, "Money", "=1+2"), (4, "Owner", "=A2")]
    faults = [cell for entry in reading.entries for cell in entry.unread]
    assert {fault.help for fault in faults} == {
        "open the workbook in a spreadsheet program and save it, or write the value"
    }


def test_a_formula_whose_saved_value_is_an_empty_text_is_an_empty_cell(read, book):
    """As a spreadsheet program saves =IF(A2="","",A2)."""
    path = book([HEADER, ["Ministry", "P", 1], ["Ministry", "Q", '=IF(1,"",2)']])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (sheet,) = [name for name in parts if name.endswith("sheet1.xml")]
    saved = parts[sheet].replace(b'<c r="C3">', b'<c r="C3" t="str">')
    assert saved != parts[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, sheet: saved}.items():
            archive.writestr(name, content)
    reading = read(path, FIELDS)
    assert [*reading.made] == ["p", "q"] and not reading.unread


def test_a_formula_in_a_column_that_no_field_takes_stops_no_row(read, book):
    rows = [[*HEADER, "Note"], ["Ministry", "P", 1, "=1+2"], ["Ministry", "Q", 2, "x"]]
    assert [*read(book(rows), FIELDS).made] == ["p", "q"]


def test_a_key_that_says_nothing_makes_no_id(read, book):
    rows = [HEADER, ["=A9", "P", 1], ["Ministry", "Q", 2], [None, "R", 3]]
    for key, left_out in ((["Owner", "name"], [2]), (["Owner"], [2, 4])):
        reading = read(book(rows), {"key": key, "fields": {"name": "name"}})
        faults = [cell for entry in reading.entries for cell in entry.unread]
        assert [fault.row for fault in faults] == left_out
        assert all("so no id" in fault.message for fault in faults)


def test_a_column_that_another_sheet_has_is_missed_with_the_names_of_the_sheets(
    read, book
):
    with pytest.raises(ValueError, match="there is no column 'Title'") as refused:
        read(book([HEADER, ["Ministry", "P", 1]]), {"fields": {"id": "Title"}})
    told = "read from sheet 'Sheet'; other sheets: Notes (sheet: in the mapping)"
    assert told in str(refused.value)
