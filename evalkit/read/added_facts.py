"""The facts that an overlay states, and a description with them added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from evalkit.model.card import FactReference
from evalkit.model.fixed import Fixed
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Facts, Overlay, Program
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.read.codec.classes import entries_of
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Place, Spot

_GROUNDS = ("actors", "sources", "evidence")
"""What facts refer to; the other blocks are the facts."""


def facts_of(overlay: Facts) -> Iterator[tuple[FactReference, Any]]:
    """Every fact that an overlay states, with where it stands."""
    for field in attrs.fields(Facts):
        value = getattr(overlay, field.name)
        if field.name in _GROUNDS or value == UNKNOWN:
            continue
        for entry, fact in _of_block(field.name, value):
            yield FactReference(field.name, entry), fact


def _of_block(name: str, block: Any) -> Iterator[tuple[str, Any]]:
    """The facts below a key with their entries, which is empty where the block is one fact."""
    kind: Any = type(block)
    by_id = entries_of(kind) if attrs.has(kind) else None
    if name == "observations":
        for key, observations in block.items():
            for observation in observations:
                yield key, observation
    elif isinstance(block, PluginFacts):
        yield from block.stated.items()
    elif isinstance(block, dict):
        yield from block.items()
    elif isinstance(block, tuple):
        for number, fact in enumerate(block, start=1):
            yield str(number), fact
    elif by_id:
        yield from getattr(block, by_id.name).items()
    else:
        yield "", block


def with_facts(program: Program, overlay: Overlay, decoder: Decoder) -> Program:
    """The program with what the overlay adds; what both state is noted as a fault."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(Facts):
        name = field.name
        mine, theirs = getattr(program, name), getattr(overlay, name)
        if theirs and name in program.listed_in_full:
            _refuse(
                decoder,
                decoder.places[name,],
                f"the description says that its {name} are listed in full",
                "add nothing to them",
            )
        changes[name] = _both(name, mine, theirs, decoder)
    return attrs.evolve(program, **changes)


def _both(name: str, mine: Any, theirs: Any, decoder: Decoder) -> Any:
    """What two files state under one key."""
    if name == "observations":
        # What two sources state of one measure stands side by side.
        beside = {key: mine.get(key, ()) + stated for key, stated in theirs.items()}
        return Fixed(mine) | beside
    if isinstance(theirs, PluginFacts):
        _union((name,), mine.stated, theirs.stated, decoder)
        return mine | theirs
    if isinstance(theirs, dict):
        return _union((name,), mine, theirs, decoder)
    if isinstance(theirs, tuple):
        # behind those of the description: cards count lists from their end
        return mine + theirs
    return mine if theirs == UNKNOWN else _block(name, mine, theirs, decoder)


def _union(
    path: tuple[str, ...],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    decoder: Decoder,
) -> dict[str, Any]:
    for name in theirs:
        if name not in mine:
            continue
        # Both may cite the same shared source.
        if path == ("sources",) and mine[name] == theirs[name]:
            continue
        _refuse(
            decoder,
            decoder.places.get((*path, name)) or Place(),
            f"{name!r} is already under {path[0]}: in the description",
            "use another id",
        )
    return Fixed(mine) | theirs


def _block(name: str, mine: Any, theirs: Any, decoder: Decoder) -> Any:
    """A block of the overlay where nothing is said of it yet, or its entries beside those that
    stand.
    """
    kind: Any = type(theirs)
    by_id, place = entries_of(kind), decoder.places[name,]
    entries = by_id.name if by_id else ""
    # Without its entries it would be empty, if it stated nothing else.
    if entries and attrs.evolve(theirs, **{entries: {}}) != kind():
        _refuse(
            decoder,
            place,
            f"an overlay only adds entries to {name}:",
            "remove the other keys",
        )
    if mine == UNKNOWN:
        return theirs
    if not entries or isinstance(mine, Missing):
        _refuse(
            decoder,
            place,
            f"the description already has a value under {name}:",
            "keep what the description states apart from what you add",
        )
        return mine
    both = _union((name,), getattr(mine, entries), getattr(theirs, entries), decoder)
    return attrs.evolve(mine, **{entries: both})


def _refuse(decoder: Decoder, place: Spot, message: str, remedy: str) -> None:
    decoder.faults.add(
        "EK228", place, message, f"an overlay adds and never replaces: {remedy}"
    )
