"""How alike a program and the nearest of its declared peers are. A further peer, or a service not listed, can only bring the nearest nearer."""

import math
from collections import Counter
from collections.abc import Callable, Collection

from evalkit.plugin import FUNCTIONS, Landscape, Measurement, Program, Quantity, measure

NEEDS = ("services", "peers", "listed_in_full")


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Shared of all, 0 to 1; two empty sets are not alike."""
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 0.0


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """The cosine of two profiles, 0 to 1."""
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(one[key] * other.get(key, 0.0) for key in one) / lengths if lengths else 0.0


def finger_kreinin(one: dict[str, float], other: dict[str, float]) -> float:
    """The sum of the smaller shares, 0 to 1 (Finger and Kreinin 1979)."""
    totals = sum(one.values()), sum(other.values())
    return sum(min(one[key] / totals[0], other[key] / totals[1]) for key in one.keys() & other.keys()) if all(totals) else 0.0


def _profile(program: Program, coarse: bool) -> dict[str, float]:
    """Spending by function, or the number of services where spending is not fully known; coarse functions are the OECD's groups."""
    money = all(isinstance(service.spend, Quantity) and service.spend.exact for service in program.services)
    profile: Counter[str] = Counter()
    for service in program.services:
        key = FUNCTIONS[service.function][1] if coarse else service.function
        profile[key] += service.spend.low if money else 1.0
    return dict(profile)


def _nearest(program: Program, landscape: Landscape, alike: Callable[[dict, dict], float], coarse: bool) -> Measurement:
    """The likeness to the nearest declared peer with a catalog. `at_most` unless all catalogs and the list of peers are complete."""
    peers = {id: peer for id, peer in landscape.peers.items() if peer.services and program.peers and id in program.peers.by_id}
    if not program.services or not peers:
        return Measurement.unknown("the services of the program and of a declared peer are not both described")
    mine = _profile(program, coarse)
    values = {id: alike(mine, _profile(peer, coarse)) for id, peer in peers.items()}
    nearest = max(sorted(values), key=lambda id: values[id])
    listed = all("services" in each.listed_in_full for each in (program, *peers.values()))
    complete = program.peers.complete and listed and peers.keys() == program.peers.by_id.keys()
    evidence = {id for service in program.services for id in service.evidence} | {
        id for peer in peers for id in program.peers.by_id[peer].evidence
    }
    return Measurement.exactly(
        min(1.0, values[nearest]), evidence=tuple(sorted(evidence)), at_most=not complete, why=f"nearest peer: {nearest}"
    )


def _sets(one: dict[str, float], other: dict[str, float]) -> float:
    return jaccard(one, other)


@measure(
    "service_jaccard",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="shared functions / all functions, nearest peer",
    source="Jaccard 1912",
)
def service_jaccard(program: Program, landscape: Landscape) -> Measurement:
    """Jaccard similarity of the functions offered, to the nearest declared peer."""
    return _nearest(program, landscape, _sets, coarse=False)


@measure(
    "service_jaccard_coarse",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="shared groups / all groups, nearest peer",
    source="Jaccard 1912",
)
def service_jaccard_coarse(program: Program, landscape: Landscape) -> Measurement:
    """The same at the granularity of the OECD's instrument groups."""
    return _nearest(program, landscape, _sets, coarse=True)


@measure(
    "service_cosine",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="cosine of spending by function, nearest peer",
    source="cosine similarity",
)
def service_cosine(program: Program, landscape: Landscape) -> Measurement:
    """Cosine similarity of spending by function, of counts where spending is unknown."""
    return _nearest(program, landscape, cosine, coarse=False)


@measure(
    "finger_kreinin",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="sum of min(a, b) over spending shares, nearest peer",
    source="Finger and Kreinin 1979",
)
def finger_kreinin_fine(program: Program, landscape: Landscape) -> Measurement:
    """The share of spending that two portfolios have in common, by function."""
    return _nearest(program, landscape, finger_kreinin, coarse=False)


@measure(
    "finger_kreinin_coarse",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="the same over groups of functions",
    source="Finger and Kreinin 1979",
)
def finger_kreinin_coarse(program: Program, landscape: Landscape) -> Measurement:
    """The same at the granularity of the OECD's instrument groups."""
    return _nearest(program, landscape, finger_kreinin, coarse=True)


def _cells(program: Program) -> set[tuple[str, str, str]]:
    """Function x target x region; a service whose targets are not named stands for all (`*`), and so does an unknown region."""
    return {
        (service.function, target, region)
        for service in program.services
        for target in service.for_ or ("*",)
        for region in program.regions or ("*",)
    }


@measure("duplicated_cell_share", unit="share of cells", needs=(*NEEDS, "regions"), range=(0, 1),
         formula="own cells (function x target x region) that a declared peer serves too / own cells", source="codebook RED-1")  # fmt: skip
def duplicated_cell_share(program: Program, landscape: Landscape) -> Measurement:
    """How many of the program's own cells a declared peer serves as well; `*` meets every target and region."""
    cells = _cells(program)
    peers = {id: peer for id, peer in landscape.peers.items() if peer.services and program.peers and id in program.peers.by_id}
    if not cells or not peers:
        return Measurement.unknown("the services of the program and of a declared peer are not both described")
    theirs = {cell for peer in peers.values() for cell in _cells(peer)}
    served = {key for cell in theirs for key in _blurred(cell)}
    share = sum(bool(_blurred(cell) & theirs) or cell in served for cell in cells) / len(cells)
    complete = program.peers.complete and all("services" in each.listed_in_full for each in peers.values())
    evidence = {id for service in program.services for id in service.evidence} | {
        id for peer in peers for id in program.peers.by_id[peer].evidence
    }
    return Measurement.exactly(share, n=len(cells), evidence=tuple(sorted(evidence)), at_most=not complete)


def _blurred(cell: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    """A cell as it stands, and without its target, its region or both: work grows with the cells and not with their pairs."""
    function, target, region = cell
    return {(function, one, two) for one in (target, "*") for two in (region, "*")}


MEASURES = [
    duplicated_cell_share, service_jaccard, service_jaccard_coarse, service_cosine, finger_kreinin_fine, finger_kreinin_coarse,
]  # fmt: skip
