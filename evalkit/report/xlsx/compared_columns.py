"""The columns of the sheets that compare: pairs, groups and shared evidence."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.report.xlsx.book import Column


def pairs() -> list[Column]:
    """One row for each pair of programs and each dimension."""
    return [*_result(), *_difference()]


def _result() -> list[Column]:
    """What is compared on what, with the scores of both sides."""
    return [
        Column("left", say("Left")),
        Column("right", say("Right")),
        Column("dimension_name", say("Dimension")),
        Column(
            "result_said",
            say("Result"),
            meaning=say(
                "which side is clearly higher by the rules of the rubric, or that there is no "
                "clear difference"
            ),
        ),
        Column(
            "common_weight",
            say("Common weight"),
            "share",
            say(
                "the weight of the criteria with a level on both sides; all numbers here are of "
                "these criteria"
            ),
        ),
        Column(
            "left_score",
            say("Left score"),
            "score",
            say("on the common criteria; empty where the sides cannot be compared"),
        ),
        Column("right_score", say("Right score"), "score"),
    ]


def _difference() -> list[Column]:
    """The difference, how uncertain it is, and what makes it."""
    return [
        Column(
            "difference", say("Difference"), "score", say("left minus right, in points")
        ),
        Column(
            "difference_low",
            say("80% interval, low"),
            "end",
            say("the 80% uncertainty interval of the difference"),
        ),
        Column("difference_high", say("80% interval, high"), "end"),
        Column(
            "share_left_higher",
            say("Share of simulations"),
            "share",
            say(
                "in which the left side is higher; not the probability that it is better"
            ),
        ),
        Column(
            "whatever_is_unknown",
            say("Whatever is unknown"),
            "flag",
            say(
                "the worst case over all criteria still leaves the difference that is needed"
            ),
        ),
        Column(
            "contributions",
            say("Made by"),
            meaning=say(
                "what each criterion adds to the difference, in points; together they add up to it"
            ),
        ),
        Column("reasons", say("Reasons")),
    ]


def standings() -> list[Column]:
    """One row for each program and each dimension, where there are too many pairs to list."""
    return [
        Column("program", say("Program")),
        Column("name", say("Name")),
        Column("country_said", say("Country")),
        Column("kind_said", say("Type of program")),
        Column("dimension_name", say("Dimension")),
        Column("score", say("Score"), "score"),
        Column(
            "rank",
            say("Rank"),
            "count",
            say("among the programs of its type that have a score; 1 is the highest"),
        ),
        Column(
            "rank_low",
            say("80% interval, low"),
            "count",
            say("the best rank of the 80% uncertainty interval"),
        ),
        Column("rank_high", say("80% interval, high"), "count"),
        Column("ranked", say("Ranked"), "count", say("the programs that have a rank")),
        Column(
            "higher",
            say("Clearly higher"),
            "count",
            say("pairs with other programs in which it is clearly higher"),
        ),
        Column("lower", say("Clearly lower"), "count"),
        Column("no_clear_difference", say("No clear difference"), "count"),
        Column("not_comparable", say("Not comparable"), "count"),
        Column("not_rated", say("Not rated"), "count"),
    ]


def groups() -> list[Column]:
    """One row for each group and each dimension."""
    return [
        Column("country_said", say("Country")),
        Column("kind_said", say("Type of program")),
        Column("dimension_name", say("Dimension")),
        Column("programs", say("Programs"), "count"),
        Column("not_rated", say("Not rated"), "count"),
        Column(
            "counted",
            say("Counted"),
            "count",
            say("the programs with a score that are not components of one another"),
        ),
        Column(
            "median",
            say("Median"),
            "score",
            say("of the counted ones; empty where they are too few"),
        ),
        Column("quartile_low", say("Lower quartile"), "score"),
        Column("quartile_high", say("Upper quartile"), "score"),
        Column("why", say("Why there is none")),
    ]


def shared() -> list[Column]:
    """One row for each piece of evidence that several rubrics use, and each of these."""
    return [
        Column("program", say("Program")),
        Column("evidence", say("Evidence")),
        Column("says", say("Says")),
        Column("rubric", say("Rubric")),
        Column(
            "criteria",
            say("Criteria"),
            meaning=say(
                "the criteria of this rubric whose levels rest on it: agreement between rubrics "
                "here confirms nothing"
            ),
        ),
    ]
