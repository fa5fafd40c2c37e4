"""What a program is called in a sentence."""

from __future__ import annotations

from evalkit.model.message import Message, Name, message
from evalkit.model.program import Program


def program_name(program: Program) -> Message | Name:
    """The name of a program, in another language its name there; a synthetic one is marked."""
    name = Name(program.name, program.name_local)
    return message("synthetic_program", program=name) if program.synthetic else name
