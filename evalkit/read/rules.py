"""Rules of a description that need several fields, other files or the rubric.

Each fault says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from evalkit.engine.observe import Unreadable, read
from evalkit.model.countries import COUNTRY_NAMES
from evalkit.model.facts import Period
from evalkit.model.fields import FUNCTION
from evalkit.model.fixed import Fixed
from evalkit.model.landscape import NATION, Statistics
from evalkit.model.observation import Observation
from evalkit.model.places import region_fault
from evalkit.model.program import Coding, Evidence, Facts, Program, Source
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import Missing, Number, Quantity
from evalkit.model.relations import Tie, Words
from evalkit.model.rubric import Criterion
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.plugin import Measure
from evalkit.read.criteria import Criteria
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Place, shown
from evalkit.read.shares import doubt

Described = TypeVar("Described", bound=Facts)
Stated = Mapping[str, tuple[Observation, ...]]
_PLACE = re.compile(r"(.*?) ?([1-9][0-9]{0,4})")
MIDDLE = 2
"""The level in the middle of the scale."""


def check_references(decoder: Decoder, known: Mapping[str, set[str]]) -> None:
    """Every id that is named must stand in the map of its kind."""
    for kind, id, place in decoder.references:
        if id not in known[kind] and kind == "coders":
            help = decoder.faults.near(
                id,
                known[kind],
                f"write coders: {{{id}: {{kind: person}}}}, or model for a language model",
            )
            decoder.faults.add(
                "EK237", place, f"reader {shown(id)!r} is not declared under coders:", help
            )
        elif id not in known[kind]:
            help = decoder.faults.near(
                id,
                known[kind],
                f"write it under {kind}: with this id, or name one that stands there",
            )
            decoder.faults.add(
                "EK206",
                place,
                f"{shown(id)!r} is named here, but stands nowhere under {kind}:",
                help,
            )


def check_program(program: Program, decoder: Decoder) -> None:
    """Rules of one description, its codings apart: they belong to a rubric."""
    _check_identity(program, decoder)
    check_facts(program, decoder)


def check_facts(program: Facts, decoder: Decoder) -> None:
    """Rules of the facts, wherever they stand: in a description or in an overlay."""
    for tie in program.ties:
        _check_tie(tie, decoder)
    for part, whole, what, block in _parts(program):
        if isinstance(part, Quantity) and isinstance(whole, Quantity) and part.low > whole.high:
            help = "check both figures, and that they count the same"
            decoder.faults.add(
                "EK217",
                decoder.place_of(block),
                f"{part} {what[0]} of {whole} {what[1]} cannot be",
                help,
            )
    for evidence in program.evidence.values():
        if not evidence.at:
            help = "say where it stands: at: p. 12"
            decoder.faults.add(
                "EK222", decoder.place_of(evidence), "this evidence has no place", help, "warning"
            )
    for name, exports in program.exports.items():
        if why := doubt(exports):
            help = "look the figures up again, or set trade data beside them (--overlay)"
            decoder.faults.add(
                "EK226",
                decoder.places["exports", name],
                f"these shares can hardly hold together: {why}",
                help,
                "warning",
            )


def check_places(
    evidence: Mapping[str, Evidence], sources: Mapping[str, Source], decoder: Decoder
) -> None:
    """Every place of evidence must be one of the work in which it was read, where the work says
    which places it has.
    """
    for id, each in evidence.items():
        source = sources.get(each.source)
        works = (
            [sources[work] for work in source.read_in if work in sources] or [source]
            if source
            else []
        )
        for at in each.at:
            if works and not any(_has_place(work, at) for work in works):
                known = " and ".join(
                    f"{start}1 to {start}{n}" for start, n in works[0].places.items()
                )
                place = decoder.places.get(("evidence", id, "at", at)) or decoder.place_of(each)
                decoder.faults.add(
                    "EK225",
                    place,
                    f"{shown(at)!r} is no place of {shown(works[0].cite)}",
                    f"it has {known}",
                )


def _has_place(work: Source, at: str) -> bool:
    """Whether a work has a place, by its beginning and its number.

    One that does not say which places it has takes any.
    """
    place = _PLACE.fullmatch(at)
    return not work.places or (place is not None and int(place[2]) <= work.places.get(place[1], 0))


def _check_identity(program: Program, decoder: Decoder) -> None:
    add, places = decoder.faults.add, decoder.places
    if program.country and program.country not in COUNTRY_NAMES:
        help = decoder.faults.near(
            program.country, COUNTRY_NAMES, "South Korea is KR, Taiwan is TW"
        )
        add(
            "EK211",
            places["country",],
            f"{shown(program.country)!r} is not an ISO 3166-1 country code",
            help,
        )
    for region in program.regions:
        if fault := region_fault(region):
            add(
                "EK211",
                places["regions", region],
                fault,
                "write an ISO 3166-2 code that exists, or the words of the source",
            )
    if program.part_of and program.part_of == program.id:
        add(
            "EK218",
            places["part_of",],
            "a program cannot be part of itself",
            "name the whole, or leave part_of out",
        )
    if program.peers and program.id in program.peers.by_id:
        add(
            "EK218",
            places["peers", program.id],
            "a program cannot be its own peer",
            "name those who serve the same firms or place beside it",
        )
    for name in ("period", "assessed"):
        period = getattr(program, name)
        if isinstance(period, Period) and period.from_ and period.to and period.from_ > period.to:
            add(
                "EK204",
                places[name,],
                f"{name} begins in {period.from_} and ends in {period.to}",
                "swap the two",
            )
    lists = {field.name for field in attrs.fields(Program)}
    for name in program.listed_in_full:
        if name not in lists:
            help = decoder.faults.near(name, lists, "name a list such as services or ties")
            add(
                "EK216",
                places["listed_in_full", name],
                f"{shown(name)!r} is no list of a description",
                help,
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
        help = "write between: [a, b], or from: a and to: b, or among: a class of firms"
        add("EK214", place, f"this tie ({tie.kind}) does not say whom it joins", help)


def _parts(program: Facts) -> Iterator[tuple[Number, Number, tuple[str, str], object]]:
    """Counts of a part and of its whole, with their names and the block that they stand in."""
    if program.joint_projects and (totals := program.joint_projects.all):
        yield totals.two_members, totals.n, ("with two members", "joint projects"), totals
        yield totals.three_firms, totals.n, ("with three firms", "joint projects"), totals
    if demand := program.demand:
        yield demand.on_request, demand.of, ("on request", "services"), demand
    if firms := program.beneficiaries:
        yield firms.direct, firms.eligible, ("direct", "eligible firms"), firms
        yield firms.adopters, firms.eligible, ("adopting", "eligible firms"), firms
    for unit in program.units.values():
        if unit.n:
            yield (
                unit.below_minimum,
                unit.n[max(unit.n, key=lambda year: year or 0)],
                ("below the minimum", "units"),
                unit,
            )


def check_observations(
    stated: Stated, decoder: Decoder, criteria: Criteria, program: Program
) -> None:
    """Rules of what one file states: a measure that is known, a value that it takes, and evidence
    that shows something.

    `program` is what it is said of, with the evidence and the observations of this file and of all
    others.
    """
    for id, observations in stated.items():
        measure = criteria.measures.get(id)
        if not (measure.question if measure else criteria.asks_for(id)):
            _refuse_measure(id, decoder, criteria)
            continue
        for each in observations:
            if measure:  # none where the evaluator that brings it is left out of this run
                _check_value(each, measure, decoder, criteria)
            _check_grounds(each, id, program, decoder, criteria)
            _check_object(each, id, program, decoder)
        _check_twice(id, observations, program, decoder)


def _refuse_measure(id: str, decoder: Decoder, criteria: Criteria) -> None:
    """A fault, or a warning where a plugin that was left out may bring the measure."""
    told, place = f"no measure {shown(id)!r} can be stated", decoder.places["observations", id]
    if criteria.left_out:
        help = (
            f"what is stated of it is not read; left out is {', '.join(criteria.left_out)}, which"
            " may bring it"
        )
        decoder.faults.add("EK234", place, told, help, "warning")
        return
    known = [name for name, each in criteria.measures.items() if each.question]
    help = decoder.faults.near(
        id, known, "evalkit explain --list names all; a rubric or a plugin may bring more"
    )
    decoder.faults.add("EK234", place, told, help)


def _check_value(
    observation: Observation, measure: Measure, decoder: Decoder, criteria: Criteria
) -> None:
    try:
        read(observation.value, measure, criteria.rubric.quantifiers or QUANTIFIERS)
    except Unreadable as error:
        decoder.faults.add("EK235", decoder.place_of(observation.value), str(error), error.help)


def _check_grounds(
    observation: Observation, id: str, program: Program, decoder: Decoder, criteria: Criteria
) -> None:
    """What an observation may rest on: evidence that is no mere aim, and none that every dimension
    with its measure excludes.
    """
    add, place = decoder.faults.add, decoder.place_of(observation)
    claims = {
        program.evidence[name].claim for name in observation.evidence if name in program.evidence
    }
    excluded = criteria.excluded(id)
    if not observation.evidence:
        add(
            "EK207",
            place,
            f"an observation of {id} without evidence",
            "name what states it: evidence: e1",
        )
    elif claims == {"aim"}:
        help = "a mere aim shows nothing (guard G3): add evidence of what was done"
        add(
            "EK208", place, f"this observation of {id} rests on a stated aim alone", help, "warning"
        )
    elif claims and claims <= {"aim", *excluded}:
        help = "results never enter this dimension (guard G1): add evidence of behavior or rules"
        add(
            "EK209",
            place,
            f"this observation of {id} rests on evidence of {' and '.join(sorted(claims))} alone",
            help,
            "warning",
        )


def _check_object(observation: Observation, id: str, program: Program, decoder: Decoder) -> None:
    """Of what and of when an observation speaks."""
    add, place, period = decoder.faults.add, decoder.place_of(observation), observation.period
    scopes = {
        program.evidence[name].scope for name in observation.evidence if name in program.evidence
    }
    if observation.scope == "own" and scopes and "own" not in scopes:
        wider = " and ".join(sorted(scopes))
        help = (
            f"write scope: {sorted(scopes)[0]} (it is then shown and gives no level), or mend the"
            " scope of the evidence"
        )
        add(
            "EK238",
            place,
            f"this observation of {id} speaks of the program itself, and its evidence of the"
            f" {wider}",
            help,
            "warning",
        )
    if isinstance(period, Period) and period.from_ and period.to and period.from_ > period.to:
        add(
            "EK204",
            place,
            f"its period begins in {period.from_} and ends in {period.to}",
            "swap the two",
        )


def _check_twice(
    id: str, observations: Iterable[Observation], program: Program, decoder: Decoder
) -> None:
    """An observation that stands twice would weigh twice."""
    seen = [
        _without_reader(each)
        for each in program.observations.get(id, ())
        if not any(each is other for other in observations)
    ]
    for each in observations:
        if _without_reader(each) in seen:
            help = "keep one; where two readers found the same, name both: reader: [anna, ben]"
            decoder.faults.add(
                "EK239",
                decoder.place_of(each),
                f"the same observation of {id} stands here twice",
                help,
            )
        seen.append(_without_reader(each))


def _without_reader(observation: Observation) -> Observation:
    return attrs.evolve(observation, reader=(), evidence=tuple(sorted(observation.evidence)))


def check_use(program: Program, decoder: Decoder) -> None:
    """A warning for evidence that no fact, observation or coding names, what contradicts the
    program first.
    """
    used = {id for kind, id, _ in decoder.references if kind == "evidence"}
    used |= {
        id
        for codings in program.codings.values()
        for coding in codings.values()
        for id in (*coding.evidence, *coding.against)
    }
    used |= {
        id
        for observations in program.observations.values()
        for each in observations
        for id in each.evidence
    }
    left = sorted(
        (id for id in program.evidence if id not in used),
        key=lambda id: program.evidence[id].speaks != "against",
    )
    for id in left:
        place = decoder.places.get(("evidence", id))
        if place is not None:
            told = (
                "contradicts the program and " if program.evidence[id].speaks == "against" else ""
            )
            help = "name it where it shows something, or take it out"
            decoder.faults.add(
                "EK236", place, f"evidence {shown(id)!r} {told}is not used", help, "warning"
            )


def check_codings(program: Program, decoder: Decoder, criteria: Criteria) -> None:
    """Rules of the codings, for whatever rubric and wherever they stand: in the description or in a
    coder's own file.
    """
    for coder, codings in program.codings.items():
        for id, coding in codings.items():
            place = decoder.places.get(("codings", coder, id))
            if place is None:
                continue  # it stands in another file, which is checked by itself
            found = criteria.find(id)
            if found is None:
                known = criteria.ids()
                help = decoder.faults.near(
                    id,
                    known,
                    "ask for its rubric (--rubric), or let a plugin bring it; evalkit explain"
                    " --list names all",
                )
                rubric = (
                    f"rubric {criteria.rubric.id} has no criterion {shown(id)!r}, and no other"
                    " rubric that is installed has one"
                )
                decoder.faults.add("EK212", place, rubric, help)
                continue
            dimension, criterion = found
            _check_coding(coding, place, decoder)
            if not isinstance(coding.level, Missing):
                _check_claims(
                    program,
                    coding.evidence,
                    coding.level,
                    criterion,
                    dimension.excludes,
                    place,
                    decoder,
                )
            elif coding.level.state == "absent":
                _check_claims(
                    program,
                    coding.level.evidence,
                    0.0,
                    criterion,
                    dimension.excludes,
                    place,
                    decoder,
                )


def _says_something(coding: Coding) -> bool:
    return not isinstance(coding.level, Missing) or coding.level.state == "absent"


def _check_coding(coding: Coding, place: Place, decoder: Decoder) -> None:
    add = decoder.faults.add
    ids = coding.level.evidence if isinstance(coding.level, Missing) else coding.evidence
    if _says_something(coding) and not ids:
        add(
            "EK207",
            place,
            "a level without evidence",
            "name what it rests on: evidence: e1; without evidence it is unknown",
        )
    if not isinstance(coding.level, Missing) and coding.level * 2 % 1:
        add(
            "EK213",
            place,
            f"level {coding.level:g} is neither a whole level nor a half",
            "levels are 0, .5, 1 and so on up to 4",
        )
    if (
        not isinstance(coding.level, Missing) and not coding.why
    ):  # a stated absence is its own reason
        add(
            "EK223",
            place,
            "this level has no reason",
            "say in a few words why this level: why: ...",
            "warning",
        )
    if (
        isinstance(coding.level, Missing)
        and coding.level.state == "not_applicable"
        and not coding.evidence
    ):
        help = (
            "it counts as unknown; to take the weight out, write {level: {not_applicable: why},"
            " evidence: e1}"
        )
        add("EK233", place, "not applicable without evidence", help, "warning")
    if coding.grade is not None and not coding.grade_why:
        help = "give grade_why, or leave grade out: it is computed from the sources"
        add("EK215", place, "the grade is overridden without a reason", help)


def _check_claims(
    program: Program,
    ids: Words,
    level: float,
    criterion: Criterion,
    excluded: tuple[str, ...],
    place: Place,
    decoder: Decoder,
) -> None:
    """What a level may rest on: not on excluded claims, not on aims above level 1, and no high one
    on what speaks against it.
    """
    add = decoder.faults.add
    cited = [program.evidence[id] for id in ids if id in program.evidence]
    admitted = [each for each in cited if each.claim not in excluded]
    observed = [each for each in admitted if each.claim != "aim"]
    if cited and not admitted:
        help = "results never enter this dimension (guard G1): add evidence of behavior or rules"
        add(
            "EK209",
            place,
            "this level rests on evidence of"
            f" {' and '.join(sorted({each.claim for each in cited}))} alone",
            help,
        )
    elif admitted and not observed and criterion.behavioral and level > 1:
        help = "a mere aim holds level 1 at most: add evidence of what was done (guard G3)"
        add("EK208", place, f"level {level:g} rests on a stated aim alone", help)
    elif observed and level > MIDDLE and all(each.speaks == "against" for each in observed):
        help = (
            "name the evidence that speaks for it, and this one under against:, or code a lower"
            " level"
        )
        add(
            "EK220",
            place,
            f"level {level:g} rests on evidence that speaks against the program",
            help,
        )
    elif observed and level > MIDDLE and all(_says_of_itself(program, each) for each in observed):
        help = (
            "write speaks: for with it, so that it is graded as praise, or add what somebody else"
            " says (guard G11)"
        )
        add(
            "EK232",
            place,
            f"level {level:g} rests on what those who run the program say of it, and nothing says"
            " that this is praise",
            help,
            "warning",
        )


def _says_of_itself(program: Program, evidence: Evidence) -> bool:
    """Whether those who run a program say something of it, without a word on whether that speaks
    for it.
    """
    source = program.sources.get(evidence.source)
    own_side = {program.id, *program.operator, *program.sponsors}
    return source is not None and source.holder in own_side and not evidence.speaks


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
                add("EK211", places[name, region], fault, "write an ISO 3166-2 code that exists")
    for region, row in statistics.support.items():
        for function in row:
            if function not in FUNCTIONS:
                add(
                    "EK203",
                    places["support", region, function],
                    f"{shown(function)!r} is no function of a service",
                    f"write {FUNCTION.words}",
                )


def check_sources(program: Described, shared: Mapping[str, Source]) -> Described:
    """The description or overlay with those shared sources that it uses; its own win."""
    wanted = {each.source for each in program.evidence.values()} | {
        work for each in program.sources.values() for work in each.read_in
    }
    wanted |= {work for id in wanted & shared.keys() for work in shared[id].read_in}
    used = {
        id: source for id, source in shared.items() if id in wanted and id not in program.sources
    }
    return attrs.evolve(program, sources=Fixed(used) | program.sources)
