"""How alike the catalogs of two programs are."""

from collections.abc import Callable, Mapping, Sequence

from evalkit.plugin import FUNCTIONS, Program
from evalkit.plugin.formulas import jaccard, spending

Ends = tuple[float, float]
"""The least and the most that a likeness can be."""
Profile = Mapping[str, float]
"""What a program spends, or how many services it has, by function."""
Likeness = Callable[[Program, Program, bool], Ends]
"""How alike two programs are: by function, or where the third is true by group of functions."""


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
    ours, others = _offered(mine, coarse), _offered(theirs, coarse)
    if is_listed(mine) and is_listed(theirs):
        return _certain(jaccard(ours, others))
    # the least: each further function is offered by one side only
    all_functions = {_key(function, coarse) for function in FUNCTIONS}
    least = len(ours & others) / len(all_functions)
    # the most: a side whose catalog is open offers all that the other does
    either = ours | others
    most_of_ours = ours if is_listed(mine) else either
    most_of_others = others if is_listed(theirs) else either
    most = len(most_of_ours & most_of_others) / len(either)
    return least, most


def _offered(program: Program, coarse: bool) -> set[str]:
    """The functions that a program offers, or their groups."""
    return {_key(service.function, coarse) for service in program.services}


def by_profile(formula: Callable[[Profile, Profile], float | None]) -> Likeness:
    """The likeness of two profiles by a formula: of spending where both sides tell it, else of
    counts; an open catalog sets no bound.
    """

    def likeness(mine: Program, theirs: Program, coarse: bool) -> Ends:
        if not (is_listed(mine) and is_listed(theirs)):
            return 0.0, 1.0
        my_spending, why_not_mine = spending(mine.services)
        their_spending, why_not_theirs = spending(theirs.services)
        # money on one side and counts on the other are not the same profile
        if why_not_mine or why_not_theirs:
            my_spending = [1.0] * len(mine.services)
            their_spending = [1.0] * len(theirs.services)
        my_profile = _profile(mine, my_spending, coarse)
        their_profile = _profile(theirs, their_spending, coarse)
        return _certain(formula(my_profile, their_profile))

    return likeness


def _profile(program: Program, weights: Sequence[float], coarse: bool) -> Profile:
    """The weights of the services of a program, added up by function."""
    profile: dict[str, float] = {}
    for service, weight in zip(program.services, weights, strict=True):
        key = _key(service.function, coarse)
        profile[key] = profile.get(key, 0.0) + weight
    return profile
