"""The workbook: what stands where, that text stays text, and that its formulas are the engine's."""

import io
import os
import random
import shutil
import subprocess
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from spreadsheet import Spreadsheet
from what_if import FIRST_ROW, YOURS_ROW, Columns, inputs

import evalkit
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.overall import aggregate_overall
from evalkit.model.result import ANY_LEVEL
from evalkit.plugin import Options
from evalkit.report import number, xlsx
from evalkit.report.summary import answer
from evalkit.report.xlsx import book
from evalkit.report.xlsx.column import WIDEST

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def content(library):
    return xlsx.cards(library, Options())


@pytest.fixture(scope="module")
def what_if(content):
    """The sheet of what-ifs of the library, which no test changes."""
    return opened(content).worksheets[-1]


def opened(content, values=False):
    """The workbook as another program reads it: formulas, or the values that were saved with
    them."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def table(sheet):
    """The rows of a sheet by their headings."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def changed(rubric, weights):
    """The rubric with other weights, by the ids of dimensions and criteria."""
    return evolve(
        rubric,
        dimensions={
            id: evolve(
                each,
                weight=weights.get(id, each.weight),
                criteria={
                    name: evolve(one, weight=weights.get(name, one.weight))
                    for name, one in each.criteria.items()
                },
            )
            for id, each in rubric.dimensions.items()
        },
    )


def engine(card, weights, levels):
    """The dimension scores, the overall score and its band, as the engine gives them for other
    weights and levels."""
    rubric = changed(card.rubric, weights)
    criteria, dimensions = rubric.criteria(), []
    for each in card.dimensions:
        ratings = [
            at_level(evolve(rating, criterion=criteria[rating.id]), levels)
            for rating in each.criteria
        ]
        dimensions.append(aggregate_dimension(each.id, rubric, ratings, card.program))
    return {
        **{each.id: each.score for each in dimensions},
        "overall": aggregate_overall(rubric, dimensions),
    }


def at_level(rating, levels):
    """A rating with the level that a reader gives it; its range holds the level, and is the same
    without one."""
    if rating.id not in levels:
        return rating
    level, (low, high) = levels[rating.id], rating.interval or ANY_LEVEL
    if level is None:
        return evolve(rating, level=None, status="unknown", interval=(low, high))
    return evolve(
        rating,
        level=level,
        status="rated",
        interval=(min(low, level), max(high, level)),
    )


def as_the_engine(made, columns, row, expected, where):
    """Hold scores, statuses, possible ranges and the band of a row to the engine."""
    for id, column in columns.all_scores.items():
        score = expected[id]
        assert same(made.value(f"{column}{row}"), score.score), (where, id)
        assert made.value(f"{columns.status[id]}{row}") == score.status.replace(
            "_", " "
        ), (
            where,
            id,
        )
        ends = [made.value(f"{place}{row}") for place in columns.range[id]]
        assert ends == pytest.approx(score.possible_range, abs=1e-8), (where, id)
    if columns.band:
        assert made.value(f"{columns.band}{row}") == (expected["overall"].band or ""), (
            where
        )


def at_random(chance, cards):
    """Other weights, and for each card other levels of the criteria that apply to it."""
    rubric = cards[0].rubric
    weights = {
        id: max(0.001, round(chance.choice([0.05, 1, chance.random()]), 3))
        for id in (*rubric.dimensions, *rubric.criteria())
    }
    levels = [
        {
            each.id: chance.choice(
                [None, 0, 1, 4, chance.randrange(9) / 2, round(4 * chance.random(), 4)]
            )
            for each in card.ratings
            if each.status != "not_applicable" and chance.random() < 0.7
        }
        for card in cards
    ]
    return weights, levels


def same(shown, score):
    return (
        shown == "not rated"
        if score is None
        else isinstance(shown, int | float) and abs(shown - score) < 1e-8
    )


def test_the_sheets_of_cards_of_a_comparison_and_of_perspectives(library, content):
    shared = ["Cards", "Criteria", "Evidence", "Measures", "Facts", "What if"]
    assert opened(content).sheetnames == ["Summary", *shared]
    some = library[:3]
    assert opened(xlsx.comparison(evalkit.compare(some), Options())).sheetnames == [
        "Summary",
        "Comparison",
        *shared,
    ]
    assert opened(
        xlsx.comparison(evalkit.compare(some, by="country"), Options())
    ).sheetnames == [
        "Summary",
        "Comparison",
        "Groups",
        *shared,
    ]
    views = evalkit.perspectives(
        [*evalkit.score("kr-iccp"), *evalkit.score("kr-iccp", rubric="dac")]
    )
    labels = sorted(card.rubric.label for card in views.cards)
    assert opened(xlsx.perspectives(views, Options())).sheetnames == [
        "Summary",
        *(f"Cards {label}" for label in labels),
        "Criteria",
        "Evidence",
        "Measures",
        "Facts",
        *(f"What if {label}" for label in labels),
        "Shared evidence",
    ]


