"""Too many and too small units, who does what among peers, and money bound by parallel programs."""

import math

from evalkit.plugin import Landscape, Measurement, Missing, Program, Quantity, measure, span


@measure("sub_critical_share", unit="share of units", needs=["units"], range=(0, 1),
         formula="units below their declared minimum size / units, in the last year", source="codebook RED-2")  # fmt: skip
def sub_critical_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of units below the minimum size that somebody declared; the worst kind of unit counts."""
    shares = []
    for unit in program.units.values():
        below = span(unit.below_minimum)
        if below and isinstance(unit.minimum, Quantity) and unit.n:
            last = unit.n[max(unit.n, key=lambda year: year or 0)]
            if last.low > 0:
                shares.append((min(1.0, below[0] / last.high), min(1.0, below[1] / last.low), int(last.low), unit.evidence))
    if not shares:
        return Measurement.unknown("no declared minimum size with the number of units below it is known")
    low, high, n, evidence = max(shares)
    return Measurement((low, high), n=n, evidence=evidence)


@measure("dilution", unit="log points a year", needs=["units"], range=(-math.inf, math.inf),
         formula="growth of units - growth of their resources, log points a year", source="codebook RED-2")  # fmt: skip
def dilution(program: Program, landscape: Landscape) -> Measurement:
    """How much faster units multiply than the money for them, between the first and the last year of which both are known."""
    for _, unit in sorted(program.units.items()):
        if not unit.n or not unit.spend:
            continue
        years = sorted(year for year in unit.n.keys() & unit.spend.keys() if year is not None)
        if len(years) >= 2:
            first, last = years[0], years[-1]
            ends = [unit.n[first], unit.n[last], unit.spend[first], unit.spend[last]]
            if all(each.exact and each.low > 0 for each in ends):
                growth = math.log(ends[1].low / ends[0].low) - math.log(ends[3].low / ends[2].low)
                return Measurement.exactly(growth / (last - first), evidence=unit.evidence)
    return Measurement.unknown("units and their resources are not both known in two years")


@measure("division_share", unit="share of peers", needs=["peers"], range=(0, 1),
         formula="overlapping peers with a documented or practiced division of labor / overlapping peers", source="codebook RED-3")  # fmt: skip
def division_share(program: Program, landscape: Landscape) -> Measurement:
    """How many of the peers that overlap have divided the work with the program; peers of unknown division are open."""
    peers = [peer for peer in program.peers.by_id.values() if peer.overlap != "none"] if program.peers else []
    known = [peer.division for peer in peers if not isinstance(peer.division, Missing)]
    if not known:
        return Measurement.unknown("whether a declared peer divides the work with the program is not known")
    low = sum(division != "none" for division in known) / len(peers)
    high = low + 1 - len(known) / len(peers)
    evidence = tuple(sorted({id for peer in peers for id in peer.evidence}))
    return Measurement((low, high), n=len(known), of=len(peers), evidence=evidence, at_most=not program.peers.complete)


@measure("parallel_spend", unit="share of spending", needs=["budget"], range=(0, 1),
         formula="(co-financing + copies of others' programs) / own spending", source="codebook RED-4")  # fmt: skip
def parallel_spend(program: Program, landscape: Landscape) -> Measurement:
    """How much of the budget is bound by co-financing others or by copying them; of the two, the unknown one is open."""
    budget = program.budget
    shares = [span(budget.cofinance), span(budget.copies)] if budget else []
    if not any(shares):
        return Measurement.unknown("neither co-financing nor spending on copies is known")
    low = sum(share[0] for share in shares if share)
    high = sum(share[1] if share else 1.0 for share in shares)
    return Measurement((min(1.0, low), min(1.0, high)), evidence=budget.evidence)


MEASURES = [sub_critical_share, dilution, division_share, parallel_spend]
