"""The numbers and words of a rubric that stand in the pages of the glossary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from evalkit.locale import GLOSSARY
from evalkit.model.message import (
    Listing,
    Message,
    Number,
    Param,
    Ref,
    Share,
    Term,
    message,
    names,
    quoted,
)
from evalkit.model.rubric import POINTS, Rubric


def _bands(rubric: Rubric) -> Param:
    messages = []
    for name in rubric.bands_best_first():
        band = rubric.bands[name]
        low, word = Number(band.from_), Term(band.word)
        messages.append(
            message(f"{GLOSSARY}.band_from", band=Ref(name), low=low, word=word)
        )
    return Listing(messages, "comma")


def _pairs(numbers: Iterable[tuple[Term, float]]) -> Param:
    """Numbers, each after what it belongs to."""
    messages = [
        message(f"{GLOSSARY}.pair", what=term, value=Number(value))
        for term, value in numbers
    ]
    return Listing(messages, "comma")


def _widths(rubric: Rubric) -> Param:
    widths = rubric.evidence.half_width.items()
    return _pairs((Term(certainty), width) for certainty, width in widths)


def _caps(rubric: Rubric) -> Param:
    numbers = []
    for dimension in rubric.dimensions.values():
        if dimension.cap:
            numbers.append((Term(dimension.name), dimension.cap.above_key))
    return _pairs(numbers) if numbers else Term("none")


def _among(rubric: Rubric) -> Param:
    among = rubric.overall.needs.among
    if not among:
        return Ref("")
    dimensions = names([rubric.dimensions[key].name for key in among])
    return message(f"{GLOSSARY}.among", dimensions=dimensions)


def _without(rubric: Rubric) -> Param:
    dimensions = rubric.dimensions.values()
    without = [entry.name for entry in dimensions if "outcome" in entry.excludes]
    if not without:
        return Ref("")
    return message(f"{GLOSSARY}.without_outcomes", dimensions=names(without))


def _overall(rubric: Rubric) -> Message:
    if not rubric.overall.is_given:
        return quoted("–")
    # numpy takes longer to import than most pages to show
    from evalkit.engine.overall import overall_aggregator

    return overall_aggregator(rubric).describe()


def _mean(rubric: Rubric) -> Param:
    from evalkit.engine.aggregate import dimension_aggregator

    # each way once, with the last of the dimensions that have it
    ways = {entry.aggregate: entry for entry in rubric.dimensions.values()}
    aggregators = map(dimension_aggregator, ways.values())
    return Listing([way.describe() for way in aggregators], "or")


VALUES: Mapping[str, Callable[[Rubric], Param]] = {
    "points": lambda rubric: Number(POINTS),
    "mean": _mean,
    "overall": _overall,
    "needs": lambda rubric: Number(rubric.overall.needs.dimensions),
    "among": _among,
    "widths": _widths,
    "bands": _bands,
    "caps": _caps,
    "rated": lambda rubric: Share(rubric.coverage.rated),
    "provisional": lambda rubric: Share(rubric.coverage.provisional),
    "common_weight": lambda rubric: Share(rubric.ranking.common_weight),
    "difference": lambda rubric: Number(rubric.ranking.difference),
    "contested": lambda rubric: Number(rubric.evidence.contested_from),
    "raise": lambda rubric: Number(
        rubric.evidence.moves.independent_kinds, signed=True
    ),
    "without": _without,
    "units": lambda rubric: Number(rubric.measuring.units),
    "known": lambda rubric: Share(rubric.measuring.known),
    "widest": lambda rubric: Number(rubric.measuring.widest),
}
"""What stands in the holes of the pages, as the rubric has it."""
