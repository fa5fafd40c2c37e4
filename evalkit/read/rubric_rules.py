"""Rules of a rubric: weights, bands, anchors, breakpoints and names."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import get_args

from evalkit.engine.observe import rubric_measures
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric, StatedMeasure
from evalkit.model.vocabulary import SourceKind
from evalkit.plugin import Measure
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Place, did_you_mean, shown
from evalkit.read.numbers import NUMBER, limits

NEAR = 0.8
"""How alike the ids of two evaluators are, from 0 to 1, where one is taken for the other misspelt.

One that is not loaded may be called anything.
"""


def check_rubric(
    rubric: Rubric, decoder: Decoder, measures: Mapping[str, Mapping[str, Measure]]
) -> None:
    """Note every fault that makes the numbers of a rubric contradict each other.

    `measures` are those of each evaluator that is loaded.
    """
    weights = {name: dimension.weight for name, dimension in rubric.dimensions.items()}
    _weights("dimensions", weights, decoder.places["dimensions",], decoder)
    _scales(rubric, decoder)
    _overall(rubric, decoder)
    sound = _stated_measures(rubric, decoder)
    _quantifiers(rubric, decoder)
    declared = rubric_measures(rubric) if sound else {}
    owners: dict[str, str] = {}
    for name, dimension in rubric.dimensions.items():
        _dimension(name, dimension, decoder.places["dimensions", name], decoder)
        _evaluator(name, dimension, measures, decoder)
        for criterion_id, criterion in dimension.criteria.items():
            place = decoder.places["dimensions", name, "criteria", criterion_id]
            if owners.setdefault(criterion_id, name) != name:
                decoder.faults.add(
                    "EK312",
                    place,
                    f"{criterion_id} is a criterion of {owners[criterion_id]} already",
                    "give one of them another id",
                )
            _criterion(rubric, criterion_id, criterion, place, decoder)
            evaluator = rubric.evaluator(name)
            known = {**declared, **measures.get(evaluator, {})}
            loaded = evaluator if evaluator in measures else None
            for measure, use in criterion.measures.items():
                steps = "dimensions", name, "criteria", criterion_id, "measures", measure
                _use(use, steps, known, loaded, decoder)


def _scales(rubric: Rubric, decoder: Decoder) -> None:
    """Bands, half-widths, starting grades and coverage: each covers what is asked of it."""
    add, places = decoder.faults.add, decoder.places
    if min((band.from_ for band in rubric.bands.values()), default=1) != 0:
        add(
            "EK302",
            places["bands",],
            "no band begins at 0",
            "the lowest band is from: 0, so that every score has one",
        )
    widths = rubric.evidence.half_width
    if len(widths) != 5 or list(widths) != sorted(widths, reverse=True):
        add(
            "EK307",
            places["evidence",],
            "half_width needs five numbers, falling from grade 0 to grade 4",
            "write, for example, [4, 1.5, 1, .6, .35]",
        )
    if lacking := [kind for kind in get_args(SourceKind) if kind not in rubric.evidence.start]:
        add(
            "EK308",
            places["evidence",],
            f"no starting grade for {', '.join(lacking)}",
            "give every kind of source a start",
        )
    if rubric.coverage.provisional > rubric.coverage.rated:
        add(
            "EK310",
            places["coverage",],
            "less coverage is asked for rated than for provisional",
            "let provisional be the smaller one",
        )


def _use(
    use: MeasureUse,
    steps: tuple[str, ...],
    known: Mapping[str, Measure],
    evaluator: str | None,
    decoder: Decoder,
) -> None:
    """A criterion uses a measure that there is, in its unit; `steps` lead to it.

    `known` are those that it may use. `evaluator` is None when it is not loaded: what it measures
    cannot be known then.
    """
    _, _, _, criterion, _, name = steps
    add, place = decoder.faults.add, decoder.places[steps]
    if fault := _measure_fault(use):
        add("EK304", place, f"{criterion}, {name}: {fault[0]}", fault[1])
    elif name not in known:
        if evaluator is not None:
            message = f"evaluator {evaluator} has no measure {name!r}"
            add("EK309", place, message, did_you_mean(name, known))
    elif known[name].answer != "kinds" and (outside := _outside(use, known[name])):
        remedy = "write the breakpoints in the unit of the measure; evalkit explain tells it"
        add("EK315", place, f"{criterion}: {outside}", remedy)


def _stated_measures(rubric: Rubric, decoder: Decoder) -> bool:
    """Note what is wrong with the measures that a rubric declares; whether nothing is."""
    faults = {id: fault for id, each in rubric.measures.items() if (fault := _stated_fault(each))}
    for id, (message, help) in faults.items():
        decoder.faults.add(
            "EK316", decoder.places["measures", id], f"measure {id}: {message}", help
        )
    return not faults


def _stated_fault(measure: StatedMeasure) -> tuple[str, str] | None:
    words = [word.casefold() for word in measure.words]
    if (measure.answer == "kinds") != bool(words):
        return (
            "words belong to the answer kinds, and to no other",
            "write answer: kinds and words: [...], or leave the words out",
        )
    if words and (
        len(words) < 2 or len({*words}) < len(words) or any(NUMBER.match(word) for word in words)
    ):
        return (
            "kinds are two words or more, all different, none of which begins with a number",
            "write words: [none, some, clear]",
        )
    if measure.range and (len(measure.range) != 2 or measure.range[0] >= measure.range[1]):
        return "a range is two numbers, the lower one first", "write range: [0, 6]"
    return None


def _quantifiers(rubric: Rubric, decoder: Decoder) -> None:
    """Each word stands for a low end, a typical value and a high end."""
    for word, values in rubric.quantifiers.items():
        if len(values) != 3 or list(values) != sorted(values) or word != word.strip().lower():
            help = (
                "write it in small letters with low end, typical value and high end: most: [.55,"
                " .75, .90]"
            )
            decoder.faults.add(
                "EK317",
                decoder.places["quantifiers", word],
                f"{shown(word)!r} is no word with three rising shares",
                help,
            )


def _dimension(id: str, dimension: Dimension, place: Place, decoder: Decoder) -> None:
    """What is wrong with a dimension, its criteria left aside."""
    add = decoder.faults.add
    if id == OVERALL:
        add(
            "EK313",
            place,
            f"a dimension is called {OVERALL!r}, as the score of the whole is",
            "give it another id",
        )
    _weights(id, {name: each.weight for name, each in dimension.criteria.items()}, place, decoder)
    for key in dimension.key.values():
        if key not in dimension.criteria:
            add(
                "EK305",
                place,
                f"the key criterion {key!r} is no criterion of {id}",
                did_you_mean(key, dimension.criteria),
            )
    if "default" not in dimension.key:
        add("EK305", place, f"{id} has no default key criterion", "write key: {default: ...}")


def _evaluator(
    id: str, dimension: Dimension, loaded: Mapping[str, object], decoder: Decoder
) -> None:
    """An evaluator that is not loaded may be somebody else's.

    One whose id is nearly that of a loaded one is misspelt.
    """
    if dimension.evaluator and dimension.evaluator not in loaded:
        for near in difflib.get_close_matches(dimension.evaluator, loaded, n=1, cutoff=NEAR):
            place = decoder.places["dimensions", id, "evaluator"]
            decoder.faults.add(
                "EK314",
                place,
                f"no evaluator {dimension.evaluator!r} is loaded",
                f"did you mean {near!r}?",
            )


def _overall(rubric: Rubric, decoder: Decoder) -> None:
    """Every dimension and band that the overall score speaks of must be there."""
    place, overall = decoder.places["overall",], rubric.overall
    limits = (*overall.caps, *overall.flags)
    named = [
        (id, rubric.dimensions, "dimension")
        for ids in (overall.needs.among, *(limit.dimensions for limit in limits))
        for id in ids
    ]
    named += [(limit.band, rubric.bands, "band") for limit in overall.caps]
    for name, known, kind in named:
        if name not in known:
            decoder.faults.add(
                "EK311",
                place,
                f"overall names the {kind} {name!r}, which the rubric does not have",
                did_you_mean(name, known),
            )


def _weights(what: str, weights: dict[str, float], place: Place, decoder: Decoder) -> None:
    if abs(sum(weights.values()) - 1) > 1e-9:
        decoder.faults.add(
            "EK301",
            place,
            f"the weights of {what} add up to {sum(weights.values()):g}, not to 1",
            "change them so that they do",
        )


def _criterion(
    rubric: Rubric, name: str, criterion: Criterion, place: Place, decoder: Decoder
) -> None:
    if set(criterion.levels) != set(range(5)):
        decoder.faults.add(
            "EK303",
            place,
            f"{name} has the levels {sorted(criterion.levels)}",
            "write one anchor for each of 0, 1, 2, 3 and 4",
        )
    for kind, names, known in (
        ("guard", criterion.guards, rubric.guards),
        ("reference", criterion.references, rubric.references),
    ):
        for each in names:
            if each not in known:
                decoder.faults.add(
                    "EK306",
                    place,
                    f"{name} names the {kind} {each!r}, which the rubric does not have",
                    did_you_mean(each, known),
                )


def _measure_fault(use: MeasureUse) -> tuple[str, str] | None:
    """What is wrong with the numbers of a measure, and what to write."""
    if use.role == "condition":
        return (
            ("a condition needs a limit", "write, for example, {role: condition, limit: 2}")
            if use.limit is None
            else None
        )
    if use.role == "context":
        return None
    help = "write the values at levels 0 to 4, for example breakpoints: [0, .1, .25, .5, .8]"
    if not use.breakpoints:
        return "a main measure needs five breakpoints", help
    steps = [
        after - before for before, after in zip(use.breakpoints, use.breakpoints[1:], strict=False)
    ]
    if len(use.breakpoints) != 5 or not (
        all(step > 0 for step in steps) or all(step < 0 for step in steps)
    ):
        return "breakpoints are five numbers that rise all the way, or fall all the way", help
    return None


def _outside(use: MeasureUse, measure: Measure) -> str | None:
    """That breakpoints lie where no value can be."""
    low, high = measure.range
    if sum(not low <= each <= high for each in use.breakpoints) <= 1:
        return None  # a level at one end may be out of reach for the measure alone
    return (
        f"breakpoints {min(use.breakpoints):g} to {max(use.breakpoints):g} lie outside the range"
        f" {limits(low, high)} of {measure.id}"
    )
