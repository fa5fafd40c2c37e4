"""A fault in a file, with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, NoReturn

from attrs import define, field

from evalkit.model.frozen import frozen
from evalkit.model.words import nearest

SUGGESTIONS = 50
"""Faults of a file that are told with a suggestion."""
MOST = 100
"""Errors of a file that are told one by one, and as many warnings; the rest is counted."""

COMMON = frozenset("a and by for in of on or per share the to".split()) | {""}
"""Words in names of measures that tell nothing of what they measure."""

Severity = Literal["error", "warning"]


class Unreadable(Exception):
    """The text cannot be read any further; the fault is noted."""


class Place(NamedTuple):
    """Line and column of the first character, from 1, in characters.

    `end` is the column after the last character on that line. Every word of a file has one, which
    a tuple makes in half the time.
    """

    line: int = 1
    column: int = 1
    end: int = 1


Spot = Place | int
"""Where a value stands: its place, or its number among the keys and values of a text, of which the
place is looked up when something is said of it."""


@frozen(order=True)
class Diagnostic:
    """What is wrong, where, and what to do; `code` has a page (`evalkit explain CODE`).

    `count` is the number of faults that it stands for.
    """

    path: str
    place: Place
    code: str
    message: str
    help: str = ""
    source_line: str = ""
    severity: Severity = "error"
    count: int = 1


@define
class Faults:
    """The faults of one file, collected so that all of them are reported at once.

    `found` holds the first ones, and of the rest how many there are; `noted` is the number of all.
    `before` is the number of lines that stand in the file before the text that is read. `look_up`
    finds the place of what a text gives a number.
    """

    path: str
    lines: list[str] = field(factory=list)
    found: list[Diagnostic] = field(factory=list)
    noted: Counter[Severity] = field(factory=Counter)
    _rest: dict[Severity, int] = field(factory=dict)
    before: int = 0
    look_up: Callable[[int], Place] | None = None

    def again(self) -> Faults:
        """Faults of the same text, of which none is noted."""
        return Faults(self.path, self.lines, before=self.before, look_up=self.look_up)

    def place_of(self, spot: Spot) -> Place:
        """The place of a spot in the text."""
        if isinstance(spot, Place):
            return spot
        assert self.look_up, "what reads a text by numbers says how they are looked up"
        return self.look_up(spot)

    def add(
        self,
        code: str,
        spot: Spot,
        message: str,
        remedy: str = "",
        *,
        severity: Severity = "error",
    ) -> None:
        """Note a fault, or as a `warning` what should be looked at and stops nothing."""
        self.noted[severity] += 1
        if self.noted[severity] > MOST:
            self._count_rest(severity)
            return
        place = self.place_of(spot)
        # a file may end before the place that a parser tells
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        place = self._in_file(place)
        self.found.append(
            Diagnostic(self.path, place, code, message, remedy, line, severity)
        )

    def _in_file(self, place: Place) -> Place:
        return place._replace(line=place.line + self.before) if self.before else place

    def _count_rest(self, severity: Severity) -> None:
        """Keep one entry for all faults that are not told, at the end of the file."""
        rest = self.noted[severity] - MOST
        kind = f"{severity}s" if rest > 1 else severity
        entry = Diagnostic(
            self.path,
            self._in_file(Place(len(self.lines) + 1)),
            "EK113",
            f"{rest:,} more {kind} in this file",
            "fix those above, and check the file again",
            severity=severity,
            count=rest,
        )
        if severity in self._rest:
            self.found[self._rest[severity]] = entry
        else:
            self._rest[severity] = len(self.found)
            self.found.append(entry)

    def stop(self, code: str, spot: Spot, message: str, remedy: str) -> NoReturn:
        """Note a fault after which nothing can be read; raises Unreadable."""
        self.add(code, spot, message, remedy)
        raise Unreadable

    def near(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """A suggestion for a misspelt word, or `otherwise`.

        A file with very many faults gets none, for looking takes time.
        """
        if len(self.found) > SUGGESTIONS:
            return otherwise
        return did_you_mean(word, known, otherwise)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A suggestion for a misspelt word, or `otherwise`; letters may be small or large."""
    # difflib needs the square of the length for each name. Sorted, so that a file always gets the
    # same suggestion.
    names = {name.lower(): name for name in sorted(known)[:500]}
    near = nearest(word[:100].lower(), names)
    return f"did you mean {names[near]!r}?" if near else otherwise


def with_same_words(name: str, known: Iterable[str]) -> str:
    """A suggestion of the name that shares most words with this one, empty where none does."""
    words = _words(name)

    def shared(other: str) -> int:
        return len(words & _words(other))

    # of those that share equally many the first by name, so that a file always gets the same one
    near = max(sorted(known), key=shared, default="")
    return f"did you mean {near!r}?" if shared(near) else ""


def _words(name: str) -> set[str]:
    """The words of a name, those left out that very many names have."""
    return {*re.split(r"[\W_]+", name.lower()[:100])} - COMMON


def shown(text: str, length: int = 60) -> str:
    """Text of a file as a message may quote it: on one line, escaped, not too long."""
    characters = []
    for character in text:
        if not character.isprintable():
            code = character.encode("unicode_escape", "backslashreplace")
            character = code.decode()
        characters.append(character)
    safe = "".join(characters)
    short = safe if len(safe) <= length else safe[: length - 1] + "…"
    # repr escapes quotes, but doubles the backslashes of the escapes that were made here.
    return repr(short)[1:-1].replace("\\\\", "\\")
