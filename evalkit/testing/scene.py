"""A program with its peers and tables as plain trees, which can be taken apart and told as YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from evalkit.model.context import Context
from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.read.diagnostic import Faults
from evalkit.testing.reading import (
    IDENTITY,
    Tree,
    node_of,
    read_program,
    read_statistics,
    yaml_of,
)
from evalkit.testing.twins import Values, copied, renamed, shuffled

Path = tuple[str | int, ...]
"""Keys of maps and numbers of items, from the outermost to the innermost."""


@frozen
class Scene:
    """`tree` has a program, and may have a list of peers that the program names, and statistics.

    `facts` is the class of the facts of plugins that the program may hold.
    """

    tree: dict[str, Any]
    facts: type[PluginFacts] = PluginFacts

    @cached_property
    def fresh(self) -> Values:
        """Its values as they are when nobody has touched them."""
        return self.read()

    @property
    def is_sound(self) -> bool:
        """Whether it can be read; what was read is kept for whoever tries it."""
        try:
            return bool(self.fresh)
        except InputError:
            return False

    @cached_property
    def given(self) -> Values:
        """Its values for a plugin to read, which shares nothing with the fresh ones."""
        program, context = self.fresh
        return copied(program), copied(context)

    @cached_property
    def reordered(self) -> Values:
        """The same with every list and map in reversed order."""
        program, context = self.fresh
        return shuffled(program), shuffled(context)

    @cached_property
    def renamed(self) -> tuple[Values, dict[str, str]]:
        """The same under other names, and the new names by the old ones."""
        return renamed(self.fresh)

    def give_anew(self) -> None:
        """Forget all values that a plugin may have changed."""
        for name in ("fresh", "given", "reordered", "renamed"):
            vars(self).pop(name, None)

    def read(self) -> Values:
        """Its values, made anew each time.

        Raises InputError when it is no sound description of a program and its surroundings.
        """
        program = self._program(self.tree.get("program", ""))
        peers = [self._program(peer) for peer in self.tree.get("peers", ())]
        tables = self.tree.get("statistics")
        statistics = None
        if tables is not None:
            statistics = read_statistics(node_of(tables), Faults("tables"))
        return program, among(program, peers, statistics)

    def _program(self, tree: Tree) -> Program:
        return read_program(node_of(tree), Faults("description"), facts=self.facts)

    def other(self, tree: dict[str, Any]) -> Scene:
        """Another one with facts of the same plugins."""
        return Scene(tree, self.facts)

    @property
    def text(self) -> str:
        """The program as YAML, its peers and tables as further documents."""
        documents = [yaml_of(self.tree["program"])]
        for peer in self.tree.get("peers", ()):
            documents.append(f"# a peer\n{yaml_of(peer)}")
        if "statistics" in self.tree:
            tables = yaml_of(self.tree["statistics"])
            documents.append(f"# tables of regions\n{tables}")
        return "---\n".join(documents)


def among(program: Program, peers: Sequence[Program], statistics: Any) -> Context:
    """The context of a program.

    Raises InputError for a peer that the program does not name, for no measure would ever see it.
    """
    named = program.peers.by_id if program.peers else {}
    for peer in peers:
        if peer.id not in named:
            raise InputError(
                f"{program.id} does not name {peer.id} as a peer: write peers: {{{peer.id}: {{}}}}"
            )
    return Context({peer.id: peer for peer in peers}, statistics)


def bare(name: str = IDENTITY["id"], **facts: Tree) -> dict[str, Tree]:
    """A program with an identity and these facts."""
    return {**IDENTITY, "id": name, **facts}


def paths(tree: Tree, above: Path = ()) -> Iterator[Path]:
    """Where something stands in a tree, of lists the last item first."""
    inner: list[tuple[Any, Tree]] = []
    if isinstance(tree, dict):
        inner = list(tree.items())
    elif isinstance(tree, list):
        # taking out one item leaves the numbers of those before it
        inner = list(enumerate(tree))[::-1]
    for key, value in inner:
        path = (*above, key)
        yield path
        yield from paths(value, path)


def changed(tree: Tree, path: Path, change: Callable[[Tree], Tree | None]) -> Tree:
    """The tree with something else at a path, or without it when the change gives None.

    Raises LookupError when nothing stands there.
    """
    key, *rest = path
    # a text has letters, and none of them stands at a place
    if isinstance(tree, str):
        raise LookupError(f"{tree!r} has no part {key!r}")
    part: Tree = tree[key]  # type: ignore[index]
    inner = changed(part, tuple(rest), change) if rest else change(part)
    copy: Any = tree.copy()
    if inner is None:
        del copy[key]
    else:
        copy[key] = inner
    other: Tree = copy
    return other


def smallest(scene: Scene, shows: Callable[[Scene], bool]) -> Scene:
    """The scene without all that can be left out of it one by one, while it stays sound and still
    shows what it is to show.
    """
    shrinking = True
    while shrinking:
        shrinking = False
        # The outermost first: most of a program goes in a few steps.
        for path in sorted(paths(scene.tree), key=len):
            try:
                less = scene.other(changed(scene.tree, path, lambda _: None))  # type: ignore[arg-type]
                sound = less.is_sound  # else something needs what was taken out
            except (LookupError, TypeError):
                continue  # it went with what it stood in
            if sound and shows(less):
                scene, shrinking = less, True
    return scene
