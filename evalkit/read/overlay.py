"""Facts from elsewhere, laid over a description from a file of their own: they add and never replace, and every one names its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from evalkit.errors import InputError
from evalkit.model.program import Facts, Overlay, Program
from evalkit.model.quantity import Missing
from evalkit.model.result import Overlaid
from evalkit.read.bundled import label
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Diagnostic, Place, shown
from evalkit.read.files import Loaded, known_ids, raise_faults, read_file, shared_sources
from evalkit.read.node import Entries, Scalar
from evalkit.read.rules import check_facts, check_places, check_references, check_sources

_GROUNDS = ("actors", "sources", "evidence")
"""What facts refer to; the other blocks are the facts."""


def overlaid_program(path: Path) -> str:
    """The id of the program that an overlay lies over; empty when it does not say, which `lay_over` tells as a fault."""
    node = read_file(path).node
    id = node.get("overlays") if isinstance(node, Entries) else None
    return id.text if isinstance(id, Scalar) else ""


def lay_over(loaded: Loaded, path: Path) -> Loaded:
    """A program with the facts of an overlay added; raises InputError with every fault of the overlay."""
    read, shared = read_file(path), shared_sources(path)
    decoder = Decoder(read.faults)
    overlay = decoder.value(Overlay, read.node) if read.node else attrs.NOTHING
    if overlay is attrs.NOTHING or read.node is None:
        raise_faults(path, read.faults.found)
        raise AssertionError("an overlay that cannot be decoded has a fault")
    known = known_ids(read.node, shared.sources)
    check_references(decoder, {**known, "actors": known["actors"] | {*loaded.program.actors}})
    sources = check_sources(overlay, shared.sources).sources
    check_facts(overlay, decoder)
    check_places(overlay.evidence, sources, decoder)
    for where, value in facts(overlay):
        if not value.evidence:
            help = "name what shows it: evidence: o1, which stands in this file with its source"
            read.faults.add("EK207", decoder.place_of(value), f"{where} names no evidence", help)
    program = _joined(loaded.program, attrs.evolve(overlay, sources=sources), decoder)
    raise_faults(path, [*read.faults.found, *shared.faults])
    cites = sorted({sources[each.source].cite for each in overlay.evidence.values()})
    laid = Overlaid(label(path), tuple(where for where, _ in facts(overlay)), tuple(cites), tuple(overlay.evidence))
    return attrs.evolve(
        loaded,
        program=program,
        also=(*loaded.also, (label(path), read.sha256), *shared.files),
        overlaid=(*loaded.overlaid, laid),
        warnings=(*loaded.warnings, *read.faults.found),
    )


def facts(overlay: Facts) -> Iterator[tuple[str, Any]]:
    """Every fact that an overlay states, with where it stands: `exports machinery-2011`."""
    for field in attrs.fields(Facts):
        value = getattr(overlay, field.name)
        if field.name in _GROUNDS or isinstance(value, Missing):
            continue
        if isinstance(value, dict):
            yield from ((f"{field.name} {id}", each) for id, each in value.items())
        elif isinstance(value, tuple):
            yield from ((f"{field.name} {at}", each) for at, each in enumerate(value, start=1))
        elif entries := _entries(value):
            yield from ((f"{field.name} {id}", each) for id, each in getattr(value, entries).items())
        else:
            yield field.name, value


def _entries(block: Any) -> str:
    """The name of the map in which ids stand beside the reserved keys of a block, empty when it has none."""
    return next((each.name for each in attrs.fields(type(block)) if "entries" in each.metadata), "")


def _joined(program: Program, overlay: Overlay, decoder: Decoder) -> Program:
    """The program with what the overlay adds; what both state is noted as a fault."""
    changes = {}
    for field in attrs.fields(Facts):
        mine, theirs = getattr(program, field.name), getattr(overlay, field.name)
        if isinstance(theirs, dict):
            changes[field.name] = _union((field.name,), mine, theirs, decoder)
        elif isinstance(theirs, tuple):
            changes[field.name] = mine + theirs
        elif not isinstance(theirs, Missing):
            changes[field.name] = _block(field.name, mine, theirs, decoder)
    return attrs.evolve(program, **changes)


def _union(at: tuple[str, ...], mine: dict[str, Any], theirs: dict[str, Any], decoder: Decoder) -> dict[str, Any]:
    for id in theirs:
        if id in mine and not (at == ("sources",) and mine[id] == theirs[id]):
            _fault(
                decoder,
                decoder.places.get((*at, id), Place()),
                f"{id!r} stands under {at[0]}: in the description already",
                "use another id",
            )
    return {**mine, **theirs}


def _block(name: str, mine: Any, theirs: Any, decoder: Decoder) -> Any:
    """A block of the overlay where the description has none, or its entries beside those of the description."""
    entries = _entries(theirs)
    if entries:
        reserved = attrs.evolve(theirs, **{entries: {}})
        if reserved != type(theirs)():
            _fault(decoder, decoder.places[name,], f"an overlay adds entries to {name}:, and nothing else", "take the other keys out")
        if not isinstance(mine, Missing):
            return attrs.evolve(mine, **{entries: _union((name,), getattr(mine, entries), getattr(theirs, entries), decoder)})
    elif not isinstance(mine, Missing) or mine.state != "unknown":
        _fault(
            decoder,
            decoder.places[name,],
            f"the description says something under {name}: already",
            "keep what it says apart from what you found",
        )
    return theirs


def _fault(decoder: Decoder, place: Place, message: str, help: str) -> None:
    decoder.faults.add("EK228", place, message, f"an overlay adds and never replaces: {help}")


def over_nothing(path: Path, id: str) -> InputError:
    """The fault of an overlay that lies over no program which is read."""
    message = f"it lies over {shown(id)!r}, of which nothing here is a description" if id else "overlays: is missing, the id of a program"
    help = "mend the id, put the description beside it, or name the program in the run"
    return InputError(f"{label(path)}: 1 fault", (Diagnostic(label(path), Place(), "EK227", message, help),))
