"""`evalkit portfolio`: what it prints and writes, the work list that comes back, and bad input."""

import csv
import io
import json

import pytest
from console import run
from jsonschema import Draft202012Validator
from made_portfolio import describe
from openpyxl import Workbook, load_workbook

from evalkit.locale import LANGUAGES, language
from evalkit.read.codec.result_schema import results_schema

LOAN = {"functions": {"F08": ["TG31"]}, "regions": ["KR-41"]}
BUDGET = {"budget": {"total": "12e6 KRW 2025", "per": "year", "evidence": "e"}}
WRITTEN = {
    "effects": "firms apply twice",
    "reply": "=it is wanted",
    "option": "merge",
    "status": "open",
}


@pytest.fixture
def folder(tmp_path):
    """Two duplicates of two owners, and two programs with names alone."""
    stock = tmp_path / "stock"
    stock.mkdir()
    describe(stock, "one", owner="x", level="national", **LOAN, **BUDGET)
    describe(stock, "two", owner="y", level="regional", **LOAN, **BUDGET)
    describe(stock, "three", name="중소기업 융자", regions=["KR-41"])
    describe(stock, "four", name="중소기업 융자(2025)", regions=["KR-41"])
    return stock


def result(*arguments):
    done = run("portfolio", *arguments, "--format", "json", "-q")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def work_list(text):
    return {
        row["key"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    }


def proposal_row(text, **filled):
    """An accepted proposal below a work list."""
    columns = text.lstrip("\ufeff").splitlines()[0].split(",")
    cells = {"key": "p", "step": "proposal", "status": "accepted", **filled}
    return ",".join(cells.get(column, "") for column in columns) + "\n"


def written(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*next(iter(rows.values()))])
        writer.writeheader()
        writer.writerows(rows.values())
    return path


def test_the_answer_stands_first(folder):
    done = run("portfolio", folder)
    assert done.returncode == 0 and done.stderr == ""
    first = " ".join(done.stdout.partition("\n\n")[0].split())
    assert first.startswith(
        "Of 4 programs 2 share a function and a place with another one"
    )
    assert "24 million KRW 2025 per year" in first
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("stated", "sentences"),
    [
        (
            {},
            [
                "No overlap can be judged: the program states no function.",
                "There are no families of near-identical names.",
            ],
        ),
        (
            {
                "regions": ["KR-41"],
                "services": [{"function": "F05", "for": ["TG31"]}],
            },
            [
                "The program shares no function and place with another one.",
                "Duplication can be judged for every program.",
                "There are no families of near-identical names.",
            ],
        ),
    ],
)
def test_one_program_alone_reads_well(tmp_path, stated, sentences):
    head = {"id": "a", "name": "A", "country": "KR", "object_type": "program"}
    (tmp_path / "a.json").write_text(json.dumps({**head, **stated}))
    first = run("portfolio", tmp_path).stdout.partition("\n\n")[0]
    assert first.splitlines() == sentences
    page = run("portfolio", tmp_path, "--format", "html").stdout
    assert "<title>Portfolio of 1 program</title>" in page


def test_nothing_stated_gives_no_overlap_and_says_what_names_suggest(folder):
    for name in ("one", "two"):
        (folder / f"{name}.json").unlink()
    done = run("portfolio", folder)
    assert done.stdout.startswith(
        "No overlap can be judged: none of 2 programs states a function."
    )
    proposed = run("portfolio", folder, "--with-proposed")
    assert proposed.stdout.startswith("On proposals:")


def test_the_result_is_valid_by_the_schema(folder):
    draft = describe(folder.parent, "draft", **LOAN)
    schema = Draft202012Validator(results_schema())
    for more in ((), ("--with-proposed",), ("--against", draft)):
        schema.validate(result(folder, *more))


def test_a_national_program_without_a_region_counts_everywhere_only_when_asked(folder):
    describe(folder, "five", owner="z", level="national", functions={"F08": ["TG31"]})
    describe(folder, "six", owner="z", functions={"F08": ["TG31"]})
    for more, wide in (((), 0), (("--nationwide",), 1)):
        cells = {each["key"]: each for each in result(folder, *more)["overlaps"]}
        assert cells["duplication F08 TG31 KR-41"]["nationwide"] == wide


