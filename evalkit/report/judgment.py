"""What a card says in words; the formats share these sentences, and the only number that they compute is one that is written out."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from evalkit.engine.certainty import CERTAINTY
from evalkit.locale import listed, say, spoken
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.facts import Period
from evalkit.model.message import message
from evalkit.model.observation import Observation
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.program import Evidence, Program, Source
from evalkit.model.result import CodedLevel, Condition, DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.rubric import POINTS, Criterion, Rubric
from evalkit.report import claims, described, number
from evalkit.report.phrases import clauses, counted, labelled, series, translated

Facts = list[tuple[str, str]]
MET = {True: "met", False: "not met", None: "not known"}
"""Whether a condition is met, in words."""


def name(program: Program) -> str:
    """The name of a program, in a report in another language its name there, where the description has one."""
    return program.name_local.get(spoken().tag) or program.name


def called(program: Program) -> str:
    """The name of a program at the head of a card and in a sentence; one that is made up says so."""
    return (
        say("{program} (synthetic)", program=name(program)) if program.synthetic else name(program)
    )


def sentence(card: ReportCard) -> str:
    """The one sentence of judgment that opens a card."""
    rated = [each for each in card.dimensions if each.score.score is not None]
    missing = [say(each.name).lower() for each in card.dimensions if each.score.score is None]
    if not rated:
        return say(
            "{name} is not rated in any dimension: too little is known.", name=called(card.program)
        )
    parts = [
        say(
            "{dimension} {score} ({bands})",
            dimension=say(each.name).lower(),
            score=number.score(each.score.score),
            bands=bands(each.score),
        )
        for each in rated
    ]
    found = {"overall": _overall(card), "dimensions": series(parts)}
    if not missing:
        return say("{overall}; {dimensions}.", **found)
    if len(missing) == 1:
        return say("{overall}; {dimensions}; {missing} is not rated.", **found, missing=missing[0])
    return say(
        "{overall}; {dimensions}; {missing} are not rated.", **found, missing=listed(missing)
    )


def _overall(card: ReportCard) -> str:
    """How the sentence of judgment begins."""
    name, overall = called(card.program), card.overall
    if overall.score is None:
        return say("{name} has no overall score", name=name)
    found = {
        "score": number.score(overall.score),
        "interval": number.span(overall.interval),
        "possible_range": number.span(overall.possible_range),
    }
    word = say(card.rubric.bands[overall.band or ""].word)
    if overall.status == "provisional":
        text = "{name} scores {score} of 100, provisionally (80% interval {interval}, possible range {possible_range}): {band}"
    else:
        text = "{name} scores {score} of 100 (80% interval {interval}, possible range {possible_range}): {band}"
    return say(text, name=name, **found, band=word)


def bands(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    if len(score.bands) < 2:
        return score.band
    return say(
        "{band}, {best} to {worst}", band=score.band, best=score.bands[0], worst=score.bands[-1]
    )


def status(score: Score | Rating) -> str:
    """A status in words."""
    return say(score.status.replace("_", " "))


def known(dimension: DimensionScore) -> str:
    """The share of the weight of the criteria that have a level."""
    return number.share(dimension.coverage)


def certainty(grade: int | None) -> str:
    """The certainty of the evidence in words, empty where there is none."""
    return "" if grade is None else say(CERTAINTY[grade])


def shared(perspectives: Perspectives) -> Facts:
    """The evidence that carries levels by several rubrics, and by which criteria."""
    many = len(perspectives.programs) > 1
    return [
        (
            f"{each.program} {each.evidence}" if many else each.evidence,
            clauses(f"{label} {series(ids)}" for label, ids in each.criteria),
        )
        for each in perspectives.shared
    ]


def period(program: Program) -> str:
    """The period that is judged."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return say("an unknown period")
    first, last = (str(year) if year else "?" for year in (assessed.from_, assessed.to))
    return first if first == last else say("{first} to {last}", first=first, last=last)


