"""Report cards from a saved result: what stands in it once is put together again, and what names something must find it there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import attrs

from evalkit.model.card import Overlaid, Provenance, ReportCard
from evalkit.model.measurement import Measurement, Span
from evalkit.model.observation import Observation
from evalkit.model.program import Facts, Program, Source
from evalkit.model.result import (
    LEVELLED,
    CodedLevel,
    Condition,
    DimensionScore,
    MeasuredLevel,
    ParentJudgment,
    Rating,
    Score,
)
from evalkit.model.rubric import Dimension, Rubric
from evalkit.model.sentence import Message
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
            dimensions=self._dimensions(fields, rubric, program),
            overall=self._score(fields["overall"], rubric),
            notes=self.texts(fields, "notes", "note_codes"),
            provenance=Provenance(
                evalkit=made["evalkit"],
                plugins=tuple(
                    (each["name"], each["version"], each["distribution"])
                    for each in made["plugins"]
                ),
                evaluators=tuple(made["evaluators"].items()),
                without=tuple(made["without"]),
                inputs=tuple((each["path"], each["sha256"]) for each in made["inputs"]),
                seed=made["seed"],
            ),
            wholes=tuple(fields["wholes"]),
            overlaid=self._overlaid(fields["overlaid"], program),
        )
        self._check_evidence(card, fields)
        return card

    def known(
        self, kind: str, id: str, known: Collection[str], place: Place, of: str = "of this result"
    ) -> None:
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
        known = known_ids(
            node, {work: source for source in program.sources.values() for work in source.read_in}
        )
        check_references(decoder, known)
        for id, each in program.evidence.items():
            self.known(
                "source",
                each.source,
                program.sources,
                decoder.places.get(("evidence", id), Place()),
            )
        return program if len(self.faults.found) == before else None

    def _source(self, node: Node) -> Source | Any:
        return Decoder(self.faults).value(Source, node)

    def _check_evidence(self, card: ReportCard, fields: Fields) -> None:
        """Every piece of evidence that a rating names."""
        for id in card.cites:
            self.known("evidence", id, card.program.evidence, fields.places["evidence"])

    def _dimensions(
        self, fields: Fields, rubric: Rubric, program: Program
    ) -> tuple[DimensionScore, ...]:
        rows = fields["dimensions"]
        self._all("dimension", rows, rubric.dimensions, fields.places["dimensions"])
        return tuple(
            self._dimension(each, rubric, program)
            for each in rows
            if each["id"] in rubric.dimensions
        )

    def _dimension(self, fields: Fields, rubric: Rubric, program: Program) -> DimensionScore:
        dimension, rows = rubric.dimensions[fields["id"]], fields["criteria"]
        self._all("criterion", rows, dimension.criteria, fields.places["criteria"])
        self.known(
            "criterion", fields["key"], dimension.criteria, fields.places["key"], "of the dimension"
        )
        score = self._score(fields, rubric)
        ratings = tuple(
            self._rating(each, dimension, program)
            for each in rows
            if each["id"] in dimension.criteria
        )
        if score.score is not None and not sum(
            each.criterion.weight for each in ratings if each.level is not None
        ):
            self.odd(fields.places["score"], "there is a score here, and no criterion has a level")
        numbers = {name: fields[name] for name in ("coverage", "passages", "key")}
        return DimensionScore(fields["id"], fields["name"], score, criteria=ratings, **numbers)

    def _all(self, kind: str, rows: list[Fields], wanted: Collection[str], place: Place) -> None:
        """All that the rubric has of a kind must be there, each once, and nothing else."""
        counts = Counter(each["id"] for each in rows)
        for each in rows:
            self.known(kind, each["id"], wanted, each.places["id"], "of the rubric")
        for id in wanted:
            if counts[id] != 1:
                self.odd(
                    place,
                    f"the {kind} {id} {'is missing' if not counts[id] else 'stands here more than once'}",
                )

    def _score(self, fields: Fields, rubric: Rubric) -> Score:
        for name in filter(None, (fields["band"], fields["band_limit"], *fields["bands"])):
            self.known("band", name, rubric.bands, fields.places["bands"], "of the rubric")
        if (
            len({fields["score"] is None, fields["band"] is None, fields["status"] == "not_rated"})
            > 1
        ):
            self.odd(
                fields.places["status"],
                "a score has a band, and is rated or provisional; without one there is no band, and it is not_rated",
            )
        bounds, interval = (
            self.span(fields, "bounds") or (0.0, 100.0),
            self.span(fields, "interval"),
        )
        self._held(fields, "score", interval)
        if interval and not (_holds(bounds, interval[0]) and _holds(bounds, interval[1])):
            self.odd(
                fields.places["bounds"],
                f"the possible range {_ends(bounds)} does not hold the interval {_ends(interval)}",
            )
        self._check_band(fields, rubric)
        names = {name: fields[name] for name in ("band", "band_limit")}
        texts = {
            "bands": tuple(fields["bands"]),
            "reasons": self.texts(fields, "reasons", "codes"),
            "caps": self.texts(fields, "caps", "cap_codes"),
        }
        return Score(fields["status"], fields["score"], bounds, interval, **names, **texts)

    def _held(self, fields: Fields, name: str, interval: Span | None) -> None:
        """A score or a level has an interval that holds it; a level may lack, where its possible range is known."""
        value = fields[name]
        if (value is not None and interval is None) or (
            name == "score" and value is None and interval is not None
        ):
            self.odd(
                fields.places["interval"], f"a {name} has an interval, and an interval has a {name}"
            )
        elif value is not None and interval and not _holds(interval, value):
            self.odd(
                fields.places["interval"],
                f"the interval {_ends(interval)} does not hold the {name} {value:g}",
            )

    def texts(self, fields: Fields, name: str, codes: str) -> tuple[str, ...]:
        """The texts of a field, with the codes that stand beside them."""
        texts, found = fields[name], fields[codes]
        if len(texts) != len(found):
            self.odd(
                fields.places[codes], f"there are {len(texts)} {name} here, and {len(found)} codes"
            )
            return tuple(texts)
        return tuple(self._message(text, code) for text, code in zip(texts, found, strict=True))

    def _message(self, text: str, fields: Fields | None) -> str:
        """A sentence of the engine by its code, which must say what is saved; any other text as it is."""
        if fields is None:
            return text
        params = {
            name: int(each) if isinstance(each, float) and each.is_integer() else each
            for name, each in fields["params"].items()
        }
        try:
            message = Message(fields["code"], **params)
        except (KeyError, TypeError, ValueError):
            message = None
        if message != text:
            self.odd(
                fields.places["code"],
                f"the code {shown(fields['code'])!r} does not say what its text says",
            )
            return text
        return message

    def _check_band(self, fields: Fields, rubric: Rubric) -> None:
        """The band is that of the score, or the limit of a cap where that is worse; a score at the edge of two bands may have either."""
        score, band, limit = (fields[name] for name in ("score", "band", "band_limit"))
        if score is None or band is None or not {band, limit or band} <= {*rubric.bands}:
            return  # that is told already
        wanted = dict.fromkeys(
            rubric.worse(rubric.band(each), limit)
            for each in (score, max(0.0, score - SLACK), score + SLACK)
        )
        if band not in wanted:
            below = f" under the limit {limit}" if limit else ""
            self.odd(
                fields.places["band"],
                f"the band of {score:g}{below} is {next(iter(wanted))} by the rubric, not {band}",
            )

    def _rating(self, fields: Fields, dimension: Dimension, program: Program) -> Rating:
        if (fields["level"] is not None) != (fields["status"] in LEVELLED):
            has = "a" if fields["status"] in LEVELLED else "no"
            self.odd(
                fields.places["level"],
                f"a criterion that is {fields['status'].replace('_', ' ')} has {has} level",
            )
        interval = self.span(fields, "interval")
        self._held(fields, "level", interval)
        for name in ("grade", "origin"):
            if (fields["level"] is None) != (fields[name] is None):
                self.odd(fields.places[name], f"a level has {_a(name)}, and {_a(name)} has a level")
        names = {name: fields[name] for name in ("half", "origin")} | {
            "certain": tuple(fields["certainty_reasons"])
        }
        lists = {name: tuple(fields[name]) for name in ("evidence", "against")}
        return Rating(
            fields["id"], dimension.criteria[fields["id"]], fields["status"], fields["level"], interval, fields["grade"],
            reasons=self.texts(fields, "reasons", "codes"), conditions=tuple(Condition(**each) for each in map(_condition, fields["conditions"])),
            parent=fields["parent"] and ParentJudgment(**{name: fields["parent"][name] for name in ("program", "level", "grade")}),
            coded=tuple(map(_coded, fields["coded"])), measured=tuple(self._measured(each, program) for each in fields["measurements"]),
            **names, **lists,
        )  # fmt: skip

    def _measured(self, fields: Fields, program: Program) -> MeasuredLevel:
        own = fields["why"] is None  # then the note is what the measure says
        note = self._message(fields["note"], fields["note_code"])
        names = ("n", "of", "at_most", "open", "point", "alike", "failed", "id", "unit", "formula")
        taken = Measurement(
            self.span(fields, "value"), evidence=tuple(fields["evidence"]), source=fields["source"] and self._source(fields["source"]),
            why=note if own else fields["why"], **{name: fields[name] for name in names},
        )  # fmt: skip
        levels = {name: fields[name] for name in ("grade", "scope", "counted")}
        levels["observation"] = self._observation(fields, program)
        return MeasuredLevel(
            taken,
            fields["role"],
            self.span(fields, "levels"),
            fields["level"],
            note="" if own else note,
            **levels,
        )

    def _observation(self, fields: Fields, program: Program) -> Observation | None:
        """The observation of the description that a measurement was read from."""
        said = fields["stated"]
        if said is None:
            return None
        entries = dict(enumerate(program.observations.get(fields["id"], ()), start=1))
        if found := entries.get(said["entry"]):
            return found
        self.odd(
            fields.places["stated"],
            f"the description has no observation {said['entry']} of {shown(fields['id'])!r}",
        )
        return None

    def span(self, fields: Fields, name: str) -> Span | None:
        """The two ends of a field in their order; an end that is null has no limit."""
        if fields[name] is None:
            return None
        low, high = (
            end if end is not None else (-math.inf, math.inf)[at]
            for at, end in enumerate(fields[name])
        )
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
                    self.odd(
                        fields.places["facts"], f"{shown(where)!r} is no fact of the description"
                    )
            for id in fields["evidence"]:
                self.known("evidence", id, program.evidence, fields.places["evidence"])
            found.insert(
                0,
                Overlaid(
                    fields["path"],
                    tuple(facts),
                    tuple(fields["sources"]),
                    tuple(fields["evidence"]),
                ),
            )
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


def _a(name: str) -> str:
    return f"{'an' if name == 'origin' else 'a'} {name}"


def _condition(fields: Fields) -> dict[str, Any]:
    return {name: fields[name] for name in ("measure", "limit", "met", "at_least", "until")}


def _coded(fields: Fields) -> CodedLevel:
    texts = {name: tuple(fields[name]) for name in ("evidence", "against")}
    names = {
        name: fields[name]
        for name in ("coder", "level", "grade", "why", "grade_why", "answer", "counted")
    }
    return CodedLevel(**names, **texts, reasons=tuple(fields["grade_reasons"]))
