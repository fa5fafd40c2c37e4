"""No measure of a built-in evaluator is without tests, and no method is out of date."""

import inspect
from pathlib import Path

import pytest
import test_coordination
import test_redundancy
import test_regional_fit
import test_spillover
from facts import EVALUATORS

PLUGINS = Path(__file__).parents[2] / "plugins"
TESTS = {
    "coordination": (test_coordination, test_coordination.UNKNOWN),
    "redundancy": (test_redundancy, test_redundancy.UNKNOWN),
    "regional_fit": (test_regional_fit, test_regional_fit.UNKNOWN_FACTS),
    "spillover": (test_spillover, test_spillover.UNKNOWN),
}
EACH = [(name, each) for name, evaluator in EVALUATORS.items() for each in evaluator.measures]
IDS = [each.id for _, each in EACH]


def answered(module):
    """The measures that a marked test of a module holds against a known answer."""
    return {
        id for _, test in inspect.getmembers(module, callable) for id in getattr(test, "answers", ()) if test.__name__.startswith("test_")
    }


def test_every_evaluator_has_a_module_of_tests():
    assert TESTS.keys() == EVALUATORS.keys() == {path.name.removeprefix("evalkit_") for path in PLUGINS.glob("evalkit_*")}


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_a_measure_has_a_known_answer_and_a_test_of_what_it_says_when_facts_are_unknown(evaluator, measure):
    module, unknown = TESTS[evaluator]
    assert measure.id in answered(module), f"no test of {module.__name__} is marked @answers({measure.id!r})"
    assert measure.id in unknown


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_a_measure_says_what_it_is(evaluator, measure):
    what, _, unknown = measure.description.partition("\n")
    assert measure.unit and measure.formula and measure.source and measure.needs
    assert what.endswith(".") and unknown.endswith("."), "one sentence on what it is, and a paragraph on what is unknown"


def rows(evaluator):
    """The table of a method, by the id of the measure."""
    text = (PLUGINS / f"evalkit_{evaluator}" / "method.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells}


@pytest.mark.parametrize("evaluator", EVALUATORS)
def test_the_method_lists_the_measures_that_there_are(evaluator):
    assert list(rows(evaluator)) == [each.id for each in EVALUATORS[evaluator].measures]


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_the_method_says_what_the_code_declares(evaluator, measure):
    what, _, unknown = (" ".join(part.split()) for part in measure.description.partition("\n"))
    low, high = measure.range
    expected = [what, f"{measure.unit}, {low:g} to {high:g}", measure.formula, unknown, ", ".join(measure.needs), measure.source]
    assert rows(evaluator)[measure.id] == [cell.replace("|", r"\|") for cell in expected]
