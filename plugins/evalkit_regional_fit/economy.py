"""The sectors of a program beside the economy of its region, from declared tables.

Of several sectors the best gives the value; one that the tables do not hold could be better.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from math import fsum

from evalkit.plugin import (
    NATION,
    Context,
    Measurement,
    Program,
    Ref,
    Statistics,
    measure,
    message,
    refs,
)
from evalkit.plugin.formulas import location_quotient


def _best(
    program: Program,
    context: Context,
    value_of: Callable[[Statistics, str, str], float | None],
    highest: float,
) -> Measurement:
    """The best value of the program's sectors in its one region, up to `highest` where a sector is
    not in the tables.
    """
    tables = context.statistics
    if tables is None:
        return Measurement.unknown(message("regional_fit.no_statistics"))
    if len(program.regions) != 1 or program.regions[0] not in tables.employment:
        return Measurement.unknown(message("regional_fit.no_single_region"))
    (region,) = program.regions
    known, missing = {}, []
    for name, code in sorted(program.sectors.items()):
        value = value_of(tables, region, code) if isinstance(code, str) else None
        if value is None:
            missing.append(name)
        else:
            known[name] = value
    others = refs(missing, "comma")
    if not known and not missing:
        return Measurement.unknown(message("regional_fit.no_sector"))
    if not known:
        why = message("regional_fit.sectors_not_told", sectors=others)
        return Measurement.unknown(why)
    # of sectors that are equally good the first by name
    best = max(known, key=known.__getitem__)
    low = high = known[best]
    why = message("regional_fit.best_sector", sector=Ref(best))
    if missing:
        high = highest
        why = message("regional_fit.best_told_sector", sector=Ref(best), others=others)
    return Measurement((low, high), open=bool(missing), source=tables.source, why=why)


def _employed(table: Mapping[str, float], code: str) -> float | None:
    """Employment in an industry: of the code itself, or of the codes below it.

    None when neither is listed.
    """
    if code in table:
        return table[code]
    # an ISIC code is the prefix of what it is divided into
    below = [value for key, value in table.items() if key.startswith(code)]
    return fsum(below) if below else None


def _quotient(tables: Statistics, region: str, code: str) -> float | None:
    """The location quotient of an industry.

    A row of the table is complete, or its total would not be one.
    """
    here = tables.employment[region]
    nation = tables.employment.get(NATION, {})
    part = _employed(here, code)
    industry = _employed(nation, code)
    if part is None or industry is None:
        return None
    return location_quotient(part, fsum(here.values()), industry, fsum(nation.values()))


@measure(
    "location_quotient",
    unit="quotient",
    needs=["regions", "sectors"],
    formula="(e_ir / e_r) / (e_i / e); the highest of the sectors",
    source="location quotient, Florence 1948",
    question=(
        "How many times its national share is the target industry's share of regional employment?"
    ),
    answer="number",
)
def sector_quotient(program: Program, context: Context) -> Measurement:
    """How specialized the region is in the program's sectors; 1 is the national share.

    A sector that the tables do not hold could be higher. Unknown without tables, a single region,
    or a sector that they hold.
    """
    return _best(program, context, _quotient, math.inf)


def _related(tables: Statistics) -> dict[str, dict[str, float]]:
    """Relatedness of each industry to the others, whichever of a pair comes first in the table."""
    related: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for industry, row in tables.relatedness.items():
        for other, value in row.items():
            if industry != other and value > 0:
                related[industry][other] = value
                # a table that states both directions is taken at its word
                related[other].setdefault(industry, value)
    return related


def _percentile(tables: Statistics, region: str, code: str) -> float | None:
    """The share of the region's options that are no nearer to its specializations than one
    industry; None when one of them is not in the tables.
    """
    related = _related(tables)
    specialized = set()
    for industry in related:
        quotient = _quotient(tables, region, industry)
        # one unknown quotient moves the density of every industry, and so all ranks
        if quotient is None:
            return None
        # from 1 on it is as much as the nation has: the usual threshold of specialization
        if quotient >= 1:
            specialized.add(industry)
    if code not in related:
        return None
    density = {}
    for industry, row in related.items():
        near = [row[other] for other in row.keys() & specialized]
        # rounded, so that equal densities are equal however they came about
        density[industry] = round(fsum(near) / fsum(row.values()), 9)
    no_nearer = [value for value in density.values() if value <= density[code]]
    return 100 * len(no_nearer) / len(density)


@measure(
    "relatedness_density",
    unit="percentile",
    needs=["regions", "sectors"],
    range=(0, 100),
    formula=(
        "percentile of 100 sum_j phi_ij U_jr / sum_j phi_ij among all industries i of the table,"
        " U_jr = 1 where LQ_jr >= 1, j not i"
    ),
    source="Hidalgo et al. 2007; Balland et al. 2019",
    question=(
        "How close is the target industry to what the region is strong in, as a percentile among "
        "all industries from 0 (farthest) to 100 (nearest)?"
    ),
    answer="number",
)
def relatedness_density(program: Program, context: Context) -> Measurement:
    """How close the program's sectors are to the region's specializations, among all industries of
    the table.

    A sector that the tables do not relate to others could be nearer. Unknown without tables,
    without a single region, and unless the tables hold employment in every related industry.
    """
    return _best(program, context, _percentile, 100.0)


def _productivity(tables: Statistics, region: str, code: str) -> float | None:
    # its import slows every command, and few ask for it
    from statistics import median

    output = tables.productivity.get(region, {})
    if code not in output:
        return None
    middle = median(output.values())
    return output[code] / middle if middle > 0 else None


@measure(
    "target_value",
    unit="ratio to the regional median",
    needs=["regions", "sectors"],
    formula="productivity of the target industry / regional median; the highest of the sectors",
    source="docs/method.md, FIT-1 and G9",
    question="How many times the regional median does the target industry produce per worker?",
    answer="number",
)
def target_value(program: Program, context: Context) -> Measurement:
    """Whether the target is more productive than the rest of the region: below 1, specialization is
    no fit.

    A sector that the tables do not hold could be higher. Unknown without tables, a single region,
    or a sector that they hold.
    """
    return _best(program, context, _productivity, math.inf)


MEASURES = [sector_quotient, relatedness_density, target_value]
