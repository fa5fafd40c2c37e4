"""A warning for evidence that nothing rests on."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.model.program import Program
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import shown
from evalkit.read.set_aside import texts_in


def check_use(program: Program, decoder: Decoder) -> None:
    """A warning for evidence that no fact, observation or coding names, what contradicts the
    program first.

    None while an id of evidence is unknown: it may be a slip for that of the evidence left over.
    """
    referred = {name for kind, name, _ in decoder.references if kind == "evidence"}
    if not referred <= program.evidence.keys():
        return
    used = {*referred, *_cited(program)}
    contradicting: list[str] = []
    others: list[str] = []
    for evidence_id, piece in program.evidence.items():
        # the row of a table is kept as the record of the import, whatever rests on it
        if evidence_id in used or piece.reading == "imported":
            continue
        left_over = contradicting if piece.direction == "contradicts" else others
        left_over.append(evidence_id)
    for evidence_id in contradicting:
        _warn(evidence_id, "contradicts the program and is not used", decoder)
    for evidence_id in others:
        _warn(evidence_id, "is not used", decoder)


def _warn(evidence_id: str, fault: str, decoder: Decoder) -> None:
    place = decoder.places.get(("evidence", evidence_id))
    # evidence of another file is told there
    if place is not None:
        decoder.faults.add(
            "EK236",
            place,
            f"evidence {shown(evidence_id)!r} {fault}",
            "cite it where it supports or contradicts something, or remove it",
            severity="warning",
        )


def _cited(program: Program) -> Iterator[str]:
    """The evidence that codings, observations and what was set aside name."""
    for codings in program.codings.values():
        for coding in codings.values():
            yield from (*coding.evidence, *coding.contradicted_by)
    for observations in program.observations.values():
        for observation in observations:
            yield from observation.evidence
    for block in program.facts.set_aside.values():
        yield from texts_in(block.data)