def test_that_nothing_is_nationwide_is_said(folder):
    """One program states neither a region nor a level, and the others state a region."""
    describe(folder, "five")
    first = " ".join(
        run("portfolio", folder, "--nationwide").stdout.partition("\n\n")[0].split()
    )
    assert "--nationwide applies to no program" in first and "1 state neither" in first
    assert result(folder, "--nationwide")["nationwide"] == 0
    describe(folder, "six", level="national")
    assert result(folder, "--nationwide")["nationwide"] == 1
    assert result(folder)["nationwide"] is None


@pytest.fixture
def two_units(folder):
    """The loans are for a year; two grants, larger and in money of no period, overlap as well."""
    grant = {"functions": {"F06": []}, "regions": ["KR-41"]}
    for number, name in enumerate(("five", "six"), start=1):
        money = {"total": f"{number}e9 KRW 2025", "evidence": "e"}
        describe(folder, name, owner=name, **grant, budget=money)
    return folder


def test_money_in_two_units_is_shown_apart_and_never_lost(two_units):
    text = run("portfolio", two_units).stdout
    first = " ".join(text.partition("\n\n")[0].split())
    assert (
        "Budgets in 2 units are not added: KRW 2025 (2); KRW 2025 per year (2)."
        in first
    )
    lines = text.splitlines()
    tops = [
        number
        for number, line in enumerate(lines)
        if line.startswith("Largest overlaps by")
    ]
    below = {
        lines[number].rpartition(": ")[2]: lines[number + 2].split() for number in tops
    }
    assert (
        below["million KRW 2025"][0] == "3,000" and "F06" in below["million KRW 2025"]
    )
    assert below["million KRW 2025 per year"][0] == "24"
    (overlap,) = [line for line in lines if line.startswith("  overlap ")]
    assert "3,000 KRW 2025" in overlap and "24 KRW 2025 per year" in overlap
    units = [(unit["per"], unit["programs"]) for unit in result(two_units)["units"]]
    assert units == [("", 2), ("year", 2)]


def test_signs_in_the_columns_of_overlaps_are_explained_where_they_stand(
    tmp_path, two_units
):
    """In the terminal and on the page, and nowhere where no sign stands."""
    beside, at_least = "3 + 1: three programs of the place", "≥: at least this."
    for text in _both(two_units, tmp_path):
        assert beside not in text and at_least not in text
    wide = {"functions": {"F06": []}, "regions": ["KR"]}
    describe(two_units, "seven", owner="seven", **wide)
    several = {"functions": {"F06": []}, "regions": ["KR-41", "KR-11"]}
    money = {"total": "1e9 KRW 2025", "evidence": "e"}
    describe(two_units, "eight", owner="eight", **several, budget=money)
    for text in _both(two_units, tmp_path):
        assert beside in text and at_least in text


def _both(folder, place):
    """The text and the page of a portfolio."""
    page = place / "portfolio.html"
    run("portfolio", folder, "-q", "-o", page)
    yield run("portfolio", folder).stdout
    yield page.read_text(encoding="utf-8")


def test_money_without_a_currency_is_said_to_have_none(two_units):
    money = {"total": 120, "per": "year", "evidence": "e"}
    describe(two_units, "nine", owner="nine", functions={"F06": []}, budget=money)
    said = " ".join(run("portfolio", two_units).stdout.split())
    assert "120 (no currency) per year" in said
    assert "(no currency) per year (1)" in said


def test_lists_name_the_first_of_each_unit(two_units):
    """Five grants of five owners in one unit, and two loans of two owners in another one."""
    grant = {"functions": {"F06": ["TG31"]}, "regions": ["KR-41"]}
    money = {"total": "9e9 KRW 2025", "evidence": "e"}
    for name in "abcde":
        describe(two_units, f"grant-{name}", owner=name, **grant, budget=money)
    text = run("portfolio", two_units).stdout
    by_owner = (
        text.partition("by owner (at most)")[2].partition("\n\n")[0].splitlines()[1:]
    )
    assert [line.split()[0] for line in by_owner] == [
        "a:",
        "b:",
        "c:",
        "and",
        "x:",
        "y:",
    ]


