"""Faults of keys: what stands where another shape is expected, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evalkit.model.observation import Observation
from evalkit.model.program import Coding
from evalkit.read.codec.classes import fields_of
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.rules.coding_forms import LEVELS, forms_near
from evalkit.read.syntax.node import Entries, Node, Scalar, is_empty, kind_of_node


def refuse_key(kind: Any, key: Scalar, value: Node, faults: Faults) -> None:
    """Note a key that a class does not have."""
    # `absent` and `not_applicable` are a whole answer, or else the value of `level`.
    if kind is Coding and key.text in LEVELS:
        remedy = f"write {{level: {LEVELS[key.text]}, why: ...}}"
        faults.add("EK201", key.place, f"unknown key {key.text!r}", remedy)
        return
    known = fields_of(kind)
    # a slip is told by the key that it nearly is, anything else by all that there are
    remedy = faults.near(key.text, known, f"the keys here are {', '.join(known)}")
    # YAML reads `{says: one, two}` as two keys, the second one without a value.
    if isinstance(value, Scalar) and not value.text:
        remedy = (
            "inside braces a comma ends a value and a key ends with a colon: put a text that"
            " holds a comma in quotes"
        )
        if key.text.isdigit():
            remedy += "; a number has no comma: 1000 is 1000, and 0,41 is 0.41"
    faults.add("EK201", key.place, f"unknown key {shown(key.text)!r}", remedy)


def refuse_lacking(node: Entries, names: Iterable[str], faults: Faults) -> None:
    """Note the keys that must be there and are not; what is there and broken has its own fault."""
    given = {key.text for key, _ in node.entries}
    for name in names:
        key = name.removesuffix("_")
        if key not in given:
            faults.add("EK202", node.place, f"{key!r} is missing", f"write {key}: ...")


def refuse_no_class(kind: Any, node: Node, faults: Faults) -> None:
    """Note that no map stands where a class is expected, with what it takes."""
    text = node.text if isinstance(node, Scalar) else ""
    if kind is Coding:
        refuse_no_map(node, forms_near(text), faults, expected="an answer")
    elif kind is Observation and isinstance(node, Scalar) and not is_empty(node):
        refuse_no_map(node, f"write {{value: {shown(text)}, evidence: e1}}", faults)
    else:
        refuse_no_map(node, f"it has the keys {', '.join(fields_of(kind))}", faults)


def refuse_no_map(
    node: Node, remedy: str, faults: Faults, *, expected: str = "a map"
) -> None:
    """Note that something else stands where a map is expected."""
    faults.add(
        "EK203", node.place, f"expected {expected}, found {kind_of_node(node)}", remedy
    )


def lacks_coder(key: Scalar, node: Node, faults: Faults) -> bool:
    """Whether a criterion stands under `codings:` where the name of a coder is expected.

    It is a common slip, and the faults of what stands below it would not tell it.
    """
    if not isinstance(node, Entries):
        return False
    inside = {name.text for name, _ in node.entries}
    if inside.isdisjoint(fields_of(Coding)):
        return False
    faults.add(
        "EK203",
        key.place,
        f"{shown(key.text)!r} is in the place of a coder",
        f"write your name above it: codings: {{me: {{{key.text}: ...}}}}",
    )
    return True
