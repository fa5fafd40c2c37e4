"""What a card says in words; the formats share these sentences, and the only number that they compute is one that is written out."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from evalkit.model.card import Provenance, ReportCard
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.program import Evidence, Period, Program, Source
from evalkit.model.result import CodedLevel, DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.rubric import POINTS
from evalkit.report import claims, number
from evalkit.report.phrases import clauses, counted, labelled, series, told, why
from evalkit.report.words import listed, say, spoken

Facts = list[tuple[str, str]]
MANY = 2
"""Levels that one piece of evidence may carry without a word on it."""


def name(program: Program) -> str:
    """The name of a program, in a report in another language its name there, where the description has one."""
    return program.name_local.get(spoken(), program.name)


def called(program: Program) -> str:
    """The name of a program at the head of a card and in a sentence; one that is made up says so."""
    return say("{program} (made up)", program=name(program)) if program.synthetic else name(program)


def sentence(card: ReportCard) -> str:
    """The one sentence of judgment that opens a card."""
    rated = [each for each in card.dimensions if each.score.score is not None]
    missing = [say(each.name).lower() for each in card.dimensions if each.score.score is None]
    if not rated:
        return say("{name} is not rated in any dimension: too little is known.", name=called(card.program))
    parts = [
        say(
            "{dimension} {score} ({bands})", dimension=say(each.name).lower(), score=number.score(each.score.score), bands=bands(each.score)
        )
        for each in rated
    ]
    found = {"overall": _overall(card), "dimensions": series(parts)}
    if not missing:
        return say("{overall}; {dimensions}.", **found)
    if len(missing) == 1:
        return say("{overall}; {dimensions}; {missing} is not rated.", **found, missing=missing[0])
    return say("{overall}; {dimensions}; {missing} are not rated.", **found, missing=listed(missing))


def _overall(card: ReportCard) -> str:
    """How the sentence of judgment begins."""
    name, overall = called(card.program), card.overall
    if overall.score is None:
        return say("{name} has no overall score", name=name)
    found = {"score": number.score(overall.score), "interval": number.span(overall.interval), "bounds": number.span(overall.bounds)}
    word = say(card.rubric.bands[overall.band or ""].word)
    if overall.status == "provisional":
        text = "{name} scores {score} of 100, provisionally ({interval} in 80% of draws, could be {bounds}): {band}"
    else:
        text = "{name} scores {score} of 100 ({interval} in 80% of draws, could be {bounds}): {band}"
    return say(text, name=name, **found, band=word)


def bands(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    if len(score.bands) < 2:
        return score.band
    return say("{band}, {best} to {worst}", band=score.band, best=score.bands[0], worst=score.bands[-1])


def status(score: Score | Rating) -> str:
    """A status in words."""
    return say(score.status.replace("_", " "))


def known(dimension: DimensionScore) -> str:
    """The share of the weight that is rated on own evidence, and what is taken over after a plus."""
    taken = f" +{number.share(dimension.inherited)}" if dimension.inherited else ""
    return number.share(dimension.coverage) + taken


def shared(perspectives: Perspectives) -> Facts:
    """The evidence that carries levels by several rubrics, and by which criteria."""
    many = len(perspectives.programs) > 1
    return [
        (f"{each.program} {each.evidence}" if many else each.evidence, clauses(f"{label} {series(ids)}" for label, ids in each.criteria))
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
    parts = [program.id, say("{kind}, made up", kind=kind) if program.synthetic else kind]
    parts += [series([say(country_name(program.country)), *program.regions])]
    parts += [say("part of {whole}", whole=program.part_of)] if program.part_of else []
    parts += [say("judged for {period}", period=period(program)), say("rubric {rubric}", rubric=card.rubric.label)]
    return " · ".join(parts)


def whys(dimension: DimensionScore) -> list[str]:
    """What keeps the status of a dimension from more; what a coder gave as a reason stays as it was written."""
    written = {reason for rating in dimension.criteria if rating.status == "not_applicable" for reason in rating.reasons}
    return [reason if reason in written else told(reason) for reason in dimension.score.reasons]


def whole(rating: Rating) -> str:
    """The whole whose verdict was taken over: the id of a program, or a family or a system without a description."""
    name = rating.inherited_from or ""
    return say(name) if " " in name else name


def short(rating: Rating) -> str:
    """One line on a criterion: the anchor it stands on, or why there is none."""
    if rating.anchor:
        text = say("above: {anchor}", anchor=say(rating.anchor)) if rating.level and rating.level % 1 else say(rating.anchor)
    elif rating.reasons:
        text = rating.reasons[0] if rating.status == "not_applicable" else told(rating.reasons[0])
    else:
        text = say("nobody looked")
    marks = [] if rating.status in ("rated", "unknown") else [status(rating)]
    marks += [say("from {whole}", whole=whole(rating))] if rating.inherited_from else []
    return f"[{series(marks)}] {text}" if marks else text


def next_level(rating: Rating) -> str:
    """What would have to be shown for the next level up; empty without a level, and at the top."""
    level, _, anchor = (rating.next_level or "").partition(": ")
    return labelled(level, say(anchor)) if level else ""


def graded(coded: CodedLevel) -> str:
    """The grade of the evidence behind a coded level, and the steps that lead to it."""
    found = {"grade": coded.grade, "reasons": clauses(map(told, coded.reasons))}
    if not coded.grade_why:
        return say("grade {grade}: {reasons}", **found)
    return say("grade {grade}: {reasons}; overridden, since {why}", **found, why=coded.grade_why)


def measured(each: MeasuredLevel) -> str:
    """A measurement with its unit, how much of it is known, the level it reaches, its role and its formula."""
    taken = each.measurement
    parts = [f"{taken.id} = {number.measured(taken.value, taken.unit)}"]
    parts += [say("{count} of {all} known", count=taken.n, all=taken.of)] if taken.of is not None else []
    if each.levels:
        reached = "level {levels} at most" if taken.at_most else "level {levels}"
        parts.append(say(reached, levels=number.span(each.levels, number.level)))
    note = f" ({why(each.note)})" if each.note else ""
    source = f" [{taken.source.cite}]" if taken.source else ""
    return clauses([f"{series([*parts, say(each.role)])}{note}", f"{say(taken.formula)}{source}"])


def unknowns(dimension: DimensionScore) -> list[str]:
    """The criteria about which nothing is known, those with one reason together."""
    rows = sorted(((short(each), each.id) for each in dimension.criteria if each.status == "unknown"), key=lambda row: row[0])
    return [labelled(series(id for _, id in group), why) for why, group in groupby(rows, key=lambda row: row[0])]


def formula(dimension: DimensionScore) -> str:
    """The score written out, so that it can be redone by hand; empty without a score."""
    score = number.exact(dimension.score.score)
    rated = [(each.criterion.weight, each.level) for each in dimension.criteria if each.level is not None]
    if score is None:
        return ""
    weight = sum(each for each, _ in rated)
    mean = POINTS * sum(each * level for each, level in rated) / weight
    written = f"{POINTS} x ({' + '.join(f'{each:g} x {level:.3g}' for each, level in rated)}) / {weight:.3g} = {mean:.1f}"
    return say("{formula}, held at {score}", formula=written, score=f"{score:.1f}") if mean - score > 1e-3 else written


def taken_over(dimension: DimensionScore) -> list[str]:
    """The levels that are taken over from verdicts on a whole, those from one whole together."""
    inherited = [(whole(each), f"{each.id} {number.level(each.level)}") for each in dimension.criteria if each.inherited_from]
    return [
        say("{criteria} from {whole}", criteria=listed([level for _, level in group]), whole=name)
        for name, group in groupby(sorted(inherited, key=lambda row: row[0]), key=lambda row: row[0])
    ]


def facts(card: ReportCard) -> Facts:
    """Labelled lines under the scores: what holds them down, what they rest on, what speaks against them, and who answers."""
    program = card.program
    rows = [(say("stated aim"), say("{aim} (it lifts nothing)", aim=aim.says.rstrip("."))) for aim in program.aims]
    rows += _evidence(card)
    rows += [(say("outcome"), claims.outcome(program, name)) for name in program.outcomes]
    rows += [(say("exports"), claims.exports(card, name)) for name in program.exports]
    rows += [(say("overlay"), claims.overlaid(each)) for each in card.overlaid]
    rows += [(say("read anew"), say("{evidence}, against the print (-v)", evidence=listed(ids)))] if (ids := _emended(card)) else []
    rows += [(say("nearest peer"), claims.nearest_peer(card))] if program.peers and program.peers.by_id else []
    hurdles = [hurdle for score in (*(each.score for each in card.dimensions), card.overall) for hurdle in score.hurdles]
    rows += [(say("hurdles"), clauses(map(told, hurdles)))] if hurdles else []
    rows += [(say("overall"), clauses(map(told, card.overall.reasons)))] if card.overall.reasons else []
    if program.reply:
        by = " ".join(filter(None, [program.reply.by, program.reply.on]))
        rows.append((say("reply"), labelled(by, program.reply.says)))
    rows += _plugins(card.provenance) if card.provenance else []
    rows += [(say("note"), told(note)) for note in card.notes]
    return [*rows, (say("to learn most"), most_informative(card))]


def _plugins(made: Provenance) -> Facts:
    """The plugins that did not come with evalkit and took part, and those that were left out."""
    rows = [
        (
            say("made with"),
            say("plugin {name} {version} ({distribution})", name=name, version=version, distribution=origin or say("a file")),
        )
        for name, version, origin in made.strangers
    ]
    return rows + [(say("left out"), say("plugin {name}", name=name)) for name in made.without]


def most_informative(card: ReportCard) -> str:
    """The criterion whose being known would narrow the bounds most."""

    def width(rating: Rating) -> float:
        low, high = rating.interval if rating.levelled and rating.interval else (0.0, 4.0)
        return 0.0 if rating.status == "not_applicable" else POINTS * rating.criterion.weight * (high - low)

    rows = [(width(rating), rating, dimension) for dimension in card.dimensions for rating in dimension.criteria]
    points, rating, dimension = max(rows, key=lambda row: row[0])
    name = {"criterion": rating.id, "name": say(rating.criterion.name), "dimension": say(dimension.name).lower()}
    return say("up to {points} points of {dimension} hang on {criterion} {name}", points=number.score(points), **name)


def _evidence(card: ReportCard) -> Facts:
    """What kinds of claims the card rests on, how many informants stand behind them, and what speaks against a level."""
    own = [id for id in card.cites if id in card.program.evidence]
    more = len(card.cites) - len(own)
    if not own and not more:
        return []
    pieces = [card.cited(id) for id in own]
    coders = sorted({each.coder for rating in card.ratings for each in rating.coded})
    parts = [_pieces(pieces)]
    parts += [say("coded by {coders}", coders=listed(coders))] if coders else []
    parts += [say("{count} more behind what is taken over", count=more)] if more else []
    rows = [(say("judged on"), clauses([series(parts), *_shared(card)])), *_informants(pieces)]
    against = dict.fromkeys(id for each in card.ratings for id in each.against)
    return rows + [(say("against"), labelled(id, card.cited(id)[0].says)) for id in against]


def _pieces(pieces: list[tuple[Evidence, Source]]) -> str:
    own = counted(len(pieces), "own piece")
    if not pieces:
        return say("{pieces} of evidence", pieces=own)
    kinds = [
        say("{count} {claim}", count=count, claim=say(claim)) for claim, count in Counter(each.claim for each, _ in pieces).most_common()
    ]
    return say("{pieces} of evidence ({claims})", pieces=own, claims=listed(kinds))


def _shared(card: ReportCard) -> list[str]:
    """The piece of evidence that carries most of the levels, where it carries several (guard G13)."""
    own = [each for each in card.ratings if each.levelled and not each.inherited_from]
    uses = Counter(id for each in own for id in each.evidence).most_common(1)
    if not uses or uses[0][1] <= MANY:
        return []
    id, count = uses[0]
    return [say("{count} of {all} levels rest on {evidence}, and err together", count=count, all=len(own), evidence=id)]


def _informants(pieces: list[tuple[Evidence, Source]]) -> Facts:
    if not pieces:
        return []
    informants = {source.informant for _, source in pieces}
    authors = {source.author for _, source in pieces if source.author}
    read_in = {work for _, source in pieces for work in source.read_in}
    found = {"count": len(informants), "authors": counted(len(authors), "published author")}
    if len(read_in) != 1:
        return [(say("informants"), say("{count} independent, {authors} among them", **found))]
    one = say("{count} independent, {authors} among them, all read in one work ({work})", **found, work=read_in.pop())
    return [(say("informants"), one)]


def _emended(card: ReportCard) -> list[str]:
    """The evidence behind a level that was read otherwise than it is printed."""
    return [id for id in card.cites if id in card.program.evidence and card.program.evidence[id].reading == "emended"]
