"""Units that the heading of a column states."""

import openpyxl
import pytest
import yaml

from evalkit.plugin.reader import Fields
from evalkit.read.tables.headers import unit_in
from evalkit.read.tables.suggest import suggested


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("예산(백만원)", "1e6 KRW"),
        ("사업비 (단위: 천원)", "1e3 KRW"),
        ("예산(억 원)", "1e8 KRW"),
        ("예산액(원)", "KRW"),
        ("예산 백만원", "1e6 KRW"),
        ("천달러", "1e3 USD"),
        ("經費(新台幣千元)", "1e3 TWD"),
        ("經費（千元）", "1e3 TWD"),
        ("Budget (million won)", "1e6 KRW"),
        ("Budget (KRW million)", "1e6 KRW"),
        ("Budget (EUR mn)", "1e6 EUR"),
        ("Budget (1,000 USD)", "1e3 USD"),
        ("Budget in '000 EUR", "1e3 EUR"),
        ("Budget (US$ thousands)", "1e3 USD"),
        ("Fördersumme in Mio. €", "1e6 EUR"),
        ("Fördersumme (TEUR)", "1e3 EUR"),
        ("Fördersumme in k€", "1e3 EUR"),
        ("Amount, in EUR", "EUR"),
        ("수혜인원(천명)", "1e3"),
        ("수출액(만 건)", "1e4"),
        ("Staff (thousands)", "1e3"),
        # a sign that several currencies have states the scale alone
        ("Budget ($ million)", "1e6"),
        ("Budget ($m)", "1e6"),
        ("Budget (¥ million)", "1e6"),
        ("Budget (US$ million)", "1e6 USD"),
        ("Budget ($)", ""),
        # a word that only holds the sign of a currency is none
        ("지원금액", ""),
        ("지원기업수", ""),
        ("직원", ""),
        ("單元", ""),
        ("European share", ""),
        ("Wonderful idea", ""),
        # and these brackets only begin like a number
        ("기관(천안)", ""),
        ("기업(만족도)", ""),
        ("Budget", ""),
    ],
)
def test_a_heading_states_a_unit(header, unit):
    assert unit_in(header) == unit


@pytest.mark.parametrize(
    ("header", "unit"),
    [("예산(천원)", "1e3 KRW 2025"), ("Budget (KRW million)", "1e6 KRW 2025")],
)
def test_figures_are_not_read_without_the_scale_that_their_heading_states(
    read, header, unit
):
    table = f'name,"{header}"\nP,100\n'
    with pytest.raises(ValueError, match="states a unit") as refused:
        read(table, {"fields": {"budget.total": header}})
    assert f"{{column: {header!r}, unit: {unit}}}" in str(refused.value)
    made = read(table, {"fields": {"budget.total": {"column": header, "unit": unit}}})
    factor = 1000 if "천원" in header else 1_000_000
    assert made.made["p"]["budget"]["total"] == f"{100 * factor} KRW 2025"
    assert not made.told("states")


def test_a_count_in_thousands_needs_its_unit_as_well(read):
    table = "name,수혜기업수(천개)\nP,2\n"
    field = "beneficiaries.direct"
    with pytest.raises(ValueError, match="states a unit"):
        read(table, {"fields": {field: "수혜기업수(천개)"}})
    filling = {"column": "수혜기업수(천개)", "unit": "1e3"}
    made = read(table, {"fields": {field: filling}}).made["p"]
    assert made["beneficiaries"]["direct"] == 2000


def test_a_unit_of_1_reads_figures_as_they_stand(read):
    """What a heading says of a threshold, say, is no unit of its figures."""
    header = "Firms with grants over 1,000,000 EUR"
    table = f'name,"{header}"\nP,12\n'
    field = "beneficiaries.direct"
    with pytest.raises(ValueError, match="unit: 1 where the figures are in full"):
        read(table, {"fields": {field: header}})
    made = read(table, {"fields": {field: {"column": header, "unit": "1"}}})
    assert made.made["p"]["beneficiaries"]["direct"] == 12


def test_a_heading_without_a_currency_agrees_with_any(read):
    filling = {"column": "Budget ($ million)", "unit": "1e6 USD 2025"}
    made = read("name,Budget ($ million)\nP,5\n", {"fields": {"budget.total": filling}})
    assert made.made["p"]["budget"]["total"] == "5000000 USD 2025"
    assert not made.told("states a unit")


