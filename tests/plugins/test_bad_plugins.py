"""A bad plugin costs only itself: what it breaks is named, and every other criterion keeps its
exact rating."""

import os
import re
from pathlib import Path

import attrs
import pytest

import evalkit
from evalkit.model.errors import PluginError
from evalkit.model.fixed import Fixed
from evalkit.plugin import host
from evalkit.read.files import load_statistics

PROGRAM = "kr-gsbc"
MEASURE = "coordination_coverage"
SPOILT = {"COO-1"}
"""The criteria that the measure speaks for."""
START = """
import math
import sys
from attrs import evolve
import evalkit_coordination
from evalkit.plugin import Evaluator, Measure, Measurement, Rating, hookimpl, measure
(ours,) = evalkit_coordination.evalkit_evaluators()
"""
MEASURES = (
    START
    + """
def spoilt(program, context):
    {body}
def each(measure):
    if measure.id != "coordination_coverage":
        return measure
    return evolve(measure, function=spoilt, **{changes})
@hookimpl
def evalkit_evaluators():
    return [evolve(ours, measures=map(each, ours.measures))]
"""
)
RATES = (
    START
    + """
def rate(case):
    if case.id != "COO-1":
        return case.default
    {body}
@hookimpl
def evalkit_evaluators():
    return [evolve(ours, rate=rate)]
"""
)


@pytest.fixture(scope="module")
def good():
    """The card without any strange plugin."""
    (card,) = evalkit.score(PROGRAM)
    return card


@pytest.fixture
def scored(tmp_path):
    """Scores with a plugin in place of the coordination evaluator."""

    def score(code):
        (tmp_path / "bad.py").write_text(code, encoding="utf-8")
        (card,) = evalkit.score(
            PROGRAM, plugins=[tmp_path / "bad.py"], without=["coordination"]
        )
        return card

    return score


def other_ratings(card):
    """All ratings but the spoilt ones, as far as scoring goes: what the evaluator is called and
    its programs' measures do not matter."""
    return {each.id: each for each in card.ratings if each.id not in SPOILT}


