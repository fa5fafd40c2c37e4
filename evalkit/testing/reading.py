"""Descriptions given as text, as maps or as files, read by the rules of every other file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from evalkit.model.context import Statistics
from evalkit.model.errors import InputError
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.dump import as_yaml, plain
from evalkit.read.diagnostic import Faults, Place
from evalkit.read.shared_sources import shared_sources
from evalkit.read.syntax.node import Entries, Items, Node, Scalar
from evalkit.read.syntax.parsed import read_file
from evalkit.read.syntax.text import tree as parsed
from evalkit.read.values import program_in, tables_in
from evalkit.report.diagnostics import concise
from evalkit.session import Session
from evalkit.session.settings import Settings

Tree = dict[str, Any] | list[Any] | str
"""A file as maps, lists and texts."""
Description = str | Mapping[str, Any] | Path
"""A description, or a piece of one: YAML text, a map, or the path of a file."""
Kind = TypeVar("Kind")
IDENTITY = {
    "id": "synthetic",
    "name": "Synthetic",
    "country": "FR",
    "object_type": "program",
}
TABLES: dict[str, Tree] = {
    "context": "synthetic",
    "source": {"kind": "statistics", "cite": "Synthetic"},
}
_HERE = Place()


@cache
def own_session() -> Session:
    """A session with what comes with evalkit and nothing else."""
    return Session(Settings(installed=False, broken=True))


def program_of(
    description: Description,
    name: str = IDENTITY["id"],
    facts: type[PluginFacts] = PluginFacts,
) -> Program:
    """The program that a description tells, with facts of plugins of this class; raises InputError
    with every fault.

    An identity that is not written is filled in.
    """
    node, faults = _read(description, IDENTITY | {"id": name})
    # only a file has others beside it
    shared: Mapping[str, Any] = {}
    if isinstance(description, Path):
        shared = shared_sources(description).sources
    return read_program(node, faults, shared, facts)


def completed(description: Description, name: str) -> dict[str, Any]:
    """The tree of a description with the identity that it does not write; raises InputError with
    every fault.
    """
    node, faults = _read(description, IDENTITY | {"id": name})
    read_program(node, faults)
    assert isinstance(node, Entries)  # else it is no program
    return {key.text: tree_of(value) for key, value in node.entries}


def statistics_of(description: Description) -> Statistics:
    """The tables that a description tells; raises InputError with every fault.

    An id and a source that are not written are filled in.
    """
    return read_statistics(*_read(description, TABLES))


def read_program(
    node: Node | None,
    faults: Faults,
    shared: Mapping[str, Any] | None = None,
    facts: type[PluginFacts] = PluginFacts,
) -> Program:
    """A program from its tree, with facts of plugins of this class, its codings unchecked, for they
    belong to a rubric.

    Raises InputError with every fault.
    """
    return _sound(program_in(node, Decoder(faults, facts), shared or {}), faults)


def read_statistics(node: Node | None, faults: Faults) -> Statistics:
    """Tables from their tree; raises InputError with every fault."""
    return _sound(tables_in(node, Decoder(faults)), faults)


def node_of(tree: Tree) -> Node:
    """A tree as the reader takes it, without places."""
    if isinstance(tree, dict):
        entries = ((Scalar(key, _HERE), node_of(value)) for key, value in tree.items())
        return Entries(tuple(entries), _HERE)
    if isinstance(tree, list):
        return Items(tuple(map(node_of, tree)), _HERE)
    return Scalar(tree, _HERE)


def tree_of(node: Node) -> Tree:
    """What a file says, without places."""
    if isinstance(node, Entries):
        return {key.text: tree_of(value) for key, value in node.entries}
    if isinstance(node, Items):
        return [tree_of(item) for item in node.items]
    return node.text


def yaml_of(tree: dict[str, Any]) -> str:
    """A tree as YAML that the reader takes."""
    return yaml.dump(
        tree,
        Dumper=_AsWritten,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=100,
    )


class _AsWritten(yaml.SafeDumper):
    """Writes numbers and truth values, which are texts in a tree, without quotes, and a line for
    each key of the outermost map.
    """

    # With these PyYAML would put every text in quotes that reads as a number.
    yaml_implicit_resolvers: dict[str, Any] = {}

    def serialize(self, node: yaml.MappingNode) -> None:  # type: ignore[override]  # a map at the top
        node.flow_style = False
        super().serialize(node)

    # The reader refuses aliases, and a tree may hold one object twice.
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _read(
    description: Description, default: Mapping[str, Tree]
) -> tuple[Node | None, Faults]:
    """The tree of a description, with those keys that it does not write."""
    if isinstance(description, Path):
        read = read_file(description)
        node, faults = read.node, read.faults
    else:
        faults = Faults("description")
        text = description
        if not isinstance(text, str):
            text = as_yaml(plain(text, []))
        node = parsed(text.encode(), faults, is_json=False)
    if not isinstance(node, Entries):
        return node, faults
    missing = [
        (Scalar(key, _HERE), node_of(value))
        for key, value in default.items()
        if node.get(key) is None
    ]
    return Entries((*node.entries, *missing), node.place), faults


def _sound(value: Kind | None, faults: Faults) -> Kind:
    errors = [fault for fault in faults.found if fault.severity == "error"]
    if errors:
        raise InputError(concise(errors).rstrip(), tuple(sorted(faults.found)))
    assert value is not None  # else a fault was raised
    return value
