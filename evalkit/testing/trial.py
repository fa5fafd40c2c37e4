"""One evaluator on one program: which checks does it fail there?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import attrs
from attrs import define, evolve

from evalkit.engine.admissible import may_be_declared, stated
from evalkit.engine.measure import measure
from evalkit.model.context import Context
from evalkit.model.fields import default_of
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message
from evalkit.model.program import Program
from evalkit.model.quantity import UNKNOWN
from evalkit.plugin import Evaluator
from evalkit.plugin.checks import has_half_characters
from evalkit.testing.limit import SECONDS, TookTooLong
from evalkit.testing.observed import (
    Observed,
    Questions,
    Watch,
    ask,
    elsewhere,
    observe,
    only,
    otherwise,
)
from evalkit.testing.reading import IDENTITY
from evalkit.testing.scene import Scene
from evalkit.testing.second import Second
from evalkit.testing.twins import renamed, shuffled

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
    def values(self) -> tuple[Program, Context]:
        """The program and its context."""
        return self.scene.given

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Each measure by the name of its part, watched while it was taken."""
        watches = {
            f"measure {declared.id}": Watch(declared)
            for declared in self.evaluator.measures
            if declared.function
        }
        watched = evolve(
            self.evaluator, measures=[watch.watched() for watch in watches.values()]
        )
        measure(watched, *self.values)
        return watches

    @cached_property
    def said(self) -> dict[str, Observed]:
        """What each part says."""
        return self._observed(self.values)

    def reads_what_it_declares(self) -> Breaches:
        """A need that is no field, and a field that is read without being declared, even where the
        measure goes on without it.
        """
        for part, watch in self.watches.items():
            if not all(map(may_be_declared, watch.measure.needs)):
                yield part, self.said[part].why
            elif watch.undeclared:
                yield (
                    part,
                    f"reads {', '.join(sorted(watch.undeclared))}, which it does not declare",
                )

    def ends_in_time(self) -> Breaches:
        """What had to be stopped."""
        stopped = f"has not ended after {SECONDS:g} seconds"
        for part, watch in self.watches.items():
            if isinstance(watch.raised, TookTooLong):
                yield part, stopped
        if self._ratings and getattr(self.evaluator.rate, "late", False):
            yield self._rating, stopped

    def raises_nothing(self) -> Breaches:
        """An exception, but for those that tell of another breach."""
        for part, watch in self.watches.items():
            if isinstance(watch.raised, TookTooLong):
                continue
            if watch.raised and not watch.undeclared and not watch.changed_its_inputs:
                yield part, f"raises {type(watch.raised).__name__}: {watch.raised}"

    def returns_what_it_declares(self) -> Breaches:
        """What the engine does not accept: no interval, a wrong unit, a value out of range,
        evidence that is not there.
        """
        for part, watch in self.watches.items():
            if (
                self.said[part].why
                and watch.returned is not None
                and not _is_silent(watch.returned)
                and _has_text(watch.returned)
            ):
                yield part, self.said[part].why

    def says_nothing_of_nothing(self) -> Breaches:
        """A number where nothing is known that the measure needs, or no reason for giving none.

        A level that rests on nothing.
        """
        for part, watch in self.watches.items():
            said, gives = (
                self.said[part],
                getattr(watch.returned, "value", None) is not None,
            )
            if _is_silent(watch.returned):
                yield part, "gives no number, and does not say why"
            elif (
                gives and not said.why and not self._anything_known(watch.measure.needs)
            ):
                yield part, f"gives {said.short} where nothing is known that it needs"
        for rating in self._ratings:
            if (
                rating.levelled
                and not self._is_coded(rating.id)
                and all(row.measurement.value is None for row in rating.measured)
            ):
                yield (
                    self._rating,
                    (
                        f"gives {rating.id} level {rating.level:g}, which nobody coded or stated"
                        " and nothing measured"
                    ),
                )

    def gives_ratings(self) -> Breaches:
        """An exception of `rate`, or what it gives in place of a rating."""
        for rating in (
            () if getattr(self.evaluator.rate, "late", False) else self._ratings
        ):
            for reason in rating.reasons if rating.status == "error" else ():
                if reason.code in ("rate_broke", "rate_raised"):
                    yield self._rating, f"{rating.id}: {reason}"

    def says_the_same_again(self) -> Breaches:
        """Another answer to the same question, here or in another process."""
        again = [self._observed(self.values) for _ in range(self.twins)]
        there = (
            self.second.observe(self.evaluator.id, self.scene) if self.second else {}
        )
        for part, said in self.sound():
            if other := next(
                (answers[part] for answers in again if answers[part].text != said.text),
                None,
            ):
                yield (
                    part,
                    (
                        f"says {said.short} the first time, and {otherwise(said, other.short)} the"
                        " second"
                    ),
                )
            elif message := elsewhere(said, there.get(part)):
                yield part, message

    def leaves_its_inputs(self) -> Breaches:
        """An attempt to change what was given, refused or not."""
        for part, watch in self.watches.items():
            if watch.changed_its_inputs:
                yield part, f"tries to change what it is given: {watch.raised}"
        if self.said and self.values != self.scene.fresh:
            self.scene.give_anew()
            blamed = []
            for part in self.said:
                observe(only(self.evaluator, part), self.questions, *self.values)
                if self.values != self.scene.fresh:
                    self.scene.give_anew()
                    blamed.append(part)
            # what a measure changes is changed when the evaluator rates too
            yield from (
                (part, "changes what it is given")
                for part in blamed
                if part != self._rating or blamed == [part]
            )

    def ignores_order(self) -> Breaches:
        """Another answer to the same facts in another order."""
        drawn = (
            tuple(shuffled(value, dice) for value in self.values)
            for dice in self._dice()
        )
        for values in (self.scene.reordered, *drawn):
            twin = self._observed(values)
            for part, said in self.sound():
                other = said.difference(twin[part])
                if other:
                    yield part, f"{other} when lists and maps stand in another order"

    def ignores_names(self) -> Breaches:
        """Another answer to the same facts under other names."""
        for values, names in (
            self.scene.renamed,
            *(renamed(self.values, dice) for dice in self._dice()),
        ):
            twin = self._observed(values)
            for part, said in self.sound():
                if other := said.difference(twin[part], names):
                    when = "when programs, actors, evidence and regions are called otherwise"
                    yield part, f"{other} {when}"

    def is_safe_for_json(self) -> Breaches:
        """A reason that is no text, or none that a file can hold."""
        for part, watch in self.watches.items():
            why = (
                watch.returned.why if isinstance(watch.returned, Measurement) else None
            )
            if not isinstance(why, Message | None):
                yield part, f"gives a reason that is no text: {why!r}"
            elif why and has_half_characters(str(why)):
                yield part, f"gives a reason with half a character in it: {str(why)!r}"

    @property
    def _rating(self) -> str:
        return f"evaluator {self.evaluator.id}"

    @cached_property
    def _ratings(self) -> Sequence[Any]:
        program, context = self.values
        taken = measure(self.evaluator, program, context)
        return (
            ask(self.evaluator, self.questions, program, taken)
            if self.evaluator.rate
            else ()
        )

    def _observed(self, values: Any) -> dict[str, Observed]:
        return observe(self.evaluator, self.questions, *values)

    def _dice(self) -> Iterator[random.Random]:
        """What further twins are drawn with."""
        return (random.Random(seed) for seed in range(1, self.twins))

    def sound(self) -> Iterator[tuple[str, Observed]]:
        """Parts that did not fail: that they fail is told once, and not for every twin."""
        return ((part, said) for part, said in self.said.items() if not said.why)

    def _anything_known(self, needs: Sequence[str]) -> bool:
        """Whether the program, or a peer, tells anything of what a measure needs.

        An identity alone is always told.
        """
        program, context = self.values
        facts = [need for need in needs if need not in IDENTITY]
        return not facts or any(
            not _is_unknown(stated(described, need))
            for described in (program, *context.peers.values())
            for need in facts
        )

    def _is_coded(self, criterion: str) -> bool:
        codings = [
            coded[criterion]
            for coded in self.values[0].codings.values()
            if criterion in coded
        ]
        return any(coding.level != UNKNOWN for coding in codings)


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
    "safe for JSON": Trial.is_safe_for_json,
    "inputs unchanged": Trial.leaves_its_inputs,
}
"""How each check runs on one program; the last one makes good what a plugin has changed."""


def _is_silent(returned: Any) -> bool:
    """Whether a measure returned no number and no reason."""
    return (
        isinstance(returned, Measurement)
        and returned.value is None
        and not returned.why
    )


def _has_text(returned: Any) -> bool:
    """Whether the reason that a measure returned, if it is a measurement, is text."""
    return not isinstance(returned, Measurement) or isinstance(
        returned.why, Message | None
    )


def _is_unknown(value: Any) -> bool:
    """Whether a field tells nothing, however deep; evidence alone tells nothing."""
    if value == UNKNOWN or value in ((), {}, None):
        return True
    if not attrs.has(type(value)):
        return False
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if (
            field.name != "evidence"
            and inner != default_of(field)
            and not _is_unknown(inner)
        ):
            return False
    return True