@pytest.mark.parametrize(
    ("body", "changes", "message"),
    [
        (
            "return 1 / 0",
            {},
            "raised ZeroDivisionError: division by zero (bad.py, line 10)",
        ),
        ("sys.exit(3)", {}, "raised SystemExit: 3"),
        (
            "return Measurement.exactly(math.nan)",
            {},
            "returned (nan, nan), which is no interval of numbers",
        ),
        (
            "return Measurement.exactly(math.inf)",
            {"range": (0, 9)},
            "returned (inf, inf), which is no interval of numbers",
        ),
        (
            "return Measurement.exactly(.5, point=math.nan)",
            {},
            "returned nan, which is no number",
        ),
        (
            "return Measurement.exactly(.5, point=.9)",
            {},
            "returned the point 0.9 outside 0.5 to 0.5",
        ),
        ("return Measurement.exactly(.5, n=-3)", {}, "returned -3, which is no count"),
        (
            "return Measurement.exactly(.5, n=9, of=2)",
            {},
            "returned 9 of 2 units, which is more than all",
        ),
        (
            "return Measurement.exactly(.5, source='me')",
            {},
            "returned a source that is not that of the tables of the context",
        ),
        (
            (
                "from evalkit.model.program import Source; return Measurement.exactly(.5,"
                " source=Source('bogus', 'x', 'y'))"
            ),
            {},
            "returned a source that",
        ),
        (
            "return Measurement.exactly(.5, n=10**5000)",
            {},
            "returned a number without end, which is no count",
        ),
        (
            "raise ValueError('no file ' + chr(0xdcff))",
            {},
            "raised ValueError: no file \\udcff (bad.py, line 10)",
        ),
        (
            "raise ValueError('x' * 3000)",
            {},
            "raised ValueError: " + "x" * 2000 + "... (bad.py",
        ),
        (
            "return Measurement.unknown(5)",
            {},
            "returned the reason 5, which is no text",
        ),
        ("raise GeneratorExit", {}, "raised GeneratorExit (bad.py, line 10)"),
        (
            "raise type('Own', (BaseException,), {'__str__': lambda self: 1 / 0})",
            {},
            "raised Own: its message cannot be shown: reading it raises ZeroDivisionError",
        ),
        (
            "return Measurement(('a', 'b'))",
            {},
            "returned ('a', 'b'), which is no interval of numbers",
        ),
        ("return Measurement(.5)", {}, "returned 0.5, which is no interval of numbers"),
        (
            "return Measurement.exactly(7)",
            {},
            "returned 7 to 7, outside its range 0 to 1",
        ),
        (
            "return Measurement.exactly(.5, unit='percent')",
            {},
            "returned a value in 'percent', and declares 'share of ",
        ),
        ("return {'value': .5}", {}, "returned dict, not a Measurement"),
        ("return None", {}, "returned NoneType, not a Measurement"),
        (
            "program.actors.clear()",
            {},
            (
                "raised TypeError: what was read cannot be changed: make a copy of the map with"
                " dict(...)"
            ),
        ),
        ("program.ties[0].state = 'absent'", {}, "raised FrozenInstanceError"),
        (
            "program.ties = ()",
            {},
            "raised AttributeError: 'DeclaredFields' object has no",
        ),
        (
            "return Measurement.exactly(len(program.services))",
            {},
            "reads 'services', which it does not declare; its needs are ",
        ),
        (
            "return .5",
            {"needs": ["teis"]},
            "needs 'teis', which is no field of a description; did you mean 'ties'?",
        ),
        (
            "return .5",
            {"needs": ["country"]},
            (
                "needs 'country': what a program is called and what is said of its levels is kept"
                " from measures"
            ),
        ),
        (
            "return .5",
            {"needs": ["codings"]},
            (
                "needs 'codings': what a program is called and what is said of its levels is kept"
                " from measures"
            ),
        ),
    ],
)
def test_a_measure_that_fails_costs_its_criterion_alone(
    good, scored, body, changes, message
):
    card = scored(MEASURES.format(body=body, changes=changes))
    spoilt = card.rating("COO-1")
    assert spoilt.status == "error" and spoilt.level is None
    assert str(spoilt.reasons[0]).startswith(f"measure {MEASURE} {message}")
    assert other_ratings(card) == other_ratings(good)
    assert [each.score for each in card.dimensions[1:]] == [
        each.score for each in good.dimensions[1:]
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return 1 / 0", "rate raised ZeroDivisionError: division by zero"),
        ("sys.exit()", "rate raised SystemExit"),
        (
            "return evolve(case.default, status='rated', level=7, interval=(6, 7))",
            "rate returned the interval 6 to 7; levels are 0 to 4",
        ),
        (
            "return evolve(case.default, status='rated', level=2, interval=(1, 3), certainty='A')",
            "rate returned the certainty 'A'; there are very low, low, moderate, high",
        ),
        (
            "return evolve(case.default, status='rated', level=2, interval=(1, 3), certainty=3)",
            "rate returned the certainty 3; there are very low, low,",
        ),
        (
            "return evolve(case.default, status='rated', level=2, interval=None, certainty='low')",
            "rate returned None, which is no interval of levels",
        ),
        (
            "return evolve(case.default, status='great')",
            "rate returned the status 'great'; there are rated, contested, unknown, ",
        ),
        (
            "return evolve(case.default, status='error', reasons=())",
            "rate returned an error without a reason",
        ),
        (
            "return evolve(case.default, reasons='abc')",
            "rate returned reasons that are no list of texts",
        ),
        (
            "return evolve(case.default, evidence=None)",
            "rate raised TypeError: 'NoneType' object is not iterable",
        ),
        ("raise GeneratorExit", "rate raised GeneratorExit"),
        (
            "return evolve(case.default, status='rated', level=math.nan, certainty='low')",
            "rate returned nan, which is no number",
        ),
        (
            "return evolve(case.default, status='rated', level=None)",
            "rate returned None, which is no number",
        ),
        (
            "return 3",
            "rate returned int, not a Rating; change case.default with attrs.evolve",
        ),
        (
            "return evolve(case.default, id='COO-2')",
            "rate returned a rating of 'COO-2', and was asked for COO-1",
        ),
        (
            "return evolve(case.default, evidence=('nothing',))",
            "rate names evidence 'nothing', which the program does not have",
        ),
        (
            "case.criterion.levels[0] = 'good'",
            "rate raised TypeError: what was read cannot be changed",
        ),
        (
            "case.program.codings.clear()",
            "rate raised TypeError: what was read cannot be changed",
        ),
    ],
)
def test_a_way_of_rating_that_fails_costs_its_criterion_alone(
    good, scored, body, message
):
    card = scored(RATES.format(body=body))
    assert card.rating("COO-1").status == "error" and str(
        card.rating("COO-1").reasons[0]
    ).startswith(message)
    assert other_ratings(card) == other_ratings(good)


