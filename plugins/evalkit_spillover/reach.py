"""How public support is, and how far its effect goes along the chain and across sectors."""

from collections import Counter
from itertools import combinations

from evalkit.plugin import CHAIN_TIERS, FIRM_TYPES, Landscape, Measurement, Missing, Program, Quantity, measure, span

PUBLICNESS = {"firm": 0.0, "consortium": 0.5, "supply_chain": 0.75, "sector": 1.0, "cross_sector": 1.0}


@measure("collective_good_share", unit="share of spending", needs=["services"], range=(0, 1),
         formula="sum of spending x publicness / spending; services count alike where spending is unknown", source="codebook SPI-1")  # fmt: skip
def collective_good_share(program: Program, landscape: Landscape) -> Measurement:
    """How much of the support is for more than one firm: firm 0, consortium .5, supply chain .75, sector 1."""
    known = [service for service in program.services if isinstance(service.unit_of_benefit, str)]
    if not known:
        return Measurement.unknown("who benefits from a service is not known")
    money = all(isinstance(service.spend, Quantity) and service.spend.exact for service in program.services)
    weight = {id(service): service.spend.low if money else 1.0 for service in program.services}
    total = sum(weight.values())
    if total <= 0:
        return Measurement.unknown("no money is known to be spent")
    low = sum(weight[id(service)] * PUBLICNESS[service.unit_of_benefit] for service in known) / total
    open_ = 1 - sum(weight[id(service)] for service in known) / total
    evidence = tuple(sorted({each for service in known for each in service.evidence}))
    return Measurement((low, min(1.0, low + open_)), n=len(known), of=len(program.services), evidence=evidence)


@measure("recipient_concentration", unit="index", needs=["beneficiaries"], range=(0, 1),
         formula="(HHI - 1/n) / (1 - 1/n) of the amounts", source="normalized Herfindahl-Hirschman index")  # fmt: skip
def recipient_concentration(program: Program, landscape: Landscape) -> Measurement:
    """How unequal awards are: 0 for equal amounts, 1 for one taking all."""
    awards = program.beneficiaries.awards if program.beneficiaries else ()
    amounts = [award.low for award in awards if award.exact]
    if len(amounts) < 2 or len(amounts) < len(awards) or sum(amounts) <= 0:
        return Measurement.unknown("the amounts of two awards or more are not known")
    total = sum(amounts)
    hhi = sum((amount / total) ** 2 for amount in amounts)
    even = 1 / len(amounts)
    return Measurement.exactly(max(0.0, (hhi - even) / (1 - even)), n=len(amounts), evidence=program.beneficiaries.evidence)


@measure("diffusion_breadth", unit="share of firms", needs=["beneficiaries"], range=(0, 1),
         formula="adopters among non-recipients / eligible non-recipients", source="adopter shares, Rogers 2003")  # fmt: skip
def diffusion_breadth(program: Program, landscape: Landscape) -> Measurement:
    """The share of eligible firms without support of their own that took the result over."""
    firms = program.beneficiaries
    ends = [span(number) for number in (firms.eligible, firms.direct, firms.adopters)] if firms else [None]
    if None in ends:
        return Measurement.unknown("eligible, direct and adopting firms are not all known")
    (few, many), (least, most), (low, high) = ends
    if few - most <= 0:
        return Measurement.unknown("more firms are eligible than served only if the numbers are exact")
    value = min(1.0, low / (many - least)), min(1.0, high / (few - most))
    return Measurement(value, n=round(few - most), evidence=firms.evidence)


@measure(
    "indirect_per_direct",
    unit="firms per firm",
    needs=["beneficiaries"],
    formula="indirect / direct beneficiaries",
    source="codebook SPI-2",
)
def indirect_per_direct(program: Program, landscape: Landscape) -> Measurement:
    """How many firms benefit without being served, for each one that is."""
    firms = program.beneficiaries
    if not firms:
        return Measurement.unknown("direct and indirect beneficiaries are not known")
    return Measurement.ratio(firms.indirect, firms.direct, evidence=firms.evidence)


def _tiers(program: Program) -> dict[str, object]:
    return {name: getattr(program.chain, name) for name in CHAIN_TIERS} if program.chain else {}


