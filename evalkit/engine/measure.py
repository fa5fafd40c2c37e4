"""From facts to measurements: each measure sees the fields that it declared and no other, and a failure stays its own.

Only what evidence shows is a fact. A stated aim shows nothing (validity rule G3), and claims that a dimension excludes, such as results, show
nothing to that dimension (validity rule G1): what rests on them alone no measure sees.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from evalkit.engine.contract import BrokenPromise, kept
from evalkit.model.context import Context, Statistics
from evalkit.model.errors import UndeclaredNeed
from evalkit.model.fixed import Fixed
from evalkit.model.measurement import Measurement
from evalkit.model.message import Ref, message
from evalkit.model.program import Program
from evalkit.model.prose import in_domain
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.model.relations import Peer
from evalkit.plugin import Evaluator, Measure
from evalkit.plugin.isolation import Failed, isolated

UNSEEN = frozenset(
    {
        "name",
        "name_local",
        "aliases",
        "country",
        "codings",
        "coders",
        "observations",
        "reply",
        "synthetic",
    }
)
"""What no measure may read: what the program is called, and what coders say of it. An id is read to find itself among the peers of a peer."""
SEEN = frozenset(each.name for each in attrs.fields(Program)) - UNSEEN


class Facts:
    """The fields of a program without what rests on hidden claims alone, each looked through once."""

    def __init__(self, program: Program, hidden: frozenset[str]) -> None:
        self.program = program
        self._hidden = hidden
        self._seen: dict[str, Any] = {}

    def field(self, name: str) -> Any:
        """A field as it may be seen."""
        if name not in self._seen:
            value = _seen(getattr(self.program, name), self.program, self._hidden)
            self._seen[name] = (
                tuple(filter(self._whole, value)) if name == "listed_in_full" else value
            )
        return self._seen[name]

    def _whole(self, name: str) -> bool:
        """Whether a list is seen with all its entries: one that is not is no full list either."""
        value = getattr(self.program, name)
        return not isinstance(value, tuple | dict) or len(self.field(name)) == len(value)


class View:
    """A program that shows the declared fields only, so that a measure cannot read what it does not own up to."""

    __slots__ = ("_facts", "_needs")

    def __init__(self, facts: Facts, needs: tuple[str, ...]) -> None:
        self._facts = facts
        self._needs = needs

    def __getattr__(self, name: str) -> Any:
        if name in self._needs:
            return self._facts.field(name)
        raise UndeclaredNeed(
            f"reads {name!r}, which it does not declare; its needs are {', '.join(self._needs) or 'empty'}"
        )


def measure(
    evaluator: Evaluator, program: Program, context: Context, excludes: Collection[str] = ()
) -> dict[str, Measurement]:
    """Take every measurement of an evaluator, by measure id; a measure that raises or breaks its promise yields a failed one.

    `excludes` are the kinds of claim that the dimension does not admit.
    """
    hidden = frozenset({"objective", *excludes})
    facts, peers = (
        Facts(program, hidden),
        {id: Facts(peer, hidden) for id, peer in context.peers.items()},
    )
    return {
        each.id: in_domain(_take(each, facts, peers, context.statistics), evaluator.domain)
        for each in evaluator.measures
        if each.function
    }


def _take(
    measure: Measure, facts: Facts, peers: Mapping[str, Facts], statistics: Statistics | None
) -> Measurement:
    view = View(facts, measure.needs)
    beside = Context({id: View(peer, measure.needs) for id, peer in peers.items()}, statistics)  # type: ignore[misc]
    try:
        if odd := [need for need in measure.needs if need not in SEEN]:
            raise UndeclaredNeed(_no_field(odd[0]))
        with isolated():
            returned = measure.function(view, beside)  # type: ignore[arg-type, misc]
            result = kept(measure, returned, facts.program, statistics)
        if result.evidence is None and not result.source:
            result = attrs.evolve(
                result,
                evidence=tuple(
                    dict.fromkeys(_evidence([getattr(view, need) for need in measure.needs]))
                ),
            )
        return _labelled(measure, result)
    except UndeclaredNeed as error:
        why = message("measure_broke", measure=Ref(measure.id), why=str(error))
    except Failed as failure:
        why = (
            message("measure_broke", measure=Ref(measure.id), why=str(failure.error))
            if isinstance(failure.error, UndeclaredNeed | BrokenPromise)
            else message("measure_raised", measure=Ref(measure.id), failure=str(failure))
        )
    return _labelled(measure, Measurement(None, failed=True, why=why))


def _labelled(measure: Measure, measurement: Measurement) -> Measurement:
    return attrs.evolve(measurement, id=measure.id, unit=measure.unit, formula=measure.formula)


def _no_field(need: str) -> str:
    if need in UNSEEN:
        return f"needs {need!r}: what a program is called and what is said of its levels is kept from measures"
    near = difflib.get_close_matches(need, SEEN, n=1)
    return f"needs {need!r}, which is no field of a description" + (
        f"; did you mean {near[0]!r}?" if near else ""
    )


def _seen(value: Any, program: Program, hidden: frozenset[str]) -> Any:
    """A field without what rests on hidden claims alone, however deep.

    An entry of a list that names no evidence is left out as well, for it would count beside those that do; a block that names none is
    seen, and the rating does not count it.
    """
    if isinstance(value, tuple):
        return tuple(item for item in value if _shown(item, program, hidden))
    if isinstance(value, dict):
        return Fixed(
            (
                id,
                _seen(item, program, hidden) if _shown(item, program, hidden) else Peer(),
            )  # to name a peer claims nothing
            for id, item in value.items()
            if isinstance(item, Peer) or _shown(item, program, hidden)
        )
    if _ids(value) and not _shown(value, program, hidden):
        return UNKNOWN
    if isinstance(value, Missing) or not attrs.has(type(value)):
        return value
    parts = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
    inner = {
        name: _seen(part, program, hidden)
        for name, part in parts.items()
        if isinstance(part, dict) or _ids(part)
    }
    return attrs.evolve(value, **inner) if inner else value


def _ids(item: Any) -> tuple[str, ...]:
    return () if isinstance(item, Missing) else getattr(item, "evidence", ())


def _shown(item: Any, program: Program, hidden: frozenset[str]) -> bool:
    """Whether some admissible evidence shows it; what carries no evidence by its nature, such as an actor, is shown."""
    return (
        not hasattr(item, "evidence")
        or isinstance(item, Missing)
        or any(program.evidence[id].claim not in hidden for id in _ids(item))
    )


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
