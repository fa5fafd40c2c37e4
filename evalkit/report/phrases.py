"""How texts are put together in the language that is spoken, and how sentences of the engine are said in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.report.words import say

UNHEARD = "what is measured gives no level: {measures}"
PARTS = "components are compared with their parents, and their scores are not independent: {parts}"
"""Sentences of the engine that end with a list of others."""
_SILENT_MEASURES = re.compile(r"(?<=\)), (?=\w+ \()")
_SILENT = re.compile(r"(\w+) \((.+)\)", re.DOTALL)
_PARTS = re.compile(r"(.+) of (.+)")
_OF_WHOLE = re.compile(r"of ([a-z0-9-]+): (.+)", re.DOTALL)
_NUMBERS = re.compile(r"(.+): (-?[\d.e+-]+)(?: to (-?[\d.e+-]+))?")


def series(words: Iterable[str]) -> str:
    """Words or clauses that are said already, one after the other, with the comma of the language."""
    return say(", ").join(words)


def clauses(texts: Iterable[str]) -> str:
    """Sentences that are said already, in one line, with the semicolon of the language."""
    return say("; ").join(texts)


def labelled(label: str, text: str) -> str:
    """What is said of a thing, after its name."""
    return say("{label}: {told}", label=label, told=text)


def counted(number: int, what: str) -> str:
    """A number of things, in the singular where there is one."""
    if not number:
        return say(f"no {what}s")
    return say(f"{{count}} {what}{'s' * (number != 1)}", count=number)


def told(sentence: str) -> str:
    """A sentence of the engine; one that holds others is said piece by piece, for only a whole one is recognized."""
    if (why := sentence.removeprefix("not counted: ")) != sentence:
        return say("not counted: {why}", why=told(why))
    if (rest := _end_of(sentence, UNHEARD)) is not None:
        return say(UNHEARD, measures=series(map(_silent, _SILENT_MEASURES.split(rest))))
    if (rest := _end_of(sentence, PARTS)) is not None:
        return say(PARTS, parts=clauses(map(_part_of, rest.split("; "))))
    if found := _OF_WHOLE.fullmatch(sentence):
        return say("of {whole}: {reason}", whole=found[1], reason=told(found[2]))
    if found := _NUMBERS.fullmatch(sentence):
        return labelled(
            found[1],
            found[2] if found[3] is None else say("{low} to {high}", low=found[2], high=found[3]),
        )
    return say(sentence)


def why(note: str) -> str:
    """What a measure says beside its value or instead of one: a sentence, or one for each group of what it counts."""
    return clauses(told(each) for each in note.split("; "))


def _end_of(sentence: str, template: str) -> str | None:
    """What fills the hole at the end of a template, None where the sentence is another one."""
    start = template.partition("{")[0]
    return sentence.removeprefix(start) if sentence.startswith(start) else None


def _silent(measure: str) -> str:
    found = _SILENT.fullmatch(measure)
    return say("{measure} ({why})", measure=found[1], why=why(found[2])) if found else measure


def _part_of(parts: str) -> str:
    found = _PARTS.fullmatch(parts)
    return (
        say("{parts} of {whole}", parts=series(found[1].split(", ")), whole=found[2])
        if found
        else parts
    )
