"""What is said of countries: the medians of their programs, and how many are not rated."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from evalkit.locale import listed, say
from evalkit.model.comparison import GROUP_OF, Comparison, Group
from evalkit.report import number
from evalkit.report.compared.programs import KINDS, dimension_name
from evalkit.report.phrases import series

NO_MEDIAN = (
    "no median: fewer than {needed} programs of one type have a score and are not components of one"
    " another (at most {most})"
)
NO_OTHER_MEDIAN = (
    "no other median: fewer than {needed} programs of one type have a score and are not components"
    " of one another (at most {most})"
)
"""Why a country has no median, and why it has none of its other types of program."""


def groups(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Each country by its code, with the medians of its types of program, or why there are none,
    and how many of its programs are not rated.
    """
    return [
        (country, _country(comparison, [*members]))
        for country, members in groupby(comparison.groups, key=lambda group: group.name)
    ]


def _country(comparison: Comparison, groups: list[Group]) -> list[str]:
    lines = [_median(comparison, group) for group in groups if group.median is not None]
    without = [group for group in groups if group.median is None]
    if without:
        most = max(len(group.counted) for group in without)
        why = NO_OTHER_MEDIAN if lines else NO_MEDIAN
        lines.append(say(why, needed=GROUP_OF, most=most))
    return [*lines, _not_rated(comparison, groups)]


def _not_rated(comparison: Comparison, groups: list[Group]) -> str:
    """How many programs of each dimension are not rated, of how many."""
    missing: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for group in groups:
        dimension = dimension_name(comparison, group.dimension).lower()
        missing[dimension] += group.not_rated
        total[dimension] += len(group.scores)
    # types together: the medians above are apart, and this says how much they leave out
    text = "{dimension} {count} of {all}"
    shares = [
        say(text, dimension=name, count=missing[name], all=total[name])
        for name in total
    ]
    return say("not rated: {dimensions}", dimensions=listed(shares))


def _median(comparison: Comparison, group: Group) -> str:
    return say(
        "{kind}: median {dimension} {median} (quartiles {spread}) of the scores {scores}",
        kind=say(KINDS[group.ranked_as]),
        dimension=dimension_name(comparison, group.dimension).lower(),
        median=number.score(group.median),
        spread=number.span(group.spread),
        scores=series(
            f"{program} {number.score(score)}" for program, score in group.counted
        ),
    )