def subject(card: ReportCard) -> str:
    """What is judged: id, kind, country, place, period and rubric."""
    program = card.program
    kind = say(program.object_type)
    parts = [program.id, say("{kind}, synthetic", kind=kind) if program.synthetic else kind]
    parts += [series([say(country_name(program.country)), *program.regions])]
    parts += [say("component of {parent}", parent=program.part_of)] if program.part_of else []
    parts += [
        say("judged for {period}", period=period(program)),
        say("rubric {rubric}", rubric=card.rubric.label),
    ]
    return " · ".join(parts)


def whys(dimension: DimensionScore) -> list[str]:
    """What keeps the status of a dimension from more."""
    return list(map(translated, dimension.score.reasons))


def short(rating: Rating) -> str:
    """One line on a criterion: what its level rests on and the nearest anchor, or why there is no level."""
    text = clauses([basis(rating), anchor(rating)]) if rating.levelled else reasons(rating)[0]
    marks = [] if rating.status in ("rated", "unknown") else [status(rating)]
    marks += (
        [say("possible range {range}", range=number.span(rating.interval, number.level))]
        if _only_range(rating)
        else []
    )
    return f"[{series(marks)}] {text}" if marks else text


def reasons(rating: Rating) -> list[str]:
    """Why a criterion has its status; no evidence where it has no level and nobody says why."""
    texts = [translated(reason) for reason in rating.reasons]
    return texts or ([] if rating.levelled else [translated(message("no_evidence_found"))])


def _only_range(rating: Rating) -> bool:
    return rating.interval is not None and not rating.levelled


def origin(rating: Rating) -> str:
    """Where a level comes from: measured by evaluators, or judged by coders; empty without one."""
    return say(rating.origin) if rating.levelled and rating.origin else ""


def basis(rating: Rating) -> str:
    """What a level rests on: the measures that give it, else the coders."""
    mains = [found(each) for each in rating.measured if each.counted and each.role == "main"]
    if rating.origin == "measured" and mains:
        return clauses(dict.fromkeys(mains))
    coders = [each.coder for each in rating.coded if each.counted and each.level is not None]
    return say("by {coders}", coders=listed(coders)) if coders else status(rating)


def anchor(rating: Rating) -> str:
    """The anchor sentence that is nearest to a level, named as the nearest."""
    return say("nearest anchor: {anchor}", anchor=say(rating.anchor)) if rating.anchor else ""


def next_level(rating: Rating) -> str:
    """What would have to be shown for the next level up; empty without a level, and at the top."""
    above = rating.next_level
    return labelled(str(above.level), say(above.anchor)) if above else ""


def why_not_higher(rating: Rating, rubric: Rubric) -> str:
    """Why the level is not one higher: the conditions that hold it, else the next anchor; empty without a level, and at the top."""
    if rating.level is None or rating.level >= 4:
        return ""
    return clauses(
        f"{condition(each)} ({_question(each, rubric)})" for each in rating.holding
    ) or next_level(rating)


def held(rating: Rating) -> str:
    """The label of why a level is not one higher."""
    return say("not higher") if rating.holding else say("next level")


def condition(each: Condition) -> str:
    """A condition of a criterion, whether it is met, and what it holds the level at."""
    asked = each.measure if each.at_least == 1 else f"{each.measure} ≥ {each.at_least:g}"
    if each.met:
        return say("{measure}: met", measure=asked)
    text = (
        "{measure}: not known, level {limit} at most"
        if each.met is None
        else "{measure}: not met, level {limit} at most"
    )
    return say(text, measure=asked, limit=f"{each.limit:g}")


def _question(each: Condition, rubric: Rubric) -> str:
    """The question that a condition asks, by its measure where the rubric does not word it."""
    declared = rubric.measures.get(each.measure)
    return say(declared.question if declared else each.measure.replace("_", " "))


