"""What a program is called in a sentence, and how many of many are called by their names."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import Style
from evalkit.model.message import Listing, Message, Name, Param, Ref, message
from evalkit.model.program import Program


def program_name(program: Program) -> Message | Name:
    """The name of a program, in another language its name there; a synthetic one is marked."""
    name = Name(program.name, program.name_local)
    return message("synthetic_program", program=name) if program.synthetic else name


MANY = 10
"""Programs that a caveat names; of more it names these and counts the others."""


def first_few(
    items: Sequence[Param], style: Style = "and", most: int = MANY
) -> Listing:
    """Parameters as a list; of very many the first, and how many more there are."""
    more = len(items) - most
    if more <= 0:
        return Listing(items, style)
    return Listing([*items[:most], message("so_many_more", n=more)], style)


def first_refs(ids: Sequence[str]) -> Listing:
    """Ids with commas between them; of very many the first, and how many more there are."""
    return first_few([Ref(name) for name in ids], "comma")