def test_money_that_cannot_be_assigned_is_named_with_its_programs(folder):
    both = {"functions": {"F08": ["TG31"], "F06": []}, "regions": ["KR-41"]}
    describe(folder, "five", owner="z", **both, **BUDGET)
    describe(folder, "six", owner="z", **LOAN)
    cells = {each["key"]: each for each in result(folder)["overlaps"]}
    loans = cells["overlap F08 KR-41"]
    assert [each["low"] for each in loans["budget"]] == [24e6]
    assert (loans["not_assigned"], loans["without_budget"]) == (["five"], 1)
    assert [each["low"] for each in loans["unassigned"]] == [12e6]
    text = run("portfolio", folder).stdout
    (row,) = [line.split() for line in text.splitlines() if "F08" in line]
    assert row[:4] == ["≥", "24", "12", "4"]
    table = work_list(run("portfolio", folder, "--format", "csv").stdout)
    row = table["overlap F08 KR-41"]
    assert (row["not_assigned"], row["not_assigned_ids"]) == ("1", "five")
    assert row["unassigned_budgets"] == "12 million KRW 2025 per year"


def test_proposals_in_the_work_list_have_owner_place_and_money_the_largest_first(
    folder,
):
    for name, amount in (("five", 1), ("six", 50)):
        money = {"total": f"{amount}e6 KRW 2025", "per": "year", "evidence": "e"}
        describe(
            folder, name, name="수출 지원", owner="w", regions=["KR-41"], budget=money
        )
    describe(folder, "seven", name="중소기업", regions=["KR-41"], **BUDGET)
    rows = [*work_list(run("portfolio", folder, "--format", "csv").stdout).values()]
    proposals = [
        row for row in rows if row["step"] in ("proposal", "target group only")
    ]
    keys = [(row["key"], row["step"]) for row in proposals]
    assert keys[:2] == [("six", "proposal"), ("five", "proposal")]
    assert keys[-1] == ("seven", "target group only")
    first = proposals[0]
    assert (first["owners"], first["region"], first["budget_low"]) == (
        "w",
        "KR-41",
        "50000000.0",
    )


def test_lists_that_are_cut_say_so_and_are_whole_when_asked(folder):
    for number in range(12):
        function = {f"F{number + 1:02}": ["TG31"]}
        for owner in ("v", "w"):
            describe(
                folder,
                f"p{number}{owner}",
                owner=owner,
                functions=function,
                regions=["KR"],
            )
    short, whole = (run("portfolio", folder, *more).stdout for more in ((), ("-v",)))
    assert "and 3 more" in short and "and 3 more" not in whole
    assert whole.count("South Korea: v, w") == 12


def test_json_lines_give_what_a_folder_gives_and_a_bad_line_costs_itself(
    folder, tmp_path
):
    lines = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    (tmp_path / "stock.jsonl").write_text("\n".join(["{bad", *lines]), encoding="utf-8")
    done = run("portfolio", tmp_path / "stock.jsonl", "--format", "json", "-q")
    assert done.returncode == 4 and "stock.jsonl:1:2: error[EK102]" in done.stderr
    by_lines, by_files = json.loads(done.stdout), result(folder)
    assert (
        by_lines["funnel"].pop("listed") == 5 and by_files["funnel"].pop("listed") == 4
    )
    files = [program.pop("file") for program in by_lines["programs"]]
    assert [file.rpartition(":")[2] for file in files] == ["2", "3", "4", "5"]
    for program in by_files["programs"]:
        del program["file"]
    assert by_lines == by_files


def test_the_work_list_comes_back_with_what_was_written(folder, tmp_path):
    first = work_list(run("portfolio", folder, "--format", "csv").stdout)
    key = "duplication F08 TG31 KR-41"
    first[key] |= WRITTEN
    filled = written(tmp_path / "work.csv", first)
    again = run("portfolio", folder, "--format", "csv", "--work-list", filled)
    # a text that a spreadsheet would take for a formula is disarmed
    assert {name: work_list(again.stdout)[key][name] for name in WRITTEN} == {
        **WRITTEN,
        "reply": "'=it is wanted",
    }
    once_more = written(tmp_path / "again.csv", work_list(again.stdout))
    assert result(folder, "--work-list", once_more)["work"] == {
        key: WRITTEN | {"present": True}
    }


