"""One evaluator on one program: which checks does it fail there?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from attrs import define, evolve

from evalkit.engine.admissible import may_be_declared
from evalkit.engine.measure import measure
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message
from evalkit.model.result import Rating
from evalkit.plugin import Evaluator
from evalkit.testing.known import is_anything_known
from evalkit.testing.limit import SECONDS, TookTooLong
from evalkit.testing.observed import (
    Observed,
    Questions,
    ask,
    elsewhere,
    observe,
    only,
    otherwise,
)
from evalkit.testing.scene import Scene
from evalkit.testing.second import Second
from evalkit.testing.twins import Values, renamed, shuffled
from evalkit.testing.watch import Watch
from evalkit.testing.wording import unsaid

Breaches = Iterator[tuple[str, str]]
"""Parts of the evaluator, each with what was seen."""


@define(slots=False)
class Trial:
    """An evaluator on a scene.

    `twins` is how often it is asked again, and with how many other orders and other names.
    """

    evaluator: Evaluator
    questions: Questions
    scene: Scene
    second: Second | None = None
    twins: int = 1

    @property
    def values(self) -> Values:
        """The program and its context."""
        return self.scene.given

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Each measure by the name of its part, watched while it was taken."""
        watches = {}
        for declared in self.evaluator.measures:
            if declared.function:
                watches[f"measure {declared.id}"] = Watch(declared)
        watched = [watch.watched() for watch in watches.values()]
        # the engine's own function, which hides what a measure does not declare
        measure(evolve(self.evaluator, measures=watched), *self.values)
        return watches

    @cached_property
    def observed(self) -> dict[str, Observed]:
        """What each part says."""
        return self._observe(self.values)

    def sound(self) -> Iterator[tuple[str, Observed]]:
        """Parts that did not fail: that they fail is told once, and not for every twin."""
        for part, observed in self.observed.items():
            if not observed.why:
                yield part, observed

    def reads_what_it_declares(self) -> Breaches:
        """A need that is no field, and a field that is read without being declared, even where the
        measure goes on without it.
        """
        for part, watch in self.watches.items():
            if not all(map(may_be_declared, watch.measure.needs)):
                yield part, self.observed[part].why
            elif watch.undeclared:
                fields = ", ".join(sorted(watch.undeclared))
                yield part, f"reads {fields}, which it does not declare"

    def ends_in_time(self) -> Breaches:
        """What had to be stopped."""
        stopped = f"has not ended after {SECONDS:g} seconds"
        for part, watch in self.watches.items():
            if isinstance(watch.raised, TookTooLong):
                yield part, stopped
        # asked first: it may have to be stopped now
        if self._ratings and self._is_rate_late():
            yield self._rating, stopped

    def raises_nothing(self) -> Breaches:
        """An exception, but for those that tell of another breach."""
        for part, watch in self.watches.items():
            if watch.undeclared or watch.changed_its_inputs:
                continue
            if watch.raised and not isinstance(watch.raised, TookTooLong):
                yield part, f"raises {type(watch.raised).__name__}: {watch.raised}"

    def returns_what_it_declares(self) -> Breaches:
        """What the engine does not accept: no measurement, no interval, a wrong unit, a value out
        of range, evidence that is not there, a reason that is no text.
        """
        for part, watch in self.watches.items():
            refused = watch.has_returned and self.observed[part].why
            if refused and not _is_silent(watch.returned):
                yield part, self.observed[part].why

    def says_nothing_of_nothing(self) -> Breaches:
        """A number where nothing is known that the measure needs, or no reason for giving none."""
        for part, watch in self.watches.items():
            observed = self.observed[part]
            if _is_silent(watch.returned):
                yield part, "gives no number, and does not say why"
                continue
            if not watch.gave_number or observed.why:
                continue
            if not is_anything_known(*self.values, watch.measure.needs):
                where = "where nothing is known that it needs"
                yield part, f"gives {observed.short} {where}"

    def gives_ratings(self) -> Breaches:
        """An exception of `rate`, or what it gives in place of a rating, or a level that rests on
        nothing.
        """
        if self._is_rate_late():
            return
        for rating in self._ratings:
            if rating.status != "error":
                continue
            for reason in rating.reasons:
                # other errors are those of measures, which are told of these
                if reason.code in ("rate_broke", "rate_raised"):
                    yield self._rating, f"{rating.id}: {reason}"

    def says_the_same_again(self) -> Breaches:
        """Another answer to the same question, here or in another process."""
        again = [self._observe(self.values) for _ in range(self.twins)]
        there = {}
        if self.second:
            there = self.second.observe(self.evaluator.id, self.scene)
        for part, first in self.sound():
            answers = [observed[part] for observed in again]
            others = [answer for answer in answers if answer.text != first.text]
            message = elsewhere(first, there.get(part))
            # told first: what differs within one process differs in two of them anyway
            if others:
                second = otherwise(first, others[0].short)
                message = f"says {first.short} the first time, and {second} the second"
                yield part, message
            elif message:
                yield part, message

    def leaves_its_inputs(self) -> Breaches:
        """An attempt to change what was given, refused or not."""
        for part, watch in self.watches.items():
            if watch.changed_its_inputs:
                yield part, f"tries to change what it is given: {watch.raised}"
        if self.observed and self.values != self.scene.fresh:
            self.scene.give_anew()
            changing = self._changing()
            # what a measure changes is changed when the evaluator rates too
            measures = [part for part in changing if part != self._rating]
            for part in measures or changing:
                yield part, "changes what it is given"

    def _changing(self) -> list[str]:
        """The parts that change what they are given, each asked alone."""
        changing = []
        for part in self.observed:
            observe(only(self.evaluator, part), self.questions, *self.values)
            if self.values != self.scene.fresh:
                self.scene.give_anew()
                changing.append(part)
        return changing

    def ignores_order(self) -> Breaches:
        """Another answer to the same facts in another order."""
        for values in self._orders():
            twin = self._observe(values)
            for part, observed in self.sound():
                difference = observed.difference(twin[part])
                if difference:
                    when = "when lists and maps stand in another order"
                    yield part, f"{difference} {when}"

    def _orders(self) -> Iterator[Values]:
        """The program and its context in other orders."""
        yield self.scene.reordered
        for dice in self._dice():
            program, context = self.values
            yield shuffled(program, dice), shuffled(context, dice)

    def ignores_names(self) -> Breaches:
        """Another answer to the same facts under other names."""
        for values, names in self._namings():
            twin = self._observe(values)
            for part, observed in self.sound():
                difference = observed.difference(twin[part], names)
                if difference:
                    when = "when programs, actors, evidence and regions are called otherwise"
                    yield part, f"{difference} {when}"

    def _namings(self) -> Iterator[tuple[Values, dict[str, str]]]:
        """The program and its context under other names, with the new names by the old ones."""
        yield self.scene.renamed
        for dice in self._dice():
            yield renamed(self.values, dice)

    def _dice(self) -> Iterator[random.Random]:
        """What further twins are drawn with."""
        return (random.Random(seed) for seed in range(1, self.twins))

    def _observe(self, values: Values) -> dict[str, Observed]:
        return observe(self.evaluator, self.questions, *values)

    def has_words(self) -> Breaches:
        """A message that no catalog can say."""
        for part, watch in self.watches.items():
            # what is returned may be anything, and its reason as well
            if not isinstance(watch.returned, Measurement):
                continue
            why = watch.returned.why
            if isinstance(why, Message) and (fault := unsaid(why)):
                yield part, fault

    @property
    def _rating(self) -> str:
        """The name of the evaluator as a part, which is its way of rating."""
        return f"evaluator {self.evaluator.id}"

    @cached_property
    def _ratings(self) -> Sequence[Rating]:
        """What the evaluator rates by itself."""
        if not self.evaluator.rate:
            return ()
        program, context = self.values
        taken = measure(self.evaluator, program, context)
        return ask(self.evaluator, self.questions, program, taken)

    def _is_rate_late(self) -> bool:
        """Whether the way of rating was stopped; only a limited one can tell."""
        return getattr(self.evaluator.rate, "late", False)


TRIALS: dict[str, Callable[[Trial], Breaches]] = {
    "ends in time": Trial.ends_in_time,
    "declared needs": Trial.reads_what_it_declares,
    "raises nothing": Trial.raises_nothing,
    "range and unit": Trial.returns_what_it_declares,
    "unknown stays unknown": Trial.says_nothing_of_nothing,
    "rate gives ratings": Trial.gives_ratings,
    "deterministic": Trial.says_the_same_again,
    "order does not matter": Trial.ignores_order,
    "names do not matter": Trial.ignores_names,
    "has words": Trial.has_words,
    "inputs unchanged": Trial.leaves_its_inputs,
}
"""How each check runs on one program; the last one makes good what a plugin has changed."""


def _is_silent(returned: Any) -> bool:
    """Whether a measure returned a measurement without a number and without a reason."""
    if not isinstance(returned, Measurement):
        return False
    return returned.value is None and not returned.why
