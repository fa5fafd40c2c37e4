"""A checklist of openness: a criterion is met when every question that has an answer is answered
with yes."""

from pathlib import Path

from attrs import evolve

from evalkit.plugin import (
    Case,
    Evaluator,
    Measurement,
    Rating,
    Writer,
    hookimpl,
    measure,
)

HERE = Path(__file__).parent
OPEN = {
    "open_access": 1.0,
    "eligibility": 1.0,
    "competitive_single": 0.0,
    "competitive_joint": 0.0,
    "invitation": 0.0,
    "designation": 0.0,
}
YES_OR_NO = {
    "unit": "yes (1) or no (0)",
    "range": (0, 1),
    "answer": "yes_no",
    "source": "none: this plugin is for tests",
}


@measure(
    "open_door",
    needs=["selection"],
    formula="1 when whoever is eligible is served",
    question="Is whoever is eligible served?",
    **YES_OR_NO,
)
def open_door(program, context):
    """Whether whoever is eligible is served; unknown when nobody says how beneficiaries are
    chosen."""
    selection = program.selection
    if not selection or selection.mode not in OPEN:
        return Measurement.unknown("how beneficiaries are chosen is not known")
    return Measurement.exactly(OPEN[selection.mode], evidence=[selection])


@measure(
    "alone",
    needs=["selection"],
    formula="1 when no partner is required",
    question="May a firm come without a partner?",
    **YES_OR_NO,
)
def alone(program, context):
    """Whether a firm may come without partners; unknown when nobody says so."""
    selection = program.selection
    if not selection or not isinstance(selection.joint_required, bool):
        return Measurement.unknown("whether partners are required is not known")
    return Measurement.exactly(0.0 if selection.joint_required else 1.0, evidence=[selection])


def rate(case: Case) -> Rating:
    """Level 4 when all answers are yes, 0 when one is no, with all the doubt of the core; what the
    core says where it gives no level."""
    answers = [each for each in case.measured if each.counted]
    if not case.default.levelled or not answers:
        return case.default
    level = 4.0 if all(each.measurement.value == (1, 1) for each in answers) else 0.0
    low, high = case.default.interval
    return evolve(
        case.default,
        level=level,
        interval=(min(level, low), max(level, high)),
        reasons=(f"{len(answers)} of {len(case.measured)} questions have an answer",),
    )


@hookimpl
def evalkit_evaluators():
    return [
        Evaluator(
            "openness", [open_door, alone], rate, (HERE / "method.md").read_text(encoding="utf-8")
        )
    ]


@hookimpl
def evalkit_rubrics():
    return [HERE / "stranger.yaml"]


@hookimpl
def evalkit_writers():
    return [Writer("tsv", "evalkit_stranger.tsv")]
