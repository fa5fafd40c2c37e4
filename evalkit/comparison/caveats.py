"""What a reader of a comparison has to know beside its results: types, components, authors, chosen cases, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import made_up_beside_real, strangers
from evalkit.model.places import country_name
from evalkit.model.words import listed


def caveats(cards: Sequence[ReportCard]) -> list[str]:
    """What weakens a comparison as a whole."""
    warnings = []
    kinds = {card.program.ranked_as for card in cards}
    if len(kinds) > 1:
        warnings.append(
            f"different types of program are compared ({', '.join(sorted(kinds))}): read the levels, not the ranking"
        )
    if made_up := made_up_beside_real(cards):
        warnings.append(
            f"synthetic, to try the engine on, and not ranked with real programs: {', '.join(made_up)}"
        )
        cards = [
            card for card in cards if not card.program.synthetic
        ]  # synthetic evidence takes no doubt about the others away
    warnings += strangers(cards)
    if laid := [
        f"{card.program.id} ({', '.join(each.path for each in card.overlaid)})"
        for card in cards
        if card.overlaid
    ]:
        warnings.append(f"facts from overlays stand in {'; '.join(laid)}")
    wholes: dict[str, list[str]] = {}
    for card in cards:
        if card.program.part_of in {other.program.id for other in cards}:
            wholes.setdefault(card.program.part_of, []).append(card.program.id)
    if wholes:
        parts = "; ".join(
            f"{', '.join(sorted(ids))} of {whole}" for whole, ids in sorted(wholes.items())
        )
        warnings.append(
            f"components are compared with their parents, and their scores are not independent: {parts}"
        )
    if len(authors := set().union(*(_readers(card) for card in cards))) == 1:
        apart = "apart from synthetic programs, " if made_up else ""
        warnings.append(
            f"{apart}everything here was read in the work of one author ({authors.pop()}): the contrast is this author's"
        )
    return [*warnings, *_chosen_successes(cards), *_never_rated(cards)]


def _never_rated(cards: Sequence[ReportCard]) -> list[str]:
    """The dimensions in which no program of a country has a score, where others have one: nothing can be said of a difference."""
    rated = {
        (card.program.country, each.id)
        for card in cards
        for each in card.dimensions
        if each.score.score is not None
    }
    names = {
        id: dimension.name.lower()
        for id, dimension in cards[0].rubric.dimensions.items()
        if any(id == each for _, each in rated)
    }
    warnings = []
    for country in sorted({card.program.country for card in cards}):
        if without := [name for id, name in names.items() if (country, id) not in rated]:
            warnings.append(
                f"not rated for any program of {country_name(country)}: {listed(without)}"
            )
    return warnings


def _chosen_successes(cards: Sequence[ReportCard]) -> list[str]:
    """Countries about which nothing critical is cited, where others are set beside them."""
    countries = sorted({card.program.country for card in cards})
    warnings = []
    for country in countries if len(countries) > 1 else []:
        group = [card for card in cards if card.program.country == country]
        spoken = {card.cited(id)[0].speaks for card in group for id in card.cites}
        if "for" in spoken and "against" not in spoken:
            cases = "its one case looks" if len(group) == 1 else f"its {len(group)} cases look"
            told = f"all evidence on {country_name(country)} is favorable"
            warnings.append(f"{told}: {cases} selected for success and may not be representative")
    return warnings


def _readers(card: ReportCard) -> set[str]:
    """The authors of the works in which the evidence of a card was read."""
    authors = set()
    for id in card.cites:
        source = card.cited(id)[1]
        works = [card.program.sources[work] for work in source.read_in]
        authors |= {work.author or work.cite for work in works} or {source.informant}
    return authors
