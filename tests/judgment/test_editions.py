"""Cards of two editions, and of a rubric that gives a profile and no overall score."""

import pytest
from attrs import evolve
from small import RUBRIC
from test_comparison import card, pair_of

from evalkit.model.errors import NotComparable


def edition(program, id):
    """A card by a rubric in which another weight stands at one criterion."""
    first = RUBRIC.dimensions["first"]
    heavier = evolve(first.criteria["first-C"], weight=0.25)
    changed = evolve(first, criteria={**first.criteria, "first-C": heavier})
    dimensions = {**RUBRIC.dimensions, "first": changed}
    rubric = evolve(RUBRIC, id=id, edition="2", dimensions=dimensions)
    return evolve(card(program, (2, 2, 2, 2)), rubric=rubric, rubric_digest="another")


def test_two_editions_are_refused_with_the_criteria_in_which_they_differ():
    with pytest.raises(NotComparable) as refused:
        pair_of(card("a", (3, 3, 3, 3)), edition("b", "small"))
    assert "first-C" in str(refused.value) and "first-A" not in str(refused.value)


def test_two_rubrics_are_refused_without_a_list_of_criteria():
    with pytest.raises(NotComparable) as refused:
        pair_of(card("a", (3, 3, 3, 3)), edition("b", "other"))
    assert "first-C" not in str(refused.value)


def test_a_profile_is_compared_by_dimension_and_not_overall():
    profile = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
    levels = {"a": (3, 3, 3, 3), "b": (1, 1, 1, 1)}
    one, other = (
        evolve(card(id, each, each), rubric=profile) for id, each in levels.items()
    )
    assert pair_of(one, other).result == "left"
    overall = pair_of(one, other, "overall")
    assert overall.difference is None and overall.result in (
        "not_comparable",
        "not_rated",
    )
