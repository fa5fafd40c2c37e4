"""The columns of the sheets that compare: pairs, groups and shared evidence."""

from __future__ import annotations

from evalkit.report.xlsx.column import Column

PAIRS = (
    # What is compared on what, with the scores of both sides.
    Column("left", "Left"),
    Column("right", "Right"),
    Column("dimension_name", "Dimension"),
    Column(
        "result_said",
        "Result",
        meaning="which side is clearly higher by the rules of the rubric, or that there is no "
        "clear difference",
    ),
    Column(
        "common_weight",
        "Common weight",
        "share",
        "the weight of the criteria with a level on both sides; all numbers here are of "
        "these criteria",
    ),
    Column(
        "left_score",
        "Left score",
        "score",
        "on the common criteria; empty where the sides cannot be compared",
    ),
    Column("right_score", "Right score", "score"),
    # The difference, how uncertain it is, and what makes it.
    Column("difference", "Difference", "score", "left minus right, in points"),
    Column(
        "difference_low",
        "80% interval, low",
        "end",
        "the 80% uncertainty interval of the difference",
    ),
    Column("difference_high", "80% interval, high", "end"),
    Column(
        "share_left_higher",
        "Share of simulations",
        "share",
        "in which the left side is higher; not the probability that it is better",
    ),
    Column(
        "whatever_is_unknown",
        "Whatever is unknown",
        "flag",
        "the worst case over all criteria still leaves the difference that is needed",
    ),
    Column(
        "contributions",
        "Made by",
        meaning="what each criterion adds to the difference, in points; together they add up to it",
    ),
    Column("reasons", "Reasons"),
)
"""One row for each pair of programs and each dimension."""
STANDINGS = (
    Column("program", "Program"),
    Column("name", "Name"),
    Column("country_said", "Country"),
    Column("kind_said", "Type of program"),
    Column("dimension_name", "Dimension"),
    Column("score", "Score", "score"),
    Column(
        "rank",
        "Rank",
        "count",
        "among the programs of its type that have a score; 1 is the highest",
    ),
    Column(
        "rank_low",
        "80% interval, low",
        "count",
        "the best rank of the 80% uncertainty interval",
    ),
    Column("rank_high", "80% interval, high", "count"),
    Column("ranked", "Ranked", "count", "the programs that have a rank"),
    Column(
        "higher",
        "Clearly higher",
        "count",
        "pairs with other programs in which it is clearly higher",
    ),
    Column("lower", "Clearly lower", "count"),
    Column("no_clear_difference", "No clear difference", "count"),
    Column("not_comparable", "Not comparable", "count"),
    Column("not_rated", "Not rated", "count"),
)
"""One row for each program and each dimension, where there are too many pairs to list."""
GROUPS = (
    Column("country_said", "Country"),
    Column("kind_said", "Type of program"),
    Column("dimension_name", "Dimension"),
    Column("programs", "Programs", "count"),
    Column("not_rated", "Not rated", "count"),
    Column(
        "counted",
        "Counted",
        "count",
        "the programs with a score that are not components of one another",
    ),
    Column(
        "median",
        "Median",
        "score",
        "of the counted ones; empty where they are too few",
    ),
    Column("quartile_low", "Lower quartile", "score"),
    Column("quartile_high", "Upper quartile", "score"),
    Column("why", "Why there is none"),
)
"""One row for each group and each dimension."""
SHARED = (
    Column("program", "Program"),
    Column("evidence", "Evidence"),
    Column("says", "Says"),
    Column("rubric", "Rubric"),
    Column(
        "criteria",
        "Criteria",
        meaning="the criteria of this rubric whose levels rest on it: agreement between rubrics "
        "here confirms nothing",
    ),
)
"""One row for each piece of evidence that several rubrics use, and each of these."""
