"""Rules of what a description says that its sources state of a measure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from evalkit.engine.observe import Unreadable, read
from evalkit.model.facts import Period
from evalkit.model.frozen import evolve
from evalkit.model.observation import Observation
from evalkit.model.program import Evidence, Program
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.plugin import Measure
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import shown
from evalkit.read.rules.criteria import Criteria
from evalkit.read.rules.description import is_reversed
from evalkit.read.set_aside import set_aside

Stated = Mapping[str, tuple[Observation, ...]]


def check_observations(
    stated: Stated, decoder: Decoder, criteria: Criteria, program: Program
) -> None:
    """Rules of what one file states: a measure that is known, a value that it takes, and evidence
    that shows something.

    `program` is what it is said of, with the evidence and the observations of this file and of all
    others.
    """
    for measure_id, observations in stated.items():
        measure = criteria.measure(measure_id)
        # A measure without a question is computed, never stated. The evaluator of one that is
        # unknown may be left out of this run, but a rubric asks for it.
        if not (measure.question if measure else criteria.asks_for(measure_id)):
            _refuse_measure(measure_id, decoder, criteria)
            continue
        excluded = criteria.excluded(measure_id)
        for observation in observations:
            # none where the evaluator that brings it is left out of this run
            if measure:
                _check_value(observation, measure, decoder, criteria)
            evidence = _evidence(observation, program)
            claims = {piece.claim for piece in evidence}
            scopes = {piece.scope for piece in evidence}
            _check_grounds(
                observation, measure_id, claims, excluded=excluded, decoder=decoder
            )
            _check_object(observation, measure_id, scopes, decoder)
        _check_twice(measure_id, observations, program, decoder)


def _evidence(observation: Observation, program: Program) -> list[Evidence]:
    """The evidence that an observation names, as far as it is there."""
    known = program.evidence
    return [known[name] for name in observation.evidence if name in known]


def _refuse_measure(key: str, decoder: Decoder, criteria: Criteria) -> None:
    """A fault, or a warning where a plugin that is not loaded may bring the measure."""
    known = []
    # what was left out may be nearly called so
    if not criteria.left_out:
        measures = criteria.measures.items()
        known = [name for name, measure in measures if measure.question]
    set_aside(
        "EK234",
        decoder.places["observations", key],
        f"no measure {shown(key)!r} can be stated",
        name=key,
        known=known,
        decoder=decoder,
    )


def _check_value(
    observation: Observation, measure: Measure, decoder: Decoder, criteria: Criteria
) -> None:
    try:
        read(observation.value, measure, criteria.rubric.quantifiers or QUANTIFIERS)
    except Unreadable as error:
        decoder.faults.add(
            "EK235", decoder.place_of(observation.value), str(error), error.remedy
        )


def _check_grounds(
    observation: Observation,
    key: str,
    claims: Collection[str],
    *,
    excluded: Collection[str],
    decoder: Decoder,
) -> None:
    """What an observation may rest on: evidence that is no mere aim, and none that every dimension
    with its measure excludes.
    """
    add, place = decoder.faults.add, decoder.place_of(observation)
    if not observation.evidence:
        add(
            "EK207",
            place,
            f"the observation of {key} has no evidence",
            "name the evidence that states it: evidence: e1",
        )
    elif claims == {"objective"}:
        add(
            "EK208",
            place,
            f"this observation of {key} rests on an objective alone",
            "an objective shows nothing (validity rule G3): add evidence of what was done",
            severity="warning",
        )
    elif claims and {*claims} <= {"objective", *excluded}:
        add(
            "EK209",
            place,
            f"this observation of {key} rests on evidence of {' and '.join(sorted(claims))} alone",
            "results never enter this dimension (validity rule G1): add evidence of behavior or"
            " rules",
            severity="warning",
        )


def _check_object(
    observation: Observation, key: str, scopes: Collection[str], decoder: Decoder
) -> None:
    """Of what and of when an observation speaks."""
    add, place = decoder.faults.add, decoder.place_of(observation)
    if observation.scope == "own" and scopes and "own" not in scopes:
        wider = sorted(scopes)
        add(
            "EK238",
            place,
            f"this observation of {key} is about the program itself, but its evidence is about the"
            f" {' and '.join(wider)}",
            f"write scope: {wider[0]} (it is then shown and gives no level), or correct"
            " the scope of the evidence",
            severity="warning",
        )
    period = observation.period
    if isinstance(period, Period) and is_reversed(period):
        add(
            "EK204",
            place,
            f"its period begins in {period.from_} and ends in {period.to}",
            "swap them",
        )


def _check_twice(
    key: str, observations: Sequence[Observation], program: Program, decoder: Decoder
) -> None:
    """A duplicate observation would weigh twice."""
    if len(program.observations.get(key, ())) < 2:
        return
    # By identity: `program` has these observations too, beside those of other files.
    own = {id(observation) for observation in observations}
    others = [known for known in program.observations[key] if id(known) not in own]
    seen = {_without_reader(known) for known in others}
    for observation in observations:
        stated = _without_reader(observation)
        if stated in seen:
            decoder.faults.add(
                "EK239",
                decoder.place_of(observation),
                f"the same observation of {key} is stated twice",
                "keep one; where two readers found the same, name both: reader: [anna, ben]",
            )
        seen.add(stated)


def _without_reader(observation: Observation) -> Observation:
    return evolve(observation, reader=(), evidence=tuple(sorted(observation.evidence)))
