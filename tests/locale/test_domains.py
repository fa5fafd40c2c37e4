"""A plugin and its rubric are translated by the catalogs that come with them, and by no other."""

import json
import runpy
from pathlib import Path

import pytest
from console import run

from evalkit import locale
from evalkit.locale import Text, language
from evalkit.model.message import Term, message
from evalkit.model.saved.message import as_data, from_data
from evalkit.read.files import load_rubric

ROOT = Path(__file__).parents[2]
COMPILED = runpy.run_path(str(ROOT / "tools" / "catalogs.py"))["compiled"]
STRANGER = (ROOT / "tests/stranger/evalkit_stranger/stranger.yaml").read_text(
    encoding="utf-8"
)
CODE = '''
from pathlib import Path

from evalkit.plugin import Evaluator, Measurement, hookimpl, measure, message


@measure("open_door", needs=["selection"], unit="doors", formula="open doors / doors")
def open_door(program, context):
    """Doors that are open."""
    return Measurement.unknown(message("NAME.nobody_tried"))


@measure("alone", needs=["selection"], unit="doors", formula="open doors / doors")
def alone(program, context):
    """Doors that open for one."""
    return Measurement.exactly(1.0, evidence=[program.selection])


@hookimpl
def evalkit_evaluators():
    return [Evaluator("NAME", [open_door, alone])]


@hookimpl
def evalkit_rubrics():
    return [Path(__file__).parent / "NAME.yaml"]
'''
HEAD = """msgid ""
msgstr ""
"Plural-Forms: nplurals={plurals}; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""
PROGRAM = """
id: doors
name: Doors
country: KR
object_type: program
synthetic: true
selection: {mode: open_access, evidence: e1}
sources: {s1: {kind: evaluation, cite: Synthetic, year: 2024}}
evidence: {e1: {source: s1, at: p. 1, claim: rule, says: Synthetic.}}
"""
KOREAN = {
    "harbor": {
        "Openness": "항구의 개방성",
        "open doors / doors": "항구의 열린 문 / 문",
    },
    "pier": {"Openness": "부두의 개방성", "open doors / doors": "부두의 열린 문 / 문"},
}
"""What each of two plugins makes of the same English texts."""
SENTENCE = {
    "harbor": "항구의 문은 아무도 열어 보지 않았다",
    "pier": "부두의 문은 아무도 열어 보지 않았다",
}


def catalog(folder, tag, codes, texts):
    """A catalog as its translator writes it, and compiled."""
    folder.mkdir(exist_ok=True)
    entries = [
        f'msgctxt "message"\nmsgid "{id}"\nmsgstr "{text}"\n'
        for id, text in codes.items()
    ]
    entries += [f'msgid "{id}"\nmsgstr "{text}"\n' for id, text in texts.items()]
    path = folder / f"{tag}.po"
    path.write_text("\n".join([HEAD.format(plurals=1), *entries]), encoding="utf-8")
    path.with_suffix(".mo").write_bytes(COMPILED(path))


@pytest.fixture
def plugins(tmp_path, monkeypatch):
    """Two plugins with a rubric and catalogs of their own; what they add is taken away."""
    monkeypatch.setattr(locale, "_folders", dict(locale._folders))
    paths = []
    for name, texts in KOREAN.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.py").write_text(CODE.replace("NAME", name), encoding="utf-8")
        rubric = STRANGER.replace("id: stranger", f"id: {name}")
        rubric = rubric.replace(
            "    question: May whoever",
            f"    evaluator: {name}\n    question: May whoever",
        )
        (folder / f"{name}.yaml").write_text(rubric, encoding="utf-8")
        code = f"{name}.nobody_tried"
        catalog(folder / "locale", "en", {code: "nobody tried the doors"}, {})
        catalog(folder / "locale", "ko", {code: SENTENCE[name]}, texts)
        paths += ["--plugin", folder / f"{name}.py"]
    (tmp_path / "doors.yaml").write_text(PROGRAM, encoding="utf-8")
    return paths


@pytest.mark.parametrize("name", KOREAN)
def test_a_card_speaks_the_korean_of_its_own_plugin_and_rubric(plugins, tmp_path, name):
    asked = ("score", tmp_path / "doors.yaml", "--rubric", name, *plugins, "-v")
    done = run(*asked, "--lang", "ko", COLUMNS="400")
    assert done.returncode == 0, done.stderr
    card = " ".join(done.stdout.split())
    (other,) = KOREAN.keys() - {name}
    for own, strange in zip(
        (SENTENCE[name], *KOREAN[name].values()),
        (SENTENCE[other], *KOREAN[other].values()),
        strict=True,
    ):
        assert own in card and strange not in card
    assert "nobody tried the doors" in run(*asked).stdout


def test_a_saved_result_is_translated_by_the_catalogs_of_its_rubric(plugins, tmp_path):
    saved = tmp_path / "saved.json"
    run("score", tmp_path / "doors.yaml", "--rubric", "pier", *plugins, "-o", saved)
    terms = json.dumps(json.loads(saved.read_text(encoding="utf-8")))
    assert "rubric:pier" in terms
    done = run("report", saved, *plugins, "--lang", "ko")
    assert done.returncode == 0 and "부두의 개방성" in done.stdout, done.stderr
    without = run("report", saved, "--lang", "ko")
    assert without.returncode == 0


def test_a_text_of_a_domain_is_never_translated_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(locale, "_folders", dict(locale._folders))
    for name in ("harbor", "pier"):
        catalog(tmp_path / name, "ko", {}, KOREAN[name])
        locale.add(tmp_path / name, name)
    korean = language("ko")
    said = {
        domain: korean.text(Text("Openness", domain))
        for domain in ("harbor", "pier", "else")
    }
    assert said == {
        "harbor": "항구의 개방성",
        "pier": "부두의 개방성",
        "else": "Openness",
    }
    assert korean.text(Text("score", "harbor")) == korean.text("score") != "score"
    term = message("quoted", text=Term(Text("Openness", "pier")))
    assert from_data(as_data(term)).text_in(korean) == "부두의 개방성"


def test_a_plugin_or_rubric_whose_name_has_a_blank_is_translated(tmp_path, monkeypatch):
    monkeypatch.setattr(locale, "_folders", dict(locale._folders))
    catalog(tmp_path, "ko", {}, KOREAN["pier"])
    domains = ["old pier", locale.of_rubric("old pier")]
    for domain in domains:
        locale.add(tmp_path, domain)
    for domain in (*domains, locale.of_rubric("my pier", "old pier")):
        assert language("ko").text(Text("Openness", domain)) == "부두의 개방성"


def test_a_changed_copy_of_a_rubric_keeps_the_translations_of_what_it_left(tmp_path):
    rubric, saved = tmp_path / "ministry.yaml", tmp_path / "saved.json"
    run("new", "rubric", "ministry", "--like", "hsieh", "--dir", tmp_path)
    text = rubric.read_text(encoding="utf-8")
    # one text is its own: no translation of the original is one of this
    changed = text.replace("name: Networking among firms", "name: Work among firms")
    assert changed != text
    rubric.write_text(changed, encoding="utf-8")
    asked = ("score", "kr-gsbc", "--lang", "ko", "-v")
    original = run(*asked, COLUMNS="400").stdout
    done = run(*asked, "--rubric", rubric, COLUMNS="400")
    run(*asked, "--rubric", rubric, "-o", saved)
    reported = run("report", saved, "--lang", "ko", "-v", COLUMNS="400")
    korean = "조직 간 조정"
    assert korean in original
    for card in (done.stdout, reported.stdout):
        assert korean in card and "기업 간 네트워킹" not in card
        assert "Coordination" not in card and "Few are" not in card


def test_the_bands_of_a_new_rubric_have_words_in_every_language(tmp_path):
    run("new", "rubric", "access", "--dir", tmp_path)
    rubric = load_rubric(tmp_path / "access.yaml").rubric
    words = [*rubric.scale.values(), *[band.word for band in rubric.bands.values()]]
    for tag in ("ko", "zh-Hant"):
        assert [word for word in words if language(tag).text(word) == word] == []


def test_a_folder_that_is_not_there_adds_no_domain(tmp_path, monkeypatch):
    monkeypatch.setattr(locale, "_folders", dict(locale._folders))
    locale.add(tmp_path / "locale", "harbor")
    assert "harbor" not in locale._folders


def test_words_that_cannot_be_filled_cost_their_translation_alone(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(locale, "_folders", dict(locale._folders))
    code = "harbor.nobody_tried"
    catalog(tmp_path, "en", {code: "nobody tried {doors} doors"}, {})
    catalog(tmp_path, "ko", {code: "아무도 문 {door}개를 열어 보지 않았다"}, {})
    locale.add(tmp_path, "harbor")
    tried = message(code, doors=3)
    with pytest.warns(UserWarning, match=r"harbor\.nobody_tried in ko .*\{door\}"):
        assert tried.text_in(language("ko")) == "nobody tried 3 doors"
    with pytest.warns(UserWarning, match="nobody_tried in en"):
        assert str(message(code)) == code
