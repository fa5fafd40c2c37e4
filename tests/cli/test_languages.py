"""Reports in other languages: what is said, how sentences of the engine are found, and what
stays English."""

import re
import tomllib
from pathlib import Path

import attrs
import pytest

from evalkit.builtin import evalkit_rubrics
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.sentence import TEXTS, Message
from evalkit.plugin import Options
from evalkit.report import json, judgment, markdown, terminal, words
from evalkit.report.words import LANGUAGES, Language, listed, say, speaking
from evalkit.session import Session, Settings


@pytest.fixture
def korean(monkeypatch):
    """A small language of its own, so that these tests do not hang on a translation."""
    texts = {
        "Coordination": "조정",
        "Spillover": "파급",
        "{low} to {high}": "{low}~{high}",
        TEXTS["needs_dimensions"]: "점수 없음: {dimensions}",
    }
    sentences = {"no score without {names}": "{names} 없이는 점수가 없다", "no score": "점수 없음"}
    longest_first = sorted(sentences, key=len, reverse=True)
    made = Language(
        "ko", texts, tuple((words._pattern(text), sentences[text]) for text in longest_first)
    )
    monkeypatch.setattr(words, "_language", lambda tag: made if tag == "ko" else words.ENGLISH)
    return made


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Coordination", "조정"),
        ("coordination", "조정"),
        ("no score without coordination", "조정 없이는 점수가 없다"),
        ("no score without coordination and spillover", "조정, 파급 없이는 점수가 없다"),
        ("no score without kr-a and tw-b", "kr-a, tw-b 없이는 점수가 없다"),
        (
            "no score without dac 1.0, rodrik 1.0 and s3 1.0",
            "dac 1.0, rodrik 1.0, s3 1.0 없이는 점수가 없다",
        ),
        ("no score without give and take", "give and take 없이는 점수가 없다"),
        ("no score without something new", "something new 없이는 점수가 없다"),
        ("nobody has translated this", "nobody has translated this"),
        ("", ""),
    ],
)
def test_what_is_said_for_an_english_text(korean, english, said):
    with speaking("ko"):
        assert say(english) == said
    assert say(english) == english


def test_holes_are_filled_and_values_are_not_read_as_templates(korean):
    with speaking("ko"):
        assert say("{low} to {high}", low="{high}", high=2) == "{high}~2"
    assert say("{low} to {high}", low="{high}", high=2) == "{high} to 2"


def test_a_message_is_said_by_its_code_with_what_fills_it(korean):
    message = Message("needs_dimensions", dimensions="coordination and spillover")
    with speaking("ko") as language:
        assert say(message) == "점수 없음: 조정, 파급"
        assert (
            say(Message("left_out", criterion="COO-1", why="no score without give and take"))
            == "COO-1 does not apply (give and take 없이는 점수가 없다): its weight is left out"
        )
        assert say(Message("few_units", n=2, needed=5)) == TEXTS["few_units"].format(n=2, needed=5)
    assert list(language.missing) == [TEXTS["left_out"], TEXTS["few_units"]]
    assert say(message) == "no score without coordination and spillover"


def test_what_is_missing_is_noted(korean):
    with speaking("ko") as language:
        say("nobody has translated this")
        say("{a} and more", a=1)
        say("Coordination")
    assert list(language.missing) == ["nobody has translated this", "{a} and more"]


def test_the_language_ends_with_its_block(korean):
    with speaking("ko"):
        with speaking("en"):
            assert say("Coordination") == "Coordination"
        assert say("Coordination") == "조정"
    assert words.spoken() == "en"


def test_a_list_has_the_marks_of_its_language():
    assert listed(["a", "b", "c"]) == "a, b and c"
    with speaking("ko"):
        assert listed(["a", "b", "c"]) == "a, b, c"
    with speaking("zh-Hant"):
        assert listed(["a", "b", "c"]) == "a、b、c"


