"""Everything that is checked of a plugin, and what was found."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, evolve, field

from evalkit.model.frozen import frozen
from evalkit.plugin import Evaluator
from evalkit.plugin.plugin import Plugin
from evalkit.testing import parts
from evalkit.testing.checks import CHECKS, Finding
from evalkit.testing.limit import limited
from evalkit.testing.observed import Observed, Questions, elsewhere, only
from evalkit.testing.samples import coded, samples_with
from evalkit.testing.scene import Scene, smallest
from evalkit.testing.second import GARBAGE, Answers, Second, SecondFailed
from evalkit.testing.target import Target, What, find
from evalkit.testing.trial import TRIALS, Trial

FATAL = ("ends in time", "raises nothing", "rate gives ratings")
"""Checks after whose failure a part is asked no further."""
AGAIN = 8
"""How many other orders and names a program is tried with while it is made smaller."""
Progress = Callable[[int, int], None]
"""Is told after each program how many of how many are done."""


@frozen
class Examination:
    """What was tested, on how many programs, and what was found, in the order of parts and
    checks.

    `numbers` says by evaluator and measure on how many of the programs it gave a number.
    """

    plugin: Plugin
    programs: int
    numbers: dict[str, dict[str, int]]
    findings: tuple[Finding, ...]


def examine(
    what: What, paths: Sequence[Path] = (), progress: Progress | None = None
) -> Examination:
    """Run every check of a plugin; `paths` are files with further plugins.

    Raises NothingMatched when no plugin has the name.
    """
    with (
        contextlib.redirect_stdout(sys.stderr),  # what a plugin prints is no result
        _collecting_seldom(),
    ):
        target = find(what, paths)
        scenes = _scenes(target) if target.plugin.evaluators else ()
        examiner = _Examiner(target, scenes, progress or _nobody)
        findings = sorted(examiner.findings(), key=_place)
    return Examination(target.plugin, len(scenes), examiner.numbers, tuple(findings))


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Programs and what is said of them stay to the end; looking for garbage among them takes a
    fifth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(GARBAGE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _scenes(target: Target) -> tuple[Scene, ...]:
    """The programs that a plugin is tried on, with its own examples."""
    made = samples_with(target.facts)  # type: ignore[arg-type]  # every class can be hashed
    return (*made, *target.examples)


def _nobody(done: int, total: int) -> None:
    """Where nobody asks for progress."""


def _place(finding: Finding) -> tuple[str, int]:
    """The part of a finding, and which check of all it is."""
    return finding.part, list(CHECKS).index(finding.check)


@define
class _Examiner:
    """Tries one plugin."""

    target: Target
    scenes: Sequence[Scene]
    progress: Progress
    second: Second | None = None
    numbers: dict[str, dict[str, int]] = field(factory=dict)

    def findings(self) -> Iterator[Finding]:
        """What it finds, in no order."""
        plugin = self.target.plugin
        yield from parts.hooks(plugin)
        for path in plugin.rubrics:
            yield from parts.rubric(path, plugin)
        for reader in plugin.readers:
            yield from parts.reader(reader)
        for aggregation in plugin.aggregators:
            yield from parts.aggregator(aggregation)
        does_something = plugin.evaluators or plugin.writers
        if self.target.again and does_something and not plugin.error:
            try:
                with Second(self.target.again) as self.second:
                    # a list: what was found before the other process ended counts for nothing
                    yield from list(self._of_what_it_does())
                    return
            except SecondFailed:
                message = "another process cannot load it, or ends while it is asked"
                yield Finding(f"plugin {plugin.name}", "deterministic", message)
        self.second = None
        yield from self._of_what_it_does()

    def _of_what_it_does(self) -> Iterator[Finding]:
        for writer in self.target.plugin.writers:
            yield from parts.writer(writer, self.second)
        for number, evaluator in enumerate(self.target.plugin.evaluators):
            yield from parts.documented(evaluator)
            yield from self._of_evaluator(number, limited(evaluator))

    def _of_evaluator(self, number: int, evaluator: Evaluator) -> Iterator[Finding]:
        """What an evaluator breaks on some program, told on the smallest one that shows it."""
        questions = self.target.questions(evaluator)
        scenes = self._asked(evaluator, questions)
        # both processes go through the programs at the same time
        if self.second:
            self.second.begin(evaluator.id, scenes)
        rounds = _Rounds(evaluator, questions)
        total = len(scenes) * len(self.target.plugin.evaluators)
        done = number * len(scenes)
        for scene in scenes:
            rounds.try_on(scene)
            done += 1
            self.progress(done, total)
        if self.second:
            rounds.compare(self.second.end(), scenes)
        self.numbers[evaluator.id] = rounds.numbers
        yield from self._broken(evaluator, rounds)
        yield from rounds.never()

    def _broken(self, evaluator: Evaluator, rounds: _Rounds) -> Iterator[Finding]:
        for (part, check), (message, scene) in rounds.seen.items():
            # what is not the same twice is not the same in another order either, and one finding
            # is enough
            is_drawn = (part, "deterministic") in rounds.seen
            if is_drawn and check in ("order does not matter", "names do not matter"):
                continue
            if check == "ends in time":  # a smaller program would be waited for as long
                yield Finding(part, check, message, scene.text)
                continue
            # alone, for a smaller program is looked for by asking some hundred times
            alone = only(evaluator, part)
            trial = Trial(alone, rounds.questions, scene, self.second, AGAIN)
            yield _smallest(trial, part, check, message)

    def _asked(self, evaluator: Evaluator, questions: Questions) -> Sequence[Scene]:
        """The programs that an evaluator is tried on, coded where it rates by itself."""
        if not evaluator.rate:
            return self.scenes
        criteria = [name for _, dimension in questions for name in dimension.criteria]
        return coded(self.scenes, tuple(criteria))


@define
class _Rounds:
    """One evaluator, tried on one program after the other.

    `seen` holds, by part and check, the first message and the program that showed it, `numbers` by
    measure how often it gave a number.
    """

    evaluator: Evaluator
    questions: Questions
    seen: dict[tuple[str, str], tuple[str, Scene]] = field(factory=dict)
    numbers: dict[str, int] = field(init=False)
    _observed: list[Mapping[str, Observed]] = field(factory=list)
    _unread: dict[str, set[str]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        computed = [measure for measure in self.evaluator.measures if measure.function]
        self.numbers = {measure.id: 0 for measure in computed}
        self._unread = {measure.id: {*measure.needs} for measure in computed}

    def try_on(self, scene: Scene) -> None:
        """Try it on one more program; parts that failed for good are asked no more."""
        trial = Trial(self.evaluator, self.questions, scene)
        for check, breaches in TRIALS.items():
            for part, message in breaches(trial):
                # the first program that shows it is the smallest, as programs come by their size
                self.seen.setdefault((part, check), (message, scene))
        for watch in trial.watches.values():
            name = watch.measure.id
            self._unread[name] -= watch.read
            self.numbers[name] += watch.gave_number
        self._observed.append(dict(trial.sound()))
        failed = {part for part, check in self.seen if check in FATAL}
        self.evaluator = _without(self.evaluator, failed)

    def compare(self, others: Sequence[Answers], scenes: Sequence[Scene]) -> None:
        """Hold what was said of each program against what another process said."""
        for here, there, scene in zip(self._observed, others, scenes, strict=True):
            for part, observed in here.items():
                message = elsewhere(observed, there.get(part))
                if message:
                    self.seen.setdefault((part, "deterministic"), (message, scene))

    def never(self) -> Iterator[Finding]:
        """What no program showed: a need that is read, or a number."""
        with_faults = {part for part, _ in self.seen}
        # those that are stated are not in it
        for name, times in self.numbers.items():
            part = f"measure {name}"
            unread = ", ".join(sorted(self._unread[name]))
            if unread and (part, "declared needs") not in self.seen:
                message = f"declares {unread}, and reads it on none of the programs"
                yield Finding(part, "declared needs", message)
            if not times and part not in with_faults:
                message = f"gives a number on none of {len(self._observed)} programs"
                yield Finding(part, "tried", message)


def _without(evaluator: Evaluator, failed: set[str]) -> Evaluator:
    """The evaluator without the parts that have failed: one failure is told, and nobody waits for
    hundreds.
    """
    rate = None if f"evaluator {evaluator.id}" in failed else evaluator.rate
    measures = []
    for measure in evaluator.measures:
        if f"measure {measure.id}" not in failed:
            measures.append(measure)
    return evolve(evaluator, measures=measures, rate=rate)


def _smallest(trial: Trial, part: str, check: str, message: str) -> Finding:
    """The finding on the smallest program that shows it."""

    def shown_by(scene: Scene) -> str | None:
        for name, text in TRIALS[check](evolve(trial, scene=scene)):
            if name == part:
                return text
        return None

    small = smallest(trial.scene, lambda less: shown_by(less) is not None)
    # one that is not deterministic may not show it again
    return Finding(part, check, shown_by(small) or message, small.text)
