"""The story of a description: who, with whom, what for whom, what is known and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from evalkit.model.card import ReportCard
from evalkit.model.facts import Tie
from evalkit.model.program import Facts, Program
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.model.words import listed
from evalkit.report import described, judgment
from evalkit.report.safe import terminal as safe
from evalkit.report.width import wrap

Section = tuple[str, list[str]]
TIES = {
    "coordinate": "coordination", "partner": "joint work", "supply": "supply", "service": "service", "select": "selection", "fund": "money",
    "govern": "oversight", "compete": "rivalry", "introduce": "introduction", "own": "ownership", "colocate": "the same site",
}  # fmt: skip
BENEFITS = {
    "firm": "one firm at a time", "consortium": "a consortium", "supply_chain": "a supply chain", "sector": "a whole trade",
    "cross_sector": "several trades",
}  # fmt: skip
BLOCKS = {field.name for field in attrs.fields(Facts)}
TOLD_APART = {"actors", "ties", "services", "peers", "outcomes", "exports", "sources", "evidence"}
"""Blocks that are told in sentences of their own."""
NO_BLOCKS = {field.name for field in attrs.fields(Program)} - BLOCKS


def story(card: ReportCard) -> list[Section]:
    """Headings with their lines; a heading without any is left out."""
    program = card.program
    sections = [
        ("Who", list(_who(card))),
        ("With whom", [*(_tie(program, tie) for tie in program.ties), *_peers(program)]),
        (
            "What for whom",
            [*_services(program), *_blocks(program), *(f"exports: {judgment.exports(card, name)}" for name in program.exports)],
        ),
        ("What is known", [f"{id}: {each.says} [{_read(program, id)}]" for id, each in program.evidence.items()]),
        ("What is only taken over", [text for dimension in card.dimensions for text in judgment.taken_over(dimension)]),
        ("What is not known", list(_not_known(card))),
        ("Sources", list(_sources(program))),
    ]
    return [(heading, lines) for heading, lines in sections if lines]


def text(card: ReportCard, width: int) -> list[str]:
    """The story as lines of a terminal, the name of the program first."""
    lines = wrap(safe(card.program.name), width)
    for heading, texts in story(card):
        lines += ["", heading, *(line for each in texts for line in wrap(safe(each), width, "  ", "    "))]
    return lines


def _who(card: ReportCard) -> Iterator[str]:
    program = card.program
    yield judgment.subject(card)
    others = [*program.aliases, *program.name_local.values()]
    if others:
        yield f"also called {', '.join(others)}"
    for label, ids in (("run by", program.operator), ("paid for by", program.sponsors), ("followed by", program.successor)):
        if ids:
            yield f"{label} {listed([_name(program, id) for id in ids])}"
    if isinstance(program.level, str):
        yield f"level: {program.level}"
    if len(card.wholes) > 1:
        yield f"{card.wholes[0]} is part of {', which is part of '.join(card.wholes[1:])}"
    yield from (f"stated aim: {aim.says}" for aim in program.aims)


def _name(program: Program, id: str) -> str:
    actor = program.actors.get(id)
    return f"{actor.name} ({id})" if actor and actor.name else id


def _names(program: Program, ids: Iterable[str]) -> str:
    return listed([program.actors[id].name or id if id in program.actors else id for id in ids])


def _tie(program: Program, tie: Tie) -> str:
    if tie.among:
        ends = f"among {_names(program, tie.among)}"
    elif tie.between:
        ends = _names(program, tie.between)
    else:
        ends = f"from {_names(program, tie.from_)} to {_names(program, tie.to)}"
    marks = [{"present": "", "absent": "stated to be absent", "unknown": "not known whether there is any"}[tie.state], tie.degree]
    marks += [f"{word} {_names(program, ids)}" for word, ids in (("through", tie.via), ("said by", tie.said_by)) if ids]
    marks += [f"in {listed(list(tie.content))}"] if tie.content else []
    return f"{TIES[tie.kind]}: {ends}{''.join(f'; {mark}' for mark in marks if mark)} ({', '.join(tie.evidence)})"


def _peers(program: Program) -> Iterator[str]:
    for id, peer in program.peers.by_id.items() if program.peers else ():
        yield f"serves the same firms or place: {id}, {described.text(peer)}"


def _services(program: Program) -> Iterator[str]:
    for service in program.services:
        whom = f"for {listed([TARGETS.get(code, code) for code in service.for_])}" if service.for_ else "for whom is not said"
        benefit = BENEFITS[service.unit_of_benefit] if isinstance(service.unit_of_benefit, str) else "who benefits is not said"
        cited = f" ({', '.join(service.evidence)})" if service.evidence else ""
        yield f"{FUNCTIONS[service.function][0]} ({service.function}) {whom}: {benefit}{cited}"


def _blocks(program: Program) -> list[str]:
    lines = [f"{label}: {text}" for label, text in described.program(program, without=NO_BLOCKS | TOLD_APART)]
    return [*lines, *(f"result: {judgment.outcome(program, name)}" for name in program.outcomes)]


def _read(program: Program, id: str) -> str:
    evidence = program.evidence[id]
    return f"{evidence.source}, {', '.join(evidence.at) or 'no place'}"


def _not_known(card: ReportCard) -> Iterator[str]:
    for dimension in card.dimensions:
        if unknown := [f"{each.id} {each.criterion.name.lower()}" for each in dimension.criteria if each.status == "unknown"]:
            yield f"{dimension.name.lower()}: {', '.join(unknown)}"
    blocks = (field.name for field in attrs.fields(Facts) if field.name != "network_survey")
    blank = [name.replace("_", " ") for name in blocks if described.empty(getattr(card.program, name))]
    if blank:
        yield f"the description says nothing about {listed(blank)}"


def _sources(program: Program) -> Iterator[str]:
    uses = [each.source for each in program.evidence.values()]
    for id, source in program.sources.items():
        if id in uses:
            read_in = f", read in {', '.join(source.read_in)}" if source.read_in else ""
            yield f"{id}: {source.cite}, {source.kind.replace('_', ' ')}{read_in} ({judgment.counted(uses.count(id), 'piece')} of evidence)"
        elif any(id in program.sources[each].read_in for each in uses):
            yield f"{id}: {source.cite}, {source.kind.replace('_', ' ')}, the work that was read"
