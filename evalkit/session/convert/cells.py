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
    node = tree(made.text.encode(), Faults(""), is_json=False)
    paths = {start: path for path, start in _starts(node, ())} if node else {}
    path = paths.get((place.line, place.column), ())
    # a fault may be about a block, or about a value that the reader made without a cell
    for length in reversed(range(len(path) + 1)):
        around = path[:length]
        if around in cells:
            return cells[around]
    return next(iter(cells.values()), None)


def _starts(node: Node, path: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """The path of every value and of its key, with the line and column at which it begins."""
    yield path, place_of_node(node)[:2]
    if isinstance(node, Entries):
        for key, inside in node.entries:
            inner = (*path, key.text)
            yield inner, place_of_node(key)[:2]
            yield from _starts(inside, inner)
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _starts(item, (*path, str(number)))
