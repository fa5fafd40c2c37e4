"""Whether the 80 % interval covers known true levels: a simulation of coders who err as their
certainty says (method, section 5).

Run as a program, it prints the table of docs/method.md: `python
tests/judgment/test_coverage.py`.
"""

import random

import pytest
from attrs import evolve
from small import program

from evalkit.engine.aggregate import aggregate_dimension, dimension_formula
from evalkit.engine.uncertainty import draw_levels, spread
from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES, rank
from evalkit.model.result import Rating, Score
from evalkit.session import Session
from evalkit.session.settings import Settings

RUBRIC = Session(Settings(installed=False)).rubric.rubric
WEIGHTS = {"COO-1": 0.25, "COO-2": 0.30, "COO-3": 0.15, "COO-4": 0.20, "COO-5": 0.10}
"""Those of the table, which is about the simulation: an edition may weigh otherwise."""


def weighed(dimension):
    criteria = {
        name: evolve(criterion, weight=WEIGHTS[name])
        for name, criterion in dimension.criteria.items()
    }
    return evolve(dimension, criteria=criteria)


DIMENSION = weighed(RUBRIC.dimensions["coordination"])
RUBRIC = evolve(RUBRIC, dimensions={**RUBRIC.dimensions, "coordination": DIMENSION})
TRUE = {"poor": 0.3, "middling": 2.0, "good": 3.7}
TIMES = 400
EXCEPTIONS = {
    ("poor", "high", True): (0.60, 0.70),
    ("good", "high", True): (0.60, 0.70),
    ("poor", "very low", False): (0.90, 0.93),
    ("poor", "low", False): (0.90, 0.93),
}
"""Where intervals cover less than 70 or more than 90 %.

Coders round to halves, which at high certainty errs more than the evidence does; a level near
the end of the scale cannot err beyond it.
"""


def observed(true, certainty, error, halves):
    """The levels that are given: the true ones with the error of their certainty, on the scale,
    and by coders in halves."""
    half = RUBRIC.evidence.half_width[certainty]
    noisy = (level + half / 2 * error.gauss(0, 1) for level in true.values())
    clipped = (min(4.0, max(0.0, level)) for level in noisy)
    return {
        id: round(2 * level) / 2 if halves else level
        for id, level in zip(true, clipped, strict=True)
    }


def scored(levels, certainty):
    """The score of a dimension from coded levels, with its interval."""
    half, subject = RUBRIC.evidence.half_width[certainty], program()
    rated = [
        Rating(
            id,
            DIMENSION.criteria[id],
            "rated",
            level,
            (max(0.0, level - half), min(4.0, level + half)),
            certainty,
            half=half,
        )
        for id, level in levels.items()
    ]
    dimension = aggregate_dimension("coordination", RUBRIC, rated, subject)
    draws = draw_levels(
        ReportCard(
            subject, RUBRIC, "", (dimension,), Score("not_rated", None, (0, 100))
        ),
        1,
    )
    return spread(
        dimension.score, dimension_formula(DIMENSION, dimension.key, draws), RUBRIC
    )


def covered(world, certainty, halves):
    """The share of simulated programs whose interval holds the true score."""
    error, true = (
        random.Random(f"{world} {rank(certainty)}"),
        dict.fromkeys(DIMENSION.criteria, TRUE[world]),
    )
    score = float(dimension_formula(DIMENSION, DIMENSION.key_for("program"), true))
    found = (
        scored(observed(true, certainty, error, halves), certainty).interval
        for _ in range(TIMES)
    )
    return sum(low <= score <= high for low, high in found) / TIMES


@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize("certainty", CERTAINTIES)
@pytest.mark.parametrize("world", TRUE)
def test_intervals_cover_what_is_true(world, certainty, halves):
    share = covered(world, certainty, halves)
    least, most = EXCEPTIONS.get((world, certainty, halves), (0.70, 0.90))
    assert least <= share <= most


def table():
    """The table of docs/method.md: without rounding, as evaluators give levels, and in halves,
    as coders do."""
    rows = [
        "| true levels | given | " + " | ".join(CERTAINTIES) + " |",
        "|---" * 6 + "|",
    ]
    for halves, given in ((False, "by evaluators"), (True, "by coders, in halves")):
        for world, level in TRUE.items():
            shares = " | ".join(
                f"{covered(world, each, halves):.2f}" for each in CERTAINTIES
            )
            rows.append(f"| {world} ({level:g}) | {given} | {shares} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
