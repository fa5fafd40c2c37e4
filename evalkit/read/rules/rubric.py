"""Rules of a rubric: weights, bands, anchors, breakpoints and names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from evalkit.engine.observe import rubric_measures
from evalkit.model.certainty import CERTAINTIES
from evalkit.model.decision_table import TABLE
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Criterion, Dimension, Overall, Rubric
from evalkit.model.vocabulary import SourceKind
from evalkit.model.words import nearest
from evalkit.plugin import Measure
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, did_you_mean, shown
from evalkit.read.rules.measures import check_measure_use, check_stated_measures

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
    _tables(rubric, decoder)
    # measures are made of what the rubric declares only where that is sound
    sound = check_stated_measures(rubric, decoder)
    _quantifiers(rubric, decoder)
    declared = rubric_measures(rubric) if sound else {}
    owners: dict[str, str] = {}
    for name, dimension in rubric.dimensions.items():
        _dimension(name, dimension, decoder.places["dimensions", name], decoder)
        _evaluator(name, dimension, measures, decoder)
        evaluator = rubric.evaluator(name)
        _criteria(
            rubric,
            name,
            owners,
            known={**declared, **measures.get(evaluator, {})},
            evaluator=evaluator if evaluator in measures else None,
            decoder=decoder,
        )


def _criteria(
    rubric: Rubric,
    dimension: str,
    owners: dict[str, str],
    *,
    known: Mapping[str, Measure],
    evaluator: str | None,
    decoder: Decoder,
) -> None:
    """What is wrong with the criteria of a dimension and with their measures.

    `owners` are the dimensions of the criteria before, `known` the measures that may be used here,
    and `evaluator` is None where it is not loaded.
    """
    for name, criterion in rubric.dimensions[dimension].criteria.items():
        path = ("dimensions", dimension, "criteria", name)
        place = decoder.places[path]
        owner = owners.setdefault(name, dimension)
        if owner != dimension:
            decoder.faults.add(
                "EK312",
                place,
                f"{name} is a criterion of {owner} already",
                "give one of them another id",
            )
        _criterion(rubric, name, criterion, place=place, decoder=decoder)
        for measure, use in criterion.measures.items():
            steps = (*path, "measures", measure)
            check_measure_use(use, steps, known, evaluator=evaluator, decoder=decoder)


def _tables(rubric: Rubric, decoder: Decoder) -> None:
    """Rules of decision tables, where there is one."""
    wholes: list[Dimension | Overall] = [*rubric.dimensions.values(), rubric.overall]
    if any(whole.table or whole.aggregate == TABLE for whole in wholes):
        from evalkit.read.rules.decision_table import (
            check_tables,  # imports numpy, which others do without
        )

        check_tables(rubric, decoder)


def _scales(rubric: Rubric, decoder: Decoder) -> None:
    """Bands, half-widths, starting certainties and coverage: each covers what is asked of it."""
    add, places = decoder.faults.add, decoder.places
    starts = [band.from_ for band in rubric.bands.values()]
    if min(starts, default=1) != 0:
        add(
            "EK302",
            places["bands",],
            "no band starts at 0",
            "the lowest band is from: 0, so that every score has one",
        )
    widths = [rubric.evidence.half_width.get(certainty) for certainty in CERTAINTIES]
    known = [width for width in widths if width is not None]
    if len(known) < len(widths) or known != sorted(known, reverse=True):
        add(
            "EK307",
            places["evidence",],
            "half_width needs a number for each certainty, falling from very low to high",
            "write, for example, {very low: 1.5, low: 1, moderate: .6, high: .35}",
        )
    start = rubric.evidence.start
    lacking = [kind for kind in get_args(SourceKind) if kind not in start]
    if lacking:
        add(
            "EK308",
            places["evidence",],
            f"no starting certainty for {', '.join(lacking)}",
            "give every kind of source a start",
        )
    if rubric.coverage.provisional > rubric.coverage.rated:
        add(
            "EK310",
            places["coverage",],
            "rated requires less coverage than provisional",
            "make provisional the smaller number",
        )


def _quantifiers(rubric: Rubric, decoder: Decoder) -> None:
    """Each word stands for a low end, a typical value and a high end."""
    for word, values in rubric.quantifiers.items():
        are_shares = len(values) == 3 and list(values) == sorted(values)
        if not are_shares or word != word.strip().lower():
            decoder.faults.add(
                "EK317",
                decoder.places["quantifiers", word],
                f"{shown(word)!r} needs small letters and three rising shares",
                "write it in small letters with low end, typical value and high end: most: [.55,"
                " .75, .90]",
            )


def _dimension(
    dimension_id: str, dimension: Dimension, place: Spot, decoder: Decoder
) -> None:
    """What is wrong with a dimension, its criteria left aside."""
    add = decoder.faults.add
    if dimension_id == OVERALL:
        add(
            "EK313",
            place,
            f"a dimension is called {OVERALL!r}, like the overall score",
            "give it another id",
        )
    criteria = dimension.criteria
    weights = {name: criterion.weight for name, criterion in criteria.items()}
    _weights(dimension_id, weights, place, decoder)
    for key in dimension.key.values():
        if key not in criteria:
            add(
                "EK305",
                place,
                f"the key criterion {key!r} is not a criterion of {dimension_id}",
                did_you_mean(key, criteria),
            )
    # the key criterion depends on the type of object, and new types must have one, too
    if "default" not in dimension.key:
        add(
            "EK305",
            place,
            f"{dimension_id} has no default key criterion",
            "write key: {default: ...}",
        )


def _evaluator(
    name: str, dimension: Dimension, loaded: Mapping[str, object], decoder: Decoder
) -> None:
    """An evaluator that is not loaded may be somebody else's.

    One whose id is nearly that of a loaded one is misspelt.
    """
    evaluator = dimension.evaluator
    # without a name of its own the evaluator is called as the dimension
    if not evaluator or evaluator in loaded:
        return
    if near := nearest(evaluator, loaded, NEAR):
        decoder.faults.add(
            "EK314",
            decoder.places["dimensions", name, "evaluator"],
            f"no evaluator {evaluator!r} is loaded",
            f"did you mean {near!r}?",
        )


def _overall(rubric: Rubric, decoder: Decoder) -> None:
    """Every dimension and band that the overall score speaks of must be there."""
    overall = rubric.overall
    dimensions = [*overall.needs.among]
    for limit in (*overall.caps, *overall.flags):
        dimensions += limit.dimensions
    for name in dimensions:
        _check_named("dimension", name, rubric.dimensions, decoder)
    for cap in overall.caps:
        _check_named("band", cap.band, rubric.bands, decoder)


def _check_named(
    kind: str, name: str, known: Collection[str], decoder: Decoder
) -> None:
    if name not in known:
        decoder.faults.add(
            "EK311",
            decoder.places["overall",],
            f"overall names the {kind} {name!r}, which the rubric does not have",
            did_you_mean(name, known),
        )


def _weights(
    of: str, weights: Mapping[str, float], place: Spot, decoder: Decoder
) -> None:
    # Decimals such as .1 are not exact in binary, nor is their sum.
    total = sum(weights.values())
    if abs(total - 1) > 1e-9:
        stated = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
        decoder.faults.add(
            "EK301",
            place,
            f"the weights of {of} add up to {total:g}, not to 1",
            f"change them so that they do; they are {stated}",
        )


def _criterion(
    rubric: Rubric, name: str, criterion: Criterion, *, place: Spot, decoder: Decoder
) -> None:
    # an anchor for each level, so that no coder has to imagine one
    if set(criterion.levels) != set(range(5)):
        decoder.faults.add(
            "EK303",
            place,
            f"{name} has the levels {sorted(criterion.levels)}",
            "write one anchor for each of 0, 1, 2, 3 and 4",
        )
    for kind, names, known in (
        ("validity rule", criterion.validity_rules, rubric.validity_rules),
        ("reference", criterion.references, rubric.references),
    ):
        for missing in names:
            if missing not in known:
                decoder.faults.add(
                    "EK306",
                    place,
                    f"{name} names the {kind} {missing!r}, which the rubric does not have",
                    did_you_mean(missing, known),
                )
