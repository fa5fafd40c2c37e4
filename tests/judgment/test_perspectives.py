"""Several rubrics on one program: side by side, never added up, and with what they share."""

import pytest
from attrs import evolve
from small import RUBRIC, program
from test_comparison import card, resting

from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.coded import CodedLevel
from evalkit.model.errors import NotComparable
from evalkit.model.message import Ref, message, refs
from evalkit.model.program import Coding

OTHER = evolve(RUBRIC, id="other")


def by(rubric, digest, **changes):
    return evolve(
        resting(card("a", (1, 2, None, 3))),
        rubric=rubric,
        rubric_digest=digest,
        **changes,
    )


def test_cards_stand_by_program_in_the_order_of_the_rubrics():
    one, two = by(RUBRIC, "1"), by(OTHER, "2")
    found = compare_rubrics(
        [
            one,
            evolve(card("b", (1, 1, 1, 1)), rubric=OTHER, rubric_digest="2"),
            two,
            evolve(card("b", (1, 1, 1, 1)), rubric_digest="1"),
        ]
    )
    assert [
        [each.program.id + each.rubric.id for each in row] for row in found.programs
    ] == [
        ["asmall", "aother"],
        ["bsmall", "bother"],
    ]
    assert repr(found) == "<a, b by small 1, other 1>" and len(found.cards) == 4


def test_evidence_that_carries_levels_by_several_rubrics_is_named():
    found = compare_rubrics([by(RUBRIC, "1"), by(OTHER, "2")])
    (shared,) = found.shared
    assert (shared.program, shared.evidence) == ("a", "heard")
    assert shared.criteria == (
        ("small 1", ("first-A", "first-B", "first-D")),
        ("other 1", ("first-A", "first-B", "first-D")),
    )
    assert found.warnings[1] == message(
        "shared_evidence",
        program=Ref("a"),
        n=1,
        all=1,
        evidence=refs(["heard"], "comma"),
    )


@pytest.mark.parametrize(("coder", "warned"), [("r1", True), ("r2", False)])
def test_one_coder_behind_all_of_them_is_named(coder, warned):
    def coded(each, by):
        level = CodedLevel(by, 1, "low", "why", ("heard",))
        return evolve(
            each,
            dimensions=tuple(
                evolve(
                    one,
                    criteria=tuple(
                        evolve(rating, coded=(level,)) for rating in one.criteria
                    ),
                )
                for one in each.dimensions
            ),
        )

    found = compare_rubrics(
        [coded(by(RUBRIC, "1"), "r1"), coded(by(OTHER, "2"), coder)]
    )
    warning = message("one_coder", program=Ref("a"), coder=Ref("r1"))
    assert (warning in found.warnings) == warned


def test_a_rubric_that_nobody_used_is_unknown_and_not_low():
    silent = tuple(
        evolve(
            each,
            criteria=tuple(
                evolve(rating, status="unknown", level=None, coded=())
                for rating in each.criteria
            ),
        )
        for each in by(OTHER, "2").dimensions
    )
    found = compare_rubrics([by(RUBRIC, "1"), by(OTHER, "2", dimensions=silent)])
    warning = message("not_judged", program=Ref("a"), rubrics=refs(["other 1"]))
    assert found.shared == () and warning in found.warnings
    assert "one_coder" not in [each.code for each in found.warnings]


@pytest.mark.parametrize(
    ("cards", "message"),
    [
        ([by(RUBRIC, "1")], "needs two of them or more"),
        (
            [by(RUBRIC, "1"), by(RUBRIC, "1")],
            "needs two of them or more, each a different one",
        ),
        (
            [by(RUBRIC, "1"), by(OTHER, "2"), by(OTHER, "2")],
            "a has 2 cards by rubric other 1: one by each rubric is needed",
        ),
        (
            [
                by(RUBRIC, "1"),
                by(OTHER, "2"),
                evolve(card("b", (1, 1, 1, 1)), rubric_digest="1"),
            ],
            "b has no card by rubric other 1",
        ),
        (
            [by(RUBRIC, "1"), by(RUBRIC, "2")],
            "two different rubrics are called small 1: give one of them another edition",
        ),
        (
            [
                by(RUBRIC, "1"),
                by(OTHER, "2", program=program(id="made-up", synthetic=True)),
            ],
            "synthetic, made to test the engine, .*: made-up",
        ),
        (
            [
                by(RUBRIC, "1"),
                by(
                    OTHER,
                    "2",
                    program=program({"first-A": Coding(2, ("heard",))}, id="a"),
                ),
            ],
            "a was described differently",
        ),
    ],
)
def test_what_cannot_be_laid_side_by_side_is_refused(cards, message):
    with pytest.raises(NotComparable, match=message):
        compare_rubrics(cards)
