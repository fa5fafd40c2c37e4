"""How far the evaluators' levels agree with those of a coder: Krippendorff's alpha, with a
bootstrap interval, and the cells far apart.

Alpha is 1 - observed / expected disagreement (Krippendorff 2011, Computing Krippendorff's
alpha-reliability); `ordinal` takes the squared number of values that lie between two, half of
the ends counted.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random

from attrs import frozen

from evalkit.model.card import ReportCard
from evalkit.model.quantity import Missing
from evalkit.session import Session
from evalkit.session.settings import Settings

LIBRARY = Path(__file__).parents[2] / "programs"
CODER = "r1"
NEAR = 0.5
FAR = 1.0
Units = Sequence[Sequence[float]]
"""For each unit the values of those who gave one."""


@frozen
class Cell:
    """One criterion of one program: the level of the evaluators and that of the coder, None
    where there is none."""

    program: str
    country: str
    dimension: str
    criterion: str
    evaluator: float | None
    coder: float | None
    origin: str

    @property
    def both(self) -> bool:
        """Whether both give a level."""
        return self.evaluator is not None and self.coder is not None

    @property
    def apart(self) -> float:
        """How far the two lie apart, in levels."""
        return abs((self.evaluator or 0.0) - (self.coder or 0.0))


@cache
def without_coders(folder: Path = LIBRARY) -> tuple[ReportCard, ...]:
    """The cards of the library without any coder's file."""
    with tempfile.TemporaryDirectory() as place:
        ignore = shutil.ignore_patterns(f"*.{CODER}.yaml")
        shutil.copytree(folder, Path(place) / "programs", ignore=ignore)
        return (
            Session(Settings())
            .score([str(Path(place) / "programs")], draws=False)
            .cards
        )


@cache
def with_coders() -> tuple[ReportCard, ...]:
    """The cards of the library as it is."""
    return Session(Settings()).score([], draws=False).cards


@cache
def cells() -> list[Cell]:
    """Every criterion of every program."""
    coded = {
        card.program.id: card.program.codings.get(CODER, {}) for card in with_coders()
    }
    return [
        cell
        for card in without_coders()
        for cell in _cells(card, coded[card.program.id])
    ]


def _cells(card: ReportCard, codings: dict) -> Iterator[Cell]:
    for dimension in card.dimensions:
        for rating in dimension.criteria:
            coding = codings.get(rating.id)
            level = None
            if coding is not None:
                absent = (
                    isinstance(coding.level, Missing) and coding.level.state == "absent"
                )
                level = (
                    0.0
                    if absent
                    else None
                    if isinstance(coding.level, Missing)
                    else coding.level
                )
            country = card.program.country
            yield Cell(
                card.program.id,
                country,
                dimension.id,
                rating.id,
                rating.level,
                level,
                origin(card, rating.id),
            )


def origin(card: ReportCard, criterion: str) -> str:
    """What the level of a criterion comes from: counts and tables, amounts in words, or kinds."""
    origins = set()
    for each in card.rating(criterion).measured:
        if each.counted and each.role == "main":
            if each.observation is None or each.observation.value.number is not None:
                origins.add("counts and tables")
            else:
                low, high = each.measurement.value
                origins.add(
                    "kinds"
                    if low == high and low not in (0.0, 1.0) or _is_kind(each)
                    else "amounts in words"
                )
    return " and ".join(sorted(origins))


def _is_kind(measured) -> bool:
    return "share" not in measured.measurement.unit


def halves(value: float) -> float:
    """A level in halves, as coders give them."""
    return round(2 * value) / 2


def units(found: Sequence[Cell]) -> list[list[float]]:
    """The pairs of levels of the cells in which both give one."""
    return [[halves(cell.evaluator), cell.coder] for cell in found if cell.both]


def nominal(one: float, other: float, counts: Counter) -> float:
    """1 where two values differ."""
    return float(one != other)


def ordinal(one: float, other: float, counts: Counter) -> float:
    """The squared number of values between two, half of the ends counted."""
    low, high = sorted((one, other))
    between = sum(n for value, n in counts.items() if low <= value <= high)
    return float((between - (counts[low] + counts[high]) / 2) ** 2)


def alpha(
    found: Units, distance: Callable[[float, float, Counter], float] = ordinal
) -> float | None:
    """Krippendorff's alpha, 1 for full agreement and 0 for chance; None where nothing varies."""
    paired = [unit for unit in found if len(unit) > 1]
    counts = Counter(value for unit in paired for value in unit)
    total = sum(counts.values())
    observed = sum(
        sum(distance(one, other, counts) for one, other in permutations(unit, 2))
        / (len(unit) - 1)
        for unit in paired
    )
    expected = sum(
        n * m * distance(one, other, counts)
        for one, n in counts.items()
        for other, m in counts.items()
    )
    return None if not expected else 1 - (total - 1) * observed / expected


def bootstrap(
    found: Units, draws: int = 1000, seed: int = 1
) -> tuple[float, float] | None:
    """The central 95 % of alpha over units drawn with replacement."""
    random, values = Random(seed), []
    for _ in range(draws):
        value = alpha([random.choice(found) for _ in found])
        if value is not None:
            values.append(value)
    values.sort()
    return (
        (values[len(values) // 40], values[-1 - len(values) // 40]) if values else None
    )
