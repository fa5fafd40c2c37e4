"""Every word that a card or a comparison prints has a page of `evalkit explain`, in every
language."""

import json

import pytest
from console import run

from evalkit.cli.commands.explain import named
from evalkit.cli.glossary.words import WORDS, page, pages
from evalkit.comparison.programs import compare_programs
from evalkit.engine.observe import YES_NO
from evalkit.locale import LANGUAGES, Language, Text, language
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.plugin import Options
from evalkit.read.diagnostic import with_same_words
from evalkit.report import docx, html, markdown, xlsx
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal.width import cells
from evalkit.session import Session
from evalkit.session.settings import Settings

LONGEST = 4
"""Words of a label; what is longer is a sentence."""
CONTROLS = {
    *(
        "Skip to the content",
        "Language",
        "Unfold all criteria",
        "Find",
        "Show selected only",
    ),
    *("Show all", "Left", "Right"),
}
"""What a reader does with a page, or chooses on it."""
HEADINGS = {
    *(
        "How to read this",
        "How to read it",
        "Answer",
        "Two programs",
        "Comparison",
        "in words",
    ),
    *(
        "Comparison of programs",
        "Report cards",
        "Long texts",
        "Summary",
        "Cards",
        "Programs",
    ),
    *("Name of the criterion", "Address", "Text", "file", "Table"),
    *(
        "What the columns mean",
        "Made from",
        "Why there is none",
        "Further facts",
        "Citation",
    ),
    *("notes", "Note", "where in the source", "Country", "Period"),
}
"""What stands over a table, a column or a chapter, and names only that."""


FORMS = [
    *((terminal, verbose) for verbose in (False, True)),
    *((form, False) for form in (html, markdown, xlsx, docx)),
]
SLOW, FEW = (xlsx, docx), 4
"""Forms that take long, and how many cards they are asked for: they label each alike."""


@pytest.fixture(scope="module")
def session():
    return Session(Settings())


