"""The certainty of the evidence behind a level: very low (1) to high (4), computed from the fields of the sources after the idea of GRADE-CERQual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from evalkit.model.facts import Period
from evalkit.model.frozen import frozen
from evalkit.model.grading import EvidenceRules, Start
from evalkit.model.message import Message, Number, Term, message
from evalkit.model.program import Evidence, Program, Source
from evalkit.model.vocabulary import Scope, SourceKind

Interest = Literal["own", "against_own", "neutral"]
CERTAINTY = ("none", "very low", "low", "moderate", "high")
"""The words for grades 0 to 4."""


@frozen
class Item:
    """A piece of evidence with its source and the interest that its holder has in it."""

    evidence: Evidence
    source: Source
    interest: Interest
    readers: frozenset[str] = frozenset()
    """Authors of the works in which it was read."""


@frozen
class Grade:
    """A grade from 1 to 4 with its reasons."""

    value: int
    reasons: tuple[Message, ...]


def items(program: Program, ids: Iterable[str], excluded: Iterable[str] = ()) -> list[Item]:
    """Evidence on the program itself by id with its source, without the kinds of claim in `excluded`."""
    own_side = {program.id, *program.operator, *program.sponsors}
    found = []
    for id in dict.fromkeys(ids):
        evidence = program.evidence[id]
        if evidence.scope == "own" and evidence.claim not in excluded:
            source = program.sources[evidence.source]
            readers = frozenset(
                program.sources[work].author
                for work in source.read_in
                if program.sources[work].author
            )
            found.append(Item(evidence, source, _interest(evidence, source, own_side), readers))
    return found


def grade(
    program: Program, body: Sequence[Item], against: Sequence[Item], rules: EvidenceRules
) -> Grade | None:
    """Grade a body of evidence; None when it is empty. `against` is evidence that speaks against the level."""
    if not body:
        return None
    value, best = max((_start(item, rules.start), -place) for place, item in enumerate(body))
    first = body[-best]
    kind, claim = Term(first.source.kind.replace("_", " ")), Term(first.evidence.claim)
    reasons = [message("certainty_start", grade=value, kind=kind, claim=claim)]
    for move in _moves(program, body, against, rules):
        step = getattr(rules.moves, move)
        value += step
        years = {"years": rules.old_after} if move == "old" else {}
        reasons.append(message(f"certainty_{move}", step=Number(step, signed=True), **years))
    return Grade(min(4, max(1, value)), tuple(reasons))


def grade_of_source(source: Source, rules: EvidenceRules) -> int:
    """The grade of a table that comes from one source."""
    return rules.start[source.kind].grade


def _interest(evidence: Evidence, source: Source, own_side: set[str]) -> Interest:
    if source.holder not in own_side or evidence.direction is None:
        return "neutral"
    return "own" if evidence.direction == "supports" else "against_own"


def _start(item: Item, start: Mapping[SourceKind, Start]) -> int:
    rule = start[item.source.kind]
    designed = (
        rule.designs.get(item.source.design, rule.grade) if item.source.design else rule.grade
    )
    by_claim = rule.claims.get(item.evidence.claim, designed)
    return min(by_claim, rule.own) if item.interest == "own" else by_claim


def _moves(
    program: Program, body: Sequence[Item], against: Sequence[Item], rules: EvidenceRules
) -> list[str]:
    """What raises or lowers the grade of a body of evidence, by the names of the rules."""
    moves = []
    best = max(_start(item, rules.start) for item in body)
    raising = [item for item in body if _raises(item, rules)]
    near = [item for item in raising if _start(item, rules.start) >= best - 1]
    critics = {item.source.holder for item in raising if item.interest == "against_own"}
    # what raises nothing does not take a step down back either
    bearing = raising or [item for item in body if _start(item, rules.start) == best]
    if any(_independent(*pair) for pair in combinations(near, 2)):
        moves.append("independent_kinds")
    elif len(critics) > 1:
        moves.append("self_criticism")
    if against or {"supports", "contradicts"} <= {item.evidence.direction for item in body}:
        moves.append("conflict")
    authors = {item.source.author for item in bearing}
    unsigned = not any(item.source.author or item.source.holder for item in bearing)
    if unsigned or (len(authors) == 1 and authors != {""}):
        moves.append("one_author")
    if _old(program, bearing, rules.old_after):
        moves.append("old")
    return moves


def is_signed(item: Item, rules: EvidenceRules) -> bool:
    """Whether an item is dated and signed, and of a kind that may raise a grade."""
    dated = (item.evidence.facts or item.source.year) is not None
    signed = bool(item.source.author or item.source.holder)
    return dated and signed and item.source.kind in rules.raising


def _raises(item: Item, rules: EvidenceRules) -> bool:
    """Whether agreement with an item may raise a grade: it is signed, and no self-praise."""
    return is_signed(item, rules) and item.interest != "own"


def _independent(one: Item, other: Item) -> bool:
    """Whether two items agree independently: other kinds, no author, holder or data in common, and neither heard through the other."""
    first, second = one.source, other.source
    shared = _names(first) & _names(second)
    heard = first.informant in other.readers or second.informant in one.readers
    return (
        one.evidence.direction == other.evidence.direction
        and not shared
        and not heard
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
    """The narrowest object that some of the evidence speaks of; `own` where there is no evidence."""
    scopes = {program.evidence[id].scope for id in ids}
    return next((scope for scope in ("own", "family", "system") if scope in scopes), "own")


def _old(program: Program, body: Sequence[Item], limit: int) -> bool:
    """Whether even the nearest dated evidence is too far away; so is what bears no date at all; an unknown period is not held against it."""
    if not isinstance(program.assessed, Period):
        return False
    years = [year for item in body if (year := item.evidence.facts or item.source.year) is not None]
    first = program.assessed.from_ or program.assessed.to
    last = program.assessed.to or program.assessed.from_
    if first is None or last is None:
        return False
    return not years or min(max(first - year, year - last, 0) for year in years) > limit
