"""Made-up descriptions that follow the classes of the model: each field gets a value that its type
and its rules allow.
"""

from __future__ import annotations

import math
import random
import types
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from evalkit.model.errors import InputError
from evalkit.model.fields import DOI, FUNCTION, TARGET, WEB_ADDRESS, Form
from evalkit.model.observation import Observation, Stated
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Coder, Evidence, Program, Source
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.relations import Actor, JointProjects, Peers, Tie
from evalkit.model.vocabulary import FIRM_TYPES, ActorType
from evalkit.read.codec.classes import fields_of, hints_of
from evalkit.testing.reading import IDENTITY, Tree
from evalkit.testing.scene import Scene, bare

FUNCTIONS = ("F01", "F04", "F05", "F13", "F17")
INDUSTRIES = ("10", "25", "2599", "28")
REGIONS = ("FR-BRE", "FR-IDF", "the west coast")
YEARS = ("2010", "2012", "2014")
FIRMS, BODIES, OTHERS = ("a1", "a2", "a3", "a4"), ("a5", "a6", "a7"), ("a8",)
ACTORS = (*FIRMS, *BODIES, *OTHERS)
ENTRIES = {JointProjects: ("p1", "p2", "p3"), Peers: ("peer-1", "peer-2", "peer-3")}
REFERRED = {
    "actors": ACTORS,
    "evidence": ("e1", "e2", "e3"),
    "sources": ("s1", "s2"),
    "coders": ("r1", "r2"),
    "program": (IDENTITY["id"],),
}
STATED: dict[str, Sequence[Tree]] = {
    "non_isolate_share": ("most", "hardly any", ".3", "78/190", {"max": ".4"}),
    "intermediary_role": ("hands out", "introduces"),
    "disputes_settled": ("yes", "no"),
}
"""Values that may be stated, by measure."""
WORDS: dict[str, Sequence[str]] = {
    "regions": REGIONS,
    "operator": (*ACTORS, IDENTITY["id"]),
    "listed_in_full": (
        "services",
        "services",
        "ties",
        "ties",
        "joint_projects",
        "peers",
    ),
    "same": ("service", "target", "region"),
    "at": ("p. 1", "p. 2"),
    "part_of": ("a-whole",),
}
"""What is written where the type says no more than that it is text."""
FORMED: dict[Form, Sequence[str]] = {
    FUNCTION: FUNCTIONS,
    TARGET: ("TG18", "TG31"),
    WEB_ADDRESS: ("https://example.org/synthetic",),
    DOI: ("10.1000/182",),
}
"""What is written where the text has a form."""
SHORT: dict[str, Tree] = {
    "actors": {actor: {"type": "firm_sme"} for actor in ACTORS},
    "sources": {
        source: {"kind": "statistics", "cite": "Synthetic"}
        for source in REFERRED["sources"]
    },
    "evidence": {
        evidence: {"source": "s1", "at": "p. 1"} for evidence in REFERRED["evidence"]
    },
    "coders": {coder: {"kind": "person"} for coder in REFERRED["coders"]},
}
"""What a fact may refer to, as short as can be."""
TRIES = 5


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
        shown: dict[str, Tree] = {
            "actors": {actor: self._actor(actor) for actor in ACTORS},
            "sources": {source: self.block(Source) for source in REFERRED["sources"]},
            "evidence": {
                evidence: self._evidence(evidence) for evidence in REFERRED["evidence"]
            },
            "coders": {coder: self.block(Coder) for coder in REFERRED["coders"]},
        }
        facts: dict[str, Tree] = {}
        for name in names:
            fact = self._fact(key, name) if name not in shown else None
            if fact is not None:
                facts[name] = fact
        return bare(key, **facts, **shown)

    def _fact(self, key: str, name: str) -> Tree | None:
        """The value of a field; None when no draw kept to the rules that no type tells."""
        if name == "observations":
            return self._observations()
        field = fields_of(Program)[name]
        for _ in range(TRIES):
            value = self.value(hints_of(Program)[field.name], field.metadata, name)
            with suppress(InputError):
                Scene(
                    {"program": bare(key, **{name: value}, **SHORT)}, self.facts
                ).read()
                return value
        return None

    def _observations(self) -> dict[str, Tree]:
        """What sources state of some measures, of one of them twice."""
        stated = {
            name: {**self.block(Observation), "value": self.dice.choice(values)}
            for name, values in STATED.items()
        }
        twice = [
            {**stated["non_isolate_share"], "value": value}
            for value in ("few", {"max": ".4"})
        ]
        some = {
            name: entry
            for name, entry in stated.items()
            if self.dice.random() < self.density
        }
        return {**some, "non_isolate_share": twice}

    def _actor(self, name: str) -> Tree:
        """Four single firms and three single bodies, so that ties among them are of some number.

        The others are of any kind.
        """
        types = [
            word
            for word in get_args(ActorType)
            if (word in FIRM_TYPES) == (name in FIRMS)
        ]
        actor = self.block(Actor)
        if name in OTHERS:
            return actor
        return {**actor, "type": self.dice.choice(types[:4]), "class": "false"}

    def _evidence(self, name: str) -> Tree:
        """Two pieces that show something, and one of any kind."""
        return self.block(Evidence) | ({} if name == "e3" else {"claim": "behavior"})

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
        if origin is Literal:  # the first words of a vocabulary are the common ones
            word: str = self.dice.choice(
                self.dice.choice([arguments, arguments[:3], arguments[:1]])
            )
            return word
        if origin is tuple:
            return self._list(lambda: self.value(arguments[0], meta, name), name)
        if origin is dict:
            return {
                f"k{number}": self.value(arguments[1], meta, name)
                for number in range(self.dice.randint(1, 2))
            }
        if kind is bool:
            return "true" if self.dice.random() < 0.3 else "false"
        return self._whole(meta) if kind is int else self._text(meta, name)

    def block(self, kind: Any) -> dict[str, Tree]:
        """A map with the fields of a class; what shows it is nearly always written."""
        if kind is Stated:
            stated: Any = STATED["non_isolate_share"]
            made: dict[str, Tree] = self.dice.choice(stated)
            return made
        hints, written = hints_of(kind), {}
        for name, field in fields_of(kind).items():
            density = 0.95 if name == "evidence" else self.density
            if field.default is attrs.NOTHING or self.dice.random() < density:
                written[name] = self.value(hints[field.name], field.metadata, name)
        written.pop(
            "places", None
        )  # they would have to hold the places of the evidence
        for field in attrs.fields(kind):
            # what no plugin reads is no fact
            if "entries" in field.metadata and not issubclass(kind, PluginFacts):
                written |= {
                    evidence_id: self.block(get_args(hints[field.name])[1])
                    for evidence_id in ENTRIES[kind]
                    if self.dice.random() < self.density
                }
        return self._joining(written) if kind is Tie else written

    def _joining(self, tie: dict[str, Tree]) -> dict[str, Tree]:
        """The tie with two or more whom it joins, in one of the ways to say so."""
        ends = self.dice.sample(self.dice.choice([FIRMS, BODIES, ACTORS, ACTORS]), 3)
        directed = {"from": ends[:1], "to": ends[1:]}
        shape = self.dice.choice(
            [
                {"between": ends[:2]},
                {"between": ends},
                directed,
                directed,
                {"among": ends[:1]},
            ]
        )
        return {
            **{
                key: value
                for key, value in tie.items()
                if key not in ("between", "from", "to", "among")
            },
            **shape,
        }

    def _either(self, kinds: tuple[Any, ...], meta: Any, name: str) -> Tree:
        kind = next(option for option in kinds if option not in (Missing, type(None)))
        if Missing in kinds and self.dice.random() < self.gaps:
            gaps: list[Tree] = [
                "unknown",
                {"absent": "e1"},
                {"not_applicable": "synthetic"},
            ]
            return self.dice.choice(gaps)
        if get_origin(kind) is dict:  # a number by year
            series = {
                year: self._number(meta) for year in YEARS if self.dice.random() < 0.8
            }
            return series or self._number(meta)
        if (
            kind is str and Missing in kinds
        ):  # a sector, which tables know by its industry
            return self.dice.choice(INDUSTRIES)
        return self.value(kind, meta, name)

    def _list(self, item: Callable[[], Tree], name: str) -> Tree:
        count = self.dice.randint(1, 3)
        if name == "ties":
            count *= 8
        items = [item() for _ in range(count)]
        return [
            value for place, value in enumerate(items) if value not in items[:place]
        ]

    def _number(self, meta: Any) -> Tree:
        _, high = meta.get("range", (0.0, None))
        low, wide = sorted((self._exact(meta) for _ in "ab"), key=float)
        form = self.dice.choice(
            ["exact"] * 10 + ["within", "about", "at least"] + ["unit"] * (not high)
        )
        forms: dict[str, Tree] = {
            "within": {"min": low, "max": wide},
            "about": {"about": low},
            "at least": {"min": low},
            "unit": low + (f" {meta['unit']}" if "unit" in meta else "e6 EUR 2014"),
        }
        return forms.get(form, low)

    def _exact(self, meta: Any) -> str:
        """A number within its range; one without an upper end is whole."""
        low, high = meta.get("range", (0.0, None))
        low = low if math.isfinite(low) else 0.0
        if high is not None:
            return f"{low + self.dice.random() * (high - low):.2f}"
        first = max(1, math.ceil(low))
        return f"{self.dice.randint(first, first + 199)}"

    def _whole(self, meta: Any) -> str:
        """A year where that is within the range, else another whole number."""
        low, high = meta.get("range", (0, None))
        most = math.inf if high is None else high
        years = [year for year in YEARS if low <= int(year) <= most]
        return self.dice.choice(years or [f"{round(float(self._exact(meta)))}"])

    def _text(self, meta: Any, name: str) -> str:
        if "refers" in meta:
            return self.dice.choice(REFERRED[meta["refers"]])
        form = meta.get("form")
        if form in FORMED:
            return self.dice.choice(FORMED[form])
        return self.dice.choice(WORDS.get(name, ("synthetic",)))
