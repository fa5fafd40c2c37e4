"""Cells as offices write them: figures, shares, years, regions, words, and several values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.read.tables.amounts import FigureError, Unit
from evalkit.read.tables.figures import COMMA, DOT, figure, style_of
from evalkit.read.tables.regions import region_code
from evalkit.read.tables.years import period, year


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5,000", 5000),
        ("3억 5,000만원", "350000000 KRW"),
        ("1조 2천억", 1_200_000_000_000),
        ("3萬", 30_000),
        ("５００", 500),
        ("1 234 567", 1_234_567),
        ("△5", -5),
        ("(5)", -5),
        ("-5", -5),
        ("£4,578,474", "4578474 GBP"),
        ("NT$ 1,200", "1200 TWD"),
        ("약 30", {"about": 30}),
        ("30여", {"about": 30}),
        ("10~20", {"min": 10, "max": 20}),
        ("10~20만", {"min": 100000, "max": 200000}),
        ("5만~2억", {"min": 50000, "max": 200000000}),
        ("10-20", {"min": 10, "max": 20}),
        ("0~20", {"min": 0, "max": 20}),
        ("10 to 20", {"min": 10, "max": 20}),
        ("50 이상", {"min": 50}),
        ("more than 50", {"more_than": 50}),
        ("100 미만", {"less_than": 100}),
        ("≤ 5", {"max": 5}),
        ("60%", 0.6),
        ("0.123", 0.123),
        (12.5, 12.5),
    ],
)
def test_figures_are_read(cell, value):
    assert figure(cell, DOT).in_unit(Unit()) == value


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "1,23",
        "12,34,567",
        "3.5.1",
        "1만 1억",
        "20~10",
        "500~1억",
        "$5",
        "$5€",
        "$5~€10",
        "(5",
        "5)",
        float("inf"),
        "0,123",
        "8 ships",
    ],
)
def test_what_is_no_figure_is_refused(cell):
    with pytest.raises(FigureError):
        figure(cell, DOT).in_unit(Unit())


def test_a_sign_of_several_currencies_is_the_one_of_the_column():
    assert figure("$5", DOT).in_unit(Unit.of("USD 2020")) == "5 USD 2020"
    with pytest.raises(FigureError, match="is in EUR, and the column is read in KRW"):
        figure("5 €", DOT).in_unit(Unit.of("KRW"))


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["10684.939", "850.188"], DOT),
        (["1,234,567", "1,234"], DOT),
        (["1.234.567", "1.234"], COMMA),
        (["64029231,00"], COMMA),
        (["12", 3.5], ""),
    ],
)
def test_one_cell_that_is_certain_tells_how_a_column_is_written(cells, style):
    assert style_of(cells) == style


@pytest.mark.parametrize("cells", [["50.000", "823.171"], ["1,234"], ["1.5", "1,5"]])
def test_a_column_that_can_be_read_in_two_ways_is_refused(cells):
    with pytest.raises(FigureError):
        style_of(cells)


@given(
    st.decimals("0", "1e12", places=3),
    st.sampled_from([(DOT, ",", "."), (COMMA, ".", ",")]),
)
def test_a_figure_that_is_written_is_read_back(value, form):
    style, thousands, decimal = form
    cell = f"{value:,.3f}".translate({ord(","): thousands, ord("."): decimal})
    read = figure(cell, style)
    assert read.low == read.high == value and isinstance(read.low, Decimal)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1e6 KRW 2025", Unit(Decimal(1_000_000), "KRW", "2025")),
        ("million KRW", Unit(Decimal(1_000_000), "KRW")),
        ("staff", Unit(Decimal(1), "staff")),
        ("%", Unit(Decimal(1), "%")),
    ],
)
def test_units(text, unit):
    assert Unit.of(text) == unit
    with pytest.raises(ValueError, match="is no unit"):
        Unit.of(f"{text} per year and head")


def test_a_unit_has_no_power_whose_digits_nobody_could_read():
    with pytest.raises(ValueError, match="is no unit"):
        Unit.of("1e9999 KRW")


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (2016, 2016),
        ("31/12/2016", 2016),
        ("2023.4.1", 2023),
        ("2021-03", 2021),
        ("20230401", 2023),
        ("112年", 2023),
        ("民國 99 年", 2010),
        ("2019~2021", {"from": 2019, "to": 2021}),
        ("2019.1 ~ 2021.12", {"from": 2019, "to": 2021}),
        ("2019-2021", {"from": 2019, "to": 2021}),
        ("2019~", {"from": 2019}),
    ],
)
def test_years(cell, result):
    assert period(cell) == result


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1905-07-14", 2022), ("1905.7.11", 2019), ("1905/06/23", 2001)],
)
def test_a_year_that_a_spreadsheet_shows_as_a_date_is_not_1905(cell, number):
    with pytest.raises(FigureError, match=f"the number {number} shown as a date"):
        year(cell)
    with pytest.raises(FigureError, match="shown as a date"):
        period(f"{cell} ~ 2023")


def test_1905_is_a_year_where_it_is_no_date_of_that_kind():
    assert [year(cell) for cell in (1905, "1905", "1905-01-01", "1905-12-31")] == (
        [1905] * 4
    )


def test_years_of_the_republic_are_read_where_the_mapping_says_so():
    assert year("112/03/01", "roc") == 2023 and year("99", "roc") == 2010
    for cell in ("112/03/01", "01. Nov 15", "99", "soon", "2019 2020"):
        with pytest.raises(FigureError):
            year(cell)
    with pytest.raises(FigureError, match="ends before it begins"):
        period("2021~2019")


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("강원", "KR", "KR-42"),
        ("강원특별자치도", "KR", "KR-42"),
        ("전라북도", "KR", "KR-45"),
        ("전북특별자치도", "KR", "KR-45"),
        ("세종시", "KR", "KR-50"),
        ("Gyeonggi-do", "KR", "KR-41"),
        ("KR-41", "KR", "KR-41"),
        ("台北市", "TW", "TW-TPE"),
        ("臺北", "TW", "TW-TPE"),
        ("新竹市", "TW", "TW-HSZ"),
        ("新竹縣", "TW", "TW-HSQ"),
        ("新竹", "TW", None),
        ("Bayern", "DE", "DE-BY"),
        ("전국", "KR", None),
        ("Seoul", "TW", None),
        ("Anywhere", "XX", None),
    ],
)
def test_regions(name, country, code):
    assert region_code(name, country) == code


def test_several_regions_in_a_cell_are_codes_and_a_label_stays(read):
    made = read('name,regions\nP,"강원, 경기도"\nQ,"the coast, the hills"\nR,전국\n')
    assert made.made["p"]["regions"] == ["KR-42", "KR-41"]
    assert made.made["q"]["regions"] == "the coast, the hills"
    assert made.told(
        "2 regions kept in the words of the table, such as the coast, the hills, 전국"
    )


def test_several_values_in_a_cell_are_a_list_where_the_field_takes_one(read):
    table = "name,sponsors,operator\nA; B,C; D,E / F\n"
    (made,) = read(
        table, {"fields": {"operator": {"column": "operator", "split": "/"}}}
    ).made.values()
    assert (made["name"], made["sponsors"], made["operator"]) == (
        "A; B",
        ["C", "D"],
        ["E", "F"],
    )


NOTHING = ["", "-", "N/A", "해당 없음", "미정", "不適用", "k.A."]


@pytest.mark.parametrize("cell", NOTHING)
def test_words_for_nothing_are_unknown_and_never_zero(read, cell):
    made = read(f"name,level,budget.total\nP,{cell},{cell}\nQ,national,0\n").made
    assert "budget" not in made["p"] and "level" not in made["p"]
    assert made["q"]["budget"]["total"] == 0


def test_further_words_for_nothing_and_for_words_stand_in_the_mapping(read):
    fields = {"level": {"column": "who", "words": {"국가": "national"}}}
    table = "name,who,budget.total\nP,국가,secret\nQ,National,3\n"
    made = read(table, {"nothing": "secret", "fields": fields}).made
    assert (
        made["p"]["level"] == made["q"]["level"] == "national"
        and "budget" not in made["p"]
    )


@pytest.mark.parametrize(
    ("cell", "value"), [("예", True), ("Y", True), ("무", False), ("x?", "x?")]
)
def test_yes_and_no(read, cell, value):
    assert read(f"name,synthetic\nP,{cell}\n").made["p"]["synthetic"] == value


RATE = "name,rate\nP,{}\nQ,{}\n"


def test_shares_are_percentages_where_all_are_or_the_mapping_says_so(read):
    rate = {"fields": {"budget.cofinance": "rate"}}
    assert (
        read(RATE.format("60%", "18 %"), rate).made["q"]["budget"]["cofinance"] == 0.18
    )
    assert read(RATE.format("0.6", "1"), rate).made["q"]["budget"]["cofinance"] == 1
    for cells in (("60%", "0.4"), ("60", "18")):
        with pytest.raises(ValueError, match=r"column 'rate' \(budget.cofinance\) has"):
            read(RATE.format(*cells), rate)
    said = {"fields": {"budget.cofinance": {"column": "rate", "unit": "%"}}}
    assert read(RATE.format("60", "18%"), said).made["q"]["budget"]["cofinance"] == 0.18


def test_every_column_that_is_unclear_is_told_at_once_and_the_mapping_settles_it(read):
    table = "name,a,b\nP,50.000,1.500\nQ,823.171,2.500\n"
    plain = {"budget.total": "a", "capacity.staff": "b"}
    with pytest.raises(ValueError) as raised:
        read(table, {"fields": plain})
    assert str(raised.value).count("may be thousands or decimals") == 2
    clear = {
        field: {"column": column, "numbers": COMMA} for field, column in plain.items()
    }
    assert read(table, {"fields": clear}).made["q"]["budget"]["total"] == 823_171


def test_totals_are_kept_to_the_last_unit(read):
    table = "name;won\nP;10684,939\nQ;23421,0\nR;0,061\n"
    money = {"column": "won", "unit": "1e6 KRW 2025"}
    made = read(table, {"fields": {"budget.total": money}}).made
    totals = [program["budget"]["total"] for program in made.values()]
    assert totals == ["10684939000 KRW 2025", "23421000000 KRW 2025", "61000 KRW 2025"]


def test_a_cell_that_is_no_figure_is_told_with_its_row_and_column(read):
    reading = read("name,budget.total,period\nP,3,2015\nQ,some,2016\nR,4,soon\n")
    assert [*reading.made] == ["p"]
    assert reading.unread == [(3, "budget.total", "some"), (4, "period", "soon")]


@pytest.mark.parametrize("cell", ["1e999", "4 per 0"])
def test_a_number_that_no_computer_holds_costs_its_row_alone(read, cell):
    reading = read(f"name,budget.total\nP,3\nQ,{cell}\n")
    assert [*reading.made] == ["p"]
    assert reading.unread == [(3, "budget.total", cell)]
