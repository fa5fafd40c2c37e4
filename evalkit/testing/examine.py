"""Everything that is checked of a plugin, and what was found."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from evalkit.model.frozen import frozen
from evalkit.plugin import Evaluator
from evalkit.plugin.plugin import Plugin
from evalkit.testing import parts
from evalkit.testing.checks import CHECKS, Finding
from evalkit.testing.observed import Questions
from evalkit.testing.samples import coded, samples
from evalkit.testing.scene import Scene, smallest
from evalkit.testing.second import Second, SecondFailed
from evalkit.testing.target import Target, What, find
from evalkit.testing.trial import TRIALS, Trial, only

FATAL = ("raises nothing", "rate gives ratings")
"""Checks after whose failure a part is asked no further."""
AGAIN = 8
"""How many other orders and names a program is tried with while it is made smaller."""


@frozen
class Examination:
    """What was tested, on how many programs, and what was found, in the order of parts and
    checks.
    """

    plugin: Plugin
    programs: int
    findings: tuple[Finding, ...]


def examine(what: What, paths: Sequence[Path] = ()) -> Examination:
    """Run every check of a plugin; `paths` are files with further plugins.

    Raises NothingMatched when no plugin has the name.
    """
    with contextlib.redirect_stdout(sys.stderr):  # what a plugin prints is no result
        target = find(what, paths)
        found = list(_findings(target))
    order = list(CHECKS)
    found.sort(key=lambda finding: (finding.part, order.index(finding.check)))
    return Examination(
        target.plugin, len(samples()) if target.plugin.evaluators else 0, tuple(found)
    )


def _findings(target: Target) -> Iterator[Finding]:
    plugin = target.plugin
    yield from parts.hooks(plugin)
    for path in plugin.rubrics:
        yield from parts.rubric(path, plugin)
    for reader in plugin.readers:
        yield from parts.reader(reader)
    if target.again and (plugin.evaluators or plugin.writers) and not plugin.error:
        try:
            with Second(target.again) as second:
                yield from list(_of_what_it_does(target, second))
                return
        except SecondFailed:
            yield Finding(
                f"plugin {plugin.name}",
                "deterministic",
                "another process cannot load it, or ends while it is asked",
            )
    yield from _of_what_it_does(target, None)


def _of_what_it_does(target: Target, second: Second | None) -> Iterator[Finding]:
    for writer in target.plugin.writers:
        yield from parts.writer(writer, second)
    for evaluator in target.plugin.evaluators:
        yield from parts.documented(evaluator)
        yield from _of_evaluator(evaluator, target.questions(evaluator), second)


def _of_evaluator(
    evaluator: Evaluator, questions: Questions, second: Second | None
) -> Iterator[Finding]:
    """What an evaluator breaks on some program, told on the smallest one that shows it."""
    whole, seen = evaluator, dict[tuple[str, str], tuple[str, Scene]]()
    unread = {each.id: {*each.needs} for each in evaluator.measures}
    for scene in _asked(evaluator, questions):
        trial = Trial(evaluator, questions, scene, second)
        for check, failures in TRIALS.items():
            for part, message in failures(trial):
                seen.setdefault((part, check), (message, scene))
        for watch in trial.watches.values():
            unread[watch.measure.id] -= watch.read
        evaluator = _without(evaluator, {part for part, check in seen if check in FATAL})
    for (part, check), (message, scene) in seen.items():
        # what is not the same twice is not the same in another order either, and one finding is
        # enough
        if (
            check not in ("order does not matter", "names do not matter")
            or (part, "deterministic") not in seen
        ):
            yield _smallest(only(whole, part), questions, second, part, check, message, scene)
    for measure_id in (each.id for each in evaluator.measures):
        if (needs := unread[measure_id]) and (
            f"measure {measure_id}",
            "declared needs",
        ) not in seen:
            never = f"declares {', '.join(sorted(needs))}, and reads it on none of the programs"
            yield Finding(f"measure {measure_id}", "declared needs", never)


def _without(evaluator: Evaluator, parts: set[str]) -> Evaluator:
    """The evaluator without the parts that have failed: one failure is told, and nobody waits for
    hundreds.
    """
    rate = None if f"evaluator {evaluator.id}" in parts else evaluator.rate
    return evolve(
        evaluator,
        measures=[each for each in evaluator.measures if f"measure {each.id}" not in parts],
        rate=rate,
    )


def _smallest(
    evaluator: Evaluator,
    questions: Questions,
    second: Second | None,
    part: str,
    check: str,
    message: str,
    scene: Scene,
) -> Finding:
    def told(scene: Scene) -> str | None:
        trial = Trial(evaluator, questions, scene, second, AGAIN)
        return next((text for name, text in TRIALS[check](trial) if name == part), None)

    small = smallest(scene, lambda less: told(less) is not None)
    return Finding(part, check, told(small) or message, small.text)


def _asked(evaluator: Evaluator, questions: Questions) -> Sequence[Scene]:
    """The programs that an evaluator is tried on, coded where it rates by itself."""
    return (
        coded(
            tuple(criterion_id for _, dimension in questions for criterion_id in dimension.criteria)
        )
        if evaluator.rate
        else samples()
    )
