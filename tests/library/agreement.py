"""The cells of the library in which the evaluators' levels stand beside those of a coder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen

from evalkit.model.card import ReportCard
from evalkit.model.quantity import Missing
from evalkit.session import Session
from evalkit.session.settings import Settings

LIBRARY = Path(__file__).parents[2] / "programs"
CODER = "r1"
NEAR = 0.5
FAR = 1.0


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
