"""The pictures of a portfolio's page: who does what, and where programs overlap."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from evalkit.model.frozen import frozen
from evalkit.model.overlaps import Money
from evalkit.model.places import countries
from evalkit.model.portfolio import Portfolio

MOST = 40
"""Owners and places that are shown, those with most programs first."""
SHADES = 5
TILES = {
    "KR": ("28 11 41 42", "44 50 43 47", "45 30 27 31", "46 29 48 26", "49"),
    "TW": (
        "LIE . TPE KEE",
        ". TAO NWT ILA",
        "KIN HSZ HSQ .",
        ". MIA TXG HUA",
        "PEN CHA NAN .",
        ". YUN CYQ .",
        ". CYI TNN TTT",
        ". KHH PIF .",
    ),
}
"""Where the regions of a country lie, roughly: rows from the north, columns from the west."""


@frozen
class Cell:
    """A number of programs, and its shade from 0 for none to `SHADES` for the most."""

    programs: int
    shade: int


Tile = tuple[int, int, str, Cell | None]
"""Column, row and region of a map, and how many programs overlap there."""


@frozen
class Matrix:
    """How many programs of each owner have each function; `left_out` is the number of owners that
    are not shown.
    """

    functions: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    left_out: int


@frozen
class Spot:
    """A place: its programs, those of which a function is known, those that share one there, those
    that share the target group as well, the budgets that are known, whether there is more money
    than that, and the budgets of programs that duplicate another one.

    Without a function of any program nobody knows whether programs overlap: `overlapping` is None,
    and so is `duplicates` where no target group is known.
    """

    label: str
    programs: int
    judged: int
    overlapping: Cell | None
    duplicates: int | None
    budget: tuple[Money, ...]
    is_least: bool
    duplicated: tuple[Money, ...]


def owners_by_function(portfolio: Portfolio) -> Matrix:
    """The matrix of the owners with most programs that have a function."""
    counts = Counter(
        (owner, function)
        for program in portfolio.programs
        for owner in program.owners
        for function in program.functions
    )
    # by programs: one with three functions stands in three cells of its owner
    sizes = Counter(
        owner
        for program in portfolio.programs
        if program.functions
        for owner in program.owners
    )
    owners = sorted(sizes, key=lambda owner: (-sizes[owner], owner))
    functions = tuple(sorted({function for _, function in counts}))
    most = max(counts.values(), default=0)
    rows = tuple(
        (owner, tuple(_cell(counts[owner, function], most) for function in functions))
        for owner in owners[:MOST]
    )
    return Matrix(functions, rows, len(owners) - len(rows))


def spots(portfolio: Portfolio) -> list[Spot]:
    """The places, those with most programs that overlap first."""
    meeting: dict[str, set[str]] = {}
    for overlap in portfolio.of_step("overlap"):
        meeting.setdefault(overlap.place, set()).update(overlap.programs)
    regions = [program.regions for program in portfolio.programs if program.functions]
    coded = Counter(region for served in regions for region in served)
    numbers = {
        place.name: len(meeting.get(place.name, ())) for place in portfolio.by_region
    }
    # a whole country has more than any region, and would make all of them pale
    regions_alone = [numbers[name] for name in numbers if name not in countries()]
    most = max(regions_alone, default=0)
    places = []
    for place in portfolio.by_region:
        name = place.name
        overlapping = _cell(numbers[name], most) if coded[name] else None
        is_least = bool(place.without_budget or place.not_assigned)
        spot = Spot(
            label=name,
            programs=place.programs,
            judged=coded[name],
            overlapping=overlapping,
            duplicates=place.duplicates,
            budget=place.budget,
            is_least=is_least,
            duplicated=place.duplicated,
        )
        places.append(spot)
    return sorted(places, key=_order)


def _order(spot: Spot) -> tuple[int, int, str]:
    overlapping = spot.overlapping.programs if spot.overlapping else 0
    return -overlapping, -spot.programs, spot.label


def maps(places: Iterable[Spot]) -> dict[str, list[Tile]]:
    """By country the tiles of its regions: column, row, region and how many programs overlap there,
    None where no function of a program is known; of countries whose regions have tiles and where
    programs overlap.
    """
    known = {spot.label: spot.overlapping for spot in places}
    drawn = {}
    for country, rows in TILES.items():
        tiles = [
            # where no program is, none overlap
            (column, row, region, known.get(region, Cell(0, 0)))
            for column, row, region in _placed(country, rows)
        ]
        if any(cell and cell.programs for *_, cell in tiles):
            drawn[country] = tiles
    return drawn


def _placed(country: str, rows: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    for row, codes in enumerate(rows):
        for column, code in enumerate(codes.split()):
            if code != ".":
                yield column, row, f"{country}-{code}"


def _cell(number: int, most: int) -> Cell:
    if not number:
        return Cell(0, 0)
    # Rounded up, so that none that there are looks like none.
    shade = math.ceil(SHADES * number / (most or number))
    return Cell(number, min(SHADES, shade))
