"""Ties between firms, joint projects, and what an intermediary does for them. Ties to support bodies are not horizontal (guard G7)."""

from itertools import combinations

from evalkit.plugin import Landscape, Measurement, Program, Quantity, measure, span
from evalkit_coordination.organizations import is_firm, joined, single

COLLABORATION = ("partner", "coordinate")
SUPPORT = ("partner", "coordinate", "service", "fund", "select")


def _present(program: Program, kinds: tuple[str, ...]) -> dict[frozenset[str], list]:
    return {pair: ties for pair, ties in joined(program, kinds).items() if any(tie.state == "present" for tie in ties)}


def _evidence(pairs: dict[frozenset[str], list]) -> tuple[str, ...]:
    return tuple(sorted({id for ties in pairs.values() for tie in ties for id in tie.evidence}))


@measure("non_isolate_share", unit="share of firms", needs=["actors", "ties", "network_survey"], range=(0, 1),
         formula="firms with a collaborative tie to another firm / firms that answered", source="codebook COO-2")  # fmt: skip
def non_isolate_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of surveyed firms that work with another one; without a survey nobody can tell who is alone."""
    survey = program.network_survey
    asked = span(survey.respondents) if survey else None
    if not asked or asked[0] <= 0:
        return Measurement.unknown("no network survey: who has no tie cannot be told")
    pairs = {pair: ties for pair, ties in _present(program, COLLABORATION).items() if all(is_firm(program, id) for id in pair)}
    linked = len({id for pair in pairs for id in pair})
    response = span(survey.response)
    ends = min(1.0, linked / asked[1]), min(1.0, linked / asked[0])
    of = round(asked[0] / response[0]) if response and response[0] > 0 else None
    return Measurement(ends, n=round(asked[0]), of=of, evidence=tuple(sorted({*_evidence(pairs), *survey.evidence})))


@measure("horizontal_orientation", unit="share of ties", needs=["actors", "ties"], range=(0, 1),
         formula="firm-firm ties / (firm-firm + firm-support ties)", source="codebook COO-2; equals (1 - EI)/2, Krackhardt and Stern 1988")  # fmt: skip
def horizontal_orientation(program: Program, landscape: Landscape) -> Measurement:
    """How much of the firms' ties go to other firms and not to support bodies."""
    pairs = _present(program, SUPPORT)
    firms = [sum(is_firm(program, id) for id in pair) for pair in pairs]
    across, inside = firms.count(1), firms.count(2)
    if not across + inside:
        return Measurement.unknown("no tie of a single firm is described")
    return Measurement.exactly(inside / (inside + across), n=inside + across, evidence=_evidence(pairs))


def _members(program: Program) -> list[tuple[int, int | None, tuple[str, ...]]]:
    """For each described project: how many members, how many of them firms (None when a member is of unknown kind), and its evidence."""
    rows = []
    for project in program.joint_projects.by_id.values() if program.joint_projects else ():
        known = all(single(program, id) for id in project.members)
        firms = sum(is_firm(program, id) for id in project.members) if known else None
        rows.append((len(set(project.members)), firms, project.evidence))
    return rows


@measure("three_firm_share", unit="share of joint projects", needs=["actors", "joint_projects"], range=(0, 1),
         formula="joint projects with three firms or more / joint projects", source="codebook COO-3")  # fmt: skip
def three_firm_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of joint projects with at least three firms; universities and institutes are not firms (guard G8)."""
    totals = program.joint_projects.all if program.joint_projects else None
    if totals and isinstance(totals.n, Quantity) and isinstance(totals.three_firms, Quantity):
        return Measurement.ratio(totals.three_firms, totals.n, n=int(totals.n.low), evidence=totals.evidence)
    rows = _members(program)
    known = [firms for _, firms, _ in rows if firms is not None]
    if not known:
        return Measurement.unknown("how many firms take part in a joint project is not known")
    three, open_ = sum(firms >= 3 for firms in known), len(rows) - len(known)
    evidence = tuple(sorted({id for *_, ids in rows for id in ids}))
    return Measurement((three / len(rows), (three + open_) / len(rows)), n=len(known), of=len(rows), evidence=evidence)


@measure("dyadic_share", unit="share of joint projects", needs=["joint_projects", "actors"], range=(0, 1),
         formula="joint projects with at most two members / joint projects", source="codebook COO-3")  # fmt: skip
def dyadic_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of joint projects with two members at most, institutes counted."""
    totals = program.joint_projects.all if program.joint_projects else None
    if totals and isinstance(totals.n, Quantity) and isinstance(totals.two_members, Quantity):
        return Measurement.ratio(totals.two_members, totals.n, n=int(totals.n.low), evidence=totals.evidence)
    rows = _members(program)
    if not rows:
        return Measurement.unknown("no joint project is described with its members")
    evidence = tuple(sorted({id for *_, ids in rows for id in ids}))
    return Measurement.exactly(sum(members <= 2 for members, *_ in rows) / len(rows), n=len(rows), evidence=evidence)


