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
from evalkit.testing.reading import own_session
from evalkit.testing.second import Second


def hooks(plugin: Plugin) -> Iterator[Finding]:
    """That it cannot be used, or brings nothing."""
    message = plugin.error
    if not message and not plugin.hooks:
        message = f"it implements no hook; there are {', '.join(HOOKS)}"
    if message:
        yield Finding(f"plugin {plugin.name}", "hooks", message)


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
        name = re.compile(rf"\b{re.escape(measure.id)}\b")
        if evaluator.method.strip() and not name.search(evaluator.method):
            lacking.append(f"its name in the method text of evaluator {evaluator.id}")
        if lacking:
            lacks = f"it lacks {', '.join(lacking)}"
            yield Finding(f"measure {measure.id}", "documented", lacks)


def rubric(path: Path, plugin: Plugin) -> Iterator[Finding]:
    """The faults of a rubric, and dimensions that nobody measures."""
    for message in _faults_of_rubric(path, plugin):
        yield Finding(f"rubric {path.stem}", "rubric loads", message)


def _faults_of_rubric(path: Path, plugin: Plugin) -> Iterator[str]:
    # Not with all that is installed here: its users may have nothing but evalkit beside it.
    known: dict[str, dict[str, Measure]] = {}
    for evaluator in (*own_session().host.evaluators().values(), *plugin.evaluators):
        known[evaluator.id] = {measure.id: measure for measure in evaluator.measures}
    try:
        rubric = load_rubric(path, known).rubric
    except InputError as error:
        faults = [
            f"line {fault.place.line}: {fault.message}" for fault in error.diagnostics
        ]
        yield "; ".join(faults) or str(error)
        return
    if rubric.id != path.stem:
        yield (
            f"its id is {rubric.id!r}, and its file is called {path.name}: a rubric is found by the"
            " name of its file, so give both one"
        )
    for name, dimension in rubric.dimensions.items():
        asked: set[str] = set()
        for criterion in dimension.criteria.values():
            asked.update(criterion.measures)
        # those that the rubric declares itself are only stated
        asks = dimension.evaluator or asked - rubric.measures.keys()
        if asks and rubric.evaluator(name) not in known:
            yield (
                f"dimension {name} names measures, and there is no evaluator"
                f" {rubric.evaluator(name)} to take them"
            )


def writer(writer: Writer, second: Second | None) -> Iterator[Finding]:
    """What a format fails to write."""
    contents, fault = writers.tried(writer)
    if fault is None and second:
        here = writers.digested(contents)
        there = second.written(writer.name)
        differing = [what for what in here if here[what] != there.get(what)]
        if differing:
            fault = f"{differing[0]}: is another text in a second process"
    if fault:
        yield Finding(f"writer {writer.name}", "writer writes", fault)


def reader(reader: Reader) -> Iterator[Finding]:
    """What a reader does with files that it has not seen."""
    fault = readers.fault(reader)
    if fault:
        yield Finding(f"reader {reader.name}", "reader reads", fault)


def aggregator(aggregation: Aggregation) -> Iterator[Finding]:
    """What an aggregator does with values that it has not seen."""
    fault = aggregators.fault(aggregation)
    if fault:
        yield Finding(f"aggregator {aggregation.name}", "aggregator combines", fault)


def _lacking(measure: Measure) -> Iterator[str]:
    if measure.question and not measure.question.rstrip(")").endswith(("?", ".")):
        yield "a question that ends as a sentence does"
    if len(set(measure.words)) < len(measure.words) or len(measure.words) == 1:
        yield "two or more words, each of them another one"
    if not measure.function:
        if not measure.unit:
            yield "a unit"
        return
    what, _, more = measure.description.partition("\n")
    if not what.endswith("."):
        yield "a docstring whose first line is a sentence on what it is"
    if not more and "unknown" not in what.lower():
        yield (
            "a sentence in its docstring on when it is unknown (for example: Unknown when no tie is"
            " stated.)"
        )
    for name in ("unit", "formula", "source"):
        if not getattr(measure, name):
            yield f"a {name}"
