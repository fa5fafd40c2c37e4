"""What the engine says beside its numbers, as a code with parameters.

The text is the English one of `TEXTS`.
"""

from __future__ import annotations

from typing import Any

TEXTS = {
    # a criterion
    "applies_to": (
        "the rubric asks it of programs run at the level {levels}, and this one is {level}"
    ),
    "could_not_tell": "{coder} could not tell",
    "could_not_tell_why": "{coder} could not tell: {why}",
    "does_not_apply": "{coder} holds that it does not apply",
    "does_not_apply_why": "{coder} holds that it does not apply: {why}",
    "do_not_meet": "the sources of {measures} do not agree: the range holds all of them",
    "levels_apart": "the levels given are {apart} apart and need another look",
    "gives_no_level": "what is measured gives no level: {measures}",
    # what is not counted
    "of_parent": "not counted: it is said of the {scope}, not of the program itself",
    "no_evidence": "not counted: it rests on no evidence that counts here",
    "few_units": "not counted: {n} known units, {needed} are needed (G14)",
    "few_known": "not counted: {share} of the units known, {needed} is needed (G14)",
    # a dimension
    "no_evidence_found": "no evidence",
    "key_missing": "{key}, the key criterion, has no level",
    "coverage": "evidence covers {share} of the weight; {needed} is needed",
    "no_weight": "the criteria with a level carry no weight",
    "left_out": "{criterion} does not apply ({why}): its weight is left out",
    "capped": "{key} at level {level} caps {dimension} at {score}",
    "one_passage": (
        "one passage ({cite}, {place}) carries {n} levels ({criteria}): they err together"
    ),
    # the overall score
    "profile_only": "the rubric gives a profile and no overall score",
    "needs_dimensions": "no score without {dimensions}",
    "few_dimensions": "{n} dimensions have a score, {needed} are needed",
    "dimensions_no_weight": "the dimensions with a score carry no weight",
    "rests_on": "it rests on {n} of {of} dimensions, without {missing}",
    # a comparison
    "one_synthetic": "one of them is synthetic",
    "common_weight": (
        "criteria with a level on both sides carry {share} of the weight, {needed} is needed"
    ),
    "common_key": "{key}, a key criterion, has no level on both sides",
    "common_dimensions": (
        "the dimensions that can be compared carry {share} of the weight, {needed} is needed"
    ),
    "small_difference": "the scores differ by {points} points, {needed} are needed",
    "interval_holds_zero": "the 80% interval of the difference, {low} to {high}, holds zero",
    "only_one_side": "only {program} has {criteria}",
    "keys_differ": "different types of program: the key criteria are {left} and {right}",
}


class Message(str):
    """A text that knows its code and its parameters."""

    code: str
    params: dict[str, Any]

    def __new__(cls, code: str, **params: Any) -> Message:
        """Raises KeyError for a code that TEXTS does not have, or a parameter that its text asks
        for.
        """
        message = super().__new__(cls, TEXTS[code].format(**params))
        message.code, message.params = code, params
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.params)


def _again(code: str, params: dict[str, Any]) -> Message:
    return Message(code, **params)