@pytest.mark.parametrize(
    "body",
    [
        "return evolve(case.default, criterion=evolve(case.criterion, weight=100.0))",
        "return evolve(case.default, criterion=None, coded=('x',), measured=None, parent=5)",
    ],
)
def test_a_way_of_rating_changes_no_more_than_the_judgment(good, scored, body):
    card = scored(RATES.format(body=body))
    assert (
        card.ratings == good.ratings
        and card.dimensions[0].coverage == good.dimensions[0].coverage
    )


def test_numbers_of_other_kinds_become_plain_ones(scored):
    body = (
        "import numpy; return evolve(case.default, status='rated', level=numpy.float32(2),"
        " interval=(numpy.int64(1), 3), certainty=numpy.str_('low'))"
    )
    rating = scored(RATES.format(body=body)).rating("COO-1")
    assert [
        type(each) for each in (rating.level, *rating.interval, rating.certainty)
    ] == [
        float,
        float,
        float,
        str,
    ]
    body = (
        "import numpy; return Measurement.exactly(numpy.float32(.5), n=numpy.int64(9),"
        " of=numpy.int64(9))"
    )
    card = scored(MEASURES.format(body=body, changes={}))
    (taken,) = (
        each.measurement
        for each in card.rating("COO-1").measured
        if each.measurement.id == MEASURE and not each.observation
    )
    assert [type(each) for each in (*taken.value, taken.n, taken.of)] == [
        float,
        float,
        int,
        int,
    ]


def test_what_could_not_be_measured_nobody_can_rate(scored):
    code = MEASURES.format(body="return 1 / 0", changes={}).replace(
        "[evolve(ours, ", "[evolve(ours, rate=lambda case: case.default, "
    )
    assert scored(code).rating("COO-1").status == "error"


def test_what_fails_for_the_parent_costs_its_component_nothing(tmp_path):
    body = "return 1 / 0 if case.program.id == 'kr-gsbc' else case.default"
    (tmp_path / "bad.py").write_text(RATES.format(body=body), encoding="utf-8")
    (card,) = evalkit.score(
        "kr-gsbc-incubation", plugins=[tmp_path / "bad.py"], without=["coordination"]
    )
    assert {each.status for each in card.dimension("coordination").criteria} & {
        "error"
    } == set()


def test_what_a_measure_prints_is_no_result(good, scored, capsys):
    body = (
        "print('hello'); return next(each for each in ours.measures if each.id =="
        " 'coordination_coverage').function(program, context)"
    )
    card = scored(MEASURES.format(body=body, changes={}))
    assert card.ratings == good.ratings
    out, err = capsys.readouterr()
    assert out == "" and "hello" in err


