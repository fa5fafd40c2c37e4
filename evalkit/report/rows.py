"""Cards and comparisons as tidy rows, which CSV files and frames share; what is not known is None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.result import OVERALL, Span
from evalkit.report.number import exact

Row = dict[str, Any]


def criteria(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each criterion of each program."""
    return [
        {
            **_program(card), "dimension": dimension.id, "criterion": rating.id, "status": rating.status, "level": exact(rating.level),
            **_ends("level", rating.interval), "grade": rating.grade, "inherited_from": rating.inherited_from, "anchor": rating.anchor,
            "reasons": "; ".join(rating.reasons), "evidence": "; ".join(_cited(card, id) for id in rating.evidence),
            "dimension_status": dimension.score.status, "dimension_score": exact(dimension.score.score),
            **_ends("dimension", dimension.score.interval), "dimension_band": dimension.score.band, "overall_score": exact(card.overall.score),
        }
        for card in cards for dimension in card.dimensions for rating in dimension.criteria
    ]  # fmt: skip


def dimensions(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each dimension of each program, and one for the overall score."""
    return [
        {
            **_program(card), "dimension": name, "status": score.status, "score": exact(score.score), **_ends("score", score.interval),
            **_ends("bound", score.bounds), "band": score.band, "coverage": exact(coverage), "reasons": "; ".join(score.reasons),
        }
        for card in cards
        for name, score, coverage in [*((each.id, each.score, each.coverage) for each in card.dimensions), (OVERALL, card.overall, None)]
    ]  # fmt: skip


def pairs(comparison: Comparison) -> list[Row]:
    """One row for each pair and dimension."""
    return [
        {
            "left": pair.left, "right": pair.right, "dimension": pair.dimension, "verdict": pair.verdict, "difference": exact(pair.difference),
            "share_left_higher": exact(pair.share_left_higher), "common_weight": exact(pair.common_weight), "reasons": "; ".join(pair.reasons),
        }
        for pair in comparison.pairs
    ]  # fmt: skip


def _program(card: ReportCard) -> Row:
    program = card.program
    return {
        "program": program.id,
        "name": program.name,
        "country": program.country,
        "object_type": program.object_type,
        "rubric": card.rubric.label,
        "synthetic": program.synthetic,
        "overlays": "; ".join(each.path for each in card.overlaid),
    }


def _cited(card: ReportCard, id: str) -> str:
    evidence, source = card.cited(id)
    return f"{id} ({', '.join([source.cite, *evidence.at])})"


def _ends(name: str, ends: Span | None) -> Row:
    low, high = ends or (None, None)
    return {f"{name}_low": exact(low), f"{name}_high": exact(high)}
