"""A plugin of somebody else's: it is installed with pip, found, used, left out and taken away,
and what it leaves behind is nothing."""

import ast
import json
import shutil
from subprocess import CalledProcessError

import pytest
from environments import ROOT, Environment

import evalkit
from evalkit.model.errors import NotComparable

STRANGER = ROOT / "tests" / "stranger"
PROGRAM = """
id: doors
name: Doors
country: KR
object_type: program
synthetic: true
selection: {mode: open_access, evidence: e1}
observations: {alone: {value: %s, evidence: e1}}
sources: {s1: {kind: evaluation, cite: Synthetic, year: 2024}}
evidence: {e1: {source: s1, at: p. 1, claim: rule, says: Synthetic.}}
"""
WELCOMING = """
id: hall
name: Hall
country: KR
object_type: program
synthetic: true
sources: {s1: {kind: evaluation, cite: Synthetic, year: 2024}}
evidence: {e1: {source: s1, at: p. 1, claim: behavior, says: Synthetic.}}
facts: {welcome: {newcomers: 40, helped: 36, evidence: e1}}
"""
FORM = """{}<offices>
  <office id="hall" name="Hall" country="KR" newcomers="40" helped="{}"/>
</offices>
"""


@pytest.fixture(scope="module", params=["wheel", "editable"])
def installed(request, wheel, packages, tmp_path_factory):
    """An environment in which the stranger is installed, from a wheel or as its author has it."""
    environment = Environment.create(
        tmp_path_factory.mktemp(request.param), wheel, packages
    )
    source = shutil.copytree(
        STRANGER,
        environment.folder / "source",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    if request.param == "wheel":
        environment.pip("wheel", source, "--wheel-dir", environment.folder)
        shutil.rmtree(source)
        environment.pip("install", *environment.folder.glob("evalkit_stranger-*.whl"))
    else:
        environment.pip("install", "--editable", source)
    (environment.folder / "doors.yaml").write_text(PROGRAM % "yes", encoding="utf-8")
    (environment.folder / "gate.yaml").write_text(
        (PROGRAM % "no").replace("doors", "gate"), encoding="utf-8"
    )
    return environment


from_a_wheel = pytest.mark.parametrize("installed", ["wheel"], indirect=True)
"""Of what depends on the plugin and not on the way in which it was installed."""


def test_it_knows_the_plugin_api_and_nothing_else_of_evalkit():
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in STRANGER.rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {
        alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert {module for module in modules if module.startswith("evalkit")} == {
        "evalkit.plugin"
    }


def test_it_is_listed_with_what_it_brings(installed):
    (row,) = [
        row
        for row in json.loads(installed.evalkit("plugins", "--format", "json"))
        if row["name"] == "stranger"
    ]
    assert (row["distribution"], row["version"], row["error"]) == (
        "evalkit-stranger",
        "2.5.0",
        "",
    )
    assert row["hooks"] == [
        "evalkit_evaluators",
        "evalkit_facts",
        "evalkit_readers",
        "evalkit_rubrics",
        "evalkit_writers",
    ]
    assert (row["evaluators"], row["rubrics"], row["formats"]) == (
        ["openness"],
        ["stranger"],
        ["tsv"],
    )


def test_it_rates_in_its_own_way(installed):
    """One answer of no is level 0, where the core would give the mean of yes and no."""
    cards = json.loads(
        installed.evalkit(
            "score",
            "doors.yaml",
            "gate.yaml",
            "--rubric",
            "stranger",
            "--format",
            "json",
        )
    )["cards"]
    levels = {
        card["program"]["id"]: [
            each["level"] for each in card["dimensions"][0]["criteria"]
        ]
        for card in cards
    }
    assert levels == {"doors": [4, 4, None], "gate": [0, 0, None]}


def test_it_reads_its_own_form_and_rates_its_own_facts(installed):
    form = installed.folder / "form.xml"
    form.write_text(FORM.format("", 36), encoding="utf-8")
    shutil.rmtree(installed.folder / "made", ignore_errors=True)
    installed.evalkit("convert", "form.xml", "--to", "made")
    (card,) = json.loads(
        installed.evalkit(
            "score", "made/hall.yaml", "--rubric", "stranger", "--format", "json"
        )
    )["cards"]
    levels = {each["id"]: each["level"] for each in card["dimensions"][0]["criteria"]}
    assert levels == {"OPEN-1": None, "OPEN-2": None, "OPEN-3": pytest.approx(3.6)}


@from_a_wheel
@pytest.mark.parametrize(
    "text",
    [
        FORM.format('<!DOCTYPE offices [<!ENTITY a "aaaa">]>', 36),
        FORM.format('<!DOCTYPE offices SYSTEM "file:///etc/passwd">', 36),
        FORM.format("", 36).replace("</offices>", ""),
        FORM.format("", 36).replace('name="Hall"', ""),
        FORM.format("", "most"),
        "<office/>",
    ],
)
def test_its_reader_refuses_entities_and_what_is_no_form(installed, text):
    (installed.folder / "bad.xml").write_text(text, encoding="utf-8")
    with pytest.raises(CalledProcessError) as refused:
        installed.evalkit("convert", "bad.xml", "--to", "bad")
    assert refused.value.returncode == 4 and not (installed.folder / "bad").exists()


@from_a_wheel
def test_a_fault_in_its_facts_has_its_place(installed):
    (installed.folder / "odd.yaml").write_text(
        WELCOMING.replace("newcomers: 40", "newcomer: 40"), encoding="utf-8"
    )
    with pytest.raises(CalledProcessError) as refused:
        installed.evalkit("check", "odd.yaml")
    told = refused.value.stdout + refused.value.stderr
    assert "error[EK201]" in told and "did you mean 'newcomers'?" in told


@from_a_wheel
def test_a_description_with_its_facts_is_scored_by_other_rubrics_with_and_without_it(
    installed,
):
    """What stands in its block moves no other rubric, and is set aside where it is left out."""
    (installed.folder / "hall.yaml").write_text(WELCOMING, encoding="utf-8")
    (installed.folder / "bare.yaml").write_text(
        WELCOMING.partition("facts:")[0], encoding="utf-8"
    )
    cards = {}
    for path, *options in (["hall.yaml"], ["hall.yaml", "--no-plugins"], ["bare.yaml"]):
        scored = installed.evalkit("score", path, *options, "--format", "json")
        (cards[path, *options],) = json.loads(scored)["cards"]
    dimensions = [card["dimensions"] for card in cards.values()]
    assert dimensions[0] == dimensions[1] == dimensions[2]
    notes = [[note["code"] for note in card["notes"]] for card in cards.values()]
    assert [("facts_set_aside" in codes) for codes in notes] == [False, True, False]


def test_it_writes_its_own_format(installed):
    installed.evalkit("score", "gate.yaml", "--rubric", "stranger", "-o", "out.tsv")
    written = (installed.folder / "out.tsv").read_text(encoding="utf-8")
    assert (
        written
        == "program\tcriterion\tlevel\ngate\tOPEN-1\t0\ngate\tOPEN-2\t0\ngate\tOPEN-3\t-\n"
    )
    installed.evalkit(
        "compare",
        "doors.yaml",
        "gate.yaml",
        "--rubric",
        "stranger",
        "--with-synthetic",
        "-o",
        "pair.tsv",
    )
    assert "doors\tgate\topenness\t" in (installed.folder / "pair.tsv").read_text(
        encoding="utf-8"
    )


@from_a_wheel
@pytest.mark.parametrize(
    "way",
    [["--no-plugins"], ["--without", "stranger"], {"EVALKIT_DISABLE_PLUGINS": "1"}],
    ids=str,
)
def test_left_out_it_does_nothing_and_the_card_says_so(installed, way):
    options, environment = ([], way) if isinstance(way, dict) else (way, {})
    (card,) = json.loads(
        installed.evalkit(
            "score", "kr-gsbc", *options, "--format", "json", **environment
        )
    )["cards"]
    assert card["provenance"]["without"] == ["stranger"]
    with pytest.raises(CalledProcessError) as refused:
        installed.evalkit(
            "score", "doors.yaml", "--rubric", "stranger", *options, **environment
        )
    assert (
        refused.value.returncode == 5
        and "there is no rubric 'stranger'" in refused.value.stderr
    )
    assert "plugin stranger was left out" in " ".join(
        installed.evalkit("score", "kr-gsbc", *options, **environment).split()
    )


@from_a_wheel
def test_it_passes_the_conformance_kit(installed):
    installed.evalkit("plugins", "test", "stranger")


def test_the_life_of_a_plugin_leaves_no_trace(clean):
    """Made, installed, used and taken away again: the last card is, byte for byte, the first."""
    cards = [
        ("score", "kr-gsbc", "tw-artc", "--format", form) for form in ("text", "json")
    ]
    before = [clean.evalkit(*command) for command in (*cards, ["plugins"])]
    clean.evalkit("new", "plugin", "tool-lending")
    clean.pip("install", "./evalkit-tool-lending")
    clean.evalkit("check", "evalkit-tool-lending")
    scored = json.loads(
        clean.evalkit(
            "score",
            "evalkit-tool-lending/example.yaml",
            "--rubric",
            "tool-lending",
            "--format",
            "json",
        )
    )
    assert scored["cards"][0]["overall"]["status"] == "rated"
    assert "tool-lending" in clean.evalkit("plugins")
    # it took no part in these
    assert [clean.evalkit(*command) for command in cards] == before[:2]
    clean.pip("uninstall", "--yes", "evalkit-tool-lending")
    assert [clean.evalkit(*command) for command in (*cards, ["plugins"])] == before


def test_cards_of_two_evaluators_of_one_dimension_are_not_compared(tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text(
        "from evalkit.plugin import Evaluator, Measurement, hookimpl, measure\n"
        "@measure('indirect_per_direct', unit='firms', needs=['beneficiaries'])\n"
        "def another(program, context):\n    return Measurement.unknown('nobody counts')\n"
        "@hookimpl\ndef evalkit_evaluators():\n    return [Evaluator('spillover', [another])]\n",
        encoding="utf-8",
    )
    with_mine = evalkit.score("kr-gsbc", plugins=[mine], without=["spillover"])
    with pytest.raises(
        NotComparable,
        match=r"not measured by the same evaluators \(spillover by mine \w{12} and by spillover ",
    ):
        evalkit.compare([*with_mine, *evalkit.score("tw-artc")])


def test_taken_out_it_leaves_cards_as_they_were_and_its_facts_are_set_aside(
    clean, tmp_path
):
    hall = tmp_path / "hall.yaml"
    hall.write_text(WELCOMING, encoding="utf-8")
    cards = [("score", "kr-gsbc", "--format", form) for form in ("text", "json")]
    cards += [("score", hall, "--format", "json")]
    before = [clean.evalkit(*command) for command in cards]
    clean.pip("install", shutil.copytree(STRANGER, tmp_path / "source"))
    assert [clean.evalkit(*command) for command in cards[:2]] == before[:2]
    assert clean.evalkit(*cards[2]) != before[2]  # nothing is set aside
    clean.pip("uninstall", "--yes", "evalkit-stranger")
    assert [clean.evalkit(*command) for command in cards] == before
