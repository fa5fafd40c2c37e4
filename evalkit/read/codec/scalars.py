"""Single values: text, numbers, true and false, and words of a list."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import attrs

from evalkit.model.fields import Form
from evalkit.model.vocabulary import Design, SourceKind
from evalkit.read.codec.meant import decimal_meant, whole_meant
from evalkit.read.codec.numbers import NUMBER, Range, in_range
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.syntax.node import Node, Scalar, is_empty, kind_of_node

INVALID: Any = attrs.NOTHING
"""What stands for a value that could not be read; its fault is noted."""
YEARS = 1000
"""A field whose range begins here or later holds years."""
NAME_OF_TYPE = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def scalar(kind: Any, node: Node, within: Range, faults: Faults) -> Any:
    """The text, number or truth of a node; INVALID with a fault when it is none.

    `within` is the range of numbers.
    """
    if not isinstance(node, Scalar):
        faults.add(
            "EK203",
            node.place,
            f"expected {NAME_OF_TYPE[kind]}, found {kind_of_node(node)}",
            "write one value",
        )
        return INVALID
    if is_empty(node):
        faults.add(
            "EK203",
            node.place,
            "the value is missing",
            "leave the key out: what a description does not state is unknown",
        )
        return INVALID
    # a name such as 7 or `true` needs no quotes: whoever writes it means the word
    return node.text if kind is str else _unquoted(kind, node, within, faults)


def _unquoted(kind: Any, node: Scalar, within: Range, faults: Faults) -> Any:
    """A number, or true and false, which in quotes would be words."""
    text = "" if node.quoted else node.text
    if kind is bool and text in ("true", "false"):
        return text == "true"
    if kind is not bool and NUMBER.fullmatch(text):
        number = float(text)
        if not in_range(number, node, within, faults):
            return INVALID
        # 3.0 and 3e2 are whole numbers as well
        if kind is float or number.is_integer():
            return kind(number)
    faults.add(
        "EK203",
        node.place,
        f"expected {NAME_OF_TYPE[kind]}, found {shown(node.text)!r}",
        _remedy(kind, node, within),
    )
    return INVALID


def _remedy(kind: Any, node: Scalar, within: Range) -> str:
    """What to write instead of a text that is no number, or neither true nor false."""
    text = node.text
    if node.quoted and (kind is bool or NUMBER.fullmatch(text)):
        return "remove the quotes"
    if kind is bool:
        return "write true or false"
    meant = whole_meant(text, is_year=within[0] >= YEARS) if kind is int else ""
    return meant or decimal_meant(text) or "write a number"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def has_form(node: Scalar, form: Form, faults: Faults) -> bool:
    """Whether a text has a form; a fault says so when it has not."""
    if _compiled(form.pattern).fullmatch(node.text):
        return True
    faults.add(
        "EK203",
        node.place,
        f"{shown(node.text)!r} is not in the expected form",
        f"write {form.words}",
    )
    return False


def word(words: tuple[str, ...], node: Node, faults: Faults) -> Any:
    """One of some words; INVALID with a fault when it is none of them."""
    if isinstance(node, Scalar) and node.text in words:
        return node.text
    text = shown(node.text) if isinstance(node, Scalar) else kind_of_node(node)
    hint = faults.near(text, words)
    # who has a trial in mind writes rct where the kind of the source is asked for
    if words == get_args(SourceKind) and text in get_args(Design):
        hint = f"{text} is a design: write kind: evaluation, design: {text}; otherwise"
    message = f"{text!r} is not a word that this field takes"
    remedy = f"{hint} write one of: {', '.join(words)}"
    faults.add("EK205", node.place, message, remedy.lstrip())
    return INVALID
