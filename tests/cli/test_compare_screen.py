"""What `compare` prints: the answer first, then plots and one table, in few lines."""

import json
import re

import click
import pytest
from attrs import evolve

from evalkit.comparison.programs import compare_programs
from evalkit.locale import LANGUAGES, language
from evalkit.model.message import from_data
from evalkit.plugin import Options
from evalkit.report import json as json_writer
from evalkit.report import latex, markdown, terminal
from evalkit.report.compared.programs import aligned, is_scored, short_names
from evalkit.report.safe import encoded
from evalkit.report.strip import POINT
from evalkit.report.width import cells, shortened, shortened_within
from evalkit.session import Session, Settings

LINES = {100: 60, 80: 72, 60: 90}
"""Lines that 25 programs by country may take, by the width of the terminal."""
FIRST_SCREEN = 24
DIMENSIONS = ("Coordination", "Spillover", "Redundancy", "Regional fit", "Overall")


@pytest.fixture(scope="module")
def library():
    return Session(Settings()).score([]).cards


@pytest.fixture(scope="module")
def by_country(library):
    return compare_programs(library, "country")


def printed(comparison, width, **options):
    text = terminal.comparison(comparison, Options(width=width, **options))
    return click.unstyle(text).splitlines()


def plotted(lines):
    """The lines of the plots, from the scale on."""
    start = next(at for at, line in enumerate(lines) if re.fullmatch(r" +0 +25 +.*100", line))
    return lines[start : lines.index("", start)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", LINES)
def test_25_programs_take_few_lines_and_the_answer_comes_first(by_country, width, lang):
    lines = printed(by_country, width, lang=lang)
    assert len(lines) <= LINES[width]
    assert max(map(cells, lines)) <= width
    first = "".join(lines[: lines.index("")]).replace(" ", "")
    told = [sentence.said(language(lang)).replace(" ", "") for sentence in by_country.answer]
    assert first == "".join(told)


def test_the_answer_and_the_plots_stand_on_the_first_screen(by_country):
    for width in (100, 80):
        screen = printed(by_country, width)[:FIRST_SCREEN]
        heads = [line for line in screen if line.startswith(DIMENSIONS)]
        assert [line.split("  ")[0] for line in heads] == [*DIMENSIONS]
        assert sum("Taiwan  " in line for line in screen) == len(DIMENSIONS)


def test_the_highest_and_the_lowest_program_are_named_on_the_first_screen(by_country, library):
    screen = " ".join(printed(by_country, 100)[:FIRST_SCREEN])
    scored = [card for card in library if card.dimension("coordination").score.score is not None]
    ranked = sorted(scored, key=lambda card: card.dimension("coordination").score.score)
    for card in (ranked[0], ranked[-1]):
        assert card.program.name[:12] in screen


def test_every_score_has_its_place_in_a_plot_and_its_row_in_the_table(by_country, library):
    lines = printed(by_country, 100)
    points = sum(
        int(sign) if sign.isdigit() else 1
        for line in plotted(lines)[1:11]
        for sign in re.sub(r"\d+ of \d+", "", line)
        if sign == POINT or sign.isdigit()
    )
    scores = [
        score
        for card in library
        for score in (card.overall, *(each.score for each in card.dimensions))
        if score.score is not None
    ]
    assert points == len(scores)
    table = [line for line in lines if re.match("(KR|TW) ", line)]
    assert sum(len(re.findall(r"\d+ [A-E]\*? +\d+-\d+", line)) for line in table) == len(scores)
    assert len(table) == len({card.program.id for card in library if is_scored(card)})


def test_programs_without_a_score_are_named(by_country, library):
    text = " ".join(" ".join(printed(by_country, 100)).split())
    unrated = [card.program.name for card in library if not is_scored(card)]
    assert unrated and all(name in text for name in unrated)


def test_at_every_width_the_richest_table_that_fits_is_shown(by_country):
    for width, cell in (
        (100, r"\d+ [A-E]\*? +\d+-\d+"),
        (80, r"\d+ [A-E]\b"),
        (60, r"\d+ [A-E]\b"),
        (40, r"Coordination \d+ [A-E]\*? \d+-\d+"),
    ):
        assert any(re.search(cell, line) for line in printed(by_country, width)), width


def test_nothing_is_left_out_when_all_is_asked_for(by_country, library):
    lines = printed(by_country, 100, verbose=True)
    text = " ".join(" ".join(lines).split())
    for card in library:
        assert any(line.startswith(f"{card.program.country} {card.program.id} ") for line in lines)
    for warning in by_country.warnings:
        assert " ".join(str(warning).split()) in text
    for pair in by_country.pairs:
        if pair.result in ("left", "right") and pair in by_country.considered(pair.dimension):
            higher, lower = (pair.left, pair.right)[:: 1 if pair.result == "left" else -1]
            assert f"{higher} higher than {lower} on" in text
    assert "median coordination" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_begins_with_the_answer(by_country, lang):
    text = markdown.comparison(by_country, Options(lang=lang)).replace("\\", "")
    places = [text.index(sentence.said(language(lang))) for sentence in by_country.answer]
    assert places == sorted(places) and places[-1] < text.index("| --- |")


def test_latex_and_json_hold_the_answer(by_country):
    table = latex.comparison(by_country, Options(lang="ko"))
    assert "Wherever a comparison is possible" in table
    saved = json.loads(json_writer.comparison(by_country, Options()))["answer"]
    assert [from_data(sentence) for sentence in saved] == [*by_country.answer]
    assert [sentence["text"] for sentence in saved] == [*map(str, by_country.answer)]


def test_few_programs_have_a_plot_each_and_no_table(library):
    two = [card for card in library if card.program.id in ("kr-rd-consortia", "tw-artc")]
    lines = printed(compare_programs(two), 100)
    assert len(lines) <= 30
    plots = plotted(lines)
    assert sum(line.startswith(DIMENSIONS) for line in plots) == len(DIMENSIONS)
    assert any(re.search(r"60 C\* 40-80$", line) for line in plots)
    assert not any(re.match("(KR|TW) ", line) for line in lines)


def test_a_profile_has_no_overall_score_in_plots_and_table(library):
    rubric = library[0].rubric
    profile = evolve(rubric, overall=evolve(rubric.overall, aggregate="none"))
    cards = [evolve(card, rubric=profile) for card in library]
    lines = printed(compare_programs(cards, "country"), 100)
    assert not any(line.startswith("Overall") for line in plotted(lines))
    assert not any(line.endswith("Overall") for line in lines)


def test_a_terminal_that_lacks_the_signs_gets_ascii_as_wide(by_country):
    text = "\n".join(printed(by_country, 100))
    plain = encoded(text, "ascii").decode("ascii")
    assert [*map(len, plain.splitlines())] == [*map(cells, text.splitlines())]
    assert "o" in plain and "\\u" not in plain
    assert encoded("한 ●", "ascii") == b"\\ud55c o"
    assert encoded("● –", "utf-8").decode() == "● –"


@pytest.mark.parametrize(
    ("text", "width", "short", "within"),
    [
        ("Techno parks", 12, "Techno parks", "Techno parks"),
        ("Government R&D consortia", 20, "Government R&D…", "Government…consortia"),
        ("Entrepreneurial incubation", 10, "Entrepren…", "Entre…tion"),
        ("경기도중소기업종합지원센터", 11, "경기도중소…", "경기…원센터"),
    ],
)
def test_names_are_shortened_by_their_width(text, width, short, within):
    assert (shortened(text, width), shortened_within(text, width)) == (short, within)
    assert cells(short) <= width and cells(within) <= width


def test_names_that_would_read_alike_show_their_ends(library):
    cards = [card for card in library if "mini-cluster-r" in card.program.id]
    names = short_names(cards, 16)
    assert len({*names.values()}) == 2
    assert all(cells(name) <= 16 for name in names.values())


def test_scores_of_a_column_stand_below_each_other(library):
    scores = [card.dimension("spillover").score for card in library]
    shown = aligned(scores)
    assert {re.match(r" *(\d+|–)", text).end() for text in shown} == {2}
