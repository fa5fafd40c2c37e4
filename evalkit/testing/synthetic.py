"""Made-up descriptions that follow the classes of the model: each field gets a value that its type
and its rules allow.
"""

from __future__ import annotations

import math
import random
import types
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from evalkit.model.errors import InputError
from evalkit.model.observation import Observation, Stated
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Coder, Evidence, Program, Source
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.relations import Actor, Tie
from evalkit.model.vocabulary import FIRM_TYPES, ActorType
from evalkit.read.codec.classes import fields_of, hints_of
from evalkit.testing.contents import (
    ACTORS,
    BODIES,
    ENTRIES,
    FIRMS,
    FORMED,
    INDUSTRIES,
    OTHERS,
    REFERRED,
    SHORT,
    STATED,
    WORDS,
    YEARS,
)
from evalkit.testing.reading import Tree
from evalkit.testing.scene import Scene, bare

GAPS: tuple[Tree, ...] = (
    "unknown",
    {"absent": "e1"},
    {"not_applicable": "synthetic"},
)
"""What a field may say in place of a value."""
TRIES = 5
"""Draws of a field until one keeps to the rules that no type tells."""


class Maker:
    """Makes descriptions in which a field is written with a probability of `density`."""

    gaps = 0.1
    """How likely a field that is written says that it is unknown, absent or not applicable."""

    def __init__(
        self,
        dice: random.Random,
        density: float,
        facts: type[PluginFacts] = PluginFacts,
    ) -> None:
        self.dice = dice
        self.density = density
        self.facts = facts

    def program(self, key: str, names: list[str]) -> dict[str, Tree]:
        """A program with these fields, as far as rules let them stand."""
        referred: dict[str, Tree] = {
            "actors": {name: self._actor(name) for name in ACTORS},
            "sources": {name: self.block(Source) for name in REFERRED["sources"]},
            "evidence": {name: self._evidence(name) for name in REFERRED["evidence"]},
            "coders": {name: self.block(Coder) for name in REFERRED["coders"]},
        }
        facts: dict[str, Tree] = {}
        for name in names:
            fact = self._fact(key, name) if name not in referred else None
            if fact is not None:
                facts[name] = fact
        return bare(key, **facts, **referred)

    def _fact(self, key: str, name: str) -> Tree | None:
        """The value of a field; None when no draw kept to the rules that no type tells."""
        if name == "observations":
            return self._observations()
        field = fields_of(Program)[name]
        kind = hints_of(Program)[field.name]
        for _ in range(TRIES):
            # alone, so that no other field is to blame where it is refused
            value = self.value(kind, field.metadata, name)
            program = bare(key, **{name: value}, **SHORT)
            with suppress(InputError):
                Scene({"program": program}, self.facts).read()
                return value
        return None

    def _observations(self) -> dict[str, Tree]:
        """What sources state of some measures, of one of them twice."""
        stated: dict[str, dict[str, Tree]] = {}
        for name, values in STATED.items():
            entry = self.block(Observation)
            stated[name] = {**entry, "value": self.dice.choice(values)}
        share = stated["non_isolate_share"]
        twice: Tree = [{**share, "value": "few"}, {**share, "value": {"max": ".4"}}]
        written: dict[str, Tree] = {}
        for name, entry in stated.items():
            if self.dice.random() < self.density:
                written[name] = entry
        return {**written, "non_isolate_share": twice}

    def _actor(self, name: str) -> Tree:
        """Four single firms and three single bodies, so that ties among them are of some number.

        The others are of any kind.
        """
        actor = self.block(Actor)
        if name in OTHERS:
            return actor
        is_firm = name in FIRMS
        types = [
            word for word in get_args(ActorType) if (word in FIRM_TYPES) == is_firm
        ]
        return {**actor, "type": self.dice.choice(types[:4]), "class": "false"}

    def _evidence(self, name: str) -> Tree:
        """Two pieces that show something, and one of any kind."""
        piece = self.block(Evidence)
        return piece if name == "e3" else {**piece, "claim": "behavior"}

    def value(self, kind: Any, meta: Any, name: str) -> Tree:
        """Something that a field of this type may hold."""
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._either(arguments, meta, name)
        if kind is Quantity:
            return self._number(meta)
        if kind is float:
            return self._exact(meta)
        if attrs.has(kind):
            return self.block(self.facts if kind is PluginFacts else kind)
        if origin is Literal:
            return self._word(arguments)
        if origin is tuple:
            return self._list(lambda: self.value(arguments[0], meta, name), name)
        if origin is dict:
            numbers = range(self.dice.randint(1, 2))
            return {f"k{key}": self.value(arguments[1], meta, name) for key in numbers}
        if kind is bool:
            return "true" if self.dice.random() < 0.3 else "false"
        return self._whole(meta) if kind is int else self._text(meta, name)

    def _word(self, words: tuple[str, ...]) -> str:
        """A word of a vocabulary; the first ones are the common ones."""
        some = self.dice.choice([words, words[:3], words[:1]])
        return self.dice.choice(some)

    def block(self, kind: Any) -> dict[str, Tree]:
        """A map with the fields of a class; what shows it is nearly always written."""
        if kind is Stated:
            stated: Any = STATED["non_isolate_share"]
            made: dict[str, Tree] = self.dice.choice(stated)
            return made
        hints = hints_of(kind)
        written: dict[str, Tree] = {}
        for name, field in fields_of(kind).items():
            density = 0.95 if name == "evidence" else self.density
            if field.default is attrs.NOTHING or self.dice.random() < density:
                written[name] = self.value(hints[field.name], field.metadata, name)
        # they would have to hold the places of the evidence
        written.pop("places", None)
        for field in attrs.fields(kind):
            # what no plugin reads is no fact
            if "entries" in field.metadata and not issubclass(kind, PluginFacts):
                _, entry = get_args(hints[field.name])
                written |= self._entries(ENTRIES[kind], entry)
        return self._joining(written) if kind is Tie else written

    def _entries(self, names: tuple[str, ...], kind: Any) -> dict[str, Tree]:
        """Blocks of a class under some of these names."""
        entries: dict[str, Tree] = {}
        for name in names:
            if self.dice.random() < self.density:
                entries[name] = self.block(kind)
        return entries

    def _joining(self, tie: dict[str, Tree]) -> dict[str, Tree]:
        """The tie with two or more whom it joins, in one of the ways to say so."""
        # firms among themselves and bodies among themselves, which most measures of ties ask for
        group = self.dice.choice([FIRMS, BODIES, ACTORS, ACTORS])
        ends = self.dice.sample(group, 3)
        directed = {"from": ends[:1], "to": ends[1:]}
        between = [{"between": ends[:2]}, {"between": ends}]
        shape = self.dice.choice([*between, directed, directed, {"among": ends[:1]}])
        for key in ("between", "from", "to", "among"):
            tie.pop(key, None)
        return {**tie, **shape}

    def _either(self, kinds: tuple[Any, ...], meta: Any, name: str) -> Tree:
        kind = next(option for option in kinds if option not in (Missing, type(None)))
        if Missing in kinds and self.dice.random() < self.gaps:
            return self.dice.choice(GAPS)
        if get_origin(kind) is dict:
            return self._series(meta)
        # a sector, which tables know by its industry
        if kind is str and Missing in kinds:
            return self.dice.choice(INDUSTRIES)
        return self.value(kind, meta, name)

    def _series(self, meta: Any) -> Tree:
        """A number by year, or one without a year."""
        series: dict[str, Tree] = {}
        for year in YEARS:
            if self.dice.random() < 0.8:
                series[year] = self._number(meta)
        return series or self._number(meta)

    def _list(self, item: Callable[[], Tree], name: str) -> Tree:
        """A list of different items."""
        items: list[Tree] = []
        for _ in range(self._length(name)):
            value = item()
            if value not in items:
                items.append(value)
        return items

    def _length(self, name: str) -> int:
        length = self.dice.randint(1, 3)
        # a pair of actors that has several ties is rare among few
        return 8 * length if name == "ties" else length

    def _number(self, meta: Any) -> Tree:
        """A number, mostly an exact one; one that has no upper end may have a unit."""
        _, highest = meta.get("range", (0.0, None))
        numbers = [self._exact(meta), self._exact(meta)]
        low, high = sorted(numbers, key=float)
        forms: list[Tree] = [low] * 10
        forms += [{"min": low, "max": high}, {"about": low}, {"min": low}]
        # a share has an upper end, and no unit
        if not highest:
            unit = f" {meta['unit']}" if "unit" in meta else "e6 EUR 2014"
            forms.append(low + unit)
        return self.dice.choice(forms)

    def _exact(self, meta: Any) -> str:
        """A number within its range; one without an upper end is whole."""
        low, high = meta.get("range", (0.0, None))
        low = low if math.isfinite(low) else 0.0
        if high is not None:
            drawn = low + self.dice.random() * (high - low)
            return f"{drawn:.2f}"
        first = max(1, math.ceil(low))
        return str(self.dice.randint(first, first + 199))

    def _whole(self, meta: Any) -> str:
        """A year where that is within the range, else another whole number."""
        low, high = meta.get("range", (0, None))
        most = math.inf if high is None else high
        years = [year for year in YEARS if low <= int(year) <= most]
        if years:
            return self.dice.choice(years)
        return str(round(float(self._exact(meta))))

    def _text(self, meta: Any, name: str) -> str:
        if "refers" in meta:
            return self.dice.choice(REFERRED[meta["refers"]])
        form = meta.get("form")
        if form in FORMED:
            return self.dice.choice(FORMED[form])
        return self.dice.choice(WORDS.get(name, ("synthetic",)))
