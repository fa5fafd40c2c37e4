"""Reports in other languages: what is said, what is never translated, and what a plugin brings."""

import attrs
import pytest

from evalkit.builtin import evalkit_rubrics
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.locale import (
    LANGUAGES,
    current_locale,
    language,
    listed,
    say,
    using_locale,
)
from evalkit.model.message import Listing, Ref, Term, message, names, refs
from evalkit.plugin import Options
from evalkit.report import csv, html, json, judgment, latex, markdown, xlsx
from evalkit.report.phrases import translated
from evalkit.report.summary import answer
from evalkit.report.terminal import text as terminal
from evalkit.session import Session
from evalkit.session.settings import Settings

OTHERS = LANGUAGES[1:]
WRITERS = (terminal, markdown, csv, latex, html, xlsx, json)


@pytest.fixture(scope="module")
def cards():
    """Three cards of the library without draws."""
    ids = ["kr-gsbc", "tw-artc", "kr-gyeonggi-system"]
    return Session(Settings()).score(ids, draws=False).cards


def in_all(text):
    """What is said in each language."""
    texts = []
    for tag in LANGUAGES:
        with using_locale(tag):
            texts.append(text())
    return texts


def test_a_list_has_the_marks_of_its_language():
    assert in_all(lambda: listed(["a", "b", "c"])) == [
        "a, b and c",
        "a, b 및 c",
        "a、b和c",
    ]
    assert in_all(lambda: listed(["a", "b"], "or")) == ["a or b", "a 또는 b", "a或b"]
    assert in_all(lambda: listed(["a", "b"], "comma")) == ["a, b", "a, b", "a、b"]


def test_holes_are_filled_and_values_are_not_read_as_templates():
    assert in_all(lambda: say("{low} to {high}", low="{high}", high=2))[:2] == [
        "{high} to 2",
        "{high}~2",
    ]


def test_terms_are_translated_and_references_and_quotations_never_are():
    """`agency` is a word of the vocabulary, and may be the id of a program or a coder's words."""
    assert len(set(in_all(lambda: say("agency")))) == 3
    kinds = {kind: message("quoted", text=kind) for kind in (Ref("agency"), "agency")}
    assert all(
        set(in_all(lambda each=each: translated(each))) == {"agency"}
        for each in kinds.values()
    )
    only = message(
        "only_one_side", program=Ref("agency"), criteria=refs(["objective", "rule"])
    )
    assert all(
        "agency" in text and "objective" in text
        for text in in_all(lambda: translated(only))
    )


def test_a_list_of_names_is_said_in_the_language(cards):
    """The cards were scored, so that the catalog of their rubric is known."""
    missing = message(
        "needs_dimensions", dimensions=names(["Coordination", "Spillover"])
    )
    with using_locale("ko"):
        assert translated(missing).startswith("조정 및 파급")


def test_a_code_without_a_translation_is_said_in_english_and_noted():
    with using_locale("ko") as korean:
        assert translated(message("nobody.knows")) == "nobody.knows"
        assert say("nobody has translated this") == "nobody has translated this"
    assert {"nobody.knows", "nobody has translated this"} <= korean.missing.keys()
    language.cache_clear()


def test_the_language_ends_with_its_block():
    with using_locale("ko"):
        with using_locale("en"):
            assert current_locale().tag == "en"
        assert current_locale().tag == "ko"
    assert current_locale().tag == "en"


def test_a_language_that_there_is_not():
    with (
        pytest.raises(
            ValueError, match="there is no language 'fr'; there are en, ko, zh-Hant"
        ),
        using_locale("fr"),
    ):
        pass


@pytest.mark.parametrize(
    ("lang", "synthetic", "called"),
    [
        ("en", False, "Tool center"),
        ("en", True, "Tool center (synthetic)"),
        ("ko", True, "공구 센터(가상)"),
        ("zh-Hant", False, "Tool center"),
    ],
)
def test_a_card_calls_a_program_by_its_local_name_and_made_up_where_it_is(
    cards, lang, synthetic, called
):
    local = {"ko": "공구 센터", "zh-Hant": ""}
    program = attrs.evolve(
        cards[0].program, name="Tool center", name_local=local, synthetic=synthetic
    )
    with using_locale(lang):
        assert judgment.called(program) == called
        assert translated(answer(attrs.evolve(cards[0], program=program))).startswith(
            called
        )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "writer", WRITERS, ids=lambda writer: writer.__name__.rpartition(".")[2]
)
def test_a_name_that_is_empty_in_one_language_disturbs_no_report(cards, writer, lang):
    nameless = attrs.evolve(cards[0].program, name_local={"ko": ""})
    shown = [attrs.evolve(cards[0], program=nameless), *cards[1:]]
    assert writer.cards(shown, Options(True, lang=lang))
    assert writer.comparison(compare_programs(shown), Options(True, lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_coder_who_looked_and_could_not_tell_is_named(cards, lang):
    rating = cards[0].ratings[0]
    looked = attrs.evolve(
        rating,
        status="unknown",
        level=None,
        interval=None,
        reasons=(message("could_not_tell", coder=Ref("r1")),),
    )
    nobody = attrs.evolve(looked, reasons=())
    with using_locale(lang):
        assert "r1" in judgment.short(looked)
        assert judgment.short(nobody) == translated(message("no_evidence_found"))


def test_what_is_said_in_a_language_stays_within_the_writer(cards):
    before = json.cards(cards, Options())
    assert terminal.cards(cards, Options(lang="ko")) != terminal.cards(cards, Options())
    assert json.cards(cards, Options(lang="ko")) == before
    with pytest.raises(AttributeError):
        terminal.cards([None], Options(lang="ko"))
    assert current_locale().tag == "en" and json.cards(cards, Options()) == before


@pytest.fixture(scope="module")
def by_rubric():
    """The cards of the library by every rubric, with the comparisons that reports show."""
    ids = [path.stem for path in evalkit_rubrics()]
    rated = []
    for id in ids:
        beside = [other for other in ids if other != id]
        cards = Session(Settings(id, beside=beside)).score([], draws=False).cards
        groups = (None, "country")
        compared = [compare_programs(cards, by, synthetic=True) for by in groups]
        rated.append((cards, compared))
    return rated


@pytest.mark.thorough
@pytest.mark.parametrize("lang", OTHERS)
def test_everything_that_reports_say_is_translated(by_rubric, lang):
    """By every rubric, with all that reports unfold."""
    language.cache_clear()  # what other tests asked for is forgotten
    for cards, compared in by_rubric:
        for verbose in (False, True):
            options = Options(verbose, lang=lang)
            assert terminal.cards(cards, options) and markdown.cards(cards, options)
            for comparison in compared:
                assert terminal.comparison(comparison, options)
                assert markdown.comparison(comparison, options)
        assert html.cards(cards[:3], options) and xlsx.cards(cards[:3], options)
    every = [card for cards, _ in by_rubric for card in cards]
    assert terminal.perspectives(compare_rubrics(every), options)
    assert sorted(language(lang).missing) == []


def test_kinds_of_programs_are_terms():
    kinds = message(
        "types_differ", kinds=Listing((Term("agency"), Term("program")), "comma")
    )
    with using_locale("ko"):
        assert "기관, 사업" in translated(kinds)
