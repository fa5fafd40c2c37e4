"""Labelled lines under the scores of a card: what they rest on, what contradicts them, and who
answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evalkit.locale import listed, say
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.coded import ADJUDICATED
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Evidence, Source
from evalkit.model.result import Origin
from evalkit.report import claims, coded, judgment
from evalkit.report.phrases import clauses, counted, labelled, series, translated
from evalkit.report.summary import most_useful

Labelled = list[tuple[str, str]]
ORIGINS: dict[Origin, str] = {
    "measured": "{levels} measured",
    "judged": "{levels} judged",
}


def facts(card: ReportCard) -> Labelled:
    """The lines of a card that stands alone; labels come again where there are several lines of a
    kind.
    """
    return [
        *further(card),
        *_corrected(card),
        *_caps(card),
        *_plugins(card.provenance),
        *((say("caveat"), translated(note)) for note in card.notes),
        *((say("next evidence"), translated(useful)) for useful in most_useful(card)),
    ]


def further(card: ReportCard) -> Labelled:
    """The lines of a card that do not say again what its summary says."""
    return [
        *(
            (
                say("objective"),
                say("{aim} (as stated, not scored)", aim=objective.says.rstrip(".")),
            )
            for objective in card.program.objectives
        ),
        *_evidence(card),
        *_claims(card),
        *_limits(card),
        *_unused(card),
    ]


def shared(perspectives: Perspectives) -> Labelled:
    """The evidence that carries levels by several rubrics, and by which criteria."""
    many = len(perspectives.programs) > 1
    return [
        (
            f"{use.program} {use.evidence}" if many else use.evidence,
            clauses(f"{label} {series(criteria)}" for label, criteria in use.criteria),
        )
        for use in perspectives.shared
    ]


def _evidence(card: ReportCard) -> Labelled:
    """The kinds of claims, the informants behind them, and what contradicts a level."""
    if not card.cites:
        return []
    pieces = [card.cited(evidence_id) for evidence_id in card.cites]
    answers = [coding for rating in card.ratings for coding in rating.coded]
    settled = [coding for coding in answers if coding.coder == ADJUDICATED]
    coders = sorted(
        {coding.coder for coding in answers if not coding.proposed} - {ADJUDICATED}
    )
    parts = [_pieces(pieces), *_origins(card)]
    parts += [say("coded by {coders}", coders=listed(coders))] if coders else []
    parts += dict.fromkeys(coded.adjudicated(coding.by) for coding in settled)
    contradicting = dict.fromkeys(
        evidence_id for rating in card.ratings for evidence_id in rating.contradicted_by
    )
    return [
        (say("rests on"), series(parts)),
        (say("informants"), _informants(pieces)),
        *(
            (say("contradicts"), labelled(evidence_id, card.cited(evidence_id)[0].says))
            for evidence_id in contradicting
        ),
    ]


def _pieces(pieces: Sequence[tuple[Evidence, Source]]) -> str:
    kinds = [
        say("{count} {claim}", count=count, claim=say(claim))
        for claim, count in Counter(
            evidence.claim for evidence, _ in pieces
        ).most_common()
    ]
    return say(
        "{pieces} of evidence ({claims})",
        pieces=counted(len(pieces), "piece"),
        claims=listed(kinds),
    )


def _origins(card: ReportCard) -> list[str]:
    """How many of the levels are measured, and how many are judged by coders."""
    counts = Counter(rating.origin for rating in card.ratings if rating.levelled)
    return [
        say(text, levels=counted(counts[origin], "level"))
        for origin, text in ORIGINS.items()
        if counts[origin]
    ]


def _informants(pieces: Sequence[tuple[Evidence, Source]]) -> str:
    sources = [source for _, source in pieces]
    authors = counted(
        len({source.author for source in sources if source.author}), "published author"
    )
    count = len({source.informant for source in sources})
    works = {work for source in sources for work in source.read_in}
    if len(works) != 1:
        return say(
            "{count} independent, {authors} among them", count=count, authors=authors
        )
    return say(
        "{count} independent, {authors} among them, all read in one work ({work})",
        count=count,
        authors=authors,
        work=works.pop(),
    )


def _claims(card: ReportCard) -> Labelled:
    """What the description claims, what came from overlays, and the nearest peer."""
    program = card.program
    rows = [
        (say("outcome"), claims.outcome(program, name)) for name in program.outcomes
    ]
    rows += [(say("exports"), claims.exports(card, name)) for name in program.exports]
    rows += [(say("overlay"), claims.overlaid(overlaid)) for overlaid in card.overlaid]
    if program.peers and program.peers.by_id:
        rows.append((say("nearest peer"), claims.nearest_peer(card)))
    return rows


def _corrected(card: ReportCard) -> Labelled:
    """The evidence that is read otherwise than it is printed."""
    evidence = card.program.evidence
    corrected = [cited for cited in card.cites if evidence[cited].reading == "emended"]
    if not corrected:
        return []
    text = say("{evidence}: a corrected reading (-v)", evidence=listed(corrected))
    return [(say("corrected"), text)]


def _caps(card: ReportCard) -> Labelled:
    """The caps that hold a score down."""
    scores = [*(dimension.score for dimension in card.dimensions), card.overall]
    caps = [translated(cap) for score in scores for cap in score.caps]
    return [(say("caps"), clauses(caps))] if caps else []


def _limits(card: ReportCard) -> Labelled:
    """What keeps the overall score from more, and what the program replies."""
    rows = []
    if card.overall.reasons:
        rows.append((say("overall"), clauses(judgment.whys(card.overall))))
    if reply := card.program.reply:
        by = " ".join(filter(None, [reply.by, reply.on]))
        rows.append((say("reply"), labelled(by, reply.says)))
    return rows


def _plugins(made: Provenance | None) -> Labelled:
    """The plugins that did not come with evalkit and took part, and those that were left out."""
    if made is None:
        return []
    used = [
        say(
            "plugin {name} {version} ({distribution})",
            name=name,
            version=version,
            distribution=distribution or say("a file"),
        )
        for name, version, distribution in made.strangers
    ]
    return [
        *((say("made with"), text) for text in used),
        *((say("left out"), say("plugin {name}", name=name)) for name in made.without),
    ]


def _unused(card: ReportCard) -> Labelled:
    """The evidence that nothing uses: what contradicts the program first and in full, of the rest
    the ids.
    """
    evidence = card.program.evidence
    contradicting = [
        name for name in card.unused if evidence[name].direction == "contradicts"
    ]
    texts = [
        labelled(name, say("{evidence} (contradicts)", evidence=evidence[name].says))
        for name in contradicting
    ]
    # `unused` has what contradicts first.
    if others := card.unused[len(contradicting) :]:
        texts.append(
            say("{evidence}: used by no measure and no coder", evidence=listed(others))
        )
    return [(say("unused"), text) for text in texts]