def test_a_language_that_there_is_not():
    with (
        pytest.raises(ValueError, match="there is no language 'fr'; there are en, ko, zh-Hant"),
        speaking("fr"),
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
def test_a_card_calls_a_program_by_its_local_name_and_made_up_where_it_is(lang, synthetic, called):
    card = Session(Settings()).score(["kr-gsbc"]).cards[0]
    program = attrs.evolve(
        card.program, name="Tool center", name_local={"ko": "공구 센터"}, synthetic=synthetic
    )
    with speaking(lang):
        assert judgment.called(program) == called
        assert judgment.sentence(attrs.evolve(card, program=program)).startswith(called)


HERE = Path(__file__).parent
TABLES = Path(words.__file__).parent
UNTRANSLATED = HERE / "untranslated.txt"
HOLE = re.compile(r"\{(\w+)\}")


def tables(lang):
    """The files of a language with their tables."""
    return {
        path: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((TABLES / lang).glob("*.toml"))
    }


FILES = [(lang, path) for lang in LANGUAGES[1:] for path in tables(lang)]
NAMES = [f"{lang}/{path.name}" for lang, path in FILES]


def rubric_ids():
    return [path.stem for path in evalkit_rubrics()]


def texts_in(value):
    """Every text in a rubric."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in texts_in(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in texts_in(each))
    elif attrs.has(type(value)):
        yield from (
            text
            for field in attrs.fields(type(value))
            for text in texts_in(getattr(value, field.name))
        )


@pytest.fixture(scope="module")
def judged():
    """The cards of the library by every rubric, and of the made-up programs and a description
    with every field by one."""
    ids = rubric_ids()
    runs = {
        id: Session(Settings(id, beside=[other for other in ids if other != id])).score([]).cards
        for id in ids
    }
    odd = [
        str(HERE.parent / "library" / "synthetic"),
        str(HERE.parents[1] / "docs" / "every-field.yaml"),
    ]
    return runs, Session(Settings()).score(odd).cards


def everything(judged, lang):
    """All that the writers for people say in a language, as text."""
    runs, odd = judged
    for verbose in (False, True):
        options = Options(verbose, lang=lang)
        for cards in (*runs.values(), odd):
            yield terminal.cards(cards, options)
            for by in (None, "country"):
                yield terminal.comparison(compare_programs(cards, by, synthetic=True), options)
        yield terminal.perspectives(
            compare_rubrics([card for cards in runs.values() for card in cards]), options
        )
    for cards in (*runs.values(), odd):
        yield markdown.cards(cards, options)
        yield markdown.comparison(compare_programs(cards, "country", synthetic=True), options)
    yield markdown.perspectives(
        compare_rubrics([card for cards in runs.values() for card in cards]), options
    )


def test_what_is_not_translated_is_listed(judged):
    """The list may only shrink: a text that is new in the code or in a rubric is translated, or
    stands here for all to see."""
    missing = []
    for lang in LANGUAGES[1:]:
        words._language.cache_clear()  # what other tests asked for is forgotten
        with speaking(lang) as language:
            assert all(everything(judged, lang))
        missing += [f"{lang}\t{text}" for text in sorted(language.missing)]
    assert missing == UNTRANSLATED.read_text(encoding="utf-8").splitlines()


def test_what_is_said_in_a_language_stays_within_the_writer(judged):
    """JSON written after and between reports in other languages is the same to the byte."""
    cards = judged[0]["hsieh"][:3]
    before = json.cards(cards, Options())
    assert terminal.cards(cards, Options(lang="ko")) != terminal.cards(cards, Options())
    assert json.cards(cards, Options(lang="ko")) == before
    with pytest.raises(AttributeError):
        terminal.cards([None], Options(lang="ko"))
    assert words.spoken() == "en" and json.cards(cards, Options()) == before


@pytest.mark.parametrize(("lang", "path"), FILES, ids=NAMES)
def test_a_table_is_well_formed(lang, path):
    """It has the two tables and no other, and every hole of a key stands in its translation, and
    no other one."""
    found = tables(lang)[path]
    assert found.keys() <= {"texts", "sentences"}
    for table in found.values():
        for key, said in table.items():
            assert said, key
            assert sorted(HOLE.findall(key)) == sorted(HOLE.findall(said)), key
            assert not {"{", "}"} & {*HOLE.sub("", said)}, key


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_no_text_is_translated_twice_in_different_ways(lang):
    for table in ("texts", "sentences"):
        said = {}
        for path, found in tables(lang).items():
            for key, text in found.get(table, {}).items():
                other, before = said.setdefault(key, (path.name, text))
                assert text == before, (
                    f"{key!r} is {before!r} in {other} and {text!r} in {path.name}"
                )


@pytest.mark.parametrize("lang", LANGUAGES[1:])
@pytest.mark.parametrize("code", TEXTS)
def test_every_message_of_the_engine_is_translated(lang, code):
    """What follows "not counted: " is said on its own, since it also stands in a list of
    measures."""
    found = set().union(
        *(table for tables_of in tables(lang).values() for table in tables_of.values())
    )
    assert TEXTS[code].removeprefix("not counted: ") in found


@pytest.mark.parametrize("lang", LANGUAGES[1:])
@pytest.mark.parametrize("id", rubric_ids())
def test_every_question_of_a_measure_is_translated(lang, id):
    found = set().union(*(found.get("texts", {}) for found in tables(lang).values()))
    measures = Session(Settings(id)).rubric.rubric.measures.values()
    assert sorted({each.question for each in measures} - found) == []


@pytest.mark.parametrize("lang", LANGUAGES[1:])
@pytest.mark.parametrize("id", rubric_ids())
def test_the_file_of_a_rubric_holds_texts_of_that_rubric(lang, id):
    rubric = Session(Settings(id)).rubric.rubric
    found = tables(lang)[TABLES / lang / f"{id}.toml"]
    assert found.keys() == {"texts"}
    assert sorted(found["texts"].keys() - set(texts_in(rubric))) == []