BROKEN = {
    "raises": ("1 / 0", "its import raised ZeroDivisionError: division by zero"),
    "leaves": ("import sys; sys.exit(1)", "its import raised SystemExit: 1"),
    "lacks": (
        "import nothing_of_this_name",
        "its import raised ModuleNotFoundError: No module named 'nothing_of_this_name'",
    ),
    "no-python": ("def (", "its import raised SyntaxError: invalid syntax"),
    "misspelt": (
        "@hookimpl\ndef evalkit_evaluator(): return []",
        "there is no hook evalkit_evaluator; did you mean evalkit_evaluators?",
    ),
    "no-hook": (
        "@hookimpl\ndef evalkit_colors(): return []",
        "there is no hook evalkit_colors; the hooks are evalkit_evaluators, ",
    ),
    "unmarked": (
        "def evalkit_evaluators(): return []",
        "evalkit_evaluators is not marked as a hook: write @hookimpl above it",
    ),
    "parameter": (
        "@hookimpl\ndef evalkit_evaluators(config): return []",
        "Argument(s) {'config'} are declared in the hookimpl but can not be",
    ),
    "hook-raises": (
        "@hookimpl\ndef evalkit_evaluators(): return 1 / 0",
        "evalkit_evaluators raised ZeroDivisionError: division by zero",
    ),
    "hook-leaves": (
        "@hookimpl\ndef evalkit_rubrics(): sys.exit()",
        "evalkit_rubrics raised SystemExit",
    ),
    "no-list": (
        "@hookimpl\ndef evalkit_evaluators(): return Evaluator('x')",
        "evalkit_evaluators returns one Evaluator, not a list: write return [...]",
    ),
    "no-evaluator": (
        "@hookimpl\ndef evalkit_evaluators(): return ['x']",
        "evalkit_evaluators returns a str, not a Evaluator",
    ),
    "no-path": (
        "@hookimpl\ndef evalkit_rubrics(): return ['x.yaml']",
        "evalkit_rubrics returns a str, not a Path",
    ),
    "no-file": (
        "from pathlib import Path\n@hookimpl\ndef evalkit_rubrics(): return [Path('x.yaml')]",
        "evalkit_rubrics returns 'x.yaml', but there is no such file",
    ),
    "odd-file": (
        "from pathlib import Path\n@hookimpl\ndef evalkit_rubrics(): return [Path('a\\0b.yaml')]",
        "evalkit_rubrics returns 'a\\x00b.yaml', but there is no such file",
    ),
    "no-id": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator(5)]",
        "evalkit_evaluators raised TypeError: Evaluator: id is a name, not 5",
    ),
    "empty-id": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator('')]",
        "evalkit_evaluators raised TypeError: Evaluator: id is a name, not ''",
    ),
    "no-function": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator('x', rate=5)]",
        "evalkit_evaluators raised TypeError: Evaluator: rate is a function, not 5",
    ),
    "escapes": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator(chr(27) + '[2J')]",
        "evalkit_evaluators raised TypeError: Evaluator: id is a name, not '\\x1b[2J'",
    ),
    "half": (
        "measure('m', unit=chr(0xd800), needs=[])(print)",
        "its import raised TypeError: Measure: unit is a text, not '\\ud800'",
    ),
    "no-range": (
        "measure('m', unit='u', needs=[], range=('a', 'b'))(print)",
        (
            "its import raised TypeError: Measure: range is two numbers, such as (0, 1), not ('a',"
            " 'b')"
        ),
    ),
    "no-need": (
        "measure('m', unit='u', needs=[5])(print)",
        "its import raised TypeError: needs is a list of texts, and 5 is none",
    ),
    "no-name": (
        "from evalkit.plugin import Writer\nWriter(5, 'x')",
        "its import raised TypeError: Writer: name is a name, not 5",
    ),
    "generator-exit": ("raise GeneratorExit", "its import raised GeneratorExit"),
    "twice": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator('x'), Evaluator('x')]",
        "evalkit_evaluators returns 'x' twice",
    ),
    "taken": (
        "@hookimpl\ndef evalkit_evaluators(): return [ours]",
        "it brings the evaluator 'coordination', which plugin coordination brings already",
    ),
    "undeclared": (
        "@hookimpl\ndef evalkit_evaluators(): return [Evaluator('x', [print])]",
        "evalkit_evaluators raised TypeError: evaluator x: print is not a measure",
    ),
    "one-need": (
        "measure('m', unit='u', needs='ties')(print)",
        "its import raised TypeError: needs is a list: write needs=['ties']",
    ),
    "twin-measures": (
        "m = measure('m', unit='u', needs=['ties'])(print)\nEvaluator('x', [m, m])",
        "its import raised ValueError: evaluator x: two measures have the id 'm'",
    ),
}


