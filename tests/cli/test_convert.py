"""Foreign files become descriptions that evalkit reads, or nothing is written; what was not in
the file is unknown."""

import csv
import errno
import os
import tempfile
from pathlib import Path

import console
import pytest
import yaml

import evalkit
from evalkit.model.quantity import UNKNOWN, Quantity
from evalkit.plugin import Reader, Writer, host
from evalkit.read.tables import descriptions
from evalkit.report import save

LONG = "길" * 10_000
ROWS = [
    ["no", "사업명", "지역", "예산(백만원)", "name_local.ko"],
    ["1", "Loans for\nsmall firms", "강원", "10684.939", "소상공인\n융자"],
    ["2", "=HYPERLINK(0)", "경기", "", "@SUM(1)"],
    ["3", LONG, "", "300", ""],
    ["4", "", "경기", "5", ""],
]
MAPPED = {
    "id": "=kr-{no}",
    "name": "사업명",
    "regions": "지역",
    "budget.total": "={예산(백만원)}e6 KRW 2025",
    "country": "=KR",
    "object_type": "=program",
    "source.cite": "=List of programs",
}
CONSTANT = {"country": "=KR", "object_type": "=program", "source.cite": "=List"}
FIRST = """\
id: kr-1
name: Loans for small firms
name_local: {ko: 소상공인 융자}
country: KR
object_type: program
regions: KR-42
budget: {total: 10684939000 KRW 2025, evidence: row}
sources:
  table: {kind: admin_data, cite: List of programs}
evidence:
  row: {source: table, at: row 2, claim: objective, reading: imported, says: 'no: 1; 사업명: Loans for small firms; 지역: 강원; 예산(백만원): 10684.939; name_local.ko: 소상공인 융자'}
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that the commands are called in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder):
    """Calls the command line, and gives its exit code, its output and its errors."""

    def call(*arguments):
        done = console.run(*arguments)
        return done.returncode, done.stdout, done.stderr

    return call


@pytest.fixture
def convert(folder, run):
    """Converts rows, or a text, with fields into the folder `made`."""

    def call(table, fields, *more, name="table.csv"):
        if isinstance(table, list):
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(table)
        else:
            (folder / name).write_bytes(
                table if isinstance(table, bytes) else table.encode()
            )
        given = [
            each
            for field, place in fields.items()
            for each in ("--field", f"{field}={place}")
        ]
        return run("convert", name, "--to", "made", *given, *more)

    return call


def written(folder):
    return (
        {
            path.name: path.read_text(encoding="utf-8")
            for path in (folder / "made").rglob("*")
        }
        if (folder / "made").exists()
        else {}
    )


def test_a_table_becomes_descriptions_and_a_row_without_a_name_goes_to_a_table_of_its_own(
    convert, run, folder
):
    code, out, err = convert(ROWS, MAPPED)
    assert code == 1 and err.startswith(
        "table.csv:5:2: error[EK203] row 5: column '사업명': no name"
    )
    assert out == (
        "made\n  3 descriptions: made/kr-1.yaml, made/kr-2.yaml, made/kr-3.yaml\n"
        "left out\n  1 of 4, with their reasons: made/table.left-out.csv\n"
        "note\n  taken by the name of the column: name_local.ko\n"
        "  figures of 예산(백만원) are read as 1,234.5\n"
        "next\n  evalkit check made\n  evalkit score made/kr-1.yaml\n"
    )
    names = {"kr-1.yaml", "kr-2.yaml", "kr-3.yaml", "table.left-out.csv"}
    assert written(folder).keys() == names
    assert written(folder)["kr-1.yaml"] == FIRST
    rows = [
        *csv.reader(written(folder)["table.left-out.csv"].lstrip("\ufeff").splitlines())
    ]
    assert (
        rows[0] == ["row", "reason", *ROWS[0]]
        and rows[1][2:] == ROWS[4]
        and rows[1][0] == "5"
    )
    assert run("check", "made") == (0, "", "3 files, no faults\n")
    assert run("score", "made/kr-1.yaml")[0] == 0


def test_what_was_left_out_is_mended_and_converted_with_the_same_fields(
    convert, folder
):
    convert(ROWS, MAPPED)
    beside = folder / "made" / "table.left-out.csv"
    rows = [*csv.reader(beside.read_text(encoding="utf-8-sig").splitlines())]
    rows[1][rows[0].index("사업명")] = "Mended"
    assert convert(rows, MAPPED, name="table.left-out.csv")[0] == 0
    assert evalkit.load(folder / "made" / "kr-4.yaml").name == "Mended"


def test_an_empty_cell_is_unknown_and_text_stays_as_it_is(convert, folder):
    convert(ROWS, MAPPED)
    first, second, third = (
        evalkit.load(folder / "made" / f"kr-{number}.yaml") for number in (1, 2, 3)
    )
    assert first.budget.total == Quantity(
        10684.939e6, 10684.939e6, "KRW", 2025
    ) and first.budget.evidence == ("row",)
    assert (
        second.budget == UNKNOWN
        and second.name == "=HYPERLINK(0)"
        and second.name_local == {"ko": "@SUM(1)"}
    )
    assert (
        third.regions == ()
        and third.name == LONG
        and third.evidence["row"].at == ("row 4",)
    )


def test_fields_that_are_columns_are_taken_and_what_nobody_takes_is_told(
    convert, folder
):
    rows = [
        [
            "name",
            "country",
            "object_type",
            "source.cite",
            "budget.total",
            "budget",
            "Remark",
            "Blank",
        ],
        ["P", "KR", "agency", "L", "7", "8", "9", ""],
    ]
    _, out, _ = convert(rows, {"country": "=TW"}, name="Table of 2025.csv")
    own = "name, object_type, source.cite, budget.total"
    assert f"note\n  taken by the name of the column: {own}\n" in out
    assert "\n  no column for id: the ids are made of the names" in out
    assert (
        "\n  no field takes country, budget, Remark: only the evidence keeps them\n"
        in out
    )
    program = evalkit.load(folder / "made" / "p.yaml")
    assert (program.country, program.object_type, program.budget.total) == (
        "TW",
        "agency",
        Quantity.exactly(7),
    )
    assert program.evidence["row"].says.endswith(
        "budget.total: 7; budget: 8; Remark: 9"
    )


def test_one_column_that_nobody_takes_is_told_in_the_singular(convert, folder):
    told = convert([["name", "Note"], ["P", "x"]], CONSTANT)[1]
    assert "\n  no field takes Note: only the evidence keeps it\n" in told


def test_next_steps_can_be_pasted(convert, folder):
    _, out, _ = convert([["name"], ["P"]], CONSTANT, "--to", "made of it")
    assert (
        "next\n  evalkit check 'made of it'\n  evalkit score 'made of it/p.yaml'\n"
        in out
    )


def test_source_and_evidence_can_be_told_and_a_column_left_out(convert, folder):
    fields = {
        "source.kind": "=statistics",
        "source.year": "=2024",
        "evidence.row.claim": "=rule",
        "evidence.row.says": "=It is {name}.",
        "level": "",
    }
    code, out, _ = convert([["name", "level"], ["P", "high"]], CONSTANT | fields)
    program = evalkit.load(folder / "made" / "p.yaml")
    (source,), (evidence,) = program.sources.values(), program.evidence.values()
    assert (code, source.kind, source.year, program.level) == (
        0,
        "statistics",
        2024,
        UNKNOWN,
    )
    assert (evidence.claim, evidence.says) == ("rule", "It is P.")
    assert "no field takes level: it is left out" in out


def test_the_name_of_a_file_without_a_latin_letter_gives_ids_too(convert, folder):
    assert convert([["name"], ["P"]], CONSTANT, name="사업.csv")[0] == 0
    assert [*written(folder)] == ["p.yaml"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["table.csv", "--field", "name"],
            2,
            (
                "--field name: write FIELD=COLUMN, such as name=Title, or FIELD==TEXT, such as"
                " country==KR"
            ),
        ),
        (["table.csv", "--field", "=name"], 2, "--field =name: write FIELD=COLUMN"),
        (
            ["table.csv", "--field", "name=a", "--field", "name=b"],
            2,
            "--field name stands twice",
        ),
        (
            [*("table.csv", "--field", "name"), *("--field", "a=b", "--field", "a=c")],
            2,
            "country==KR\n--field a stands twice",
        ),
        (
            ["table.ods"],
            2,
            "table.ods: no reader takes the ending '.ods'; there are iati (.iati",
        ),
        (
            ["table.csv", "--reader", "xls"],
            2,
            "there is no reader 'xls'; there are iati (.iati",
        ),
        (["nowhere.csv"], 4, "error: nowhere.csv: No such file or directory"),
        ([".", "--reader", "table"], 4, "error: .: Is a directory"),
        (["pipe.csv"], 4, "error: pipe.csv: this is not a regular file"),
        (["blank.csv"], 1, "6 of 6 descriptions have faults; nothing was written"),
        (["header.csv"], 5, "error: header.csv gives nothing to convert\n"),
        (["old.xls"], 4, "error: old.xls: this is a workbook of Excel before 2007"),
        (["page.xls"], 4, "error: page.xls: this is a web page, and no table"),
    ],
)
def test_what_cannot_be_converted_is_said(run, folder, arguments, code, message):
    (folder / "table.csv").write_text("name\nP\n")
    (folder / "blank.csv").write_text("no,name\n" + "1,\n" * 6)
    (folder / "header.csv").write_text("no,name\n")
    (folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (folder / "page.xls").write_text("<html><table></table></html>")
    os.mkfifo(folder / "pipe.csv")  # which nobody writes to
    given = [
        each
        for field, place in CONSTANT.items()
        for each in ("--field", f"{field}={place}")
    ]
    found = run("convert", "--to", "made", *arguments, *given)
    assert (found[0], found[1], written(folder)) == (code, "", {})
    assert message in found[2] and "Traceback" not in found[2]


def test_faults_are_told_once_at_the_cells_of_the_table_and_sound_rows_are_kept(
    convert, folder
):
    rows = [
        ["id", "name", "country", "budget.total"],
        ["a", "A", "KR", "1"],
        ["a", "B", "KR", "1"],
        ["C 3", "C", "Korea", "-1"],
        *([f"d-{number}", "D", "Korea", "4"] for number in range(5)),
        ["sources", "F", "KR", ""],
        ["g", "G", "KR", "some"],
        ["h", "H", "KR", "some more"],
        ["i", "I", "KR", "5"],
    ]
    code, out, err = convert(rows, {"object_type": "=program", "source.cite": "=L"})
    assert code == 1 and "left out\n  10 of 11, with their reasons" in out
    assert written(folder).keys() == {"i.yaml", "table.left-out.csv"}
    for message in (
        "table.csv:3:2: error[EK203] row 3: column 'name': 'B' differs between the rows of one",
        "table.csv:4:3: error[EK211] row 4: column 'country': 'Korea' is not an ISO 3166-1 country"
        " code; so it is in row 5 (Korea), row 6 (Korea), row 7 (Korea) and 2 more\n",
        "table.csv:4:4: error[EK204] row 4: column 'budget.total': -1 is out of range\n",
        "made/sources.yaml:1:1: error[EK111] row 10: 'sources' is the id of the shared sources",
        "table.csv:11:4: error[EK203] row 11: column 'budget.total': 'some' is no figure; so it is"
        " in row 12 (some more)\n",
    ):
        assert message in err
    assert "Traceback" not in err and "evalkit-" not in err
    left = written(folder)["table.left-out.csv"]
    assert left.count("\n") == 12 and "'-1" in left


def test_nothing_is_written_where_no_row_is_sound(convert, folder):
    code, out, err = convert([["name", "level"], ["P", "high"]], CONSTANT)
    assert (code, out, written(folder)) == (1, "", {})
    assert "table.csv:2:2: error[EK205] row 2: column 'level'" in err
    assert "the description has faults; nothing was written\n" in err


def test_what_is_there_is_told_in_full_and_nothing_is_written(convert, folder):
    (folder / "made").mkdir()
    for number in (1, 3):
        (folder / "made" / f"kr-{number}.yaml").write_text("mine\n")
    code, out, err = convert(ROWS, MAPPED)
    assert (code, out) == (4, "")
    assert err == (
        "error: 2 descriptions are there already and say something else: made/kr-1.yaml (cannot be"
        " read), made/kr-3.yaml (cannot be read); nothing was written\n  help: convert into another"
        " folder and compare, or remove them from made and convert again\n"
    )
    assert written(folder) == {"kr-1.yaml": "mine\n", "kr-3.yaml": "mine\n"}


LIST = [["no", "사업명", "지역", "예산(백만원)"]] + [
    [str(number), f"Program {number}", "경기", "5"] for number in range(1, 101)
]


def test_another_mapping_tells_the_first_files_with_their_fields_in_short_lines(
    convert, folder
):
    assert convert(LIST, MAPPED)[0] == 0
    before = written(folder)
    changed = {
        **MAPPED,
        "budget.total": "={예산(백만원)}e6 KRW 2024",
        "level": "=regional",
    }
    code, out, err = convert(LIST, changed)
    assert (code, out, written(folder)) == (4, "", before)
    assert "100 descriptions are there already" in err and "and 97 more" in err
    assert err.count("(level, budget.total)") == 3
    assert max(map(len, err.splitlines())) < 400


def test_a_file_that_differs_in_its_form_alone_is_told_so(convert, folder):
    convert(LIST[:2], MAPPED)
    (folder / "made/kr-1.yaml").write_text(
        "# mine\n" + written(folder)["kr-1.yaml"], "utf-8"
    )
    code, _, err = convert(LIST[:2], MAPPED)
    assert code == 4 and "a description is there already" in err
    assert "made/kr-1.yaml (comments or form)" in err


@pytest.mark.parametrize("left", [None, "made/table.left-out.csv"])
def test_the_table_of_what_was_left_out_follows_the_last_conversion(
    convert, folder, left
):
    """Two rows are no figures: the second conversion knows one or both of these words."""
    rows = [*LIST[:3], ["3", "Q", "경기", "-?-"], ["4", "R", "경기", "=x"]]
    assert convert(rows, MAPPED)[0] == 1
    first = written(folder)["table.left-out.csv"]
    assert [
        row["row"] for row in csv.DictReader(first.removeprefix("\ufeff").splitlines())
    ] == [
        "4",
        "5",
    ]
    words = ["-?-", "=x"] if left is None else ["-?-"]
    mapping = folder / "mapping.yaml"
    mapping.write_text(f"nothing: {words}\n", encoding="utf-8")
    code, out, _ = convert(rows, MAPPED, "--mapping", "mapping.yaml")
    after = written(folder).get("table.left-out.csv", "")
    if left is None:
        assert (code, after) == (0, "")
        assert "made/table.left-out.csv was removed: its rows are converted" in out
    else:
        (row,) = csv.DictReader(after.removeprefix("\ufeff").splitlines())
        assert (code, row["row"]) == (1, "5") and left in out


def test_a_table_of_what_was_left_out_that_somebody_changed_stays(convert, folder):
    convert(ROWS, MAPPED)
    beside = folder / "made" / "table.left-out.csv"
    beside.write_text(
        beside.read_text(encoding="utf-8").replace(",경기,5", ",경기,6"), "utf-8"
    )
    mine = beside.read_bytes()
    code, out, err = convert(ROWS, MAPPED)
    assert (code, out) == (
        4,
        "",
    ) and "made/table.left-out.csv is there already and was" in err
    assert convert([*ROWS[:4]], MAPPED)[0] == 0
    assert beside.read_bytes() == mine


def test_a_table_with_a_column_of_its_own_for_reasons_keeps_it_beside_ours(
    convert, folder
):
    rows = [[*LIST[0], "reason"], [*LIST[1], "mine"], ["2", "", "경기", "5", "theirs"]]
    for _ in "first", "again":
        assert convert(rows, MAPPED)[0] == 1
        text = written(folder)["table.left-out.csv"].removeprefix("\ufeff")
        (left,) = csv.DictReader(text.splitlines())
        assert (left["row"], left["reason"]) == ("3", "theirs")
        assert "no name" in left["reason-2"]
    rows[2][1] = "Mended"
    assert convert(rows, MAPPED)[0] == 0
    assert written(folder).keys() == {"kr-1.yaml", "kr-2.yaml", "table.left-out.csv"}


def test_of_many_programs_the_portfolio_is_named_next(convert, folder):
    assert "evalkit portfolio" not in convert(LIST[:10], MAPPED)[1]
    assert "  evalkit portfolio made\n" in convert(LIST[:11], MAPPED)[1]


@pytest.mark.parametrize("already", [True, False])
@pytest.mark.parametrize("sound", [2, 0])
def test_a_full_disk_leaves_nothing_of_a_conversion(
    convert, folder, monkeypatch, already, sound
):
    """The disk is full after some files: where the results go, and where they are checked."""
    write, left = (save.write_all, [sound]) if sound else (Path.write_text, [2])

    def full(*arguments, **more):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(*arguments, **more)

    monkeypatch.setattr(
        *((save, "write_all", full) if sound else (Path, "write_text", full))
    )
    (folder / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temporary"))
    if already:
        (folder / "made").mkdir()
    code, out, err = convert(ROWS, MAPPED)
    assert (code, out) == (
        3,
        "",
    ) and "cannot be written: No space left on device" in err
    assert "evalkit failed" not in err and "kr-3.yaml" in err
    assert (folder / "made").exists() == already and written(folder) == {}
    assert not any((folder / "temporary").iterdir())


def test_a_missing_temporary_folder_is_told(convert, folder, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "gone"))
    code, out, err = convert(ROWS, MAPPED)
    assert (code, out, written(folder)) == (3, "", {})
    assert (
        err
        == "error: a temporary folder cannot be written: No such file or directory\n"
    )


def test_what_a_killed_run_left_where_descriptions_are_checked_is_cleared(
    convert, folder, monkeypatch
):
    temporary = folder / "temporary"
    rest = temporary / f".evalkit-{'0' * 32}.part" / "beside"
    rest.mkdir(parents=True)
    (rest / "kr-1.yaml").write_text("of the killed run")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert convert(ROWS, MAPPED)[0] == 1
    assert not any(temporary.iterdir())


HOSTILE = [
    "&a x",
    "*a",
    "!!python/object:os.system x",
    "<<",
    "{a: b}",
    "[a",
    "- a",
    "# a",
    "a: b",
    "'",
    '"',
    "~",
    "NO",
    "12",
    "1e3",
    "---",
    "=",
    "%x",
]


def test_text_that_looks_like_yaml_stays_text(convert, run, folder):
    rows = [["no", "name", "aliases"]]
    rows += [[f"p{number}", each, each] for number, each in enumerate(HOSTILE)]
    assert convert(rows, CONSTANT | {"id": "no"})[0] == 0
    assert run("check", "made")[2] == f"{len(HOSTILE)} files, no faults\n"
    names = {evalkit.load(path).name for path in (folder / "made").iterdir()}
    assert names == {*HOSTILE}


def test_control_characters_are_taken_out_and_told(convert, folder):
    code, out, _ = convert([["name"], ["a\x1b[31mb\x01"], ["c\x0bd"]], CONSTANT)
    assert (
        code == 0
        and "note\n" in out
        and "\n  control characters taken out: 4 in row 2\n" in out
    )
    assert evalkit.load(folder / "made" / "a-31mb.yaml").name == "a[31mb"
    # white space of any kind is a blank
    assert evalkit.load(folder / "made" / "c-d.yaml").name == "c d"


PLUGIN = """
import sys
import warnings
from evalkit.plugin import Reader, hookimpl
P = {"id": "p", "name": "P", "country": "KR", "object_type": "program"}
def descriptions(path, fields):
    BODY
