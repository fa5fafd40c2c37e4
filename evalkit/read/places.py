"""Where the keys of a file stand, looked up in its tree when something is said of them."""

from __future__ import annotations

from evalkit.read.diagnostic import Spot
from evalkit.read.syntax.node import Entries, Items, Node

Path = tuple[str, ...]


class Places:
    """The spots of the keys of a tree by their path.

    A scalar of a list stands under the path of the list and its own text.
    """

    def __init__(self, root: Node | None) -> None:
        self._root = root

    def __getitem__(self, path: Path) -> Spot:
        """The spot of a key; raises KeyError where there is no such key."""
        spot = self.get(path)
        if spot is None:
            raise KeyError(path)
        return spot

    def get(self, path: Path) -> Spot | None:
        """The spot of a key; None where there is no such key."""
        step = self._look_up(path)
        return step and step[0]

    def value(self, path: Path) -> Spot | None:
        """The spot of what stands under a key; None where there is no such key."""
        step = self._look_up(path)
        return step and step[1].place

    def _look_up(self, path: Path) -> tuple[Spot, Node] | None:
        """The spot of a key and what stands under it; None where there is no such key."""
        step, node = None, self._root
        for name in path:
            if node is None:
                return None
            step = _step(node, name)
            node = step and step[1]
        return step


def _step(node: Node, name: str) -> tuple[Spot, Node] | None:
    """The spot and the value of a key."""
    if isinstance(node, Entries):
        entry = node.entry(name)
        return (entry[0].place, entry[1]) if entry else None
    if isinstance(node, Items):
        # of several blocks of a list the last one that has the key
        for item in reversed(node.items):
            step = _step(item, name)
            if step:
                return step
        return None
    return (node.place, node) if node.text == name else None
