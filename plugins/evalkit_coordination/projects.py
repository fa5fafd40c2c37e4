"""Joint projects, and support that is given for joint action only."""

from collections.abc import Callable

from evalkit.plugin import (
    FIRM_TYPES,
    Context,
    JointProject,
    Measurement,
    Message,
    Program,
    measure,
    message,
    span,
)
from evalkit.plugin.formulas import spending
from evalkit_coordination.firms import is_firm, owner_groups


def _share(
    program: Program,
    counted: str,
    state: Callable[[JointProject], bool | None],
    missing: Message,
) -> Measurement:
    """The share of joint projects as it is counted.

    Else over those described, while the others of a stated total are unknown.
    """
    projects = program.joint_projects
    total = projects.all if projects else None
    stated = span(total.n) if total else None
    # a count of all projects is worth more than those that somebody chose to describe
    if total and stated and span(getattr(total, counted)):
        return Measurement.share(
            getattr(total, counted),
            total.n,
            "joint projects and those of this kind",
            evidence=[total],
        )
    states: list[bool | None] = []
    evidence: list[object] = []
    for project in projects.by_id.values() if projects else ():
        answer = state(project)
        states.append(answer)
        if answer is not None:
            evidence.append(project)
    if stated:
        evidence.append(total)
    return Measurement.mean(
        states,
        missing,
        open="joint_projects" not in program.listed_in_full,
        total=stated[1] if stated else None,
        evidence=evidence,
    )


@measure(
    "three_firm_share",
    unit="share of joint projects",
    needs=["actors", "ties", "joint_projects", "listed_in_full"],
    range=(0, 1),
    formula="joint projects with three independent firms or more / joint projects",
    source="docs/method.md, COO-3",
    question=(
        "How many joint projects have three or more independent firms (not counting institutes and "
        "universities)?"
    ),
    answer="share",
)
def three_firm_share(program: Program, context: Context) -> Measurement:
    """The share of joint projects with at least three firms of different owners; universities and
    institutes are not firms (G8).

    A described project with fewer firms is open, unless `joint_projects` is listed in full and no
    member is a class of firms or of mixed kinds; so are projects that are counted but not
    described. Unknown unless the projects are counted or listed in full.
    """
    group, complete = owner_groups(program), "joint_projects" in program.listed_in_full

    def joins_three(project: JointProject) -> bool | None:
        firms = {
            group[actor_id]
            for actor_id in project.members
            if is_firm(program, actor_id)
        }
        # "suppliers" may be one firm or ten
        vague = any(
            FIRM_TYPES & {*program.actors[actor_id].type}
            and not is_firm(program, actor_id)
            for actor_id in project.members
        )
        if len(firms) >= 3:
            return True
        # who lists some members may leave out others
        return False if complete and project.members and not vague else None

    return _share(
        program,
        "three_firms",
        joins_three,
        message("coordination.project_firms_unknown"),
    )


@measure(
    "dyadic_share",
    unit="share of joint projects",
    needs=["actors", "joint_projects", "listed_in_full"],
    range=(0, 1),
    formula="joint projects with at most two members / joint projects",
    source="docs/method.md, COO-3",
    question=(
        "How many joint projects have only two members (counting institutes and universities)?"
    ),
    answer="share",
)
def dyadic_share(program: Program, context: Context) -> Measurement:
    """The share of joint projects with at most two members, counting institutes.

    A described project with two members is open, unless `joint_projects` is listed in full and no
    member is a class; so are projects that are counted but not described. Unknown unless the
    projects are counted or listed in full.
    """
    complete = "joint_projects" in program.listed_in_full

    def is_small(project: JointProject) -> bool | None:
        if len({*project.members}) >= 3:
            return False
        # "suppliers" may be one member or ten, and who lists some members may leave out others
        vague = any(program.actors[actor_id].class_ for actor_id in project.members)
        return True if complete and project.members and not vague else None

    return _share(
        program,
        "two_members",
        is_small,
        message("coordination.project_members_unknown"),
    )


@measure(
    "joint_conditionality",
    unit="share of spending on services",
    needs=["services", "selection", "listed_in_full"],
    range=(0, 1),
    formula=(
        "spending released for joint action only / spending; services count alike where spending is"
        " unknown"
    ),
    source="docs/method.md, COO-5",
    question=(
        "How much of the money is paid only for joint action by two or more independent firms? (A "
        "firm with an institute or university is not enough.)"
    ),
    answer="share",
)
def joint_conditionality(program: Program, context: Context) -> Measurement:
    """How much of the support is given only for joint action.

    A selection rule applies to each service that states no other rule, and to the whole when no
    service departs from it; otherwise a service without a rule counts as 0 and as 1. Without a
    selection rule, unknown unless `services` is listed in full.
    """
    stated = program.selection.joint_required if program.selection else None
    rule = stated if isinstance(stated, bool) else None
    states: list[bool | None] = []
    own_rules = []
    for service in program.services:
        if isinstance(service.joint_only, bool):
            states.append(service.joint_only)
            own_rules.append(service)
        else:
            states.append(rule)
    # Without an exception the rule holds for all spending, also where no service is described.
    if rule is not None and all(state == rule for state in states):
        return Measurement.exactly(
            float(rule), evidence=[program.selection, *own_rules]
        )
    weights, why = spending(program.services)
    return Measurement.mean(
        states,
        message("coordination.condition_unknown"),
        weights,
        open="services" not in program.listed_in_full,
        why=why,
        alike=bool(why),
        evidence=own_rules if rule is None else [*own_rules, program.selection],
    )


MEASURES = [three_firm_share, dyadic_share, joint_conditionality]
