"""Every pair, median and reason of a comparison in a terminal, dimension by dimension."""

from __future__ import annotations

from click import style

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.report.compared import groups, pairs, programs
from evalkit.report.compared.ranks import between_countries
from evalkit.report.phrases import labelled
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import beside_or_below, dim, section
from evalkit.report.terminal.width import wrap

NOTES = (
    "Programs are compared on the criteria that have a level on both sides: the scores are those "
    "on these criteria, and the interval is the 80% uncertainty interval of their difference."
)


def detail(comparison: Comparison, width: int) -> list[str]:
    """The medians of countries, then each dimension with its pairs and the reasons."""
    lines = _notes(width)
    for country, texts in groups.groups(comparison):
        lines += ["", *section(say(country_name(country)), texts, width)]
    for countries, texts in between_countries(comparison):
        lines += ["", *section(countries, texts, width)]
    for dimension in _dimensions(comparison):
        lines += ["", *_dimension(comparison, dimension, width)]
    return lines


def asked(comparison: Comparison, width: int) -> list[str]:
    """The pairs that were asked for, in full; none where all are listed."""
    if not comparison.asked:
        return []
    lines = _notes(width)
    for dimension in _dimensions(comparison):
        name = safe(programs.dimension_name(comparison, dimension))
        lines += [style(name, bold=True), *_pairs(comparison, dimension, width)]
        for text in pairs.undecided(comparison, dimension, "not_rated"):
            lines += _labelled("not rated", text, width)
    return lines


def _notes(width: int) -> list[str]:
    return dim(wrap(say(NOTES), width, rest="  "))


def _dimensions(comparison: Comparison) -> list[str]:
    """The ids of the dimensions, and `overall` whether or not the rubric gives an overall score."""
    # without one, the reason that stands there is that the rubric gives a profile
    return [*comparison.cards[0].rubric.dimensions, OVERALL]


def _dimension(comparison: Comparison, dimension: str, width: int) -> list[str]:
    name = safe(programs.dimension_name(comparison, dimension))
    head = labelled(name, pairs.tally(comparison, dimension))
    first, *rest = wrap(safe(head), width, rest="  ")
    # a narrow terminal may break the name itself
    if first.startswith(name):
        first = style(name, bold=True) + first.removeprefix(name)
    lines = [first, *rest, *_pairs(comparison, dimension, width)]
    for text in pairs.not_rated(comparison, dimension):
        lines += _labelled("not rated", text, width)
    return lines


def _pairs(comparison: Comparison, dimension: str, width: int) -> list[str]:
    """The pairs that are listed: the clear differences, then the others that have a score."""
    lines: list[str] = []
    for order in pairs.clear_differences(comparison, dimension):
        lines += wrap(safe(pairs.in_a_sentence(order)), width, "  ", "    ")
    for result in ("no_clear_difference", "not_comparable"):
        label = pairs.RESULTS[result]
        for text in pairs.undecided(comparison, dimension, result):
            lines += _labelled(label, text, width)
    return lines


def _labelled(label: str, text: str, width: int) -> list[str]:
    return beside_or_below(
        f"  {style(say(label), dim=True)}  ", safe(text), width, "    "
    )
