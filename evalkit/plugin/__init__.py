'''The plugin API: the only package of evalkit that a plugin may import. Its names are public from
version 0.2.0; the docstring of a newer one says from which (CONTRIBUTING.md).

from evalkit.plugin import Evaluator, Measurement, hookimpl, measure


@measure(
    "diffusion",
    unit="indirect per direct beneficiary",
    needs=["beneficiaries"],
    formula="indirect / direct",
    source="own proposal",
)
def diffusion(program, context):
    """How many firms benefit without being served, for each one that is."""
    firms = program.beneficiaries
    if not firms:
        return Measurement.unknown("nobody says who benefits")
    return Measurement.ratio(
        firms.indirect, firms.direct, "indirect and direct beneficiaries", evidence=[firms]
    )


@hookimpl
def evalkit_evaluators():
    return [
        Evaluator(
            "diffusion", [diffusion], method="`diffusion` does not know how much each firm gained."
        )
    ]
'''

from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES
from evalkit.model.coded import CodedLevel
from evalkit.model.comparison import Comparison, Contribution, Group, Pair
from evalkit.model.context import NATION, Context, Statistics
from evalkit.model.facts import (
    Beneficiaries,
    Budget,
    Capacity,
    Chain,
    Decisions,
    Demand,
    Exports,
    Outcome,
    Period,
    Selection,
    Service,
    Standard,
    Tier,
    Units,
)
from evalkit.model.fields import number, refers, share
from evalkit.model.measurement import Measurement
from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Quote,
    Ref,
    Share,
    Term,
    message,
    refs,
)
from evalkit.model.observation import Observation, Stated
from evalkit.model.perspectives import Perspectives, Shared
from evalkit.model.program import (
    Coder,
    Coding,
    Evidence,
    Objective,
    Program,
    Reply,
    Source,
)
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import (
    UNKNOWN,
    Missing,
    Number,
    Quantity,
    Series,
    span,
    total,
)
from evalkit.model.relations import (
    Actor,
    JointProject,
    JointProjects,
    NetworkSurvey,
    Peer,
    Peers,
    ProjectTotals,
    Tie,
)
from evalkit.model.result import (
    Condition,
    CoreJudgment,
    DimensionScore,
    MeasuredLevel,
    NextLevel,
    ParentJudgment,
    Rating,
    Score,
)
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric
from evalkit.model.vocabulary import CHAIN_TIERS, FIRM_TYPES, FUNCTIONS, SUPPORT_TYPES
from evalkit.plugin.aggregator import Aggregation, Aggregator, Operand
from evalkit.plugin.evaluator import Case, Evaluator, Measure, measure, stated
from evalkit.plugin.facts import FactBlock
from evalkit.plugin.marker import hookimpl
from evalkit.plugin.reader import Fields, Reader
from evalkit.plugin.settings import SettingsBlock
from evalkit.plugin.writer import Options, Writer

__all__ = [
    "Actor",
    "Aggregation",
    "Aggregator",
    "Beneficiaries",
    "Budget",
    "Capacity",
    "Case",
    "CERTAINTIES",
    "Chain",
    "CHAIN_TIERS",
    "CodedLevel",
    "Coder",
    "Coding",
    "Comparison",
    "Condition",
    "Context",
    "Contribution",
    "CoreJudgment",
    "Count",
    "Criterion",
    "Decisions",
    "Demand",
    "Dimension",
    "DimensionScore",
    "Evaluator",
    "Evidence",
    "Exports",
    "FactBlock",
    "Fields",
    "FIRM_TYPES",
    "FUNCTIONS",
    "Group",
    "hookimpl",
    "JointProject",
    "JointProjects",
    "Listing",
    "Measure",
    "measure",
    "MeasuredLevel",
    "Measurement",
    "MeasureUse",
    "Message",
    "message",
    "Missing",
    "NATION",
    "NetworkSurvey",
    "NextLevel",
    "Number",
    "number",
    "Objective",
    "Observation",
    "Operand",
    "Options",
    "Outcome",
    "Pair",
    "ParentJudgment",
    "Peer",
    "Peers",
    "Period",
    "Perspectives",
    "Program",
    "ProjectTotals",
    "QUANTIFIERS",
    "Quantity",
    "Quote",
    "Rating",
    "Reader",
    "Ref",
    "refers",
    "refs",
    "Reply",
    "ReportCard",
    "Rubric",
    "Score",
    "Selection",
    "Series",
    "Service",
    "SettingsBlock",
    "Share",
    "share",
    "Shared",
    "Source",
    "span",
    "Standard",
    "Stated",
    "stated",
    "total",
    "Statistics",
    "SUPPORT_TYPES",
    "Term",
    "Tie",
    "Tier",
    "Units",
    "UNKNOWN",
    "Writer",
]
