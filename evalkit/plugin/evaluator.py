"""Evaluators and their measures: what is declared, and how only the declared is handed over."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from attrs import field, frozen

from evalkit.model.landscape import Landscape
from evalkit.model.program import Program
from evalkit.model.result import MeasuredLevel, Measurement, Rating
from evalkit.model.rubric import Criterion
from evalkit.plugin import checks

MeasureFunction = Callable[[Program, Landscape], Measurement]


@frozen
class Measure:
    """A pure function from the declared fields of a program, and its landscape, to a Measurement.

    `needs` names fields of the description; asking for another raises UndeclaredNeed. `range` holds the values that are possible.
    `formula` and `source` are printed with every value; the docstring of the function is its description.
    Raises TypeError for a part that is not what it should be, such as needs that are no list of texts.
    """

    id: str = field(validator=checks.name)
    function: MeasureFunction = field(validator=checks.function)
    unit: str = field(validator=checks.text)
    needs: tuple[str, ...] = field(converter=checks.texts("needs"))
    range: tuple[float, float] = field(default=(0.0, math.inf), validator=checks.ends)
    formula: str = field(default="", validator=checks.text)
    source: str = field(default="", validator=checks.text)

    @property
    def description(self) -> str:
        """What the measure says of itself, a line for each paragraph."""
        return "\n".join(" ".join(paragraph.split()) for paragraph in (self.function.__doc__ or "").split("\n\n"))


def measure(
    id: str, *, unit: str, needs: Sequence[str], range: tuple[float, float] = (0.0, math.inf), formula: str = "", source: str = ""
) -> Callable[[MeasureFunction], Measure]:
    """Turn a function `(program, landscape) -> Measurement` into a Measure with this id, unit and declared needs."""

    def declare(function: MeasureFunction) -> Measure:
        return Measure(id, function, unit, needs, range, formula, source)

    return declare


@frozen
class Case:
    """What an evaluator with a `rate` of its own is asked: one criterion, and what was coded and measured for it."""

    id: str
    criterion: Criterion
    program: Program
    measured: tuple[MeasuredLevel, ...]
    default: Rating
    """The rating that the core gives."""


@frozen
class Evaluator:
    """A judge of one rubric dimension, the one with the same id.

    `rate`, when given, replaces the core's way of rating: it gets a Case for each criterion and returns a Rating. `method` is the
    documentation of the measures in Markdown. `version` is printed with every card, beside the name and the version of the plugin.
    Raises TypeError for an id that is no text and for a function that is not declared as a measure, and ValueError for two measures of one id.
    """

    id: str = field(validator=checks.name)
    measures: tuple[Measure, ...] = field(converter=tuple, default=())
    rate: Callable[[Case], Rating] | None = field(default=None, validator=checks.function)
    method: str = field(default="", validator=checks.text)
    version: str = field(default="", validator=checks.text)

    def __attrs_post_init__(self) -> None:
        for each in self.measures:
            if not isinstance(each, Measure):
                raise TypeError(f"evaluator {self.id}: {getattr(each, '__name__', each)} is no measure; write @measure(...) above it")
        ids = [each.id for each in self.measures]
        if twins := [id for id in ids if ids.count(id) > 1]:
            raise ValueError(f"evaluator {self.id}: two measures are called {twins[0]!r}")