def parent(rating: Rating) -> str:
    """The judgment on the parent program, which is shown only; empty where there is none."""
    if rating.parent is None:
        return ""
    found = {"program": rating.parent.program, "level": number.level(rating.parent.level)}
    return say("said of the parent program {program}: level {level} (enters no number)", **found)


def parents(dimension: DimensionScore) -> list[str]:
    """The judgments on the parent program by criterion, those on one program together."""
    rows = [
        (each.parent.program, f"{each.id} {number.level(each.parent.level)}")
        for each in dimension.criteria
        if each.parent
    ]
    return [
        say(
            "said of the parent program {program}: {levels} (enters no number)",
            program=name,
            levels=series(level for _, level in group),
        )
        for name, group in groupby(sorted(rows), key=lambda row: row[0])
    ]


def locations(dimension: DimensionScore) -> str:
    """On how many distinct locations the levels of a dimension rest; empty without a level."""
    return counted(dimension.locations, "distinct location") if dimension.coverage else ""


def coded(card: ReportCard, each: CodedLevel) -> str:
    """What a coder says of a criterion, with the kind of coder, and whether it enters the level."""
    kind = card.program.coders.get(each.coder)
    coder = say("{coder} ({kind})", coder=each.coder, kind=say(kind.kind)) if kind else each.coder
    answer = (
        number.level(each.level) if each.level is not None else say(each.answer.replace("_", " "))
    )
    said = say("{level} by {coder}", level=answer, coder=coder)
    return labelled(said, each.why) if each.why else said


def graded(coded: CodedLevel) -> str:
    """The certainty of the evidence behind a coded level, and the steps that lead to it; empty without a level."""
    if coded.grade is None:
        return ""
    found = {
        "certainty": certainty(coded.grade),
        "reasons": clauses(map(translated, coded.reasons)),
    }
    if not coded.grade_why:
        return say("{certainty} certainty: {reasons}", **found)
    return say(
        "{certainty} certainty: {reasons}; overridden, since {why}", **found, why=coded.grade_why
    )


def words(observation: Observation) -> str:
    """What a source states, in its words, or as a number."""
    return described.text(observation.value)


def found(each: MeasuredLevel) -> str:
    """A measure with its value: the word of the source with the interval that it is read as, or what is computed from facts."""
    taken = each.measurement
    if each.observation is None:
        return f"{taken.id} = {number.measured(taken.value, taken.unit)}"
    said = f"{taken.id} {words(each.observation)}"
    low, high = taken.value or (0.0, 0.0)
    if low != high:
        read = {
            "range": number.plain(low, high),
            "typical": number.plain(taken.middle, taken.middle),
        }
        return say("{stated}, read as {range} (typically {typical})", stated=said, **read)
    if each.observation.value.n is None:
        return said
    return say("{stated}, read as {value}", stated=said, value=number.plain(low, high))


def measured(each: MeasuredLevel, criterion: Criterion | None = None) -> str:
    """A measurement with how much of it is known, what it speaks of, the level it reaches, its role and its formula.

    With its `criterion` the breakpoints follow.
    """
    taken, why = each.measurement, note(each)
    parts = [found(each), *_stated_of(each)]
    parts += (
        [say("{count} of {all} known", count=taken.n, all=taken.of)] if taken.of is not None else []
    )
    if each.levels:
        reached = "level {levels} at most" if taken.at_most else "level {levels}"
        parts.append(say(reached, levels=number.span(each.levels, number.level)))
    source = f" [{taken.source.cite}]" if taken.source else ""
    rest = [_breakpoints(each, criterion)] if criterion else []
    rest += [f"{say(taken.formula)}{source}"] if taken.formula or source else []
    shown = (
        f"{series([*parts, say(each.role)])} ({why})" if why else series([*parts, say(each.role)])
    )
    return clauses([shown, *filter(None, rest)])


def note(each: MeasuredLevel) -> str:
    """Why a measurement is not counted, else what its measure says beside the value or instead of one; empty without either."""
    if each.note:
        return say("not counted: {why}", why=translated(each.note))
    return translated(each.measurement.why)


