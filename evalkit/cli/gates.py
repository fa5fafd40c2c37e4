"""Gates: the least that a run asks for. A program without a score passes none.

A gate looks at the low end of the possible range, in which what is unknown counts as level 0:
evidence that is taken out never makes a gate pass. One on the score looks at a mean of what is
known, and asks that the score is rated.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.streams import note
from evalkit.model.rounding import EXACT, written
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.rubric import Rubric

_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
Gate = tuple[str, float]
"""A dimension, or the overall score, and the least that it must reach, 0 to 100."""


On = Literal["range", "score"]
"""The number that gates look at: the low end of the possible range, or the score."""


def read(texts: Sequence[str], rubric: Rubric) -> list[Gate]:
    """Gates written as `40`, `coordination=40` or several of them with commas.

    Fails for what is none.
    """
    return [_gate(part.strip(), rubric) for text in texts for part in text.split(",")]


def check(cards: Sequence[ReportCard], gates: Sequence[Gate], on: On = "range") -> ExitCode:
    """Tell on standard error every gate that a card does not pass."""
    return tell(faults(cards, gates, on))


def faults(cards: Iterable[ReportCard], gates: Sequence[Gate], on: On) -> list[str]:
    """Why cards do not pass gates."""
    return [fault for card in cards for gate in gates if (fault := _fault(card, *gate, on))]


def tell(faults: Sequence[str]) -> ExitCode:
    """Print why cards do not pass."""
    for fault in faults:
        note(safe(f"gate: {fault}"))
    return ExitCode.FAULTS if faults else ExitCode.DONE


def _gate(text: str, rubric: Rubric) -> Gate:
    from evalkit.model.result import OVERALL

    name, equals, limit = text.rpartition("=")
    known = [*rubric.dimensions, OVERALL]
    if name and name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise click.UsageError(
            f"--fail-under {text}: rubric {rubric.id} has no dimension {name!r}; "
            + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}")
        )
    if equals and not name:
        raise click.UsageError(
            f"--fail-under {text}: no dimension stands before the =; write coordination=40, or 40"
        )
    if not _NUMBER.fullmatch(limit) or float(limit) > 100:
        raise click.UsageError(
            f"--fail-under {text}: {limit!r} is no score from 0 to 100; write coordination=40"
        )
    if name in ("", OVERALL) and not rubric.overall.is_given:
        raise click.UsageError(
            f"--fail-under {text}: rubric {rubric.id} gives no overall score; name a dimension"
        )
    return name or OVERALL, float(limit)


def _fault(card: ReportCard, dimension: str, limit: float, on: On) -> str | None:
    """Why a card does not pass, None when it does."""
    from evalkit.report import number

    score = card.score(dimension)
    name, least = f"{card.program.id}: {dimension}", f"{limit:.12g}"
    if score.score is None:
        return (
            f"{name} is not rated, so nobody can say that it reaches {least}"
            f" ({'; '.join(map(str, score.reasons))})"
        )
    if on == "score":
        if score.status != "rated":
            return (
                f"{name} is {score.status}, and a gate on the score needs it rated"
                f" ({'; '.join(map(str, score.reasons))})"
            )
        return (
            f"{name} has the score {_below(score.score, limit)}, under {least}"
            if score.score < limit
            else None
        )
    low, high = score.possible_range
    if low >= limit:
        return None
    return (
        f"{name} has a possible range from {_below(low, limit)} to {number.score(high)}, and its"
        f" low end is under {least}: there, what is unknown counts as level 0 (the score is"
        f" {number.score(score.score)}; --on score looks at that)"
    )


def _below(score: float, limit: float) -> str:
    """A score in whole points, or with as many decimals as show that it is below the limit."""
    from evalkit.report import number

    texts = (number.score(score), *(written(score, digits) for digits in range(1, EXACT + 1)))
    return next((text for text in texts if float(text) < limit), repr(score))
