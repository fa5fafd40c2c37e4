"""What holds the band of an overall score down, and what is flagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.model.message import Count, Message, Number, Ref, Term, message, names
from evalkit.model.rubric import Limit, Rubric


def _below(rule: Limit, rubric: Rubric, scored: Mapping[str, float]) -> list[str]:
    """The names of the dimensions that fall below a limit; one without a score does not."""
    return [
        rubric.dimensions[dimension_id].name
        for dimension_id in rule.dimensions
        if dimension_id in scored and scored[dimension_id] < rule.below
    ]


def holding_cap(rubric: Rubric, scored: Mapping[str, float]) -> Limit | None:
    """The first of the caps that leave the worst band; None where none holds."""
    holding: Limit | None = None
    for cap in rubric.overall.caps:
        limit = holding.band if holding else None
        if _below(cap, rubric, scored) and rubric.worse(cap.band, limit) != limit:
            holding = cap
    return holding


def notes_of_limits(
    rubric: Rubric, scored: Mapping[str, float], cap: Limit | None
) -> Iterator[Message]:
    """What the cap that holds the band down and the flags say."""
    if cap:
        low = _below(cap, rubric, scored)
        yield message(
            "overall_capped",
            dimensions=names(low),
            n=Count(len(low)),
            below=Number(cap.below),
            band=Ref(cap.band),
        )
    for flag in rubric.overall.flags:
        for name in _below(flag, rubric, scored):
            dimension = Term(name, inside=True)
            yield message("flagged", dimension=dimension, below=Number(flag.below))