def _stated_of(each: MeasuredLevel) -> list[str]:
    """Of what a source states it, in which period, and who read it there."""
    seen = each.observation
    if seen is None:
        return []
    parts = [say("of {what}", what=seen.of)] if seen.of else []
    parts += [say("said of the {scope}", scope=say(seen.scope))] if seen.scope != "own" else []
    return parts + ([say("read by {readers}", readers=listed(seen.reader))] if seen.reader else [])


def _breakpoints(each: MeasuredLevel, criterion: Criterion) -> str:
    use = criterion.measures.get(each.measurement.id)
    if use is None or not use.breakpoints:
        return ""
    return say("breakpoints {values}", values=series(f"{value:g}" for value in use.breakpoints))


def unknowns(dimension: DimensionScore) -> list[str]:
    """The criteria about which nothing is known, those with one reason together."""
    rows = sorted(
        ((short(each), each.id) for each in dimension.criteria if each.status == "unknown"),
        key=lambda row: row[0],
    )
    return [
        labelled(series(name for _, name in group), why)
        for why, group in groupby(rows, key=lambda row: row[0])
    ]


def formula(dimension: DimensionScore) -> str:
    """The score written out, so that it can be redone by hand; empty without a score."""
    score = number.exact(dimension.score.score)
    rated = [
        (each.criterion.weight, each.level) for each in dimension.criteria if each.level is not None
    ]
    if score is None:
        return ""
    weight = sum(each for each, _ in rated)
    mean = POINTS * sum(each * level for each, level in rated) / weight
    written = f"{POINTS} x ({' + '.join(f'{each:g} x {level:.3g}' for each, level in rated)}) / {weight:.3g} = {mean:.1f}"
    return (
        say("{formula}, capped at {score}", formula=written, score=f"{score:.1f}")
        if mean - score > 1e-3
        else written
    )


def facts(card: ReportCard) -> Facts:
    """Labelled lines under the scores: what holds them down, what they rest on, what contradicts them, and who answers."""
    program = card.program
    rows = [
        (say("objective"), say("{aim} (as stated, not scored)", aim=aim.says.rstrip(".")))
        for aim in program.objectives
    ]
    rows += _evidence(card)
    rows += [(say("outcome"), claims.outcome(program, name)) for name in program.outcomes]
    rows += [(say("exports"), claims.exports(card, name)) for name in program.exports]
    rows += [(say("overlay"), claims.overlaid(each)) for each in card.overlaid]
    rows += (
        [(say("corrected"), say("{evidence}: a corrected reading (-v)", evidence=listed(ids)))]
        if (ids := _emended(card))
        else []
    )
    rows += (
        [(say("nearest peer"), claims.nearest_peer(card))]
        if program.peers and program.peers.by_id
        else []
    )
    caps = [
        cap
        for score in (*(each.score for each in card.dimensions), card.overall)
        for cap in score.caps
    ]
    rows += [(say("caps"), clauses(map(translated, caps)))] if caps else []
    rows += (
        [(say("overall"), clauses(map(translated, card.overall.reasons)))]
        if card.overall.reasons
        else []
    )
    if program.reply:
        by = " ".join(filter(None, [program.reply.by, program.reply.on]))
        rows.append((say("reply"), labelled(by, program.reply.says)))
    rows += _plugins(card.provenance) if card.provenance else []
    rows += [(say("caveat"), translated(note)) for note in card.notes]
    return [*rows, *_unused(card), (say("next evidence"), most_informative(card))]


def _unused(card: ReportCard) -> Facts:
    """The evidence that nothing uses: what contradicts the program in full and first, of the rest the ids."""
    against = [
        program_id
        for program_id in card.unused
        if card.program.evidence[program_id].direction == "contradicts"
    ]
    rows = [
        (
            say("unused"),
            labelled(
                evidence_id,
                say("{evidence} (contradicts)", evidence=card.cited(evidence_id)[0].says),
            ),
        )
        for evidence_id in against
    ]
    others = card.unused[len(against) :]
    return rows + (
        [
            (
                say("unused"),
                say("{evidence}: used by no measure and no coder", evidence=listed(others)),
            )
        ]
        if others
        else []
    )


