"""Reports in other languages: what is said, how sentences of the engine are found, and what stays English."""

import pytest

from evalkit.report import words
from evalkit.report.words import Language, listed, say, speaking


@pytest.fixture
def korean(monkeypatch):
    """A small language of its own, so that these tests do not hang on a translation."""
    texts = {"Coordination": "조정", "Spillover": "파급", "{low} to {high}": "{low}~{high}"}
    sentences = {"no score without {names}": "{names} 없이는 점수가 없다", "no score": "점수 없음"}
    longest_first = sorted(sentences, key=len, reverse=True)
    made = Language("ko", texts, tuple((words._pattern(text), sentences[text]) for text in longest_first))
    monkeypatch.setattr(words, "_language", lambda tag: made if tag == "ko" else words.ENGLISH)
    return made


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Coordination", "조정"),
        ("coordination", "조정"),
        ("no score without coordination", "조정 없이는 점수가 없다"),
        ("no score without coordination and spillover", "조정, 파급 없이는 점수가 없다"),
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
    with pytest.raises(ValueError, match="there is no language 'fr'; there are en, ko, zh-Hant"), speaking("fr"):
        pass
