"""Which cell of a workbook a place in the description comes from that was made of it."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.plugin.reader import Cell
from evalkit.read.diagnostic import Faults, Place
from evalkit.read.syntax.node import Entries, Items, Node, place_of_node
from evalkit.read.syntax.text import tree
from evalkit.session.convert.harvest import Made

Path = tuple[str, ...]


def cell_of(made: Made, place: Place) -> Cell | None:
    """The cell of the value at a place, or of what stands around it; None where none is known."""
    cells = made.entry.cells
    path = _path_at(made.text, place)
    # a fault may be about a block, or about a value that the reader made without a cell
    while path and path not in cells:
        path = path[:-1]
    if path in cells:
        return cells[path]
    return next(iter(cells.values()), None)


def _path_at(text: str, place: Place) -> Path:
    """The path of the value, or of the key, that begins at a place; empty where none does."""
    node = tree(text.encode(), Faults(""), is_json=False)
    path: Path = ()
    for start, inner in _starts(node, ()) if node else ():
        # The last one: a map begins where its first key does.
        if (start.line, start.column) == (place.line, place.column):
            path = inner
    return path


def _starts(node: Node, path: Path) -> Iterator[tuple[Place, Path]]:
    """The place at which every value and its key begin, with their path."""
    yield place_of_node(node), path
    if isinstance(node, Entries):
        for key, inside in node.entries:
            inner = (*path, key.text)
            yield place_of_node(key), inner
            yield from _starts(inside, inner)
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _starts(item, (*path, str(number)))
