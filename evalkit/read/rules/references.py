"""Rules of what a file names: ids, places in a source, and sources that stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve
from evalkit.model.program import Evidence, Facts, Source
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, shown

Described = TypeVar("Described", bound=Facts)
_PLACE = re.compile(r"(.*?) ?([1-9][0-9]{0,4})")


def check_references(decoder: Decoder, known: Mapping[str, set[str]]) -> None:
    """Every id that is named must stand in the map of its kind; one that does not is reported once,
    where it is named first.
    """
    missing: dict[tuple[str, str], list[Spot]] = {}
    for kind, name, place in decoder.references:
        if name not in known[kind]:
            missing.setdefault((kind, name), []).append(place)
    for (kind, name), places in missing.items():
        message, remedy = _undeclared(kind, name, known[kind])
        if len(places) > 1:
            message += f" (named {len(places)} times)"
        decoder.faults.add(
            "EK237" if kind == "coders" else "EK206",
            places[0],
            message,
            decoder.faults.near(name, known[kind], remedy),
        )


def _undeclared(kind: str, name: str, known: set[str]) -> tuple[str, str]:
    """What is wrong with an id that is not in the map of its kind, and what to do."""
    message = f"{shown(name)!r} is not declared under {kind}:"
    if kind == "program":
        return (
            f"{shown(name)!r} is not the id of the description beside this file",
            f"write {' or '.join(known)}, or put it beside the one that it codes",
        )
    if kind == "coders":
        return (
            f"reader {message}",
            f"write coders: {{{name}: {{kind: person}}}}, or model for a language model",
        )
    if kind == "sources":
        return (
            message,
            "declare it there, or in the sources.yaml beside the description",
        )
    return (
        message,
        f"declare it under {kind}: with this id, or use an id that is declared there",
    )


def check_places(
    evidence: Mapping[str, Evidence], sources: Mapping[str, Source], decoder: Decoder
) -> None:
    """Every place of evidence must be one of the work in which it was read, where the work says
    which places it has.
    """
    for evidence_id, piece in evidence.items():
        works = _works(sources, piece.source)
        for place in piece.at:
            # a source that is not there is told as such
            if not works or any(_has_place(work, place) for work in works):
                continue
            ranges = [f"{start}1 to {start}{n}" for start, n in works[0].places.items()]
            spot = decoder.places.get(("evidence", evidence_id, "at", place))
            decoder.faults.add(
                "EK225",
                spot or decoder.place_of(piece),
                f"{shown(place)!r} is not a place in {shown(works[0].cite)}",
                f"it has {' and '.join(ranges)}",
            )


def _works(sources: Mapping[str, Source], name: str) -> list[Source]:
    """The works in which a source was read: itself where it names none that is known."""
    source = sources.get(name)
    if source is None:
        return []
    works = [sources[work] for work in source.read_in if work in sources]
    return works or [source]


def _has_place(work: Source, place: str) -> bool:
    """Whether a work has a place, by its beginning and its number.

    One that does not say which places it has takes any.
    """
    if not work.places:
        return True
    parts = _PLACE.fullmatch(place)
    if parts is None:
        return False
    return int(parts[2]) <= work.places.get(parts[1], 0)


def check_sources(program: Described, shared: Mapping[str, Source]) -> Described:
    """The description or overlay with those shared sources that it uses; its own win."""
    wanted = {piece.source for piece in program.evidence.values()}
    for source in program.sources.values():
        wanted.update(source.read_in)
    # A source may have been read in another work, which is then needed too; there is no third step,
    # for a work is read in itself.
    for name in wanted & shared.keys():
        wanted.update(shared[name].read_in)
    wanted -= program.sources.keys()
    used = {name: source for name, source in shared.items() if name in wanted}
    return evolve(program, sources=Fixed(used) | program.sources) if used else program
