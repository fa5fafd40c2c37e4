"""Report cards from a saved result: what stands in it once is put together again, and what names something must find it there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import attrs

from evalkit.model.card import Overlaid, Provenance, ReportCard
from evalkit.model.program import Evidence, Facts, Program, Source
from evalkit.model.result import LEVELLED, CodedLevel, DimensionScore, MeasuredLevel, Measurement, Rating, Score, Span
from evalkit.model.rubric import Dimension, Rubric
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.node import Node
from evalkit.read.rules import check_references
from evalkit.read.shape import HELP, Fields
from evalkit.read.values import known_ids

SLACK = 1e-4
"""What the decimals of a saved number may take away or add."""


class Cards:
    """Builds cards from their fields, which have the shape of the contract, with the `rubrics` of the file; faults are noted."""

    def __init__(self, rubrics: Mapping[str, Rubric], faults: Faults) -> None:
        self.rubrics = rubrics
        self.faults = faults

    def card(self, fields: Fields) -> ReportCard | None:
        """A card without its draws, None where it lacks what the rest of it stands on."""
        program, digest = self._program(fields["description"]), fields["rubric"]["digest"]
        self.known("rubric", digest, self.rubrics, fields["rubric"].places["digest"])
        if program is None or digest not in self.rubrics:
            return None
        rubric, made = self.rubrics[digest], fields["provenance"]
        card = ReportCard(
            program=program,
            rubric=rubric,
            rubric_digest=digest,
            dimensions=self._dimensions(fields, rubric),
            overall=self._score(fields["overall"], rubric),
            notes=tuple(fields["notes"]),
            provenance=Provenance(
                evalkit=made["evalkit"],
                plugins=tuple((each["name"], each["version"], each["distribution"]) for each in made["plugins"]),
                evaluators=tuple(made["evaluators"].items()),
                without=tuple(made["without"]),
                inputs=tuple((each["path"], each["sha256"]) for each in made["inputs"]),
                seed=made["seed"],
            ),
            inherited_evidence={id: _evidence(each) for id, each in fields["evidence"].items() if id not in program.evidence},
            inherited_sources={id: self._source(node) for id, node in fields["inherited_sources"].items()},
            wholes=tuple(fields["wholes"]),
            overlaid=self._overlaid(fields["overlaid"], program),
        )
        self._check_evidence(card, fields)
        return card

    def known(self, kind: str, id: str, known: Collection[str], place: Place, of: str = "of this result") -> None:
        """Note a fault for an id that names nothing of its kind."""
        if id not in known:
            self.odd(place, f"{shown(id)!r} is no {kind} {of}")

    def odd(self, place: Place, message: str) -> None:
        """Note that the parts of the result do not fit together."""
        self.faults.add("EK404", place, message, HELP)

    def _program(self, node: Node) -> Program | None:
        """The program of a description, whose ids must stand in it; where a work was read, that work need not."""
        decoder, before = Decoder(self.faults), len(self.faults.found)
        program = decoder.value(Program, node)
        if program is attrs.NOTHING:
            return None
        known = known_ids(node, {work: source for source in program.sources.values() for work in source.read_in})
        check_references(decoder, known)
        for id, each in program.evidence.items():
            self.known("source", each.source, program.sources, decoder.places.get(("evidence", id), Place()))
        return program if len(self.faults.found) == before else None

    def _source(self, node: Node) -> Source | Any:
        return Decoder(self.faults).value(Source, node)

    def _check_evidence(self, card: ReportCard, fields: Fields) -> None:
        """Every piece of evidence that a rating names, and the source of each."""
        place = fields.places["evidence"]
        for id in card.cites:
            self.known("evidence", id, {*card.program.evidence, *card.inherited_evidence}, place)
        for each in card.inherited_evidence.values():
            self.known("source", each.source, {*card.inherited_sources, *card.program.sources}, place)

    def _dimensions(self, fields: Fields, rubric: Rubric) -> tuple[DimensionScore, ...]:
        rows = fields["dimensions"]
        self._all("dimension", rows, rubric.dimensions, fields.places["dimensions"])
        return tuple(self._dimension(each, rubric) for each in rows if each["id"] in rubric.dimensions)

    def _dimension(self, fields: Fields, rubric: Rubric) -> DimensionScore:
        dimension, rows = rubric.dimensions[fields["id"]], fields["criteria"]
        self._all("criterion", rows, dimension.criteria, fields.places["criteria"])
        self.known("criterion", fields["key"], dimension.criteria, fields.places["key"], "of the dimension")
        score = self._score(fields, rubric)
        ratings = tuple(self._rating(each, dimension) for each in rows if each["id"] in dimension.criteria)
        if score.score is not None and not sum(each.criterion.weight for each in ratings if each.level is not None):
            self.odd(fields.places["score"], "there is a score here, and no criterion has a level")
        numbers = {name: fields[name] for name in ("coverage", "inherited", "own", "key")}
        return DimensionScore(fields["id"], fields["name"], score, criteria=ratings, **numbers)

    def _all(self, kind: str, rows: list[Fields], wanted: Collection[str], place: Place) -> None:
        """All that the rubric has of a kind must be there, each once, and nothing else."""
        counts = Counter(each["id"] for each in rows)
        for each in rows:
            self.known(kind, each["id"], wanted, each.places["id"], "of the rubric")
        for id in wanted:
            if counts[id] != 1:
                self.odd(place, f"the {kind} {id} {'is missing' if not counts[id] else 'stands here more than once'}")

    def _score(self, fields: Fields, rubric: Rubric) -> Score:
        for name in filter(None, (fields["band"], fields["band_limit"], *fields["bands"])):
            self.known("band", name, rubric.bands, fields.places["bands"], "of the rubric")
        if len({fields["score"] is None, fields["band"] is None, fields["status"] == "not_rated"}) > 1:
            self.odd(
                fields.places["status"],
                "a score has a band, and is rated or provisional; without one there is no band, and it is not_rated",
            )
        bounds, interval = self.span(fields, "bounds") or (0.0, 100.0), self.span(fields, "interval")
        self._held(fields, "score", interval)
        if interval and not (_holds(bounds, interval[0]) and _holds(bounds, interval[1])):
            self.odd(fields.places["bounds"], f"the bounds {_ends(bounds)} do not hold the interval {_ends(interval)}")
        self._check_band(fields, rubric)
        names = {name: fields[name] for name in ("band", "band_limit")}
        texts = {name: tuple(fields[name]) for name in ("bands", "reasons", "hurdles")}
        return Score(fields["status"], fields["score"], bounds, interval, **names, **texts)

    def _held(self, fields: Fields, name: str, interval: Span | None) -> None:
        """A score or a level has an interval that holds it; without the one there is not the other."""
        value = fields[name]
        if (value is None) != (interval is None):
            self.odd(fields.places["interval"], f"a {name} has an interval, and an interval has a {name}")
        elif interval and not _holds(interval, value):
            self.odd(fields.places["interval"], f"the interval {_ends(interval)} does not hold the {name} {value:g}")

    def _check_band(self, fields: Fields, rubric: Rubric) -> None:
        """The band is that of the score, or the limit of a hurdle where that is worse; a score at the edge of two bands may have either."""
        score, band, limit = (fields[name] for name in ("score", "band", "band_limit"))
        if score is None or band is None or not {band, limit or band} <= {*rubric.bands}:
            return  # that is told already
        wanted = dict.fromkeys(rubric.worse(rubric.band(each), limit) for each in (score, max(0.0, score - SLACK), score + SLACK))
        if band not in wanted:
            below = f" under the limit {limit}" if limit else ""
            self.odd(fields.places["band"], f"the band of {score:g}{below} is {next(iter(wanted))} by the rubric, not {band}")

    def _rating(self, fields: Fields, dimension: Dimension) -> Rating:
        if (fields["level"] is not None) != (fields["status"] in LEVELLED):
            has = "a" if fields["status"] in LEVELLED else "no"
            self.odd(fields.places["level"], f"a criterion that is {fields['status'].replace('_', ' ')} has {has} level")
        interval = self.span(fields, "interval")
        self._held(fields, "level", interval)
        if (fields["level"] is None) != (fields["grade"] is None):
            self.odd(fields.places["grade"], "a level has a grade, and a grade has a level")
        return Rating(
            fields["id"], dimension.criteria[fields["id"]], fields["status"], fields["level"], interval, fields["grade"],
            reasons=tuple(fields["reasons"]), inherited_from=fields["inherited_from"], coded=tuple(map(_coded, fields["coded"])),
            measured=tuple(map(self._measured, fields["measurements"])), evidence=tuple(fields["evidence"]), against=tuple(fields["against"]),
        )  # fmt: skip

    def _measured(self, fields: Fields) -> MeasuredLevel:
        own = fields["why"] is None  # then the note is what the measure says
        names = ("n", "of", "at_most", "point", "alike", "failed", "id", "unit", "formula")
        taken = Measurement(
            self.span(fields, "value"), evidence=tuple(fields["evidence"]), source=fields["source"] and self._source(fields["source"]),
            why=fields["note"] if own else fields["why"], **{name: fields[name] for name in names},
        )  # fmt: skip
        levels = {name: fields[name] for name in ("grade", "scope", "counted")}
        return MeasuredLevel(
            taken, fields["role"], self.span(fields, "levels"), fields["level"], note="" if own else fields["note"], **levels
        )

    def span(self, fields: Fields, name: str) -> Span | None:
        """The two ends of a field in their order; an end that is null has no limit."""
        if fields[name] is None:
            return None
        low, high = (end if end is not None else (-math.inf, math.inf)[at] for at, end in enumerate(fields[name]))
        if low > high:
            self.odd(fields.places[name], f"the lower end {low:g} is above the upper end {high:g}")
        return low, high

    def _overlaid(self, rows: list[Fields], program: Program) -> tuple[Overlaid, ...]:
        """What each overlay added, looked up in the description. Lists are counted from their end, where the last overlay stands."""
        found: list[Overlaid] = []
        after: Counter[str] = Counter()
        for fields in reversed(rows):
            for name in [where.partition(" ")[0] for where in fields["facts"]]:
                after[name] += 1
            facts = []
            for where in fields["facts"]:
                try:
                    facts.append((where, _fact(program, where, after)))
                except (AttributeError, LookupError, TypeError, ValueError):
                    self.odd(fields.places["facts"], f"{shown(where)!r} is no fact of the description")
            for id in fields["evidence"]:
                self.known("evidence", id, program.evidence, fields.places["evidence"])
            found.insert(0, Overlaid(fields["path"], tuple(facts), tuple(fields["sources"]), tuple(fields["evidence"])))
        return tuple(found)


def _holds(ends: Span, value: float) -> bool:
    return ends[0] - SLACK <= value <= ends[1] + SLACK


def _ends(ends: Span) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"


def _fact(program: Program, where: str, after: Mapping[str, int]) -> Any:
    """The fact that stands where an overlay says; of a list, the one that is so many places from the end. Raises where there is none."""
    name, _, id = where.partition(" ")
    block = getattr(program, attrs.fields_dict(Facts)[name].name)
    if isinstance(block, tuple):
        return dict(enumerate(block, start=1))[len(block) - after[name] + int(id)]
    if isinstance(block, dict):
        return block[id]
    return block.by_id[id] if id else block


def _coded(fields: Fields) -> CodedLevel:
    texts = {name: tuple(fields[name]) for name in ("evidence", "against")}
    names = {name: fields[name] for name in ("coder", "level", "grade", "why", "grade_why")}
    return CodedLevel(**names, **texts, reasons=tuple(fields["grade_reasons"]))


def _evidence(fields: Fields) -> Evidence:
    names = {name: fields[name] for name in ("claim", "says", "speaks", "facts", "scope", "reading")}
    return Evidence(fields["source_id"], tuple(fields["at"]), **names)
