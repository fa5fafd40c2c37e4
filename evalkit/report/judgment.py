"""What a card says in words; the formats share these sentences, and the only number that they compute is one that is written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from evalkit.model.card import Overlaid, Provenance, ReportCard
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.program import Evidence, Period, Program, Source
from evalkit.model.quantity import Missing, span
from evalkit.model.result import DimensionScore, Rating, Score
from evalkit.model.rubric import POINTS
from evalkit.model.words import listed
from evalkit.report import described, number

Facts = list[tuple[str, str]]
CONTRIBUTIONS = {
    "none": "nobody claims that the program contributed to it",
    "claimed": "a contribution of the program is claimed",
    "argued": "a contribution of the program is argued against rival explanations",
    "tested": "the contribution of the program was tested",
    "unknown": "what the program contributed is not known",
}

MANY = 2
"""Levels that one piece of evidence may carry without a word on it."""


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


def known(dimension: DimensionScore) -> str:
    """The share of the weight that is rated on own evidence, and what is taken over after a plus."""
    taken = f" +{number.share(dimension.inherited)}" if dimension.inherited else ""
    return number.share(dimension.coverage) + taken


def shared(perspectives: Perspectives) -> Facts:
    """The evidence that carries levels by several rubrics, and by which criteria."""
    many = len(perspectives.programs) > 1
    return [
        (
            f"{each.program} {each.evidence}" if many else each.evidence,
            "; ".join(f"{label} {', '.join(ids)}" for label, ids in each.criteria),
        )
        for each in perspectives.shared
    ]


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
    rubric = f"rubric {card.rubric.label}"
    kind = f"{program.object_type}, made up" if program.synthetic else program.object_type
    return f"{program.id} · {kind} · {where}{whole} · judged for {period(program)} · {rubric}"


def short(rating: Rating) -> str:
    """One line on a criterion: the anchor it stands on, or why there is none."""
    text = rating.anchor or (rating.reasons[0] if rating.reasons else "nobody looked")
    if rating.level is not None and rating.level % 1:
        text = f"above: {text}"
    marks = [] if rating.status in ("rated", "unknown") else [rating.status.replace("_", " ")]
    marks += [f"from {rating.inherited_from}"] if rating.inherited_from else []
    return f"[{', '.join(marks)}] {text}" if marks else text


def unknowns(dimension: DimensionScore) -> list[str]:
    """The criteria about which nothing is known, those with one reason together."""
    rows = sorted(((short(each), each.id) for each in dimension.criteria if each.status == "unknown"), key=lambda row: row[0])
    return [f"{', '.join(id for _, id in group)}: {why}" for why, group in groupby(rows, key=lambda row: row[0])]


def formula(dimension: DimensionScore) -> str:
    """The score written out, so that it can be redone by hand; empty without a score."""
    score, rated = dimension.score.score, [(each.criterion.weight, each.level) for each in dimension.criteria if each.level is not None]
    if score is None:
        return ""
    weight = sum(each for each, _ in rated)
    mean = POINTS * sum(each * level for each, level in rated) / weight
    held = f", held at {score:.1f}" if mean - score > 1e-6 else ""
    return f"{POINTS} x ({' + '.join(f'{each:g} x {level:.3g}' for each, level in rated)}) / {weight:.3g} = {mean:.1f}{held}"


def taken_over(dimension: DimensionScore) -> list[str]:
    """The levels that are taken over from verdicts on a whole, those from one whole together."""
    inherited = [(each.inherited_from, each.id, number.level(each.level)) for each in dimension.criteria if each.inherited_from]
    taken = sorted(inherited, key=lambda row: row[0])
    return [
        f"{listed([f'{id} {level}' for _, id, level in group])} from {whole}" for whole, group in groupby(taken, key=lambda row: row[0])
    ]


def facts(card: ReportCard) -> Facts:
    """Labelled lines under the scores: what holds them down, what they rest on, what speaks against them, and who answers."""
    program = card.program
    rows = [("stated aim", f"{aim.says.rstrip('.')} (it lifts nothing)") for aim in program.aims]
    rows += _evidence(card)
    rows += [("outcome", outcome(program, name)) for name in program.outcomes]
    rows += [("exports", exports(card, name)) for name in program.exports]
    rows += [("overlay", _overlaid(each)) for each in card.overlaid]
    rows += [("read anew", f"{listed(ids)}, against the print (-v)")] if (ids := _emended(card)) else []
    rows += [("nearest peer", _nearest_peer(card))] if program.peers and program.peers.by_id else []
    hurdles = [hurdle for score in (*(each.score for each in card.dimensions), card.overall) for hurdle in score.hurdles]
    rows += [("hurdles", "; ".join(hurdles))] if hurdles else []
    rows += [("overall", "; ".join(card.overall.reasons))] if card.overall.reasons else []
    if program.reply:
        rows.append(("reply", f"{' '.join(filter(None, [program.reply.by, program.reply.on]))}: {program.reply.says}"))
    rows += _plugins(card.provenance) if card.provenance else []
    return rows + [("note", note) for note in card.notes] + [("to learn most", most_informative(card))]


def _plugins(made: Provenance) -> Facts:
    """The plugins that did not come with evalkit and took part, and those that were left out."""
    rows = [("made with", f"plugin {name} {version} ({distribution or 'a file'})") for name, version, distribution in made.strangers]
    return rows + [("left out", f"plugin {name}") for name in made.without]


def most_informative(card: ReportCard) -> str:
    """The criterion whose being known would narrow the bounds most."""

    def width(dimension: DimensionScore, rating: Rating) -> float:
        low, high = rating.interval if rating.levelled and rating.interval else (0.0, 4.0)
        return 0.0 if rating.status == "not_applicable" else POINTS * rating.criterion.weight * (high - low)

    points, rating, dimension = max(
        ((width(dimension, rating), rating, dimension) for dimension in card.dimensions for rating in dimension.criteria),
        key=lambda row: row[0],
    )
    return f"up to {points:.0f} points of {dimension.name.lower()} hang on {rating.id} {rating.criterion.name}"


def _evidence(card: ReportCard) -> Facts:
    """What kinds of claims the card rests on, how many informants stand behind them, and what speaks against a level."""
    own = [id for id in card.cites if id in card.program.evidence]
    more = len(card.cites) - len(own)
    if not own and not more:
        return []
    pieces = [card.cited(id) for id in own]
    claims = [f"{count} {claim}" for claim, count in Counter(evidence.claim for evidence, _ in pieces).most_common()]
    coders = sorted({each.coder for rating in card.ratings for each in rating.coded})
    parts = [f"{counted(len(own), 'own piece')} of evidence{f' ({listed(claims)})' if claims else ''}"]
    parts += [f"coded by {listed(coders)}"] if coders else []
    parts += [f"{more} more behind what is taken over"] if more else []
    rows = [("judged on", ", ".join(parts) + _shared(card)), *_informants(pieces)]
    against = dict.fromkeys(id for each in card.ratings for id in each.against)
    return rows + [("against", f"{id}: {card.cited(id)[0].says}") for id in against]


def _shared(card: ReportCard) -> str:
    """The piece of evidence that carries most of the levels, where it carries several (guard G13)."""
    own = [each for each in card.ratings if each.levelled and not each.inherited_from]
    uses = Counter(id for each in own for id in each.evidence).most_common(1)
    return f"; {uses[0][1]} of {len(own)} levels rest on {uses[0][0]}, and err together" if uses and uses[0][1] > MANY else ""


def _informants(pieces: list[tuple[Evidence, Source]]) -> Facts:
    if not pieces:
        return []
    informants = {source.informant for _, source in pieces}
    authors = {source.author for _, source in pieces if source.author}
    read_in = {work for _, source in pieces for work in source.read_in}
    where = f", all read in one work ({read_in.pop()})" if len(read_in) == 1 else ""
    return [("informants", f"{len(informants)} independent, {counted(len(authors), 'published author')} among them{where}")]


def outcome(program: Program, name: str) -> str:
    """A result that is claimed, what it counts, and what else may explain it."""
    found = program.outcomes[name]
    value = "" if isinstance(found.value, Missing) else f" {found.value}{f' a {found.per}' if found.per else ''}"
    contribution = CONTRIBUTIONS[found.contribution if isinstance(found.contribution, str) else "unknown"]
    rivals = "; ".join(program.evidence[id].says for id in found.rivals)
    rival = f"; rival explanation: {rivals}" if rivals else "; rival explanations are not discussed"
    return f"{name}{value} ({found.counts or 'what is counted is not said'}): {contribution}{rival}"


def _overlaid(laid: Overlaid) -> str:
    """What came from an overlay; trade and results have lines of their own."""
    facts = [where if where.startswith(("exports", "outcomes")) else f"{where} {described.text(value)}" for where, value in laid.facts]
    return f"{listed(facts)}, from {laid.path} ({'; '.join(laid.sources)})"


def _emended(card: ReportCard) -> list[str]:
    """The evidence behind a level that was read otherwise than it is printed."""
    return [id for id in card.cites if id in card.program.evidence and card.program.evidence[id].reading == "emended"]


def exports(card: ReportCard, name: str) -> str:
    """How widely one group of products is said to be sold."""
    found = card.program.exports[name]
    shares = [(found.top5, "to the five largest markets"), (found.beyond10, "beyond the ten largest")]
    told = [f"{number.shares(ends)} {what}" for share, what in shares if (ends := span(share))]
    laid = " [overlay]" if any({*found.evidence} & {*each.evidence} for each in card.overlaid) else ""
    return f"{name}{laid}: {listed(told) or 'shares unknown'} ({_places(card, found.evidence)}); the trade of a sector moves no score"


def _places(card: ReportCard, ids: Iterable[str]) -> str:
    """Evidence by source and place, each source once."""
    places: dict[str, list[str]] = {}
    for evidence, source in map(card.cited, ids):
        places.setdefault(source.cite, []).extend(evidence.at)
    return "; ".join(", ".join([cite, *dict.fromkeys(at)]) for cite, at in places.items())


def _nearest_peer(card: ReportCard) -> str:
    """The declared peer that is nearest by what is measured or stated, and what the description says of it."""
    peers = card.program.peers.by_id  # type: ignore[union-attr]
    near = [each.measurement.why.removeprefix("nearest peer: ") for rating in card.ratings for each in rating.measured
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