def test_every_table_has_filters_a_head_that_stays_and_a_page_to_print_on(content):
    for sheet in opened(content).worksheets[1:-1]:
        assert (
            sheet.auto_filter.ref
            and sheet.freeze_panes.endswith("2")
            and sheet.print_title_rows == "$1:$1"
        ), sheet.title
        assert (
            sheet.page_setup.orientation == "landscape"
            and sheet.page_setup.fitToHeight == 0
            and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        assert all(each.width < WIDEST + 1 for each in sheet.column_dimensions.values())


def test_a_workbook_names_its_title_and_language_and_is_the_same_every_time(
    library, content
):
    assert xlsx.cards(library, Options()) == content
    made = opened(content).properties
    assert (made.title, made.creator, made.created.year) == (
        "Report cards",
        "evalkit",
        2000,
    )
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {each.date_time[0] for each in parts.infolist()} == {1980}
    korean = opened(xlsx.cards(library[:1], Options(lang="ko")))
    assert {each.name: each.value for each in korean.custom_doc_props.props} == {
        "Language": "ko"
    }


def test_a_row_for_every_criterion_every_piece_of_evidence_and_every_measurement(
    library, content
):
    made = opened(content)
    assert [(row["Program"], row["Criterion"]) for row in table(made["Criteria"])] == [
        (card.program.id, each.id) for card in library for each in card.ratings
    ]
    assert [(row["Program"], row["Evidence"]) for row in table(made["Evidence"])] == [
        (card.program.id, id) for card in library for id in card.cites
    ]
    assert len(table(made["Measures"])) == sum(
        len(each.measured) for card in library for each in card.ratings
    )
    summary = [*made["Summary"].iter_rows(values_only=True)]
    after = [row[0] for row in summary].index("Programs") + 1
    assert [(row[0], row[2]) for row in summary[after : after + len(library)]] == [
        (card.program.id, str(answer(card))) for card in library
    ]
    assert not any(summary[after + len(library)])


def test_what_is_not_known_is_an_empty_cell_with_a_status_beside_it(library, content):
    made = opened(content)
    ratings = [each for card in library for each in card.ratings]
    for row, rating in zip(table(made["Criteria"]), ratings, strict=True):
        assert row["Status"] == rating.status.replace("_", " ")
        assert (row["Level"] is None) == (rating.level is None) and (
            row["Certainty"] is None
        ) == (rating.certainty is None)
        assert row["Origin"] == rating.origin and (
            row["Possible range, low"] is None
        ) == (rating.interval is None)
    for row, card in zip(table(made["Cards"]), library, strict=True):
        for each in card.dimensions:
            assert row[f"{each.name}: status"] == each.score.status.replace("_", " ")
            assert (row[f"{each.name}: score"] is None) == (each.score.score is None)
    assert any(rating.level is None for rating in ratings) and any(
        rating.level == 0 for rating in ratings
    )


def as_excel_shows(cell):
    """The digits of a number, which Excel rounds away from zero from its decimals."""
    places = {"0": 0, "0.0": 1, "0%": 0}[cell.number_format]
    percent = cell.number_format.endswith("%")
    exact = Decimal(repr(cell.value)) * (100 if percent else 1)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + (
        "%" if percent else ""
    )


def test_a_number_shows_the_digits_of_the_other_formats(library):
    made = opened(xlsx.comparison(evalkit.compare(library[:12]), Options()))
    halves = 0
    for name in ("Cards", "Criteria", "Comparison"):
        for cell in [
            cell
            for row in made[name].iter_rows(min_row=2)
            for cell in row
            if isinstance(cell.value, int | float)
        ]:
            if cell.number_format == "General":
                continue
            if cell.number_format.endswith("%"):
                halves += round(1000 * cell.value, 1) % 10 == 5
                assert as_excel_shows(cell) == number.share(cell.value), cell.coordinate
            else:
                shown = number.level if cell.number_format == "0.0" else number.score
                assert as_excel_shows(cell).removeprefix("-") == shown(
                    abs(cell.value)
                ), cell.coordinate
            assert round(cell.value, 4) == cell.value
    assert halves


def test_no_cell_but_those_of_the_what_ifs_is_a_formula_and_none_is_a_link(content):
    made = opened(content)
    for sheet in made.worksheets:
        formulas = [
            cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]
        assert bool(formulas) == (sheet.title == "What if"), sheet.title
        assert not [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink
        ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [
            name
            for name in parts.namelist()
            if "externalLink" in name or "sheet" in name and name.endswith(".rels")
        ]


@pytest.mark.parametrize(
    ("rubric", "lang"),
    [
        ("dac", "en"),
        pytest.param("hsieh", "en", marks=pytest.mark.thorough),
        pytest.param("hsieh", "ko", marks=pytest.mark.thorough),
    ],
)
def test_the_formulas_give_the_numbers_of_the_cards_which_are_saved_with_them(
    rubric, lang
):
    cards = evalkit.score(rubric=rubric)
    content = xlsx.cards(cards, Options(lang=lang))
    formulas, saved = (
        opened(content, values).worksheets[-1] for values in (False, True)
    )
    sheet, columns = Spreadsheet(formulas), Columns(cards[0].rubric)
    for row, card in enumerate(cards, start=FIRST_ROW):
        for id, column in columns.all_scores.items():
            score = card.score(id)
            places = {
                column: score.score,
                **dict(zip(columns.range[id], score.possible_range, strict=True)),
            }
            for place, value in ((f"{at}{row}", value) for at, value in places.items()):
                assert formulas[place].data_type == "f"
                if value is None:
                    assert sheet.value(place) == saved[place].value and isinstance(
                        saved[place].value, str
                    ), place
                else:
                    assert (
                        saved[place].value == number.exact(value)
                        and abs(sheet.value(place) - value) < 1e-8
                    ), place
            status = f"{columns.status[id]}{row}"
            assert sheet.value(status) == saved[status].value
        if columns.band:
            assert (
                sheet.value(f"{columns.band}{row}")
                == (saved[f"{columns.band}{row}"].value or "")
                == (card.overall.band or "")
            )
    assert sheet.value("A2") == saved["A2"].value
    if lang == "en":
        assert saved["A2"].value == "These are the weights of the rubric."


@pytest.mark.parametrize(
    "rubric", ["dac", pytest.param("hsieh", marks=pytest.mark.thorough)]
)
def test_other_weights_and_levels_give_the_numbers_of_the_engine(rubric):
    cards = evalkit.score(rubric=rubric)
    sheet = opened(xlsx.cards(cards, Options())).worksheets[-1]
    columns = Columns(cards[0].rubric)
    seen = set()
    for seed in range(20):
        weights, levels = at_random(random.Random(seed), cards)
        made = Spreadsheet(sheet, inputs(columns, weights, levels))
        assert made.value("A2").startswith("THE WEIGHTS ARE NOT THE RUBRIC'S")
        for row, (card, given) in enumerate(
            zip(cards, levels, strict=True), start=FIRST_ROW
        ):
            expected = engine(card, weights, given)
            as_the_engine(made, columns, row, expected, (seed, card.program.id))
            seen.add(expected["overall"].band)
    assert rubric == "dac" or len(seen) > 3  # several bands, and None


def test_a_criterion_without_weight_is_left_out_as_the_engine_does(library, what_if):
    columns = Columns(library[0].rubric)
    made = Spreadsheet(what_if, inputs(columns, {"COO-2": 0}, []))
    for row, card in enumerate(library, start=FIRST_ROW):
        as_the_engine(
            made, columns, row, engine(card, {"COO-2": 0}, {}), card.program.id
        )


def test_without_any_weight_a_score_is_not_rated_and_no_error(library, what_if):
    columns = Columns(library[0].rubric)
    made = Spreadsheet(
        what_if,
        inputs(columns, dict.fromkeys([*columns.scores, *columns.criteria], 0), []),
    )
    rows = range(FIRST_ROW, FIRST_ROW + len(library))
    assert {
        made.value(f"{column}{row}")
        for column in columns.all_scores.values()
        for row in rows
    } == {"not rated"}
    for low, high in columns.range.values():
        assert {
            (made.value(f"{low}{row}"), made.value(f"{high}{row}")) for row in rows
        } == {(0, 100)}


def test_the_least_floor_keeps_scores_of_0_from_being_an_error(library):
    rubric = evolve(
        library[0].rubric, overall=evolve(library[0].rubric.overall, floor=1.0)
    )
    cards = [evolve(card, rubric=rubric) for card in library]
    columns = Columns(rubric)
    levels = [
        {each.id: 0 for each in card.ratings if each.status != "not_applicable"}
        for card in cards
    ]
    made = Spreadsheet(
        opened(xlsx.cards(cards, Options())).worksheets[-1], inputs(columns, {}, levels)
    )
    expected = [
        engine(card, {}, given)["overall"].score
        for card, given in zip(cards, levels, strict=True)
    ]
    assert min(score for score in expected if score is not None) == 1
    for row, score in enumerate(expected, start=FIRST_ROW):
        assert same(made.value(f"{columns.overall}{row}"), score)


def test_the_weights_of_the_rubric_are_no_warning_and_others_are_one_in_red(
    library, what_if
):
    sheet, columns = what_if, Columns(library[0].rubric)
    font = sheet["A2"].font
    assert not font.bold and (font.color is None or font.color.rgb != "FF9C0006")
    (rule,) = [
        rule
        for cells in sheet.conditional_formatting
        if str(cells.sqref) == "A2"
        for rule in cells.rules
    ]
    assert rule.dxf.font.bold and rule.dxf.font.color.rgb == "FF9C0006"
    (formula,) = rule.formula
    for given, strong in (
        ({}, False),
        ({"COO-2": 0.5}, True),
        ({"spillover": 0}, True),
    ):
        assert (
            Spreadsheet(sheet, inputs(columns, given, [])).calculated(f"={formula}")
            is strong
        )


def test_a_level_of_what_is_unknown_can_be_filled_in_and_lifts_a_score_that_was_not_rated(
    library, what_if
):
    def is_open(card):
        dimension = card.dimension("coordination")
        return dimension.score.score is None and all(
            each.status != "not_applicable" for each in dimension.criteria
        )

    at = next(at for at, card in enumerate(library) if is_open(card))
    columns, row = Columns(library[0].rubric), FIRST_ROW + at
    given = dict.fromkeys([id for id in columns.criteria if id.startswith("COO")], 4)
    place = f"{columns.scores['coordination']}{row}"
    assert Spreadsheet(what_if).value(place) == "not rated"
    filled = Spreadsheet(
        what_if, {f"{columns.criteria[id]}{row}": level for id, level in given.items()}
    )
    assert (
        filled.value(place) == 100
        and filled.value(f"{columns.status['coordination']}{row}") == "rated"
    )


def test_weights_and_levels_are_inputs_and_nothing_else_is(library, content):
    made = opened(content)
    sheet, columns = made.worksheets[-1], Columns(library[0].rubric)
    assert sheet.protection.sheet and not sheet.protection.password
    free = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    weights = {
        f"{column}{YOURS_ROW}"
        for column in [*columns.scores.values(), *columns.criteria.values()]
    }
    levels = {
        f"{places[each.id]}{row}"
        for row, card in enumerate(library, start=FIRST_ROW)
        for each in card.ratings
        if each.status != "not_applicable"
        for places in (columns.criteria, columns.low, columns.high)
    }
    assert free == weights | levels
    named = {name: each.attr_text for name, each in made.defined_names.items()}
    assert (
        named["weight_COO_1"] == f"'What if'!${columns.criteria['COO-1']}${YOURS_ROW}"
    )
    assert (
        named["weight_coordination"]
        == f"'What if'!${columns.scores['coordination']}${YOURS_ROW}"
    )
    assert named["levels_kr_gsbc"].startswith(
        f"'What if'!${columns.criteria['COO-1']}$"
    )
    rules = {
        str(each.sqref): (each.type, each.operator, each.formula1, each.formula2)
        for each in sheet.data_validations.dataValidation
    }
    assert sorted(rules.values(), key=str) == [
        ("decimal", "greaterThanOrEqual", "0", None),
        *2 * [("decimal", None, "0", "4")],
    ]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_numbers_of_the_engine(library, tmp_path):
    made = opened(xlsx.cards(library, Options()))
    sheet, columns = made.worksheets[-1], Columns(library[0].rubric)
    weights, levels = at_random(random.Random(3), library)
    for place, value in inputs(columns, weights, levels).items():
        sheet[place].value = value
    made.save(tmp_path / "in.xlsx")
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "in.xlsx"),
    ]
    subprocess.run(
        command,
        check=True,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
    )
    shown = openpyxl.load_workbook(
        tmp_path / "out" / "in.xlsx", data_only=True
    ).worksheets[-1]
    for row, (card, given) in enumerate(
        zip(library, levels, strict=True), start=FIRST_ROW
    ):
        expected = engine(card, weights, given)
        for id, column in columns.all_scores.items():
            assert same(shown[f"{column}{row}"].value, expected[id].score), (
                card.program.id,
                id,
            )
        assert (shown[f"{columns.band}{row}"].value or "") == (
            expected["overall"].band or ""
        )