def test_an_entry_that_is_gone_is_kept(folder, tmp_path):
    rows = work_list(run("portfolio", folder, "--format", "csv").stdout)
    key = "duplication F08 TG31 KR-41"
    rows[key] |= WRITTEN
    filled = written(tmp_path / "work.csv", rows)
    (folder / "two.json").unlink()
    assert result(folder, "--work-list", filled)["work"][key]["present"] is False
    kept = work_list(
        run("portfolio", folder, "--format", "csv", "--work-list", filled).stdout
    )
    assert kept[key]["step"] == "gone" and kept[key]["option"] == "merge"


def test_a_proposal_counts_once_its_row_is_accepted(folder, tmp_path):
    rows = work_list(run("portfolio", folder, "--format", "csv").stdout)
    rows["three"] |= {"status": "Accepted"}
    rows["four"] |= {"status": "accepted", "function": "F10", "target": ""}
    accepted = result(folder, "--work-list", written(tmp_path / "work.csv", rows))
    programs = {program["id"]: program for program in accepted["programs"]}
    assert programs["three"]["functions"] == ["F08"] and programs["three"][
        "targets"
    ] == ["TG31"]
    assert (
        programs["four"]["functions"] == ["F10"] and programs["four"]["targets"] == []
    )
    cells = {each["key"]: each for each in accepted["overlaps"]}
    assert cells["duplication F08 TG31 KR-41"]["programs"] == ["one", "three", "two"]
    assert accepted["proposals"] == [] and not accepted["on_proposals"]


@pytest.mark.parametrize(
    "status",
    [" Accepted ", "ACCEPT", "승인", "승 인", "수락", "接受", "已接受", "'accepted"],
)
def test_a_proposal_is_accepted_in_three_languages(folder, tmp_path, status):
    rows = work_list(run("portfolio", folder, "--format", "csv").stdout)
    rows["three"] |= {"status": status}
    done = run(
        *("portfolio", folder, "--format", "json"),
        *("--work-list", written(tmp_path / "work.csv", rows)),
    )
    programs = {
        program["id"]: program for program in json.loads(done.stdout)["programs"]
    }
    assert programs["three"]["functions"] == ["F08"] and done.stderr == ""


def test_a_status_that_is_no_known_word_is_named_with_its_count(folder, tmp_path):
    rows = work_list(run("portfolio", folder, "--format", "csv").stdout)
    rows["three"] |= {"status": "yes"}
    rows["four"] |= {"status": "yes"}
    rows["overlap F08 KR-41"] |= {"status": "anything"}
    done = run("portfolio", folder, "--work-list", written(tmp_path / "work.csv", rows))
    warning = "warning: the status of 2 proposals is not read: yes (2); write accepted, rejected or"
    assert done.returncode == 0 and warning in " ".join(done.stderr.split())
    for status in ("rejected", "반려", "待審", ""):
        rows["three"] |= {"status": status}
        rows["four"] |= {"status": status}
        done = run(
            "portfolio", folder, "--work-list", written(tmp_path / "work.csv", rows)
        )
        assert done.stderr == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_offers_statuses_that_are_read_again(folder, tmp_path, lang):
    book = tmp_path / "work.xlsx"
    assert run("portfolio", folder, "-o", book, "-q", "--lang", lang).returncode == 0
    opened = load_workbook(book)
    sheet = opened.worksheets[0]
    (offer,) = sheet.data_validations.dataValidation
    column = {cell.value: cell.column_letter for cell in sheet[1]}
    assert (
        str(offer.sqref).startswith(f"{column['status']}2:")
        and not offer.showErrorMessage
    )
    for status, functions in zip(
        offer.formula1.strip('"').split(","), ([8], [], []), strict=True
    ):
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == "three":
                sheet[f"{column['status']}{row[0].row}"].value = status
        opened.save(book)
        done = run("portfolio", folder, "--work-list", book, "--format", "json")
        programs = {
            program["id"]: program for program in json.loads(done.stdout)["programs"]
        }
        assert programs["three"]["functions"] == [f"F{n:02}" for n in functions]
        assert done.stderr == ""


