"""What is said of a portfolio in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.places import countries, country_name, region_name
from evalkit.model.portfolio import Portfolio
from evalkit.report.portfolio.amounts import sums


def answer(portfolio: Portfolio) -> Iterator[str]:
    """How many programs overlap and duplicate, or why nobody knows; then families of names."""
    yield from caveats(portfolio)
    yield from _overlaps(portfolio) if portfolio.funnel.coded else _nothing(portfolio)
    several = sum(len(family.owners) > 1 for family in portfolio.families)
    yield say(
        "Families of near-identical names: {families}, {several} of them with several owners.",
        families=count(len(portfolio.families)),
        several=count(several),
    )


def caveats(portfolio: Portfolio) -> Iterator[str]:
    """That proposals count, where they do."""
    if portfolio.on_proposals:
        yield say("On proposals: functions that names suggest and nobody has accepted count here.")


def _overlaps(portfolio: Portfolio) -> Iterator[str]:
    total = {total.step: total for total in portfolio.ladder}
    yield say(
        "Of {all} programs {overlap} share a function and a place with another one, and"
        " {duplicates} the target group as well (known budget: {budget}).",
        all=count(portfolio.funnel.described),
        overlap=count(total["overlap"].programs),
        duplicates=count(total["duplication"].programs),
        budget=sums(total["duplication"].budget),
    )
    yield say(
        "Duplication can be judged for {n} programs; of the others too little is stated.",
        n=count(portfolio.funnel.targeted),
    )


def _nothing(portfolio: Portfolio) -> Iterator[str]:
    yield say(
        "No overlap can be judged: none of {all} programs states a function. Names suggest one for"
        " {proposed}: --with-proposed shows the ladder on them.",
        all=count(portfolio.funnel.described),
        proposed=count(portfolio.funnel.proposed),
    )


def count(number: int) -> str:
    """A number of things, its thousands set apart."""
    return f"{number:,}"


def place_name(label: str) -> str:
    """A country or a region in the language that is spoken; any other label as it is."""
    name = country_name(label) if label in countries() else region_name(label)
    return label if name == label else say(name)
