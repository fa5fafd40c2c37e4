"""Evaluators and their measures: what is declared, and how only the declared is handed over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from attrs import field

from evalkit.locale import Text
from evalkit.model.context import Context
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement
from evalkit.model.program import Program
from evalkit.model.prose import PROSE, texts
from evalkit.model.result import MeasuredLevel, Rating
from evalkit.model.rubric import Criterion
from evalkit.model.vocabulary import Answer
from evalkit.plugin import checks

MeasureFunction = Callable[[Program, Context], Measurement]


def _needs(names: Iterable[str]) -> tuple[str, ...]:
    return checks.texts("needs", names)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return checks.texts("words", words)


@frozen
class Measure:
    """What a description may be asked: a pure function from its declared fields to a Measurement, a
    question that a source may answer, or both.

    `needs` names fields of the description; asking for another raises UndeclaredNeed. `function` is
    None for a measure that is only stated. `question` is what a reader of a source is asked,
    `answer` what may be stated: a share (0 to 1), a number, a count, yes or no, or one of `words`,
    which are kinds in their order and have the values 0, 1, 2 and so on. `range` holds the values
    that are possible. `formula` and `source` are printed with every value; the docstring of the
    function is its description. Raises TypeError for a part that is not what it should be, and
    ValueError for one that has neither function nor question.
    """

    id: str = field(validator=checks.name)
    function: MeasureFunction | None = field(validator=checks.function)
    unit: str = field(validator=checks.text, metadata=PROSE)
    needs: tuple[str, ...] = field(converter=_needs, default=())
    range: tuple[float, float] = field(default=(0.0, math.inf), validator=checks.ends)
    formula: str = field(default="", validator=checks.text, metadata=PROSE)
    source: str = field(default="", validator=checks.text)
    question: str = field(default="", validator=checks.text, metadata=PROSE)
    answer: Answer = field(default="number", validator=checks.one_of(Answer))
    words: tuple[str, ...] = field(converter=_words, default=(), metadata=PROSE)

    def __attrs_post_init__(self) -> None:
        if self.function is None and not self.question:
            raise ValueError(
                f"measure {self.id} has neither a function nor a question: nothing gives it a value"
            )
        if (self.answer == "kinds") != bool(self.words):
            raise ValueError(
                f"measure {self.id}: words belong to the answer 'kinds', and to no other"
            )

    @cached_property
    def domain(self) -> str:
        """The domain of its texts, empty where it has none yet."""
        return next((text.domain for text in texts(self) if isinstance(text, Text)), "")

    @property
    def description(self) -> str:
        """What the measure says about itself, a line for each paragraph."""
        text = (self.function.__doc__ or "") if self.function else self.question
        return "\n".join(
            " ".join(paragraph.split()) for paragraph in text.split("\n\n")
        )


def measure(
    name: str,
    *,
    unit: str,
    needs: Sequence[str],
    range: tuple[float, float] = (0.0, math.inf),
    formula: str = "",
    source: str = "",
    question: str = "",
    answer: Answer = "number",
    words: Sequence[str] = (),
) -> Callable[[MeasureFunction], Measure]:
    """Turn a function `(program, context) -> Measurement` into a Measure with this id, unit and
    declared needs.
    """

    def declare(function: MeasureFunction) -> Measure:
        return Measure(
            name, function, unit, needs, range, formula, source, question, answer, words
        )

    return declare


def stated(
    name: str,
    question: str,
    answer: Answer,
    *,
    unit: str = "",
    range: Sequence[float] = (),
    words: Sequence[str] = (),
    source: str = "",
) -> Measure:
    """A measure without a function: a description states it, in answer to the question.

    The unit and the range follow from the answer.
    """
    usual = {
        "share": "share",
        "count": "count",
        "number": "number",
        "yes_no": "yes (1) or no (0)",
        "kinds": "kind",
    }
    usual_ends: dict[Answer, tuple[float, float]] = {
        "share": (0.0, 1.0),
        "yes_no": (0.0, 1.0),
        "kinds": (0.0, max(len(words) - 1.0, 0.0)),
    }
    ends = (range[0], range[1]) if range else usual_ends.get(answer, (0.0, math.inf))
    return Measure(
        name,
        None,
        unit or usual[answer],
        range=ends,
        source=source,
        question=question,
        answer=answer,
        words=words,
    )


@frozen
class Case:
    """What an evaluator with a `rate` of its own is asked: one criterion, and what was coded and
    measured for it.

    `settings` are those of its plugin, None where nobody set any; it gets them with `of` of its
    SettingsBlock.
    """

    id: str
    criterion: Criterion
    program: Program
    measured: tuple[MeasuredLevel, ...]
    default: Rating
    """The rating that the core gives."""
    settings: Any = None


def _measures(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(measures)


@frozen
class Evaluator:
    """A judge of one rubric dimension: of the one that names it, or has its id and uses its
    measures or stands in a rubric of its own plugin. It measures no other dimension.

    `rate`, when given, replaces the core's way of rating: it gets a Case for each criterion and
    returns a Rating. `method` is the documentation of the measures in Markdown. `version` is
    printed with every card, beside the name and the version of the plugin. When the plugin is
    loaded, `domain` is set to its name, whose catalogs translate what the measures say, and
    `settings` to what is set for it, None where nobody set anything. Raises TypeError for an id
    that is no text and for a function that is not declared as a measure, and ValueError for two
    measures of one id.
    """

    id: str = field(validator=checks.name)
    measures: tuple[Measure, ...] = field(converter=_measures, default=())
    rate: Callable[[Case], Rating] | None = field(
        default=None, validator=checks.function
    )
    method: str = field(default="", validator=checks.text)
    version: str = field(default="", validator=checks.text)
    domain: str = field(default="", validator=checks.text, kw_only=True)
    settings: Any = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for declared in self.measures:
            if not isinstance(declared, Measure):
                name = getattr(declared, "__name__", declared)
                raise TypeError(
                    f"evaluator {self.id}: {name} is not a measure; write @measure(...) above it"
                )
        if twin := checks.twin(measure.id for measure in self.measures):
            raise ValueError(f"evaluator {self.id}: two measures have the id {twin!r}")
