"""Cards that cannot stand in one comparison are refused, with what differs and what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from evalkit.model.card import ReportCard
from evalkit.model.comparison import refuse_synthetic_beside_real
from evalkit.model.errors import NotComparable, NothingMatched
from evalkit.model.words import first_few, nearest

Key = TypeVar("Key", str, tuple[str, str])


def refuse(cards: Sequence[ReportCard], synthetic: bool) -> None:
    """Raise NotComparable for cards whose numbers do not mean the same."""
    if len(cards) < 2:
        raise NotComparable("a comparison needs two programs or more")
    if not synthetic:
        refuse_synthetic_beside_real(cards)
    # each with the first alone: to mean the same as one card is to mean the same as all
    first = cards[0]
    seen = {first.program.id}
    for card in cards[1:]:
        if card.program.id in seen:
            raise NotComparable(
                f"{card.program.id} stands twice in this comparison; name it once, or give one of "
                "the two another id; evalkit score shows several periods of a program as a trend"
            )
        seen.add(card.program.id)
        _refuse_rubrics(first, card)
        _refuse_evaluators(first, card)
        _refuse_settings(first, card)


def require_one_or_two(cards: Sequence[ReportCard], question: str) -> None:
    """Raise NotComparable for a `question` about no card or about more than two, and for two cards
    that may not be compared.
    """
    if len(cards) not in (1, 2):
        raise NotComparable(f"{question} concerns one program or two, not {len(cards)}")
    if len(cards) == 2:
        # who names two programs wants an answer on both, made up or not
        refuse(cards, synthetic=True)


def refuse_pairs(
    cards: Sequence[ReportCard], asked: Collection[tuple[str, str]]
) -> None:
    """Raise NothingMatched for pairs of programs that are not compared, every one of them named,
    and NotComparable for one of a program with itself.
    """
    ids = {card.program.id for card in cards}
    named = dict.fromkeys(chain.from_iterable(asked))
    others = [program for program in named if program not in ids]
    if others:
        near = [*filter(None, (nearest(program, ids) for program in others))]
        hint = f"; did you mean {first_few(near)}?" if near else ""
        raise NothingMatched(
            f"a pair names what is not among the programs compared: {first_few(others)}{hint}"
        )
    for left, right in asked:
        if left == right:
            raise NotComparable(f"a pair has two programs, not {left} twice")


def _refuse_rubrics(first: ReportCard, card: ReportCard) -> None:
    # By the digest, for two contents may have one name and edition.
    if card.rubric_digest == first.rubric_digest:
        return
    rubric, other = (
        f"{judged.rubric.id} {judged.rubric.edition} (digest {judged.rubric_digest[:12]})"
        for judged in (first, card)
    )
    raise NotComparable(
        f"{first.program.id} was scored with rubric {rubric} and {card.program.id} with rubric "
        f"{other}{_different_criteria(first, card)}: "
        "their numbers do not mean the same; score both with one rubric"
    )


def _different_criteria(first: ReportCard, card: ReportCard) -> str:
    """The criteria in which two editions of a rubric differ."""
    if first.rubric.id != card.rubric.id:
        return ""
    odd = _differing(first.rubric.criteria(), card.rubric.criteria())
    return f", which differ in {first_few(odd)}" if odd else ""


def _refuse_evaluators(first: ReportCard, card: ReportCard) -> None:
    """Another plugin may measure something else under the same name of an evaluator."""
    evaluators, others = (
        dict(judged.provenance.evaluators) if judged.provenance else {}
        for judged in (first, card)
    )
    odd = []
    for name in _differing(evaluators, others):
        by = evaluators.get(name, "none")
        other = others.get(name, "none")
        odd.append(f"{name} by {by} and by {other}")
    if odd:
        raise NotComparable(
            f"{first.program.id} and {card.program.id} were not measured by the same evaluators "
            f"({first_few(odd, separator='; ')}): score both with the same plugins"
        )


def _refuse_settings(first: ReportCard, card: ReportCard) -> None:
    """A plugin may measure something else where something else is set."""
    settings = _settings(first)
    others = _settings(card)
    odd = []
    for plugin, key in _differing(settings, others):
        value = settings.get((plugin, key), "as usual")
        other = others.get((plugin, key), "as usual")
        odd.append(f"{key} of plugin {plugin} {value} and {other}")
    if odd:
        raise NotComparable(
            f"{first.program.id} and {card.program.id} were scored with other settings"
            f" ({first_few(odd, separator='; ')}): score both with the same settings"
        )


def _settings(card: ReportCard) -> dict[tuple[str, str], str]:
    """What is set for plugins, by plugin and key."""
    if card.provenance is None:
        return {}
    return {(plugin, key): value for plugin, key, value in card.provenance.settings}


def _differing(mine: Mapping[Key, object], theirs: Mapping[Key, object]) -> list[Key]:
    """The keys with different values, in their order."""
    keys = sorted(mine.keys() | theirs.keys())
    return [key for key in keys if mine.get(key) != theirs.get(key)]
