"""The evaluators against the coder r1. What falls below an aim is a finding, and stands on
docs/validity.md; the tests hold what is there."""

from collections import Counter

import agreement
import evaluators
from agreement import cells, units, with_coders, without_coders

from evalkit.comparison.agreement.alpha import alpha


def test_the_evaluators_give_levels_without_any_coder():
    assert sum(cell.evaluator is not None for cell in cells()) >= 119
    scores = [each.score.score for card in without_coders() for each in card.dimensions]
    assert sum(score is not None for score in scores) >= 40


def test_with_coders_there_are_140_levels_and_most_come_from_evaluators():
    origins = Counter(
        rating.origin
        for card in with_coders()
        for rating in card.ratings
        if rating.levelled
    )
    assert sum(origins.values()) >= 140
    assert origins["measured"] / sum(origins.values()) >= 0.85


def test_coder_files_change_no_level_of_an_evaluator():
    alone = {
        (card.program.id, each.id): each.level
        for card in without_coders()
        for each in card.ratings
        if each.origin == "measured"
    }
    beside = {
        (card.program.id, each.id): each.level
        for card in with_coders()
        for each in card.ratings
        if each.origin == "measured"
    }
    assert alone == beside


def test_the_evaluators_agree_with_the_coder_as_the_page_says():
    """The aims (.85, .70 within Korea, nine in ten within half a level) are not met; what is
    reached must not be lost."""
    both = [cell for cell in cells() if cell.both]
    assert alpha(units(both)) >= 0.79
    assert alpha(units([cell for cell in both if cell.country == "KR"])) >= 0.60
    assert sum(cell.apart <= agreement.NEAR for cell in both) / len(both) >= 0.82


def test_every_cell_that_is_far_apart_has_a_reason():
    far = {
        (cell.program, cell.criterion)
        for cell in cells()
        if cell.both and cell.apart >= agreement.FAR
    }
    assert far == evaluators.REASONS.keys()