@hookimpl
def evalkit_readers():
    return [Reader("feed", __name__, [".xml"])]
"""


@pytest.fixture
def read_by(folder, run):
    """Converts a file with the reader of a plugin whose body is given."""

    def call(body, *more, plugin=PLUGIN):
        (folder / "mine.py").write_text(plugin.replace("BODY", body), encoding="utf-8")
        (folder / "feed.XML").write_text("<feed/>")
        return run("convert", "feed.XML", "--to", "made", "--plugin", "mine.py", *more)

    return call


def test_a_reader_of_a_plugin_reads_what_its_ending_says(read_by, folder):
    said = "warnings.warn('two\\nleft out'); warnings.warn('old', DeprecationWarning)"
    body = (
        f"{said}; yield {{**P, 'name': fields['x'], 'period': {{'from': 2001}}, 'level': None,"
        " 'aliases': ['A', None]}"
    )
    code, out, err = read_by(body, "--field", "x==X")
    assert (code, err) == (0, "")
    assert (
        out
        == "made\n  1 description: made/p.yaml\nnote\n  two left out\nnext\n  evalkit check made\n "
        " evalkit score made/p.yaml\n"
    )
    assert written(folder) == {
        "p.yaml": (
            "id: p\nname: =X\naliases: [A]\ncountry: KR\nobject_type: program\nperiod: {from:"
            " 2001}\n"
        )
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return 1 / 0", "ZeroDivisionError: division by zero"),
        ("yield P; 1 / 0", "ZeroDivisionError: division by zero"),
        ("sys.exit(0)", "SystemExit: 0"),
        ("yield P; sys.exit()", "SystemExit (mine.py, line 7)"),
        ("return None", "TypeError: 'NoneType' object is not iterable"),
        ("return P", "TypeError: str is no description, which is a map"),
        ("return [P, 3]", "TypeError: int is no description, which is a map"),
        (
            "return [{**P, 'regions': {'KR-41'}}]",
            "TypeError: {'KR-41'} cannot stand in a description, which holds maps, lists, text,",
        ),
        (
            "return [{**P, 1.5: 'x'}]",
            "TypeError: 1.5 cannot be a key of a description: write text",
        ),
        (
            "P['peers'] = P; return [P]",
            "RecursionError: maximum recursion depth exceeded",
        ),
        (
            "import nothing_of_this_name",
            "ModuleNotFoundError: No module named 'nothing_of_this_name'",
        ),
    ],
)
def test_a_reader_that_fails_costs_this_run_alone(read_by, folder, body, message):
    code, out, err = read_by(body)
    assert (code, out, written(folder)) == (3, "", {})
    assert (
        err.startswith(f"error: reader feed of plugin mine failed: {message}")
        and err.count("\n") == 1
    )


def test_verbose_tells_where_in_its_code_a_reader_failed(read_by, folder):
    read_by("return 1 / 0")
    call = ["convert", "feed.XML", "--to", "made", "--plugin", "mine.py", "-v"]
    told = console.process(*call)
    assert told.returncode == 3 and "Traceback" in told.stderr
    assert (
        "error: reader feed of plugin mine failed: ZeroDivisionError: division by zero (mine.py,"
        " line 7); nothing was written" in told.stderr
    )


def test_a_reader_whose_module_is_not_there_is_named(read_by):
    code, _, err = read_by(
        "", plugin=PLUGIN.replace("BODY", "pass").replace("__name__", "'mine_feed'")
    )
    assert code == 4
    told = (
        "error: the reader feed cannot be used: the import of mine_feed raised ModuleNotFoundError:"
        " No module named 'mine_feed'"
    )
    assert err.startswith(told) and err.count("\n") == 1


def test_a_reader_refuses_a_file_with_the_place(read_by, folder):
    code, out, err = read_by("raise ValueError('entry 3: no title')")
    assert (code, out, err) == (
        4,
        "",
        "error: feed.XML (reader feed of plugin mine): entry 3: no title\n",
    )


def test_what_a_reader_prints_is_no_result(read_by):
    code, out, err = read_by("print('hello'); return [P]")
    assert (code, err) == (0, "hello\n") and "hello" not in out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "'id': '../p'",
            (
                "made/description 1.yaml:1:5: error[EK203] description 1: '../p' is not in the"
                " expected form"
            ),
        ),
        (
            "'id': ['p']",
            (
                "made/description 1.yaml:1:5: error[EK203] description 1: expected text,"
                " found a list"
            ),
        ),
        (
            "'evidence': {'e': {'source': 's', 'at': 'entry 7', 'says': 'x'}}",
            "made/p.yaml:6:15: error[EK206] entry 7: 's' is not declared",
        ),
        (
            "'evidence': ['e']",
            "error[EK203] description 1: expected a map, found a list",
        ),
        (
            "'overlays': 'kr-gsbc'",
            "error[EK240] description 1: this is an overlay and no description",
        ),
        ("'schema': 'x'", "error[EK201] description 1: unknown key 'schema'"),
        (
            "'name': '\\ud800'",
            "error[EK110] description 1: a lone surrogate is half a character",
        ),
        (
            "'budget': {'total': float('nan')}",
            "error[EK203] description 1: expected a number, found '.nan'",
        ),
        ("'budget': {'total': 10 ** 5000}", "Exceeds the limit"),
    ],
)
def test_what_a_reader_makes_is_read_by_evalkits_own(read_by, folder, change, message):
    code, out, err = read_by(f"return [{{**P, {change}}}]")
    assert (code, out, written(folder)) == (4 if "limit" in message else 1, "", {})
    assert message in err and "Traceback" not in err
    assert not (folder / "p.yaml").exists()


def test_shared_sources_beside_the_descriptions_are_known(read_by, folder):
    (folder / "sources.yaml").write_text("sources: {s: {kind: website, cite: W}}\n")
    body = "return [{**P, 'evidence': {'e': {'source': 's', 'says': 'x'}}}]"
    code, out, err = read_by(body)
    assert (
        code == 0
        and "made/p.yaml:6:6: warning[EK222] description 1: this evidence names no place in its"
        in err
    )
    (folder / "sources.yaml").write_text("sources: {s: {kind: blog, cite: W}}\n")
    (folder / "made" / "p.yaml").unlink()
    code, out, err = read_by(body)
    assert (code, out, written(folder)) == (4, "", {}) and err.startswith(
        "sources.yaml:1:21: error[EK205]"
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "the table is empty"),
        (b"\xff\xc0", "line 1: byte 0xff is not UTF-8"),
        (
            "name,budget.total\nP,1.000\nQ,2.000\n",
            "column 'budget.total' (budget.total) has a",
        ),
    ],
)
def test_what_is_no_table_is_told_with_the_file(convert, folder, table, message):
    code, out, err = convert(table, CONSTANT)
    assert (code, out, written(folder)) == (4, "", {})
    assert err.startswith(f"error: table.csv: {message}") and "Traceback" not in err


def test_a_mapping_is_a_file_and_fields_of_the_command_line_prevail(
    convert, run, folder
):
    (folder / "map.yaml").write_text(
        "constants: {country: TW, object_type: program, source.cite: L}\n"
        "fields: {name: Title, budget.total: {column: Money, unit: EUR, numbers: '1.234,5'}}\n"
    )
    rows = [["Title", "Money"], ["P", "50.000"]]
    code, _, err = convert(rows, {"country": "=DE"}, "--mapping", "map.yaml")
    program = evalkit.load(folder / "made" / "p.yaml")
    assert (code, err, program.country) == (0, "", "DE")
    assert program.budget.total == Quantity(50_000, 50_000, "EUR")
    (folder / "map.yaml").write_text("feilds: {}\n")
    code, _, err = convert(rows, {}, "--mapping", "map.yaml", "--to", "other")
    assert code == 4 and "map.yaml:1:1: error[EK201] unknown key 'feilds'" in err


def test_a_mapping_that_is_suggested_converts_the_table(convert, run, folder):
    rows = [
        ["사업명", "소관명", "예산(백만원)"],
        ["가", "부", "1.5"],
        ["나", "부", "2.25"],
    ]
    code, out, err = convert(rows, {}, "--suggest", name="list-2025.csv")
    assert (code, err, written(folder)) == (0, "", {})
    (folder / "map.yaml").write_text(out, encoding="utf-8")
    assert convert(rows, {}, "--mapping", "map.yaml", name="list-2025.csv")[0] == 0
    assert len(written(folder)) == 2
    assert run("convert", "nowhere.csv", "--suggest")[0] == 4


TWICE = [
    ["소관명", "사업명", "예산(백만원)"],
    ["부", "가", "7"],
    ["부", "가", "2"],
    ["부", "나", "5"],
]


def test_amounts_that_differ_between_rows_of_a_program_name_the_remedy(convert, folder):
    mapping = {
        "key": ["소관명", "사업명"],
        "constants": {"country": "KR", "object_type": "program", "source.cite": "L"},
        "fields": {
            "name": "사업명",
            "budget.total": {"column": "예산(백만원)", "unit": "1e6 KRW 2025"},
        },
    }
    (folder / "map.yaml").write_text(
        yaml.safe_dump(mapping, allow_unicode=True), encoding="utf-8"
    )
    code, _, err = convert(TWICE, {}, "--mapping", "map.yaml")
    assert (
        code == 1
        and "row 3: column '예산(백만원)': '2' differs between the rows of one" in err
    )
    assert "help: add rows: sum to this field in the mapping" in err


def test_a_suggested_mapping_adds_amounts_that_differ_between_rows_of_a_program(
    convert, folder
):
    out = convert(TWICE, {}, "--suggest", name="list-2025.csv")[1]
    assert yaml.safe_load(out)["fields"]["budget.total"]["rows"] == "sum"
    (folder / "map.yaml").write_text(out, encoding="utf-8")
    code, told, err = convert(TWICE, {}, "--mapping", "map.yaml", name="list-2025.csv")
    assert (code, err) == (0, "") and "1 program has several rows: rows 2, 3\n" in told
    assert any("total: 9000000 KRW 2025" in text for text in written(folder).values())
    alike = [*TWICE[:2], TWICE[1], TWICE[3]]
    assert "sum" not in convert(alike, {}, "--suggest", name="list-2025.csv")[1]
    coded = [["id", *TWICE[0]], *(["a", *row] for row in TWICE[1:3])]
    fields = yaml.safe_load(convert(coded, {}, "--suggest")[1])
    assert "key" not in fields and fields["fields"]["budget.total"]["rows"] == "sum"


def test_a_folder_is_needed_unless_a_mapping_is_asked_for(run, folder):
    (folder / "table.csv").write_text("name\nP\n")
    code, _, err = run("convert", "table.csv")
    assert code == 2 and "--to DIR says where the descriptions go" in err


def test_two_readers_of_one_ending_have_to_be_told_apart(folder, read_by, run):
    (folder / "table.csv").write_text("name\nP\n")
    read_by("return [P]", plugin=PLUGIN.replace(".xml", ".csv"))
    code, _, err = run("convert", "table.csv", "--to", "made", "--plugin", "mine.py")
    taken = (
        "table.csv: feed of plugin mine (mine.py) and table of plugin builtin (policy-evalkit) take"
        " its ending; name one with --reader"
    )
    assert code == 2 and taken in err
    assert (
        run(
            "convert",
            "table.csv",
            "--to",
            "made",
            "--plugin",
            "mine.py",
            "--reader",
            "feed",
        )[0]
        == 0
    )
    assert [*written(folder)] == ["p.yaml"]


def test_a_name_of_a_reader_that_is_taken_is_refused_when_it_is_asked_for(folder, run):
    (folder / "mine.py").write_text(
        PLUGIN.replace("BODY", "return [P]").replace('"feed"', '"table"')
    )
    (folder / "a.xml").write_text("")
    (folder / "table.csv").write_text("name\n")
    asked = ("convert", "a.xml", "--to", "made", "--plugin", "mine.py")
    assert run(*asked)[0] == 0
    code, _, err = run(*asked, "--reader", "table")
    taken = (
        "reader 'table' comes from plugin builtin (policy-evalkit) and plugin mine (mine.py);"
        " leave one out: --without mine"
    )
    assert code == 2 and taken in err


def test_a_plugin_tells_which_readers_it_brings():
    (own,) = (plugin for plugin in host.survey() if plugin.name == "builtin")
    assert ("readers", "table") in own.brings() and "evalkit_readers" in own.hooks
    plugin, reader = host.load().readers().named("table")
    assert plugin == own and reader.load().descriptions is descriptions


def test_endings_are_a_list():
    assert Reader("feed", "m", [".XML", ".rss"]).endings == (".xml", ".rss")
    with pytest.raises(TypeError, match=r"endings is a list: write endings=\['.xml'\]"):
        Reader("feed", "m", ".xml")


@pytest.mark.parametrize("ending", ["xml", "", ".", "a.xml", ". xml", "../x"])
@pytest.mark.parametrize("part", [Reader, Writer])
def test_readers_and_writers_take_endings_in_one_form(part, ending):
    assert part("feed", "m", [".Tar.GZ"]).endings == (".tar.gz",)
    with pytest.raises(
        TypeError, match="an ending is a dot and what follows it, such as '.xml'"
    ):
        part("feed", "m", [ending])
    assert Writer("feed", "m").endings == (".feed",)


def test_a_table_itself_is_no_description(convert, run, folder):
    """The engine reads descriptions alone: what an analyst has not looked at is not scored
    (docs/decisions/0020)."""
    convert(ROWS, MAPPED)
    code, out, err = run("score", "table.csv")
    assert (code, out) == (
        4,
        "",
    ) and "table.csv:1:1: error[EK240] this is a table" in err
    assert run("score", "made/kr-1.yaml")[0] == 0


def test_a_later_edition_tells_which_ids_are_new_gone_or_changed(run, folder):
    constant = [f"--field={name}={text}" for name, text in CONSTANT.items()]
    rows = [
        "id,name",
        "a-1,Loans",
        "a-2,Training",
        "a-3,Fairs",
        "a-4,Twins",
        "a-5,Twins",
    ]
    later = ["id,name", "a-1,Loans anew", "b-2,Training", "a-6,Advice", "b-4,Twins"]
    for year, lines in ((2025, rows), (2026, later)):
        (folder / f"{year}.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run("convert", "2025.csv", "--to", "old", *constant)[0] == 0
    (folder / "old" / "broken.yaml").write_text("id: [", encoding="utf-8")
    (folder / "old" / "a-1.anna.yaml").write_text("codes: a-1\n", encoding="utf-8")
    code, out, _ = run(
        "convert", "2026.csv", "--to", "new", "--against", "old", *constant
    )
    assert code == 0
    assert out.partition("beside the earlier edition\n")[2].partition("next")[
        0
    ].splitlines() == [
        "  in both: 1",
        "  new: 3 (b-2, a-6, b-4)",
        "  gone: 4 (a-2, a-3, a-4 and 1 more)",
        "  of these, one name under another id: 1 (a-2 is now b-2)",
    ]
    missing = run(
        "convert", "2026.csv", "--to", "newer", "--against", "none", *constant
    )
    assert (missing[0], missing[2]) == (4, "error: none: No such file or directory\n")
