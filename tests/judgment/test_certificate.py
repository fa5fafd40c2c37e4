"""The certificate of a pair: shares by hand, what may not change them, and every kind of check."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy
import pytest
import steady
from attrs import evolve
from console import run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_comparison import card

from evalkit.comparison.common import Side
from evalkit.comparison.robustness import weighing
from evalkit.comparison.robustness.certificate import certify
from evalkit.comparison.robustness.changed import (
    is_reproduced,
    judged_again,
    with_levels,
    with_rubric,
)
from evalkit.comparison.robustness.weights import weight_space
from evalkit.engine.sensitivity.weight_space import share_above
from evalkit.engine.uncertainty import DRAWS
from evalkit.locale import LANGUAGES, language, using_locale
from evalkit.model.decision_table import DecisionTable, Row
from evalkit.model.errors import NotComparable
from evalkit.model.fixed import Fixed
from evalkit.report.robustness import as_markdown, as_text
from evalkit.session import Session
from evalkit.session.settings import Settings

LEVELS = st.lists(
    st.integers(0, 8).map(lambda half: half / 2), min_size=4, max_size=4
).map(tuple)


def certified(one, other, dimension="first"):
    (entry,) = (
        entry
        for entry in certify([one, other]).dimensions
        if entry.dimension == dimension
    )
    return entry


def test_the_share_of_all_weights_is_exact_and_by_hand():
    """1 level more on A and half a level less on all others: above where w_A > 1/3, which is a
    corner of (2/3)^3 of the weights."""
    entry = certified(card("a", (3, 2, 2, 2)), card("b", (2.9, 3, 3, 3)))
    share = share_above([Fraction(1, 10), -1, -1, -1])
    assert entry.weights.share == pytest.approx(float(share)) and entry.weights.exact
    entry = certified(card("a", (4, 3, 3, 3)), card("b", (3, 3.5, 3.5, 3.5)))
    assert entry.weights.share == pytest.approx((2 / 3) ** 3)
    assert entry.weights.error is None and not entry.weights.cap
    # G = .4 - .3 = .1 of a level and L = .5
    assert entry.weights.robustness == pytest.approx(0.1 / 0.6)
    assert entry.weights.moved == pytest.approx(0.1 / 1.5)


def test_a_cap_bends_the_share():
    """With level 1 on the key, whatever else is known, A scores 50 at most, as much as 2 on each:
    where the rest would lift it higher both tie."""
    entry = certified(card("a", (1, 4, 4, 4)), card("b", (2, 2, 2, 2)))
    assert entry.weights.cap and entry.weights.exact
    # above nowhere, the same where w_A <= 2/3: half of 1 - (2/3)... of the corner (1/3)^3 below
    below = Fraction(1, 3) ** 0 * share_above([Fraction(2), -1, -1, -1])
    assert entry.weights.share == pytest.approx(
        float((1 - (1 - Fraction(2, 3)) ** 3) / 2), abs=1e-9
    )
    assert below


def test_a_program_that_is_higher_on_every_criterion_is_above_at_all_weights():
    entry = certified(card("a", (3, 3, 2, 2)), card("b", (2, 3, 1, 2)))
    assert (entry.order, entry.weights.share, entry.weights.robustness) == (
        "left",
        1,
        1,
    )
    # all of it to the criteria that tie
    assert entry.weights.moved == pytest.approx(0.6)
    assert entry.sentence.code == "certificate_dominates"


def test_identical_levels_are_called_so():
    entry = certified(card("a", (3, 3, 2, None)), card("b", (3, 3, 2, None)))
    assert (entry.order, entry.weights.share, entry.level) == ("same_levels", 0.5, None)
    assert entry.sentence.code == "certificate_same_levels"
    assert entry.weights.robustness is None and not entry.weights.weights


@settings(max_examples=6, deadline=None)
@given(LEVELS, LEVELS)
def test_swapping_the_sides_turns_every_share(first, second):
    one, other = card("a", first), card("b", second)
    entry, turned = certified(one, other), certified(other, one)
    assert entry.weights.share + turned.weights.share == pytest.approx(1)
    assert entry.weights.simulated + turned.weights.simulated == pytest.approx(1)
    assert entry.weights.robustness == turned.weights.robustness
    assert entry.weights.moved == turned.weights.moved
    assert entry.difference == -turned.difference
    assert [check.held for check in entry.checks] == [
        check.held for check in turned.checks
    ]
    if entry.level and turned.level:
        change, back = (
            abs(item.needed - item.level) for item in (entry.level, turned.level)
        )
        assert change == pytest.approx(back, abs=1e-3)


@settings(max_examples=6, deadline=None)
@given(LEVELS, LEVELS)
def test_the_exact_share_agrees_with_drawn_weights(first, second):
    sides = [
        Side.of(card(name, levels, half=0.0))
        for name, levels in zip("ab", (first, second), strict=True)
    ]
    weighs = weighing.of_dimension("first", *sides)
    space = weight_space(weighs, 1)
    assert space.exact
    assert space.share == pytest.approx(
        space.simulated, abs=5 * space.simulated_error + 1e-3
    )


def test_names_change_nothing():
    one, other = (
        certify([card("a", (3, 2, 2, 1)), card("b", (2, 3, 1, 1))]),
        certify([card("z", (3, 2, 2, 1)), card("y", (2, 3, 1, 1))]),
    )
    for first, second in zip(one.dimensions, other.dimensions, strict=True):
        assert (first.weights, first.checks) == (second.weights, second.checks)


def test_the_smallest_change_of_a_level():
    """12.5 points apart: raising B by .625 / .3 levels is more than lowering A by .5 / .4."""
    entry = certified(card("a", (3, 3, 3, 3)), card("b", (3, 3, 2, 0)))
    assert entry.difference == pytest.approx(12.5)
    assert (entry.level.program, entry.level.criterion) == ("a", "first-A")
    assert entry.level.needed == pytest.approx(3 - 0.5 / 0.4, abs=1e-3)


def test_checks_by_hand():
    one, other = card("a", (3, 2, None, None)), card("b", (2, 3, 1, None))
    checks = {(check.kind, check.what): check for check in certified(one, other).checks}
    # on A and B, .4 and .3 of .7: (4 x 1 - 3 x 1) / 7 of a level
    assert certified(one, other).difference == pytest.approx(25 / 7)
    assert certified(one, other).result == "no_clear_difference"
    assert certified(one, other).sentence.code == "certificate_not_clear"
    assert checks["unknown", "0"].difference == pytest.approx(2.5 - 0.2 * 25)
    assert checks["unknown", "0"].held == "reverses"
    assert checks["unknown", "4"].difference == pytest.approx(2.5 + 0.2 * 75)
    assert checks["criterion", "first-A"].difference == -25
    assert checks["criterion", "first-B"].difference == 25
    # (9 x 4 + 4 x 3 - 4 x 4 - 9 x 3) / 7 quarters of a level
    assert checks["scale", "convex"].difference == pytest.approx(
        25 * 5 / 7 / 4, abs=0.01
    )
    assert checks["error", "0.5"].difference == pytest.approx(25 / 7)
    assert ("author", "one") not in checks  # nothing rests on evidence here


def test_only_checks_that_change_a_score_are_counted():
    """Half the errors and half more of them change no score, and neither does any mean of levels
    that are the same on each side; without A the difference stays, and so do both scores.
    """
    entry = certified(card("a", (3, 3, None, None)), card("b", (2, 2, None, None)))
    counted = {(check.kind, check.what) for check in entry.counted}
    moves = {("scale", "convex"), ("scale", "concave")}
    assert counted == moves | {("unknown", "0"), ("unknown", "4")}
    listed = {(check.kind, check.what) for check in entry.checks}
    assert listed - counted >= {
        ("error", "0.5"),
        ("error", "1.5"),
        ("criterion", "first-A"),
    }
    checks = entry.sentence.params["checks"]
    assert (checks.code, checks.params["all"].value) == ("checks_all", 4)


def test_what_leaves_nothing_to_compare_is_named_and_not_counted():
    entry = certified(
        card("a", (3, None, None, None)), card("b", (2, None, None, None))
    )
    (ended,) = entry.ended
    assert (ended.kind, ended.held, ended.moves_score) == (
        "criterion",
        "no_criterion",
        False,
    )
    checks = entry.sentence.params["checks"]
    assert (checks.code, checks.params["n"].id) == ("checks_ended", "1")


def test_overall_a_check_leaves_no_overall_score():
    """The rubric compares overall where the first dimension can be compared, which takes a key."""
    one, other = card("a", (3,) * 4, (3,) * 4), card("b", (2,) * 4, (2,) * 4)
    entry = certified(one, other, "overall")
    held = {(check.kind, check.what): check.held for check in entry.checks}
    assert held["criterion", "first-A"] == "no_overall"
    assert entry.sentence.params["checks"].params["left"].code == "left_no_overall"
    assert entry.sentence.code == "certificate_dominates_overall"
    text = as_text(certify([one, other]), 100, True)
    assert "Dimensions" in text and "in all simulations" in text


def test_overall_two_with_the_same_scores_tie():
    one, other = card("a", (3, 3, 2, 1), (2,) * 4), card("b", (3, 3, 2, 1), (2,) * 4)
    sentence = certified(one, other, "overall").sentence
    assert sentence.code == "certificate_same_scores"
    assert sentence.params["checks"].code in ("checks_tie", "checks_ended")


def test_a_check_that_changes_nothing_is_left_out():
    entry = certified(
        card("a", (3, 2, 2, 1), half=0.0), card("b", (2, 3, 1, 1), half=0.0)
    )
    kinds = {check.kind for check in entry.checks}
    assert kinds == {"aggregator", "scale", "criterion"}


@pytest.fixture(scope="module")
def library():
    return (
        Session(Settings())
        .score(["tw-mirdc-fasteners", "kr-gsbc", "kr-mini-clusters"])
        .cards
    )


def test_cards_of_the_library_are_judged_again_from_what_they_hold(library):
    for one in library:
        again = judged_again(one)
        assert [(entry.score, entry.coverage) for entry in again.dimensions] == [
            (entry.score, entry.coverage) for entry in one.dimensions
        ]
        assert all(is_reproduced(one, entry.id) for entry in one.dimensions)


def test_a_card_that_does_not_follow_from_what_it_holds_is_not_judged_again(library):
    """As where an evaluator rates in a way of its own."""
    one, other = library[:2]
    changed = with_levels(one, {"COO-2": 1.0})
    assert not is_reproduced(changed, "coordination") and is_reproduced(
        changed, "spillover"
    )
    again = {"breakpoints", "source", "author", "coder"}
    kinds = {check.kind for check in certified(changed, other, "coordination").checks}
    assert (
        kinds == {"aggregator", "scale", "error", "unknown", "criterion"}
        and not kinds & again
    )
    assert again <= {
        check.kind for check in certified(changed, other, "spillover").checks
    }


def test_a_cap_over_many_criteria_is_simulated():
    """Of nine criteria the space has too many pieces: 100 capped at 50 against 50 is a tie at every
    weight, which counts half."""
    rows = (100.0,) * 9, (50.0,) * 9
    sides = [
        weighing.Half(row, numpy.tile(row, (DRAWS, 1)), cap, cap)
        for row, cap in zip(rows, (50.0, 100.0), strict=True)
    ]
    names = tuple("abcdefghi")
    made = weighing.of_dimension(
        "first", *map(Side.of, (card("a", (2,) * 4), card("b", (2,) * 4)))
    )
    weighs = evolve(
        made, names=names, weights=(1 / 9,) * 9, left=sides[0], right=sides[1]
    )
    space = weight_space(weighs, 1)
    # a tie in every simulation: the share does not vary
    assert (space.exact, space.share, space.error) == (False, 0.5, 0)


def test_a_certificate_has_the_caveats_of_the_comparison():
    parent = card("a", (3,) * 4)
    made = certify([parent, card("b", (2,) * 4, part_of="a")])
    assert "components_and_parents" in {warning.code for warning in made.warnings}
    assert "Caveats" in as_text(made, 100, False)
    assert certify([parent, card("b", (2,) * 4)]).warnings == ()


def test_two_programs_of_one_name_are_told_by_their_ids():
    sentence = certified(
        card("a", (3,) * 4, name="Same"), card("b", (2,) * 4, name="Same")
    ).sentence
    assert (sentence.params["higher"].id, sentence.params["lower"].id) == ("a", "b")


def test_in_a_decision_table_weights_play_no_part():
    words = DecisionTable(
        Fixed({"default": Fixed({"low": 0.0, "high": 2.0})}),
        Fixed({"bad": 0.0, "good": 80.0}),
        (
            Row("good", Fixed({"first-A": ("high",)})),
            Row("bad", Fixed({"first-A": ("low",)})),
        ),
    )

    def by_table(made):
        first = evolve(
            made.rubric.dimensions["first"], aggregate="table", table=words, cap=None
        )
        dimensions = Fixed({**made.rubric.dimensions, "first": first})
        return with_rubric(made, evolve(made.rubric, dimensions=dimensions))

    one, other = by_table(card("a", (3, 1, 1, 1))), by_table(card("b", (1, 3, 3, 3)))
    entry = certified(one, other)
    assert (entry.difference, entry.weights.count, entry.weights.error) == (
        80,
        False,
        0,
    )
    assert entry.sentence.code == "certificate_outcome"
    assert "weights play no part" in as_text(certify([one, other]), 300, True)
    same = certified(
        by_table(card("a", (3, 1, 1, 1))), by_table(card("b", (4, 3, 3, 0)))
    )
    assert same.sentence.code == "certificate_same_outcome"


def test_the_lowest_value_reads_no_weights():
    def by_lowest(made):
        first = evolve(made.rubric.dimensions["first"], aggregate="minimum", cap=None)
        dimensions = Fixed({**made.rubric.dimensions, "first": first})
        return with_rubric(made, evolve(made.rubric, dimensions=dimensions))

    one, other = by_lowest(card("a", (2, 2, 2, 2))), by_lowest(card("b", (4, 1, 4, 4)))
    entry = certified(one, other)
    assert (entry.difference, entry.order, entry.weights.count) == (25, "open", False)
    assert entry.sentence.code == "certificate_outcome"


def test_without_an_overall_score_the_sentence_is_about_every_dimension(tmp_path):
    """One dimension alone would be chosen by what it says: here coordination holds in 10 of 18
    checks and regional fit, where the difference is greater, in all 16."""
    asked = ("compare", "kr-iccp", "kr-rd-consortia", "--certificate")
    rubric = ("--rubric", steady.write(tmp_path))
    done = run(*asked, *rubric, "--format", "json")
    sentence = json.loads(done.stdout)["sentence"]
    assert sentence["code"] == "certificate_by_dimension"
    parts = sentence["params"]["parts"]["items"]
    codes = [part["code"] for part in parts]
    assert codes == ["part_not_clear", "part_not_compared", "part_not_clear"]
    assert "10 of the 18" in sentence["text"] and "all 16" in sentence["text"]


def test_what_rests_on_one_author_is_told(library):
    entry = certified(*library[:2], dimension="coordination")
    held = {(check.kind, check.what): check.held for check in entry.checks}
    assert held["author", "hsieh"] == "no_criterion"
    assert entry.sentence.code == "certificate_not_compared"
    inner = entry.sentence.params["certificate"]
    ended = inner.params["checks"]
    assert (ended.code, ended.params["n"].id) == ("checks_ended", str(len(entry.ended)))
    assert ended.params["left"].code == "left_no_criterion"
    without = [item.code for item in ended.params["without"].items]
    assert without == ["check_author", "check_source"] and len(entry.ended) == 2
    # a key criterion lacks a level, which a certificate says and still answers
    assert (entry.result, entry.order) == ("not_comparable", "left")


def test_cards_that_cannot_be_certified_are_refused():
    one, other = card("a", (3, 2, 2, 1)), card("b", (None,) * 4)
    with pytest.raises(NotComparable, match="no criterion in common"):
        certify([one, other])
    with pytest.raises(NotComparable, match="compares two programs, not 3"):
        certify([one, other, card("c", (1, 1, 1, 1))])


@pytest.fixture(scope="module")
def certificates(library):
    return certify(library[:2]), certify(library[1:])


@pytest.mark.parametrize("tag", LANGUAGES[1:])
@pytest.mark.parametrize(
    "form", [as_markdown, lambda result: as_text(result, 60, False)]
)
def test_every_word_of_a_certificate_is_translated(certificates, tag, form):
    current_locale = language(tag)
    current_locale.missing.clear()
    with using_locale(tag):
        assert all(map(form, certificates))
    entries = [entry for result in certificates for entry in result.dimensions]
    names = {check.what for entry in entries for check in entry.checks}
    assert {*current_locale.missing} <= names


def test_the_command_prints_a_certificate_in_every_form(tmp_path):
    done = run(
        *(
            "compare",
            "tw-mirdc-fasteners",
            "kr-gsbc",
            "--certificate",
            "--format",
            "json",
        ),
        *("-o", tmp_path / "pair.html", "-o", tmp_path / "pair.md"),
    )
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["schema"] == "evalkit/certificate/1"
    assert [entry["dimension"] for entry in printed["dimensions"]] == [
        "coordination",
        "spillover",
    ]
    text = printed["sentence"]["text"]
    assert text in (tmp_path / "pair.md").read_text(encoding="utf-8").replace("\\", "")
    assert 'id="robust"' in (tmp_path / "pair.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--certificate", "--by", "country"],
            "--certificate is of one rubric, without groups",
        ),
        (["--certificate", "--rubric", "hsieh", "--rubric", "dac"], "is of one rubric"),
        (
            ["--certificate", "--format", "csv"],
            "these do: docx, html, json, md, text, xlsx",
        ),
    ],
)
def test_what_a_certificate_cannot_be_asked_with_is_refused(options, message):
    done = run("compare", "kr-gsbc", "tw-artc", *options)
    assert done.returncode == 2 and message in done.stderr


def test_a_certificate_is_of_two_programs():
    done = run("compare", "kr-gsbc", "tw-artc", "kr-iccp", "--certificate")
    assert done.returncode != 0 and "compares two programs, not 3" in done.stderr


def test_a_saved_certificate_is_not_taken_for_a_result(tmp_path):
    path = tmp_path / "pair.json"
    run("compare", "kr-gsbc", "tw-artc", "--certificate", "-o", path)
    done = run("report", path)
    assert (
        done.returncode == 4 and "this is a certificate of a comparison" in done.stderr
    )
