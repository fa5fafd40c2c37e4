"""Scores on a scale from 0 to 100 as one line of characters: a strip plot for terminals.

Where the output cannot encode these signs, `evalkit.report.whole` has others as wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.result import Score
from evalkit.model.rounding import rounded, saved

POINT, INTERVAL, POSSIBLE = "●", "─", "·"
"""A score, its uncertainty interval, and the possible range, which is faint."""
MANY = "+"
"""More programs in one place than a digit can count."""
TICKS = (0, 25, 50, 75, 100)
LEAST = 20
"""Cells from which the scale names its quarters, and not its ends and its middle alone."""


@frozen
class Mark:
    """What one program shows on the scale, all in points from 0 to 100.

    None for what is not known, or not to be drawn.
    """

    score: float | None
    interval: Span | None = None
    possible_range: Span | None = None


def mark_of(score: Score, possible: bool = True) -> Mark:
    """What a score shows on the scale; its possible range only where `possible` asks for it."""
    return Mark(score.score, score.interval, score.possible_range if possible else None)


def strip(marks: Iterable[Mark], width: int) -> str:
    """Programs on one line of `width` cells, from 0 in the first to 100 in the last.

    A line marks each uncertainty interval, a point each score, and a number so many scores in one
    place. Spaces stand where nothing is.
    """
    marks = [*marks]
    signs = [" "] * width
    # What is drawn later covers what was there: scores stand on intervals, these on ranges.
    for mark in marks:
        _draw(signs, mark.possible_range, POSSIBLE)
    for mark in marks:
        _draw(signs, mark.interval, INTERVAL)
    places = Counter(
        _place(mark.score, width) for mark in marks if mark.score is not None
    )
    for place, count in places.items():
        signs[place] = _sign(count)
    return "".join(signs)


def _sign(count: int) -> str:
    """The sign of so many scores in one place, one cell wide."""
    if count == 1:
        return POINT
    return str(count) if count < 10 else MANY


def scale(width: int) -> str:
    """The numbers of the scale in `width` cells, each in the middle of what it names, the last one
    flush right.
    """
    signs = [" "] * width
    for tick in TICKS if width >= LEAST else TICKS[::2]:
        text = str(tick)
        # neither before the first cell nor behind the last one
        start = min(max(_place(tick, width) - len(text) // 2, 0), width - len(text))
        signs[start : start + len(text)] = text
    return "".join(signs)


def _draw(signs: list[str], ends: Span | None, sign: str) -> None:
    if ends is not None:
        low, high = (_place(end, len(signs)) for end in ends)
        signs[low : high + 1] = sign * (high + 1 - low)


def _place(points: float, width: int) -> int:
    """The cell in which a number of points stands; what lies beyond the scale stands at its end."""
    # from what a result saves, so that a saved one shows the same picture
    return int(rounded(saved(min(max(points, 0), 100)) / 100 * (width - 1), 0))
