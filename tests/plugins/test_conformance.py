"""The conformance kit: what is sound passes, and each check has a plugin that fails
it and nothing else."""

import os
import re
import sys
import types
from pathlib import Path

import attrs
import pytest
from broken import (
    BROKEN,
    RATING,
    SOUND,
    declared,
    evaluator,
    raises,
    served,
    zero_for_unknown,
)
from model_classes import classes

from evalkit.engine.measure import measure as take
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.program import Program
from evalkit.plugin import Evaluator, Measurement, Reader, Writer, hookimpl, stated
from evalkit.testing import CHECKS, check, conforms, evaluate
from evalkit.testing.reading import IDENTITY, own_session
from evalkit.testing.samples import samples
from evalkit.testing.scene import paths

# the first brings rubrics and formats, which take long and need no programs of the kit
OWN = ["builtin", "coordination", "redundancy", "regional_fit", "spillover"]
BARE = "id: synthetic\nname: Synthetic\ncountry: FR\nobject_type: program\n"


def test_what_passes_passes():
    conforms(SOUND)


def test_an_evaluator_of_evalkit_passes():
    """The one that asks most of peers and facts; the full run tries all."""
    conforms("redundancy")


@pytest.mark.kit
@pytest.mark.parametrize("name", OWN)
def test_what_comes_with_evalkit_passes_on_every_program_of_the_kit(name):
    conforms(name)


@pytest.mark.parametrize(
    ("target", "failed", "message", "blocks"), BROKEN.values(), ids=BROKEN
)
def test_a_failed_check_is_found_alone_with_the_smallest_program_that_shows_it(
    target, failed, message, blocks
):
    (finding,) = check(target)
    assert (finding.part, finding.check) == ("measure m", failed)
    assert message in finding.message
    written = {
        line.partition(":")[0]
        for line in finding.program.splitlines()
        if line[0].isalpha()
    }
    assert written == (set() if blocks is None else {*IDENTITY, *blocks})


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("zero where nothing is known", BARE),
        ("zero where a block says nothing", BARE + "beneficiaries: {}\n"),
        (
            "a changed table",
            BARE
            + "---\n# tables of regions\ncontext: synthetic\nsource: {kind: statistics, cite:"
            " Synthetic}\nemployment:\n  nation: {}\n",
        ),
    ],
)
def test_the_smallest_program_is_told_as_yaml(name, program):
    (finding,) = check(BROKEN[name][0])
    assert finding.program == program


def test_the_smallest_program_shows_the_fault_when_it_is_read_again():
    target = BROKEN["out of range"][0]
    (finding,) = check(target)
    assert "outside its range" in str(evaluate(target, finding.program)["m"].why)


def test_an_evaluator_without_a_method_text_or_with_one_that_leaves_a_measure_out():
    (finding,) = check(Evaluator("e", [declared(served)]))
    assert (finding.part, finding.message) == (
        "evaluator e",
        "it has no method text: give method=...",
    )
    (finding,) = check(Evaluator("e", [declared(served)], method="one measure"))
    assert (finding.part, finding.message) == (
        "measure m",
        "it lacks its name in the method text of evaluator e",
    )


@pytest.mark.parametrize(("rate", "failed", "message"), RATING.values(), ids=RATING)
def test_an_evaluator_that_rates_by_itself(rate, failed, message):
    (finding,) = check(Evaluator("coordination", method="It rates.", rate=rate))
    assert (finding.part, finding.check) == ("evaluator coordination", failed)
    assert message in finding.message


def test_an_evaluator_that_leaves_the_core_its_ratings_passes():
    conforms(
        Evaluator("e", [declared(served)], method="`m`", rate=lambda case: case.default)
    )


PLUGIN = """
from pathlib import Path
from evalkit.plugin import Evaluator, Measurement, Reader, Writer, hookimpl, measure

print("something that is no result")

@measure("m", unit="share", needs=["services"], range=(0, 1), formula="a / b", source="nobody")
def m(program, context):
    '''A synthetic share.

    Unknown when a number is.
    '''
    if not program.services:
        return Measurement.unknown("services are not known")
    return Measurement.exactly({value})

@hookimpl
def evalkit_evaluators():
    return [Evaluator("e", [m], method="`m`")]
"""


