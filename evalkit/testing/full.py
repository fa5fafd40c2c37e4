"""Made-up programs of which everything is known: what random draws seldom put together."""

from __future__ import annotations

from typing import Any

from evalkit.model.facts import Beneficiaries
from evalkit.model.program import Program
from evalkit.model.relations import Tie
from evalkit.read.codec.classes import fields_of
from evalkit.testing.contents import BODIES, FIRMS, WORDS
from evalkit.testing.reading import Tree
from evalkit.testing.synthetic import Maker

ITEMS = 5
"""Entries of a list."""


class FullMaker(Maker):
    """Makes descriptions without gaps: numbers are exact, lists are complete, and facts agree."""

    gaps = 0.0

    def program(self, key: str, names: list[str]) -> dict[str, Tree]:
        """A program with these fields, its lists told in full, whose operator is a body."""
        operator = self.dice.choice(BODIES)
        made = super().program(key, names)
        lists = {*WORDS["listed_in_full"]} & fields_of(Program).keys()
        in_full: Tree = sorted(lists & made.keys())
        return {**made, "operator": operator, "listed_in_full": in_full}

    def block(self, kind: Any) -> dict[str, Tree]:
        """A map with the fields of a class, which agree with each other."""
        made = super().block(kind)
        if kind is Beneficiaries:
            awards = made.get("awards")
            if isinstance(awards, list):
                made["direct"] = str(len(awards))
        if kind is Tie:
            made["state"] = "present"
            # An intermediary, and whom it serves or introduces.
            if "from" in made and self.dice.random() < 0.5:
                made["from"] = self.dice.choice(BODIES)
                made["to"] = self.dice.sample(FIRMS, 3)
        return made

    def _length(self, name: str) -> int:
        return ITEMS * ITEMS if name == "ties" else ITEMS

    def _number(self, meta: Any) -> Tree:
        return self._exact(meta)