@measure("closure_yield", unit="share of introduced pairs", needs=["actors", "ties"], range=(0, 1),
         formula="introduced firm pairs with a later tie of their own / introduced firm pairs", source="tertius iungens, Obstfeld 2005")  # fmt: skip
def closure_yield(program: Program, landscape: Landscape) -> Measurement:
    """How often firms that were introduced to each other then work together; an introduction without a record of what followed is unknown."""
    direct = joined(program, COLLABORATION)
    outcomes, evidence = [], set()
    for tie in program.ties:
        if tie.kind != "introduce" or tie.state != "present":
            continue
        for one, other in combinations(sorted(set(tie.to)), 2):
            if all(single(program, id) and is_firm(program, id) for id in (one, other)):
                later = [
                    found for found in direct.get(frozenset((one, other)), []) if not (tie.year and found.year and found.year < tie.year)
                ]
                states = {found.state for found in later}
                outcomes.append(True if "present" in states else False if "absent" in states else None)
                evidence |= {*tie.evidence, *(id for found in later for id in found.evidence)}
    if not outcomes:
        return Measurement.unknown("no introduction of two single firms is described")
    known = [outcome for outcome in outcomes if outcome is not None]
    low = sum(known) / len(outcomes)
    return Measurement((low, low + 1 - len(known) / len(outcomes)), n=len(known), of=len(outcomes), evidence=tuple(sorted(evidence)))


@measure("liaison_share", unit="share of two-step paths", needs=["id", "operator", "actors", "ties"], range=(0, 1),
         formula="open paths a - agency - c between actors of different sectors / paths through the agency", source="Gould and Fernandez 1989")  # fmt: skip
def liaison_share(program: Program, landscape: Landscape) -> Measurement:
    """How many paths through the operator join firms of different sectors that are not tied to each other."""
    pairs = _present(program, SUPPORT)
    paths = []
    for agency in {program.id, *program.operator}:
        around = sorted(id for pair in pairs if agency in pair for id in pair - {agency} if is_firm(program, id))
        for one, other in combinations(around, 2):
            sectors = program.actors[one].sector, program.actors[other].sector
            if all(isinstance(sector, str) for sector in sectors):
                paths.append(frozenset((one, other)) not in pairs and sectors[0] != sectors[1])
    if not paths:
        return Measurement.unknown("no two single firms with known sectors are tied to the operator")
    return Measurement.exactly(sum(paths) / len(paths), n=len(paths), evidence=_evidence(pairs))


@measure("joint_conditionality", unit="share of spending", needs=["services", "selection", "listed_in_full"], range=(0, 1),
         formula="spending released for joint action only / spending; services count alike where spending is unknown", source="codebook COO-5")  # fmt: skip
def joint_conditionality(program: Program, landscape: Landscape) -> Measurement:
    """How much of the support is given for joint action only; a rule on selection as a whole settles it."""
    if program.selection and isinstance(program.selection.joint_required, bool):
        return Measurement.exactly(float(program.selection.joint_required), evidence=program.selection.evidence)
    known = [service for service in program.services if isinstance(service.joint_only, bool)]
    if not known:
        return Measurement.unknown("whether support is given for joint action only is not known")
    money = all(isinstance(service.spend, Quantity) and service.spend.exact for service in program.services)
    weights = [service.spend.low if money else 1.0 for service in program.services]
    total = sum(weights)
    if total <= 0:
        return Measurement.unknown("no money is known to be spent")
    low = sum(weight for weight, service in zip(weights, program.services, strict=True) if service.joint_only is True) / total
    open_ = (
        sum(weight for weight, service in zip(weights, program.services, strict=True) if not isinstance(service.joint_only, bool)) / total
    )
    evidence = tuple(sorted({id for service in known for id in service.evidence}))
    return Measurement((low, min(1.0, low + open_)), n=len(known), of=len(program.services), evidence=evidence)


MEASURES = [
    non_isolate_share, horizontal_orientation, three_firm_share, dyadic_share, closure_yield, liaison_share, joint_conditionality,
]  # fmt: skip