def small(tmp_path, name):
    (tmp_path / "small.yaml").write_text(
        f"id: small\nname: {name!r}\ncountry: KR\nobject_type: program\n",
        encoding="utf-8",
    )
    return evalkit.score(tmp_path / "small.yaml")


@pytest.mark.parametrize(
    ("sign", "length"), [("x", 32_768), ("한", 40_000), ("\U00020000", 20_000)]
)
def test_text_that_is_too_long_for_a_cell_goes_on_in_a_sheet_that_the_cell_names(
    tmp_path, sign, length
):
    cards = small(tmp_path, sign * length)
    made = opened(xlsx.cards(cards, Options()))
    told = table(made["Cards"])[0]["Name"]
    assert told.startswith(sign * book.PIECE) and told.endswith(
        "the sheet Long texts, from A2]"
    )
    pieces = [row for row in table(made["Long texts"]) if row["Where"] == "Cards, B2"]
    assert "".join(row["Text"] for row in pieces) == sign * length and [
        row["Piece"] for row in pieces
    ] == [*range(1, len(pieces) + 1)]
    for sheet in made.worksheets:
        assert all(
            len(str(cell.value).encode("utf-16-le")) // 2 <= book.CELL
            for row in sheet.iter_rows()
            for cell in row
        )


def test_text_that_just_fits_is_whole(tmp_path):
    made = opened(xlsx.cards(small(tmp_path, "x" * book.CELL), Options()))
    # its sentence is longer
    assert (
        table(made["Cards"])[0]["Name"] == "x" * book.CELL
        and "Long texts" in made.sheetnames
    )


