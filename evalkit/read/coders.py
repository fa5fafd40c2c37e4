"""Codings and observations of a further coder, in a file of their own beside the description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from evalkit.model.fields import refers
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Observation
from evalkit.model.program import Coder, Coding, Evidence, Program, Source
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Place
from evalkit.read.rules.codings import check_codings
from evalkit.read.rules.criteria import Criteria
from evalkit.read.rules.observations import check_observations
from evalkit.read.rules.references import check_places, check_references, check_sources
from evalkit.read.syntax.parsed import Parsed
from evalkit.read.values import known_ids

_BY_ID = ("evidence", "sources", "coders")
"""The maps of a description that a coder's file adds to."""


@frozen
class CoderFile:
    """Codings and observations of a further coder, in a file of their own beside the
    description.
    """

    codes: str = refers("program", default="")
    codings: dict[str, dict[str, Coding]] = attrs.field(factory=Fixed)
    observations: dict[str, tuple[Observation, ...]] = attrs.field(factory=Fixed)
    coders: dict[str, Coder] = attrs.field(factory=Fixed)
    evidence: dict[str, Evidence] = attrs.field(factory=Fixed)
    sources: dict[str, Source] = attrs.field(factory=Fixed)


def with_coder(
    program: Program, read: Parsed, shared: dict[str, Source], criteria: Criteria
) -> tuple[Program, Decoder]:
    """The program with what a coder's file adds, and what read it; the faults of the file are noted
    in `read`.
    """
    decoder = Decoder(read.faults)
    coder = decoder.whole(CoderFile, read.node)
    if coder is None or read.node is None:
        return program, decoder
    check_references(decoder, known_ids(read.node, shared, program))
    for twin in _twins(program, coder):
        _refuse_twin(twin, decoder)
    if read.faults.found:
        return program, decoder
    # Only what is sound is merged: the rules below would blame the description for the faults of
    # the file.
    program = check_sources(attrs.evolve(program, **_added(program, coder)), shared)
    check_codings(program, decoder, criteria)
    check_observations(coder.observations, decoder, criteria, program)
    check_places(coder.evidence, program.sources, decoder)
    return program, decoder


def _refuse_twin(path: tuple[str, ...], decoder: Decoder) -> None:
    """Note an entry of a coder's file that another file has already."""
    kind, name, key = path[0], path[1], path[-1]
    place = decoder.places.get(path) or Place()
    if kind == "codings":
        decoder.faults.add(
            "EK111",
            place,
            f"{name!r} has coded {key!r} in another file already",
            "keep one of the two, or give the coder of this file another id",
        )
    else:
        decoder.faults.add(
            "EK111",
            place,
            f"{key!r} is already in the description",
            "give it another id",
        )


def _twins(program: Program, coder: CoderFile) -> Iterator[tuple[str, ...]]:
    """The paths of entries that the description has already."""
    for name in _BY_ID:
        there = getattr(program, name)
        for key, entry in getattr(coder, name).items():
            if key not in there:
                continue
            # each file may declare its coder: to say the same again is no second entry
            if name != "coders" or entry != there[key]:
                yield name, key
    for who, coded in coder.codings.items():
        there = program.codings.get(who, {})
        for key in coded:
            if key in there:
                yield "codings", who, key


def _added(program: Program, coder: CoderFile) -> dict[str, Any]:
    """The fields of the program that the file changes."""
    codings, observations = dict(program.codings), dict(program.observations)
    for who, coded in coder.codings.items():
        before = codings.get(who, {})
        codings[who] = Fixed(before) | coded
    for measure, stated in coder.observations.items():
        observations[measure] = observations.get(measure, ()) + stated
    added = {"codings": Fixed(codings), "observations": Fixed(observations)}
    for name in _BY_ID:
        added[name] = Fixed(getattr(program, name)) | getattr(coder, name)
    return added
