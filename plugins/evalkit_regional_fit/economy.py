"""The sectors of a program beside the economy of its region, and the portfolios of regions beside each other, from declared tables."""

import math
from collections.abc import Mapping
from statistics import fmean, median

from evalkit.plugin import Landscape, Measurement, Program, Statistics, measure

NATION = "nation"
TABLE = Mapping[str, float]


def quotient(part: float, region: float, industry: float, nation: float) -> float:
    """Location quotient: an industry's share in the region over its share in the nation."""
    return (part / region) / (industry / nation)


def finger_kreinin(one: TABLE, other: TABLE) -> float:
    """The sum of the smaller shares, 0 to 1 (Finger and Kreinin 1979)."""
    totals = sum(one.values()), sum(other.values())
    return sum(min(one[key] / totals[0], other[key] / totals[1]) for key in one.keys() & other.keys()) if all(totals) else 0.0


def krugman(one: TABLE, other: TABLE) -> float:
    """The sum of absolute differences of shares: 0 the same, 2 nothing in common (Krugman 1991)."""
    totals = sum(one.values()), sum(other.values())
    return sum(abs(one.get(key, 0) / totals[0] - other.get(key, 0) / totals[1]) for key in one.keys() | other.keys())


def cosine(one: TABLE, other: TABLE) -> float:
    """The cosine of two profiles, 0 to 1."""
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(one[key] * other.get(key, 0) for key in one) / lengths if lengths else 0.0


def _place(program: Program, landscape: Landscape) -> tuple[Statistics, str, list[str]] | str:
    """The tables, the one region and the known industries of a program, or why they are not to be had."""
    tables = landscape.statistics
    if tables is None:
        return "no regional statistics are declared (--landscape)"
    regions = [region for region in program.regions if region in tables.employment]
    if len(program.regions) != 1 or not regions:
        return "the program has no single region that the statistics know"
    industries = [code for code in program.sectors.values() if isinstance(code, str)]
    return (tables, regions[0], industries) if industries else "the industry codes of the program's sectors are not known"


def _of(table: TABLE, code: str) -> float | None:
    """Employment in an industry: of the code itself, or of the codes below it; None when neither is listed."""
    if code in table:
        return table[code]
    below = [value for key, value in table.items() if key.startswith(code)]
    return sum(below) if below else None


def _quotients(tables: Statistics, region: str, industries: list[str]) -> list[float]:
    own, nation = tables.employment[region], tables.employment.get(NATION, {})
    found = []
    for code in industries:
        here, there = _of(own, code), _of(nation, code)
        if here is not None and there and sum(own.values()) > 0:
            found.append(quotient(here, sum(own.values()), there, sum(nation.values())))
    return found