def file(folder, text, name="mine"):
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def importable(tmp_path, monkeypatch):
    """Makes a text the module of a name, as the next import finds it."""
    monkeypatch.syspath_prepend(tmp_path)

    def made(text, name):
        monkeypatch.delitem(sys.modules, name, raising=False)
        return file(tmp_path, text, name)

    return made


def test_a_file_and_a_module_are_plugins_too(tmp_path, monkeypatch):
    conforms(file(tmp_path, PLUGIN.format(value="1.0")))
    monkeypatch.syspath_prepend(tmp_path)
    conforms(__import__("mine"))


def test_what_depends_on_the_order_of_sets_shows_in_a_second_process(tmp_path):
    (finding,) = check(
        file(tmp_path, PLUGIN.format(value="hash('word') % 10**6 / 10**6"))
    )
    assert (finding.part, finding.check) == ("measure m", "deterministic")
    assert (
        "in a second process, where sets and programs come in another order"
        in finding.message
    )
    assert re.search(r"services:\n- \{?function: F", finding.program)


def test_what_a_second_process_cannot_load_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALKIT_TEST", f"{os.getpid()}")
    text = (
        "import os\nif os.environ['EVALKIT_TEST'] != str(os.getpid()): raise SystemExit\n"
        + PLUGIN.format(value="1.0")
    )
    (finding,) = check(file(tmp_path, text))
    assert (finding.part, finding.check) == ("plugin mine", "deterministic")
    assert (
        finding.message == "another process cannot load it, or ends while it is asked"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / 0", "its import raised ZeroDivisionError: division by zero"),
        (
            "",
            (
                "it implements no hook; there are evalkit_evaluators, evalkit_facts,"
                " evalkit_settings, evalkit_rubrics, evalkit_writers, evalkit_readers,"
                " evalkit_aggregators"
            ),
        ),
        (
            "from evalkit.plugin import hookimpl\n@hookimpl\ndef evalkit_rubric(): return []",
            "there is no hook evalkit_rubric; did you mean",
        ),
        (
            "def evalkit_rubrics(): return []",
            "evalkit_rubrics is not marked as a hook: write @hookimpl above it",
        ),
    ],
)
def test_a_plugin_that_cannot_be_used(tmp_path, text, message):
    (finding,) = check(file(tmp_path, text))
    assert (finding.part, finding.check) == ("plugin mine", "hooks")
    assert finding.message.startswith(message)


def module(**hooks):
    """A module that is in no file, with these hooks."""
    made = types.ModuleType("made")
    for name, brought in hooks.items():

        def hook(brought=brought):
            return brought

        hook.__name__ = name
        setattr(made, name, hookimpl(hook))
    return made


def test_a_rubric_that_does_not_load_or_that_nobody_measures(tmp_path):
    rubric = (
        (Path(__file__).parents[2] / "rubrics" / "hsieh.yaml")
        .read_text(encoding="utf-8")
        .replace("id: hsieh", "id: mine", 1)
    )
    path = tmp_path / "mine.yaml"
    path.write_text(rubric, encoding="utf-8")
    conforms(module(evalkit_rubrics=[path]))
    path.write_text(
        rubric.replace(
            "  coordination:\n", "  coordination:\n    evaluator: harmony\n"
        ),
        encoding="utf-8",
    )
    (finding,) = check(module(evalkit_rubrics=[path]))
    assert (finding.part, finding.check) == ("rubric mine", "rubric loads")
    assert (
        finding.message
        == "dimension coordination names measures, and there is no evaluator harmony to take them"
    )
    path.write_text(
        rubric.replace("coordination_coverage:", "coordination_covrage:"),
        encoding="utf-8",
    )
    (finding,) = check(module(evalkit_rubrics=[path]))
    assert (
        "evaluator coordination has no measure 'coordination_covrage'"
        in finding.message
    )
    path.write_text(rubric.replace("id: mine", "id: yours", 1), encoding="utf-8")
    (finding,) = check(module(evalkit_rubrics=[path]))
    assert (finding.check, finding.message) == (
        "rubric loads",
        (
            "its id is 'yours', and its file is called mine.yaml: a rubric is found by the name of"
            " its file, so give both one"
        ),
    )


WRITER = (
    "def cards(cards, options): return {cards}\ndef comparison(comparison, options): return"
    " {comparison}\n"
)