def test_a_workbook_has_the_columns_to_fill_in(folder, tmp_path):
    book = tmp_path / "work.xlsx"
    assert run("portfolio", folder, "-o", book, "-q").returncode == 0
    sheets = load_workbook(book)
    assert sheets.sheetnames[:2] == ["Work list", "Programs"]
    headings = [cell.value for cell in sheets["Work list"][1]]
    assert headings[0] == "key" and headings[-4:] == [
        "effects",
        "reply",
        "option",
        "status",
    ]
    assert sheets["Programs"].max_row == 5


def test_the_sheets_of_a_workbook_that_nobody_fills_in_are_translated(folder, tmp_path):
    book = tmp_path / "work.xlsx"
    language.cache_clear()
    assert run("portfolio", folder, "-o", book, "-q", "--lang", "ko").returncode == 0
    work, programs, owners, places = load_workbook(book)
    assert work["A1"].value == "key"
    for sheet in (programs, owners, places):
        assert not any(cell.value.isascii() for cell in sheet[1] if cell.value != "ID")
    functions = [row[5].value for row in programs.iter_rows(min_row=2) if row[5].value]
    assert functions and not any("loan" in text for text in functions)
    assert sorted(language("ko").missing) == []


def test_a_workbook_comes_back_with_what_was_written(folder, tmp_path):
    """Saved by another program, which keeps texts in a table of its own."""
    book = tmp_path / "work.xlsx"
    assert run("portfolio", folder, "-o", book, "-q").returncode == 0
    opened = load_workbook(book)
    sheet = opened["Work list"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "duplication F08 TG31 KR-41":
            for name, text in WRITTEN.items():
                sheet.cell(row[0].row, column[name]).value = text.lstrip("=")
        if row[0].value == "three":
            sheet.cell(row[0].row, column["status"]).value = "accepted"
    opened.save(book)
    again = result(folder, "--work-list", book)
    written_again = WRITTEN | {"reply": "it is wanted", "present": True}
    assert again["work"]["duplication F08 TG31 KR-41"] == written_again
    programs = {program["id"]: program for program in again["programs"]}
    assert (
        programs["three"]["functions"] == ["F08"]
        and programs["four"]["functions"] == []
    )


@pytest.mark.parametrize("data", [b"no zip", b"PK\x03\x04 and no more"])
def test_what_is_no_workbook_is_refused(folder, tmp_path, data):
    book = tmp_path / "work.xlsx"
    book.write_bytes(data)
    done = run("portfolio", folder, "--work-list", book)
    assert done.returncode == 4 and "EK102" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("heading", [["name"], ["key"]])
def test_a_workbook_without_the_columns_is_refused(folder, tmp_path, heading):
    made = Workbook()
    made.active.append(heading)
    made.save(tmp_path / "work.xlsx")
    done = run("portfolio", folder, "--work-list", tmp_path / "work.xlsx")
    assert done.returncode == 4 and "EK202" in done.stderr and done.stdout == ""


def test_a_formula_in_a_work_list_is_refused_with_its_cell(folder, tmp_path):
    book = tmp_path / "work.xlsx"
    assert run("portfolio", folder, "-o", book, "-q").returncode == 0
    opened = load_workbook(book)
    sheet = opened["Work list"]
    sheet.cell(2, sheet.max_column).value = '="acc" & "epted"'
    opened.save(book)
    done = run("portfolio", folder, "--work-list", book)
    cell = f"Work list!{sheet.cell(2, sheet.max_column).coordinate} holds a formula"
    assert done.returncode == 4 and "EK203" in done.stderr and cell in done.stderr


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("effects", "effect"), "EK202"),
        (lambda text: text + text.splitlines()[1] + "\n", "EK111"),
        (lambda text: text + '"broken', "EK102"),
        (lambda text: text + proposal_row(text, function="F99"), "EK203"),
        (lambda text: text + proposal_row(text), "EK202"),
    ],
    ids=["no column", "twin", "no CSV", "no code", "no function"],
)
def test_a_bad_work_list_is_refused_with_its_line(folder, tmp_path, change, code):
    text = run("portfolio", folder, "--format", "csv").stdout
    bad = tmp_path / "work.csv"
    bad.write_text(change(text), encoding="utf-8")
    done = run("portfolio", folder, "--work-list", bad)
    assert done.returncode == 4 and code in done.stderr and done.stdout == ""