@measure("tier_coverage", unit="share of tiers", needs=["chain"], range=(0, 1),
         formula="tiers with several engaged firms / six tiers", source="codebook SPI-3; backward linkage, Hirschman 1958")  # fmt: skip
def tier_coverage(program: Program, landscape: Landscape) -> Measurement:
    """The share of tiers of the chain with two engaged firms or more; a tier that is merely reached or not named is open."""
    tiers = _tiers(program)
    known = [tier.engaged for tier in tiers.values() if isinstance(tier.engaged, str)]
    if not known:
        return Measurement.unknown("which tiers of the chain take part is not known")
    low = known.count("several") / len(tiers)
    evidence = tuple(sorted({*program.chain.evidence, *(id for tier in tiers.values() for id in tier.reached)}))
    return Measurement((low, low + 1 - len(known) / len(tiers)), n=len(known), of=len(tiers), evidence=evidence)


@measure("equipment_linkage", unit="yes or no", needs=["chain"], range=(0, 1), formula="1 when makers of equipment take part or are reached",
         source="backward linkage, Hirschman 1958")  # fmt: skip
def equipment_linkage(program: Program, landscape: Landscape) -> Measurement:
    """Whether makers of equipment take part or are reached."""
    tier = program.chain.equipment if program.chain else None
    if tier is None or (isinstance(tier.engaged, Missing) and not tier.reached):
        return Measurement.unknown("whether makers of equipment take part is not known")
    linked = bool(tier.reached) or tier.engaged != "none"
    return Measurement.exactly(float(linked), evidence=tuple(sorted({*program.chain.evidence, *tier.reached})))


def _firm_ties(program: Program) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """Sectors at both ends of each present tie between single firms, None where unknown, with the evidence."""
    rows = []
    for tie in program.ties:
        if tie.state != "present" or tie.kind not in ("partner", "coordinate", "supply"):
            continue
        ends = combinations(tie.between, 2) if tie.between else ((one, other) for one in tie.from_ for other in tie.to)
        for pair in ends:
            actors = [program.actors.get(id) for id in pair]
            if all(actor and not actor.class_ and set(actor.type) <= FIRM_TYPES for actor in actors):
                divisions = [actor.sector[:2] if isinstance(actor.sector, str) else None for actor in actors]
                rows.append((*divisions, tie.evidence))
    return rows


@measure("cross_sector_share", unit="share of ties", needs=["actors", "ties"], range=(0, 1),
         formula="firm-firm ties across ISIC divisions / firm-firm ties", source="codebook SPI-4; EI = 2 share - 1")  # fmt: skip
def cross_sector_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of ties between single firms that join two ISIC divisions; ties of firms of unknown sector are open."""
    rows = _firm_ties(program)
    known = [one != other for one, other, _ in rows if one and other]
    if not known:
        return Measurement.unknown("no tie between two single firms of known sector is described")
    low = sum(known) / len(rows)
    evidence = tuple(sorted({id for *_, ids in rows for id in ids}))
    return Measurement((low, low + 1 - len(known) / len(rows)), n=len(known), of=len(rows), evidence=evidence)


@measure("sector_diversity", unit="index", needs=["actors", "ties"], range=(0, 1),
         formula="sum of d p_i p_j over pairs of divisions; d is .5 within an ISIC digit, 1 across", source="Rao-Stirling, Stirling 2007")  # fmt: skip
def sector_diversity(program: Program, landscape: Landscape) -> Measurement:
    """How varied and how far apart the sectors of the tied firms are."""
    rows = [row for row in _firm_ties(program) if row[0] and row[1]]
    if not rows:
        return Measurement.unknown("no tie between two single firms of known sector is described")
    counts = Counter(division for one, other, _ in rows for division in (one, other))
    total = sum(counts.values())
    value = sum(
        (0.5 if one[0] == other[0] else 1.0) * counts[one] * counts[other] / total**2 for one in counts for other in counts if one != other
    )
    return Measurement.exactly(value, n=total, evidence=tuple(sorted({id for *_, ids in rows for id in ids})))


MEASURES = [
    collective_good_share, recipient_concentration, diffusion_breadth, indirect_per_direct, tier_coverage, equipment_linkage,
    cross_sector_share, sector_diversity,
]  # fmt: skip
