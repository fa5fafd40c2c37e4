"""The story of a description: who, with whom, what for whom, what is known and what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from evalkit.locale import listed, say
from evalkit.model.card import ReportCard
from evalkit.model.program import Facts, Program
from evalkit.model.relations import Tie
from evalkit.model.saved.printed import Story
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.report import claims, described, judgment, measured
from evalkit.report.phrases import clauses, counted, in_words, labelled, series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import wrap

Section = tuple[str, list[str]]
TIES = {
    "coordinate": "coordination",
    "partner": "joint work",
    "supply": "supply",
    "service": "service",
    "select": "selection",
    "fund": "money",
    "govern": "oversight",
    "compete": "rivalry",
    "introduce": "introduction",
    "own": "ownership",
    "colocate": "the same site",
}
BENEFITS = {
    "firm": "one firm at a time",
    "consortium": "a consortium",
    "supply_chain": "a supply chain",
    "sector": "a whole trade",
    "cross_sector": "several trades",
}
STATES = {"absent": "stated to be absent", "unknown": "not known whether there is any"}
BLOCKS = {field.name for field in attrs.fields(Facts)}
WRITTEN_ELSEWHERE = {
    "observations",
    "actors",
    "ties",
    "services",
    "peers",
    "outcomes",
    "exports",
    "sources",
    "evidence",
}
"""Blocks that are told in sentences of their own."""
NO_BLOCKS = {field.name for field in attrs.fields(Program)} - BLOCKS


def story(card: ReportCard) -> list[Section]:
    """Headings with their lines; a heading without any is left out."""
    program = card.program
    ties = (_tie(program, tie) for tie in program.ties)
    sections: dict[str, Iterable[str]] = {
        "Who": _who(card),
        "With whom": chain(ties, _peers(program)),
        "What for whom": chain(_services(program), _blocks(program), _exports(card)),
        "What is observed": _observations(program),
        "What is known": _evidence(program),
        "Judgment on the parent program": _on_parents(card),
        "What is not known": _not_known(card),
        "Sources": _sources(program),
    }
    headed = [(say(heading), list(lines)) for heading, lines in sections.items()]
    return [(heading, lines) for heading, lines in headed if lines]


def printed(card: ReportCard) -> Story:
    """The story of a program for machines: the lines under each heading."""
    lines = {heading: tuple(lines) for heading, lines in story(card)}
    return Story(card.program.id, card.program.name, lines)


def text(card: ReportCard, width: int) -> list[str]:
    """The story as lines of a terminal, the name of the program first."""
    lines = wrap(safe(card.program.name), width)
    for heading, texts in story(card):
        lines += ["", heading]
        for text in texts:
            lines += wrap(safe(text), width, "  ", "    ")
    return lines


def _who(card: ReportCard) -> Iterator[str]:
    program = card.program
    yield judgment.subject(card)
    # the name itself stands above the story
    others = [*program.aliases, *program.name_local.values()]
    if others:
        yield say("also called {names}", names=series(others))
    roles = (
        ("run by {names}", program.operator),
        ("paid for by {names}", program.sponsors),
        ("followed by {names}", program.successor),
        ("succeeds {names}", tuple(filter(None, [program.succeeds]))),
    )
    for role, ids in roles:
        if ids:
            yield say(role, names=listed([_name(program, name) for name in ids]))
    if isinstance(program.level, str):
        yield labelled(say("level"), say(program.level))
    if len(card.parents) > 1:
        first, *between, outer = card.parents
        # From the outermost program inward: each is a component of what is there already.
        for whole in reversed(between):
            outer = say(
                "{part}, which is a component of {whole}", part=whole, whole=outer
            )
        yield say("{part} is a component of {whole}", part=first, whole=outer)
    yield from (
        labelled(say("objective, as stated"), aim.says) for aim in program.objectives
    )


def _name(program: Program, name: str) -> str:
    actor = program.actors.get(name)
    return f"{actor.name} ({name})" if actor and actor.name else name


def _names(program: Program, ids: Iterable[str]) -> str:
    names = []
    for name in ids:
        actor = program.actors.get(name)
        names.append((actor.name if actor else "") or name)
    return listed(names)


def _tie(program: Program, tie: Tie) -> str:
    if tie.among:
        ends = say("among {names}", names=_names(program, tie.among))
    elif tie.between:
        ends = _names(program, tie.between)
    else:
        ends = say(
            "from {names} to {others}",
            names=_names(program, tie.from_),
            others=_names(program, tie.to),
        )
    marks = []
    if tie.state in STATES:
        marks.append(say(STATES[tie.state]))
    if tie.degree:
        marks.append(tie.degree)
    for text, ids in (("through {names}", tie.via), ("said by {names}", tie.said_by)):
        if ids:
            marks.append(say(text, names=_names(program, ids)))
    if tie.content:
        marks.append(say("in {contents}", contents=listed([*map(say, tie.content)])))
    text = labelled(say(TIES[tie.kind]), clauses([ends, *marks]))
    return f"{text} ({series(tie.evidence)})"


def _peers(program: Program) -> Iterator[str]:
    # peers that a portfolio finds are none of the description
    for name, peer in program.peers.by_id.items() if program.peers else ():
        yield labelled(
            say("serves the same firms or place"), series([name, described.text(peer)])
        )


def _services(program: Program) -> Iterator[str]:
    for service in program.services:
        # said, for it decides whether support is a collective good
        benefit = "who benefits is not said"
        if isinstance(service.unit_of_benefit, str):
            benefit = BENEFITS[service.unit_of_benefit]
        offer = {
            "function": say(FUNCTIONS[service.function][0]),
            "code": service.function,
            "benefit": say(benefit),
        }
        if service.for_:
            whom = listed([say(TARGETS.get(code, code)) for code in service.for_])
            offered = say(
                "{function} ({code}) for {groups}: {benefit}", groups=whom, **offer
            )
        else:
            offered = say(
                "{function} ({code}) for whom is not said: {benefit}", **offer
            )
        # a tie or an observation has evidence, and a service need not
        yield f"{offered} ({series(service.evidence)})" if service.evidence else offered


def _observations(program: Program) -> Iterator[str]:
    for name, observations in program.observations.items():
        for observation in observations:
            stated = series(
                [measured.stated(observation), *measured.stated_of(observation)]
            )
            yield f"{labelled(name, stated)} ({series(observation.evidence)})"


def _blocks(program: Program) -> Iterator[str]:
    for label, text in described.program(
        program, without=NO_BLOCKS | WRITTEN_ELSEWHERE
    ):
        yield labelled(label, text)
    for name in program.outcomes:
        yield labelled(say("result"), claims.outcome(program, name))


def _exports(card: ReportCard) -> Iterator[str]:
    for name in card.program.exports:
        yield labelled(say("exports"), claims.exports(card, name))


def _evidence(program: Program) -> Iterator[str]:
    for name, piece in program.evidence.items():
        place = series([piece.source, *(piece.at or [say("no place")])])
        yield labelled(name, f"{piece.says} [{place}]")


def _on_parents(card: ReportCard) -> Iterator[str]:
    for dimension in card.dimensions:
        for text in judgment.parents(dimension):
            yield labelled(say(dimension.name), text)


def _not_known(card: ReportCard) -> Iterator[str]:
    for dimension in card.dimensions:
        unknown = [
            f"{rating.id} {say(rating.criterion.name).lower()}"
            for rating in dimension.criteria
            if rating.status == "unknown"
        ]
        if unknown:
            yield labelled(say(dimension.name).lower(), series(unknown))
    # A survey of the network says how ties were asked for, and nothing of the program.
    blocks = (field for field in attrs.fields(Facts) if field.name != "network_survey")
    blank = [
        described.label(field)
        for field in blocks
        if described.empty(getattr(card.program, field.name))
    ]
    if blank:
        yield say("the description says nothing about {blocks}", blocks=listed(blank))


def _sources(program: Program) -> Iterator[str]:
    uses = Counter(piece.source for piece in program.evidence.values())
    works = {work for name in uses for work in program.sources[name].read_in}
    for name, source in program.sources.items():
        parts = [source.cite, *source.links, in_words(source.kind)]
        if name in uses:
            if source.read_in:
                parts.append(say("read in {works}", works=series(source.read_in)))
            number = counted(uses[name], "piece")
            pieces = say("{pieces} of evidence", pieces=number)
            yield f"{labelled(name, series(parts))} ({pieces})"
        # a source that nothing cites, and that no other was read in, tells nothing here
        elif name in works:
            yield labelled(name, series([*parts, say("the work that was read")]))
