"""What the parts of a plugin have to be.

A message says which part is not, and what it should be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from numbers import Real
from typing import Any, get_args

from attrs import Attribute


def text(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """An attrs validator: text, which may be empty; raises TypeError."""
    if not isinstance(value, str) or has_half_characters(value):
        raise TypeError(
            f"{type(instance).__name__}: {attribute.name} is a text, not {value!r}"
        )


def name(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """An attrs validator: text that is not empty; raises TypeError."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise TypeError(
            f"{type(instance).__name__}: {attribute.name} is a name, not {value!r}"
        )


def ends(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """An attrs validator: two numbers in their order; raises TypeError."""
    is_pair = isinstance(value, tuple) and len(value) == 2
    if not is_pair or not all(map(_is_number, value)):
        raise TypeError(
            f"{type(instance).__name__}: {attribute.name} is two numbers, such as (0, 1), not"
            f" {value!r}"
        )
    if value[0] > value[1]:
        raise TypeError(
            f"{type(instance).__name__}: {attribute.name} {value!r} ends below its beginning"
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not math.isnan(value)


def function(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """An attrs validator: something that can be called, or None; raises TypeError."""
    if value is not None and not callable(value):
        raise TypeError(
            f"{type(instance).__name__}: {attribute.name} is a function, not {value!r}"
        )


def one_of(words: Any) -> Callable[[Any, Attribute[Any], Any], None]:
    """An attrs validator: one of the words of a Literal; raises TypeError."""

    def check(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if value not in get_args(words):
            raise TypeError(
                f"{type(instance).__name__}: {attribute.name} is one of"
                f" {', '.join(get_args(words))}, not {value!r}"
            )

    return check


def folded(name: str) -> str:
    """What two names are compared by: compatibility forms are composed (NFKC), cases are folded."""
    composed = unicodedata.normalize("NFKC", name)
    # folding the case can take a composed form apart again
    return unicodedata.normalize("NFKC", composed.casefold())


def twin(names: Iterable[str]) -> str | None:
    """The first of some names that another one before it equals; None where they all differ."""
    seen: set[str] = set()
    for name in names:
        if folded(name) in seen:
            return name
        seen.add(folded(name))
    return None


def has_half_characters(text: str) -> bool:
    """Whether a text holds half of a character, which no file can hold."""
    try:
        # surrogates: JSON can write them alone, and no encoding can
        str.encode(text)
    except UnicodeEncodeError:
        return True
    return False


def endings(values: Iterable[str]) -> tuple[str, ...]:
    """Endings of files, in small letters; raises TypeError for one without its dot."""
    listed = tuple(value.lower() for value in texts("endings", values))
    for value in listed:
        # of a file with two endings, such as .tar.gz, both may be named
        if not re.fullmatch(r"(\.[^\s./\\]+)+", value):
            raise TypeError(
                f"an ending is a dot and what follows it, such as '.xml', not {value!r}"
            )
    return listed


def texts(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """A list of texts as a tuple; raises TypeError, which calls it by its `name`."""
    # a text is a sequence of its characters, and would be taken for a list of these
    if isinstance(values, str):
        raise TypeError(f"{name} is a list: write {name}=[{values!r}]")
    listed = tuple(values)
    for value in listed:
        if not isinstance(value, str):
            raise TypeError(f"{name} is a list of texts, and {value!r} is none")
    return listed
