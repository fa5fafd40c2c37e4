"""A plugin for attacks: facts and settings of every kind, and a measure that reads both."""

from __future__ import annotations

from typing import Any, Literal

import evalkit_coordination
from attrs import evolve, field, frozen

from evalkit.plugin import (
    Case,
    Context,
    Evaluator,
    FactBlock,
    Measurement,
    Missing,
    Number,
    Program,
    Rating,
    Series,
    SettingsBlock,
    hookimpl,
    number,
    refers,
    share,
)


@frozen
class Visit:
    """Advice to firms in one market."""

    market: str = ""
    firms: Number = number(unit="firms")
    evidence: tuple[str, ...] = refers("evidence")


@frozen
class Own:
    """Advice, and what firms made of it."""

    staff: Number = number(unit="staff")
    fee_share: Number = share()
    grants: Series = number(unit="KRW")
    mode: Literal["visits", "office"] | Missing = Missing()
    partner: str = refers("actors", default="")
    visits: tuple[Visit, ...] = ()
    by_industry: dict[str, Visit] = field(factory=dict)
    largest: Visit | Missing = Missing()
    evidence: tuple[str, ...] = refers("evidence")


@frozen
class Deep:
    """A class within."""

    low: float = number(0, 1, default=0.5)
    high: tuple[float, ...] = ()


@frozen
class OwnSettings:
    """What can be set."""

    covered: float = number(0, 1, default=0.1)
    words: tuple[str, ...] = ()
    kind: Literal["all", "some"] = "some"
    word: str = ""
    deep: Deep = Deep()


FACTS, SETTINGS = FactBlock("own", Own), SettingsBlock(OwnSettings)
(OURS,) = evalkit_coordination.evalkit_evaluators()


def covered(program: Program, context: Context) -> Measurement:
    """What is set where visits are stated."""
    stated = FACTS.of(program)
    if not stated or not stated.visits:
        return Measurement.unknown("nobody says whom it visits")
    return Measurement.exactly(SETTINGS.of(context).covered, evidence=[*stated.visits])


def rate(case: Case) -> Rating:
    """The level with the word that is set."""
    word = SETTINGS.of(case).word
    return evolve(case.default, reasons=[word]) if word else case.default


@hookimpl
def evalkit_facts() -> list[FactBlock[Any]]:
    """The facts."""
    return [FACTS]


@hookimpl
def evalkit_settings() -> list[SettingsBlock[Any]]:
    """The settings."""
    return [SETTINGS]


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    """Coordination with a measure of its own."""
    measures = {measure.id: measure for measure in OURS.measures}
    ours = measures["coordination_coverage"]
    measures[ours.id] = evolve(ours, function=covered, needs=["facts.own"])
    return [evolve(OURS, rate=rate, measures=measures.values())]
