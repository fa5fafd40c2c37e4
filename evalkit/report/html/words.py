"""What the script of a page says, in every language, by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evalkit.locale import LANGUAGES, language, say, using_locale
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.report.gaps.glyphs import STATES
from evalkit.report.html.keyed import Row

MESSAGES = (
    "one_synthetic",
    "common_key",
    "common_weight",
    "common_dimensions",
    "needs_dimensions",
    "small_difference",
    "interval_holds_zero",
    "only_one_side",
    "keys_differ",
)
"""The messages of the engine that the script says, by their codes."""
WORDS: Mapping[str, str] = {
    "both_scores": "{score} and {other} on {weight} of the weight",
    "cap": "cap",
    "changed_weight": "{name}: {weight} instead of {base}",
    "changed_level": "{program} {criterion}: {level} instead of {base}",
    "comma": ", ",
    "higher": "{higher} higher than {lower} on {weight} of the weight: {score} and {other}, "
    "by {points} ({interval}; in {share} of simulations)",
    "labeled": "{label}: {content}",
    "level_with": "level {level}, {state}",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
    "no_clear_difference": "no clear difference",
    "odd_address": "This page does not know these parts of the address: {parts}",
    "points_for": "{points} for {program}",
    "provisional": "provisional",
    "rated": "rated",
    "rated_of": "{count} of {all} rated",
    "semicolon": "; ",
    "shown": "{shown} of {count} programs are shown",
    "span": "{low} to {high}",
    "two_different": "Choose two different programs.",
    "whatever": "higher whatever is unknown",
    "evidence_by": "{content}; pieces of evidence: {pieces}, by {informants}",
    "own_evidence": "{content}, all of whom run or pay for the program",
    **STATES,
}
"""English texts, which catalogs translate."""


def words() -> dict[str, Row]:
    """Every text of the script by its key."""
    # labels by their English, and messages by their codes, as catalogs have them
    texts = {key: in_all(english) for key, english in WORDS.items()}
    templates = {
        code: tuple(language(tag).template(code) for tag in LANGUAGES)
        for code in MESSAGES
    }
    return texts | templates


def names(rubric: Rubric) -> dict[str, Row]:
    """The names of dimensions, criteria and the overall score by their ids."""
    named = {
        **{key: dimension.name for key, dimension in rubric.dimensions.items()},
        **{key: criterion.name for key, criterion in rubric.criteria().items()},
        OVERALL: "Overall",
    }
    return {key: in_all(name) for key, name in named.items()}


def in_all(english: str) -> Row:
    """A text in every language."""
    return in_every_language(lambda: say(english))


def in_every_language(call: Callable[[], str]) -> Row:
    """What a call gives in every language."""
    row = []
    # in the order of LANGUAGES, by whose places the script chooses
    for tag in LANGUAGES:
        with using_locale(tag):
            row.append(call())
    return tuple(row)