@pytest.fixture
def broken(tmp_path):
    """A plugin file for each way of being broken."""
    for name, (code, _) in BROKEN.items():
        (tmp_path / f"{name}.py").write_text(f"{START}\n{code}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", BROKEN)
def test_a_plugin_that_cannot_be_used_stops_the_run_and_says_how_to_go_on(
    good, broken, name
):
    path = broken / f"{name}.py"
    with pytest.raises(PluginError) as raised:
        evalkit.score(PROGRAM, plugins=[path])
    first, _, help = str(raised.value).partition("\n")
    assert first.startswith(f"plugin {name} ({path}) cannot be used: {BROKEN[name][1]}")
    assert (
        help
        == f"  help: fix it, or continue with --without {name}; the scores are then computed"
        " without it"
    )
    (card,) = evalkit.score(PROGRAM, plugins=[path], without=[name])
    assert (card.ratings, card.overall) == (good.ratings, good.overall)
    assert card.provenance.without == (name,)


def test_every_plugin_that_cannot_be_used_is_told_at_once(broken):
    paths = sorted(broken.glob("*.py"))
    with pytest.raises(PluginError) as raised:
        evalkit.score(PROGRAM, plugins=paths)
    assert re.findall(r"plugin (\S+) \(", str(raised.value)) == sorted(BROKEN)


def test_a_survey_lists_the_broken_and_the_good(broken):
    found = {plugin.name: plugin for plugin in host.survey(sorted(broken.glob("*.py")))}
    assert {name for name, plugin in found.items() if plugin.error} == set(BROKEN)
    assert (
        found["coordination"].is_own
        and ("evaluators", "coordination") in found["coordination"].brings()
    )


