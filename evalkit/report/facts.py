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
    # Other formats say what follows `further` once, under the answer (`summary.py`).
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
    rows = []
    for objective in card.program.objectives:
        # words follow it in the same sentence
        aim = objective.says.rstrip(".")
        rows.append((say("objective"), say("{aim} (as stated, not scored)", aim=aim)))
    return [
        *rows,
        *_evidence(card),
        *_claims(card),
        *_limits(card),
        *_unused(card),
    ]


def shared(perspectives: Perspectives) -> Labelled:
    """The evidence that carries levels by several rubrics, and by which criteria."""
    many = len(perspectives.programs) > 1
    rows = []
    for use in perspectives.shared:
        name = f"{use.program} {use.evidence}" if many else use.evidence
        uses = [f"{label} {series(criteria)}" for label, criteria in use.criteria]
        rows.append((name, clauses(uses)))
    return rows


def _evidence(card: ReportCard) -> Labelled:
    """The kinds of claims, the informants behind them, and what contradicts a level."""
    if not card.cites:
        return []
    pieces = list(map(card.cited, card.cites))
    rows = [
        (say("rests on"), series([_pieces(pieces), *_origins(card), *_coders(card)])),
        (say("informants"), _informants(pieces)),
    ]
    contradicting = dict.fromkeys(
        name for rating in card.ratings for name in rating.contradicted_by
    )
    for name in contradicting:
        evidence, _ = card.cited(name)
        rows.append((say("contradicts"), labelled(name, evidence.says)))
    return rows


def _coders(card: ReportCard) -> list[str]:
    """Who coded, and who settled what coders differed on."""
    answers = [coding for rating in card.ratings for coding in rating.coded]
    coders = {coding.coder for coding in answers if not coding.proposed}
    # what was settled stands among the answers as if one more coder had given it
    others = sorted(coders - {ADJUDICATED})
    texts = [say("coded by {coders}", coders=listed(others))] if others else []
    settled = [coding.by for coding in answers if coding.coder == ADJUDICATED]
    return [*texts, *dict.fromkeys(map(coded.adjudicated, settled))]


def _pieces(pieces: Sequence[tuple[Evidence, Source]]) -> str:
    counts = Counter(evidence.claim for evidence, _ in pieces)
    kinds = [
        say("{count} {claim}", count=count, claim=say(claim))
        for claim, count in counts.most_common()
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
    # two pieces of one informant are one voice, so informants are counted and no pieces
    sources = [source for _, source in pieces]
    authors = {source.author for source in sources if source.author}
    informants = {source.informant for source in sources}
    works = {work for source in sources for work in source.read_in}
    counts = {
        "count": len(informants),
        "authors": counted(len(authors), "published author"),
    }
    # Many sources that were read in one work share its choice of them, which a reader has to know.
    if len(works) != 1:
        return say("{count} independent, {authors} among them", **counts)
    text = "{count} independent, {authors} among them, all read in one work ({work})"
    return say(text, **counts, work=works.pop())


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
    if not card.emended:
        return []
    text = say("{evidence}: a corrected reading (-v)", evidence=listed(card.emended))
    return [(say("corrected"), text)]


def _caps(card: ReportCard) -> Labelled:
    """The caps that hold a score down."""
    texts = list(map(translated, card.caps))
    return [(say("caps"), clauses(texts))] if texts else []


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
    rows = []
    for name, version, distribution in made.strangers:
        source = distribution or say("a file")
        text = "plugin {name} {version} ({distribution})"
        used = say(text, name=name, version=version, distribution=source)
        rows.append((say("made with"), used))
    for name in made.without:
        rows.append((say("left out"), say("plugin {name}", name=name)))
    return rows


def _unused(card: ReportCard) -> Labelled:
    """The evidence that nothing uses: what contradicts the program first and in full, of the rest
    the ids.
    """
    contradicting = card.unused_against
    texts = []
    for name in contradicting:
        statement = card.program.evidence[name].says
        text = say("{evidence} (contradicts)", evidence=statement)
        texts.append(labelled(name, text))
    # `unused` has what contradicts first.
    others = card.unused[len(contradicting) :]
    if others:
        text = say(
            "{evidence}: used by no measure and no coder", evidence=listed(others)
        )
        texts.append(text)
    return [(say("unused"), text) for text in texts]
