"""Caveats of a comparison: types, components, authors, selected cases, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import (
    LISTED,
    Comparison,
    strangers,
    synthetic_beside_real,
)
from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Ref,
    Term,
    message,
    names,
    refs,
)
from evalkit.model.naming import first_few, first_refs
from evalkit.model.places import country_name


def caveats(cards: Sequence[ReportCard]) -> list[Message]:
    """What weakens a comparison as a whole."""
    warnings = []
    kinds = {card.program.ranked_as for card in cards}
    if len(kinds) > 1:
        listed = Listing(map(Term, sorted(kinds)), "comma")
        warnings.append(message("types_differ", kinds=listed))
    synthetic = synthetic_beside_real(cards)
    if synthetic:
        warnings.append(message("synthetic_not_ranked", programs=first_refs(synthetic)))
        # synthetic evidence takes no doubt about the others away
        cards = [card for card in cards if not card.program.synthetic]
    if all(card.program.synthetic for card in cards):
        warnings.append(message("all_synthetic"))
    warnings += strangers(cards)
    warnings += _overlays(cards)
    warnings += _components_and_parents(cards)
    # validity rule G12: one author is one source, however many programs the work describes
    authors = set().union(*map(all_authors, cards))
    if len(authors) == 1:
        code = "one_author_of_real" if synthetic else "one_author"
        warnings.append(message(code, author=authors.pop()))
    return [*warnings, *_only_favorable(cards), *_never_rated(cards)]


def unlisted(comparison: Comparison) -> Iterator[Message]:
    """That pairs are counted and not listed, and how to ask for one."""
    if comparison.lists_all_pairs:
        return
    if comparison.asked:
        yield message("asked_pairs_listed", n=len(comparison.asked))
    else:
        yield message("pairs_not_listed", n=len(comparison.cards), most=Count(LISTED))


def _overlays(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """The programs whose descriptions overlays add to, with the files."""
    programs = []
    for card in cards:
        if card.overlaid:
            paths = refs((overlaid.path for overlaid in card.overlaid), "comma")
            program = Ref(card.program.id)
            programs.append(message("overlays_of", program=program, paths=paths))
    if programs:
        yield message("overlays", programs=first_few(programs, "clauses"))


def _components_and_parents(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """The programs that stand beside their parent."""
    programs = {card.program.id for card in cards}
    components: dict[str, list[str]] = {}
    for card in cards:
        if card.program.part_of in programs:
            components.setdefault(card.program.part_of, []).append(card.program.id)
    items = [
        message("components_of", components=first_refs(sorted(ids)), parent=Ref(parent))
        for parent, ids in sorted(components.items())
    ]
    if items:
        yield message("components_and_parents", components=first_few(items, "clauses"))


def _only_favorable(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """The countries about which nothing critical is stated, used or not, where others are compared
    with them.
    """
    groups = _by_country(cards)
    if len(groups) == 1:
        return
    for country, group in groups.items():
        directions = set()
        for card in group:
            for evidence in card.program.evidence.values():
                directions.add(evidence.direction)
        # Where nothing critical is known of a country, perhaps no such evidence was collected.
        if "supports" in directions and "contradicts" not in directions:
            where = Term(country_name(country))
            yield message("only_favorable_evidence", country=where, n=len(group))


def _never_rated(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """The dimensions in which no program of a country has a score, where others have one."""
    groups = _by_country(cards)
    rated = {country: _rated(group) for country, group in groups.items()}
    anywhere = _rated(cards)
    for country in groups:
        without = [
            described.name
            for dimension, described in cards[0].rubric.dimensions.items()
            if dimension in anywhere and dimension not in rated[country]
        ]
        if without:
            where = Term(country_name(country))
            yield message("never_rated", country=where, dimensions=names(without))


def _by_country(cards: Sequence[ReportCard]) -> dict[str, list[ReportCard]]:
    """The cards by country, in the order of the codes of countries."""
    groups: dict[str, list[ReportCard]] = {}
    for card in sorted(cards, key=lambda card: card.program.country):
        groups.setdefault(card.program.country, []).append(card)
    return groups


def _rated(cards: Sequence[ReportCard]) -> set[str]:
    """The dimensions in which one of the cards has a score."""
    rated = set()
    for card in cards:
        for dimension in card.dimensions:
            if dimension.score.score is not None:
                rated.add(dimension.id)
    return rated


def all_authors(card: ReportCard) -> set[str]:
    """The authors of all evidence that a card names."""
    return set().union(*(authors_of(card, evidence) for evidence in card.cites))


def authors_of(card: ReportCard, evidence: str) -> set[str]:
    """The authors of the works in which a piece of evidence was read, else who is behind it."""
    _, source = card.cited(evidence)
    works = [card.program.sources[work] for work in source.read_in]
    return {work.author or work.cite for work in works} or {source.informant}
