"""The kit tries a plugin on made-up programs that hold its own facts, and its author gives known
answers with them."""

import random
from typing import Literal

import pytest
from attrs import frozen

from evalkit.model.errors import InputError
from evalkit.model.plugin_facts import with_blocks
from evalkit.plugin import (
    Evaluator,
    FactBlock,
    Measurement,
    Missing,
    Number,
    Series,
    measure,
    number,
    refers,
    share,
)
from evalkit.read.codec.classes import fields_of
from evalkit.testing import check, evaluate
from evalkit.testing.examine import examine
from evalkit.testing.full import FullMaker
from evalkit.testing.scene import Scene
from evalkit.testing.synthetic import Maker

FACTS = '''
from attrs import frozen
from evalkit.plugin import (
    Evaluator, FactBlock, Measurement, Number, hookimpl, measure, number, refers
)

@frozen
class Cohort:
    """Firms that left in one year."""
    left: Number = number(unit="firms")
    alive: Number = number(unit="firms")
    evidence: tuple[str, ...] = refers("evidence")

@frozen
class Survival:
    """What became of firms."""
    cohorts: tuple[Cohort, ...] = ()

SURVIVAL = FactBlock("survival", Survival)

@hookimpl
def evalkit_facts():
    return [SURVIVAL]
'''
MEASURE = '''
@measure("survival_rate", unit="share of firms", needs=["facts.survival"], range=(0, 1),
         formula="alive / left", source="nobody")
def survival_rate(program, context):
    """Firms alive of those that left; unknown where a number is.

    Unknown without cohorts.
    """
    stated = SURVIVAL.of(program)
    if not stated or not stated.cohorts:
        return Measurement.unknown("nobody says what became of firms")
    shares = []
    for cohort in stated.cohorts:
        taken = Measurement.share(cohort.alive, cohort.left, "firms alive")
        shares.append(taken.value[0] if taken.value else None)
    return Measurement.mean(shares, "no cohort is known", evidence=stated.cohorts)
'''
EVALUATORS = """
@hookimpl
def evalkit_evaluators():
    return [Evaluator("survival", [survival_rate], method="`survival_rate`")]
"""


@pytest.fixture
def plugin(tmp_path):
    path = tmp_path / "survival.py"
    path.write_text(FACTS + MEASURE + EVALUATORS, encoding="utf-8")
    return path


def test_a_measure_of_facts_of_its_plugin_is_tried_with_them_here_and_in_a_second_process(
    plugin,
):
    examined = examine(plugin)
    assert examined.findings == ()
    assert examined.numbers["survival"]["survival_rate"] > 0


WRONG = {
    "other_need": ('needs=["facts.survival"]', 'needs=["budget"]', "declared needs"),
    "no_block": ('needs=["facts.survival"]', 'needs=["facts."]', "declared needs"),
    "absent": ("if not stated or not stated.cohorts:", "if False:", "raises nothing"),
    "empty": (
        "if not stated or not stated.cohorts:",
        "if stated is None:",
        "raises nothing",
    ),
    "half": (
        'return Measurement.unknown("nobody says what became of firms")',
        "return Measurement.exactly(0.5)",
        "unknown stays unknown",
    ),
    "first": (
        "return Measurement.mean(shares,",
        "return Measurement.mean(shares[:1],",
        "order does not matter",
    ),
}
"""Measures that are wrong, by their names: what is replaced, by what, and the check that fails."""


@pytest.mark.thorough
def test_what_a_measure_does_wrong_with_them_is_found(plugin):
    assert all(old in MEASURE for old, _, _ in WRONG.values())
    measures = [
        MEASURE.replace(old, new).replace("survival_rate", name)
        for name, (old, new, _) in WRONG.items()
    ]
    names = ", ".join(WRONG)
    evaluators = EVALUATORS.replace("[survival_rate]", f"[{names}]").replace(
        "survival_rate", names
    )
    plugin.write_text("".join([FACTS, *measures, evaluators]), encoding="utf-8")
    failed = {(finding.part, finding.check) for finding in check(plugin)}
    assert {part for part, _ in failed} == {f"measure {name}" for name in WRONG}
    assert failed >= {
        (f"measure {name}", broken) for name, (_, _, broken) in WRONG.items()
    }


@frozen
class Inner:
    """Something that is counted."""

    left: Number = number(unit="firms")
    evidence: tuple[str, ...] = refers("evidence")


@frozen
class Every:
    """A field of every kind."""

    text: str = ""
    whole: int = number(0, 9, default=0)
    real: float = number(5, 7, default=5.0)
    flag: bool = False
    count: Number = number(unit="firms")
    beyond: Number = number(low=1000.0)
    below: Number = number(low=-9.0, high=-3.0)
    part: Number = share()
    by_year: Series = number(unit="KRW")
    word: Literal["all", "some"] = "some"
    inner: Inner | Missing = Missing()
    many: tuple[Inner, ...] = ()
    named: dict[str, Inner] = {}
    actor: str = refers("actors", default="")
    evidence: tuple[str, ...] = refers("evidence")


@pytest.mark.parametrize("maker", [Maker, FullMaker])
def test_made_up_programs_follow_the_class(maker):
    facts = with_blocks({"every": Every})
    made = maker(random.Random(1), 0.9, facts)
    trees = [made.program("synthetic", ["facts"]) for _ in range(20)]
    written = [tree.get("facts", {}).get("every", {}) for tree in trees]
    assert {key for every in written for key in every} >= {*fields_of(Every)}
    read = [Scene({"program": tree}, facts).read()[0].facts.every for tree in trees]
    assert len({str(every) for every in read}) > 10


@measure("left", unit="firms", needs=["facts.every"], range=(0, 1e9))
def left(program, context):
    """Firms that left."""
    every = EVERY.of(program)
    return Measurement.of_number(every.count if every else Missing(), "the number")


EVERY = FactBlock("every", Every)
EVALUATOR = Evaluator("every", [left], method="left")


def test_a_known_answer_with_facts_of_the_plugin():
    described = {"facts": {"every": {"count": "12 firms"}}}
    assert evaluate(EVALUATOR, described, facts=[EVERY])["left"].value == (12, 12)
    assert evaluate(EVALUATOR, described)["left"].value is None
    with pytest.raises(InputError, match="ships"):
        evaluate(EVALUATOR, {"facts": {"every": {"count": "12 ships"}}}, facts=[EVERY])
