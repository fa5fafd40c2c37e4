"""What a card was made from that has changed, each thing once and with the criteria that it can
move.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from operator import attrgetter
from typing import Any

import attrs

from evalkit.comparison.changes.keys import changed_keys
from evalkit.comparison.changes.made_with import made_with
from evalkit.comparison.changes.under import with_ids
from evalkit.model.card import ReportCard
from evalkit.model.changes import Cause, CauseKind, Change
from evalkit.model.facts import Period
from evalkit.model.measurement import Span
from evalkit.model.observation import Observation
from evalkit.model.program import (
    Coder,
    Coding,
    Evidence,
    Facts,
    Identity,
    Program,
    Source,
)
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.result import Rating

BY_ID = ("observations", "sources", "evidence")
"""Facts that are named one by one."""
Codings = Mapping[str, Mapping[str, Coding]]
"""By coder and criterion what was answered."""


def causes(
    before: ReportCard, after: ReportCard, renamed: Mapping[str, str]
) -> tuple[Cause, ...]:
    """The changes of the description, of what stands beside it, and of what judged it; `renamed`
    gives newer ids of criteria by older ones.
    """
    # A criterion that has another id by now is no change of what was coded.
    old = with_ids(before.program, renamed)
    new = after.program
    ratings = (*before.ratings, *after.ratings)
    described = [
        *_evidence(old, new, ratings),
        *_sources(old, new, ratings),
        *_observations(old, new, ratings),
        *_codings(old.codings, new.codings),
        *_coders(old, new),
        *_facts(old, new, before, after),
        *_identity(old, new),
    ]
    return (*described, *made_with(before, after))


def _evidence(
    old: Program, new: Program, ratings: Collection[Rating]
) -> Iterator[Cause]:
    for name, change in changed_keys(old.evidence, new.evidence):
        criteria = _resting_on({name}, ratings)
        pieces = old.evidence.get(name), new.evidence.get(name)
        yield _cause("evidence", (name, change), criteria, pieces)


def _sources(
    old: Program, new: Program, ratings: Collection[Rating]
) -> Iterator[Cause]:
    """The sources that changed; one that comes or goes with its evidence is told by that."""
    came_or_went = old.evidence.keys() ^ new.evidence.keys()
    for name, change in changed_keys(old.sources, new.sources):
        cited = _citing(old, name) | _citing(new, name)
        if change != "changed" and cited and cited <= came_or_went:
            continue
        criteria = _resting_on(cited, ratings)
        sources = old.sources.get(name), new.sources.get(name)
        yield _cause("source", (name, change), criteria, sources)


def _citing(program: Program, source: str) -> set[str]:
    """The evidence of a source."""
    return {name for name, piece in program.evidence.items() if piece.source == source}


def _observations(
    old: Program, new: Program, ratings: Collection[Rating]
) -> Iterator[Cause]:
    for name, change in changed_keys(old.observations, new.observations):
        using = [rating for rating in ratings if name in rating.criterion.measures]
        criteria = _unique(rating.id for rating in using)
        stated = old.observations.get(name), new.observations.get(name)
        yield _cause("observation", (name, change), criteria, stated)


def _codings(old: Codings, new: Codings) -> Iterator[Cause]:
    """Coders that came or went, and the answers that others changed."""
    for coder, change in changed_keys(old, new):
        mine = old.get(coder, {})
        theirs = new.get(coder, {})
        answers = changed_keys(mine, theirs)
        if change != "changed":
            criteria = [criterion for criterion, _ in answers]
            yield _cause("coding", (coder, change), criteria)
            continue
        for criterion, kind in answers:
            codings = mine.get(criterion), theirs.get(criterion)
            yield _cause("coding", (coder, kind), [criterion], codings)


def _coders(old: Program, new: Program) -> Iterator[Cause]:
    """What is stated of a coder; one who comes or goes with the codings is told of by these."""
    for coder, change in changed_keys(old.coders, new.coders):
        comes_or_goes = (coder in old.codings) != (coder in new.codings)
        if change != "changed" and comes_or_goes:
            continue
        named = (f"coders {coder}", change)
        coders = old.coders.get(coder), new.coders.get(coder)
        yield _cause("description", named, [], coders)


def _facts(
    old: Program, new: Program, before: ReportCard, after: ReportCard
) -> Iterator[Cause]:
    """Blocks of facts that changed, with the criteria whose computed measures changed."""
    computed = {rating.id: _computed(rating) for rating in before.ratings}
    moved = [
        rating.id
        for rating in after.ratings
        if _computed(rating) != computed.get(rating.id, {})
    ]
    # A card does not say which blocks a measure reads, so each block may have moved them all.
    for name, change in _blocks(Facts, old, new):
        if name not in BY_ID:
            yield _cause("fact", (name, change), moved)


def _identity(old: Program, new: Program) -> Iterator[Cause]:
    for name, change in _blocks(Identity, old, new):
        values = getattr(old, name), getattr(new, name)
        yield _cause("description", (name, change), [], values)


def _blocks(
    kind: type[attrs.AttrsInstance], old: Program, new: Program
) -> Iterator[tuple[str, Change]]:
    """The fields of a class that differ; one that is left out is empty or unknown."""
    for field in attrs.fields(kind):
        before = getattr(old, field.name)
        after = getattr(new, field.name)
        if before == after:
            continue
        if bool(before) == bool(after):
            yield field.name, "changed"
        else:
            yield field.name, "added" if after else "removed"


def _cause(
    kind: CauseKind,
    changed: tuple[str, Change],
    criteria: Collection[str],
    values: tuple[object, object] = (None, None),
) -> Cause:
    """A cause by its name and how it changed, with what stood there before and what stands there
    now, in short.
    """
    name, change = changed
    before, after = map(_short, values)
    if before == after:  # what differs is not in the short forms
        before = after = None
    return Cause(kind, change, name, tuple(criteria), before, after)


def _resting_on(evidence: Collection[str], ratings: Collection[Rating]) -> list[str]:
    """The criteria that name some evidence, for or against."""
    resting = [rating for rating in ratings if not _named(rating).isdisjoint(evidence)]
    return _unique(rating.id for rating in resting)


def _named(rating: Rating) -> set[str]:
    named = {*rating.evidence, *rating.contradicted_by}
    for coding in rating.coded:
        named |= {*coding.evidence, *coding.contradicted_by}
    for level in rating.measured:
        named |= {*(level.measurement.evidence or ())}
    return named


def _unique(names: Iterator[str]) -> list[str]:
    return [*dict.fromkeys(names)]


def _computed(rating: Rating) -> dict[str, Span | None]:
    """The values that measures computed from facts, by measure."""
    return {
        level.measurement.id: level.measurement.value
        for level in rating.measured
        if level.observation is None
    }


def _short(value: object) -> str | None:
    """A value in short, None where it has no short form."""
    short = SHORT.get(type(value))
    return short(value) if short else None


def _answer(coding: Coding) -> str:
    """A coder's answer: a level, or the word for why there is none."""
    if isinstance(coding.level, Missing):
        return coding.level.state
    return f"{coding.level:g}"


def _years(period: Period) -> str:
    return f"{period.from_ or '?'}-{period.to or '?'}"


def _amount(quantity: Quantity) -> str:
    low, high = f"{quantity.low:g}", f"{quantity.high:g}"
    return low if quantity.exact else f"{low}-{high}"


def _text(value: object) -> str | None:
    return str(value) or None


def _list(values: tuple[object, ...]) -> str | None:
    """Texts, or what sources state of a measure in their words."""
    texts = []
    for value in values:
        if isinstance(value, Observation):
            value = value.value.words
        if not isinstance(value, str):
            return None
        texts.append(value)
    return ", ".join(texts) or None


SHORT: Mapping[type, Callable[[Any], str | None]] = {
    Evidence: attrgetter("says"),
    Source: attrgetter("cite"),
    Coder: attrgetter("kind"),
    Missing: attrgetter("state"),
    Coding: _answer,
    Period: _years,
    Quantity: _amount,
    tuple: _list,
    str: _text,
    bool: _text,
    int: _text,
    float: _text,
}
"""How values of each type are told in short."""
