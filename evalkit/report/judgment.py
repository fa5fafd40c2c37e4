"""What a card says in words; the formats share these sentences, and none of them computes a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from evalkit.model.places import country_name
from evalkit.model.program import Period, Program, Source
from evalkit.model.quantity import Missing, span
from evalkit.model.result import DimensionScore, Rating, ReportCard, Score
from evalkit.report import number

Facts = list[tuple[str, str]]
CONTRIBUTIONS = {
    "none": "nobody claims that the program contributed to it",
    "claimed": "a contribution of the program is claimed",
    "argued": "a contribution of the program is argued against rival explanations",
    "tested": "the contribution of the program was tested",
    "unknown": "what the program contributed is not known",
}


def sentence(card: ReportCard) -> str:
    """The one sentence of judgment that opens a card."""
    rated = [each for each in card.dimensions if each.score.score is not None]
    missing = [each.name.lower() for each in card.dimensions if each.score.score is None]
    name, overall = card.program.name, card.overall
    if not rated:
        return f"{name} is not rated in any dimension: too little is known."
    if overall.score is None:
        start = f"{name} has no overall score"
    else:
        doubt = ", provisionally" if overall.status == "provisional" else ""
        inside = f"{number.span(overall.interval)} in 80% of draws"
        start = f"{name} scores {number.score(overall.score)} of 100{doubt} ({inside}): {card.rubric.bands[overall.band or ''].word}"
    parts = [f"{each.name.lower()} {number.score(each.score.score)} ({bands(each.score)})" for each in rated]
    without = f"; {listed(missing)} {'are' if len(missing) > 1 else 'is'} not rated" if missing else ""
    return f"{start}; {', '.join(parts)}{without}."


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def counted(number: int, what: str) -> str:
    """A number of things, in the singular where there is one."""
    return f"{number or 'no'} {what}{'s' * (number != 1)}"


def bands(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    return f"{score.band}, {score.bands[0]} to {score.bands[-1]}" if len(score.bands) > 1 else score.band


def status(score: Score) -> str:
    """A status in words."""
    return score.status.replace("_", " ")


def period(program: Program) -> str:
    """The period that is judged."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return "an unknown period"
    ends = [str(year) if year else "?" for year in (assessed.from_, assessed.to)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def subject(card: ReportCard) -> str:
    """What is judged: id, kind, country, place, period and rubric."""
    program = card.program
    where = ", ".join([country_name(program.country), *program.regions])
    whole = f" · part of {program.part_of}" if program.part_of else ""
    rubric = f"rubric {card.rubric.id} {card.rubric.edition}"
    kind = f"{program.object_type}, made up" if program.synthetic else program.object_type
    return f"{program.id} · {kind} · {where}{whole} · judged for {period(program)} · {rubric}"


def short(rating: Rating) -> str:
    """One line on a criterion: the anchor it stands on, or why there is none."""
    text = rating.anchor or (rating.reasons[0] if rating.reasons else "nobody looked")
    marks = [] if rating.status in ("rated", "unknown") else [rating.status.replace("_", " ")]
    marks += [f"from {rating.inherited_from}"] if rating.inherited_from else []
    return f"[{', '.join(marks)}] {text}" if marks else text


def unknowns(dimension: DimensionScore) -> list[str]:
    """The criteria about which nothing is known, those with one reason together."""
    rows = sorted((short(each), each.id) for each in dimension.criteria if each.status == "unknown")
    return [f"{', '.join(id for _, id in group)}: {why}" for why, group in groupby(rows, key=lambda row: row[0])]


def taken_over(dimension: DimensionScore) -> list[str]:
    """The levels that are taken over from verdicts on a whole, those from one whole together."""
    taken = sorted((each.inherited_from, each.id, number.level(each.level)) for each in dimension.criteria if each.inherited_from)
    return [
        f"{listed([f'{id} {level}' for _, id, level in group])} from {whole}" for whole, group in groupby(taken, key=lambda row: row[0])
    ]


def facts(card: ReportCard) -> Facts:
    """Labelled lines under the scores: what holds them down, what they rest on, what speaks against them, and who answers."""
    program = card.program
    rows = [("stated aim", f"{aim.says.rstrip('.')} (it lifts nothing)") for aim in program.aims]
    rows += _evidence(card)
    rows += [("outcome", _outcome(program, name)) for name in program.outcomes]
    rows += [("exports", _exports(card, name)) for name in program.exports]
    rows += [("overlay", f"{listed(list(each.facts))}, from {each.path} ({'; '.join(each.sources)})") for each in card.overlaid]
    rows += [("nearest peer", _nearest_peer(card))] if program.peers and program.peers.by_id else []
    hurdles = [hurdle for score in (*(each.score for each in card.dimensions), card.overall) for hurdle in score.hurdles]
    rows += [("hurdles", "; ".join(hurdles))] if hurdles else []
    rows += [("overall", "; ".join(card.overall.reasons))] if card.overall.reasons else []
    if program.reply:
        rows.append(("reply", f"{' '.join(filter(None, [program.reply.by, program.reply.on]))}: {program.reply.says}"))
    left_out = card.provenance.without if card.provenance else ()
    rows += [("left out", f"plugin {name}") for name in left_out]
    return rows + [("note", note) for note in card.notes] + [("to learn most", most_informative(card))]


def ratings(card: ReportCard) -> list[Rating]:
    """All ratings of a card."""
    return [rating for dimension in card.dimensions for rating in dimension.criteria]


def cited(card: ReportCard) -> list[str]:
    """The ids of all evidence that some rating names, for or against, each once."""
    return list(dict.fromkeys(id for each in ratings(card) for id in (*each.evidence, *each.against)))


def most_informative(card: ReportCard) -> str:
    """The criterion whose being known would narrow the bounds most."""

    def width(dimension: DimensionScore, rating: Rating) -> float:
        low, high = rating.interval if rating.levelled and rating.interval else (0.0, 4.0)
        return 0.0 if rating.status == "not_applicable" else 25 * rating.criterion.weight * (high - low)

    points, rating, dimension = max(
        ((width(dimension, rating), rating, dimension) for dimension in card.dimensions for rating in dimension.criteria),
        key=lambda row: row[0],
    )
    return f"up to {points:.0f} points of {dimension.name.lower()} hang on {rating.id} {rating.criterion.name}"


def _evidence(card: ReportCard) -> Facts:
    """What kinds of claims the card rests on, how many informants stand behind them, and what speaks against a level."""
    pieces = [card.cited(id) for id in cited(card)]
    if not pieces:
        return []
    claims = Counter(evidence.claim for evidence, _ in pieces).most_common()
    informants = {_informant(source) for _, source in pieces}
    authors = {source.author for _, source in pieces if source.author}
    read_in = {work.rpartition(":")[2] for _, source in pieces for work in source.read_in}
    where = f", all read in one work ({read_in.pop()})" if len(read_in) == 1 else ""
    coders = sorted({each.coder for rating in ratings(card) for each in rating.coded})
    coded = f", coded by {listed(coders)}" if coders else ""
    rows = [
        ("judged on", f"{counted(len(pieces), 'piece')} of evidence: {listed([f'{count} {claim}' for claim, count in claims])}{coded}"),
        ("informants", f"{len(informants)} independent, {counted(len(authors), 'published author')} among them{where}"),
    ]
    against = dict.fromkeys(id for each in ratings(card) for id in each.against)
    return rows + [("against", f"{id}: {card.cited(id)[0].says}") for id in against]


def _informant(source: Source) -> str:
    return source.author or source.holder or source.cite


def _outcome(program: Program, name: str) -> str:
    outcome = program.outcomes[name]
    value = "" if isinstance(outcome.value, Missing) else f" {outcome.value}{f' a {outcome.per}' if outcome.per else ''}"
    contribution = CONTRIBUTIONS[outcome.contribution if isinstance(outcome.contribution, str) else "unknown"]
    rivals = "; ".join(program.evidence[id].says for id in outcome.rivals)
    rival = f"; rival explanation: {rivals}" if rivals else "; rival explanations are not discussed"
    return f"{name}{value} ({outcome.counts or 'what is counted is not said'}): {contribution}{rival}"


def _exports(card: ReportCard, name: str) -> str:
    exports = card.program.exports[name]
    shares = [(exports.top5, "to the five largest markets"), (exports.beyond10, "beyond the ten largest")]
    told = [f"{number.shares(ends)} {what}" for share, what in shares if (ends := span(share))]
    laid = " [overlay]" if any({*exports.evidence} & {*each.evidence} for each in card.overlaid) else ""
    return f"{name}{laid}: {listed(told) or 'shares unknown'} ({_places(card, exports.evidence)}); the trade of a sector moves no score"


def _places(card: ReportCard, ids: Iterable[str]) -> str:
    """Evidence by source and place, each source once."""
    places: dict[str, list[str]] = {}
    for evidence, source in map(card.cited, ids):
        places.setdefault(source.cite, []).extend(evidence.at)
    return "; ".join(", ".join([cite, *dict.fromkeys(at)]) for cite, at in places.items())


def _nearest_peer(card: ReportCard) -> str:
    """The declared peer that is nearest by what is measured or stated, and what the description says of it."""
    peers = card.program.peers.by_id  # type: ignore[union-attr]
    near = [each.measurement.why.removeprefix("nearest peer: ") for rating in ratings(card) for each in rating.measured
            if each.measurement.value and each.measurement.why.startswith("nearest peer: ")]  # fmt: skip
    id = next((name for name in near if name in peers), None)
    if id is None:
        return f"none of {listed(list(peers))} is described well enough to say which is nearest"
    peer = peers[id]
    parts = [f"overlap {peer.overlap}" if isinstance(peer.overlap, str) else "", f"same {listed(list(peer.same))}" if peer.same else ""]
    parts += [f"division of work {peer.division}" if isinstance(peer.division, str) else "division of work unknown"]
    parts += [f"in dispute: {peer.dispute}"] if peer.dispute else []
    parts += [f"shared clients {'unknown' if isinstance(peer.clients_shared, Missing) else peer.clients_shared}"]
    parts += [f"demand met {'unknown' if isinstance(peer.demand_met, Missing) else 'yes' if peer.demand_met else 'no'}"]
    return f"{id}: {', '.join(filter(None, parts))} ({_places(card, peer.evidence)})"
