"""How public support is, whom it reaches beyond its recipients, and how far along the chain."""

from collections.abc import Sequence

from evalkit.plugin import (
    CHAIN_TIERS,
    Context,
    Measurement,
    Missing,
    Program,
    Quantity,
    Tier,
    measure,
    message,
    span,
)
from evalkit.plugin.formulas import normalized_herfindahl, spending

PUBLICNESS = {
    "firm": 0.0,
    "consortium": 0.5,
    "supply_chain": 0.75,
    "sector": 1.0,
    "cross_sector": 1.0,
}


@measure(
    "collective_good_share",
    unit="share of spending on services",
    needs=["services", "listed_in_full"],
    range=(0, 1),
    formula=(
        "sum of spending x publicness / spending; services count alike where spending is unknown"
    ),
    source="docs/method.md, SPI-1; publicness after Buchanan 1965",
    question=(
        "How much of the support goes to what more than one firm can use (tests, training, "
        "information, shared equipment) rather than to single firms?"
    ),
    answer="share",
)
def collective_good_share(program: Program, context: Context) -> Measurement:
    """How much of the support benefits more than one firm: firm 0, consortium .5, supply chain .75,
    sector and beyond 1.

    A service with an unknown unit of benefit counts as 0 and as 1. Unknown when no unit of benefit
    is known, and unless `services` is listed in full.
    """
    publicness: list[float | None] = []
    known = []
    for service in program.services:
        if isinstance(service.unit_of_benefit, str):
            publicness.append(PUBLICNESS[service.unit_of_benefit])
            known.append(service)
        else:
            publicness.append(None)
    weights, why = spending(program.services)
    return Measurement.mean(
        publicness,
        message("spillover.benefits_unknown"),
        weights,
        open="services" not in program.listed_in_full,
        why=why,
        alike=bool(why),
        evidence=known,
    )


@measure(
    "recipient_concentration",
    unit="index of awards",
    needs=["beneficiaries"],
    range=(0, 1),
    formula="(HHI - 1/n) / (1 - 1/n) of the amounts",
    source="normalized Herfindahl-Hirschman index",
    question="How unequal are the awards, from 0 (all equal) to 1 (one firm takes all)?",
    answer="number",
)
def recipient_concentration(program: Program, context: Context) -> Measurement:
    """How unequal awards are: 0 for equal amounts, 1 when one firm takes all.

    Unknown unless at least two awards are listed, each known exactly and in one currency, and as
    many awards as firms served.
    """
    firms = program.beneficiaries
    index = _concentration(firms.awards) if firms else None
    if not firms or index is None:
        return Measurement.unknown(message("spillover.awards_unknown"))
    listed = len(firms.awards)
    direct = span(firms.direct)
    # the awards that somebody lists are the large ones
    if direct is None or direct[1] > listed:
        return Measurement.left_open(listed)
    return Measurement.exactly(index, n=listed, of=listed, evidence=[firms])


def _concentration(awards: Sequence[Quantity]) -> float | None:
    """The index of some awards; None where they cannot be compared, or are fewer than two."""
    units = {(award.unit, award.year) for award in awards}
    if len(units) > 1 or not all(award.exact for award in awards):
        return None
    return normalized_herfindahl([award.low for award in awards])


@measure(
    "diffusion_breadth",
    unit="share of firms without support",
    needs=["beneficiaries"],
    range=(0, 1),
    formula="adopters among non-recipients / (eligible - direct) firms",
    source="adopter shares, Rogers 2003",
    question="How many of the eligible unsupported firms adopted the result?",
    answer="share",
)
def diffusion_breadth(program: Program, context: Context) -> Measurement:
    """The share of eligible unsupported firms that adopted the result.

    Numbers known within limits give an interval; unknown when the number of eligible, direct or
    adopting firms is.
    """
    firms = program.beneficiaries
    missing = message("spillover.firms_unknown")
    if not firms:
        return Measurement.unknown(missing)
    eligible, direct = span(firms.eligible), span(firms.direct)
    if eligible is None or direct is None or span(firms.adopters) is None:
        return Measurement.unknown(missing)
    fewest_eligible, most_eligible = eligible
    fewest_direct, most_direct = direct
    if most_eligible <= fewest_direct:
        why = message(
            "spillover.nobody_without_support",
            served=fewest_direct,
            eligible=most_eligible,
        )
        return Measurement.unknown(why)
    # both ends are known apart, so that more may have been served than there were at least
    fewest = max(0.0, fewest_eligible - most_direct)
    others = Quantity(fewest, most_eligible - fewest_direct)
    return Measurement.share(
        firms.adopters, others, "adopters and firms without support", evidence=[firms]
    )


