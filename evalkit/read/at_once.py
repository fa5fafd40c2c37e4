"""Several things done one after the other, whose faults are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from evalkit.model.errors import InputError, NothingMatched
from evalkit.read.diagnostic import Diagnostic

Item = TypeVar("Item")
Made = TypeVar("Made")


def for_all(do: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """What is made of each item.

    Raises one error for all that fail: InputError with the faults of all, where a file is among
    them, else NothingMatched.
    """
    made = []
    texts: list[str] = []
    faults: list[Diagnostic] = []
    is_input = False
    for item in items:
        try:
            made.append(do(item))
        except (InputError, NothingMatched) as error:
            texts.append(str(error))
            if isinstance(error, InputError):
                is_input = True
                faults += error.diagnostics
    if is_input:
        raise InputError("\n".join(texts), tuple(faults))
    if texts:
        raise NothingMatched("\n".join(texts))
    return made
