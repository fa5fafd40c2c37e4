"""Proposals of models that a person takes over: they are still as she saw them."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.model.program import Coding, Program
from evalkit.model.quantity import Missing
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, shown


def check_accepted(program: Program, decoder: Decoder) -> None:
    """A fault for each coding of one file that accepts a proposal which is not there, or which has
    changed, and for what a model accepts.

    `program` has the codings of all files.
    """
    for place, coder, criterion, coding in _accepting(program, decoder):
        # what a person has coded is no proposal
        proposals = {}
        if _is_model(program, coding.accepts):
            proposals = program.codings.get(coding.accepts, {})
        proposal = proposals.get(criterion)
        by, whose = shown(coder), shown(coding.accepts)
        if _is_model(program, coder):
            decoder.faults.add(
                "EK252",
                place,
                f"{by} is a model, and a person accepts what a model proposes",
                "let a person look at it: kind: person",
            )
        elif proposal is None:
            decoder.faults.add(
                "EK252",
                place,
                f"{whose} is no model that proposes a level for {shown(criterion)}",
                "name the model of the proposal, or leave accepts out: it is then one's own",
            )
        elif in_words(proposal) != in_words(coding):
            decoder.faults.add(
                "EK253",
                place,
                f"{by} accepts {in_words(coding)}, and {whose} now proposes {in_words(proposal)}"
                f" for {shown(criterion)}",
                "look at the proposal again, or leave accepts out: it is then one's own",
            )


def _is_model(program: Program, coder: str) -> bool:
    declared = program.coders.get(coder)
    return declared is not None and declared.kind == "model"


def in_words(coding: Coding) -> str:
    """What a coding answers: its level, or why there is none."""
    level = coding.level
    return level.state.replace("_", " ") if isinstance(level, Missing) else f"{level:g}"


def _accepting(
    program: Program, decoder: Decoder
) -> Iterator[tuple[Spot, str, str, Coding]]:
    """The codings of the file that accept something, with their places."""
    for coder, codings in program.codings.items():
        for criterion, coding in codings.items():
            place = decoder.places.get(("codings", coder, criterion))
            # Without a place it stands in another file, which is checked with its own decoder.
            if coding.accepts and place is not None:
                yield place, coder, criterion, coding
