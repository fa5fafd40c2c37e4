"""What the author of a plugin may rely on: every name stays, a newer one says from which version
it is public, and whatever she can reach from a program or a case has its class exported."""

import typing

import attrs
import pytest

import evalkit.plugin
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.plugin import Case, Context, Program

PUBLIC = {
    "0.2.0": """
    Actor Aggregation Aggregator
    Beneficiaries Budget Capacity Case CERTAINTIES Chain CHAIN_TIERS CodedLevel Coder
    Coding Comparison Condition Context Contribution CoreJudgment Count Criterion Decisions
    Demand Dimension DimensionScore Evaluator Evidence Exports FactBlock Fields FIRM_TYPES
    FUNCTIONS Group hookimpl JointProject JointProjects Listing Measure measure MeasuredLevel
    Measurement MeasureUse Message message Missing NATION NetworkSurvey NextLevel Number
    number Objective Observation Operand Options Outcome Pair ParentJudgment Peer Peers Period
    Perspectives Program ProjectTotals QUANTIFIERS Quantity Quote Rating Reader Ref refers
    refs Reply ReportCard Rubric Score Selection Series Service SettingsBlock Share share Shared
    Source span Standard Stated stated Statistics SUPPORT_TYPES Term Tie Tier total Units UNKNOWN
    Writer
    """.split(),
}
INSIDE = {PluginFacts, SetAside}
"""Classes that `FactBlock.of` stands for."""
SETTINGS = {"evalkit.model.rubric", "evalkit.model.grading", "evalkit.model.message"}
"""Modules of which a case hands over a few classes, and whose others nobody needs to name."""


def test_a_name_that_was_public_stays():
    promised = {name for names in PUBLIC.values() for name in names}
    assert promised == set(evalkit.plugin.__all__)


@pytest.mark.parametrize(
    "name",
    [name for version, names in PUBLIC.items() if version != "0.2.0" for name in names],
)
def test_a_newer_name_says_from_which_version_it_is_public(name):
    (version,) = (version for version, names in PUBLIC.items() if name in names)
    assert f"Public from version {version}." in getattr(evalkit.plugin, name).__doc__


def reached(kind: object, classes: set[type]) -> set[type]:
    """The classes with fields that a type names, at any depth."""
    if isinstance(kind, type) and attrs.has(kind):
        if kind not in classes:
            classes.add(kind)
            for hint in typing.get_type_hints(kind).values():
                reached(hint, classes)
    else:
        for argument in typing.get_args(kind):
            reached(argument, classes)
    return classes


@pytest.mark.parametrize("root", [Program, Context, Case])
def test_what_an_author_reaches_can_be_named_in_her_types(root):
    values = [getattr(evalkit.plugin, name) for name in evalkit.plugin.__all__]
    exported = {value for value in values if isinstance(value, type)}
    hidden = reached(root, set()) - exported - INSIDE
    assert {
        kind.__name__ for kind in hidden if kind.__module__ not in SETTINGS
    } == set()
