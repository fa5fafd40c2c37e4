"""Who answers the statements: the engine, and two trivial judges that know the country alone or
count words of success."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from agreement import CODER, with_coders, without_coders
from attrs import frozen
from plain import PATHS, description, written
from statements import Change

import evalkit
from evalkit.model.card import ReportCard
from evalkit.session import Session
from evalkit.session.settings import Settings


class Library:
    """The programs of the library by country."""

    def ids(self, country: str) -> Iterable[str]:
        return [id for id in PATHS if description(id)["country"] == country]


class EngineJudge(Library):
    """The engine with the coder's files, as anybody gets it, or without them: what its
    evaluators say alone."""

    def __init__(self, coders: bool = True) -> None:
        self.coders = coders
        self._session = Session(Settings())
        self.cards = {
            card.program.id: card
            for card in (with_coders() if coders else without_coders())
        }

    def __call__(self, id: str, change: Change | None = None) -> Judged:
        if change is None:
            return Judged(self.cards[id])
        text = description(id)
        change(text)
        with TemporaryDirectory() as folder:
            if self.coders:
                shutil.copy(PATHS[id].with_name(f"{id}.{CODER}.yaml"), folder)
            return Judged(self._session.again().card(written(text, Path(folder))))


@frozen
class Judged:
    """A report card in the words of a statement."""

    card: ReportCard

    def score(self, dimension: str) -> float | None:
        return self.card.dimension(dimension).score.score

    def level(self, criterion: str) -> float | None:
        return self.card.rating(criterion).level

    def status(self, dimension: str) -> str:
        return self.card.dimension(dimension).score.status

    def measured(self, criterion: str, measure: str) -> tuple[float, float] | None:
        found = next(
            each
            for each in self.card.rating(criterion).measured
            if each.measurement.id == measure
        )
        return (
            (found.measurement.middle, found.point) if found.measurement.value else None
        )

    def nearest_peer(self) -> str | None:
        named = [
            (each.point, each.observation.of)
            for each in self.card.rating("RED-1").measured
            if each.measurement.id == "service_overlap"
            and each.observation
            and each.observation.of
        ]
        return min(named)[1].split(",")[0] if named else None

    def contradicted(self, criterion: str) -> bool:
        rating = self.card.rating(criterion)
        return {"supports", "contradicts"} <= {
            self.card.program.evidence[id].direction for id in rating.evidence
        }

    def share_above(self, other: Judged, dimension: str) -> float | None:
        return self._pair(other, dimension).share_left_higher

    def differs_clearly(self, other: Judged, dimension: str) -> bool:
        return self._pair(other, dimension).result in ("left", "right")

    def _pair(self, other: Judged, dimension: str) -> Any:
        return evalkit.compare([self.card, other.card]).pair(
            self.card.program.id, other.card.program.id, dimension
        )


@frozen
class Flat:
    """A result that is one level everywhere, as trivial judges give it."""

    everywhere: float

    def score(self, dimension: str) -> float:
        return 25 * self.everywhere

    def level(self, criterion: str) -> float:
        return self.everywhere

    def status(self, dimension: str) -> str:
        return "rated"

    def measured(self, criterion: str, measure: str) -> None:
        return None

    def nearest_peer(self) -> None:
        return None

    def contradicted(self, criterion: str) -> bool:
        return False

    def share_above(self, other: Flat, dimension: str) -> float:
        return (
            1.0
            if self.everywhere > other.everywhere
            else 0.5
            if self.everywhere == other.everywhere
            else 0.0
        )

    def differs_clearly(self, other: Flat, dimension: str) -> bool:
        return self.everywhere != other.everywhere


class CountryJudge(Library):
    """Knows the country and nothing else: Korea low, Taiwan high."""

    def __call__(self, id: str, change: Change | None = None) -> Flat:
        return Flat({"KR": 0.5, "TW": 3.5}[description(id)["country"]])


class WordsJudge(Library):
    """Counts words of success, whatever is said with them: a level for every two, up to 4."""

    WORDS = re.compile(
        r"succe|best|well|grow|grew|more and"
        r" more|network|cooperat|coordinat|partner|join|synerg|innovat|promot|market|abroad"
    )

    def __call__(self, id: str, change: Change | None = None) -> Flat:
        text = description(id)
        if change:
            change(text)
        del text["sources"]
        return Flat(min(4.0, len(self.WORDS.findall(yaml.dump(text).lower())) / 2))


TRIVIAL = {"the country alone": CountryJudge, "words of success": WordsJudge}
"""Judges that know nothing of what is asked."""
