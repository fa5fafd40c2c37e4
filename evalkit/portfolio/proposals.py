"""Functions and target groups that names suggest: proposed, and in no count until accepted.

The terms stand in `terms.yaml`, by code and language. A Latin term is a whole word, a Korean or
Chinese one may stand within a longer word. Of terms that overlap in a name the longest counts, and
one of `without_meaning` suggests nothing and keeps others from being read into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from attrs import evolve

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.portfolio import Proposal
from evalkit.portfolio.record import Record
from evalkit.read.codec.decode import Decoder
from evalkit.read.syntax.parsed import raise_faults, read_file

FILE = Path(__file__).with_name("terms.yaml")
Terms = dict[str, tuple[str, ...]]
"""Terms by language."""


@frozen
class Table:
    """The terms of each function and each target group, and those that suggest nothing."""

    functions: dict[str, Terms]
    targets: dict[str, Terms]
    without_meaning: Terms


class Proposer:
    """Proposes functions and target groups by a table of terms."""

    def __init__(self, table: Table) -> None:
        mute = [*chain.from_iterable(table.without_meaning.values())]
        self._functions = _Finder(table.functions, mute)
        self._targets = _Finder(table.targets, mute)

    def propose(self, record: Record) -> Proposal | None:
        """What the names of a program suggest, None where they suggest no function and no target
        group.
        """
        functions, why = self._functions.find(record.names)
        targets, whom = self._targets.find(record.names)
        if not functions and not targets:
            return None
        terms = sorted(why | whom)
        return Proposal(record.id, functions, targets, tuple(terms))


class _Finder:
    """Finds the codes of terms in texts."""

    def __init__(self, codes: Mapping[str, Terms], mute: Iterable[str]) -> None:
        # A term without a code suggests nothing, but takes the place of those within it.
        self._codes: dict[str, set[str]] = {}
        for term in mute:
            self._codes[term.casefold()] = set()
        for code, languages in codes.items():
            for term in chain.from_iterable(languages.values()):
                self._codes.setdefault(term.casefold(), set()).add(code)
        # A pattern takes the first term that fits: the longest of those that overlap.
        longest_first = sorted(self._codes, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(_pattern, longest_first)))

    def find(self, names: Sequence[str]) -> tuple[tuple[str, ...], set[str]]:
        """The codes that names suggest, and the terms that suggest them."""
        suggested: set[str] = set()
        telling: set[str] = set()
        for name in names:
            for term in self._pattern.findall(_plain(name)):
                codes = self._codes[term]
                suggested |= codes
                if codes:
                    telling.add(term)
        return tuple(sorted(suggested)), telling


def _pattern(term: str) -> str:
    escaped = re.escape(term)
    # Not \b: a Korean ending may follow a Latin word, and counts as a letter there.
    return rf"(?<![a-z]){escaped}(?![a-z])" if term.isascii() else escaped


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def table() -> Table:
    """The table that comes with evalkit."""
    read = read_file(FILE)
    decoded = Decoder(read.faults).whole(Table, read.node)
    raise_faults(FILE, read.faults.found)
    assert decoded is not None  # else a fault was raised
    return decoded


def proposals(records: Iterable[Record]) -> tuple[Proposal, ...]:
    """What names suggest of programs that state no function."""
    proposer = Proposer(table())
    open_ = [record for record in records if not record.functions]
    return tuple(filter(None, map(proposer.propose, open_)))


def taken(record: Record, proposal: Proposal, accepted: bool) -> Record:
    """The record with what was proposed; marked as proposed unless somebody `accepted` it."""
    # which target group goes with which function a name does not say: each with all
    functions = {name: frozenset(proposal.targets) for name in proposal.functions}
    return evolve(record, functions=Fixed(functions), proposed=not accepted)