@pytest.mark.parametrize(
    ("cards", "comparison", "message"),
    [
        ("1 / 0", "'text'", "raises ZeroDivisionError: division by zero"),
        (
            "'text'",
            "5",
            (
                "comparison with Options(verbose=False, width=None, lang='en', settings=None):"
                " gives int, which is"
                " neither text nor bytes"
            ),
        ),
        (
            "'text'",
            "str(id(object()) + __import__('time').perf_counter_ns())",
            "comparison with Options(verbose=False, width=None, lang='en', settings=None):"
            " is another",
        ),
        (r"'\ud800'", "'text'", "raises UnicodeEncodeError"),
    ],
)
def test_a_writer_that_does_not_write(importable, cards, comparison, message):
    importable(WRITER.format(cards=cards, comparison=comparison), "my_writer")
    (finding,) = check(module(evalkit_writers=[Writer("mine", "my_writer")]))
    assert (finding.part, finding.check) == ("writer mine", "writer writes")
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def cards(cards, options): return 'text'\n", None),
        (
            (
                "def perspectives(perspectives, options): return"
                " perspectives.programs[0][0].program.id\n"
            ),
            None,
        ),
        (
            "def perspectives(perspectives, options): return perspectives\n",
            (
                "perspectives with Options(verbose=False, width=None, lang='en', settings=None):"
                " gives"
                " Perspectives, which"
            ),
        ),
        (
            "def card(cards, options): return 'text'\n",
            (
                "my_writer has none of the functions cards, comparison, perspectives, and writes"
                " nothing"
            ),
        ),
        (
            "import nothing_of_this_name\n",
            "the writer of mine cannot be used: the import of my_writer raised ModuleNotFoundError",
        ),
    ],
)
def test_a_writer_is_tried_on_what_it_has_a_function_for(importable, text, message):
    importable(text, "my_writer")
    findings = check(module(evalkit_writers=[Writer("mine", "my_writer")]))
    if message is None:
        assert findings == ()
        return
    (finding,) = findings
    assert (finding.part, finding.check) == ("writer mine", "writer writes")
    assert finding.message.startswith(message)


def test_a_writer_that_writes_other_text_in_a_second_process(tmp_path, importable):
    hook = (
        "from evalkit.plugin import Writer, hookimpl\n@hookimpl\ndef evalkit_writers(): return"
        " [Writer('mine', 'my_writer')]\n"
    )
    importable(WRITER.format(cards="'text'", comparison="'text'"), "my_writer")
    conforms(file(tmp_path, hook))
    seeded = WRITER.format(cards="'text'", comparison="f\"{hash('word')}\"")
    importable(seeded, "my_writer")
    (finding,) = check(file(tmp_path, hook))
    assert finding.message.endswith("is another text in a second process")


@pytest.mark.parametrize(
    ("body", "endings", "message"),
    [
        ("return []", [], "takes no ending: write endings=[...]"),
        (
            "return [1]",
            [".x"],
            (
                "an empty file with the ending .x: raises TypeError: int is no description, which"
                " is a map"
            ),
        ),
        (
            "return [{'id': {1, 2}}]",
            [".x"],
            (
                "an empty file with the ending .x: raises TypeError: {1, 2} cannot stand in a"
                " description"
            ),
        ),
        (
            "return [{'id': path.read_text().split()[1]}]",
            [".x"],
            "an empty file with the ending .x: raises IndexError: list index out of range",
        ),
        (
            "raise ValueError",
            [".x"],
            "an empty file with the ending .x: raises ValueError (my_reader.py, line 2)",
        ),
        (
            "path.write_text('mine'); return []",
            [".x"],
            "an empty file with the ending .x: is changed",
        ),
        (
            "return [{'id': str(id(object()) + __import__('time').perf_counter_ns())}]",
            [".x"],
            "an empty file with the ending .x: is read otherwise",
        ),
    ],
)
def test_a_reader_that_does_not_read(importable, body, endings, message):
    importable(f"def descriptions(path, fields):\n    {body}\n", "my_reader")
    (finding,) = check(module(evalkit_readers=[Reader("mine", "my_reader", endings)]))
    assert (finding.part, finding.check) == ("reader mine", "reader reads")
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "def description(path, fields): return []\n",
            "my_reader has no function descriptions, and reads nothing",
        ),
        (
            "import nothing_of_this_name\n",
            "the reader mine cannot be used: the import of my_reader raised ModuleNotFoundError",
        ),
    ],
)
def test_a_reader_that_has_nothing_to_read_with(importable, text, message):
    importable(text, "my_reader")
    (finding,) = check(module(evalkit_readers=[Reader("mine", "my_reader", [".x"])]))
    assert (finding.part, finding.check) == ("reader mine", "reader reads")
    assert finding.message.startswith(message)


