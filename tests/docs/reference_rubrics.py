"""The pages on what is judged and measured: the rubrics that come with evalkit, and the measures of its evaluators."""

from __future__ import annotations

from functools import cache

from markup import bullets, code, page, paragraphs, prose, table

from evalkit.cli.explain import key_of
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric
from evalkit.pipeline import Engine, Settings
from evalkit.plugin import Measure
from evalkit.read.files import load_rubric


@cache
def engine() -> Engine:
    """An engine with what comes with evalkit and nothing else."""
    return Engine(Settings(installed=False))


@cache
def rubrics() -> dict[str, Rubric]:
    """The rubrics by id."""
    return {id: load_rubric(path, engine().measures).rubric for id, path in engine().host.rubrics().items()}


def measures_page() -> str:
    """Every measure of every evaluator, with the criteria that it speaks for."""
    lines = []
    for id, evaluator in engine().evaluators.items():
        lines += [f"## {id}", "", f"How it reads descriptions, and its limits: [method](../../plugins/evalkit_{id}/method.md).", ""]
        for each in evaluator.measures:
            lines += _measure(id, each)
    intro = (
        "The measures of the evaluators that come with evalkit. A measure is a pure function of the fields that it names; where these do not "
        "give a value, there is none. What a value says about a criterion is written in the [rubrics](rubrics.md): a direct measure may set a "
        "level, a proxy may move a coded one, context moves nothing, a ceiling caps the measured level."
    )
    return page("Measures", intro, lines)


def _measure(evaluator: str, measure: Measure) -> list[str]:
    what, _, unknown = measure.description.partition("\n")
    low, high = measure.range
    limits = f"{low:g} or more" if high == float("inf") else f"{low:g} to {high:g}"
    uses = [
        f"{rubric.id} {id} ({use_of(use)})"
        for rubric in rubrics().values()
        for name, dimension in rubric.dimensions.items()
        if rubric.evaluator(name) == evaluator
        for id, criterion in dimension.criteria.items()
        for asked, use in criterion.measures.items()
        if asked == measure.id
    ]
    facts = [
        ("unit and range", f"{prose(measure.unit)}, {limits}"), ("formula", code(measure.formula)), ("when facts are unknown", prose(unknown)),
        ("reads", ", ".join(map(code, measure.needs))), ("source", prose(measure.source)), ("used in", "; ".join(uses) or "no rubric"),
    ]  # fmt: skip
    return [f"### {measure.id}", "", prose(what), "", *bullets(facts)]


def use_of(use: MeasureUse) -> str:
    """The role of a measure in a criterion, with the numbers that go with it."""
    parts = [use.role]
    parts += [f"levels 0 to 4 at {', '.join(f'{knot:g}' for knot in use.knots)}"] if use.knots else []
    parts += [f"{use.plus:+g} levels"] if use.plus else []
    parts += [f"level {use.level:g} at most below {use.below:g}"] if use.below is not None and use.level is not None else []
    return "; ".join([*parts, *([use.standing] if use.standing else [])])


def rubrics_page() -> str:
    """Every rubric with its dimensions, criteria and the sentences of their levels."""
    lines = []
    for rubric in rubrics().values():
        lines += _rubric(rubric)
    intro = (
        "The rubrics that come with evalkit, from their files in [rubrics](../../rubrics). Weights are of 1; the key criterion is the one without "
        "which a dimension has no score. What the [measures](measures.md) are is told on their page."
    )
    return page("Rubrics", intro, lines)


def _rubric(rubric: Rubric) -> list[str]:
    bands = [f"{name} from {rubric.bands[name].from_:g} ({rubric.bands[name].word})" for name in rubric.bands_best_first()]
    lines = [f"## {rubric.id}", "", f"{prose(rubric.name)}, edition {rubric.edition}, from {prose(rubric.source.cite)}.", ""]
    lines += bullets([("bands", ", ".join(bands)), ("overall score", _overall(rubric))])
    lines += ["What it cannot judge:", "", *(f"* {prose(each)}" for each in rubric.limits), ""] if rubric.limits else []
    for id, dimension in rubric.dimensions.items():
        lines += _dimension(id, dimension)
        for name, criterion in dimension.criteria.items():
            lines += _criterion(name, criterion, key_of(dimension, name))
    if rubric.guards:
        lines += [f"### Guards of {rubric.id}", "", *bullets((id, prose(text)) for id, text in rubric.guards.items())]
    return lines


def _overall(rubric: Rubric) -> str:
    if rubric.overall.aggregate == "none":
        return "none: the rubric gives a profile"
    needs = rubric.overall.needs
    among = f", with {' and '.join(needs.among)} among them" if needs.among else ""
    caps = [f"{' or '.join(each.dimensions)} below {each.below:g}: band {each.band} at best" for each in rubric.overall.hurdles]
    return "; ".join([f"{rubric.overall.aggregate} mean of {needs.dimensions} dimensions or more{among}", *caps])


def _dimension(id: str, dimension: Dimension) -> list[str]:
    hurdle = dimension.hurdle
    return [
        f"### {dimension.name}", "", f"{prose(dimension.question)}", "",
        *bullets([
            ("id", code(id)), ("weight", f"{dimension.weight:.3g}{f'. {prose(dimension.why)}' if dimension.why else ''}"),
            ("hurdle", f"key criterion at level {hurdle.at_most:g} or below: the score is {hurdle.cap:g} at most" if hurdle else ""),
            ("does not admit", ", ".join(dimension.excludes)),
        ]),
    ]  # fmt: skip


def _criterion(id: str, criterion: Criterion, key: str) -> list[str]:
    lines = [f"#### {id} {criterion.name}", "", *paragraphs(criterion.question), ""]
    lines += table(["level", "sentence"], [[str(level), prose(text)] for level, text in sorted(criterion.levels.items())])
    return lines + bullets([
        ("weight", f"{criterion.weight:.3g}{f', the key criterion {key}' if key else ''}"),
        ("evidence that counts", prose(criterion.evidence)),
        ("measures", "; ".join(f"{code(name)} ({use_of(use)})" for name, use in criterion.measures.items())),
        ("when it is unknown", prose(criterion.unknown)),
        ("pitfalls", " ".join(map(prose, criterion.pitfalls))),
        ("guards", ", ".join(criterion.guards)),
    ])  # fmt: skip
