"""Joint projects, and support that is given for joint action only."""

import math
from collections.abc import Sequence

from evalkit.plugin import Landscape, Measurement, Program, measure, span, spending
from evalkit_coordination.firms import houses, is_firm
from evalkit_coordination.organizations import is_organization


def _described(program: Program) -> list:
    return list(program.joint_projects.by_id.values()) if program.joint_projects else []


def _share(program: Program, counted: str, states: Sequence[bool | None], missing: str) -> Measurement:
    """The share of joint projects as it is counted over all of them; else over those described, while the others of a stated total are open."""
    total = program.joint_projects.all if program.joint_projects else None
    if total and span(total.n) and span(getattr(total, counted)):
        return Measurement.share(getattr(total, counted), total.n, "joint projects and those of this kind", evidence=[total])
    most = span(total.n)[1] if total and span(total.n) else len(states)
    if math.isinf(most):
        return Measurement.unknown("how many joint projects there are at most is not known")
    others = max(0.0, most - len(states))
    listed = "joint_projects" in program.listed_in_full or (total and span(total.n))
    return Measurement.mean(
        [*states, None],
        missing,
        weights=[*[1.0] * len(states), others],
        of=len(states) + round(others),
        why="" if listed else "of the joint projects that are described: there may be more",
        evidence=[*_described(program), *([total] if total else [])],
    )


@measure(
    "three_firm_share",
    unit="share of joint projects",
    needs=["actors", "ties", "joint_projects", "listed_in_full"],
    range=(0, 1),
    formula="joint projects with three independent firms or more / joint projects",
    source="codebook COO-3",
)
def three_firm_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of joint projects with at least three firms of different owners; universities and institutes are not firms (guard G8).

    A described project with fewer firms is open, unless `joint_projects` is listed in full and the kind of each member is known; so are
    projects that are counted and not described.
    """
    house, complete, states = houses(program), "joint_projects" in program.listed_in_full, []
    for project in _described(program):
        firms = len({house[id] for id in project.members if is_firm(program, id)})
        closed = complete and project.members and all(is_firm(program, id) or is_organization(program, id) for id in project.members)
        states.append(True if firms >= 3 else False if closed else None)
    return _share(program, "three_firms", states, "how many firms take part in a joint project is not known")


@measure(
    "dyadic_share",
    unit="share of joint projects",
    needs=["actors", "joint_projects", "listed_in_full"],
    range=(0, 1),
    formula="joint projects with at most two members / joint projects",
    source="codebook COO-3",
)
def dyadic_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of joint projects with two members at most, institutes counted.

    A described project with two members is open, unless `joint_projects` is listed in full and no member is a class; so are projects that
    are counted and not described.
    """
    complete, states = "joint_projects" in program.listed_in_full, []
    for project in _described(program):
        closed = complete and project.members and not any(program.actors[id].class_ for id in project.members)
        states.append(False if len({*project.members}) >= 3 else True if closed else None)
    return _share(program, "two_members", states, "how many members joint projects have is not known")


@measure(
    "joint_conditionality",
    unit="share of spending on listed services",
    needs=["services", "selection"],
    range=(0, 1),
    formula="spending released for joint action only / spending; services count alike where spending is unknown",
    source="codebook COO-5",
)
def joint_conditionality(program: Program, landscape: Landscape) -> Measurement:
    """How much of the support is given for joint action only.

    A rule on selection stands for each service of which nothing is said, and for the whole when nothing is said of any; else a service
    without a rule is open.
    """
    rule = program.selection.joint_required if program.selection else None
    known = [service for service in program.services if isinstance(service.joint_only, bool)]
    if isinstance(rule, bool) and not known:
        return Measurement.exactly(float(rule), evidence=[program.selection])
    states = [each.joint_only if isinstance(each.joint_only, bool) else rule for each in program.services]
    weights, why = spending(program.services)
    return Measurement.mean(
        [state if isinstance(state, bool) else None for state in states],
        "whether support is given for joint action only is not known",
        weights,
        why=why,
        evidence=[*known, *([program.selection] if isinstance(rule, bool) else [])],
    )


MEASURES = [three_firm_share, dyadic_share, joint_conditionality]
