"""No measure of a built-in evaluator is without tests, and no method is out of date."""

import inspect
import math
from pathlib import Path

import pytest
import test_coordination
import test_redundancy
import test_regional_fit
import test_spillover
from facts import (
    EVALUATORS,
    agency,
    arrow,
    firm,
    number,
    peers_named,
    program,
    service,
    take,
    tie,
)

from evalkit.engine.observe import read
from evalkit.model.facts import Beneficiaries, Chain, Demand, Selection, Tier, Units
from evalkit.model.observation import Stated
from evalkit.model.quantity import Quantity
from evalkit.model.relations import (
    JointProject,
    JointProjects,
    NetworkSurvey,
    ProjectTotals,
)

PLUGINS = Path(__file__).parents[2] / "plugins"
TESTS = {
    "coordination": (test_coordination, test_coordination.UNKNOWN),
    "redundancy": (test_redundancy, test_redundancy.UNKNOWN),
    "regional_fit": (test_regional_fit, test_regional_fit.UNKNOWN_FACTS),
    "spillover": (test_spillover, test_spillover.UNKNOWN),
}
EACH = [
    (name, each)
    for name, evaluator in EVALUATORS.items()
    for each in evaluator.measures
]
IDS = [each.id for _, each in EACH]


def answered(module):
    """The measures that a marked test of a module holds against a known answer."""
    return {
        id
        for _, test in inspect.getmembers(module, callable)
        for id in getattr(test, "answers", ())
        if test.__name__.startswith("test_")
    }


def test_every_evaluator_has_a_module_of_tests():
    assert (
        TESTS.keys()
        == EVALUATORS.keys()
        == {path.name.removeprefix("evalkit_") for path in PLUGINS.glob("evalkit_*")}
    )


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_a_measure_has_a_known_answer_and_a_test_of_what_it_says_when_facts_are_unknown(
    evaluator, measure
):
    module, unknown = TESTS[evaluator]
    assert measure.id in answered(module), (
        f"no test of {module.__name__} is marked @answers({measure.id!r})"
    )
    assert measure.id in unknown


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_a_measure_says_what_it_is(evaluator, measure):
    what, _, unknown = measure.description.partition("\n")
    assert measure.unit and measure.formula and measure.source and measure.needs
    assert what.endswith(".") and unknown.endswith("."), (
        "one sentence on what it is, and a paragraph on what is unknown"
    )


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_a_measure_asks_what_a_source_may_answer(evaluator, measure):
    assert "?" in measure.question and "level" not in measure.question.replace(
        "level of government", ""
    )
    if measure.answer in ("share", "yes_no"):
        assert measure.range == (0, 1)
        read(Stated("yes" if measure.answer == "yes_no" else "most"), measure)
    else:
        assert measure.answer in ("number", "count")
        read(Stated("0", Quantity(0.0, 0.0)), measure)


AGENCIES = {id: agency() for id in "abcd"}
FIRMS = {id: firm("2599" if id in "uv" else "2822") for id in "uvwx"}
EVERYBODY = {"actors": {**AGENCIES, **FIRMS}}
AGENCY_PAIRS = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
FIRM_PAIRS = [("u", "v"), ("u", "w"), ("u", "x"), ("v", "w"), ("v", "x")]
TOGETHER = (
    *(arrow("coordinate", *pair, content=("planning",)) for pair in AGENCY_PAIRS),
    arrow("coordinate", "b", "a"),
)
RIVALS = tuple(tie("compete", *pair) for pair in AGENCY_PAIRS)
PARTNERS = tuple(tie("partner", *pair, year=2012) for pair in FIRM_PAIRS)
PROJECTS = {
    f"p{at}": JointProject(("u", "v", "w"), evidence=("e1",)) for at in range(5)
}
GOOD = {
    "unit_of_benefit": "sector",
    "joint_only": True,
    "on_request": True,
    "for_": ("TG31",),
}
OFFERED = {"services": tuple(service(**GOOD) for _ in range(5)), "regions": ("KR-41",)}
BESIDE = {
    **OFFERED,
    "peers": peers_named("p0"),
    "found": {"p0": program("p0", **OFFERED, listed_in_full=("services",))},
}
GROWING = Units(
    {2005: number(6), 2007: number(12)},
    number(10),
    number(3),
    {2005: number(2e9), 2007: number(3e9)},
    evidence=("e1",),
)
LISTS = {
    "coordination_coverage": (
        {**EVERYBODY, "ties": TOGETHER},
        "ties",
        None,
        (5 / 6, 5 / 6),
    ),
    "rivalry_share": ({**EVERYBODY, "ties": RIVALS}, "ties", None, (5 / 6, 5 / 6)),
    "multiplexity": ({**EVERYBODY, "ties": TOGETHER}, "ties", None, (0.2, 0.2)),
    "dyad_reciprocity": ({**EVERYBODY, "ties": TOGETHER}, "ties", None, (1 / 3, 1 / 3)),
    "non_isolate_share": (
        {
            **EVERYBODY,
            "ties": PARTNERS,
            "network_survey": NetworkSurvey(number(8), evidence=("e2",)),
        },
        "ties",
        (0.5, 1),
        (0.5, 0.5),
    ),
    "horizontal_orientation": (
        {**EVERYBODY, "ties": (*PARTNERS, tie("partner", "a", "u"))},
        "ties",
        None,
        (5 / 6, 5 / 6),
    ),
    "three_firm_share": (
        {**EVERYBODY, "joint_projects": JointProjects(by_id=PROJECTS)},
        "joint_projects",
        None,
        (1, 1),
    ),
    "dyadic_share": (
        {**EVERYBODY, "joint_projects": JointProjects(by_id=PROJECTS)},
        "joint_projects",
        None,
        (0, 0),
    ),
    "joint_conditionality": (OFFERED, "services", None, (1, 1)),
    "closure_yield": (
        {**EVERYBODY, "ties": (*PARTNERS, arrow("introduce", "a", *"uvwx", year=2011))},
        "ties",
        None,
        (5 / 6, 5 / 6),
    ),
    "liaison_share": (
        {**EVERYBODY, "operator": ("a",), "ties": (arrow("service", "a", *"uvwx"),)},
        "ties",
        None,
        (1, 1),
    ),
    "collective_good_share": (OFFERED, "services", None, (1, 1)),
    "cross_sector_share": ({**EVERYBODY, "ties": PARTNERS}, "ties", None, (0.8, 0.8)),
    "sector_diversity": ({**EVERYBODY, "ties": PARTNERS}, "ties", None, (0.24, 0.24)),
    "duplicated_cell_share": (BESIDE, "services", None, (1, 1)),
    "sub_critical_share": (
        {"units": {"centers": GROWING}},
        "units",
        (0.25, 1),
        (0.25, 0.25),
    ),
    "dilution": (
        {"units": {"centers": GROWING}},
        "units",
        (0.14384, math.inf),
        (0.14384, 0.14384),
    ),
    "demand_driven_share": (OFFERED, "services", None, (1, 1)),
}
"""Facts with five good examples, the list that they stand in, and the value of the list when it
is open and when it is in full."""


