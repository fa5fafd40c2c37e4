"""What is said of a portfolio in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.locale import say
from evalkit.model.message import Count, Message, message
from evalkit.model.places import countries, country_name, region_name
from evalkit.model.portfolio import Funnel, Portfolio
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.report.phrases import clauses, series, translated
from evalkit.report.portfolio.amounts import sums, unit


def answer(portfolio: Portfolio) -> Iterator[str]:
    """How many programs overlap and duplicate, or why nobody knows, and what that is in money; then
    families of names.
    """
    yield from caveats(portfolio)
    yield from _overlaps(portfolio) if portfolio.funnel.coded else _nothing(portfolio)
    yield from _money(portfolio)
    yield _families(portfolio)


def _families(portfolio: Portfolio) -> str:
    families = portfolio.families
    if not families:
        return translated(message("no_name_families"))
    several = sum(len(family.owners) > 1 for family in families)
    if not several:
        return translated(message("name_families_of_one_owner", families=len(families)))
    return translated(message("name_families", families=len(families), several=several))


def caveats(portfolio: Portfolio) -> Iterator[str]:
    """That proposals count, where they do, which programs were taken as nationwide, and how many
    descriptions are of earlier periods.
    """
    if portfolio.on_proposals:
        yield say(
            "On proposals: functions that names suggest and nobody has accepted count here."
        )
    if portfolio.nationwide:
        yield say(
            "National programs without a region that count in the whole country: {n}.",
            n=count(portfolio.nationwide),
        )
    # asked for, and in vain; None where it was not asked for
    elif portfolio.nationwide == 0:
        neither = [program for program in portfolio.programs if not program.regions]
        yield say(
            "--nationwide applies to no program: none without a region states level: national. {n}"
            " state neither a region nor a level.",
            n=count(sum(program.level is None for program in neither)),
        )
    if portfolio.earlier:
        yield say(
            "Descriptions left out because a later period, or a program that succeeds theirs, is"
            " there: {n}. Each program counts once.",
            n=count(portfolio.earlier),
        )


def _overlaps(portfolio: Portfolio) -> Iterator[str]:
    """How many programs overlap and duplicate, and for how many that can be judged."""
    total = {total.step: total for total in portfolio.ladder}
    overlap, duplication = total["overlap"], total["duplication"]
    funnel = portfolio.funnel
    if not overlap.programs:
        sentence = message("no_overlaps", n=funnel.described)
    elif not duplication.programs:
        sentence = message(
            "overlaps_alone", all=funnel.described, overlap=overlap.programs
        )
    else:
        budget = sums(duplication.budget, least=bool(duplication.without_budget))
        sentence = message(
            "overlaps_and_duplicates",
            all=funnel.described,
            overlap=overlap.programs,
            duplicates=duplication.programs,
            budget=budget,
        )
    yield translated(sentence)
    yield translated(_judged_for(funnel))


def _judged_for(funnel: Funnel) -> Message:
    """For how many programs duplication can be judged."""
    if not funnel.targeted:
        return message("duplication_for_none")
    if funnel.targeted == funnel.described:
        return message("duplication_for_all")
    return message("duplication_for_some", n=funnel.targeted)


def _money(portfolio: Portfolio) -> Iterator[str]:
    """What is listed, overlaps and is not judged in money, and that units are not added."""
    if not portfolio.units:
        return
    # one description without a budget makes every sum the least that it can be
    listed = sums(portfolio.budget, least=bool(portfolio.lacking["budget"]))
    yield (
        _judged(portfolio, listed)
        if portfolio.funnel.coded
        else say("Budgets: {listed} listed, none of it judged.", listed=listed)
    )
    # a sum of two currencies or years would be no amount of anything (decision 0075)
    if len(portfolio.units) > 1:
        names = (unit(stated) or say("no unit") for stated in portfolio.units)
        numbers = (count(stated.programs) for stated in portfolio.units)
        yield say(
            "Budgets in {n} units are not added: {units}. State budget.per and the price year where"
            " they are the same.",
            n=count(len(portfolio.units)),
            units=clauses(
                f"{name} ({n})" for name, n in zip(names, numbers, strict=True)
            ),
        )


def _judged(portfolio: Portfolio, listed: str) -> str:
    overlapping = next(total for total in portfolio.ladder if total.step == "overlap")
    funnel = portfolio.funnel
    return say(
        "Budgets: {listed} listed; {overlapping} of programs that overlap; {unjudged} not judged"
        " (programs without a function or a place: {n}).",
        listed=listed,
        overlapping=sums(overlapping.budget, least=bool(overlapping.without_budget)),
        unjudged=sums(portfolio.not_judged),
        n=count(funnel.described - funnel.placed),
    )


def first_names(names: Sequence[str], most: int = 3) -> str:
    """The first of some names, and the number of the others."""
    if len(names) <= most:
        return series(names)
    shown = series(names[:most])
    return say("{names} and {n} more", names=shown, n=count(len(names) - most))


def few(texts: Sequence[str], most: int, verbose: bool = False) -> list[str]:
    """The first texts of a list, and how many more there are; all of them with `verbose`."""
    if verbose or len(texts) <= most:
        return [*texts]
    return [*texts[:most], say("and {n} more", n=count(len(texts) - most))]


def _nothing(portfolio: Portfolio) -> Iterator[str]:
    funnel = portfolio.funnel
    nothing = message("no_function", n=funnel.described)
    if funnel.proposed:
        proposed = Count(funnel.proposed)
        nothing = message("no_function_but_names", n=proposed, nothing=nothing)
    yield translated(nothing)


def count(number: int) -> str:
    """A number of things, its thousands set apart."""
    return f"{number:,}"


def function_named(code: str) -> str:
    """A function by its code and its name."""
    name, _ = FUNCTIONS[code]
    return f"{code} {say(name)}"


def target_named(code: str) -> str:
    """A target group by its code and its name, where that is known."""
    name = TARGETS.get(code)
    return f"{code} {say(name)}" if name else code


def place_name(label: str) -> str:
    """A country or a region in the current language; any other label as it is."""
    name = country_name(label) if label in countries() else region_name(label)
    return label if name == label else say(name)