def test_of_two_plugins_of_one_name_both_can_be_left_out(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.py").write_text("", encoding="utf-8")
    paths = [tmp_path / "one" / "mine.py", tmp_path / "two" / "mine.py"]
    with pytest.raises(
        PluginError,
        match=(
            r"another plugin is called 'mine' too \(.*one.mine.py\); leave both out with --without"
            r" mine"
        ),
    ):
        host.load(paths)
    assert host.load(paths, without=["mine"]).left_out == ("mine",)
    assert [plugin.name for plugin in host.load([paths[0], paths[0]]).plugins].count(
        "mine"
    ) == 1


def test_a_broken_plugin_can_be_passed_over_where_nothing_is_scored(broken):
    found = host.load([broken / "raises.py"], broken=True)
    assert found.left_out == ("raises",) and "coordination" in found.evaluators()


def test_a_card_says_which_plugins_made_it(scored):
    card = scored(START + "@hookimpl\ndef evalkit_evaluators(): return [ours]")
    made = card.provenance
    assert made.without == ("coordination",)
    (version,) = (
        version
        for name, version, distribution in made.plugins
        if name == "bad" and distribution == ""
    )
    assert (
        dict(made.evaluators)["coordination"] == f"bad {version}" and len(version) == 12
    )


def test_a_card_made_with_a_plugin_is_not_compared_with_one_made_without(scored):
    card = scored(START + "@hookimpl\ndef evalkit_evaluators(): return [ours]")
    with pytest.raises(
        evalkit.model.errors.NotComparable,
        match=(
            r"not measured by the same evaluators \(coordination by bad \w+ and by coordination 0"
        ),
    ):
        evalkit.compare([card, *evalkit.score("tw-artc")])


def test_a_package_that_is_not_installed_has_the_name_of_its_folder(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "__init__.py").write_text("", encoding="utf-8")
    assert "mine" in [
        plugin.name for plugin in host.survey([tmp_path / "mine" / "__init__.py"])
    ]


def test_two_evaluators_that_call_themselves_alike_are_told_apart_by_their_code(
    scored, tmp_path
):
    one = scored(
        START
        + "@hookimpl\ndef evalkit_evaluators(): return [evolve(ours, version='1.0')]"
    )
    other = scored(
        START
        + "X = 1\n@hookimpl\ndef evalkit_evaluators(): return [evolve(ours, version='1.0')]"
    )
    assert dict(one.provenance.evaluators)["coordination"].endswith(" 1.0")
    with pytest.raises(
        evalkit.model.errors.NotComparable, match="not measured by the same evaluators"
    ):
        evalkit.compare(
            [
                one,
                attrs.evolve(other, program=attrs.evolve(other.program, id="another")),
            ]
        )


def test_the_digest_of_a_package_covers_all_of_its_code(tmp_path):
    package = tmp_path / "mine"
    package.mkdir()
    (package / "__init__.py").write_text("from .knob import BIAS\n", encoding="utf-8")
    found = []
    for bias in ("1", "2"):
        (package / "knob.py").write_text(f"BIAS = {bias}\n", encoding="utf-8")
        (plugin,) = (
            each
            for each in host.survey([package / "__init__.py"])
            if each.name == "mine"
        )
        assert plugin.error == ""
        found.append(plugin.version)
    assert found[0] != found[1]


def test_what_editors_leave_in_a_package_stops_nothing(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "mine" / ".#a.py").symlink_to("nobody@nowhere.1")
    (plugin,) = (
        each
        for each in host.survey([tmp_path / "mine" / "__init__.py"])
        if each.name == "mine"
    )
    assert plugin.error == ""


def test_the_code_that_runs_is_the_code_of_the_digest(tmp_path):
    path, told = tmp_path / "mine.py", []
    # alike in length, and written within one tick of the clock of the file system
    for word in (
        "one",
        "two",
    ):
        path.write_text(f"raise ValueError('{word}')\n", encoding="utf-8")
        os.utime(path, (1, 1))
        (plugin,) = (each for each in host.survey([path]) if each.name == "mine")
        told.append(plugin.error)
    assert told == [
        f"its import raised ValueError: {word} (mine.py, line 1)"
        for word in ("one", "two")
    ]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("installed", [False, True])
def test_files_are_left_out_with_all_plugins_that_did_not_come_with_evalkit(
    tmp_path, monkeypatch, installed
):
    (tmp_path / "mine.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("EVALKIT_DISABLE_PLUGINS", "true" if installed else "")
    (card,) = evalkit.score(
        PROGRAM, plugins=str(tmp_path / "mine.py"), installed=installed
    )
    assert card.provenance.without == ("mine",)


def test_nothing_that_was_read_can_be_changed(tmp_path):
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\n", encoding="utf-8"
    )
    (card,) = evalkit.score(tmp_path / "p.yaml")
    (big,) = evalkit.score(PROGRAM)
    statistics, _ = load_statistics(Path(__file__).parents[2] / "docs" / "context.yaml")
    for value in (card.program, card.rubric, big.program, statistics):
        assert list(plain_maps(value)) == []


def plain_maps(value, at=""):
    """Where a map stands that can be changed."""
    if isinstance(value, dict):
        if not isinstance(value, Fixed):
            yield at
        for key, inner in value.items():
            yield from plain_maps(inner, f"{at}.{key}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from plain_maps(inner, at)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from plain_maps(getattr(value, field.name), f"{at}.{field.name}")
