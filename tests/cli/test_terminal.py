"""The terminal: no line is wider than it, nothing is lost, columns stand under their heads, and
long work says how far it is."""

import io
import itertools
import re
import sys
import unicodedata
from pathlib import Path

import click
import made
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from evalkit.cli import deliver, progress
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.locale import LANGUAGES
from evalkit.model.message import quoted
from evalkit.plugin import Options
from evalkit.report import coded, facts, judgment, measured, number
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal.width import cells, columns, fit, wrap
from evalkit.session import Session
from evalkit.session.settings import Settings

WIDTHS = (40, 47, 60, 80, 100, 120)
EVERY_FIELD = Path(__file__).parents[2] / "docs" / "every-field.yaml"
HOSTILE = {
    "Hangul": "경기도중소기업종합지원센터" * 20,
    "Hangul, decomposed": unicodedata.normalize("NFD", "산업단지 클러스터 " * 20),
    "Chinese": "金屬工業研究發展中心，（臺灣）" * 20,
    "without a space": "x" * 10_000,
    "escapes": "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07 bell " * 10,
    "reversals": "abc\u202eedcba\u2066 \u200d\u00ad" * 30,
    "combining marks": "a" + "\u0301" * 500 + " e\u0489" * 100,
    "emoji": "❤\ufe0f1\ufe0f\u20e3🇰🇷👩\u200d🔧" * 30,
}
"""Texts that a file may hold, by what is odd about them."""


def around(some, others):
    """Each of some with one of the others, which come in turn."""
    return [*zip(some, itertools.cycle(others), strict=False)]


@pytest.fixture(scope="module")
def views():
    """Two programs by two rubrics."""
    return compare_rubrics(
        [
            card
            for rubric in ("hsieh", "dac")
            for card in Session(Settings(rubric)).score(["kr-gsbc", "tw-artc"]).cards
        ]
    )


