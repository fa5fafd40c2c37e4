"""The certainty of the evidence behind a level, computed from the fields of the sources.

The idea is that of GRADE-CERQual: evidence starts where its best source puts it, and moves up or
down by what all of it has in common. Certainty depends on sources alone and never on what they
say: a favorable statement is neither surer nor less sure than an unfavorable one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from evalkit.model.certainty import Certainty, moved, rank
from evalkit.model.facts import Period
from evalkit.model.frozen import frozen
from evalkit.model.grading import EvidenceRules, Start
from evalkit.model.message import Message, Number, Term, message
from evalkit.model.program import Evidence, Program, Source
from evalkit.model.vocabulary import Scope, SourceKind

Interest = Literal["own", "against_own", "neutral"]


@frozen
class Item:
    """A piece of evidence with its source and the interest that its holder has in it."""

    evidence: Evidence
    source: Source
    interest: Interest
    readers: frozenset[str] = frozenset()
    """Authors of the works in which it was read."""


@frozen
class Appraisal:
    """The certainty of a body of evidence, with the steps that lead to it."""

    certainty: Certainty
    reasons: tuple[Message, ...]


def items(
    program: Program, ids: Iterable[str], excluded: Iterable[str] = ()
) -> list[Item]:
    """The evidence with these ids that is about the program itself, each piece once and with its
    source, without the kinds of claim in `excluded`.
    """
    own_side = {program.id, *program.operator, *program.sponsors}
    body = []
    for id_ in dict.fromkeys(ids):
        evidence = program.evidence[id_]
        if evidence.scope == "own" and evidence.claim not in excluded:
            source = program.sources[evidence.source]
            authors = (program.sources[work].author for work in source.read_in)
            readers = frozenset(author for author in authors if author)
            body.append(
                Item(evidence, source, _interest(evidence, source, own_side), readers)
            )
    return body


def appraise(
    program: Program,
    body: Sequence[Item],
    contradicting: Sequence[Item],
    rules: EvidenceRules,
) -> Appraisal | None:
    """The certainty of a body of evidence; None when it is empty.

    `contradicting` is evidence that contradicts the level for which the body stands.
    """
    if not body:
        return None
    best = max(body, key=lambda item: rank(_start(item, rules.start)))
    start = _start(best, rules.start)
    kind, claim = Term(best.source.kind.replace("_", " ")), Term(best.evidence.claim)
    reasons = [
        message("certainty_start", certainty=Term(start), kind=kind, claim=claim)
    ]
    steps = 0
    for move in _moves(program, body, contradicting, rules):
        step = getattr(rules.moves, move)
        steps += step
        years = {"years": rules.old_after} if move == "old" else {}
        reasons.append(
            message(f"certainty_{move}", step=Number(step, signed=True), **years)
        )
    return Appraisal(moved(start, steps), tuple(reasons))


def _interest(evidence: Evidence, source: Source, own_side: set[str]) -> Interest:
    if source.holder not in own_side or evidence.direction is None:
        return "neutral"
    return "own" if evidence.direction == "supports" else "against_own"


def _start(item: Item, start: Mapping[SourceKind, Start]) -> Certainty:
    """The certainty that an item has by itself: a claim goes before a design, and the praise of
    those who run the program never starts above `own`.
    """
    rule, design = start[item.source.kind], item.source.design
    # an evaluation that states no design starts as an official document does: a high start has to
    # be earned by saying how the effect was found
    designed = rule.designs.get(design, rule.certainty) if design else rule.certainty
    by_claim = rule.claims.get(item.evidence.claim, designed)
    return min(by_claim, rule.own, key=rank) if item.interest == "own" else by_claim


def _moves(
    program: Program,
    body: Sequence[Item],
    contradicting: Sequence[Item],
    rules: EvidenceRules,
) -> list[str]:
    """What raises or lowers the certainty of a body of evidence, by the names of the rules."""
    moves = []
    starts = [rank(_start(item, rules.start)) for item in body]
    raising = [item for item in body if _raises(item, rules)]
    # a web page beside a survey makes nobody surer of the survey, so only what comes near the best
    # item may raise it
    near = [
        item for item in raising if rank(_start(item, rules.start)) >= max(starts) - 1
    ]
    critics = {item.source.holder for item in raising if item.interest == "against_own"}
    # what raises nothing does not take a step down back either
    bearing = raising or [
        item for item, start in zip(body, starts, strict=True) if start == max(starts)
    ]
    if any(_independent(*pair) for pair in combinations(near, 2)):
        moves.append("independent_kinds")
    # two reasons to go up never add up: one step above the start is the most
    elif len(critics) > 1:
        moves.append("self_criticism")
    if contradicting or {"supports", "contradicts"} <= {
        item.evidence.direction for item in body
    }:
        moves.append("conflict")
    authors = {item.source.author for item in bearing}
    unsigned = not any(item.source.author or item.source.holder for item in bearing)
    if unsigned or (len(authors) == 1 and authors != {""}):
        moves.append("one_author")
    if _old(program, bearing, rules.old_after):
        moves.append("old")
    return moves


def is_signed(item: Item, rules: EvidenceRules) -> bool:
    """Whether an item is dated and signed, and of a kind that may raise a certainty."""
    dated = (item.evidence.facts or item.source.year) is not None
    signed = bool(item.source.author or item.source.holder)
    return dated and signed and item.source.kind in rules.raising


def _raises(item: Item, rules: EvidenceRules) -> bool:
    """Whether agreement with an item may raise a certainty: it is signed, and no self-praise."""
    return is_signed(item, rules) and item.interest != "own"


def _independent(item: Item, other: Item) -> bool:
    """Whether two items agree independently: sources of different kinds, without an author, holder
    or data in common, and neither reported by the other.
    """
    first, second = item.source, other.source
    shared = _names(first) & _names(second)
    reported = first.informant in other.readers or second.informant in item.readers
    return (
        item.evidence.direction == other.evidence.direction
        and not shared
        and not reported
        and first.kind != second.kind
    )


def _names(source: Source) -> set[str]:
    """By what a source is known, however it is written."""
    return {
        " ".join(name.casefold().split())
        for name in (source.author, source.holder, source.data, source.cite)
        if name.strip()
    }


def scope_of(program: Program, ids: Iterable[str]) -> Scope:
    """The narrowest object that some of the evidence is about; `own` where there is no evidence."""
    scopes = {program.evidence[id_].scope for id_ in ids}
    return next(
        (scope for scope in ("own", "family", "system") if scope in scopes), "own"
    )


def _old(program: Program, body: Sequence[Item], limit: int) -> bool:
    """Whether even the nearest dated evidence lies more than `limit` years outside the period that
    is assessed.

    Undated evidence counts as old, for it could be of any year. Where the period is unknown nothing
    is old, for that is a gap of the description and not of the source.
    """
    if not isinstance(program.assessed, Period):
        return False
    years = [
        year
        for item in body
        if (year := item.evidence.facts or item.source.year) is not None
    ]
    first = program.assessed.from_ or program.assessed.to
    last = program.assessed.to or program.assessed.from_
    if first is None or last is None:
        return False
    return not years or min(max(first - year, year - last, 0) for year in years) > limit