def test_a_work_list_that_is_no_text_or_not_there(folder, tmp_path):
    bad = tmp_path / "work.csv"
    bad.write_bytes(b"key\xff")
    for path, code in ((bad, "EK101"), (tmp_path / "none.csv", "EK112")):
        done = run("portfolio", folder, "--work-list", path)
        assert done.returncode == 4 and code in done.stderr


@pytest.mark.parametrize(
    ("encoding", "delimiter", "reply"),
    [
        ("cp949", ",", "소관 부처가 알고 있음"),
        ("utf-8", ";", "Das Ministerium weiß es"),
        ("utf-16", "\t", "known"),
    ],
)
def test_a_work_list_is_read_and_kept_as_spreadsheets_save_it(
    folder, tmp_path, encoding, delimiter, reply
):
    table, again = tmp_path / "work.csv", tmp_path / "again.csv"
    _fill_in(folder, table, encoding, delimiter, reply)
    before = table.read_bytes()
    over = run("portfolio", folder, "-q", "-o", table)
    assert over.returncode == 2 and table.read_bytes() == before
    done = run("portfolio", folder, "-q", "--work-list", table, "-o", again)
    assert done.returncode == 0, done.stderr
    assert reply in again.read_text(encoding="utf-8-sig")


def test_a_work_list_in_an_unknown_encoding_is_refused_and_kept(folder, tmp_path):
    table = tmp_path / "work.csv"
    _fill_in(folder, table, "cp1252", ",", "für später")
    before = table.read_bytes()
    done = run("portfolio", folder, "-q", "--work-list", table)
    assert done.returncode == 4 and "EK101" in done.stderr
    over = run("portfolio", folder, "-q", "-o", table)
    assert over.returncode == 2 and table.read_bytes() == before


def _fill_in(folder, table, encoding, delimiter, reply):
    """Write a work list with a reply, as a spreadsheet of some country saves it."""
    assert run("portfolio", folder, "-q", "-o", table).returncode == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    rows[0]["reply"] = reply
    with table.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def test_the_work_list_that_is_read_is_not_written_over(folder, tmp_path):
    filled = tmp_path / "work.csv"
    assert run("portfolio", folder, "-q", "-o", filled).returncode == 0
    done = run("portfolio", folder, "-q", "-o", filled, "--work-list", filled)
    assert done.returncode == 2 and "is read in this run" in done.stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_somebody_filled_in_is_not_written_over(folder, tmp_path, ending):
    first, filled, again = (
        tmp_path / f"{name}.{ending}" for name in ("first", "filled", "again")
    )
    table = tmp_path / "table.csv"
    assert run("portfolio", folder, "-q", "-o", first, "-o", table).returncode == 0
    # nobody has filled it in
    assert run("portfolio", folder, "-q", "-o", first).returncode == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    rows[0]["reply"] = "we know"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    for _ in range(2):  # what is carried over is not lost
        done = run(
            "portfolio", folder, "-q", "--work-list", table, "-o", filled, "-o", again
        )
        assert done.returncode == 0
    before = filled.read_bytes()
    done = run("portfolio", folder, "-q", "-o", filled, "-o", first)
    assert (
        done.returncode == 2
        and "is a work list that somebody has filled in" in done.stderr
    )
    assert filled.read_bytes() == before


def test_a_broken_file_costs_itself(folder):
    (folder / "broken.yaml").write_text("id: broken\nname: [", encoding="utf-8")
    describe(folder, "half").write_text('{"id": "half", "nam": 1}', encoding="utf-8")
    done = run("portfolio", folder, "--format", "json", "-q")
    assert done.returncode == 4 and "EK102" in done.stderr and "EK201" in done.stderr
    funnel = json.loads(done.stdout)["funnel"]
    assert (funnel["listed"], funnel["described"]) == (6, 4)


def test_a_program_that_is_described_twice_counts_once(folder):
    (folder / "more").mkdir()
    describe(folder / "more", "one", owner="z", **LOAN)
    done = run("portfolio", folder, "--format", "json", "-q")
    assert done.returncode == 4 and "EK229" in done.stderr
    assert json.loads(done.stdout)["funnel"]["described"] == 4


