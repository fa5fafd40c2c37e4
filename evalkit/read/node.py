"""A file as a tree of scalars, lists and maps, each with its place."""

from __future__ import annotations

from attrs import frozen

from evalkit.read.diagnostic import Place, shown


@frozen
class Scalar:
    """A text as it stands in the file; `quoted` when it was written in quotes."""

    text: str
    place: Place
    quoted: bool = False


@frozen
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@frozen
class Entries:
    """A map, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value of a key, None when it is not there."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


def kind_of_node(node: Node) -> str:
    """What a node is, for a message that expected something else."""
    return (
        repr(shown(node.text))
        if isinstance(node, Scalar)
        else "a list"
        if isinstance(node, Items)
        else "a map"
    )