def test_a_reader_may_refuse_what_it_cannot_read(importable):
    importable(
        "def descriptions(path, fields):\n    raise ValueError(f'{path.stem} is no table')\n",
        "my_reader",
    )
    conforms(module(evalkit_readers=[Reader("mine", "my_reader", [".x", ".y"])]))


def test_no_check_is_without_a_plugin_that_fails_it():
    tested = {failed for _, failed, *_ in (*BROKEN.values(), *RATING.values())}
    others = {
        "hooks",
        "rubric loads",
        "writer writes",
        "reader reads",
        "tried",
        "ends in time",
    }
    others |= {"aggregator combines"}
    assert tested | others == set(CHECKS)


def test_conforms_tells_every_finding():
    with pytest.raises(AssertionError) as error:
        conforms(Evaluator("e", [declared(zero_for_unknown)]))
    assert "evaluator e, documented: it has no method text" in str(error.value)
    assert (
        f"gives 0 where nothing is known that it needs\n    {BARE.splitlines()[0]}\n"
        in str(error.value)
    )


def test_a_name_that_no_plugin_has():
    with pytest.raises(
        NothingMatched, match="no plugin is called 'spilover'; did you mean 'spillover'"
    ):
        check("spilover")


SHOWN = (
    "sources: {s: {kind: statistics, cite: A table}}\nevidence: {e1: {source: s, at: p. 1, claim:"
    " %s}}\n"
)
FIRMS = "beneficiaries: {direct: 10, eligible: 40, evidence: e1}\n" + SHOWN % "behavior"


def test_a_fragment_is_enough(tmp_path):
    found = evaluate(SOUND, FIRMS)["m"]
    assert (found.value, found.evidence) == ((0.25, 0.25), ("e1",))
    assert evaluate(
        SOUND, {"beneficiaries": {"direct": 10, "eligible": {"min": 20, "max": 40}}}
    )["m"].value == (0.25, 0.5)
    assert str(evaluate(SOUND, {})["m"].why) == "firms are not known"
    (tmp_path / "p.yaml").write_text(FIRMS, encoding="utf-8")
    assert evaluate(SOUND, tmp_path / "p.yaml")["m"].value == (0.25, 0.25)


@pytest.mark.parametrize(
    ("description", "message"),
    [
        (
            "beneficiaries: {direct: 10, evidence: e9}\nties: 3",
            "description:1:39: error[EK206] 'e9' is not declared under evidence:",
        ),
        (
            "beneficiaries: {direct: 10, evidence: e9}\nties: 3",
            "description:2:7: error[EK203] expected a map",
        ),
        ({"benefits": {"direct": 10}}, "unknown key 'benefits'"),
        (
            {"beneficiaries": {"direct": 10, "eligible": 5}},
            "the part exceeds the whole: 10 direct of 5 eligible firms",
        ),
        ("", "the file is empty"),
        (Path("nothing.yaml"), "the file cannot be read"),
    ],
)
def test_faults_of_a_description_are_told(description, message):
    with pytest.raises(InputError) as error:
        evaluate(SOUND, description)
    assert message in str(error.value)


def shared_tiers(program, context):
    """Reads peers and tables."""
    rows = len(context.statistics.employment) if context.statistics else 0
    return Measurement.exactly(
        rows + sum(len(peer.services) for peer in context.peers.values())
    )


def test_a_description_holds_nothing_but_plain_values():
    assert (
        str(
            evaluate(SOUND, {"beneficiaries": {"direct": 10, "eligible": None}})[
                "m"
            ].why
        )
        == "firms are not both known"
    )
    with pytest.raises(TypeError, match="cannot stand in a description"):
        evaluate(SOUND, {"beneficiaries": {1, 2}})


