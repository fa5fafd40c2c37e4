"""The pages of measures that `evalkit explain` shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    rubrics = [rubric, *session.judging.other_rubrics()]
    # first the chosen rubric, whose scale of words and whose uses stand above those of others
    owners = {f"rubric {holder.id}": rubric_measures(holder) for holder in rubrics}
    for evaluator, measures in session.judging.measures.items():
        owners[f"evaluator {evaluator}"] = measures
    for owner, measures in owners.items():
        for name, measure in measures.items():
            known.setdefault(name, []).append((owner, measure))
    pages = {}
    for name, owned in known.items():
        texts = []
        for owner, measure in owned:
            label = f" ({owner})" if len(owned) > 1 else ""
            texts.append(_measure(measure, label, rubrics))
        pages[name] = "\n\n".join(texts)
    return pages


def _measure(measure: Measure, owner: str, rubrics: Sequence[Rubric]) -> str:
    """The page of a measure: its question, what may be stated, how it is computed, and what it
    does.
    """
    from evalkit.model.quantifiers import QUANTIFIERS
    from evalkit.read.codec.numbers import limits

    asked = say(measure.question) or measure.description
    lines = [f"{measure.id}{owner} {asked}", ""]
    lines += _answers(measure, rubrics[0].quantifiers or QUANTIFIERS)
    if measure.function:
        lines += ["", say("Computed from facts")]
        lines += [f"  {line}" for line in measure.description.splitlines()]
        lines.append(f"  {say('Formula')}: {say(measure.formula)}")
        lines.append(f"  {say('Reads')}: {', '.join(measure.needs)}")
    unit = say(measure.unit)
    lines.append("")
    lines.append(f"{say('Unit')}: {unit}, {limits(*measure.range)}")
    if measure.source:
        lines.append(f"{say('Source')}: {measure.source}")
    lines += ["", say("Used by")]
    uses = [*_uses(measure.id, rubrics)]
    for text in uses or [say("no criterion")]:
        lines.append(f"  {text}")
    return "\n".join(lines)


def _uses(measure_id: str, rubrics: Sequence[Rubric]) -> Iterator[str]:
    """How each criterion of some rubrics uses a measure."""
    for rubric in rubrics:
        for name, criterion in rubric.criteria().items():
            if use := criterion.measures.get(measure_id):
                label = f"{name} {say(criterion.name)} ({rubric.label})"
                yield f"{label}: {use_of(use)}"


def _answers(measure: Measure, quantifiers: Mapping[str, Sequence[float]]) -> list[str]:
    """What a description may state, with the numbers that words are read as."""
    from evalkit.engine.observe import takes

    if not measure.question:
        return [say("It is computed from facts and cannot be stated.")]
    # the last kind, for kinds are listed from the worst to the best (decision 0025)
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
    width = max(map(len, quantifiers))
    lines = []
    for word, shares in quantifiers.items():
        low, typical, high = (written(share, 2) for share in shares)
        lines.append(f"  {word:{width}}  {low} to {high}, typically {typical}")
    return lines


def use_of(use: MeasureUse) -> str:
    """How a criterion uses a measure."""
    standing = f" ({say(use.standing)})" if use.standing else ""
    if use.role == "condition":
        needed = say("yes")
        if use.at_least != 1:
            needed = say("{low} or more", low=f"{use.at_least:g}")
        limited = say(
            "condition, without {value} at most level {limit}",
            value=needed,
            limit=f"{use.limit:g}",
        )
        return f"{limited}{standing}"
    parts = [say(use.role)]
    if use.breakpoints:
        values = listed([f"{value:g}" for value in use.breakpoints], "comma")
        parts += [say("values at levels 0 to 4: {values}", values=values)]
    return f"{listed(parts, 'comma')}{standing}"
