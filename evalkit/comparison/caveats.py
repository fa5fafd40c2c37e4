"""What a reader of a comparison has to know beside its results: types, components, authors, chosen cases, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import made_up_beside_real, strangers
from evalkit.model.message import Listing, Message, Ref, Term, message, names, refs
from evalkit.model.places import country_name


def caveats(cards: Sequence[ReportCard]) -> list[Message]:
    """What weakens a comparison as a whole."""
    warnings = []
    kinds = {card.program.ranked_as for card in cards}
    if len(kinds) > 1:
        warnings.append(message("types_differ", kinds=Listing(map(Term, sorted(kinds)), "comma")))
    if made_up := made_up_beside_real(cards):
        warnings.append(message("synthetic_not_ranked", programs=refs(made_up, "comma")))
        cards = [
            card for card in cards if not card.program.synthetic
        ]  # synthetic evidence takes no doubt about the others away
    if all(card.program.synthetic for card in cards):
        warnings.append(message("all_synthetic"))
    warnings += strangers(cards)
    if laid := [
        message(
            "overlays_of",
            program=Ref(card.program.id),
            paths=refs((each.path for each in card.overlaid), "comma"),
        )
        for card in cards
        if card.overlaid
    ]:
        warnings.append(message("overlays", programs=Listing(laid, "clauses")))
    parents: dict[str, list[str]] = {}
    for card in cards:
        if card.program.part_of in {other.program.id for other in cards}:
            parents.setdefault(card.program.part_of, []).append(card.program.id)
    if parents:
        parts = [
            message("parts_of", parts=refs(sorted(ids), "comma"), whole=Ref(whole))
            for whole, ids in sorted(parents.items())
        ]
        warnings.append(message("parts_and_wholes", parts=Listing(parts, "clauses")))
    if len(authors := set().union(*(_readers(card) for card in cards))) == 1:
        code = "one_author_of_real" if made_up else "one_author"
        warnings.append(message(code, author=authors.pop()))
    return [*warnings, *_chosen_successes(cards), *_never_rated(cards)]


def _never_rated(cards: Sequence[ReportCard]) -> list[Message]:
    """The dimensions in which no program of a country has a score, where others have one: nothing can be said of a difference."""
    rated = {
        (card.program.country, each.id)
        for card in cards
        for each in card.dimensions
        if each.score.score is not None
    }
    called = {
        id: dimension.name
        for id, dimension in cards[0].rubric.dimensions.items()
        if any(id == each for _, each in rated)
    }
    warnings = []
    for country in sorted({card.program.country for card in cards}):
        if without := [name for id, name in called.items() if (country, id) not in rated]:
            warnings.append(
                message(
                    "never_rated", country=Term(country_name(country)), dimensions=names(without)
                )
            )
    return warnings


def _chosen_successes(cards: Sequence[ReportCard]) -> list[Message]:
    """Countries about which nothing critical is cited, where others are set beside them."""
    countries = sorted({card.program.country for card in cards})
    warnings = []
    for country in countries if len(countries) > 1 else []:
        group = [card for card in cards if card.program.country == country]
        spoken = {card.cited(id)[0].direction for card in group for id in card.cites}
        if "supports" in spoken and "contradicts" not in spoken:
            where = Term(country_name(country))
            warnings.append(message("chosen_successes", country=where, n=len(group)))
    return warnings


def _readers(card: ReportCard) -> set[str]:
    """The authors of the works in which the evidence of a card was read."""
    authors = set()
    for id in card.cites:
        source = card.cited(id)[1]
        works = [card.program.sources[work] for work in source.read_in]
        authors |= {work.author or work.cite for work in works} or {source.informant}
    return authors