PERIODS = ({"from": 2016, "to": 2019}, {"from": 2020, "to": 2023})


def test_a_program_of_two_periods_counts_once_with_the_latest(folder):
    (folder / "more").mkdir()
    first, second = PERIODS
    describe(folder, "one", owner="z", assessed=first, **LOAN)
    describe(folder / "more", "one", owner="y", assessed=second, **LOAN)
    done = run("portfolio", folder, "--format", "json", "-q")
    assert done.returncode == 0, done.stderr
    portfolio = json.loads(done.stdout)
    assert (portfolio["earlier"], portfolio["funnel"]["described"]) == (1, 4)
    (counted,) = [entry for entry in portfolio["programs"] if entry["id"] == "one"]
    assert counted["owners"] == ["y"]
    assert "is there: 1." in " ".join(run("portfolio", folder).stdout.split())


def test_what_a_program_succeeds_does_not_overlap_it(folder):
    describe(folder, "three", owner="z", succeeds="one", **LOAN)
    portfolio = result(folder)
    assert portfolio["earlier"] == 1
    assert "one" not in {entry["id"] for entry in portfolio["programs"]}


def test_a_proposal_is_accepted_in_the_description_of_the_latest_period(folder):
    head = "id: loans\nname: 중소기업 융자\ncountry: KR\nobject_type: program\n"
    head += "sources:\n  s: {kind: official_document, cite: a list}\n"
    head += "evidence:\n  e: {source: s, claim: rule, says: it is listed}\nassessed: "
    for name, period in zip("ab", reversed(PERIODS), strict=True):
        (folder / f"{name}.yaml").write_text(
            head + json.dumps(period), encoding="utf-8"
        )
    run("portfolio", folder / "a.yaml", folder / "b.yaml", "--accept", "-q")
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in "ab"]
    assert ["services" in text for text in texts] == [True, False]


def test_a_draft_does_not_duplicate_what_it_succeeds(folder):
    draft = describe(folder.parent, "draft", owner="z", succeeds="one", **LOAN)
    beside = result(folder, "--against", draft)["draft"]
    assert [entry["program"] for entry in beside["duplicates"]] == ["two"]


def test_a_draft_beside_the_stock(folder):
    draft = describe(folder.parent, "draft", owner="z", **LOAN)
    done = run("portfolio", folder, "--against", draft)
    assert done.returncode == 0 and done.stdout.startswith("draft: duplicates 2")
    beside = result(folder, "--against", draft)["draft"]
    assert [each["program"] for each in beside["duplicates"]] == ["one", "two"]
    assert beside["ask"] == ["x", "y"] and beside["open"] == 2


def test_a_draft_that_cannot_be_read_and_a_folder_that_is_not_there(folder, tmp_path):
    bad = tmp_path / "draft.yaml"
    bad.write_text("name: only", encoding="utf-8")
    assert run("portfolio", folder, "--against", bad).returncode == 4
    assert run("portfolio", tmp_path / "nowhere" / "x").returncode in (4, 5)
    assert run("portfolio", folder, "--likeness", "0").returncode == 2


def test_names_from_files_drive_no_terminal(folder):
    for name in ("five", "six"):
        describe(folder, name, name="evil\u202e name", owner="o\u202e", **LOAN)
    assert "\u202e" not in run("portfolio", folder).stdout
    draft = describe(folder.parent, "draft", name="evil\u202e name", **LOAN)
    assert "\u202e" not in run("portfolio", folder, "--against", draft).stdout


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_everything_is_translated(folder, lang):
    draft = describe(folder.parent, "draft", name="융자", **LOAN)
    empty = describe(folder.parent, "empty", name="융자")
    describe(
        folder, "five", name="융자", functions={"F06": []}, regions=["KR"], **BUDGET
    )
    language.cache_clear()
    for more in ((), ("--with-proposed",), ("--against", draft), ("--against", empty)):
        assert run("portfolio", folder, "--lang", lang, *more).returncode == 0
    for stated in ("one", "two", "five"):
        (folder / f"{stated}.json").unlink()
    assert run("portfolio", folder, "--lang", lang).returncode == 0
    assert sorted(language(lang).missing) == []
