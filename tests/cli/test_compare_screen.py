"""What `compare` prints: the answer first, then plots and one table, in few lines."""

import json
import re

import click
import pytest
from attrs import evolve

from evalkit.comparison.programs import compare_programs
from evalkit.locale import LANGUAGES, language
from evalkit.model.saved.message import as_data, from_data
from evalkit.plugin import Options
from evalkit.report import json as json_writer
from evalkit.report import latex, markdown, number
from evalkit.report.compared.highlights import (
    extremes,
    extremes_label,
    missing_evidence,
)
from evalkit.report.compared.programs import KINDS, aligned, is_scored, short_names
from evalkit.report.compared.programs import names as full_names
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal.strip import POINT
from evalkit.report.terminal.width import cells, shortened, shortened_within
from evalkit.report.whole import ESCAPED

LINES = {100: 60, 80: 72, 60: 90}
"""Lines that 25 programs by country may take, by the width of the terminal."""
FIRST_SCREEN = 24
DIMENSIONS = ("Coordination", "Spillover", "Redundancy", "Regional fit", "Overall")


def printed(comparison, width, **options):
    text = terminal.comparison(comparison, Options(width=width, **options))
    return click.unstyle(text).splitlines()


def plotted(lines):
    """The lines of the plots, from the scale on."""
    start = next(
        at for at, line in enumerate(lines) if re.fullmatch(r" +0 +25 +.*100", line)
    )
    return lines[start : lines.index("", start)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", LINES)
def test_25_programs_take_few_lines_and_the_answer_comes_first(by_country, width, lang):
    lines = printed(by_country, width, lang=lang)
    assert len(lines) <= LINES[width]
    assert max(map(cells, lines)) <= width
    first = "".join(lines[: lines.index("")]).replace(" ", "")
    told = [
        sentence.text_in(language(lang)).replace(" ", "")
        for sentence in by_country.answer
    ]
    assert first == "".join(told)


def test_the_answer_and_the_plots_stand_on_the_first_screen(by_country):
    for width in (100, 80):
        screen = printed(by_country, width)[:FIRST_SCREEN]
        heads = [line for line in screen if line.startswith(DIMENSIONS)]
        assert [line.split("  ")[0] for line in heads] == [*DIMENSIONS]
        assert sum("Taiwan  " in line for line in screen) == len(DIMENSIONS)


def test_the_highest_and_the_lowest_program_are_named_on_the_first_screen(
    by_country, library
):
    screen = " ".join(printed(by_country, 100)[:FIRST_SCREEN])
    scored = [
        card
        for card in library
        if card.program.ranked_as == "program"
        and card.dimension("coordination").score.score is not None
    ]
    ranked = sorted(scored, key=lambda card: card.dimension("coordination").score.score)
    for card in (ranked[0], ranked[-1]):
        assert card.program.name[:12] in screen


def test_extremes_name_all_programs_of_one_score_and_no_synthetic_one(library):
    def scored(score, card, status):
        return evolve(card.dimensions[0].score, status=status, score=score, band="C")

    def with_scores(*scores, synthetic=(), provisional=(), agencies=()):
        cards = []
        for index, (score, card) in enumerate(zip(scores, library, strict=False)):
            dimensions = [
                evolve(
                    each,
                    score=scored(
                        score, card, "provisional" if index in provisional else "rated"
                    )
                    if not place
                    else evolve(each.score, score=None, status="not_rated"),
                )
                for place, each in enumerate(card.dimensions)
            ]
            kind = "agency" if index in agencies else "service"
            program = evolve(
                card.program, synthetic=index in synthetic, object_type=kind
            )
            cards.append(evolve(card, dimensions=tuple(dimensions), program=program))
        return evolve(compare_programs(library[:5]), cards=tuple(cards))

    names = {card.program.id: f"P{index}" for index, card in enumerate(library)}
    first = library[0].dimensions[0].name

    def told(*scores, **options):
        return dict(extremes(with_scores(*scores, **options), names)).get(first)

    assert told(90, 20.2, 40, 19.9, 50) == "P0 90, P1 and P3 20"
    assert told(90, 20, 40, 20, 20) == "P0 90, 3 programs 20"
    assert told(40.1, 40.2, 40, 40, 40) is None
    assert told(90, 60, 40, 30, 20, synthetic={0, 4}) == "P1 60, P3 30"
    assert told(90, 60, 40, 30, 20, provisional={0, 1}) == "P0 90*, P4 20"
    assert told(90, 20.2, 40, 19.9, 50, provisional={3}) == "P0 90, P1 and P3 20*"
    assert told(90, 60, 40, 30, 20, agencies={0, 4}) == "P1 60, P3 30"
    assert told(90, 60, 40, 30, 20, agencies={0, 1, 4}) == "P0 90, P4 20"
    apart = with_scores(90, 60, 40, 30, 20, agencies={0, 1, 4})
    assert KINDS["agency"] in extremes_label(apart)
    assert extremes(compare_programs(library[:2]), names) == []


@pytest.mark.parametrize("width", LINES)
def test_the_heads_of_the_table_are_never_cut(by_country, width):
    lines = printed(by_country, width)
    start = next(
        at for at, line in enumerate(lines) if line.startswith("programs, services")
    )
    heads = " ".join(lines[start - 2 : start])
    assert all(name in heads for name in DIMENSIONS) and "…" not in heads


def test_the_evidence_that_most_pairs_lack_is_named(by_country, library):
    lacking = "overlap of services (37 pairs lack it)"
    assert missing_evidence(by_country).startswith(lacking)
    two = [
        card for card in library if card.program.id in ("kr-rd-consortia", "tw-artc")
    ]
    assert "(1 pair lacks it)" in missing_evidence(compare_programs(two))
    assert missing_evidence(evolve(by_country, pairs=())) == ""


def test_every_score_has_its_place_in_a_plot_and_its_row_in_the_table(
    by_country, library
):
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
    assert sum(
        len(re.findall(r"\d+ [A-E]\*? +\d+-\d+", line)) for line in table
    ) == len(scores)
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
        assert any(
            line.startswith(f"{card.program.country} {card.program.id} ")
            for line in lines
        )
    for warning in by_country.warnings:
        assert " ".join(str(warning).split()) in text
    for pair in by_country.pairs:
        if pair.result in ("left", "right") and pair in by_country.considered(
            pair.dimension
        ):
            higher, lower = (pair.left, pair.right)[
                :: 1 if pair.result == "left" else -1
            ]
            assert f"{higher} higher than {lower} on" in text
    medians = [group for group in by_country.groups if group.median is not None]
    assert medians and text.count(": median ") == len(medians)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_begins_with_the_answer(by_country, lang):
    text = markdown.comparison(by_country, Options(lang=lang)).replace("\\", "")
    places = [
        text.index(sentence.text_in(language(lang))) for sentence in by_country.answer
    ]
    assert places == sorted(places) and places[-1] < text.index("| --- |")


def test_latex_and_json_hold_the_answer(by_country):
    table = latex.comparison(by_country, Options(lang="ko"))
    assert "Wherever comparison is possible" in table
    saved = json.loads(json_writer.comparison(by_country, Options()))["answer"]
    assert [from_data(sentence) for sentence in saved] == [*by_country.answer]
    assert [sentence["text"] for sentence in saved] == [*map(str, by_country.answer)]


def test_few_programs_have_a_plot_each_and_no_table(library):
    two = [
        card for card in library if card.program.id in ("kr-rd-consortia", "tw-artc")
    ]
    lines = printed(compare_programs(two), 100)
    assert len(lines) <= 30
    plots = plotted(lines)
    assert sum(line.startswith(DIMENSIONS) for line in plots) == len(DIMENSIONS)
    (artc,) = (card for card in two if card.program.id == "tw-artc")
    score = artc.score("coordination")
    ends = "-".join(map(number.score, score.interval))
    shown = f"{number.score(score.score)} {score.band}* {ends}"
    assert any(line.endswith(f" {shown}") for line in plots)
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
    plain = text.encode("ascii", ESCAPED).decode("ascii")
    assert [*map(len, plain.splitlines())] == [*map(cells, text.splitlines())]
    assert "o" in plain and "\\u" not in plain
    assert "한 ●".encode("ascii", ESCAPED) == b"\\ud55c o"
    assert "● –".encode("utf-8", ESCAPED).decode() == "● –"
    assert "한 ●".encode("cp949", ESCAPED).decode("cp949") == "한 ●"


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


@pytest.mark.parametrize("width", [9, 16, 20, 26, 30, 40, 60])
def test_no_two_names_are_shortened_to_the_same(library, width):
    names = short_names(library, width)
    assert len({*names.values()}) == len(library)
    assert all(
        cells(name) <= width or name == program for program, name in names.items()
    )


def test_names_that_begin_alike_show_their_ends(library):
    names = {*short_names(library, 26).values()}
    assert {
        "Mini-cluster…robot cleaner",
        "Mini-cluster…rice cooker",
        "Mini-clusters",
    } <= names


def with_one_name(library):
    """The library with two programs of one name, longer than any column."""
    name = "Regional agency for the promotion of small and medium firms and of their exports"
    first, second, *others = library
    alike = [
        evolve(card, program=evolve(card.program, name=name, name_local={}))
        for card in (first, second)
    ]
    return [*alike, *others], name


def test_programs_of_one_name_are_told_apart_by_their_ids(library):
    cards, name = with_one_name(library)
    first, second = (card.program.id for card in cards[:2])
    full = full_names(cards)
    assert full[first] == f"{name} ({first})" and full[second] == f"{name} ({second})"
    assert full[cards[2].program.id] == cards[2].program.name
    short = short_names(cards, 40)
    assert short[first].endswith(f" ({first})") and short[first].startswith("Reg")
    assert short_names(cards, len(first) + 4)[first] == first
    assert len({*short.values()}) == len(cards)


def test_scores_of_a_column_stand_below_each_other(library):
    scores = [card.dimension("spillover").score for card in library]
    shown = aligned(scores)
    assert {re.match(r" *(\d+|–)", text).end() for text in shown} == {2}


def test_the_answer_says_that_a_program_is_the_only_one_of_its_type(library):
    cards = {card.program.id: card for card in library}
    ids = (
        "kr-iccp",
        "kr-rd-consortia",
        "kr-gsbc-incubation",
        "tw-mirdc-fasteners",
        "tw-artc",
    )
    alone, pair = "tw-industry-rd-centers", ("kr-gsbc", "tw-industry-rd-centers")
    codes = {
        others: _codes(compare_programs([cards[id] for id in (*ids, *others)]))
        for others in ((alone,), pair)
    }
    # of two agencies each has the other one, whether anything can be compared or not
    assert "side_of_another_type" in codes[alone,]
    assert "side_of_another_type" not in codes[pair]
    # up to four are compared whatever their types are
    assert "side_of_another_type" not in _codes(
        compare_programs([cards["kr-rd-consortia"], cards[alone]])
    )


def _codes(comparison):
    """The codes of all messages within the answer."""
    written = json.dumps([as_data(sentence) for sentence in comparison.answer])
    return set(re.findall(r'"code": "(\w+)"', written))
