"""What makes a score or a difference uncertain, in words: by dimension every factor."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.robustness.doubt import Doubt, Factor, Spread
from evalkit.model.rounding import written
from evalkit.report import judgment, number
from evalkit.report.phrases import labelled
from evalkit.report.robustness.blocks import Block

COMBINE = ("arithmetic", "geometric", "minimum")
"""The aggregators that vary everywhere."""
FACTORS = {
    "levels": "levels of certainty",
    "coders": "whose level",
    "unknown": "unknown levels",
    "weights": "weights",
    "scale": "scale of levels",
    "aggregator": "aggregator",
}
OF_ONE = "Median of the score {middle}, 80% of simulations {interval}"
OF_TWO = "Median of {left} minus {right} {middle}, 80% of simulations {interval}"
NOTE = (
    "Everything varies at once: levels by their errors, coders one by one, unknown levels over"
    " their range, all weights that add up to 1, scales from concave to convex, and aggregators:"
    " arithmetic mean, geometric mean and minimum. Alone: the share of the variance that a factor"
    " makes by itself. With others: what it takes part in. ± is the 95% bootstrap interval."
)
BY_TABLE = (
    "A decision table gives this score: weights, the scale of levels and the aggregator play no"
    " part, and do not vary here."
)
OWN = "The aggregator of the rubric varies too: {name}."
NOT_VARIED = (
    "What does not vary: breakpoints, caps, the overall score, and a decision table."
)
NO_LEVELS = "There is nothing to divide: no dimension has a level."
NOTHING = "Nothing changes it."


def blocks(doubt: Doubt, every: bool = True) -> list[Block]:
    """A block for each dimension."""
    made = [_block(doubt, entry) for entry in doubt.dimensions]
    if not made:
        made.append(Block("", [say(NO_LEVELS)]))
    return [*made, Block("", notes=[say(NOTE), say(NOT_VARIED)])]


def _block(doubt: Doubt, entry: Spread) -> Block:
    # a single one is the left
    names = dict(zip(("left", "right"), doubt.programs, strict=False))
    text = say(
        OF_TWO if len(names) == 2 else OF_ONE,
        middle=number.score(entry.middle),
        interval=number.span(entry.interval),
        **names,
    )
    texts = [text] if entry.factors else [text, say(NOTHING)]
    return Block(
        say(entry.name),
        texts,
        head=[say("factor"), say("alone"), say("with others")],
        rows=[_row(factor) for factor in entry.factors],
        notes=_varied(entry),
    )


def _varied(entry: Spread) -> list[str]:
    """What varies here in another way than elsewhere."""
    if not entry.aggregators:
        return [say(BY_TABLE)]
    own = [name for name in entry.aggregators if name not in COMBINE]
    return [say(OWN, name=name) for name in own]


def _row(factor: Factor) -> list[str]:
    name = say(FACTORS[factor.kind])
    if factor.certainty:
        name = labelled(name, judgment.certainty(factor.certainty))
    return [
        name,
        _share(factor.first, factor.first_error),
        _share(factor.total, factor.total_error),
    ]


def _share(share: float, error: float) -> str:
    """An index as it is estimated; below 0 it is none."""
    return say(
        "{share} ± {points}",
        share=number.share(max(0.0, share)),
        points=written(100 * error),
    )
