"""Proposals that somebody accepts, written into the descriptions as services."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.portfolio import Proposal
from evalkit.model.program import Program
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.portfolio.periods import latest
from evalkit.portfolio.proposals import Proposer, table
from evalkit.portfolio.record import Record, record
from evalkit.read.append import CannotAppend, unused, with_block, with_entry
from evalkit.read.bundled import bundled, label
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.encode import plain
from evalkit.read.diagnostic import Faults
from evalkit.read.files import load_description
from evalkit.read.library import Library
from evalkit.read.lines import line_of
from evalkit.read.syntax.node import Node
from evalkit.read.syntax.text import read_bytes, tree
from evalkit.report.save import save

FROM_NAME = "from_name"
"""How evidence was read that is the name of the program, and the id that it gets."""


@frozen
class Accepted:
    """The files that were changed, and by id the proposals that were not written, with the
    reason.
    """

    written: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...]


def accept(targets: Sequence[str], chosen: Mapping[str, Proposal] | None) -> Accepted:
    """Write proposals into the descriptions that files, folders and ids name: the `chosen` ones, by
    program, or all that names suggest where that is None.

    A service rests on evidence that is the name of the program: an objective, marked as from_name.
    Of a program with several periods the description of the latest is changed. All files are
    written, or none. Broken files are passed over. Raises NothingMatched for a target that names
    nothing, and OutputError.
    """
    proposer = Proposer(table())
    files: dict[Path, str | bytes] = {}
    refused = []
    left = dict(chosen or {})
    for path, program, described in _counted(targets):
        suggested = proposer.propose(described)
        if chosen is not None:
            proposal = left.pop(program.id, None)
        else:
            # stated services are facts, and a name is none: it adds nothing to them
            proposal = suggested if _is_open(program, suggested) else None
        if proposal is None:
            continue
        # A work list may not hold the words of the name that suggest it.
        words = suggested.terms if suggested else ()
        proposal = attrs.evolve(proposal, terms=words)
        try:
            files[path] = _changed(path, program, proposal)
        except CannotAppend as why:
            refused.append((program.id, str(why)))
    refused += [(name, "no description of this id was read") for name in left]
    written = save(files) if files else []
    return Accepted(tuple(written), tuple(refused))


def _counted(targets: Sequence[str]) -> list[tuple[Path, Program, Record]]:
    """The descriptions that can be read and count in a portfolio."""
    read = []
    for path in Library().targets(targets):
        with suppress(InputError):  # whose faults the survey tells
            program = load_description(path)
            read.append((path, program, record(program, label(path))))
    latest_ones = latest(described for _, _, described in read)
    counted = {(described.id, described.period) for described in latest_ones}
    return [
        (path, program, described)
        for path, program, described in read
        if (described.id, described.period) in counted
    ]


def _is_open(program: Program, proposal: Proposal | None) -> bool:
    """Whether a program states no function and its name suggests one."""
    if proposal is None or program.services:
        return False
    return bool(proposal.functions)


def _changed(path: Path, program: Program, proposal: Proposal) -> bytes:
    """The file with the services of a proposal; raises CannotAppend with the reason why not."""
    # An update of evalkit would take the change away.
    if bundled("programs") in path.resolve().parents:
        raise CannotAppend("it came with evalkit")
    # Lines of YAML can be put in between others; JSON would have to be written anew.
    if path.suffix == ".json" or line_of(path):
        raise CannotAppend("it is JSON")
    if program.services:
        raise CannotAppend("it states services already")
    name = unused(FROM_NAME, program.evidence)
    evidence = {name: _evidence(program, proposal)}
    targets = {"for": list(proposal.targets)} if proposal.targets else {}
    services: list[dict[str, Any]] = [
        {"function": function, **targets, "evidence": name}
        for function in proposal.functions
    ]
    data = read_bytes(path, Faults("")) or b""
    mark, text = _text(data)
    # as text, so that comments and the order of keys stay as the author wrote them
    changed = with_block(text, _tree(text), "services", services)
    changed = with_entry(changed, _tree(changed), "evidence", evidence)
    # The text was changed as text: it must read as the program that was meant, or nothing is
    # written.
    back = _back(changed)
    if back is None or back != _expected(text, services, evidence):
        raise CannotAppend("its text cannot be changed safely")
    return mark + changed.encode()


def _evidence(program: Program, proposal: Proposal) -> dict[str, Any]:
    """The name as evidence, in the source that gives it; raises CannotAppend where none is
    certain.
    """
    # What was taken from the row of a table has its name from there, too.
    rows = [piece for piece in program.evidence.values() if piece.reading == "imported"]
    sources = {piece.source for piece in rows} or {*program.sources}
    if len(sources) != 1:
        raise CannotAppend("it does not say which source gives its name")
    (source,) = sources
    piece: dict[str, Any] = {"source": source}
    if rows and (places := list(rows[0].at)):
        piece["at"] = places[0] if len(places) == 1 else places
    suggested = ", ".join(_named(proposal))
    words = f": {', '.join(proposal.terms)}" if proposal.terms else ""
    return {
        **piece,
        "claim": "objective",
        "reading": FROM_NAME,
        "says": f"The name suggests {suggested}{words}",
    }


def _named(proposal: Proposal) -> Iterator[str]:
    """The functions and target groups of a proposal, each by its name and its code."""
    for code in proposal.functions:
        name, _ = FUNCTIONS.get(code, (code, ""))
        yield f"{name} ({code})"
    for code in proposal.targets:
        yield f"{TARGETS.get(code, code)} ({code})"


def _text(data: bytes) -> tuple[bytes, str]:
    """The mark of UTF-8 that some editors put first, and the text behind it."""
    text = data.removeprefix(codecs.BOM_UTF8)
    mark = data[: len(data) - len(text)]
    return mark, text.decode()


def _tree(text: str) -> Node:
    node = tree(text.encode(), Faults(""), is_json=False)
    if node is None:
        raise CannotAppend("its text cannot be changed safely")
    return node


def _back(text: str) -> Program | None:
    """The program that a text describes, None for a text with faults."""
    faults = Faults("")
    program = Decoder(faults).whole(Program, _tree(text))
    return None if faults.found else program


def _expected(
    text: str, services: Sequence[Mapping[str, Any]], evidence: Mapping[str, Any]
) -> Program | None:
    """The program of a text with what is added to it, made without touching the text."""
    program = _back(text)
    if program is None:
        return None
    described = {**plain(program), "services": services}
    described["evidence"] = {**described["evidence"], **evidence}
    faults = Faults("")
    node = tree(json.dumps(described).encode(), faults, is_json=True)
    return Decoder(faults).whole(Program, node)
