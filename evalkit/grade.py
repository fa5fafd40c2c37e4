"""How strong the evidence behind a level is: a grade from 1 to 4, computed from the fields of the sources (codebook, section 5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal

from attrs import frozen

from evalkit.model.program import Evidence, Period, Program, Source
from evalkit.model.rubric import EvidenceRules, Start
from evalkit.model.vocabulary import Scope

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
class Grade:
    """A grade from 1 to 4 with its reasons; `scope` is the widest object that every piece of evidence speaks of."""

    value: int
    reasons: tuple[str, ...]
    scope: Scope


def items(program: Program, ids: Iterable[str], excluded: Iterable[str] = ()) -> list[Item]:
    """Evidence by id with its source, without the kinds of claim in `excluded`."""
    own_side = {program.id, *program.operator, *program.sponsors}
    found = []
    for id in dict.fromkeys(ids):
        evidence = program.evidence[id]
        if evidence.claim not in excluded:
            source = program.sources[evidence.source]
            readers = frozenset(program.sources[work].author for work in source.read_in if program.sources[work].author)
            found.append(Item(evidence, source, _interest(evidence, source, own_side), readers))
    return found


def grade(program: Program, body: Sequence[Item], against: Sequence[Item], rules: EvidenceRules) -> Grade | None:
    """Grade a body of evidence; None when it is empty. `against` is evidence that speaks against the level."""
    if not body:
        return None
    value, best = max((_start(item, rules.start), -place) for place, item in enumerate(body))
    reasons = [f"starts at {value}: {body[-best].source.kind.replace('_', ' ')}, {body[-best].evidence.claim}"]
    for move, why in _moves(program, body, against, rules):
        step = getattr(rules.moves, move)
        value += step
        reasons.append(f"{step:+d}: {why}")
    return Grade(min(4, max(1, value)), tuple(reasons), _scope(body))


def grade_of_source(source: Source, rules: EvidenceRules) -> int:
    """The grade of a table that comes from one source."""
    return rules.start[source.kind].grade


def _interest(evidence: Evidence, source: Source, own_side: set[str]) -> Interest:
    if source.holder not in own_side or evidence.speaks is None:
        return "neutral"
    return "own" if evidence.speaks == "for" else "against_own"


def _start(item: Item, start: dict[str, Start]) -> int:
    rule = start[item.source.kind]
    by_claim = rule.claims.get(item.evidence.claim, rule.grade)
    return min(by_claim, rule.own) if item.interest == "own" else by_claim


def _moves(program: Program, body: Sequence[Item], against: Sequence[Item], rules: EvidenceRules) -> list[tuple[str, str]]:
    moves = []
    critics = {item.source.holder for item in body if item.interest == "against_own"}
    if any(_independent(*pair) for pair in combinations(body, 2)):
        moves.append(("independent_kinds", "independent sources of different kind agree"))
    elif len(critics) > 1:
        moves.append(("self_criticism", "several bodies criticize their own program"))
    if against or {"for", "against"} <= {item.evidence.speaks for item in body}:
        moves.append(("conflict", "the evidence is contradicted"))
    authors = {item.source.author for item in body if item.interest != "own"}  # self-praise makes no second voice
    if len(authors) == 1 and authors != {""}:
        moves.append(("one_author", "all of it goes back to one author"))
    if _old(program, body, rules.old_after):
        moves.append(("old", f"the facts are more than {rules.old_after} years from the period judged"))
    if (scope := _scope(body)) != "own":
        moves.append((scope, f"it speaks of the whole {scope} only"))
    return moves


def _independent(one: Item, other: Item) -> bool:
    """Whether two items agree independently: other informants, other kinds, no self-praise, and neither heard through the other."""
    if "own" in (one.interest, other.interest) or one.evidence.speaks != other.evidence.speaks:
        return False
    heard = one.source.informant in other.readers or other.source.informant in one.readers
    return not heard and one.source.informant != other.source.informant and one.source.kind != other.source.kind


def _scope(body: Sequence[Item]) -> Scope:
    scopes = {item.evidence.scope for item in body}
    return next(scope for scope in ("own", "family", "system") if scope in scopes)


def _old(program: Program, body: Sequence[Item], limit: int) -> bool:
    """Whether even the nearest dated evidence is too far away; undated evidence or an unknown period is not held against it."""
    if not isinstance(program.assessed, Period):
        return False
    years = [item.evidence.facts or item.source.year for item in body]
    first = program.assessed.from_ or program.assessed.to
    last = program.assessed.to or program.assessed.from_
    if first is None or last is None or None in years:
        return False
    return min(max(first - year, year - last, 0) for year in years if year is not None) > limit
