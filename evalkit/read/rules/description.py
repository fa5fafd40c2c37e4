"""Rules of a description that need several fields, other files or the rubric.

Each fault says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import attrs

from evalkit.model.context import NATION, Statistics
from evalkit.model.facts import Period
from evalkit.model.fields import FUNCTION
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve
from evalkit.model.places import countries, region_fault
from evalkit.model.program import Evidence, Facts, Program, Source
from evalkit.model.quantity import Number, Quantity
from evalkit.model.relations import Tie
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, shown
from evalkit.read.rules.counts import check_counts
from evalkit.read.rules.shares import doubt
from evalkit.read.set_aside import check_facts_of_plugins

Described = TypeVar("Described", bound=Facts)
_PLACE = re.compile(r"(.*?) ?([1-9][0-9]{0,4})")


def check_references(decoder: Decoder, known: Mapping[str, set[str]]) -> None:
    """Every id that is named must stand in the map of its kind; one that does not is reported once,
    where it is named first.
    """
    missing: dict[tuple[str, str], list[Spot]] = {}
    for kind, name, place in decoder.references:
        if name not in known[kind]:
            missing.setdefault((kind, name), []).append(place)
    for (kind, name), places in missing.items():
        message, remedy = _undeclared(kind, name, known[kind])
        if len(places) > 1:
            message += f" (named {len(places)} times)"
        code = "EK206"
        if kind == "coders":
            code = "EK237"
        remedy = decoder.faults.near(name, known[kind], remedy)
        decoder.faults.add(code, places[0], message, remedy)


def _undeclared(kind: str, name: str, known: set[str]) -> tuple[str, str]:
    """What is wrong with an id that is not in the map of its kind, and what to do."""
    message = f"{shown(name)!r} is not declared under {kind}:"
    if kind == "program":
        message = f"{shown(name)!r} is not the id of the description beside this file"
        return (
            message,
            f"write {' or '.join(known)}, or put it beside the one that it codes",
        )
    if kind == "coders":
        remedy = (
            f"write coders: {{{name}: {{kind: person}}}}, or model for a language model"
        )
        return f"reader {message}", remedy
    if kind == "sources":
        return (
            message,
            "declare it there, or in the sources.yaml beside the description",
        )
    return (
        message,
        f"declare it under {kind}: with this id, or use an id that is declared there",
    )


SKELETON_NAME = "Name of the program"
"""What a skeleton, as `evalkit new program` writes it, is called."""


def check_program(program: Program, decoder: Decoder) -> None:
    """Rules of one description, its codings apart: they belong to a rubric."""
    _check_identity(program, decoder)
    if program.name == SKELETON_NAME:
        decoder.faults.add(
            "EK241",
            decoder.places["name",],
            "the name is still that of the skeleton",
            "write the name of the program here, and what its sources say below; leave out what you"
            " do not know",
        )
    check_facts(program, decoder)


def check_facts(program: Facts, decoder: Decoder) -> None:
    """Rules of the facts, wherever they stand: in a description or in an overlay."""
    add = decoder.faults.add
    check_facts_of_plugins(program.facts, decoder)
    check_counts(program, decoder)
    for tie in program.ties:
        _check_tie(tie, decoder)
    for part, whole, names, block in _parts(program):
        if (
            isinstance(part, Quantity)
            and isinstance(whole, Quantity)
            and part.low > whole.high
        ):
            add(
                "EK217",
                decoder.place_of(block),
                f"the part exceeds the whole: {part} {names[0]} of {whole} {names[1]}",
                "check both figures, and that they count the same",
            )
    for evidence in program.evidence.values():
        if not evidence.at:
            add(
                "EK222",
                decoder.place_of(evidence),
                "this evidence names no place in its source",
                "name the place in the source: at: p. 12",
                severity="warning",
            )
    for name, exports in program.exports.items():
        why = doubt(exports)
        if why:
            place = decoder.places["exports", name]
            add(
                "EK226",
                place,
                f"these shares are hardly consistent: {why}",
                "check the figures in the source, or add trade data (--overlay)",
                severity="warning",
            )


def check_places(
    evidence: Mapping[str, Evidence], sources: Mapping[str, Source], decoder: Decoder
) -> None:
    """Every place of evidence must be one of the work in which it was read, where the work says
    which places it has.
    """
    for evidence_id, piece in evidence.items():
        works = _works(sources, piece.source)
        for at in piece.at:
            if not works or any(_has_place(work, at) for work in works):
                continue
            given = decoder.places.get(("evidence", evidence_id, "at", at))
            known = " and ".join(
                f"{start}1 to {start}{n}" for start, n in works[0].places.items()
            )
            decoder.faults.add(
                "EK225",
                given or decoder.place_of(piece),
                f"{shown(at)!r} is not a place in {shown(works[0].cite)}",
                f"it has {known}",
            )


def _works(sources: Mapping[str, Source], name: str) -> list[Source]:
    """The works in which a source was read: itself where it names none that is known."""
    source = sources.get(name)
    if source is None:
        return []
    return [sources[work] for work in source.read_in if work in sources] or [source]


def _has_place(work: Source, at: str) -> bool:
    """Whether a work has a place, by its beginning and its number.

    One that does not say which places it has takes any.
    """
    if not work.places:
        return True
    place = _PLACE.fullmatch(at)
    if place is None:
        return False
    beginning, number = place[1], int(place[2])
    return number <= work.places.get(beginning, 0)


def _check_identity(program: Program, decoder: Decoder) -> None:
    _check_country(program, decoder)
    _check_kin(program, decoder)
    _check_periods(program, decoder)
    _check_lists(program, decoder)


def _check_periods(program: Program, decoder: Decoder) -> None:
    for name in ("period", "assessed"):
        period = getattr(program, name)
        # an open end comes neither before nor after the other one
        if not isinstance(period, Period) or not period.from_ or not period.to:
            continue
        if period.from_ > period.to:
            decoder.faults.add(
                "EK204",
                decoder.places[name,],
                f"{name} begins in {period.from_} and ends in {period.to}",
                "swap them",
            )


def _check_lists(program: Program, decoder: Decoder) -> None:
    """What is listed in full are lists of a description."""
    lists = {field.name for field in attrs.fields(Program)}
    for name in program.listed_in_full:
        if name not in lists:
            what = f"{shown(name)!r} is not a list of a description"
            remedy = decoder.faults.near(
                name, lists, "name a list such as services or ties"
            )
            decoder.faults.add(
                "EK216", decoder.places["listed_in_full", name], what, remedy
            )


def _check_country(program: Program, decoder: Decoder) -> None:
    """Country and regions are codes that exist."""
    country, places = program.country, decoder.places
    if country and country not in countries():
        what = f"{shown(country)!r} is not an ISO 3166-1 country code"
        remedy = decoder.faults.near(
            country, countries(), "South Korea is KR, Taiwan is TW"
        )
        decoder.faults.add("EK211", places["country",], what, remedy)
    for region in program.regions:
        if fault := region_fault(region):
            remedy = "write an ISO 3166-2 code that exists, or the words of the source"
            decoder.faults.add("EK211", places["regions", region], fault, remedy)


def _check_kin(program: Program, decoder: Decoder) -> None:
    """A program is neither its own parent nor its own peer."""
    if program.part_of and program.part_of == program.id:
        decoder.faults.add(
            "EK218",
            decoder.places["part_of",],
            "a program cannot be part of itself",
            "name the whole, or leave part_of out",
        )
    if program.peers and program.id in program.peers.by_id:
        decoder.faults.add(
            "EK218",
            decoder.places["peers", program.id],
            "a program cannot be its own peer",
            "name those who serve the same firms or place beside it",
        )


def _check_tie(tie: Tie, decoder: Decoder) -> None:
    add, place = decoder.faults.add, decoder.place_of(tie)
    if not tie.evidence:
        add(
            "EK207",
            place,
            f"this tie ({tie.kind}) has no evidence",
            "name what shows it: evidence: e1; a tie that nothing shows is left out",
        )
    shapes = [bool(tie.between), bool(tie.from_ or tie.to), bool(tie.among)]
    if (
        sum(shapes) != 1
        or (tie.between and len(tie.between) < 2)
        or bool(tie.from_) != bool(tie.to)
    ):
        add(
            "EK214",
            place,
            f"this tie ({tie.kind}) does not say whom it joins",
            "write between: [a, b], or from: a and to: b, or among: a class of firms",
        )


def _parts(program: Facts) -> Iterator[tuple[Number, Number, tuple[str, str], object]]:
    """Counts of a part and of its whole, with their names and the block that they stand in."""
    if program.joint_projects and (totals := program.joint_projects.all):
        yield (
            totals.two_members,
            totals.n,
            ("with two members", "joint projects"),
            totals,
        )
        yield (
            totals.three_firms,
            totals.n,
            ("with three firms", "joint projects"),
            totals,
        )
    if demand := program.demand:
        yield demand.on_request, demand.of, ("on request", "services"), demand
    if firms := program.beneficiaries:
        yield firms.direct, firms.eligible, ("direct", "eligible firms"), firms
        yield firms.adopters, firms.eligible, ("adopting", "eligible firms"), firms
    for unit in program.units.values():
        if unit.n:
            yield (
                unit.below_minimum,
                # the latest year; a number without one stands under None
                unit.n[max(unit.n, key=lambda year: year or 0)],
                ("below the minimum", "units"),
                unit,
            )


def says_of_itself(program: Program, evidence: Evidence) -> bool:
    """Whether those who run a program say something of it, without a word on whether that speaks
    for it.
    """
    source = program.sources.get(evidence.source)
    own_side = {program.id, *program.operator, *program.sponsors}
    return source is not None and source.holder in own_side and not evidence.direction


def check_statistics(statistics: Statistics, decoder: Decoder) -> None:
    """Rules of tables: regions and functions exist, and there is a nation to compare with."""
    add, places = decoder.faults.add, decoder.places
    if statistics.employment and NATION not in statistics.employment:
        add(
            "EK224",
            places["employment",],
            f"employment has no row {NATION!r}",
            f"write {NATION}: with the whole country, by the same industries",
        )
    for name in ("employment", "productivity", "support"):
        for region in getattr(statistics, name):
            if region != NATION and (fault := region_fault(region)):
                add(
                    "EK211",
                    places[name, region],
                    fault,
                    "write an ISO 3166-2 code that exists",
                )
    for region, row in statistics.support.items():
        for function in row:
            if function not in FUNCTIONS:
                add(
                    "EK203",
                    places["support", region, function],
                    f"{shown(function)!r} is not a function of a service",
                    f"write {FUNCTION.words}",
                )


def check_sources(program: Described, shared: Mapping[str, Source]) -> Described:
    """The description or overlay with those shared sources that it uses; its own win."""
    wanted = {piece.source for piece in program.evidence.values()} | {
        work for source in program.sources.values() for work in source.read_in
    }
    # A source may have been read in another work, which is then needed too; there is no third step,
    # for a work is read in itself.
    wanted |= {work for name in wanted & shared.keys() for work in shared[name].read_in}
    used = {
        name: source
        for name, source in shared.items()
        if name in wanted and name not in program.sources
    }
    return evolve(program, sources=Fixed(used) | program.sources) if used else program
