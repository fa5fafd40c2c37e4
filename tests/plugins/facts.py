"""Small programs, so that every expected number can be worked out by hand.

Measures are taken through the core, so that a measure which reads what it does not declare,
cites what it was not given or leaves its range fails here.
"""

from __future__ import annotations

import evalkit_coordination
import evalkit_redundancy
import evalkit_regional_fit
import evalkit_spillover
from hypothesis import settings

from evalkit.engine.measure import measure
from evalkit.model.context import Context, Statistics
from evalkit.model.facts import Service
from evalkit.model.program import Evidence, Program, Source
from evalkit.model.quantity import Quantity
from evalkit.model.relations import Actor, Peer, Peers, Tie
from evalkit.plugin import Evaluator
from evalkit.plugin.host import load

load()  # which makes the words of their messages known
# the first call of a measure is slow, and speed is not what is tested here
settings.register_profile("measures", deadline=None)
settings.load_profile("measures")

SOURCE = Source("statistics", "A table of a statistical office", 2014)
EVIDENCE = {
    id: Evidence("s", (id,), "behavior", id) for id in ("e1", "e2", "e3", "e4", "e5")
}
EVALUATORS = {
    evaluator.id: evaluator
    for package in (
        evalkit_coordination,
        evalkit_redundancy,
        evalkit_regional_fit,
        evalkit_spillover,
    )
    for evaluator in package.evalkit_evaluators()
}
MEASURES = {
    each.id: each for evaluator in EVALUATORS.values() for each in evaluator.measures
}


def program(id="p", **fields):
    """A program that tells the given fields and nothing else."""
    return Program(
        id,
        "P",
        "FR",
        "program",
        **{"sources": {"s": SOURCE}, "evidence": EVIDENCE, **fields},
    )


def take(id, found=None, statistics=None, **fields):
    """What a measure says of a program with these fields, among the peers that are found and
    these tables; it must not fail."""
    result = measure(
        Evaluator("any", [MEASURES[id]]),
        program(**fields),
        Context(found or {}, statistics),
    )[id]
    assert not result.failed, str(result.why)
    return result


def value(id, **facts):
    """The interval alone."""
    return take(id, **facts).value


def answers(*ids):
    """Mark a test as one that holds measures against a published example, or against an
    independent way to compute them."""

    def mark(test):
        test.answers = ids
        return test

    return mark


def number(value, unit="", year=None):
    return Quantity(float(value), float(value), unit, year)


def firm(sector=None, **more):
    return Actor(("firm_sme",), **({"sector": sector} if sector else {}), **more)


def agency(sector=None, **more):
    return Actor(("agency_regional",), **({"sector": sector} if sector else {}), **more)


def tie(kind, one, other, state="present", evidence=("e1",), **more):
    """An undirected tie."""
    return Tie(kind, between=(one, other), state=state, evidence=evidence, **more)


def arrow(kind, one, *others, state="present", evidence=("e1",), **more):
    """A directed tie."""
    return Tie(kind, from_=(one,), to=others, state=state, evidence=evidence, **more)


def service(function="F04", evidence=("e1",), **more):
    return Service(function, evidence=evidence, **more)


def peers_named(*ids, complete=True, **more):
    """Peers that are declared by their ids."""
    return Peers(complete, {id: Peer(evidence=("e2",), **more) for id in ids})


def tables(**rows):
    return Statistics("tables", SOURCE, **rows)


GANGWON = [
    ("A02", 11631, 1925, 5.83),
    ("B05", 2147, 1942, 31.84),
    ("C11", 20272, 2211, 3.84),
    ("C21", 54886, 2445, 1.57),
    ("C26", 399993, 721, 0.06),
    ("C30", 361407, 3266, 0.32),
    ("I55", 173538, 20963, 4.25),
    ("K64", 297628, 7066, 0.84),
]
"""Persons by KSIC division in the nation and in Gangwon in 2020 (KOSIS, census on
establishments), and a third party's location quotients."""
