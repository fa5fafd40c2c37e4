"""Programs and tables from their trees, by the rules of each.

The faults are noted in the decoder.
"""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.model.context import Statistics
from evalkit.model.program import Program, Source
from evalkit.read.codec.decode import Decoder
from evalkit.read.rules.description import check_program
from evalkit.read.rules.references import check_places, check_references, check_sources
from evalkit.read.syntax.node import Entries, Node


def program_in(
    node: Node | None, decoder: Decoder, shared: Mapping[str, Source]
) -> Program | None:
    """The program that a tree describes, with the `shared` sources that it cites.

    Its faults are noted, those of its codings apart. None where there is no tree, or none that
    could be a program.
    """
    program = decoder.whole(Program, node)
    if node is not None:
        check_references(decoder, known_ids(node, shared))
    if program is not None:
        program = check_sources(program, shared)
        check_program(program, decoder)
        check_places(program.evidence, program.sources, decoder)
    return program


def tables_in(node: Node | None, decoder: Decoder) -> Statistics | None:
    """The tables of regions in a tree, with their faults noted.

    None where there is no tree, or none that could be tables.
    """
    # most runs have no tables
    from evalkit.read.rules.statistics import check_statistics

    statistics = decoder.whole(Statistics, node)
    if statistics is not None:
        check_statistics(statistics, decoder)
    return statistics


def known_ids(
    node: Node, shared: Mapping[str, Source], program: Program | None = None
) -> dict[str, set[str]]:
    """The ids that may be named, from the tree: a broken entry is not reported twice."""
    known: dict[str, set[str]] = {}
    for kind in ("evidence", "sources", "actors", "coders"):
        block = node.get(kind) if isinstance(node, Entries) else None
        entries = block.entries if isinstance(block, Entries) else ()
        known[kind] = {key.text for key, _ in entries}
        if program:
            known[kind].update(getattr(program, kind))
    known["sources"].update(shared)
    known["program"] = {program.id} if program else set()
    return known
