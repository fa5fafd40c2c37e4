"""Facts from elsewhere, laid over a description from a file of their own: they add and never
replace, and every one names its source.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import attrs

from evalkit.engine.admissible import evidence_of
from evalkit.model.card import Overlaid
from evalkit.model.frozen import frozen
from evalkit.model.observation import Observation
from evalkit.model.plugin_facts import SetAside
from evalkit.model.program import Overlay, Program
from evalkit.model.quantity import Missing
from evalkit.read.added_facts import facts_of, with_facts
from evalkit.read.bundled import label, shared
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Diagnostic, Faults, Spot, did_you_mean, shown
from evalkit.read.loaded import Loaded
from evalkit.read.rules.criteria import Criteria
from evalkit.read.rules.description import check_facts
from evalkit.read.rules.observations import check_observations
from evalkit.read.rules.references import check_places, check_references, check_sources
from evalkit.read.shared_sources import cites_shared, shared_sources
from evalkit.read.syntax.node import Entries, Scalar
from evalkit.read.syntax.parsed import raise_faults, read_kind
from evalkit.read.values import known_ids

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
    read = read_kind(path, "overlay")
    node, faults = read.node, read.faults
    over = node.get("overlays") if isinstance(node, Entries) else None
    if node and not (isinstance(over, Scalar) and over.text):
        faults.add(
            "EK202",
            node.place,
            "'overlays' is missing",
            "write overlays: and the id of the program that the facts are about",
        )
    raise_faults(path, faults.found)
    # else a fault was raised
    assert isinstance(node, Entries) and isinstance(over, Scalar)
    return OverlayFile(path, over.text, over.place, node, faults, read.sha256)


def lay_over(loaded: Loaded, file: OverlayFile, criteria: Criteria) -> Loaded:
    """A program with the facts of an overlay added.

    Raises InputError with every fault of the overlay.
    """
    # Faults of its own: the file is read once, and laid over its program for each rubric.
    decoder = Decoder(file.faults.again(), criteria.facts)
    faults = decoder.faults
    overlay, files = _decoded(file, decoder, loaded.program)
    if overlay is None:
        raise_faults(file.path, faults.found)
    assert overlay is not None  # else a fault was raised
    program = with_facts(loaded.program, overlay, decoder)
    check_observations(overlay.observations, decoder, criteria, program)
    facts = tuple(facts_of(overlay))
    if not facts and not faults.found:
        faults.add(
            "EK231",
            file.place,
            "this overlay adds no facts",
            "write the facts, or leave the file out of the run",
        )
    raise_faults(file.path, faults.found)
    evidence = overlay.evidence
    cites = {overlay.sources[piece.source].cite for piece in evidence.values()}
    laid = Overlaid(
        shared(label(file.path)), facts, tuple(sorted(cites)), tuple(evidence)
    )
    return attrs.evolve(
        loaded,
        program=program,
        also=(*loaded.also, (label(file.path), file.sha256), *files),
        overlaid=(*loaded.overlaid, laid),
        warnings=(*loaded.warnings, *faults.found),
    )


def over_nothing(file: OverlayFile, known: Collection[str]) -> tuple[Diagnostic, ...]:
    """The faults of an overlay over a program that is not read.

    `known` are the ids that can be meant.
    """
    decoder = Decoder(file.faults.again())
    decoder.faults.add(
        "EK227",
        file.place,
        f"{shown(file.over)!r}, which this overlay is about, is not part of the run",
        did_you_mean(
            file.over,
            known,
            "put its description beside the overlay, or name the program in the run",
        ),
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
        named = decoder.references
        named[:] = [reference for reference in named if reference[0] not in _BELOW]
    for kind in _BELOW:
        known[kind].update(getattr(over, kind, ()))
    check_references(decoder, known)
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
    for where, fact in facts_of(overlay):
        if _has_grounds(fact):
            continue
        place = decoder.place_of(fact)
        # one value says of many blocks that they are missing
        if isinstance(fact, Missing):
            place = decoder.places[where.block,]
        decoder.faults.add(
            "EK207",
            place,
            f"{where} names no evidence",
            "name what shows it: evidence: o1, which stands in this file with its source",
        )


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
