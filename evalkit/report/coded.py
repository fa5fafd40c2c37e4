"""What coders answered to a criterion, in words that the formats share."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.coded import ADJUDICATED, CodedLevel
from evalkit.report import number
from evalkit.report.phrases import clauses, in_words, labelled, translated

# Whole sentences, and none put together of parts: other languages put these in another order.
ACCEPTED = (
    "{level} by {coder}, as {model} proposed",
    "{level} by {coder}, as {model} proposed, accepted on {date}",
)
"""A proposal that was accepted, without the day and with it."""
SETTLED = {
    (False, False): "{level} adjudicated",
    (False, True): "{level} adjudicated on {date}",
    (True, False): "{level} adjudicated by {names}",
    (True, True): "{level} adjudicated by {names} on {date}",
}
"""What coders agreed on, by whether a file says who decided it, and when."""


def answer(card: ReportCard, coding: CodedLevel) -> str:
    """The level or the other answer of a coder, with the kind of coder and the reason."""
    coder = coding.coder
    if declared := card.program.coders.get(coder):
        coder = say("{coder} ({kind})", coder=coder, kind=say(declared.kind))
    text = say(
        _by_whom(coding),
        level=_given(coding),
        coder=coder,
        model=coding.accepts,
        names=coding.by,
        date=coding.date,
    )
    return labelled(text, coding.why) if coding.why else text


def _given(coding: CodedLevel) -> str:
    """The level, or what was answered in its place."""
    if coding.level is None:
        return in_words(coding.answer)
    return number.level(coding.level)


def adjudicated(names: str) -> str:
    """That a level is what coders agreed on, with who decided it where a file says so."""
    return say("adjudicated by {names}", names=names) if names else say("adjudicated")


def certainty(coding: CodedLevel) -> str:
    """The certainty of the evidence behind a coded level, and the steps that lead to it.

    Empty without a level.
    """
    if coding.certainty is None:
        return ""
    known = say(coding.certainty)
    steps = clauses(map(translated, coding.reasons))
    # a coder may overrule what the rules give, and has to say why
    if not coding.certainty_why:
        return say("{certainty} certainty: {reasons}", certainty=known, reasons=steps)
    return say(
        "{certainty} certainty: {reasons}; overridden, since {why}",
        certainty=known,
        reasons=steps,
        why=coding.certainty_why,
    )


def _by_whom(coding: CodedLevel) -> str:
    """How an answer and its coder are named: a proposal, one that was accepted, what coders agreed
    on, or a level.
    """
    if coding.proposed:
        return "{level} proposed by {coder}, not scored"
    if coding.accepts:
        return ACCEPTED[bool(coding.date)]
    if coding.coder == ADJUDICATED:
        return SETTLED[bool(coding.by), bool(coding.date)]
    return "{level} by {coder}"
