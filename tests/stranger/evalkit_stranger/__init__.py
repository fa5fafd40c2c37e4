"""A checklist of openness: a criterion is met when every question that has an answer is answered
with yes."""

from pathlib import Path

from attrs import evolve, frozen

from evalkit.plugin import (
    Case,
    Context,
    Evaluator,
    FactBlock,
    Measurement,
    Number,
    Program,
    Rating,
    Reader,
    Writer,
    hookimpl,
    measure,
    number,
    refers,
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
SOURCE = "none: this plugin is for tests"
YES_OR_NO = "yes (1) or no (0)"


@frozen
class Welcome:
    """Newcomers, and how many of them were helped to come in."""

    newcomers: Number = number(unit="persons")
    helped: Number = number(unit="persons")
    evidence: tuple[str, ...] = refers("evidence")


WELCOME = FactBlock("welcome", Welcome)


@measure(
    "open_door",
    needs=["selection"],
    formula="1 when whoever is eligible is served",
    question="Is whoever is eligible served?",
    unit=YES_OR_NO,
    range=(0, 1),
    answer="yes_no",
    source=SOURCE,
)
def open_door(program: Program, context: Context) -> Measurement:
    """Whether whoever is eligible is served; unknown when nobody says how beneficiaries are
    chosen."""
    selection = program.selection
    if not selection or not selection.mode or selection.mode not in OPEN:
        return Measurement.unknown("how beneficiaries are chosen is not known")
    return Measurement.exactly(OPEN[selection.mode], evidence=[selection])


@measure(
    "alone",
    needs=["selection"],
    formula="1 when no partner is required",
    question="May a firm come without a partner?",
    unit=YES_OR_NO,
    range=(0, 1),
    answer="yes_no",
    source=SOURCE,
)
def alone(program: Program, context: Context) -> Measurement:
    """Whether a firm may come without partners; unknown when nobody says so."""
    selection = program.selection
    if not selection or not isinstance(selection.joint_required, bool):
        return Measurement.unknown("whether partners are required is not known")
    return Measurement.exactly(
        0.0 if selection.joint_required else 1.0, evidence=[selection]
    )


@measure(
    "helped_share",
    needs=["facts.welcome"],
    formula="helped / newcomers",
    unit="share of persons",
    range=(0, 1),
    source=SOURCE,
)
def helped_share(program: Program, context: Context) -> Measurement:
    """The share of newcomers who were helped to come in; unknown when either number is."""
    welcome = WELCOME.of(program)
    if not welcome:
        return Measurement.unknown("whether newcomers are helped is not known")
    return Measurement.share(
        welcome.helped, welcome.newcomers, "newcomers", evidence=[welcome]
    )


def rate(case: Case) -> Rating:
    """Level 4 when all answers are yes, 0 when one is no, with all the doubt of the core; what the
    core says where it gives no level, and where no yes or no is asked for."""
    answers = [each for each in case.measured if each.counted]
    if any(each.measurement.id == "helped_share" for each in answers):
        return case.default
    if not case.default.levelled or not answers:
        return case.default
    level = 4.0 if all(each.measurement.value == (1, 1) for each in answers) else 0.0
    low, high = case.default.interval or (0.0, 4.0)
    return evolve(
        case.default,
        level=level,
        interval=(min(level, low), max(level, high)),
        reasons=(f"{len(answers)} of {len(case.measured)} questions have an answer",),
    )


@hookimpl
def evalkit_facts() -> list[FactBlock[Welcome]]:
    return [WELCOME]


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    method = (HERE / "method.md").read_text(encoding="utf-8")
    return [Evaluator("openness", [open_door, alone, helped_share], rate, method)]


@hookimpl
def evalkit_rubrics() -> list[Path]:
    return [HERE / "stranger.yaml"]


@hookimpl
def evalkit_writers() -> list[Writer]:
    return [Writer("tsv", "evalkit_stranger.tsv")]


@hookimpl
def evalkit_readers() -> list[Reader]:
    return [Reader("offices", "evalkit_stranger.forms", [".xml"])]
