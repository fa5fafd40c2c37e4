"""From facts to measurements: each measure sees the fields that it declares and no other, and a
failure costs only the measure that fails.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from evalkit.engine.admissible import (
    SEEN,
    UNSEEN,
    AdmissibleFields,
    DeclaredFields,
    may_be_declared,
)
from evalkit.engine.contract import BrokenContract, checked_measurement
from evalkit.model.context import Context
from evalkit.model.errors import UndeclaredNeed
from evalkit.model.frozen import evolve
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message, Ref, message
from evalkit.model.program import Program
from evalkit.model.prose import in_domain
from evalkit.model.words import nearest
from evalkit.plugin import Evaluator, Measure
from evalkit.plugin.isolation import Failed, isolated

Others = Mapping[str, Mapping[str, AdmissibleFields]]
"""By field of the context the programs in it, by id."""


class Seen:
    """What measures may see of a program and of those beside it, by the claims that a dimension
    excludes: most dimensions of a rubric exclude the same.
    """

    def __init__(self, program: Program, context: Context) -> None:
        self._program = program
        self._others = {"peers": context.peers, "neighbors": context.neighbors}
        self._fields: dict[frozenset[str], tuple[AdmissibleFields, Others]] = {}

    def without(self, excluded: frozenset[str]) -> tuple[AdmissibleFields, Others]:
        """The fields of the program and those of the others, which are held to the same rules: a
        rival's objectives are no services.
        """
        if excluded not in self._fields:
            others = {}
            for name, programs in self._others.items():
                if programs:
                    others[name] = {
                        id_: AdmissibleFields(other, excluded)
                        for id_, other in programs.items()
                    }
            self._fields[excluded] = AdmissibleFields(self._program, excluded), others
        return self._fields[excluded]


def measure(
    evaluator: Evaluator,
    program: Program,
    context: Context,
    excludes: Collection[str] = (),
    *,
    seen: Seen | None = None,
) -> dict[str, Measurement]:
    """Take every measurement of an evaluator, by measure id; a measure that raises or returns what
    it does not declare gives a failed one.

    `excludes` are the kinds of claim that the dimension does not admit. `seen` is what other
    dimensions see of the same program and peers, if there are any.
    """
    seen = seen or Seen(program, context)
    # An objective is never a fact, whatever a rubric admits (validity rule G3, decision 0005).
    fields, others = seen.without(frozenset({"objective", *excludes}))
    # without other programs, which each measure sees through what it declares
    beside = Context(statistics=context.statistics, settings=evaluator.settings)
    taken = {}
    for measure in evaluator.measures:
        if measure.function:
            measurement = _measurement(measure, fields, others, beside)
            taken[measure.id] = in_domain(measurement, evaluator.domain)
    return taken


def _measurement(
    measure: Measure, fields: AdmissibleFields, others: Others, beside: Context
) -> Measurement:
    """What a measure makes of the fields that it declares; a failed measurement where it fails."""
    try:
        # What a plugin raises, prints or asks in vain costs this measure and no other.
        with isolated(f"measure {measure.id}", measure.domain, fields.program.id):
            return _taken(measure, fields, others, beside)
    except Failed as failure:
        why = _why_failed(measure, failure)
    return Measurement(
        None,
        failed=True,
        why=why,
        id=measure.id,
        unit=measure.unit,
        formula=measure.formula,
    )


def _why_failed(measure: Measure, failure: Failed) -> Message:
    """What a measure did that it must not, or else what it raised."""
    name = Ref(measure.id)
    if isinstance(failure.error, UndeclaredNeed | BrokenContract):
        return message("measure_broke", measure=name, why=str(failure.error))
    return message("measure_raised", measure=name, failure=str(failure))


def _taken(
    measure: Measure, fields: AdmissibleFields, others: Others, beside: Context
) -> Measurement:
    """The checked measurement with its evidence."""
    if undeclarable := _undeclarable(measure.needs):
        raise UndeclaredNeed(_no_field(undeclarable))
    view = DeclaredFields(fields, measure.needs)
    if others:
        beside = evolve(beside, **_views(others, measure.needs))
    returned = measure.function(view, beside)  # type: ignore[arg-type, misc]
    return checked_measurement(measure, returned, fields, beside.statistics)


def _views(others: Others, needs: tuple[str, ...]) -> dict[str, Any]:
    """The other programs as a measure with these needs may see them."""
    views: dict[str, Any] = {}
    for name, programs in others.items():
        views[name] = {
            id_: DeclaredFields(fields, needs) for id_, fields in programs.items()
        }
    return views


@cache
def _undeclarable(needs: tuple[str, ...]) -> str | None:
    """The first need that no measure may declare, None without any."""
    return next((need for need in needs if not may_be_declared(need)), None)


def _no_field(need: str) -> str:
    """Why a measure may not declare a need."""
    if need in UNSEEN:
        return (
            f"needs {need!r}: what a program is called and what is said of its levels is kept from "
            "measures"
        )
    near = nearest(need, SEEN)
    hint = f"; did you mean {near!r}?" if near else ""
    if need == "facts":
        hint = "; name the block of facts, such as 'facts.survival'"
    return f"needs {need!r}, which is no field of a description{hint}"
