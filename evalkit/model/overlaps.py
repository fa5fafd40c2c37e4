"""Where programs of a portfolio meet: steps of the ladder, cells, families of names, and money."""

from __future__ import annotations

from typing import Literal, get_args

from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Share
from evalkit.model.places import place_label

Step = Literal["fragmentation", "overlap", "duplication"]
"""The ladder of GAO-15-49SP, from the lowest step to the highest."""
STEPS: tuple[Step, ...] = get_args(Step)


@frozen
class Money:
    """The sum of amounts in one currency, price year and period."""

    currency: str
    """The currency code, such as KRW. Empty where the amounts state none."""
    year: int | None
    """The price year. Null where none is stated."""
    per: str
    """The period that the amounts are for, such as year. Empty where none is stated."""
    low: float
    """The least that the sum can be."""
    high: float | None
    """The most that it can be. Null where an amount has no upper end."""


@frozen
class BudgetUnit:
    """What budgets are stated in; sums of different units are never added."""

    currency: str
    """The currency code, such as KRW. Empty where the budgets state none."""
    year: int | None
    """The price year. Null where none is stated."""
    per: str
    """The period that the budgets are for, such as year. Empty where none is stated."""
    programs: Count
    """How many programs state their budget in it, or what they spend on a function."""


@frozen
class Overlap:
    """Programs that share a cell: on the step "fragmentation" an area and a place, on "overlap" a
    function and a place, on "duplication" a target group as well.
    """

    key: str
    """The step and the cell; it stays the same from run to run."""
    step: Step
    """The step on the ladder of GAO-15-49SP."""
    area: str
    """The group of functions: an instrument code of the OECD's STIP Compass, such as PI012."""
    function: str | None
    """The function, F01 to F22. Null on the step "fragmentation"."""
    target: str | None
    """The target group, such as TG31. Null but on the step "duplication"."""
    country: str
    """ISO 3166-1 code of two letters."""
    region: str | None
    """The region: an ISO 3166-2 code, or the words of a description. Null for the whole country."""
    programs: tuple[str, ...]
    """The ids of the programs that name this place."""
    nationwide: Count
    """How many programs of the same cell serve the whole country, beside those in `programs`. 0
    where the place is the whole country."""
    owners: tuple[str, ...]
    """Who operates all of these programs, or sponsors them where no operator is stated."""
    levels: tuple[str, ...]
    """The levels of government of all of these programs, as far as they are known."""
    budget: tuple[Money, ...]
    """What the programs in `programs` spend in this cell, as far as it is known."""
    without_budget: Count
    """How many programs in `programs` state no budget."""
    not_assigned: tuple[str, ...]
    """The ids of those in `programs` that state a budget for several functions or places, so that
    its share for this cell is not known. They are not in `budget`, which is then the least."""
    unassigned: tuple[Money, ...]
    """The sum of the whole budgets of the programs in `not_assigned`."""
    proposed: bool
    """Whether a function or a target group was only proposed from a name."""

    @property
    def place(self) -> str:
        """What its place is called among those of all programs."""
        return place_label(self.country, self.region or "")


@frozen
class StepTotal:
    """All overlaps on one step of the ladder; a program counts once."""

    step: Step
    """The step on the ladder of GAO-15-49SP."""
    cells: Count
    """In how many cells programs meet."""
    programs: Count
    """How many programs meet another one."""
    owners: Count
    """How many owners they have."""
    budget: tuple[Money, ...]
    """The sum of their budgets, as far as they are known."""
    without_budget: Count
    """How many of them state no budget."""


@frozen
class Family:
    """Programs with names that are nearly the same: a screening, not a finding."""

    key: str
    """The first of the names without years, numbers, brackets and regions; it stays the same while
    the family keeps that one."""
    name: str
    """The shortest of the names."""
    likeness: Share
    """The least likeness of a name and the nearest other one: 1 for the same name."""
    programs: tuple[str, ...]
    """The ids of the programs."""
    owners: tuple[str, ...]
    """Who operates or sponsors them."""
    levels: tuple[str, ...]
    """Their levels of government, as far as they are known."""
    budget: tuple[Money, ...]
    """The sum of their budgets, as far as they are known."""
    without_budget: Count
    """How many of them state no budget."""
