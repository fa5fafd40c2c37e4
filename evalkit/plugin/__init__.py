'''The plugin API: the only package of evalkit that a plugin may import.

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
from evalkit.model.comparison import Comparison
from evalkit.model.context import NATION, Context, Statistics
from evalkit.model.facts import Tier
from evalkit.model.measurement import Measurement
from evalkit.model.message import Count, Listing, Message, Quote, Ref, Share, Term, message, refs
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Program
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import UNKNOWN, Missing, Number, Quantity, span
from evalkit.model.relations import JointProject, Peer, Tie
from evalkit.model.result import CodedLevel, MeasuredLevel, Rating
from evalkit.model.vocabulary import CHAIN_TIERS, FIRM_TYPES, FUNCTIONS, SUPPORT_TYPES
from evalkit.plugin.evaluator import Case, Evaluator, Measure, measure, stated
from evalkit.plugin.formulas import (
    cosine,
    finger_kreinin,
    herfindahl,
    jaccard,
    krugman,
    location_quotient,
    normalized_herfindahl,
    spending,
    tied,
    tied_pairs,
)
from evalkit.plugin.marker import hookimpl
from evalkit.plugin.reader import Reader
from evalkit.plugin.writer import Options, Writer

__all__ = [
    "CERTAINTIES",
    "CHAIN_TIERS",
    "Case",
    "CodedLevel",
    "Comparison",
    "Count",
    "Evaluator",
    "FIRM_TYPES",
    "FUNCTIONS",
    "JointProject",
    "Context",
    "Listing",
    "Measure",
    "MeasuredLevel",
    "Measurement",
    "Message",
    "Missing",
    "NATION",
    "Number",
    "Options",
    "Peer",
    "Perspectives",
    "Program",
    "QUANTIFIERS",
    "Quantity",
    "Quote",
    "Rating",
    "Reader",
    "Ref",
    "ReportCard",
    "SUPPORT_TYPES",
    "Share",
    "Statistics",
    "Tie",
    "Tier",
    "Term",
    "UNKNOWN",
    "Writer",
    "cosine",
    "finger_kreinin",
    "herfindahl",
    "hookimpl",
    "jaccard",
    "krugman",
    "location_quotient",
    "measure",
    "message",
    "normalized_herfindahl",
    "refs",
    "span",
    "spending",
    "stated",
    "tied",
    "tied_pairs",
]
