"""Who decides, with whose money, with how many people, and on whose request."""

from collections.abc import Callable
from typing import TypeVar

from evalkit.plugin import (
    Context,
    Measurement,
    Missing,
    Number,
    Program,
    Quantity,
    measure,
    message,
    span,
)

Block = TypeVar("Block")


def _as_stated(
    block: Block | Missing, number_of: Callable[[Block], Number], what: str
) -> Measurement:
    """A number of a block as it stands; a block that is missing says why there is none."""
    number = block if isinstance(block, Missing) else number_of(block)
    return Measurement.of_number(number, what, evidence=[block])


OWN = {"center": 0.0, "shared": 0.5, "region": 1.0, "sector_body": 1.0, "users": 1.0}
DECISIONS = ("objectives", "sector", "instruments", "beneficiaries", "stop")


@measure(
    "decision_rights",
    unit="share of decisions",
    needs=["decisions"],
    range=(0, 1),
    formula="mean over five decisions of center 0, shared .5, region, sector body or users 1",
    source="docs/method.md, FIT-3",
    question=(
        "How many of five decisions (objectives, industry, instruments, beneficiaries, evaluation "
        "or ending) does the region, or a body of users, make itself? A shared decision counts one "
        "half."
    ),
    answer="share",
)
def decision_rights(program: Program, context: Context) -> Measurement:
    """How much is decided where the program works rather than at the center.

    A decision whose holder is unknown, or that is stated not to apply, counts as 0 and as 1, and
    the level is that of the low end. Unknown when no holder is known.
    """
    shares: list[float | None] = []
    for name in DECISIONS if program.decisions else ():
        decider = getattr(program.decisions, name)
        shares.append(OWN[decider] if isinstance(decider, str) else None)
    # five decisions are no sample of units: how many are known shows in the interval, not in a
    # count
    return Measurement.mean(
        shares,
        message("regional_fit.decisions_unknown"),
        open=True,
        total=len(shares),
        n=None,
        of=None,
        evidence=[program.decisions],
    )


@measure(
    "own_source_share",
    unit="share of the budget",
    needs=["budget"],
    range=(0, 1),
    formula="own discretionary funds / budget",
    source="Bloechliger and King 2006",
    question=(
        "How much of the budget is the region's (or the users') own money, at their discretion?"
    ),
    answer="share",
)
def own_source_share(program: Program, context: Context) -> Measurement:
    """How much of the budget is the program's own to spend.

    As stated; unknown when it is not.
    """
    what = "the share of own funds"
    return _as_stated(program.budget, lambda budget: budget.own, what)


@measure(
    "staffing_ratio",
    unit="ratio to a standard",
    needs=["capacity"],
    formula="(staff / clients) / declared standard",
    source="docs/method.md, FIT-4",
    question=(
        "How many times the staff per firm served that a declared standard requires does the "
        "responsible organization have?"
    ),
    answer="number",
)
def staffing_ratio(program: Program, context: Context) -> Measurement:
    """Staff per firm served, relative to a standard that somebody else has set: 1 meets it.

    Numbers known within limits give an interval. Unknown without staff, clients, or a standard
    above 0 with evidence for it.
    """
    capacity = program.capacity
    standard = capacity.standard if capacity else None
    # a standard that nothing documents could be set so that any staff meets it
    norm = standard.value if standard and standard.evidence else None
    if not capacity or not isinstance(norm, Quantity) or norm.low <= 0:
        return Measurement.unknown(message("regional_fit.no_staff_standard"))
    ratio = Measurement.ratio(
        capacity.staff,
        capacity.clients,
        "staff and clients",
        evidence=[capacity, standard],
    )
    if ratio.value is None:
        return ratio
    # few people by a demanding standard is the low end, many by a lenient one the high end
    low, high = ratio.value
    return Measurement((low / norm.high, high / norm.low), evidence=ratio.evidence)


@measure(
    "vacancy_rate",
    unit="share of posts",
    needs=["capacity"],
    range=(0, 1),
    formula="vacant posts / all posts",
    source="docs/method.md, FIT-4",
    question="How many of the posts are vacant?",
    answer="share",
)
def vacancy_rate(program: Program, context: Context) -> Measurement:
    """The share of posts that are vacant.

    As stated; unknown when it is not.
    """
    what = "the share of vacant posts"
    return _as_stated(program.capacity, lambda staff: staff.vacant, what)


@measure(
    "technical_share",
    unit="share of staff",
    needs=["capacity"],
    range=(0, 1),
    formula="technical staff / all staff",
    source="docs/method.md, FIT-4",
    question="How many of the staff have technical training?",
    answer="share",
)
def technical_share(program: Program, context: Context) -> Measurement:
    """The share of staff with technical training.

    As stated; unknown when it is not.
    """
    what = "the share of technical staff"
    return _as_stated(program.capacity, lambda staff: staff.technical, what)


@measure(
    "demand_driven_share",
    unit="share of services",
    needs=["demand", "services", "listed_in_full"],
    range=(0, 1),
    formula="services begun or changed on documented request / services",
    source="docs/method.md, FIT-5",
    question="How many of its services respond to what users asked for?",
    answer="share",
)
def demand_driven_share(program: Program, context: Context) -> Measurement:
    """How many services began or changed because users asked: by stated counts, otherwise by the
    listed services.

    A service of unknown origin counts as 0 and as 1, as does one that is counted but not listed.
    Unknown when no origin is stated, and unless the services are counted or `services` is listed in
    full.
    """
    demand = program.demand
    if demand and span(demand.on_request) and span(demand.of):
        return Measurement.share(
            demand.on_request,
            demand.of,
            "services and those on request",
            evidence=[demand],
        )
    states: list[bool | None] = []
    evidence: list[object] = []
    for service in program.services:
        if isinstance(service.on_request, bool):
            states.append(service.on_request)
            evidence.append(service)
        else:
            states.append(None)
    total = span(demand.of) if demand else None
    if total:
        evidence.append(demand)
    return Measurement.mean(
        states,
        message("regional_fit.requests_unknown"),
        open="services" not in program.listed_in_full,
        # by the most services that there may be: each that is not listed stays open
        total=total[1] if total else None,
        evidence=evidence,
    )


@measure(
    "repeat_use",
    unit="share of users",
    needs=["demand"],
    range=(0, 1),
    formula="repeat users / users",
    source="docs/method.md, FIT-5",
    question="How many of the users return?",
    answer="share",
)
def repeat_use(program: Program, context: Context) -> Measurement:
    """The share of users that return.

    As stated; unknown when it is not.
    """
    what = "the share of repeat users"
    return _as_stated(program.demand, lambda demand: demand.repeat, what)


@measure(
    "co_payment",
    unit="share of costs",
    needs=["demand"],
    range=(0, 1),
    formula="fees paid by users / costs",
    source="docs/method.md, FIT-5",
    question="How much of the costs do users pay?",
    answer="share",
)
def co_payment(program: Program, context: Context) -> Measurement:
    """The share of costs that users pay.

    As stated; unknown when it is not.
    """
    what = "the share of fees"
    return _as_stated(program.demand, lambda demand: demand.fees, what)


MEASURES = [
    decision_rights,
    own_source_share,
    staffing_ratio,
    vacancy_rate,
    technical_share,
    demand_driven_share,
    repeat_use,
    co_payment,
]
