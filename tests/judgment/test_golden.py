"""Golden results: the same on every version of Python that is supported."""

import golden


def test_every_number_is_the_golden_one():
    """After a change of the method: python tests/judgment/golden.py."""
    assert golden.text() == golden.FILE.read_text(encoding="utf-8")


def test_the_golden_results_hold_scores_differences_and_measures():
    numbers = golden.golden()
    assert all(len(numbers[f"measures of {id}"]) > 5 for id in golden.MEASURED)
    assert numbers["scores of ties"]["first"][0] == 66.25
    assert numbers["scores of ties"]["first"][3] == "66.3"
    assert {pair[0] for pair in numbers["pairs"].values()} >= {"left", "right"}
