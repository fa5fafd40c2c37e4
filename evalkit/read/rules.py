"""Rules of a description that need several fields, other files or the rubric; each fault says what to do."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from evalkit.model.places import COUNTRIES, region_fault
from evalkit.model.program import Coding, Program, Source, Tie
from evalkit.model.quantity import Missing
from evalkit.model.rubric import Rubric
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Place, did_you_mean, shown


def check_references(decoder: Decoder, known: Mapping[str, set[str]]) -> None:
    """Every id that is named must stand in the map of its kind."""
    for kind, id, place in decoder.references:
        if id not in known[kind]:
            help = did_you_mean(id, known[kind], f"write it under {kind}: with this id, or name one that stands there")
            decoder.faults.add("EK206", place, f"{shown(id)!r} is named here, but stands nowhere under {kind}:", help)


def check_program(program: Program, decoder: Decoder, rubric: Rubric) -> None:
    """Rules of one description, its codings included."""
    add, places = decoder.faults.add, decoder.places
    if program.country not in COUNTRIES:
        add(
            "EK211",
            places["country",],
            f"{shown(program.country)!r} is not an ISO 3166-1 country code",
            did_you_mean(program.country, COUNTRIES, "South Korea is KR, Taiwan is TW"),
        )
    for region in program.regions:
        if fault := region_fault(region):
            add("EK211", places["regions",], fault, "write an ISO 3166-2 code that exists, or the words of the source")
    if program.part_of == program.id:
        add("EK218", places["part_of",], "a program cannot be part of itself", "name the whole, or leave part_of out")
    lists = {field.name for field in attrs.fields(Program)}
    for name in program.listed_in_full:
        if name not in lists:
            add(
                "EK216",
                places["listed_in_full",],
                f"{shown(name)!r} is no list of a description",
                did_you_mean(name, lists, "name a list such as services or ties"),
            )
    for at, tie in enumerate(program.ties):
        _check_tie(tie, places["ties",], at, decoder)
    for service in program.services:
        if service.function not in FUNCTIONS:
            add(
                "EK220",
                places["services",],
                f"{shown(service.function)!r} is no function of a service",
                f"the functions are {', '.join(FUNCTIONS)}",
            )
    check_codings(program, decoder, rubric)


def _check_tie(tie: Tie, place: Place, at: int, decoder: Decoder) -> None:
    name = f"tie {at + 1} ({tie.kind})"
    if not tie.evidence:
        decoder.faults.add(
            "EK207", place, f"{name} has no evidence", "name what shows it: evidence: e1; a tie that nothing shows is left out"
        )
    shapes = [bool(tie.between), bool(tie.from_ or tie.to), bool(tie.among)]
    if sum(shapes) != 1 or (tie.between and len(tie.between) < 2) or bool(tie.from_) != bool(tie.to):
        decoder.faults.add(
            "EK214", place, f"{name} does not say whom it joins", "write between: [a, b], or from: a and to: b, or among: a class of firms"
        )


def check_codings(program: Program, decoder: Decoder, rubric: Rubric) -> None:
    """Rules of the codings, wherever they stand: in the description or in a coder's own file."""
    criteria = rubric.criteria()
    excludes = {id: dimension.excludes for dimension in rubric.dimensions.values() for id in dimension.criteria}
    for coder, codings in program.codings.items():
        for id, coding in codings.items():
            place = decoder.places.get(("codings", coder, id))
            if place is None:
                continue  # it stands in another file, which is checked by itself
            if id not in criteria:
                help = did_you_mean(id, criteria, f"the criteria are {', '.join(criteria)}")
                decoder.faults.add("EK212", place, f"rubric {rubric.id} has no criterion {shown(id)!r}", help)
                continue
            _check_coding(program, coding, place, decoder)
            levelled = not isinstance(coding.level, Missing) or coding.level.state == "absent"
            if levelled and criteria[id].needs_peers and not program.peers:
                decoder.faults.add(
                    "EK210",
                    place,
                    f"{id} is coded, but no peers are declared",
                    "declare who else serves the same firms or place under peers:",
                )
            if not isinstance(coding.level, Missing):
                _check_claims(program, coding, criteria[id].behavioral, excludes[id], place, decoder)


def _check_coding(program: Program, coding: Coding, place: Place, decoder: Decoder) -> None:
    add = decoder.faults.add
    ids = coding.level.evidence if isinstance(coding.level, Missing) else coding.evidence
    needs = not isinstance(coding.level, Missing) or coding.level.state == "absent"
    if needs and not ids:
        add("EK207", place, "a level without evidence", "name what it rests on: evidence: e1; without evidence it is unknown")
    if not isinstance(coding.level, Missing) and coding.level * 2 % 1:
        add("EK213", place, f"level {coding.level:g} is neither a whole level nor a half", "levels are 0, .5, 1 and so on up to 4")
    if coding.grade is not None and not coding.grade_why:
        add(
            "EK215",
            place,
            "the grade is overridden without a reason",
            "give grade_why, or leave grade out: it is computed from the sources",
        )


def _check_claims(program: Program, coding: Coding, behavioral: bool, excluded: tuple[str, ...], place: Place, decoder: Decoder) -> None:
    claims = {program.evidence[id].claim for id in coding.evidence if id in program.evidence}
    if claims and behavioral and claims <= {"aim"} and coding.level > 1:  # type: ignore[operator]
        decoder.faults.add(
            "EK208",
            place,
            f"level {coding.level:g} rests on a stated aim alone",
            "a mere aim holds level 1 at most: add evidence of what was done (guard G3)",
        )
    elif claims and claims <= {*excluded}:
        what = " and ".join(sorted(claims))
        decoder.faults.add(
            "EK209",
            place,
            f"this level rests on evidence of {what} alone",
            "results never enter this dimension (guard G1): add evidence of behavior or rules",
        )


def check_sources(program: Program, shared: Mapping[str, Source]) -> Program:
    """The program with those shared sources that it uses; its own win."""
    wanted = {each.source for each in program.evidence.values()} | {work for each in program.sources.values() for work in each.read_in}
    wanted |= {work for id in wanted & shared.keys() for work in shared[id].read_in}
    used = {id: source for id, source in shared.items() if id in wanted and id not in program.sources}
    return attrs.evolve(program, sources={**used, **program.sources})
