"""The heart of the engine: from a program and what stands beside it to its report card. Nothing
here reads a file or keeps anything.

    measure -> observe -> assess -> aggregate -> uncertainty

Each stage is a module of its own that knows none of the others; this one threads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain

from evalkit.engine.aggregate import aggregate_dimension, locations_of
from evalkit.engine.assess import assess
from evalkit.engine.instruments import Instrument
from evalkit.engine.measure import Seen, measure
from evalkit.engine.observe import observe
from evalkit.engine.overall import aggregate_overall
from evalkit.engine.uncertainty import with_intervals
from evalkit.model.card import ReportCard
from evalkit.model.context import Context
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Ref, Term, message, refs
from evalkit.model.program import Program
from evalkit.model.result import Rating
from evalkit.model.rubric import Rubric

SHARED_BY = 2
"""Criteria that one location may carry without a caveat."""
Timing = Callable[[str, str], AbstractContextManager[None]]
"""Times what is done within it, given the id of the evaluator and the stage."""


@frozen
class Setting:
    """What a program is judged beside: its context, and by criterion the ratings of its parent
    program, none where there is none.

    `notes` are what was found out when these were looked for; they stand on the card.
    """

    context: Context = Context()
    parent: Mapping[str, Rating] = Fixed()
    notes: tuple[Message, ...] = ()


def judge(
    program: Program,
    setting: Setting,
    rubric: Rubric,
    instruments: Mapping[str, Instrument],
    *,
    seed: int | None = 1,
    timing: Timing = lambda evaluator, stage: nullcontext(),
) -> ReportCard:
    """The report card of a program, without the digest of the rubric and the provenance, which are
    known to those who read the files.

    `instruments` are those of the rubric's dimensions by id. `seed` is that of the simulations
    behind the intervals; with None there are none, which takes half the time. Nothing is raised for
    what an evaluator does wrong: the criteria that it costs have the status `error`.
    """
    seen = Seen(program, setting.context)
    ratings: dict[str, tuple[Rating, ...]] = {}
    for dimension_id, instrument in instruments.items():
        ratings[dimension_id] = _ratings(
            instrument, program, setting, rubric, seen=seen, timing=timing
        )
    dimensions = tuple(
        aggregate_dimension(dimension_id, rubric, rated, program)
        for dimension_id, rated in ratings.items()
    )
    lacking = _lacking(instruments)
    shared = _shared_locations(program, ratings)
    card = ReportCard(
        program,
        rubric,
        rubric_digest="",
        dimensions=dimensions,
        overall=aggregate_overall(rubric, dimensions),
        notes=(*lacking, *setting.notes, *shared),
    )
    # Last, for the intervals of dimensions and of the overall score come from the same draws.
    return card if seed is None else with_intervals(card, seed)


def _ratings(
    instrument: Instrument,
    program: Program,
    setting: Setting,
    rubric: Rubric,
    *,
    seen: Seen,
    timing: Timing,
) -> tuple[Rating, ...]:
    """The ratings of one dimension; `seen` is what measures may see."""
    # A dimension without its evaluator stays on the card, so that a score is never better for a
    # plugin that was not loaded.
    if instrument.missing:
        return tuple(_unrated(instrument))
    evaluator = instrument.evaluator
    dimension = instrument.dimension
    with timing(evaluator.id, "measure"):
        measurements = measure(
            evaluator, program, setting.context, dimension.excludes, seen=seen
        )
    readings = observe(program, instrument.measures, rubric)
    with timing(evaluator.id, "assess"):
        return assess(
            program,
            rubric,
            dimension,
            measurements=measurements,
            readings=readings,
            parent=setting.parent,
            rate=evaluator.rate,
            settings=evaluator.settings,
        )


def _unrated(instrument: Instrument) -> Iterator[Rating]:
    """The ratings of a dimension whose evaluator is not loaded."""
    reasons = (message("no_evaluator", evaluator=Ref(instrument.evaluator.id)),)
    for criterion_id, criterion in instrument.dimension.criteria.items():
        yield Rating(criterion_id, criterion, "unknown", reasons=reasons)


def _lacking(instruments: Mapping[str, Instrument]) -> Iterator[Message]:
    """A note for each dimension whose evaluator does not measure all that the rubric asks for."""
    for instrument in instruments.values():
        if instrument.lacking:
            name = Term(instrument.dimension.name, inside=True)
            measures = refs(instrument.lacking, "comma")
            yield message("measures_not_taken", measures=measures, dimension=name)


def _shared_locations(
    program: Program, ratings: Mapping[str, Sequence[Rating]]
) -> Iterator[Message]:
    """A caveat for each location that carries more levels than one location should: one sentence
    that is misread would then move several criteria.
    """
    criteria: dict[tuple[str, str], list[str]] = {}
    for rating in chain.from_iterable(ratings.values()):
        if rating.levelled:
            for location in locations_of(program, [rating]):
                criteria.setdefault(location, []).append(rating.id)
    for (source, place), ids in sorted(criteria.items()):
        if len(ids) > SHARED_BY:
            yield message(
                "one_location",
                place=place,
                cite=program.sources[source].cite,
                n=len(ids),
                criteria=refs(ids),
            )
