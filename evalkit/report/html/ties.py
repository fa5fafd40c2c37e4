"""The map of ties of a program: actors on a circle, and a line for each statement about a pair.

Rivals, and actors on one site, do not deal with each other by that alone (validity rule G5):
rivalry has a line of its own, and a shared site has none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from evalkit.model.frozen import frozen
from evalkit.model.program import Program
from evalkit.model.relations import Tie
from evalkit.model.rounding import rounded
from evalkit.model.vocabulary import FIRM_TYPES, TieKind, TieState
from evalkit.plugin.formulas import tied_pairs

CENTER, RADIUS = 110, 92
"""Of the circle, in units of the drawing, which is 220 wide."""
APART = 4
"""Between two lines of one pair."""
Style = Literal["present", "absent", "unknown", "rivals"]


@frozen
class Node:
    """An actor: its number on the map and in the table, and its place; `firm` tells firms from
    those who support them.

    `within` is what is said of the dealings of a class of actors among themselves.
    """

    number: int
    id: str
    name: str
    firm: bool
    within: tuple[Style, ...]
    x: float
    y: float


@frozen
class Line:
    """What some tie says of a pair of actors, from one end to the other."""

    style: Style
    x1: float
    y1: float
    x2: float
    y2: float


@frozen
class TieRow:
    """One tie of the description for the table: the numbers and names of its ends, `directed` from
    the first to the second.
    """

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
    ids = _tied_actors(program)
    if not ids:
        return None
    nodes = {
        actor: _node(program, actor, index, len(ids)) for index, actor in enumerate(ids)
    }
    lines: list[Line] = []
    for pair, ties in tied_pairs(program.ties, get_args(TieKind)).items():
        # a pair is a set, which has no order that stays
        ends = [nodes[actor] for actor in pair]
        first, second = sorted(ends, key=lambda node: node.number)
        lines += _lines(first, second, _styles(ties))
    rows = [_row(tie, nodes) for tie in program.ties]
    return TieMap(tuple(nodes.values()), tuple(lines), tuple(rows))


def _tied_actors(program: Program) -> list[str]:
    """The actors that ties name: in the order of the description, then those it does not describe
    by id.
    """
    named: set[str] = set()
    for tie in program.ties:
        named.update(tie.between, tie.from_, tie.to, tie.among, tie.via)
    described = [actor for actor in program.actors if actor in named]
    return [*described, *sorted(named.difference(described))]


def _node(program: Program, actor_id: str, index: int, count: int) -> Node:
    # The first node stands at the top: in SVG y grows downward.
    angle = 2 * math.pi * index / count - math.pi / 2
    x = CENTER + RADIUS * math.cos(angle)
    y = CENTER + RADIUS * math.sin(angle)
    actor = program.actors.get(actor_id)
    return Node(
        number=index + 1,
        id=actor_id,
        name=(actor.name if actor else "") or actor_id,
        firm=actor is not None and not FIRM_TYPES.isdisjoint(actor.type),
        within=_styles(tie for tie in program.ties if actor_id in tie.among),
        x=rounded(x, 1),
        y=rounded(y, 1),
    )


def _styles(ties: Iterable[Tie]) -> tuple[Style, ...]:
    """What ties say, each once."""
    styles = map(_style, ties)
    return tuple(dict.fromkeys(style for style in styles if style))


def _style(tie: Tie) -> Style | None:
    # Neither rivals nor neighbors on one site deal with each other by that alone (G5).
    if tie.kind == "compete":
        return "rivals" if tie.state == "present" else None
    return None if tie.kind == "colocate" else tie.state


def _lines(first: Node, second: Node, styles: Sequence[Style]) -> Iterator[Line]:
    """The lines of a pair beside each other."""
    across = second.x - first.x
    down = second.y - first.y
    length = math.hypot(across, down)
    middle = (len(styles) - 1) / 2
    for index, style in enumerate(styles):
        offset = APART * (index - middle)
        # Each line is moved by its offset at a right angle to the pair.
        x = offset * (down / length)
        y = offset * (-across / length)
        yield Line(
            style,
            x1=rounded(first.x + x, 1),
            y1=rounded(first.y + y, 1),
            x2=rounded(second.x + x, 1),
            y2=rounded(second.y + y, 1),
        )


def _row(tie: Tie, nodes: dict[str, Node]) -> TieRow:
    def nodes_of(ids: Iterable[str]) -> tuple[Node, ...]:
        return tuple(nodes[actor] for actor in ids)

    directed = bool(tie.from_)
    if directed:
        ends = (nodes_of(tie.from_), nodes_of(tie.to))
    else:
        ends = (nodes_of(tie.between or tie.among), ())
    return TieRow(ends, directed, tie.kind, tie.state, nodes_of(tie.via), tie.evidence)