@pytest.fixture
def printed(session):
    """The labels and words that cards and comparisons print, without names of the rubric."""
    asked: dict[str, None] = {}
    translate = Language.text

    def text(self, english):
        if not isinstance(english, Text):
            asked[english] = None
        return translate(self, english)

    cards = session.score([], draws=False).cards
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Language, "text", text)
        for form, verbose in FORMS:
            some = cards[:: len(cards) // FEW] if form in SLOW else cards
            options = Options(verbose, lang="ko")
            form.cards(some, options)
            for by in (None, "country"):
                form.comparison(compare_programs(some, by), options)
    measures = session.judging.known_measures()
    known = {word for measure in measures.values() for word in measure.words}
    known |= {*QUANTIFIERS, *YES_NO, "true", "false", "more"}
    known |= {measure.replace("_", " ") for measure in measures}
    known |= {"", *CONTROLS, *HEADINGS}
    return [label for label in asked if _is_label(label) and label not in known]


def _is_label(text):
    return not {*"{.;:,"} & {*text} and len(text.split()) <= LONGEST


@pytest.mark.thorough
def test_every_printed_word_is_explained(session, printed):
    assert len(printed) > 180
    rubric = session.rubric.rubric
    unexplained = [
        (tag, label)
        for tag in LANGUAGES
        for label in printed
        if page(language(tag).text(label), rubric, tag) is None
    ]
    assert unexplained == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_is_written_in_every_language(session, tag):
    written, english = pages(session.rubric.rubric, tag), pages(session.rubric.rubric)
    assert len(written) == len(english) >= len(WORDS)
    if tag != "en":
        assert not {*written.values()} & {*english.values()}
        words = {words[0] for words in WORDS.values()}
        assert sorted(word for word in words if language(tag).text(word) == word) == []


@pytest.mark.parametrize("rubric", ["dac", "rodrik", "s3"])
def test_pages_have_the_numbers_of_every_rubric(rubric):
    assert all(pages(Session(Settings(rubric)).rubric.rubric).values())


def test_a_word_is_explained_in_its_own_language_or_in_the_one_that_is_asked_for(
    session,
):
    rubric = session.rubric.rubric
    _, english = page("Not_Rated", rubric)
    _, korean = page(language("ko").text("not rated"), rubric)
    assert page("not rated", rubric, "ko") == page(
        language("ko").text("not rated"), rubric, "en"
    )
    assert english != korean
    assert page("nothing of the kind", rubric) is None


def test_the_command_speaks_the_language_of_the_word():
    done = run("explain", "score", "--lang", "zh-Hant")
    assert done.returncode == 0 and "加權幾何平均" in "".join(done.stdout.split())
    assert run("explain", "nothing of the kind").returncode == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_criterion_speaks_the_language(lang, session):
    """Its question, anchors, rules and headings; a text without a translation stays English."""
    rubric = session.rubric.rubric
    criterion = rubric.criteria()["RED-4"]
    texts = [
        criterion.name,
        criterion.question,
        criterion.unknown,
        *criterion.levels.values(),
    ]
    texts += [
        "Levels",
        "Pitfalls",
        rubric.validity_rules["G10"],
        "condition",
        "regional",
    ]
    shown = json.loads(
        run("explain", "RED-4", "--lang", lang, "--format", "json").stdout
    )["text"]
    translated = [language(lang).text(text) for text in texts]
    assert [text for text in translated if text not in shown] == []
    assert lang == "en" or not set(texts) & set(translated)


def test_the_page_of_a_measure_speaks_the_language(session):
    question = session.rubric.rubric.measures["gap_filled"].question
    shown = run("explain", "gap_filled", "--lang", "ko", "--format", "json").stdout
    assert language("ko").text(question) in shown and question not in shown


def explained(*words):
    """What the command says of a word, and the heading that it gives."""
    shown = json.loads(run("explain", *words, "--format", "json").stdout)
    return shown["id"], shown["text"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_name_of_a_dimension_and_a_criterion_has_its_page(session, tag):
    rubric = session.rubric.rubric
    for key, part in {**rubric.dimensions, **rubric.criteria()}.items():
        name = language(tag).text(part.name)
        heading, text = named(name, rubric, "en")
        assert heading == key and name in text.splitlines()[0]
        assert language(tag).text(part.question) in text
        assert named(key, rubric, tag) == (heading, text)


def test_the_page_of_a_dimension_wins_over_a_word_of_its_name(session):
    question = session.rubric.rubric.dimensions["coordination"].question
    assert question in explained("coordination")[1]
    assert language("ko").text(question) in explained("조정")[1]
    assert (
        explained("G3")[0] == "G3" and named("G3", session.rubric.rubric, "en") is None
    )


@pytest.mark.parametrize(
    ("word", "heading"),
    [
        ("overlap", "Overlap of services"),
        ("worst case", "possible range"),
        ("of one type", "types"),
        ("pair", "comparable"),
        ("comparable", "comparable"),
    ],
)
def test_words_of_a_comparison_lead_to_their_page(session, word, heading):
    rubric = session.rubric.rubric
    assert page(word, rubric)[0] == heading
    for tag in LANGUAGES:
        assert page(language(tag).text(word), rubric, tag)[0] == language(tag).text(
            heading
        )


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_page_says_its_heading_twice(session, tag):
    for heading, text in pages(session.rubric.rubric, tag).items():
        said = text.removeprefix(f"{heading}: ").removeprefix("the ")
        assert not said.startswith((f"{heading}:", f"{heading}：", f"{heading}이다"))


def test_a_name_that_shares_a_word_is_suggested():
    assert with_same_words("overlap_share", ["gap_filled", "service_overlap"]) == (
        "did you mean 'service_overlap'?"
    )
    assert (
        with_same_words("share_of_firms", ["service_overlap", "share_of_tenants"]) == ""
    )


def test_the_list_has_two_columns_also_where_letters_take_two_cells():
    lines = run("explain", "--list", "--lang", "ko").stdout.splitlines()
    for name in pages(Session(Settings()).rubric.rubric, "ko"):
        start = name + " " * max(1, 27 - cells(name))
        behind = [line.removeprefix(start) for line in lines if line.startswith(start)]
        assert any(not text.startswith(" ") for text in behind), name