@pytest.fixture(scope="module")
def full():
    """A card of a description with every field."""
    return Session(Settings()).score([str(EVERY_FIELD)]).cards[0]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Cards of programs made for tests, by id."""
    return {
        card.program.id: card for card in made.score(tmp_path_factory.mktemp("made"))
    }


def test_a_measured_level_names_the_word_of_its_source_and_the_anchor_as_the_nearest(
    few,
):
    rating = few["low"].rating("COO-2")
    counted, of_system = (
        judgment.short(rating),
        [each for each in rating.measured if each.scope == "system"],
    )
    assert (
        "non_isolate_share few, read as 0.05 to 0.25 (typically 0.12); non_isolate_share 78/190,"
        " read as 0.411" in counted
    )
    assert (
        f"nearest anchor: {rating.anchor}" in counted
        and "most" not in counted.partition("nearest")[0]
    )
    assert [each.note.code for each in of_system] == [
        "of_parent"
    ] and "about the system" in measured.line(of_system[0])
    points = ", ".join(
        f"{each:g}"
        for each in rating.criterion.measures["non_isolate_share"].breakpoints
    )
    assert f"breakpoints {points}" in measured.line(of_system[0], rating.criterion)
    assert judgment.short(few["high"].rating("COO-2")).startswith(
        "by r1; nearest anchor: "
    )


@pytest.mark.parametrize(
    ("level", "anchor"), [(0.0, 0), (0.5, 0), (0.51, 1), (1.5, 1), (3.8, 4), (4.0, 4)]
)
def test_the_nearest_anchor_is_the_lower_of_two_that_are_as_near(few, level, anchor):
    rating = few["low"].rating("COO-2")
    assert evolve(rating, level=level).anchor == rating.criterion.levels[anchor]


def test_a_card_says_why_a_level_is_not_higher(few):
    card = few["low"]
    held = evolve(card.rating("COO-2"), level=2.0)
    (condition,) = [each for each in held.holding if each.met is False]
    assert condition.measure == "ties_outlast_grant"
    told = judgment.why_not_higher(held, card.rubric)
    assert (
        "ties_outlast_grant: not met, level 2 at most" in told
        and card.rubric.measures["ties_outlast_grant"].question in told
    )
    free = evolve(held, conditions=())
    assert (
        judgment.why_not_higher(free, card.rubric) == f"3: {free.criterion.levels[3]}"
    )
    assert judgment.why_not_higher(evolve(held, level=4.0), card.rubric) == ""


def test_a_judgment_on_the_parent_is_shown_and_enters_nothing(few):
    card, parent = few["part"], few["low"]
    assert card.dimension("coordination").score.status == "not_rated"
    shown = judgment.parents(card.dimension("coordination"))
    levels = {
        id: number.level(parent.rating(id).level)
        for id in ("COO-1", "COO-2", "COO-4", "COO-5")
    }
    assert len(shown) == 1 and all(
        f"{id} {level}" in shown[0] for id, level in levels.items()
    )
    assert (
        "low" in shown[0] and judgment.parents(parent.dimension("coordination")) == []
    )


def test_unused_evidence_is_shown_and_what_contradicts_comes_first(few):
    rows = [text for label, text in facts.facts(few["part"]) if label == "unused"]
    assert [text.partition(":")[0] for text in rows] == ["e1", "e4", "e3, e5 and e6"]
    assert few["part"].program.evidence["e1"].says in rows[0]


def test_coders_stand_beside_a_measured_level_with_their_kind_and_answer(few):
    rating = few["low"].rating("COO-2")
    assert [coded.answer(few["low"], each) for each in rating.coded] == [
        "1.0 by r1 (model): because of e1",
        "unknown by r2 (person)",
    ]


def defaced(card, text):
    """A card with a text wherever a description, a coder or a rubric may write what it likes."""
    evidence = {
        id: evolve(each, says=text, at=(text,))
        for id, each in card.program.evidence.items()
    }
    sources = {id: evolve(each, cite=text) for id, each in card.program.sources.items()}
    program = evolve(
        card.program,
        id="a" * 120,
        name=text,
        name_local={"ko": text},
        regions=(text,),
        evidence=evidence,
        sources=sources,
    )
    dimensions = [
        evolve(
            each,
            name=text,
            criteria=tuple(
                evolve(
                    rating,
                    criterion=evolve(
                        rating.criterion,
                        name=text,
                        question=text,
                        levels=dict.fromkeys(range(5), text),
                    ),
                )
                for rating in each.criteria
            ),
        )
        for each in card.dimensions
    ]
    return evolve(
        card, program=program, dimensions=tuple(dimensions), notes=(quoted(text),)
    )


def too_wide(text, width):
    return [line for line in click.unstyle(text).split("\n") if cells(line) > width]


@pytest.mark.parametrize(
    ("width", "lang"), [*around(WIDTHS, LANGUAGES), (WIDTHS[0], "zh-Hant")]
)
def test_no_line_is_wider_than_the_terminal(
    library, by_country, views, full, width, lang
):
    for verbose in (False, True):
        options = Options(verbose, width, lang)
        two = [card for card in library if card.program.id in ("kr-gsbc", "tw-artc")]
        for text in (
            terminal.cards([*two, full], options),
            terminal.comparison(compare_programs(two), options),
            terminal.comparison(by_country, options),
            terminal.perspectives(views, options),
        ):
            assert too_wide(text, width) == []


@pytest.mark.parametrize(
    ("odd", "width"),
    sorted({*around(HOSTILE, WIDTHS), *around(HOSTILE, WIDTHS[:1])}),
)
def test_no_text_makes_a_line_wider_than_the_terminal(full, library, width, odd):
    card = defaced(full, HOSTILE[odd])
    options = Options(True, width, "ko")
    told = terminal.cards([card], options)
    other = evolve(card, program=evolve(card.program, id="b" * 120))
    for text in (told, terminal.comparison(compare_programs([card, other]), options)):
        assert too_wide(text, width) == []
        shown = click.unstyle(text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u00ad\u200d\u202e\u2066]", shown)


def test_what_does_not_fit_in_a_line_is_broken_and_not_cut(full):
    for name in (HOSTILE["without a space"], HOSTILE["Chinese"], HOSTILE["Hangul"]):
        text = click.unstyle(
            terminal.cards(
                [evolve(full, program=evolve(full.program, name=name))],
                Options(True, 40),
            )
        )
        assert "".join(name.split()) in "".join(text.split()) and "…" not in text


def test_the_range_of_a_level_stands_under_a_head_of_its_own(library):
    """Under those of the scores, it would pass for an 80% interval."""
    card = next(card for card in library if card.program.id == "kr-gsbc")
    lines = click.unstyle(terminal.cards([card], Options(True, 100))).splitlines()
    words = ["level", "possible", "range", "certainty"]
    head = next(line for line in lines if line.split() == words)
    level = next(line for line in lines if line.startswith("  COO-1 "))
    interval = number.span(card.ratings[0].interval, number.level)
    assert level.index(interval) == head.index("possible range")
    unknown = next(line for line in lines if line.startswith("  SPI-2 "))
    assert len(unknown.partition("no evidence")[0]) == level.index("coordination_cov")


def test_columns_stand_under_their_heads_in_cells(library):
    """Each value begins, counted in cells, where the head of its column does."""
    card = next(card for card in library if card.program.id == "kr-gsbc")
    lines = click.unstyle(terminal.cards([card], Options(True, 140, "ko"))).splitlines()
    head = next(line for line in lines if "80% 구간" in line and "상태" in line)
    names, states = (
        ("조정", "파급", "중복", "지역 적합성", "종합"),
        ("평가됨", "잠정", "미평가"),
    )
    rows = [line for line in lines if line.startswith(names) and line.endswith(states)]
    assert len(rows) == 5
    for heading, value in (
        {
            "80% 구간": r"\d+~\d+|–",
            "가능 범위": r"\d+~\d+",
            "상태": "평가됨|잠정|미평가",
        }
    ).items():
        at = cells(head[: head.index(heading)])
        for row in rows:
            starts = [cells(row[: found.start()]) for found in re.finditer(value, row)]
            assert at in starts, (heading, row)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("가나", 4),
        (unicodedata.normalize("NFD", "한글"), 4),
        ("\u1112\u119e\u11ab", 2),  # old Hangul, which no single character stands for
        ("臺灣（中）", 10),
        ("ｶﾞ", 2),
        ("–…·─│■", 6),
        ("e\u0301", 1),
        ("a\u0489", 1),
        ("😀", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇰🇷", 2),
        ("a\u200db", 2),
    ],
)
def test_the_cells_of_a_text(text, width):
    assert cells(text) == width
    assert cells(fit(text, 20)) == 20
    assert (
        columns([[text, "|"], ["x" * 12, "|"]])[0]
        == unicodedata.normalize("NFC", text) + " " * (14 - width) + "|"
    )


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=200),
    st.integers(24, 60),
)
def test_breaking_lines_loses_nothing_and_keeps_to_the_width(text, width):
    lines = wrap(text, width, "- ", "  ")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(line[2:].split()) for line in lines) == "".join(
        unicodedata.normalize("NFC", text).split()
    )


def test_chinese_is_broken_between_characters_and_not_before_a_mark():
    assert wrap("本計畫自身的證據，占權重百分之二十，須達六十", 20) == [
        "本計畫自身的證據，占",
        "權重百分之二十，須達",
        "六十",
    ]
    assert wrap("本計畫自身的證據占權，重", 20) == ["本計畫自身的證據占", "權，重"]
    assert wrap("스스로 평가한 근거에서 비중", 20) == ["스스로 평가한", "근거에서 비중"]


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "piped"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": ""}, True, False),
    ],
)
def test_when_text_has_color(monkeypatch, environment, on_terminal, piped):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for stream, colored in ((Screen(), on_terminal), (io.StringIO(), piped)):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            assert [
                deliver._is_colored(choice) for choice in ("auto", "always", "never")
            ] == [
                colored,
                True,
                False,
            ]


class Clock:
    """Seconds that pass when the test says so."""

    now = 100.0

    def __call__(self):
        return self.now


def line_on(screen):
    """What a terminal shows of what was written to it."""
    shown = ""
    for part in screen.getvalue().split("\r"):
        shown = part + shown[len(part) :]
    return shown.rstrip()


def test_long_work_says_how_far_it_is_and_takes_the_line_away():
    clock, screen = Clock(), Screen()
    told = progress.Progress(screen, 80, clock)
    clock.now += 0.9
    told(90, 1000)
    assert screen.getvalue() == ""  # short work says nothing
    clock.now += 1.1
    told(0, 1000)
    assert screen.getvalue() == ""  # nothing done is no rate
    told(200, 1000)
    assert line_on(screen) == "200 of 1000 done, 100 a second, 8 s left"
    clock.now += 0.05
    told(201, 1000)
    assert line_on(screen).startswith("200 of 1000")  # no more lines than can be read
    clock.now += 2.0
    told(999, 1000)
    assert line_on(screen) == "999 of 1000 done, 247 a second, 0 s left"
    told.clear()
    assert line_on(screen) == "" and "\n" not in screen.getvalue()
    written = screen.getvalue()
    told.clear()
    assert screen.getvalue() == written


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(59.4, "59 s"), (60, "1 min"), (3599, "1 h 0 min"), (5400, "1 h 30 min")],
)
def test_how_long_the_rest_takes(seconds, left):
    clock, screen = Clock(), Screen()
    told = progress.Progress(screen, 80, clock)
    clock.now += seconds
    told(1, 2)
    assert line_on(screen).endswith(f"a second, {left} left")


def test_a_narrow_terminal_keeps_the_line_of_progress_in_one_line():
    clock, screen = Clock(), Screen()
    told = progress.Progress(screen, 20, clock)
    clock.now += 5
    told(1, 1000)
    assert cells(line_on(screen)) == 19


def test_progress_is_for_a_terminal_and_not_for_a_quiet_run(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(progress, "PATIENCE", -1)
    monkeypatch.setattr(progress, "PAUSE", -1)
    for stream, quiet, told in (
        (screen, False, True),
        (screen, True, False),
        (io.StringIO(), False, False),
    ):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress.watched(quiet) as watch:
            assert (watch is not None) == told
            Session(Settings()).score(["kr-gsbc", "tw-artc"], draws=False, watch=watch)
            assert not told or line_on(screen).startswith("2 of 2 done, ")
    assert line_on(screen) == ""


def test_a_broken_file_counts_as_done_too(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    told = []
    scored = Session(Settings()).score(
        [str(tmp_path / "bad.yaml"), "kr-gsbc"],
        draws=False,
        watch=lambda *counts: told.append(counts),
    )
    assert told == [(1, 2), (2, 2)] and len(scored.failures) == 1
