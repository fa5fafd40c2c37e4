"""The classes that a description is made of, for tests that ask whether each of their fields is
shown or tried."""

from typing import get_args, get_type_hints

import attrs


def classes(kind):
    """The attrs classes of a type, however nested."""
    if attrs.has(kind):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from classes(hint)
    for argument in get_args(kind):
        yield from classes(argument)
