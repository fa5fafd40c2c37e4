"""The parts of a plugin that are judged without a program: its hooks, its words, its rubrics,
report formats and readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evalkit.model.errors import InputError
from evalkit.plugin import Evaluator, Measure, Reader, Writer
from evalkit.plugin.aggregator import Aggregation
from evalkit.plugin.plugin import HOOKS, Plugin
from evalkit.read.files import load_rubric
from evalkit.testing import aggregators, readers, writers
from evalkit.testing.checks import Finding
from evalkit.testing.reading import own_engine
from evalkit.testing.second import Second


def hooks(plugin: Plugin) -> Iterator[Finding]:
    """That it cannot be used, or brings nothing."""
    if plugin.error or not plugin.hooks:
        yield Finding(
            f"plugin {plugin.name}",
            "hooks",
            plugin.error or f"it implements no hook; there are {', '.join(HOOKS)}",
        )


def documented(evaluator: Evaluator) -> Iterator[Finding]:
    """What is not said of an evaluator and its measures."""
    if not evaluator.method.strip():
        yield Finding(
            f"evaluator {evaluator.id}",
            "documented",
            "it has no method text: give method=...",
        )
    for measure in evaluator.measures:
        lacking = [*_lacking(measure)]
        if evaluator.method.strip() and not re.search(
            rf"\b{re.escape(measure.id)}\b", evaluator.method
        ):
            lacking.append(f"its name in the method text of evaluator {evaluator.id}")
        if lacking:
            yield Finding(
                f"measure {measure.id}", "documented", f"it lacks {', '.join(lacking)}"
            )


def rubric(path: Path, plugin: Plugin) -> Iterator[Finding]:
    """The faults of a rubric, and dimensions that nobody measures."""
    evaluators = [*own_engine().host.evaluators().values(), *plugin.evaluators]
    try:
        loaded = load_rubric(
            path,
            {
                evaluator.id: {measure.id: measure for measure in evaluator.measures}
                for evaluator in evaluators
            },
        ).rubric
    except InputError as error:
        places = [
            f"line {fault.place.line}: {fault.message}" for fault in error.diagnostics
        ]
        yield Finding(
            f"rubric {path.stem}", "rubric loads", "; ".join(places) or str(error)
        )
        return
    if loaded.id != path.stem:
        differs = (
            f"its id is {loaded.id!r}, and its file is called {path.name}: a rubric is found by the"
            " name of its file, so give both one"
        )
        yield Finding(f"rubric {path.stem}", "rubric loads", differs)
    for dimension_id, dimension in loaded.dimensions.items():
        asked = {
            name
            for criterion in dimension.criteria.values()
            for name in criterion.measures
        } - loaded.measures.keys()
        known = {evaluator.id for evaluator in evaluators}
        if (asked or dimension.evaluator) and loaded.evaluator(
            dimension_id
        ) not in known:
            lack = (
                f"dimension {dimension_id} names measures, and there is no evaluator"
                f" {loaded.evaluator(dimension_id)} to take them"
            )
            yield Finding(f"rubric {path.stem}", "rubric loads", lack)


def writer(writer: Writer, second: Second | None) -> Iterator[Finding]:
    """What a format fails to write."""
    fault = writers.fault(writer)
    if fault is None and second:
        contents = writers.written(writer).items()
        here = {what: writers.compared(content) for what, content in contents}
        there = second.written(writer.name)
        differing = [what for what in here if here[what] != there.get(what)]
        if differing:
            fault = f"{differing[0]}: is another text in a second process"
    if fault:
        yield Finding(f"writer {writer.name}", "writer writes", fault)


def reader(reader: Reader) -> Iterator[Finding]:
    """What a reader does with files that it has not seen."""
    if fault := readers.fault(reader):
        yield Finding(f"reader {reader.name}", "reader reads", fault)


def aggregator(aggregation: Aggregation) -> Iterator[Finding]:
    """What an aggregator does with values that it has not seen."""
    if told := aggregators.fault(aggregation):
        yield Finding(f"aggregator {aggregation.name}", "aggregator combines", told)


def _lacking(measure: Measure) -> Iterator[str]:
    if measure.question and not measure.question.rstrip(")").endswith(("?", ".")):
        yield "a question that ends as a sentence does"
    if len(set(measure.words)) < len(measure.words) or len(measure.words) == 1:
        yield "two or more words, each of them another one"
    if not measure.function:
        yield from () if measure.unit else ("a unit",)
        return
    what, _, more = measure.description.partition("\n")
    if not what.endswith("."):
        yield "a docstring whose first line is a sentence on what it is"
    if not more and "unknown" not in what.lower():
        yield (
            "a sentence in its docstring on when it is unknown (for example: Unknown when no tie is"
            " stated.)"
        )
    for name, value in (
        ("unit", measure.unit),
        ("formula", measure.formula),
        ("source", measure.source),
    ):
        if not value:
            yield f"a {name}"
