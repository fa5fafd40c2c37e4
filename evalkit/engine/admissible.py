"""The fields of a program that a measure may see.

Only what evidence shows is a fact. A stated objective shows nothing (validity rule G3), and claims
that a dimension excludes, such as results, show nothing to that dimension (validity rule G1): what
rests on them alone no measure sees (decision 0005).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from evalkit.model.errors import UndeclaredNeed
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve
from evalkit.model.holding import holding
from evalkit.model.program import Program
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.model.relations import Peer

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
"""What no measure may read: what the program is called, and what coders say of it. Its id may be
read, to find it among the peers of a peer.
"""
SEEN = frozenset(field.name for field in attrs.fields(Program)) - UNSEEN - {"facts"}
BLOCK = "facts."
"""What a need begins with that names a block of facts of a plugin, as in `facts.survival`."""


class AdmissibleFields:
    """The fields of a program without what rests on excluded claims alone.

    A field is gone through when it is first asked for: most measures read three of thirty.
    """

    def __init__(self, program: Program, excluded: frozenset[str]) -> None:
        self.program = program
        self._excluded = excluded
        self._seen: dict[str, Any] = {}
        self._evidence: dict[str, tuple[str, ...]] = {}

    def evidence(self, name: str) -> tuple[str, ...]:
        """The evidence of a field as it may be seen, each id once."""
        if name not in self._evidence:
            self._evidence[name] = tuple(dict.fromkeys(evidence_of(self.field(name))))
        return self._evidence[name]

    def field(self, name: str) -> Any:
        """A field as it may be seen."""
        if name not in self._seen:
            value = _admitted(stated(self.program, name), self.program, self._excluded)
            # A list that loses an entry to an excluded claim is not known in full any more.
            if name == "listed_in_full":
                value = tuple(filter(self._is_whole, value))
            self._seen[name] = value
        return self._seen[name]

    def _is_whole(self, name: str) -> bool:
        """Whether a list is seen with all its entries: one that is not is no full list either."""
        value = getattr(self.program, name)
        if not isinstance(value, tuple | dict):
            return True
        return len(self.field(name)) == len(value)


class DeclaredFields:
    """A program that shows a measure the fields that it declares, so that what a measure rests on
    is known without reading its code.
    """

    __slots__ = ("_fields", "_needs")

    def __init__(self, fields: AdmissibleFields, needs: tuple[str, ...]) -> None:
        self._fields = fields
        self._needs = needs

    def __getattr__(self, name: str) -> Any:
        return DeclaredBlocks(self) if name == "facts" else self.field(name)

    def field(self, need: str) -> Any:
        """What a need stands for; raises UndeclaredNeed for one that is not declared."""
        if need in self._needs:
            return self._fields.field(need)
        needs = ", ".join(self._needs) or "empty"
        raise UndeclaredNeed(
            f"reads {need!r}, which it does not declare; its needs are {needs}"
        )


class DeclaredBlocks:
    """The facts of plugins that a measure declares, block by block."""

    __slots__ = ("_program",)

    def __init__(self, program: DeclaredFields) -> None:
        self._program = program

    def __getattr__(self, name: str) -> Any:
        return self._program.field(BLOCK + name)


def may_be_declared(need: str) -> bool:
    """Whether a measure may declare a need.

    A block of facts of a plugin may be one that is not loaded, and is unknown then.
    """
    return need in SEEN or (need.startswith(BLOCK) and need != BLOCK)


def evidence_of(value: Any) -> Iterator[str]:
    """The evidence ids of a block, however deep."""
    if isinstance(value, Missing):
        yield from value.evidence
    elif isinstance(value, tuple | list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            if not isinstance(item, PLAIN):
                yield from evidence_of(item)
    else:
        kind: Any = type(value)
        for field in holding(kind, _names_evidence):
            inner = getattr(value, field.name)
            if _names_evidence(field):
                yield from inner
            elif not isinstance(inner, PLAIN):
                yield from evidence_of(inner)


PLAIN = (str, int, float, type(None))
"""What carries no evidence."""


def _names_evidence(field: attrs.Attribute[Any]) -> bool:
    return field.metadata.get("refers") == "evidence"


def stated(program: Program, need: str) -> Any:
    """What a program states of a need, a field or a block of a plugin."""
    if need.startswith(BLOCK):
        return getattr(program.facts, need.removeprefix(BLOCK), UNKNOWN)
    return getattr(program, need)


def _admitted(value: Any, program: Program, excluded: frozenset[str]) -> Any:
    """A field without what rests on excluded claims alone, however deep.

    An entry of a list that names no evidence is left out as well, for it would count beside those
    that do; a block that names none is seen, and the rating does not count it.
    """
    if isinstance(value, tuple):
        return tuple(item for item in value if _is_shown(item, program, excluded))
    if isinstance(value, dict):
        return Fixed(_admitted_entries(value, program, excluded))
    if _ids(value) and not _is_shown(value, program, excluded):
        return UNKNOWN
    if isinstance(value, Missing):
        return value
    kind: Any = type(value)
    inner = {}
    # Only what may hold evidence somewhere within is gone through.
    for field in holding(kind, _names_evidence):
        part = getattr(value, field.name)
        if isinstance(part, dict) or _ids(part) or _is_list_of_facts(part):
            inner[field.name] = _admitted(part, program, excluded)
    return evolve(value, **inner) if inner else value


def _is_list_of_facts(part: Any) -> bool:
    return isinstance(part, tuple) and any(hasattr(item, "evidence") for item in part)


def _admitted_entries(
    entries: dict[str, Any], program: Program, excluded: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    for name, item in entries.items():
        if _is_shown(item, program, excluded):
            yield name, _admitted(item, program, excluded)
        elif isinstance(item, Peer):  # to name a peer claims nothing
            yield name, Peer()


def _ids(item: Any) -> tuple[str, ...]:
    return () if isinstance(item, Missing) else getattr(item, "evidence", ())


def _is_shown(item: Any, program: Program, excluded: frozenset[str]) -> bool:
    """Whether some admissible evidence shows it; what carries no evidence by its nature, such as an
    actor, is shown.
    """
    if isinstance(item, Missing) or not hasattr(item, "evidence"):
        return True
    claims = (program.evidence[id_].claim for id_ in _ids(item))
    return any(claim not in excluded for claim in claims)