def test_peers_and_tables():
    target, peer = (
        evaluator(shared_tiers, ["services"], (0, 9)),
        {"services": [{"function": "F01", "evidence": "e1"}]},
    )
    shown = {
        "sources": {"s": {"kind": "statistics", "cite": "A table"}},
        "evidence": {"e1": {"source": "s", "at": "p. 1"}},
    }
    tables = "employment: {nation: {'10': 5}, FR-IDF: {'10': 2}}"
    named = {"peers": {"peer-1": {}, "other": {}}}
    found = evaluate(
        target, named, peers=[peer | shown, {"id": "other"}], context=tables
    )["m"]
    assert found.value == (3, 3)
    with pytest.raises(
        InputError,
        match="synthetic does not name peer-1 as a peer: write peers: {peer-1: {}}",
    ):
        evaluate(target, {}, peers=[peer | shown])
    with pytest.raises(InputError, match="employment has no row 'nation'"):
        evaluate(target, {}, context={"employment": {"FR-IDF": {"10": 2}}})


def test_what_a_dimension_excludes_is_left_out_with_its_rubric():
    results = FIRMS.replace("claim: behavior", "claim: outcome")
    target = Evaluator("coordination", SOUND.measures, method="`m`")
    assert evaluate(target, results)["m"].value == (0.25, 0.25)
    assert (
        str(evaluate(target, results, rubric="hsieh")["m"].why) == "firms are not known"
    )
    with pytest.raises(
        InputError, match="rubric hsieh has no dimension that evaluator e measures"
    ):
        evaluate(SOUND, results, rubric="hsieh")


def test_a_measure_that_fails_says_why():
    assert str(evaluate(evaluator(raises, ["budget"]), {})["m"].why).startswith(
        "measure m raised AttributeError"
    )


def test_the_samples_tell_every_field_of_the_form():
    """What no sample tells is tried on nobody. Verdicts are not read by measures, and places of
    a work are not either."""
    facts = {
        kind
        for kind in classes(Program)
        if kind.__module__.startswith("evalkit.model")
        and kind.__name__ not in ("Coding", "Missing", "Quantity", "Stated")
    }
    fields = {
        field.name.removesuffix("_")
        for kind in facts
        for field in attrs.fields(kind)
        if "entries" not in field.metadata
    }
    told = {key for scene in samples() for path in paths(scene.tree) for key in path}
    assert fields - told == {"places"}


@pytest.mark.kit
def test_the_samples_let_every_measure_of_evalkit_give_several_numbers():
    numbers = {}
    for scene in samples():
        for each in own_session().host.evaluators().values():
            for id, taken in take(each, *scene.given).items():
                numbers.setdefault(id, set()).add(taken.value)
    counts = {id: len(values - {None}) for id, values in numbers.items()}
    assert [id for id, count in counts.items() if count < 2] == []


def test_a_measure_that_is_only_stated_passes():
    kinds = stated("m", "What does it do?", "kinds", words=["hands out", "introduces"])
    assert check(Evaluator("e", [kinds], method="`m`")) == ()
    assert evaluate(Evaluator("e", [kinds], method="`m`"), {}) == {}


@pytest.mark.parametrize(
    ("measure", "lacking"),
    [
        (
            stated("m", "What does it do", "yes_no"),
            "a question that ends as a sentence does",
        ),
        (
            stated("m", "What does it do?", "kinds", words=["one", "one"]),
            "two or more words, each of them another one",
        ),
        (attrs.evolve(stated("m", "How many?", "count"), unit=""), "a unit"),
    ],
)
def test_a_measure_that_is_only_stated_has_a_question_and_a_unit(measure, lacking):
    (finding,) = check(Evaluator("e", [measure], method="`m`"))
    assert (finding.part, finding.check, finding.message) == (
        "measure m",
        "documented",
        f"it lacks {lacking}",
    )


@pytest.mark.parametrize("field", ["observations", "coders", "codings"])
def test_no_measure_sees_what_is_stated_or_coded(field):
    told = {
        finding.message
        for finding in check(
            evaluator(lambda program, context: getattr(program, field), [field])
        )
    }
    assert [
        each
        for each in told
        if f"needs '{field}': what a program is called and what is said" in each
    ]


def test_made_up_programs_state_what_every_kind_of_measure_takes():
    values = {
        str(each["value"])
        for scene in samples()
        for each in _stated(scene.tree["program"])
    }
    assert {"most", "78/190", "yes", "introduces", "{'max': '.4'}"} <= values


def _stated(program):
    observations = program.get("observations", {})
    for each in observations.values() if isinstance(observations, dict) else ():
        yield from (
            one
            for one in (each if isinstance(each, list) else [each])
            if isinstance(one, dict) and "value" in one
        )