@measure(
    "indirect_per_direct",
    unit="indirect per direct beneficiary",
    needs=["beneficiaries"],
    formula="indirect / direct beneficiaries",
    source="docs/method.md, SPI-2",
    question="How many firms gained without support, for each firm that was supported?",
    answer="number",
)
def indirect_per_direct(program: Program, context: Context) -> Measurement:
    """How many firms benefit without support for each supported firm.

    Numbers known within limits give an interval; unknown when either is, or when the number of
    firms served may be zero.
    """
    firms = program.beneficiaries
    if not firms:
        return Measurement.unknown(message("spillover.beneficiaries_unknown"))
    return Measurement.ratio(
        firms.indirect,
        firms.direct,
        "indirect and direct beneficiaries",
        evidence=[firms],
    )


def _engaged(tier: Tier) -> str | None:
    """How many firms of a tier take part: `none` when stated in any form, else None if unknown."""
    if isinstance(tier.engaged, Missing):
        return "none" if tier.engaged.state == "absent" else None
    return tier.engaged


@measure(
    "stages_engaged",
    unit="stages",
    needs=["chain"],
    range=(0, 6),
    formula="number of the six tiers of a chain with several engaged firms",
    source="docs/method.md, SPI-3; backward linkage, Hirschman 1958",
    question=(
        "How many stages of the production chain take part with several firms each (material,"
        " process, part, equipment, assembly, testing)?"
    ),
    answer="count",
)
def stages_engaged(program: Program, context: Context) -> Measurement:
    """How many of the six tiers of a chain take part with two firms or more.

    A tier that nobody names, or that an effect merely reached, may be one more, so the value is a
    lower bound; unknown when no tier is known.
    """
    chain = program.chain
    if not chain:
        return Measurement.unknown(message("spillover.tiers_unknown"))
    engaged = [getattr(chain, name).engaged for name in CHAIN_TIERS]
    absences = [stated for stated in engaged if isinstance(stated, Missing)]
    several = engaged.count("several")
    # a tier that is stated to be absent, or not to apply, is known: it is none
    unknown = sum(absence.state == "unknown" for absence in absences)
    if unknown == len(engaged):
        return Measurement.unknown(message("spillover.tiers_unknown"))
    return Measurement(
        (several, several + unknown),
        open=unknown > 0,
        evidence=[chain, *absences],
    )


@measure(
    "equipment_linkage",
    unit="yes (1) or no (0)",
    needs=["chain"],
    range=(0, 1),
    formula="1 when makers of equipment take part or are reached, else 0",
    source="backward linkage, Hirschman 1958",
    question="Do equipment makers take part, or does the effect reach them?",
    answer="yes_no",
)
def equipment_linkage(program: Program, context: Context) -> Measurement:
    """Whether equipment makers take part or are reached.

    Unknown when neither is stated.
    """
    unknown = Measurement.unknown(message("spillover.equipment_unknown"))
    if not program.chain:
        return unknown
    tier = program.chain.equipment
    engaged = _engaged(tier)
    if not (engaged or tier.reached):
        return unknown
    linked = bool(tier.reached) or engaged != "none"
    evidence: list[object] = [program.chain, *tier.reached]
    # an absence has evidence of its own
    if isinstance(tier.engaged, Missing):
        evidence.append(tier.engaged)
    return Measurement.exactly(float(linked), evidence=evidence)


MEASURES = [
    collective_good_share,
    recipient_concentration,
    diffusion_breadth,
    indirect_per_direct,
    stages_engaged,
    equipment_linkage,
]
