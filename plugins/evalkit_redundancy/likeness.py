"""How alike the catalogs of two programs are."""

from collections.abc import Callable, Mapping

from evalkit.plugin import FUNCTIONS, Program
from evalkit.plugin.formulas import jaccard, spending

Ends = tuple[float, float]


Likeness = Callable[[Program, Program, bool], Ends]


def _key(function: str, coarse: bool) -> str:
    """A function, or the group of functions that it belongs to: an instrument of the OECD's STIP
    Compass.
    """
    return FUNCTIONS[function][1] if coarse else function


def is_listed(program: Program) -> bool:
    """Whether the services of a program are listed in full."""
    return "services" in program.listed_in_full


def _certain(likeness: float | None) -> Ends:
    """A likeness that is known as both of its ends; what is not known has no bound."""
    return (0.0, 1.0) if likeness is None else (likeness, likeness)


def shared_functions(mine: Program, theirs: Program, coarse: bool) -> Ends:
    """Jaccard similarity of what is offered.

    The interval that further services could make of it where a catalog is open.
    """
    ours, others = (
        {_key(service.function, coarse) for service in program.services}
        for program in (mine, theirs)
    )
    if is_listed(mine) and is_listed(theirs):
        return _certain(jaccard(ours, others))
    # the least: each further function is offered by one side only; the most: a side whose catalog
    # is open offers all that the other does
    every = ours | others
    least = len(ours & others) / len({_key(function, coarse) for function in FUNCTIONS})
    shared = (ours if is_listed(mine) else every) & (others if is_listed(theirs) else every)
    return least, len(shared) / len(every)


def by_profile(
    formula: Callable[[Mapping[str, float], Mapping[str, float]], float | None],
) -> Likeness:
    """The likeness of two profiles by a formula: of spending where both sides tell it, else of
    counts; an open catalog sets no bound.
    """

    def likeness(mine: Program, theirs: Program, coarse: bool) -> Ends:
        if not (is_listed(mine) and is_listed(theirs)):
            return 0.0, 1.0
        weighed = [spending(program.services) for program in (mine, theirs)]
        # money on one side and counts on the other are not the same profile
        has_spending = not any(why for _, why in weighed)
        profiles: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for profile, program, (weights, _) in zip(profiles, (mine, theirs), weighed, strict=True):
            for service, weight in zip(program.services, weights, strict=True):
                key = _key(service.function, coarse)
                profile[key] = profile.get(key, 0.0) + (weight if has_spending else 1.0)
        return _certain(formula(*profiles))

    return likeness
