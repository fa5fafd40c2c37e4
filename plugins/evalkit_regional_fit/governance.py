"""Who decides, with whose money, with how many people, and on whose request."""

from evalkit.plugin import Landscape, Measurement, Missing, Program, measure, span

OWN = {"center": 0.0, "shared": 0.5, "region": 1.0, "sector_body": 1.0, "users": 1.0}
DECISIONS = ("objectives", "sector", "instruments", "beneficiaries", "stop")


@measure("decision_rights", unit="index", needs=["decisions"], range=(0, 1),
         formula="mean over five decisions of center 0, shared .5, region, sector body or users 1", source="codebook FIT-3")  # fmt: skip
def decision_rights(program: Program, landscape: Landscape) -> Measurement:
    """How much is decided where the program works and not at the center; unknown decisions are open."""
    deciders = [getattr(program.decisions, name) for name in DECISIONS] if program.decisions else []
    known = [OWN[decider] for decider in deciders if not isinstance(decider, Missing)]
    if not known:
        return Measurement.unknown("who decides is not known")
    low = sum(known) / len(DECISIONS)
    return Measurement((low, low + 1 - len(known) / len(DECISIONS)), n=len(known), of=len(DECISIONS), evidence=program.decisions.evidence)


@measure(
    "own_source_share",
    unit="share of budget",
    needs=["budget"],
    range=(0, 1),
    formula="own discretionary funds / budget",
    source="Bloechliger and King 2006",
)
def own_source_share(program: Program, landscape: Landscape) -> Measurement:
    """How much of the budget is the program's own to spend."""
    if not program.budget:
        return Measurement.unknown("own funds are not known")
    return Measurement.of_number(program.budget.own, "the share of own funds", evidence=program.budget.evidence)


@measure(
    "staffing_ratio",
    unit="ratio to a standard",
    needs=["capacity"],
    formula="(staff / clients) / declared standard",
    source="codebook FIT-4",
)
def staffing_ratio(program: Program, landscape: Landscape) -> Measurement:
    """Staff for each firm served, over a standard that somebody else has set and that is named."""
    capacity = program.capacity
    standard = span(capacity.standard.value) if capacity and capacity.standard else None
    if standard is None or standard[0] <= 0:
        return Measurement.unknown("no standard for staff is declared")
    evidence = tuple(sorted({*capacity.evidence, *capacity.standard.evidence}))
    ratio = Measurement.ratio(capacity.staff, capacity.clients, evidence=evidence)
    if ratio.value is None:
        return ratio
    return Measurement((ratio.value[0] / standard[1], ratio.value[1] / standard[0]), evidence=evidence)


@measure("vacancy_rate", unit="share of posts", needs=["capacity"], range=(0, 1), formula="vacant / all posts", source="codebook FIT-4")
def vacancy_rate(program: Program, landscape: Landscape) -> Measurement:
    """The share of posts that are vacant."""
    if not program.capacity:
        return Measurement.unknown("vacant posts are not known")
    return Measurement.of_number(program.capacity.vacant, "the share of vacant posts", evidence=program.capacity.evidence)


@measure(
    "technical_share", unit="share of staff", needs=["capacity"], range=(0, 1), formula="technical / all staff", source="codebook FIT-4"
)
def technical_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of staff with technical training."""
    if not program.capacity:
        return Measurement.unknown("technical staff are not known")
    return Measurement.of_number(program.capacity.technical, "the share of technical staff", evidence=program.capacity.evidence)


@measure("demand_driven_share", unit="share of services", needs=["demand", "services", "listed_in_full"], range=(0, 1),
         formula="services begun or changed on request / services", source="codebook FIT-5")  # fmt: skip
def demand_driven_share(program: Program, landscape: Landscape) -> Measurement:
    """How many services began or changed because users asked; stated counts first, else the services that are described."""
    if program.demand and (counted := Measurement.ratio(program.demand.on_request, program.demand.of)).value:
        of = span(program.demand.of)
        return Measurement((min(1.0, counted.value[0]), min(1.0, counted.value[1])), n=int(of[0]), evidence=program.demand.evidence)
    known = [service.on_request for service in program.services if isinstance(service.on_request, bool)]
    if not known:
        return Measurement.unknown("whether services began on request is not known")
    low = sum(known) / len(program.services)
    evidence = tuple(sorted({id for service in program.services if isinstance(service.on_request, bool) for id in service.evidence}))
    return Measurement((low, low + 1 - len(known) / len(program.services)), n=len(known), of=len(program.services), evidence=evidence)


@measure("repeat_use", unit="share of users", needs=["demand"], range=(0, 1), formula="repeat users / users", source="codebook FIT-5")
def repeat_use(program: Program, landscape: Landscape) -> Measurement:
    """The share of users that come again."""
    if not program.demand:
        return Measurement.unknown("repeat use is not known")
    return Measurement.of_number(program.demand.repeat, "the share of repeat users", evidence=program.demand.evidence)


MEASURES = [decision_rights, own_source_share, staffing_ratio, vacancy_rate, technical_share, demand_driven_share, repeat_use]
