"""The strip plot: where scores, intervals and possible ranges stand on a line of characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.report.terminal.strip import POINT, Mark, scale, strip
from evalkit.report.terminal.width import cells

ENDS = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(
    lambda ends: tuple(sorted(ends))
)


def test_a_score_stands_on_its_interval_within_its_possible_range():
    mark = Mark(50, (30, 70), (10, 100))
    assert strip([mark], 11) == " ··──●──···"


@pytest.mark.parametrize(
    ("scores", "line"),
    [
        ((), "           "),
        ((0,), "●          "),
        ((100,), "          ●"),
        ((0, 100), "●         ●"),
        ((50, 51, 50), "     3     "),
        ((20,) * 9, "  9        "),
        ((20,) * 10, "  +        "),
        ((-1, 101), "●         ●"),
        ((None,), "           "),
    ],
)
def test_several_programs_stand_on_one_line(scores, line):
    assert strip([Mark(score) for score in scores], 11) == line


def test_the_interval_of_one_does_not_hide_the_score_of_another():
    marks = [Mark(20, (0, 40)), Mark(40, (20, 100)), Mark(None, None, (0, 100))]
    assert strip(marks, 11) == "──●─●──────"


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (21, "0   25   50   75  100"),
        (11, "0   50  100"),
    ],
)
def test_the_scale_names_its_quarters_where_there_is_space(width, line):
    assert scale(width) == line


@given(st.lists(ENDS, max_size=30), st.integers(7, 120))
def test_a_line_fills_its_width_and_counts_every_program(intervals, width):
    marks = [Mark(sum(ends) / 2, ends, (0, 100)) for ends in intervals]
    line = strip(marks, width)
    assert cells(line) == width
    digits = [int(sign) for sign in line if sign.isdigit()]
    if "+" not in line:
        assert line.count(POINT) + sum(digits) == len(marks)
