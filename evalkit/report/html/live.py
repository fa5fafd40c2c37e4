"""What the script of a page needs to score again under other weights: ratings, seeds and the
numbers of the rubric, and no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import asdict

from evalkit.engine import sampler
from evalkit.engine.aggregators import NAMES
from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.decision_table import TABLE
from evalkit.model.result import ANY_LEVEL, Rating
from evalkit.model.rubric import Dimension, Rubric
from evalkit.report.phrases import series

STILL = "This page does not score again under other weights or levels."
BY_TABLE = (
    "A decision table gives the score of {names}: weights play no part there. To try other levels,"
    " use evalkit score --what-if."
)
BY_PLUGIN = "The page has no formula for the aggregator of {names}."


def is_live(rubric: Rubric) -> bool:
    """Whether the script of a page can score again: it knows the aggregators of the rubric."""
    return not _unscripted(rubric)


def still(rubric: Rubric) -> list[str]:
    """Why a page does not score again, in the current language; empty where it does."""
    tables, others = [], []
    for name, way in _unscripted(rubric):
        if way == TABLE:
            tables.append(say(name))
        else:
            others.append(f"{say(name)} ({way})")
    why = []
    for text, names in ((BY_TABLE, tables), (BY_PLUGIN, others)):
        if names:
            why.append(say(text, names=series(names)))
    return [say(STILL), *why] if why else []


def _unscripted(rubric: Rubric) -> list[tuple[str, str]]:
    """What has a score that the script cannot compute: its name and its aggregator."""
    ways = [
        (dimension.name, dimension.aggregate)
        for dimension in rubric.dimensions.values()
    ]
    ways.append(("Overall", rubric.overall.aggregate))
    return [(name, way) for name, way in ways if way not in (*NAMES, "none")]


def live(cards: Sequence[ReportCard]) -> dict[str, Any]:
    """The data of a page whose cards are all of one rubric."""
    return {
        "rubric": _rubric(cards[0].rubric),
        "programs": {card.program.id: _program(card) for card in cards},
    }


def _rubric(rubric: Rubric) -> dict[str, Any]:
    return {
        "bands": [
            {"name": name, "from": rubric.bands[name].from_}
            for name in rubric.bands_best_first()
        ],
        "coverage": asdict(rubric.coverage),
        "ranking": asdict(rubric.ranking),
        "shared_error": rubric.evidence.shared_error,
        "overall": {
            "aggregate": rubric.overall.aggregate,
            "floor": rubric.overall.floor,
            "needs": asdict(rubric.overall.needs),
            "caps": [
                {"dimensions": rule.dimensions, "below": rule.below, "band": rule.band}
                for rule in rubric.overall.caps
            ],
        },
        "dimensions": [
            {"id": name, **_dimension(dimension)}
            for name, dimension in rubric.dimensions.items()
        ],
        "weights": {
            **{name: dimension.weight for name, dimension in rubric.dimensions.items()},
            **{name: criterion.weight for name, criterion in rubric.criteria().items()},
        },
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    return {
        "aggregate": dimension.aggregate,
        "criteria": list(dimension.criteria),
        "key": dict(dimension.key),
        "above_key": dimension.cap.above_key if dimension.cap else None,
    }


def _program(card: ReportCard) -> list[Any]:
    """The type of program, whether it is synthetic, and the ratings in the order of the rubric; as
    lists, because a page must stay small.
    """
    return [
        card.program.object_type,
        card.program.synthetic,
        [_rating(card, rating) for rating in card.ratings],
    ]


def _rating(card: ReportCard, rating: Rating) -> list[Any] | int | None:
    """Level, range, half-width of its error, its seed and those of its locations.

    Only null and the range without a level, null where everything is possible. Where the criterion
    does not apply, 0 by a rule of the rubric, and 1 by the word of coders, which leaves it in the
    possible range.
    """
    if rating.status == "not_applicable":
        return int(rating.interval is not None)
    if not rating.levelled:
        return [None, rating.interval] if rating.interval else None
    # Seeds in place of draws: a page computes the same 2,000 of each (decision 0004).
    seed, locations = card.seed, sampler.locations(card, rating)
    shared = [sampler.of_location(seed, location) for location in locations]
    return [
        rating.level,
        rating.interval or ANY_LEVEL,
        rating.half,
        sampler.of_rating(seed, rating, locations),
        shared,
    ]
