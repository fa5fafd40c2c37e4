"""Rules of a description that need several fields, other files or the rubric.

Each fault says what to do.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from evalkit.model.facts import Period
from evalkit.model.frozen import frozen
from evalkit.model.places import countries, region_fault
from evalkit.model.program import Evidence, Facts, Program
from evalkit.model.quantity import Number, Quantity
from evalkit.model.relations import Tie
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import shown
from evalkit.read.rules.counts import check_counts
from evalkit.read.rules.shares import doubt
from evalkit.read.set_aside import check_facts_of_plugins

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
    check_facts_of_plugins(program.facts, decoder)
    check_counts(program, decoder)
    for tie in program.ties:
        _check_tie(tie, decoder)
    for count in _parts(program):
        _check_part(count, decoder)
    for evidence in program.evidence.values():
        if not evidence.at:
            decoder.faults.add(
                "EK222",
                decoder.place_of(evidence),
                "this evidence names no place in its source",
                "name the place in the source: at: p. 12",
                severity="warning",
            )
    for name, exports in program.exports.items():
        why = doubt(exports)
        if why:
            decoder.faults.add(
                "EK226",
                decoder.places["exports", name],
                f"these shares are hardly consistent: {why}",
                "check the figures in the source, or add trade data (--overlay)",
                severity="warning",
            )


def is_reversed(period: object) -> bool:
    """Whether a period ends before it begins; an open end comes neither before nor after the
    other one.
    """
    if not isinstance(period, Period) or not period.from_ or not period.to:
        return False
    return period.from_ > period.to


def _check_identity(program: Program, decoder: Decoder) -> None:
    _check_country(program, decoder)
    _check_kin(program, decoder)
    for name in ("period", "assessed"):
        period = getattr(program, name)
        if is_reversed(period):
            decoder.faults.add(
                "EK204",
                decoder.places[name,],
                f"{name} begins in {period.from_} and ends in {period.to}",
                "swap them",
            )
    _check_lists(program, decoder)


def _check_lists(program: Program, decoder: Decoder) -> None:
    """What is listed in full are lists of a description."""
    lists = {field.name for field in attrs.fields(Program)}
    for name in program.listed_in_full:
        if name not in lists:
            decoder.faults.add(
                "EK216",
                decoder.places["listed_in_full", name],
                f"{shown(name)!r} is not a list of a description",
                decoder.faults.near(
                    name, lists, "name a list such as services or ties"
                ),
            )


def _check_country(program: Program, decoder: Decoder) -> None:
    """Country and regions are codes that exist."""
    country, known, faults = program.country, countries(), decoder.faults
    # a country that is missing has a fault of its own
    if country and country not in known:
        faults.add(
            "EK211",
            decoder.places["country",],
            f"{shown(country)!r} is not an ISO 3166-1 country code",
            faults.near(country, known, "South Korea is KR, Taiwan is TW"),
        )
    for region in program.regions:
        fault = region_fault(region)
        if fault:
            faults.add(
                "EK211",
                decoder.places["regions", region],
                fault,
                "write an ISO 3166-2 code that exists, or the words of the source",
            )


def _check_kin(program: Program, decoder: Decoder) -> None:
    """A program is neither its own parent nor its own peer."""
    if program.part_of and program.part_of == program.id:
        decoder.faults.add(
            "EK218",
            decoder.places["part_of",],
            "a program cannot be part of itself",
            "name the whole, or leave part_of out",
        )
    # overlap with itself would be complete
    if program.peers and program.id in program.peers.by_id:
        decoder.faults.add(
            "EK218",
            decoder.places["peers", program.id],
            "a program cannot be its own peer",
            "name those who serve the same firms or place beside it",
        )


def _check_tie(tie: Tie, decoder: Decoder) -> None:
    add, place = decoder.faults.add, decoder.place_of(tie)
    # a tie counts as a fact, and a fact that nothing shows would be an opinion
    if not tie.evidence:
        add(
            "EK207",
            place,
            f"this tie ({tie.kind}) has no evidence",
            "name what shows it: evidence: e1; a tie that nothing shows is left out",
        )
    if not _joins(tie):
        add(
            "EK214",
            place,
            f"this tie ({tie.kind}) does not say whom it joins",
            "write between: [a, b], or from: a and to: b, or among: a class of firms",
        )


def _joins(tie: Tie) -> bool:
    """Whether a tie says in one of three ways whom it joins."""
    if tie.between:
        return len(tie.between) > 1 and not (tie.from_ or tie.to or tie.among)
    if tie.among:
        return not (tie.from_ or tie.to)
    return bool(tie.from_ and tie.to)


@frozen
class _Part:
    """A count of a part and that of its whole, with the block that they stand in."""

    part: Number
    whole: Number
    part_name: str
    whole_name: str
    block: object


def _check_part(count: _Part, decoder: Decoder) -> None:
    part, whole = count.part, count.whole
    if not isinstance(part, Quantity) or not isinstance(whole, Quantity):
        return
    # by their nearest ends: what may be true is no fault
    if part.low > whole.high:
        decoder.faults.add(
            "EK217",
            decoder.place_of(count.block),
            f"the part exceeds the whole: {part} {count.part_name} of {whole} {count.whole_name}",
            "check both figures, and that they count the same",
        )


def _parts(program: Facts) -> Iterator[_Part]:
    projects = program.joint_projects
    demand = program.demand
    firms = program.beneficiaries
    if projects and projects.all:
        totals, whole = projects.all, "joint projects"
        yield _Part(totals.two_members, totals.n, "with two members", whole, totals)
        yield _Part(totals.three_firms, totals.n, "with three firms", whole, totals)
    if demand:
        yield _Part(demand.on_request, demand.of, "on request", "services", demand)
    if firms:
        whole = "eligible firms"
        yield _Part(firms.direct, firms.eligible, "direct", whole, firms)
        yield _Part(firms.adopters, firms.eligible, "adopting", whole, firms)
    for unit in program.units.values():
        if unit.n:
            # the latest year; a number without one stands under None
            latest = unit.n[max(unit.n, key=lambda year: year or 0)]
            below = unit.below_minimum
            yield _Part(below, latest, "below the minimum", "units", unit)


def says_of_itself(program: Program, evidence: Evidence) -> bool:
    """Whether those who run a program say something of it, without a word on whether that speaks
    for it.
    """
    source = program.sources.get(evidence.source)
    own_side = {program.id, *program.operator, *program.sponsors}
    return source is not None and source.holder in own_side and not evidence.direction
