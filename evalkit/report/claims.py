"""What a description claims or states that moves no score by itself: results, trade, what came from
overlays, and the nearest peer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.locale import listed, say
from evalkit.model.card import Overlaid, ReportCard
from evalkit.model.facts import Outcome
from evalkit.model.message import Ref
from evalkit.model.program import Program
from evalkit.model.quantity import Missing, span
from evalkit.model.relations import Peer
from evalkit.report import described, number
from evalkit.report.phrases import clauses, labelled, series

CONTRIBUTIONS = {
    "none": "nobody claims that the program contributed to it",
    "claimed": "a contribution of the program is claimed",
    "argued": "a contribution of the program is argued against rival explanations",
    "tested": "the contribution of the program was tested",
    "unknown": "what the program contributed is not known",
}
SAME = frozenset({"service", "target", "region"})
"""What a peer may have the same, in the words that measures know."""


def outcome(program: Program, name: str) -> str:
    """A result that is claimed, what it counts, and what else may explain it."""
    claimed = program.outcomes[name]
    known = claimed.contribution if isinstance(claimed.contribution, str) else "unknown"
    texts = {
        "result": _result(name, claimed),
        "counts": claimed.counts or say("what is counted is not said"),
        "contribution": say(CONTRIBUTIONS[known]),
    }
    if not claimed.rivals:
        return say(
            "{result} ({counts}): {contribution}; rival explanations are not discussed",
            **texts,
        )
    rivals = clauses(program.evidence[rival].says for rival in claimed.rivals)
    return say(
        "{result} ({counts}): {contribution}; rival explanation: {rivals}",
        **texts,
        rivals=rivals,
    )


def _result(name: str, claimed: Outcome) -> str:
    if isinstance(claimed.value, Missing):
        return name
    value = described.text(claimed.value)
    if claimed.per:
        value = say("{value} a {period}", value=value, period=say(claimed.per))
    return f"{name} {value}"


def overlaid(laid: Overlaid) -> str:
    """What came from an overlay; trade and results have lines of their own."""
    facts = []
    for where, value in laid.facts:
        # these are told in full above, and named here alone
        has_own_line = where.block in ("exports", "outcomes")
        facts.append(str(where) if has_own_line else f"{where} {described.text(value)}")
    return say(
        "{facts}, from {path} ({sources})",
        facts=listed(facts),
        path=laid.path,
        sources=clauses(laid.sources),
    )


def exports(card: ReportCard, name: str) -> str:
    """How widely one group of products is said to be sold."""
    sold = card.program.exports[name]
    shares = []
    if top := span(sold.top5):
        text = "{share} to the five largest markets"
        shares.append(say(text, share=number.shares(top)))
    if rest := span(sold.beyond10):
        text = "{share} beyond the ten largest"
        shares.append(say(text, share=number.shares(rest)))
    # whose figures these are: an overlay may have added them
    laid = {evidence for overlay in card.overlaid for evidence in overlay.evidence}
    group = name
    if not laid.isdisjoint(sold.evidence):
        group = say("{group} [overlay]", group=name)
    return say(
        "{group}: {shares} ({places}); the trade of a sector affects no score",
        group=group,
        shares=listed(shares) or say("shares unknown"),
        places=_places(card, sold.evidence),
    )


def _places(card: ReportCard, ids: Iterable[str]) -> str:
    """Evidence by source and place, each source once."""
    places: dict[str, list[str]] = {}
    for evidence, source in map(card.cited, ids):
        places.setdefault(source.cite, []).extend(evidence.at)
    return clauses(
        series([cite, *dict.fromkeys(stated)]) for cite, stated in places.items()
    )


def nearest_peer(card: ReportCard) -> str:
    """The declared peer that is nearest by what is measured or stated, and what the description
    says of it.
    """
    peers = card.program.peers.by_id  # type: ignore[union-attr]
    nearest = next((name for name in _found_nearest(card) if name in peers), None)
    if nearest is None:
        text = "none of {peers} is described well enough to say which is nearest"
        return say(text, peers=listed(list(peers)))
    peer = peers[nearest]
    parts, places = series(_peer(peer)), _places(card, peer.evidence)
    return labelled(nearest, say("{parts} ({places})", parts=parts, places=places))


def _found_nearest(card: ReportCard) -> Iterator[str]:
    """The ids that measures with a value name as the nearest peer."""
    for rating in card.ratings:
        for level in rating.measured:
            measurement = level.measurement
            note = measurement.why if measurement.value else None
            # by code and parameter: no sentence is read to know what it says (decision 0029)
            peer = note.params.get("peer") if note else None
            if note and note.code == "nearest_peer" and isinstance(peer, Ref):
                yield peer.id


def _peer(peer: Peer) -> list[str]:
    """What is said of a peer, and what of the most important is not known."""
    parts = []
    if isinstance(peer.overlap, str):
        parts.append(say("overlap {amount}", amount=say(peer.overlap)))
    if peer.same:
        things = [say(thing) if thing in SAME else thing for thing in peer.same]
        parts.append(say("same {things}", things=listed(things)))
    division = peer.division if isinstance(peer.division, str) else "unknown"
    # the answers that matter most are given where they are unknown, too
    parts.append(say("division of work {division}", division=say(division)))
    if peer.dispute:
        parts.append(say("in dispute: {dispute}", dispute=peer.dispute))
    clients = say("unknown")
    if not isinstance(peer.clients_shared, Missing):
        clients = number.quantity(peer.clients_shared)
    parts.append(say("shared clients {share}", share=clients))
    parts.append(say("demand met {answer}", answer=_yes_or_no(peer.demand_met)))
    return parts


def _yes_or_no(answer: bool | Missing) -> str:
    if isinstance(answer, Missing):
        return say("unknown")
    return say("yes") if answer else say("no")
