"""Texts of a page by keys: what a template gives in each language, whatever it is."""

import re

import pytest
from attrs import evolve
from markupsafe import escape

import evalkit
from evalkit.locale import current_locale
from evalkit.plugin import Options
from evalkit.report import html
from evalkit.report.html import fragment
from evalkit.report.html.keyed import Texts, keyed, without_texts

HELD = """
id: {id}
name: {name}
name_local: {local}
country: KR
object_type: agency
"""


def page(english, *others):
    """A page made of the given pieces; `|` stands around what an expression gives."""
    by_language = dict(zip(("en", "ko"), (english, *others), strict=True))

    def fill(texts: Texts) -> str:
        pieces = by_language[current_locale().tag].split("|")
        return "".join(
            str(texts.mark(piece)) if place % 2 else piece
            for place, piece in enumerate(pieces)
        )

    return keyed(fill, "en", ("en", "ko"))


def test_an_element_that_holds_a_text_alone_carries_its_key():
    made, texts = page(
        "<p class='a'>|yes|</p><p>|no|</p>", "<p class='a'>|예|</p><p>|아니요|</p>"
    )
    assert made == '<p class=\'a\' data-k="1">yes</p><p data-k="0">no</p>'
    assert texts == [("no", "아니요"), ("yes", "예")]


def test_a_text_beside_others_gets_an_element():
    made, texts = page("<p>|yes|, |same|</p>", "<p>|예|, |same|</p>")
    assert made == '<p><span data-k="0">yes</span>, same</p>' and texts == [
        ("yes", "예")
    ]


def test_an_empty_text_is_a_text():
    made, texts = page("<p>|yes|</p><b>||</b>", "<p>||</p><b>||</b>")
    assert made == '<p data-k="0">yes</p><b></b>' and texts == [("yes", "")]
    assert page("<p>||</p>", "<p>|예|</p>") == ('<p data-k="0"></p>', [("", "예")])


def test_a_name_that_is_read_aloud_has_a_key():
    made, _ = page('<div aria-label="|yes|"></div>', '<div aria-label="|예|"></div>')
    assert made == '<div aria-label="yes" data-label="0"></div>'


def test_texts_alike_have_one_key_and_other_expressions_are_an_error():
    assert page("<p>|a|</p><p>|a|</p>", "<p>|b|</p><p>|b|</p>")[1] == [("a", "b")]
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        page("<p>|a|</p><p>|a|</p>", "<p>|b|</p>")


def test_what_is_packed_is_filled_by_the_script():
    assert without_texts('<p data-k="0">a &lt; b</p> c') == '<p data-k="0"></p> c'


def test_a_text_is_escaped():
    made, texts = page("<p>|<b>&|</p>", "<p>|x|</p>")
    assert made == '<p data-k="0">&lt;b&gt;&amp;</p>' and texts == [("<b>&", "x")]


def test_no_key_is_left_in_an_attribute():
    text = html.cards(evalkit.score("kr-gsbc"), Options())
    body = text.partition("<script")[0]
    assert not re.search("[\ue000-\ue002]", text)
    assert not re.search(r'="[^"<>]*<', body)


def described(folder, **fields):
    path = folder / f"{fields['id']}.yaml"
    path.write_text(HELD.format(**fields), encoding="utf-8")
    return evalkit.score(path)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("local", ["{ko: ''}", "{ko: '', zh-Hant: agency}"])
def test_a_program_without_a_name_in_one_language_has_a_page(tmp_path, lang, local):
    cards = described(tmp_path, id="agency", name="agency", local=local)
    assert html.cards(cards, Options(lang=lang)).count("agency") > 3


def test_a_program_that_is_called_by_a_word_is_not_translated(tmp_path):
    """The type of the program, which is the same word, is."""
    cards = [
        *described(tmp_path, id="agency", name="agency", local="{}"),
        *described(tmp_path, id="rated", name="rated", local="{}"),
    ]
    text = html.comparison(evalkit.compare(cards), Options(lang="ko"))
    for name in ("agency", "rated"):
        assert re.search(rf'<a href="#p.{name}"[^>]* translate="no">{name}</a>', text)
        assert f'<option value="{name}">{name}</option>' in text
        assert f'<h2 translate="no">{name}</h2>' in text
        assert re.search(
            rf'<p class="subject" data-k="\d+">{name} · 기관 · 대한민국', text
        )


def test_a_fragment_has_no_keys():
    (card,) = evalkit.score("kr-gsbc")
    shown = fragment.cards([card], Options())
    assert "<table" in shown and "data-k" not in shown


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/report?a=1&b=2", True),
        ("http://example.org/report", False),
        ("https://user@example.org/", False),
    ],
)
def test_a_source_shows_its_address_and_links_it_over_https_only(url, linked):
    (card,) = evalkit.score("tw-mirdc-fasteners")
    sources = {
        id: evolve(source, url=url) for id, source in card.program.sources.items()
    }
    text = html.cards(
        [evolve(card, program=evolve(card.program, sources=sources))], Options()
    )
    shown = escape(url)
    link = (
        f'<a href="{shown}" target="_blank" rel="noopener noreferrer" translate="no">'
    )
    assert (link in text) == linked
    assert f">{shown}</" in text