@pytest.mark.parametrize(
    ("filling", "note"),
    [
        ("예산(원)", "states a unit, KRW, and the mapping none"),
        (
            {"column": "예산(원)", "unit": "1e3 KRW 2025"},
            "states a unit, KRW, and the mapping another one, 1e3 KRW 2025",
        ),
        ({"text": "{예산(원)}e6 EUR"}, "another one, e6 EUR"),
        ({"column": "예산(원)", "unit": "KRW 2025"}, ""),
    ],
)
def test_a_unit_that_differs_from_the_heading_is_told(read, filling, note):
    made = read("name,예산(원)\nP,5\n", {"fields": {"budget.total": filling}})
    assert made.told(note) if note else not made.told("states a unit")


def test_a_cell_with_a_scale_of_its_own_is_not_multiplied_again(read):
    table = "name;예산(백만원)\nP;5억\nQ;300\nR;1.2 million\nS;10~20억\nT;₩7\n"
    money = {"column": "예산(백만원)", "unit": "1e6 KRW 2025"}
    reading = read(table, {"fields": {"budget.total": money}})
    totals = {name: made["budget"]["total"] for name, made in reading.made.items()}
    assert totals == {"q": "300000000 KRW 2025", "t": "7000000 KRW 2025"}
    assert [cell for _, _, cell in reading.unread] == ["5억", "1.2 million", "10~20억"]
    faults = [cell for entry in reading.entries for cell in entry.unread]
    told = "counts in 100,000,000 by itself, and the column is read in 1e6 KRW 2025"
    assert faults[0].message.endswith(told)
    # without a scale of the column the cell says all
    plain = {"column": "예산(백만원)", "unit": "1 KRW 2025"}
    made = read(table, {"fields": {"budget.total": plain}}).made
    assert made["p"]["budget"]["total"] == "500000000 KRW 2025"


def test_a_suggestion_takes_no_currency_out_of_another_word(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("사업명,지원금액\n가,5\n나,6\n", encoding="utf-8")
    text = suggested(path, Fields({}))
    assert "# column 지원금액: no currency in its name" in text
    assert yaml.safe_load(text)["fields"]["budget.total"] == "지원금액"


def test_a_suggestion_asks_for_the_currency_beside_a_scale(tmp_path):
    path = tmp_path / "list_2024.csv"
    path.write_text("name,Budget ($ million)\nA,5\nB,6\n", encoding="utf-8")
    text = suggested(path, Fields({}))
    assert "no currency in its name; say unit: 1e6 KRW 2025" in text
    assert "year of its prices" not in text
    filling = yaml.safe_load(text)["fields"]["budget.total"]
    assert filling == {"column": "Budget ($ million)", "unit": "1e6"}


def test_figures_that_a_format_shows_in_millions_are_read_as_they_are_held(
    read, tmp_path
):
    """A spreadsheet shows 5,000 where the cell holds 5,000,000,000."""
    book = openpyxl.Workbook()
    for row in (["name", "예산(백만원)", "수혜기업수"], ["P", 5_000_000_000, 3]):
        book.active.append(row)
    book.active["B2"].number_format = "#,##0,,"
    book.active["C2"].number_format = "#,##0"
    path = tmp_path / "list.xlsx"
    book.save(path)
    suggestion = yaml.safe_load(suggested(path, Fields({})))["fields"]
    assert suggestion["budget.total"] == {"column": "예산(백만원)", "unit": "KRW"}
    scaled = {"column": "예산(백만원)", "unit": "1e6 KRW 2025"}
    counted = {"beneficiaries.direct": "수혜기업수"}
    with pytest.raises(ValueError, match="shown in thousands or millions") as refused:
        read(path, {"fields": {"budget.total": scaled, **counted}})
    # without a unit nothing is lost, and nobody is told to write one that is refused
    bare = read(path, {"fields": {"budget.total": "예산(백만원)", **counted}}).made["p"]
    assert bare["budget"]["total"] == 5_000_000_000
    plain = {"column": "예산(백만원)", "unit": "1 KRW 2025"}
    assert f"unit: {plain['unit']}" in str(refused.value)
    reading = read(path, {"fields": {"budget.total": plain, **counted}})
    assert not reading.told("states a unit")
    made = reading.made["p"]
    assert made["budget"]["total"] == "5000000000 KRW 2025"
    assert made["beneficiaries"]["direct"] == 3
