"""What was measured, in words: what a source states or facts give, and the level it reaches."""

from __future__ import annotations

from evalkit.locale import listed, say
from evalkit.model.observation import Observation
from evalkit.model.result import MeasuredLevel
from evalkit.model.rubric import Criterion
from evalkit.report import described, number
from evalkit.report.phrases import clauses, series, translated


def stated(observation: Observation) -> str:
    """What a source states, in its words, or as a number."""
    return described.text(observation.value)


def value(measured: MeasuredLevel) -> str:
    """A measure with its value: the word of the source with the interval that it is read as, or
    what is computed from facts.
    """
    measurement, observation = measured.measurement, measured.observation
    if observation is None:
        computed = number.measured(measurement.value, measurement.unit)
        return f"{measurement.id} = {computed}"
    statement = f"{measurement.id} {stated(observation)}"
    low, high = measurement.value or (0.0, 0.0)
    read = number.plain(low, high)
    # what is read as a range counts by the value that is typical of it
    if low != high:
        middle = measurement.middle
        typical = number.plain(middle, middle)
        text = "{stated}, read as {range} (typically {typical})"
        return say(text, stated=statement, range=read, typical=typical)
    # a number is read as it stands, and a count as the share that it is
    if observation.value.n is None:
        return statement
    return say("{stated}, read as {value}", stated=statement, value=read)


def line(measured: MeasuredLevel, criterion: Criterion | None = None) -> str:
    """A measurement with what it reaches and its formula; with its `criterion` the breakpoints
    follow.
    """
    values = breakpoints(measured, criterion) if criterion else ""
    return clauses(filter(None, [reached(measured), values, formula(measured)]))


def reached(measured: MeasuredLevel) -> str:
    """A measurement with how much of it is known, what it speaks of, the level that it reaches, and
    its role.
    """
    about = stated_of(measured.observation) if measured.observation else []
    parts = [value(measured), *about, *_known(measured), *_reached(measured)]
    shown, why = series([*parts, say(measured.role)]), note(measured)
    return f"{shown} ({why})" if why else shown


def formula(measured: MeasuredLevel) -> str:
    """How a measurement is made of facts, and who published the formula; empty without one."""
    measurement = measured.measurement
    text = say(measurement.formula)
    if measurement.source:
        text += f" [{measurement.source.cite}]"
    return text


def note(measured: MeasuredLevel) -> str:
    """Why a measurement is not counted, else what its measure says beside the value or instead of
    one; empty without either.
    """
    # why it does not count comes first: its own remark is then of no consequence
    if measured.note:
        return say("not counted: {why}", why=translated(measured.note))
    return translated(measured.measurement.why)


def stated_of(observation: Observation) -> list[str]:
    """Of what a source states it, and who read it there."""
    parts = [say("of {what}", what=observation.of)] if observation.of else []
    if observation.scope != "own":
        parts.append(say("about the {scope}", scope=say(observation.scope)))
    if observation.reader:
        parts.append(say("read by {readers}", readers=listed(observation.reader)))
    return parts


def _known(measured: MeasuredLevel) -> list[str]:
    """How many of the units are known, where they are counted."""
    measurement = measured.measurement
    if measurement.of is None:
        return []
    return [say("{count} of {all} known", count=measurement.n, all=measurement.of)]


def _reached(measured: MeasuredLevel) -> list[str]:
    """The levels that the ends of the value reach."""
    if not measured.levels:
        return []
    at_most = measured.measurement.at_most
    text = "level {levels} at most" if at_most else "level {levels}"
    return [say(text, levels=number.span(measured.levels, number.level))]


def breakpoints(measured: MeasuredLevel, criterion: Criterion) -> str:
    """The breakpoints of its criterion; empty where it has none."""
    use = criterion.measures.get(measured.measurement.id)
    if use is None or not use.breakpoints:
        return ""
    values = series(f"{value:g}" for value in use.breakpoints)
    return say("breakpoints {values}", values=values)
