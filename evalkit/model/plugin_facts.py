"""Facts of plugins in a description: a plugin declares a block as a class, and it is read, checked,
written and shown from that class, as evalkit's own blocks are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from evalkit.model.fields import LOCAL_ID, entries
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN, Missing


@frozen
class SetAside:
    """A block of a plugin that is not loaded, as it was written: nothing reads it."""

    data: Any


@frozen
class PluginFacts:
    """Facts that plugins declare, by the name of each block."""

    set_aside: dict[str, SetAside] = entries(LOCAL_ID)

    @property
    def stated(self) -> dict[str, Any]:
        """The blocks that are stated, by name, those that are set aside among them."""
        blocks = {}
        for field in attrs.fields(type(self)):
            block = getattr(self, field.name)
            if field.name != "set_aside" and block != UNKNOWN:
                blocks[field.name] = block
        return blocks | self.set_aside

    def __or__(self, others: PluginFacts) -> PluginFacts:
        """These blocks, and beside them others that were read with the same plugins."""
        aside = self.set_aside | others.set_aside
        stated = self.stated | others.stated
        blocks = {name: block for name, block in stated.items() if name not in aside}
        # a description without facts is read without their class
        kind = type(others) if others.stated else type(self)
        return kind(**blocks, set_aside=aside)


def is_of_plugin(kind: type) -> bool:
    """Whether a class of facts is that of a plugin, and not one of evalkit's own."""
    return not kind.__module__.startswith("evalkit.")


def with_blocks(blocks: Mapping[str, type]) -> type[PluginFacts]:
    """The class of the facts of plugins that holds these blocks, by name; each may be missing."""
    return _with_blocks(tuple(blocks.items())) if blocks else PluginFacts


# One class for the same blocks: values of two classes would never be equal.
@cache
def _with_blocks(blocks: tuple[tuple[str, type], ...]) -> type[PluginFacts]:
    """One class for the same blocks, so that what is known of a class is found out once."""
    fields = {
        name: attrs.field(type=kind | Missing, default=UNKNOWN)  # type: ignore[arg-type]
        for name, kind in blocks
    }
    made: Any = attrs.make_class(
        "PluginFacts",
        fields,
        (PluginFacts,),
        frozen=True,
        eq=False,
        repr=False,
        slots=False,
    )
    made.__doc__ = PluginFacts.__doc__
    return made  # type: ignore[no-any-return]
