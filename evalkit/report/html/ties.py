"""The map of ties of a program: actors on a circle, and a line for each pair that a tie speaks of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import product

from attrs import frozen

from evalkit.model.facts import Tie
from evalkit.model.program import Program
from evalkit.model.vocabulary import FIRM_TYPES, TieKind, TieState

CENTER, RADIUS = 110, 92
"""Of the circle, in units of the drawing, which is 220 wide."""


@frozen
class Node:
    """An actor: its number on the map and in the table, and its place; `firm` tells firms from those who support them."""

    number: int
    id: str
    name: str
    firm: bool
    several: bool
    x: float
    y: float


@frozen
class Line:
    """What is known of a pair of actors: present where any tie is, absent where all that are named are stated to be absent."""

    state: TieState
    one: Node
    other: Node


@frozen
class TieRow:
    """One tie of the description for the table: the numbers and names of its ends, `directed` from the first to the second."""

    ends: tuple[tuple[Node, ...], tuple[Node, ...]]
    directed: bool
    kind: TieKind
    state: TieState
    via: tuple[Node, ...]
    evidence: tuple[str, ...]


@frozen
class TieMap:
    """Nodes in the order of the description, lines, and the ties themselves."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    rows: tuple[TieRow, ...]


def tie_map(program: Program) -> TieMap | None:
    """The map of the actors that ties name; None without ties."""
    named = {id for tie in program.ties for id in (*tie.between, *tie.from_, *tie.to, *tie.among, *tie.via)}
    ids = [*(id for id in program.actors if id in named), *sorted(named - program.actors.keys())]
    if not ids:
        return None
    nodes = {id: _node(program, id, at, len(ids)) for at, id in enumerate(ids)}
    found: dict[tuple[str, str], set[TieState]] = {}
    for tie in program.ties:
        for one, other in _pairs(tie):
            found.setdefault((one, other) if ids.index(one) < ids.index(other) else (other, one), set()).add(tie.state)
    lines = [Line(_state(states), nodes[one], nodes[other]) for (one, other), states in found.items()]
    rows = [_row(tie, nodes) for tie in program.ties]
    return TieMap(tuple(nodes.values()), tuple(lines), tuple(rows))


def _node(program: Program, id: str, at: int, of: int) -> Node:
    actor = program.actors.get(id)
    angle = 2 * math.pi * at / of - math.pi / 2
    place = (round(CENTER + RADIUS * math.cos(angle), 1), round(CENTER + RADIUS * math.sin(angle), 1))
    firm = actor is not None and bool(FIRM_TYPES.intersection(actor.type))
    return Node(at + 1, id, actor.name if actor and actor.name else id, firm, bool(actor and actor.class_), *place)


def _pairs(tie: Tie) -> Iterable[tuple[str, str]]:
    """The pairs that a tie joins; one `among` the members of a class joins none that could be drawn."""
    if tie.between:
        return [(one, other) for at, one in enumerate(tie.between) for other in tie.between[at + 1 :]]
    return [(one, other) for one, other in product(tie.from_, tie.to) if one != other]


def _state(states: set[TieState]) -> TieState:
    return "present" if "present" in states else "absent" if states == {"absent"} else "unknown"


def _row(tie: Tie, nodes: dict[str, Node]) -> TieRow:
    def of(ids: Iterable[str]) -> tuple[Node, ...]:
        return tuple(nodes[id] for id in ids)

    ends = (of(tie.from_), of(tie.to)) if tie.from_ else (of(tie.between or tie.among), ())
    return TieRow(ends, bool(tie.from_), tie.kind, tie.state, of(tie.via), tie.evidence)
