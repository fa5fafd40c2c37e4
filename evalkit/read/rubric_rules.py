"""Rules of a rubric: weights, bands, anchors, knots and names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from evalkit.model.rubric import Criterion, MeasureUse, Rubric
from evalkit.model.vocabulary import SourceKind
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Place, did_you_mean


def check_rubric(rubric: Rubric, decoder: Decoder, measures: Mapping[str, Collection[str]]) -> None:
    """Note every fault that makes the numbers of a rubric contradict each other; `measures` are those of each evaluator that is loaded."""
    add, places = decoder.faults.add, decoder.places
    _weights("dimensions", {id: each.weight for id, each in rubric.dimensions.items()}, places["dimensions",], decoder)
    if min((band.from_ for band in rubric.bands.values()), default=1) != 0:
        add("EK302", places["bands",], "no band begins at 0", "the lowest band is from: 0, so that every score has one")
    widths = rubric.evidence.half_width
    if len(widths) != 5 or list(widths) != sorted(widths, reverse=True):
        add(
            "EK307",
            places["evidence",],
            "half_width needs five numbers, falling from grade 0 to grade 4",
            "write, for example, [4, 1.5, 1, .6, .35]",
        )
    if lacking := [kind for kind in get_args(SourceKind) if kind not in rubric.evidence.start]:
        add("EK308", places["evidence",], f"no starting grade for {', '.join(lacking)}", "give every kind of source a start")
    if rubric.coverage.provisional > rubric.coverage.rated:
        add("EK310", places["coverage",], "less coverage is asked for rated than for provisional", "let provisional be the smaller one")
    _overall(rubric, decoder)
    for id, dimension in rubric.dimensions.items():
        place = places["dimensions", id]
        _weights(id, {name: each.weight for name, each in dimension.criteria.items()}, place, decoder)
        for key in dimension.key.values():
            if key not in dimension.criteria:
                add("EK305", place, f"the key criterion {key!r} is no criterion of {id}", did_you_mean(key, dimension.criteria))
        if "default" not in dimension.key:
            add("EK305", place, f"{id} has no default key criterion", "write key: {default: ...}")
        for name, criterion in dimension.criteria.items():
            _criterion(rubric, name, criterion, places["dimensions", id, "criteria", name], decoder)
            evaluator = rubric.evaluator(id)
            for measure in criterion.measures if evaluator in measures else ():
                if measure not in measures[evaluator]:
                    place = places["dimensions", id, "criteria", name, "measures", measure]
                    add("EK309", place, f"evaluator {evaluator} has no measure {measure!r}", did_you_mean(measure, measures[evaluator]))


def _overall(rubric: Rubric, decoder: Decoder) -> None:
    """Every dimension and band that the overall score speaks of must be there."""
    place, overall = decoder.places["overall",], rubric.overall
    limits = (*overall.hurdles, *overall.flags)
    named = [(id, rubric.dimensions, "dimension") for ids in (overall.needs.among, *(limit.dimensions for limit in limits)) for id in ids]
    named += [(limit.band, rubric.bands, "band") for limit in overall.hurdles]
    for name, known, kind in named:
        if name not in known:
            decoder.faults.add(
                "EK311", place, f"overall names the {kind} {name!r}, which the rubric does not have", did_you_mean(name, known)
            )


def _weights(what: str, weights: dict[str, float], place: Place, decoder: Decoder) -> None:
    if abs(sum(weights.values()) - 1) > 1e-9:
        decoder.faults.add(
            "EK301", place, f"the weights of {what} add up to {sum(weights.values()):g}, not to 1", "change them so that they do"
        )


def _criterion(rubric: Rubric, name: str, criterion: Criterion, place: Place, decoder: Decoder) -> None:
    if set(criterion.levels) != set(range(5)):
        decoder.faults.add(
            "EK303", place, f"{name} has the levels {sorted(criterion.levels)}", "write one anchor for each of 0, 1, 2, 3 and 4"
        )
    for kind, names, known in (("guard", criterion.guards, rubric.guards), ("reference", criterion.references, rubric.references)):
        for each in names:
            if each not in known:
                decoder.faults.add(
                    "EK306", place, f"{name} names the {kind} {each!r}, which the rubric does not have", did_you_mean(each, known)
                )
    for id, use in criterion.measures.items():
        if fault := _measure_fault(use):
            decoder.faults.add("EK304", place, f"{name}, {id}: {fault}", "see the knots of another measure of this rubric")


def _measure_fault(use: MeasureUse) -> str | None:
    if use.role == "ceiling":
        return None if use.below is not None and use.level is not None else "a ceiling needs below and level"
    if not use.knots:
        return f"a {use.role} measure needs five knots" if use.role in ("direct", "proxy") else None
    steps = [after - before for before, after in zip(use.knots, use.knots[1:], strict=False)]
    if len(use.knots) != 5 or not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        return "knots are five numbers that rise all the way, or fall all the way"
    return None