def _plugins(made: Provenance) -> Facts:
    """The plugins that did not come with evalkit and took part, and those that were left out."""
    rows = [
        (
            say("made with"),
            say(
                "plugin {name} {version} ({distribution})",
                name=name,
                version=version,
                distribution=origin or say("a file"),
            ),
        )
        for name, version, origin in made.strangers
    ]
    return rows + [(say("left out"), say("plugin {name}", name=name)) for name in made.without]


def most_informative(card: ReportCard) -> str:
    """The criterion whose being known would narrow the possible range most."""

    def width(rating: Rating) -> float:
        low, high = rating.interval or (0.0, 4.0)
        return (
            0.0
            if rating.status == "not_applicable"
            else POINTS * rating.criterion.weight * (high - low)
        )

    rows = [
        (width(rating), rating, dimension)
        for dimension in card.dimensions
        for rating in dimension.criteria
    ]
    points, rating, dimension = max(rows, key=lambda row: row[0])
    name = {
        "criterion": rating.id,
        "name": say(rating.criterion.name),
        "dimension": say(dimension.name).lower(),
    }
    return say(
        "up to {points} points of {dimension} depend on {criterion} {name}",
        points=number.score(points),
        **name,
    )


def _evidence(card: ReportCard) -> Facts:
    """What kinds of claims the card rests on, how many informants stand behind them, and what contradicts a level."""
    if not card.cites:
        return []
    pieces = [card.cited(program_id) for program_id in card.cites]
    coders = sorted({each.coder for rating in card.ratings for each in rating.coded})
    parts = [_pieces(pieces), *_origins(card)]
    parts += [say("coded by {coders}", coders=listed(coders))] if coders else []
    rows = [(say("rests on"), series(parts)), *_informants(pieces)]
    against = dict.fromkeys(
        evidence_id for each in card.ratings for evidence_id in each.contradicted_by
    )
    return rows + [
        (say("contradicts"), labelled(evidence_id, card.cited(evidence_id)[0].says))
        for evidence_id in against
    ]


def _origins(card: ReportCard) -> list[str]:
    """How many of the levels are measured, and how many are judged by coders."""
    counts: Counter[str | None] = Counter(each.origin for each in card.ratings if each.levelled)
    texts = {"measured": "{levels} measured", "judged": "{levels} judged"}
    return [
        say(text, levels=counted(counts[origin], "level"))
        for origin, text in texts.items()
        if counts[origin]
    ]


def _pieces(pieces: list[tuple[Evidence, Source]]) -> str:
    kinds = [
        say("{count} {claim}", count=count, claim=say(claim))
        for claim, count in Counter(each.claim for each, _ in pieces).most_common()
    ]
    return say(
        "{pieces} of evidence ({claims})",
        pieces=counted(len(pieces), "piece"),
        claims=listed(kinds),
    )


def _informants(pieces: list[tuple[Evidence, Source]]) -> Facts:
    informants = {source.informant for _, source in pieces}
    authors = {source.author for _, source in pieces if source.author}
    read_in = {work for _, source in pieces for work in source.read_in}
    found = {"count": len(informants), "authors": counted(len(authors), "published author")}
    if len(read_in) != 1:
        return [(say("informants"), say("{count} independent, {authors} among them", **found))]
    one = say(
        "{count} independent, {authors} among them, all read in one work ({work})",
        **found,
        work=read_in.pop(),
    )
    return [(say("informants"), one)]


def _emended(card: ReportCard) -> list[str]:
    """The evidence behind a level that was read otherwise than it is printed."""
    return [
        program_id
        for program_id in card.cites
        if card.program.evidence[program_id].reading == "emended"
    ]