def test_rows_that_a_sheet_cannot_hold_go_on_in_another(library, monkeypatch):
    monkeypatch.setattr(book, "ROWS", 101)
    made = opened(xlsx.cards(library, Options()))
    parts = [name for name in made.sheetnames if name.startswith("Criteria")]
    assert parts == ["Criteria", "Criteria 2", "Criteria 3", "Criteria 4", "Criteria 5"]
    rows = [row for name in parts for row in table(made[name])]
    assert [row["Criterion"] for row in rows] == [
        each.id for card in library for each in card.ratings
    ]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Cards a/b\\c?*[x]:'", "Cards a b c   x"),
        ("x" * 40, "x" * 31),
        ("", "_"),
        ("=A1", "=A1"),
        ("\u202eabc", "u202eabc"),
        ("\U0001f600 smile", "smile"),
    ],
)
def test_names_of_sheets_are_safe(wanted, name):
    assert book.Book("title").name(wanted) == name


def test_names_of_sheets_are_told_apart_whatever_the_size_of_their_letters():
    made = book.Book("title")
    assert [made.name(each) for each in ("Cards", "cards", "x" * 40, "X" * 35)] == [
        "Cards",
        "cards 2",
        "x" * 31,
        "X" * 29 + " 2",
    ]


def test_xlsxwriter_is_imported_by_the_workbook_alone():
    sources = [
        path
        for path in ROOT.glob("evalkit/**/*.py")
        if "xlsxwriter" in path.read_text(encoding="utf-8")
    ]
    assert sources and {path.parent.name for path in sources} == {"xlsx"}


def test_the_summary_of_a_comparison_opens_with_its_answer(library):
    comparison = evalkit.compare(library, by="country")
    summary = opened(xlsx.comparison(comparison, Options()))["Summary"]
    texts = [row[2] for row in summary.iter_rows(values_only=True) if row[2]]
    assert texts[: len(comparison.answer)] == [
        str(sentence) for sentence in comparison.answer
    ]


@pytest.mark.parametrize(
    ("low", "shown"),
    [(0.4, "0.0"), (0.04, "0.00"), (-0.4, "0.0"), (0.0, "0"), (1.0, "0"), (30.2, "0")],
)
def test_an_end_of_an_interval_that_is_not_zero_does_not_read_as_zero(
    library, low, shown
):
    comparison = evalkit.compare(library[:2])
    pair = evolve(
        comparison.pairs[0], difference=30.0, interval=(low, 57.4), result="left"
    )
    sheet = opened(xlsx.comparison(evolve(comparison, pairs=(pair,)), Options()))[
        "Comparison"
    ]
    head, row = [*sheet.iter_rows()][:2]
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert cells["80% interval, low"].number_format == shown
    assert cells["80% interval, high"].number_format == "0"
