"""Test vectors of the formulas: what the engine gives, for whatever computes it a second time.

`PYTHONPATH=tests python tests/formulas/vectors.py FILE` writes them as JSON: the keys and
numbers of seeds, and for programs under several weightings every score with its possible
range, interval and bands, and pairs.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from reweighted import Tried, Weighing

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.robustness.changed import with_levels
from evalkit.engine import uncertainty
from evalkit.engine.aggregators import NAMES
from evalkit.locale import language
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Pair
from evalkit.model.message import Listing, Message, Term
from evalkit.model.result import OVERALL, Rating, Score
from evalkit.model.rubric import Rubric
from evalkit.report.html.live import live

SEEDS = (0, 1, 20260101, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
FIRST = 8
"""Numbers of a seed that are given one by one; the sum over all of them by their places holds
the rest."""
COMPARED = 7
"""Programs of a case, from the first, that are compared with each other."""
ANY_LEVEL = tuple(quarter / 4 for quarter in range(17))
OTHERS = tuple(name for name in NAMES if name != "geometric")
"""Aggregators but that of the overall score of the library."""
BELOW = ("only_one_side", "keys_differ")
"""Notes, which a page shows by other means than its reasons."""


@frozen
class Case:
    """Programs of one rubric, and the weightings that are tried on them."""

    name: str
    cards: Sequence[ReportCard]
    weightings: Sequence[Tried]

    def runs(self) -> Iterator[dict[str, Any]]:
        """Scores under each weighting, and pairs under every other one."""
        weighing = Weighing(self.cards)
        for place, tried in enumerate(self.weightings):
            cards = {card.program.id: card for card in weighing.under(tried)}
            compared = [] if place % 2 else list(cards.values())[:COMPARED]
            yield {
                "weights": {id: value / 100 for id, value in tried.items()},
                "scores": {id: dict(_scores(card)) for id, card in cards.items()},
                "pairs": list(_pairs(compared, self.cards[0].rubric)),
            }

    def leveled(self) -> Iterator[dict[str, Any]]:
        """Programs at other levels: some at random, and every criterion at once."""
        chance = random.Random(13)
        for card in self.cards[:COMPARED]:
            criteria = [*card.rubric.criteria()]
            for tried in (chance.sample(criteria, 2), criteria):
                levels = {id: chance.choice(ANY_LEVEL) for id in tried}
                yield {
                    "program": card.program.id,
                    "levels": levels,
                    "scores": dict(_scores(with_levels(card, levels))),
                }


def vectors(cases: Sequence[Case]) -> dict[str, Any]:
    """Everything that is written."""
    return {
        "seeds": [_seed(seed) for seed in SEEDS],
        "cases": [
            {
                "name": case.name,
                **live(case.cards),
                "runs": list(case.runs()),
                "leveled": list(case.leveled()),
            }
            for case in cases
        ],
    }


def all_cases() -> list[Case]:
    """The library by two rubrics, and with levels at random, so that more has a score.

    The fourth case has levels at both ends, where floors and caps hold, and a program twice.
    """
    library, chance = _spread_out(evalkit.score()), random.Random(3)
    extreme = [_filled(card, chance, (0, 0, 0.25, 4)) for card in library[:COMPARED]]
    twin = evolve(extreme[1], program=evolve(extreme[1].program, id="twin"))
    sets = {
        "library": library,
        "library by dac": _spread_out(evalkit.score(rubric="dac")),
        "levels at random": [_filled(card, chance, ANY_LEVEL) for card in library],
        "levels at the ends": [twin, *extreme],
        **{
            f"overall by {name}": [_with_overall(card, name) for card in extreme]
            for name in OTHERS
        },
    }
    return [
        Case(name, cards, [*_weightings(cards[0].rubric)])
        for name, cards in sets.items()
    ]


def _with_overall(card: ReportCard, aggregate: str) -> ReportCard:
    """The card by its rubric with another way to make one score of several."""
    overall = evolve(card.rubric.overall, aggregate=aggregate)
    return evolve(card, rubric=evolve(card.rubric, overall=overall))


def _spread_out(cards: Sequence[ReportCard]) -> list[ReportCard]:
    """The cards in an order in which the first are of all countries and types."""
    return [card for start in range(4) for card in cards[start::4]]


def _weightings(rubric: Rubric) -> Iterator[Tried]:
    """The rubric's weights, some at random, one dimension without any, and the key criteria
    without any."""
    chance = random.Random(11)
    yield {}
    for share in (0.2, 0.5, 1):
        yield {
            id: chance.choice([0, 0, *range(1, 101)])
            for id in (*rubric.dimensions, *rubric.criteria())
            if chance.random() < share
        }
    first = next(iter(rubric.dimensions.values()))
    yield dict.fromkeys(first.criteria, 0)
    yield {dimension.key["default"]: 0 for dimension in rubric.dimensions.values()}


def _filled(
    card: ReportCard, chance: random.Random, levels: Sequence[float]
) -> ReportCard:
    dimensions = [
        evolve(
            dimension,
            criteria=tuple(
                _at_random(rating, chance, levels) for rating in dimension.criteria
            ),
        )
        for dimension in card.dimensions
    ]
    return evolve(card, dimensions=tuple(dimensions))


def _at_random(
    rating: Rating, chance: random.Random, levels: Sequence[float]
) -> Rating:
    """A rating with a level, with a range alone, with nothing, or that does not apply."""
    drawn = chance.random()
    if drawn < 0.1:
        status = chance.choice(["unknown", "not_applicable"])
        interval = chance.choice([None, (0.0, 4.0)])
        return evolve(rating, status=status, level=None, interval=interval)
    level, half = chance.choice(levels), chance.choice([0.35, 0.6, 1.5])
    interval = (max(0.0, level - half), min(4.0, level + half))
    if drawn < 0.2:
        return evolve(rating, status="unknown", level=None, interval=interval)
    status = chance.choice(["rated", "contested", "absent"])
    return evolve(rating, status=status, level=level, half=half, interval=interval)


def _seed(seed: int) -> dict[str, Any]:
    keys, numbers = uncertainty.mix(seed).tolist(), uncertainty.sampled(seed).tolist()
    assert len(set(keys)) == uncertainty.DRAWS
    return {
        "seed": seed,
        "keys": keys[:FIRST],
        "all_keys": placed(keys),
        "numbers": numbers[:FIRST],
        "all_numbers": placed(numbers),
    }


def placed(numbers: Sequence[float]) -> float:
    """A sum that moves when two numbers change places."""
    return sum(number * (place % 97 + 1) for place, number in enumerate(numbers))


def _scores(card: ReportCard) -> Iterator[tuple[str, dict[str, Any]]]:
    for dimension in card.dimensions:
        yield dimension.id, {**_score(dimension.score), "coverage": dimension.coverage}
    yield OVERALL, _score(card.overall)


def _score(score: Score) -> dict[str, Any]:
    return {
        "status": score.status,
        "score": score.score,
        "interval": score.interval,
        "possible": score.possible_range,
        "band": score.band,
        "bands": score.bands,
    }


def _pairs(cards: Sequence[ReportCard], rubric: Rubric) -> Iterator[dict[str, Any]]:
    ids = [*rubric.dimensions, *([OVERALL] if rubric.overall.is_given else [])]
    for place, pair in enumerate(combinations(cards, 2)):
        left, right = pair if place % 2 else reversed(pair)
        comparison = compare_programs([left, right], synthetic=True)
        for id in ids:
            result = comparison.pair(left.program.id, right.program.id, id)
            yield {
                "left": left.program.id,
                "right": right.program.id,
                "id": id,
            } | _pair(result, rubric)


def _pair(pair: Pair, rubric: Rubric) -> dict[str, Any]:
    reasons = [reason for reason in pair.reasons if reason.code not in BELOW]
    numbers = {
        "difference": pair.difference,
        "share": pair.share_left_higher,
        "scores": pair.scores,
        "interval": pair.interval,
        "whatever": pair.whatever_is_unknown,
    }
    return {
        "result": pair.result,
        "weight": pair.common_weight,
        "reasons": [[reason.code, _params(reason, rubric, pair)] for reason in reasons],
        "parts": {part.criterion: part.points for part in pair.contributions},
        "numbers": None if pair.difference is None else numbers,
    }


def _params(reason: Message, rubric: Rubric, pair: Pair) -> dict[str, Any]:
    """What fills a message in English, with the ids of dimensions for their names, and programs by
    their sides.
    """
    params: dict[str, Any] = {
        name: param.text_in(language("en")) for name, param in reason.params.items()
    }
    named = reason.params.get("dimensions")
    if isinstance(named, Listing):
        names = {term.text for term in named.items if isinstance(term, Term)}
        params["dimensions"] = [
            dimension
            for dimension, held in rubric.dimensions.items()
            if held.name in names
        ]
    lacking = reason.params.get("programs")
    if isinstance(lacking, Listing):
        sides = (pair.left, pair.right)
        params["programs"] = [sides.index(program.id) for program in lacking.items]
    return params


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(vectors(all_cases())), encoding="utf-8")
