"""Numbers that every version of Python and every machine gives, to the last digit.

`PYTHONPATH=.:plugins python tests/judgment/golden.py` writes them to `golden.txt`: what all
evaluators measure in two synthetic programs, scores of levels with awkward decimals by the small
rubric, and comparisons of them. A change of the method changes them, on purpose.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

from test_comparison import card

from evalkit.comparison.programs import compare_programs
from evalkit.engine.measure import measure
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Pair
from evalkit.model.context import Context
from evalkit.model.result import OVERALL
from evalkit.model.rounding import kept
from evalkit.plugin import host
from evalkit.report import number
from evalkit.session import Session
from evalkit.session.settings import Settings

FILE = Path(__file__).with_name("golden.txt")
SYNTHETIC = Path(__file__).parents[1] / "library" / "synthetic"
MEASURED = ("made-up-all-known", "made-up-dense-network")
LEVELS = {
    "ties": ((2.65, 2.65, 2.65, 2.65), (0.1, 0.2, 0.3, 0.7)),
    "thirds": ((1.3333, 2.6667, 0.0001, 3.9999), (3.3333, 1.1111, None, 2.2222)),
    "gaps": ((0.55, 1.15, None, None), (3.05, 2.95, 0.85, None)),
    "low": ((0, 0.05, 0.15, 0.25), (0.0, 0.0, 0.0, 0.1)),
}
"""Levels of two dimensions; sums of them end in other last bits in another order."""


def golden() -> dict[str, Any]:
    """Everything that is written."""
    cards = [card(id, *levels, half=0.6) for id, levels in LEVELS.items()]
    pairs = [compare_programs(pair).pairs for pair in combinations(cards, 2)]
    return {
        **{f"measures of {id}": _measures(id) for id in MEASURED},
        **{f"scores of {judged.program.id}": _scores(judged) for judged in cards},
        "pairs": {
            f"{pair.left} {pair.right} {pair.dimension}": _pair(pair)
            for compared in pairs
            for pair in compared
        },
    }


def _measures(id: str) -> dict[str, Any]:
    """The value of each measure, with its point."""
    program = Session(Settings()).read(SYNTHETIC / f"{id}.yaml").program
    return {
        name: [*taken.value, taken.point]
        for evaluator in host.load().evaluators().values()
        for name, taken in measure(evaluator, program, Context()).items()
        if taken.value
    }


def _scores(judged: ReportCard) -> dict[str, Any]:
    """By dimension the score, its interval and its possible range, and how the score is shown."""
    scores = {name: judged.score(name) for name in (*judged.rubric.dimensions, OVERALL)}
    return {
        name: [
            score.score,
            score.interval,
            score.possible_range,
            number.level(score.score),
        ]
        for name, score in scores.items()
    }


def _pair(pair: Pair) -> list[Any]:
    parts = {part.criterion: kept(part.points) for part in pair.contributions}
    return [
        pair.result,
        pair.difference,
        pair.share_left_higher,
        pair.scores,
        pair.interval,
        parts,
    ]


def text() -> str:
    """The golden numbers as they stand in the file, a line for each that is named."""
    return "".join(
        f"{kind}, {name}: {json.dumps(numbers)}\n"
        for kind, named in golden().items()
        for name, numbers in named.items()
    )


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
