"""The scores and levels of a saved result: their intervals, ranges and bands must fit them."""

from __future__ import annotations

from evalkit.model.measurement import Span
from evalkit.model.result import Score
from evalkit.model.rubric import Rubric
from evalkit.read.codec.strict import StrictDecoder

SLACK = 1e-4
"""What the decimals of a saved number may take away or add."""


def check_score(score: Score, rubric: Rubric, decoder: StrictDecoder) -> None:
    """Note what in a score contradicts itself or the rubric."""
    for name in (score.band, score.band_limit, *score.bands):
        if name:
            decoder.check_known(
                "band", name, rubric.bands, score, field="bands", of="of the rubric"
            )
    has_none = (score.score is None, score.band is None, score.status == "not_rated")
    if any(has_none) and not all(has_none):
        decoder.odd_field(
            score,
            "status",
            "a score has a band, and is rated or provisional; without one there is no band, "
            "and it is not_rated",
        )
    if score.score is None and score.interval is not None:
        decoder.odd_field(
            score,
            "interval",
            "a score has an interval, and an interval has a score",
        )
    # Simulations are not saved, so that the interval cannot be computed again, only held against
    # both.
    check_interval(score, "score", score.score, score.interval, decoder=decoder)
    possible, ends = score.possible_range, score.interval
    if ends and not (_holds(possible, ends[0]) and _holds(possible, ends[1])):
        decoder.odd_field(
            score,
            "possible_range",
            f"the possible range {_text(possible)} does not contain the interval {_text(ends)}",
        )
    _check_band(score, rubric, decoder)


def check_interval(
    block: object,
    name: str,
    value: float | None,
    interval: Span | None,
    *,
    decoder: StrictDecoder,
) -> None:
    """Note a score or a level, by its `name`, without an interval that holds it."""
    if value is None:
        return
    if interval is None:
        decoder.odd_field(
            block, "interval", f"a {name} has an interval, and an interval has a {name}"
        )
    elif not _holds(interval, value):
        decoder.odd_field(
            block,
            "interval",
            f"the interval {_text(interval)} does not contain the {name} {value:g}",
        )


def _check_band(score: Score, rubric: Rubric, decoder: StrictDecoder) -> None:
    """The band is that of the score, or the limit of a cap where that is worse.

    A score at the edge of two bands may have either.
    """
    points, band, limit = score.score, score.band, score.band_limit
    # what is no band of the rubric is noted already
    if points is None or band not in rubric.bands:
        return
    if limit and limit not in rubric.bands:
        return
    # points are saved with few decimals, and may have been rounded over the edge
    nearby = (points, max(0.0, points - SLACK), points + SLACK)
    wanted = [rubric.worse(rubric.band(value), limit) for value in nearby]
    if band in wanted:
        return
    below = f" under the limit {limit}" if limit else ""
    decoder.odd_field(
        score,
        "band",
        f"the band of {points:g}{below} is {wanted[0]} by the rubric, not {band}",
    )


def _holds(ends: Span, value: float) -> bool:
    return ends[0] - SLACK <= value <= ends[1] + SLACK


def _text(ends: Span) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"