@pytest.mark.parametrize("id", LISTS)
def test_an_open_list_shows_at_least_what_is_on_it_and_a_full_one_all(id):
    facts, name, open_, full = LISTS[id]
    part, whole = take(id, **facts), take(id, **facts, listed_in_full=(name,))
    assert whole.value == pytest.approx(full, abs=1e-5) and not whole.open
    if open_ is None:
        assert part.value is None and part.why.code == "list_open"
    else:
        assert (
            part.value == pytest.approx(open_, abs=1e-5)
            and part.open
            and part.point is None
        )


def test_where_the_total_is_told_an_open_list_has_bounds():
    counted = JointProjects(ProjectTotals(number(20), evidence=("e1",)), PROJECTS)
    demand = Demand(of=number(20), evidence=("e1",))
    results = [
        take("three_firm_share", **EVERYBODY, joint_projects=counted),
        take("demand_driven_share", **OFFERED, demand=demand),
        take("stages_engaged", chain=Chain(part=Tier("several"), evidence=("e1",))),
        take(
            "coordination_coverage",
            **EVERYBODY,
            ties=TOGETHER[:3],
            listed_in_full=("actors",),
        ),
        take("rivalry_share", **EVERYBODY, ties=RIVALS[:3], listed_in_full=("actors",)),
    ]
    assert [result.value for result in results] == [
        (0.25, 1),
        (0.25, 1),
        (1, 6),
        (0.5, 1),
        (0.5, 1),
    ]
    assert all(result.open for result in results)


def test_lists_that_are_complete_in_another_way():
    """Awards of all firms that were served, peers declared complete, a rule that holds for every
    service."""
    awards = {"awards": (number(5),) * 5, "evidence": ("e1",)}
    assert (
        take("recipient_concentration", beneficiaries=Beneficiaries(**awards)).value
        is None
    )
    assert (
        take(
            "recipient_concentration",
            beneficiaries=Beneficiaries(direct=number(5), **awards),
        ).value[1]
        < 1e-9
    )
    for complete in (False, True):
        peers = peers_named("p0", "p1", complete=complete, division="documented")
        assert take("division_share", peers=peers).value == (
            (1, 1) if complete else None
        )
    rule = Selection(joint_required=True, evidence=("e2",))
    assert take("joint_conditionality", **OFFERED, selection=rule).value == (1, 1)


def rows(evaluator):
    """The table of a method, by the id of the measure."""
    text = (PLUGINS / f"evalkit_{evaluator}" / "method.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1:] for row in cells}


@pytest.mark.parametrize("evaluator", EVALUATORS)
def test_the_method_lists_the_measures_that_there_are(evaluator):
    assert list(rows(evaluator)) == [each.id for each in EVALUATORS[evaluator].measures]


@pytest.mark.parametrize(("evaluator", "measure"), EACH, ids=IDS)
def test_the_method_says_what_the_code_declares(evaluator, measure):
    what, _, unknown = (
        " ".join(part.split()) for part in measure.description.partition("\n")
    )
    low, high = measure.range
    answer = (
        f"{measure.answer.replace('_', ' or ')}: {measure.unit}, {low:g} to {high:g}"
    )
    expected = [
        what,
        measure.question,
        answer,
        measure.formula,
        unknown,
        ", ".join(measure.needs),
        measure.source,
    ]
    assert rows(evaluator)[measure.id] == [
        cell.replace("|", r"\|") for cell in expected
    ]
