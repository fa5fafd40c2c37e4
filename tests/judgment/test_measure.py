"""A measure sees what it declared, and what it breaks is its own (design, section 6)."""

import math
import sys

import pytest
from small import program

from evalkit.engine.admissible import AdmissibleFields, DeclaredFields, may_be_declared
from evalkit.engine.measure import measure
from evalkit.model.context import Context, Statistics
from evalkit.model.facts import Beneficiaries, Capacity, Service, Standard
from evalkit.model.program import Evidence, Source
from evalkit.model.quantity import UNKNOWN, Quantity
from evalkit.model.relations import (
    JointProject,
    JointProjects,
    Peer,
    Peers,
    ProjectTotals,
    Tie,
)
from evalkit.plugin import Evaluator, Measurement
from evalkit.plugin import measure as declare


def taken(
    function,
    needs=("beneficiaries",),
    range=(0.0, math.inf),
    subject=None,
    context=None,
):
    declared = declare("m", unit="u", needs=needs, range=range, formula="f")(function)
    return measure(
        Evaluator("e", [declared]), subject or program(), context or Context()
    )["m"]


def test_a_measurement_carries_its_label_and_the_evidence_of_what_it_declared():
    subject = program(beneficiaries=Beneficiaries(evidence=("heard",)))
    result = taken(lambda program, context: Measurement.exactly(1), subject=subject)
    assert (result.id, result.unit, result.formula, result.evidence) == (
        "m",
        "u",
        "f",
        ("heard",),
    )


def test_a_measurement_keeps_the_evidence_or_the_source_that_it_names_itself():
    subject = program(beneficiaries=Beneficiaries(evidence=("heard",)))
    own = Measurement.exactly(1, evidence=("rule",))
    assert taken(lambda program, context: own, subject=subject).evidence == ("rule",)
    table = Source("statistics", "Yearbook")
    result = taken(
        lambda program, context: Measurement.exactly(1, source=table),
        subject=subject,
        context=Context(statistics=Statistics("kr", table)),
    )
    assert (result.source, result.evidence) == (table, None)


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (
            lambda program, context: program.ties,
            "measure m reads 'ties', which it does not declare",
        ),
        (lambda program, context: sys.exit(0), "measure m raised SystemExit: 0"),
        (
            lambda program, context: Measurement(("a", "b")),
            "measure m returned ('a', 'b'), which is no interval of numbers",
        ),
        (
            lambda program, context: Measurement(None, why="x", n="many"),
            "measure m returned 'many', which is no count",
        ),
        (
            lambda program, context: Measurement.exactly(1, evidence=["nope"]),
            "measure m names evidence 'nope'",
        ),
        (
            lambda program, context: 1 / 0,
            "measure m raised ZeroDivisionError: division by zero",
        ),
        (lambda program, context: 0.5, "measure m returned float, not a Measurement"),
        (
            lambda program, context: Measurement(None),
            "measure m returned no value and no reason",
        ),
        (
            lambda program, context: Measurement.exactly(math.nan),
            "measure m returned (nan, nan), which is no interval of numbers",
        ),
        (
            lambda program, context: Measurement((2, 1)),
            "measure m returned (2, 1), which is no interval of numbers",
        ),
        (
            lambda program, context: Measurement.exactly(2),
            "measure m returned 2 to 2, outside its range 0 to 1",
        ),
    ],
)
def test_a_broken_measure_fails_alone_and_says_why(function, why):
    result = taken(function, range=(0.0, 1.0))
    assert result.failed and result.value is None
    assert str(result.why).startswith(why)


def test_peers_show_the_declared_fields_only():
    peers = Context({"peer": program()})
    assert taken(
        lambda program, context: Measurement.exactly(len(context.peers["peer"].ties)),
        context=peers,
    ).failed


def test_what_rests_on_a_stated_aim_alone_is_no_fact():
    evidence = {
        **program().evidence,
        "plan": Evidence("document", ("S1",), "objective", "plan"),
    }
    ties = (
        Tie("coordinate", ("a", "b"), evidence=("plan",)),
        Tie("coordinate", ("a", "c"), evidence=("plan", "heard")),
    )
    subject = program(
        evidence=evidence, ties=ties, beneficiaries=Beneficiaries(evidence=("plan",))
    )
    counted = taken(
        lambda program, context: Measurement.exactly(len(program.ties)),
        ("ties",),
        subject=subject,
    )
    assert counted.value == (1, 1)
    assert taken(
        lambda program, context: Measurement.exactly(
            float(bool(program.beneficiaries))
        ),
        subject=subject,
    ).value == (0, 0)


def test_what_rests_on_an_aim_is_no_fact_however_deep_it_stands():
    evidence = {
        **program().evidence,
        "plan": Evidence("document", ("S1",), "objective", "plan"),
    }
    projects = JointProjects(
        ProjectTotals(n=Quantity.exactly(9), evidence=("plan",)),
        {"p1": JointProject(("a", "b"), evidence=("plan",))},
    )
    peers = Peers(
        by_id={
            "x": Peer(overlap="none", evidence=("plan",)),
            "y": Peer(overlap="all", evidence=("heard",)),
        }
    )
    capacity = Capacity(
        staff=Quantity.exactly(4),
        standard=Standard(Quantity.exactly(1), ("plan",)),
        evidence=("heard",),
    )
    subject = program(
        evidence=evidence, joint_projects=projects, peers=peers, capacity=capacity
    )
    seen = DeclaredFields(
        AdmissibleFields(subject, frozenset({"objective"})),
        ("joint_projects", "peers", "capacity"),
    )
    assert (seen.joint_projects.all, seen.joint_projects.by_id) == (UNKNOWN, {})
    assert (seen.peers.by_id["x"], seen.peers.by_id["y"].overlap) == (Peer(), "all")
    assert (seen.capacity.staff.low, seen.capacity.standard) == (4, UNKNOWN)


def test_an_entry_that_names_no_evidence_counts_for_nothing():
    services = (Service("F01"), Service("F02", evidence=("heard",)))
    assert (
        DeclaredFields(
            AdmissibleFields(program(services=services), frozenset({"objective"})),
            ("services",),
        ).services
        == services[1:]
    )


def test_a_list_that_is_not_seen_whole_is_no_full_list():
    services = (Service("F01"), Service("F02", evidence=("heard",)))
    seen = DeclaredFields(
        AdmissibleFields(
            program(services=services, listed_in_full=("services", "ties")),
            frozenset({"objective"}),
        ),
        ("services", "listed_in_full"),
    )
    assert seen.listed_in_full == ("ties",)


def test_what_a_dimension_excludes_is_no_fact_for_it():
    """Guard G1: a tie that only a result speaks for is seen by a dimension that admits results,
    and by no other."""
    subject = program(ties=(Tie("coordinate", ("a", "b"), evidence=("result",)),))
    ties = declare("m", unit="u", needs=["ties"], formula="f")(
        lambda program, context: Measurement.exactly(len(program.ties))
    )
    for excludes, count in (((), 1), (("outcome",), 0)):
        assert measure(Evaluator("e", [ties]), subject, Context(), excludes)[
            "m"
        ].value == (
            count,
            count,
        )


def test_a_measure_may_declare_a_field_and_a_block_of_a_plugin_with_its_name():
    assert may_be_declared("services") and may_be_declared("facts.survival")
    assert not may_be_declared("facts.") and not may_be_declared("survival")