@measure(
    "location_quotient",
    unit="quotient",
    needs=["regions", "sectors"],
    formula="(e_ir / e_r) / (e_i / e); the highest of the sectors",
    source="location quotient",
)
def location_quotient(program: Program, landscape: Landscape) -> Measurement:
    """How specialized the region is in the program's sectors; 1 is the nation's share."""
    place = _place(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    found = _quotients(*place)
    if not found:
        return Measurement.unknown("the statistics do not list the program's industries in the region and the nation")
    return Measurement.exactly(max(found), source=place[0].source)


@measure("relatedness_density", unit="percentile", needs=["regions", "sectors"], range=(0, 100),
         formula="percentile of 100 sum_j phi_ij U_jr / sum_j phi_ij among the region's options", source="Hidalgo et al. 2007; Balland et al. 2019")  # fmt: skip
def relatedness_density(program: Program, landscape: Landscape) -> Measurement:
    """How near the program's sectors are to what the region is already specialized in, among all industries of the table."""
    place = _place(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    tables, region, industries = place
    own = [
        code for code in tables.employment[region] if any(_quotients(tables, region, [code])) and _quotients(tables, region, [code])[0] >= 1
    ]
    density = {
        code: _density(near, own)
        for code, near in tables.relatedness.items()
        if sum(value for key, value in near.items() if key != code) > 0
    }
    chosen = [density[code] for code in industries if code in density]
    if not chosen:
        return Measurement.unknown("the statistics do not say how the program's industries are related to others")
    percentile = 100 * fmean([value <= max(chosen) for value in density.values()])
    return Measurement.exactly(percentile, n=len(density), source=tables.source)


def _density(near: TABLE, own: list[str]) -> float:
    return 100 * sum(near.get(code, 0) for code in own) / sum(near.values())


@measure(
    "target_value",
    unit="ratio",
    needs=["regions", "sectors"],
    formula="productivity of the target industry / regional median",
    source="codebook FIT-1, guard G9",
)
def target_value(program: Program, landscape: Landscape) -> Measurement:
    """Whether the target pays better than what the region has: below 1, specialization is no fit."""
    place = _place(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    tables, region, industries = place
    output = tables.productivity.get(region, {})
    chosen = [output[code] for code in industries if code in output]
    middle = median(output.values()) if output else 0
    if not chosen or middle <= 0:
        return Measurement.unknown("the statistics do not give the productivity of the program's industries in the region")
    return Measurement.exactly(max(chosen) / middle, source=tables.source)


def _portfolios(program: Program, landscape: Landscape) -> tuple[Statistics, str, list[str]] | str:
    tables = landscape.statistics
    if tables is None:
        return "no regional statistics are declared (--landscape)"
    regions = [region for region in program.regions if sum(tables.support.get(region, {}).values()) > 0]
    others = sorted(
        region for region, support in tables.support.items() if region not in (*program.regions, NATION) and sum(support.values()) > 0
    )
    if len(program.regions) != 1 or not regions or not others:
        return "the support portfolios of the program's one region and of another one are not known"
    return tables, regions[0], others


@measure("excess_homogeneity", unit="similarity", needs=["regions"], range=(-1, 1),
         formula="mean FK of portfolios - mean FK of economies, with every other region", source="Finger and Kreinin 1979; codebook FIT-2")  # fmt: skip
def excess_homogeneity(program: Program, landscape: Landscape) -> Measurement:
    """How much more alike the support of regions is than their economies."""
    place = _portfolios(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    tables, region, others = place
    others = [other for other in others if tables.employment.get(other) and tables.employment.get(region)]
    if not others:
        return Measurement.unknown("the economies of the regions are not known")
    portfolios = fmean([finger_kreinin(tables.support[region], tables.support[other]) for other in others])
    economies = fmean([finger_kreinin(tables.employment[region], tables.employment[other]) for other in others])
    return Measurement.exactly(portfolios - economies, n=len(others), source=tables.source)


@measure(
    "mean_portfolio_cosine",
    unit="similarity",
    needs=["regions"],
    range=(0, 1),
    formula="mean cosine of support with every other region",
    source="codebook FIT-2",
)
def mean_portfolio_cosine(program: Program, landscape: Landscape) -> Measurement:
    """How alike the support of the region and of every other region is."""
    place = _portfolios(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    tables, region, others = place
    value = fmean([cosine(tables.support[region], tables.support[other]) for other in others])
    return Measurement.exactly(min(1.0, value), n=len(others), source=tables.source)


@measure(
    "krugman_index",
    unit="index",
    needs=["regions"],
    range=(0, 2),
    formula="sum |s_ir - s_i|, the nation without the region",
    source="Krugman 1991",
)
def krugman_index(program: Program, landscape: Landscape) -> Measurement:
    """How far the support of the region departs from that of all other regions together."""
    place = _portfolios(program, landscape)
    if isinstance(place, str):
        return Measurement.unknown(place)
    tables, region, others = place
    rest: dict[str, float] = {}
    for other in others:
        for key, value in tables.support[other].items():
            rest[key] = rest.get(key, 0) + value
    return Measurement.exactly(krugman(tables.support[region], rest), n=len(others), source=tables.source)


MEASURES = [location_quotient, relatedness_density, target_value, excess_homogeneity, mean_portfolio_cosine, krugman_index]
