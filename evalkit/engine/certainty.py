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
from evalkit.model.message import Message, Number, Plain, Term, message
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
    # Cited twice, evidence is as sure as cited once.
    for id_ in dict.fromkeys(ids):
        evidence = program.evidence[id_]
        if evidence.scope != "own" or evidence.claim in excluded:
            continue
        source = program.sources[evidence.source]
        authors = (program.sources[work].author for work in source.read_in)
        readers = frozenset(filter(None, authors))
        interest = _interest(evidence, source, own_side)
        body.append(Item(evidence, source, interest, readers))
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
    # One strong source is not made weaker by a weak one beside it.
    best = max(body, key=lambda item: rank(_start(item, rules.start)))
    start = _start(best, rules.start)
    kind = Term(best.source.kind.replace("_", " "))
    claim = Term(best.evidence.claim)
    certainty = Term(start)
    reasons = [message("certainty_start", certainty=certainty, kind=kind, claim=claim)]
    steps = 0
    for move in _moves(program, body, contradicting, rules):
        step: int = getattr(rules.moves, move)
        steps += step
        params: dict[str, Plain] = {"step": Number(step, signed=True)}
        if move == "old":
            params["years"] = rules.old_after
        reasons.append(message(f"certainty_{move}", **params))
    return Appraisal(moved(start, steps), tuple(reasons))


def _interest(evidence: Evidence, source: Source, own_side: set[str]) -> Interest:
    if source.holder not in own_side or evidence.direction is None:
        return "neutral"
    return "own" if evidence.direction == "supports" else "against_own"


def _start(item: Item, start: Mapping[SourceKind, Start]) -> Certainty:
    """The certainty that an item has by itself: a claim goes before a design, and the praise of
    those who run the program never starts above `own`.
    """
    rule = start[item.source.kind]
    source = item.source
    # an evaluation that states no design starts as an official document does: a high start has to
    # be earned by saying how the effect was found
    certainty = rule.certainty
    if source.design:
        certainty = rule.designs.get(source.design, certainty)
    certainty = rule.claims.get(item.evidence.claim, certainty)
    if item.interest == "own":
        certainty = min(certainty, rule.own, key=rank)
    return certainty


def _moves(
    program: Program,
    body: Sequence[Item],
    contradicting: Sequence[Item],
    rules: EvidenceRules,
) -> list[str]:
    """What raises or lowers the certainty of a body of evidence, by the names of the rules."""
    moves = []
    starts = [rank(_start(item, rules.start)) for item in body]
    best = max(starts)
    # what raises nothing does not take a step down back either
    raising, near, strongest = [], [], []
    for item, start in zip(body, starts, strict=True):
        if start == best:
            strongest.append(item)
        if _raises(item, rules):
            raising.append(item)
            # a web page beside a survey makes nobody surer of the survey
            if start >= best - 1:
                near.append(item)
    bearing = raising or strongest
    critics = {item.source.holder for item in raising if item.interest == "against_own"}
    if any(_independent(*pair) for pair in combinations(near, 2)):
        moves.append("independent_kinds")
    # two reasons to go up never add up: one step above the start is the most
    elif len(critics) > 1:
        moves.append("self_criticism")
    directions = {item.evidence.direction for item in body}
    if contradicting or {"supports", "contradicts"} <= directions:
        moves.append("conflict")
    if _has_one_author(bearing):
        moves.append("one_author")
    if _is_old(program, bearing, rules.old_after):
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
    first = item.source
    second = other.source
    if item.evidence.direction != other.evidence.direction:
        return False
    if first.kind == second.kind or _names(first) & _names(second):
        return False
    # who repeats what another source says confirms nothing
    reported = first.informant in other.readers or second.informant in item.readers
    return not reported


def _names(source: Source) -> set[str]:
    """By what a source is known, however it is written."""
    names = (source.author, source.holder, source.data, source.cite)
    return {" ".join(name.casefold().split()) for name in names if name.strip()}


def _has_one_author(body: Sequence[Item]) -> bool:
    """Whether one author wrote it all, or nobody signs any of it."""
    authors = {item.source.author for item in body}
    if len(authors) == 1 and "" not in authors:
        return True
    holders = {item.source.holder for item in body}
    return not any(authors | holders)


def scope_of(program: Program, ids: Iterable[str]) -> Scope:
    """The narrowest object that some of the evidence is about; `own` where there is no evidence."""
    scopes = {program.evidence[id_].scope for id_ in ids}
    narrowest_first: tuple[Scope, ...] = ("own", "family", "system")
    return next((scope for scope in narrowest_first if scope in scopes), "own")


def _is_old(program: Program, body: Sequence[Item], limit: int) -> bool:
    """Whether even the nearest dated evidence lies more than `limit` years outside the period that
    is assessed.

    Undated evidence counts as old, for it could be of any year. Where the period is unknown nothing
    is old, for that is a gap of the description and not of the source.
    """
    if not isinstance(program.assessed, Period):
        return False
    first = program.assessed.from_ or program.assessed.to
    last = program.assessed.to or program.assessed.from_
    if first is None or last is None:
        return False
    distances = []
    for item in body:
        year = item.evidence.facts or item.source.year
        if year is not None:
            distances.append(max(first - year, year - last, 0))
    return not distances or min(distances) > limit
