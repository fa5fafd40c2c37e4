"""The pages of measures that `evalkit explain` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evalkit.locale import listed, say
from evalkit.model.rounding import written

if TYPE_CHECKING:
    from evalkit.model.rubric import MeasureUse, Rubric
    from evalkit.plugin import Measure
    from evalkit.session import Session


def measure_pages(session: Session, rubric: Rubric) -> dict[str, str]:
    """The pages of measures; where two evaluators have one of the same id, both are shown."""
    from evalkit.engine.observe import rubric_measures

    known: dict[str, list[tuple[str, Measure]]] = {}
    rubrics = [rubric, *session.other_rubrics()]
    for holder in rubrics:
        for measure_id, measure in rubric_measures(holder).items():
            known.setdefault(measure_id, []).append((f"rubric {holder.id}", measure))
    for evaluator, measures in session.measures.items():
        for measure_id, measure in measures.items():
            known.setdefault(measure_id, []).append((f"evaluator {evaluator}", measure))
    return {
        name: "\n\n".join(
            _measure(measure, f" ({owner})" if len(owned) > 1 else "", rubrics)
            for owner, measure in owned
        )
        for name, owned in known.items()
    }


def _measure(measure: Measure, owner: str, rubrics: Sequence[Rubric]) -> str:
    """The page of a measure: its question, what may be stated, how it is computed, and what it
    does.
    """
    from evalkit.model.quantifiers import QUANTIFIERS
    from evalkit.read.codec.numbers import limits

    asked = say(measure.question) or measure.description
    lines = [
        f"{measure.id}{owner} {asked}",
        "",
        *_answers(measure, rubrics[0].quantifiers or QUANTIFIERS),
    ]
    if measure.function:
        lines += [
            "",
            say("Computed from facts"),
            *(f"  {line}" for line in measure.description.splitlines()),
        ]
        lines += [f"  {say('Formula')}: {say(measure.formula)}"]
        lines += [f"  {say('Reads')}: {', '.join(measure.needs)}"]
    lines += ["", f"{say('Unit')}: {say(measure.unit)}, {limits(*measure.range)}"]
    lines += [f"{say('Source')}: {measure.source}"] if measure.source else []
    used = [
        f"  {name} {say(criterion.name)} ({rubric.label}): {use_of(criterion.measures[measure.id])}"
        for rubric in rubrics
        for name, criterion in rubric.criteria().items()
        if measure.id in criterion.measures
    ]
    return "\n".join(
        [*lines, "", say("Used by"), *(used or [f"  {say('no criterion')}"])]
    )


def _answers(measure: Measure, quantifiers: Mapping[str, Sequence[float]]) -> list[str]:
    """What a description may state, with the numbers that words are read as."""
    from evalkit.engine.observe import takes

    if not measure.question:
        return [say("It is computed from facts and cannot be stated.")]
    example = {
        "share": "most",
        "yes_no": "yes",
        "kinds": measure.words[-1] if measure.words else "",
    }.get(measure.answer, "2")
    words = {
        "share": intervals(quantifiers),
        "kinds": [f"  {rank}  {word}" for rank, word in enumerate(measure.words)],
    }
    written = f"{measure.id}: {{value: {example}, evidence: e1}}"
    return [
        f"{say('May be stated')}: {takes(measure, quantifiers)}",
        *words.get(measure.answer, []),
        say("Write under observations:, for example {example}", example=written),
    ]


def intervals(quantifiers: Mapping[str, Sequence[float]]) -> list[str]:
    """The words for amounts with the interval and the typical value of each."""
    wide = max(map(len, quantifiers))
    return [
        f"  {word:{wide}}  {written(low, 2)} to {written(high, 2)}, typically {written(typical, 2)}"
        for word, (low, typical, high) in quantifiers.items()
    ]


def use_of(use: MeasureUse) -> str:
    """How a criterion uses a measure."""
    standing = f" ({say(use.standing)})" if use.standing else ""
    if use.role == "condition":
        needed = (
            say("yes")
            if use.at_least == 1
            else say("{low} or more", low=f"{use.at_least:g}")
        )
        limit = f"{use.limit:g}"
        limited = say(
            "condition, without {value} at most level {limit}",
            value=needed,
            limit=limit,
        )
        return f"{limited}{standing}"
    parts = [say(use.role)]
    if use.breakpoints:
        values = listed([f"{value:g}" for value in use.breakpoints], "comma")
        parts += [say("values at levels 0 to 4: {values}", values=values)]
    return f"{listed(parts, 'comma')}{standing}"
