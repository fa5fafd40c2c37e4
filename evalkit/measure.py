"""From facts to measurements: each measure sees the fields that it declared and no other, and a failure stays its own.

What rests on a stated aim alone is no fact (guard G3), and what rests on claims that a dimension excludes, such as results, is no fact for
that dimension (guard G1): no measure sees it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Any

import attrs

from evalkit.errors import UndeclaredNeed
from evalkit.model.landscape import Landscape
from evalkit.model.program import Program
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.model.result import Measurement
from evalkit.plugin import Evaluator, Measure


class View:
    """A program that shows the declared fields only, so that a measure cannot read what it does not own up to."""

    __slots__ = ("_hidden", "_needs", "_program")

    def __init__(self, program: Program, needs: tuple[str, ...], hidden: frozenset[str]) -> None:
        self._program = program
        self._needs = needs
        self._hidden = hidden

    def __getattr__(self, name: str) -> Any:
        if name in self._needs:
            return _seen(getattr(self._program, name), self._program, self._hidden)
        raise UndeclaredNeed(f"it reads {name!r}, which it does not declare; its needs are {', '.join(self._needs) or 'empty'}")


def measure(evaluator: Evaluator, program: Program, landscape: Landscape, excludes: Collection[str] = ()) -> dict[str, Measurement]:
    """Take every measurement of an evaluator, by measure id; a measure that raises or breaks its promise yields a failed one.

    `excludes` are the kinds of claim that the dimension does not admit.
    """
    hidden = frozenset({"aim", *excludes})
    return {each.id: _take(each, program, landscape, hidden) for each in evaluator.measures}


def _take(measure: Measure, program: Program, landscape: Landscape, hidden: frozenset[str]) -> Measurement:
    view = View(program, measure.needs, hidden)
    peers = {id: View(peer, measure.needs, hidden) for id, peer in landscape.peers.items()}
    label = {"id": measure.id, "unit": measure.unit, "formula": measure.formula}
    try:
        result = measure.function(view, Landscape(peers, landscape.statistics))  # type: ignore[arg-type]
    except Exception as error:  # a plugin may raise anything, and must cost only itself
        return Measurement(None, failed=True, why=f"measure {measure.id} raised {type(error).__name__}: {error}", **label)
    if fault := _fault(measure, result):
        return Measurement(None, failed=True, why=f"measure {measure.id} {fault}", **label)
    if result.evidence is None:
        evidence = () if result.source else tuple(dict.fromkeys(_evidence([getattr(view, need) for need in measure.needs])))
        result = attrs.evolve(result, evidence=evidence)
    return attrs.evolve(result, **label)


def _seen(value: Any, program: Program, hidden: frozenset[str]) -> Any:
    """A field without the entries that rest on hidden claims alone; UNKNOWN when the whole field does."""
    if isinstance(value, tuple):
        return tuple(item for item in value if not _is_hidden(item, program, hidden))
    if isinstance(value, dict):
        return {id: item for id, item in value.items() if not _is_hidden(item, program, hidden)}
    return UNKNOWN if _is_hidden(value, program, hidden) else value


def _is_hidden(item: Any, program: Program, hidden: frozenset[str]) -> bool:
    ids = getattr(item, "evidence", ())
    return bool(ids) and all(program.evidence[id].claim in hidden for id in ids)


def _fault(measure: Measure, result: object) -> str | None:
    """What is wrong with what a measure returned, None when it keeps its promise."""
    if not isinstance(result, Measurement):
        return f"returned {type(result).__name__}, not a Measurement"
    if result.value is None:
        return None if result.why else "returned no value and no reason"
    low, high = result.value
    if math.isnan(low) or math.isnan(high) or math.isinf(low) or low > high:
        return f"returned {result.value}, which is no interval of numbers"
    slack = 1e-9  # rounding of sums of shares
    if low < measure.range[0] - slack or high > measure.range[1] + slack:
        return f"returned {low:g} to {high:g}, outside its range {measure.range[0]:g} to {measure.range[1]:g}"
    return None


def _evidence(value: Any) -> Iterator[str]:
    """The evidence ids of a block, however deep."""
    if isinstance(value, Missing):
        yield from value.evidence
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _evidence(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _evidence(item)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            inner = getattr(value, attribute.name)
            if attribute.metadata.get("refers") == "evidence":
                yield from inner
            elif not isinstance(inner, str):
                yield from _evidence(inner)
