"""Facts from elsewhere, laid over a description from a file of their own: they add and never
replace, and every one names its source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import attrs

from evalkit.engine.admissible import evidence_of
from evalkit.model.card import FactReference, Overlaid
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Observation
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.model.program import Facts, Overlay, Program
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.read.bundled import label, shared
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Diagnostic, Faults, Place, Spot, did_you_mean, shown
from evalkit.read.loaded import Loaded
from evalkit.read.misplaced import refuse_others
from evalkit.read.rules.criteria import Criteria
from evalkit.read.rules.description import check_facts
from evalkit.read.rules.observations import check_observations
from evalkit.read.rules.references import check_places, check_references, check_sources
from evalkit.read.shared_sources import cites_shared, shared_sources
from evalkit.read.syntax.node import Entries, Scalar
from evalkit.read.syntax.parsed import raise_faults, read_file
from evalkit.read.values import known_ids

_GROUNDS = ("actors", "sources", "evidence")
"""What facts refer to; the other blocks are the facts."""
_BELOW = ("actors", "coders")
"""What an overlay may name that stands in the description below it."""
_ELSEWHERE = {field.name for field in attrs.fields(Program)} - {
    field.name for field in attrs.fields(Overlay)
}


@frozen
class OverlayFile:
    """An overlay that could be read: the program that it lies over, and its tree."""

    path: Path
    over: str
    place: Spot
    node: Entries
    faults: Faults
    sha256: str


def read_overlay(path: Path) -> OverlayFile:
    """Read the file of an overlay.

    Raises InputError when its text cannot be read, or does not say what it lies over.
    """
    read = read_file(path)
    refuse_others(read.node, "overlay", read.faults)
    raise_faults(path, read.faults.found)
    node = read.node
    over = node.get("overlays") if isinstance(node, Entries) else None
    if node and not (isinstance(over, Scalar) and over.text):
        read.faults.add(
            "EK202",
            node.place,
            "'overlays' is missing",
            "write overlays: and the id of the program that the facts are about",
        )
    raise_faults(path, read.faults.found)
    assert isinstance(node, Entries) and isinstance(
        over, Scalar
    )  # else a fault was raised
    return OverlayFile(path, over.text, over.place, node, read.faults, read.sha256)


def lay_over(loaded: Loaded, file: OverlayFile, criteria: Criteria) -> Loaded:
    """A program with the facts of an overlay added.

    Raises InputError with every fault of the overlay.
    """
    # Faults of its own: the file is read once, and laid over its program for each rubric.
    decoder = Decoder(file.faults.again(), criteria.facts)
    overlay, files = _decoded(file, decoder, loaded.program)
    if overlay is None:
        raise_faults(file.path, decoder.faults.found)
    assert overlay is not None  # else a fault was raised
    program = _joined(loaded.program, overlay, decoder)
    check_observations(overlay.observations, decoder, criteria, program)
    facts = tuple(_facts(overlay))
    if not facts and not decoder.faults.found:
        decoder.faults.add(
            "EK231",
            file.place,
            "this overlay adds no facts",
            "write the facts, or leave the file out of the run",
        )
    raise_faults(file.path, decoder.faults.found)
    cites = sorted(
        {overlay.sources[piece.source].cite for piece in overlay.evidence.values()}
    )
    laid = Overlaid(
        shared(label(file.path)), facts, tuple(cites), tuple(overlay.evidence)
    )
    return attrs.evolve(
        loaded,
        program=program,
        also=(*loaded.also, (label(file.path), file.sha256), *files),
        overlaid=(*loaded.overlaid, laid),
        warnings=(*loaded.warnings, *decoder.faults.found),
    )


def over_nothing(file: OverlayFile, known: Collection[str]) -> tuple[Diagnostic, ...]:
    """The faults of an overlay over a program that is not read.

    `known` are the ids that can be meant.
    """
    decoder = Decoder(file.faults.again())
    remedy = did_you_mean(
        file.over,
        known,
        "put its description beside the overlay, or name the program in the run",
    )
    decoder.faults.add(
        "EK227",
        file.place,
        f"{shown(file.over)!r}, which this overlay is about, is not part of the run",
        remedy,
    )
    _decoded(file, decoder, None)
    return tuple(sorted(decoder.faults.found))


def _decoded(
    file: OverlayFile, decoder: Decoder, over: Program | None
) -> tuple[Overlay | None, tuple[tuple[str, str], ...]]:
    """The overlay with the sources that it cites, and their files; None with a fault where it
    cannot be used.

    `over` is the program below, None when it is not known.
    """
    shared = shared_sources(file.path)
    node = _facts_only(file.node, decoder)
    overlay = decoder.whole(Overlay, node)
    known = known_ids(node, shared.sources)
    if over is None:  # then nobody can say that an id does not stand below
        decoder.references[:] = [
            named for named in decoder.references if named[0] not in _BELOW
        ]
    below = {kind: known[kind] | {*getattr(over, kind, ())} for kind in _BELOW}
    check_references(decoder, known | below)
    if overlay is None:
        return None, shared.files
    overlay = check_sources(overlay, shared.sources)
    if cites_shared(overlay, shared.sources):
        decoder.faults.found += shared.faults
    check_facts(overlay, decoder)
    check_places(overlay.evidence, overlay.sources, decoder)
    _check_evidence(overlay, decoder)
    return overlay, shared.files


def _check_evidence(overlay: Overlay, decoder: Decoder) -> None:
    """Every fact of an overlay names its evidence; what is stated has rules of its own."""
    for where, value in _facts(overlay):
        if not _has_grounds(value):
            remedy = "name what shows it: evidence: o1, which stands in this file with its source"
            place = (
                decoder.places[where.block,]
                if isinstance(value, Missing)
                else decoder.place_of(value)
            )
            decoder.faults.add("EK207", place, f"{where} names no evidence", remedy)


def _has_grounds(fact: Any) -> bool:
    """Whether a fact names evidence, as far as it has to, or as anybody knows what it names."""
    return isinstance(fact, Observation | SetAside) or any(evidence_of(fact))


def _facts_only(node: Entries, decoder: Decoder) -> Entries:
    """The tree without what belongs into a description or into a coder's file, each noted as a
    fault.
    """
    kept = []
    for key, value in node.entries:
        if key.text not in _ELSEWHERE:
            kept.append((key, value))
            continue
        if key.text in ("codings", "coders"):
            remedy = "write them in a coder's file, <id>.<coder>.yaml"
        else:
            remedy = "write it in the description"
        decoder.faults.add(
            "EK228", key.place, f"an overlay holds only facts, not {key.text}", remedy
        )
    return Entries(tuple(kept), node.place)


def _facts(overlay: Facts) -> Iterator[tuple[FactReference, Any]]:
    """Every fact that an overlay states, with where it stands."""
    for field in attrs.fields(Facts):
        value = getattr(overlay, field.name)
        if field.name in _GROUNDS or value == UNKNOWN:
            continue
        for entry, fact in _of_block(field.name, value):
            yield FactReference(field.name, entry), fact


def _of_block(name: str, block: Any) -> Iterator[tuple[str, Any]]:
    """The facts below a key with their entries, which is empty where the block is one fact."""
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
    elif entries := _entries(block):
        yield from getattr(block, entries).items()
    else:
        yield "", block


def _entries(block: Any) -> str:
    """The name of the map in which ids stand beside the reserved keys of a block, empty when it has
    none.
    """
    fields = attrs.fields(type(block))
    return next((field.name for field in fields if "entries" in field.metadata), "")


def _joined(program: Program, overlay: Overlay, decoder: Decoder) -> Program:
    """The program with what the overlay adds; what both state is noted as a fault."""
    changes: dict[str, Any] = {}
    for name in (field.name for field in attrs.fields(Facts)):
        mine, theirs = getattr(program, name), getattr(overlay, name)
        if theirs and name in program.listed_in_full:
            _fault(
                decoder,
                decoder.places[name,],
                f"the description says that its {name} are listed in full",
                "add nothing to them",
            )
        if name == "observations":
            # What two sources state of one measure stands side by side.
            beside = {key: mine.get(key, ()) + stated for key, stated in theirs.items()}
            changes[name] = Fixed(mine) | beside
        elif isinstance(theirs, PluginFacts):
            _union((name,), mine.stated, theirs.stated, decoder)
            changes[name] = mine | theirs
        elif isinstance(theirs, dict):
            changes[name] = _union((name,), mine, theirs, decoder)
        elif isinstance(theirs, tuple):
            changes[name] = mine + theirs
        elif theirs != UNKNOWN:
            changes[name] = _block(name, mine, theirs, decoder)
    return attrs.evolve(program, **changes)


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
        place = decoder.places.get((*path, name)) or Place()
        _fault(
            decoder,
            place,
            f"{name!r} is already under {path[0]}: in the description",
            "use another id",
        )
    return Fixed(mine) | theirs


def _block(name: str, mine: Any, theirs: Any, decoder: Decoder) -> Any:
    """A block of the overlay where nothing is said of it yet, or its entries beside those that
    stand.
    """
    entries, place = _entries(theirs), decoder.places[name,]
    # Without its entries it would be empty, if it stated nothing else.
    if entries and attrs.evolve(theirs, **{entries: {}}) != type(theirs)():
        _fault(
            decoder,
            place,
            f"an overlay only adds entries to {name}:",
            "remove the other keys",
        )
    if mine == UNKNOWN:
        return theirs
    if entries and not isinstance(mine, Missing):
        both = _union(
            (name,), getattr(mine, entries), getattr(theirs, entries), decoder
        )
        return attrs.evolve(mine, **{entries: both})
    _fault(
        decoder,
        place,
        f"the description already has a value under {name}:",
        "keep what the description states apart from what you add",
    )
    return mine


def _fault(decoder: Decoder, place: Spot, message: str, remedy: str) -> None:
    decoder.faults.add(
        "EK228", place, message, f"an overlay adds and never replaces: {remedy}"
    )
