"""The pages on what is judged and measured: the rubrics that come with evalkit, and the measures
of its evaluators."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from markup import bullets, code, page, paragraphs, prose, table

from evalkit.cli.commands.explain import key_of
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric, StatedMeasure
from evalkit.plugin import Measure
from evalkit.read.files import load_rubric
from evalkit.session import Session
from evalkit.session.settings import Settings


@cache
def engine() -> Session:
    """An engine with what comes with evalkit and nothing else."""
    return Session(Settings(installed=False))


@cache
def rubrics() -> dict[str, Rubric]:
    """The rubrics by id."""
    return {
        id: load_rubric(path, engine().judging.measures).rubric
        for id, path in engine().host.rubrics().items()
    }


def measures_page() -> str:
    """Every measure of every evaluator, with the criteria that it speaks for."""
    lines = []
    for id, evaluator in engine().host.evaluators().items():
        lines += [
            f"## {id}",
            "",
            (
                "How it reads descriptions, and its limits:"
                f" [method](../../plugins/evalkit_{id}/method.md)."
            ),
            "",
        ]
        for each in evaluator.measures:
            lines += _measure(id, each)
    for rubric in rubrics().values():
        lines += _of_rubric(rubric)
    intro = (
        "What a description may be asked. Each measure has a question that a source may answer"
        " under `observations:`; one with a formula is also computed from the fields that it names,"
        " and where these do not give a value, there is none. What a value says about a criterion"
        " is written in the [rubrics](rubrics.md): a main measure gives the level, a condition"
        " holds it, descriptive is shown only."
    )
    return page("Measures", intro, lines)


def _of_rubric(rubric: Rubric) -> list[str]:
    """The measures that a rubric declares; no function computes them."""
    if not rubric.measures:
        return []
    lines = [
        f"## Stated in {rubric.id}",
        "",
        f"Declared by the rubric `{rubric.id}`, and never computed.",
        "",
    ]
    for id, each in rubric.measures.items():
        facts = [
            ("may be stated", _answers(each)),
            ("source", prose(each.source)),
            ("used in", _uses(id, [rubric], None)),
        ]
        lines += [f"### {id}", "", prose(each.question), "", *bullets(facts)]
    return lines


def _answers(measure: Measure | StatedMeasure) -> str:
    """What a source may state of a measure, in words."""
    kinds = {
        "share": "an amount",
        "yes_no": "yes or no",
        "count": "a count",
        "number": "a number",
        "kinds": "one of",
    }
    return f"{kinds[measure.answer]} {', '.join(map(code, measure.words))}".rstrip()


def _uses(measure: str, among: Iterable[Rubric], evaluator: str | None) -> str:
    """The criteria that use a measure, with its role in each; `evaluator` None for any."""
    uses = [
        f"{rubric.id} {id} ({use_of(criterion.measures[measure])})"
        for rubric in among
        for name, dimension in rubric.dimensions.items()
        if evaluator in (None, rubric.evaluator(name))
        for id, criterion in dimension.criteria.items()
        if measure in criterion.measures
    ]
    return "; ".join(uses) or "no rubric"


def _measure(evaluator: str, measure: Measure) -> list[str]:
    what, _, unknown = measure.description.partition("\n")
    low, high = measure.range
    limits = (
        f"{low:g} to {high:g}"
        if math.isfinite(high)
        else f"{low:g} or more"
        if math.isfinite(low)
        else "any value"
    )
    facts = [
        ("asks", prose(measure.question)),
        ("may be stated", _answers(measure)),
        ("unit and range", f"{prose(measure.unit)}, {limits}"),
        ("formula", code(measure.formula)),
        ("when facts are unknown", prose(unknown)),
        ("reads", ", ".join(map(code, measure.needs))),
        ("source", prose(measure.source)),
        ("used in", _uses(measure.id, rubrics().values(), evaluator)),
    ]
    return [f"### {measure.id}", "", prose(what), "", *bullets(facts)]


def use_of(use: MeasureUse) -> str:
    """The role of a measure in a criterion, with the numbers that go with it."""
    parts = [use.role]
    parts += (
        [f"levels 0 to 4 at {', '.join(f'{point:g}' for point in use.breakpoints)}"]
        if use.breakpoints
        else []
    )
    least = f" unless it is {use.at_least:g} or more" if use.at_least != 1 else ""
    parts += [f"level {use.limit:g} at most{least}"] if use.limit is not None else []
    return "; ".join([*parts, *([use.standing] if use.standing else [])])


def rubrics_page() -> str:
    """Every rubric with its dimensions, criteria and the sentences of their levels."""
    lines = []
    for rubric in rubrics().values():
        lines += _rubric(rubric)
    intro = (
        "The rubrics that come with evalkit, from their files in [rubrics](../../rubrics). Weights"
        " are of 1; the key criterion is the one without which a dimension has no score. What the"
        " [measures](measures.md) are is told on their page."
    )
    return page("Rubrics", intro, lines)


def _rubric(rubric: Rubric) -> list[str]:
    bands = [
        f"{name} from {rubric.bands[name].from_:g} ({rubric.bands[name].word})"
        for name in rubric.bands_best_first()
    ]
    lines = [
        f"## {rubric.id}",
        "",
        f"{prose(rubric.name)}, edition {rubric.edition}, from {prose(rubric.source.cite)}.",
        "",
    ]
    lines += bullets([("bands", ", ".join(bands)), ("overall score", _overall(rubric))])
    lines += (
        [
            "What it cannot judge:",
            "",
            *(f"* {prose(each)}" for each in rubric.limits),
            "",
        ]
        if rubric.limits
        else []
    )
    for id, dimension in rubric.dimensions.items():
        lines += _dimension(id, dimension)
        for name, criterion in dimension.criteria.items():
            lines += _criterion(name, criterion, key_of(dimension, name))
    if rubric.validity_rules:
        lines += [
            f"### Validity rules of {rubric.id}",
            "",
            *bullets((id, prose(text)) for id, text in rubric.validity_rules.items()),
        ]
    return lines


def _overall(rubric: Rubric) -> str:
    if rubric.overall.aggregate == "none":
        return "none: the rubric gives a profile"
    needs = rubric.overall.needs
    among = f", with {' and '.join(needs.among)} among them" if needs.among else ""
    caps = [
        f"{' or '.join(each.dimensions)} below {each.below:g}: band {each.band} at best"
        for each in rubric.overall.caps
    ]
    return "; ".join(
        [
            f"{rubric.overall.aggregate} mean of {needs.dimensions} dimensions or more{among}",
            *caps,
        ]
    )


def _dimension(id: str, dimension: Dimension) -> list[str]:
    cap = dimension.cap
    return [
        f"### {dimension.name}",
        "",
        f"{prose(dimension.question)}",
        "",
        *bullets(
            [
                ("id", code(id)),
                (
                    "weight",
                    f"{dimension.weight:.3g}{f'. {prose(dimension.why)}' if dimension.why else ''}",
                ),
                (
                    "cap",
                    (
                        f"the score is at most {cap.above_key:g} level above the key criterion"
                        if cap
                        else ""
                    ),
                ),
                ("does not admit", ", ".join(dimension.excludes)),
            ]
        ),
    ]


def _criterion(id: str, criterion: Criterion, key: str) -> list[str]:
    lines = [f"#### {id} {criterion.name}", "", *paragraphs(criterion.question), ""]
    lines += table(
        ["level", "sentence"],
        [[str(level), prose(text)] for level, text in sorted(criterion.levels.items())],
    )
    return lines + bullets(
        [
            (
                "weight",
                f"{criterion.weight:.3g}{f', the key criterion {key}' if key else ''}",
            ),
            ("evidence that counts", prose(criterion.evidence)),
            (
                "measures",
                "; ".join(
                    f"{code(name)} ({use_of(use)})"
                    for name, use in criterion.measures.items()
                ),
            ),
            ("asked of programs of level", ", ".join(criterion.applies_to)),
            ("when it is unknown", prose(criterion.unknown)),
            ("pitfalls", " ".join(map(prose, criterion.pitfalls))),
            ("validity_rules", ", ".join(criterion.validity_rules)),
        ]
    )
