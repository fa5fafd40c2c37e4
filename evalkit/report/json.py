"""The JSON contract: `evalkit/report-cards/2`, `evalkit/comparison/2` and `evalkit/perspectives/2`. Numbers are rounded once, and what is not known is null.

Nothing that a report shows is left out, so that `evalkit report` can make every format of it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from evalkit.engine.certainty import CERTAINTY
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Group, Pair
from evalkit.model.measurement import Span
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Program
from evalkit.model.result import CodedLevel, Condition, DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.sentence import Message
from evalkit.plugin import Options
from evalkit.report import judgment
from evalkit.report.number import exact
from evalkit.report.plain import plain

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may hold as they are, and that readers of lines, editors and terminals take for something else."""


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """Every card in full; `options` change nothing."""
    return _text(
        {
            "schema": "evalkit/report-cards/2",
            "rubrics": _rubrics(cards),
            "cards": [_card(card) for card in cards],
        }
    )


def comparison(comparison: Comparison, options: Options) -> str:
    """Cards, pairs, groups and warnings in full."""
    return _text({
        "schema": "evalkit/comparison/2",
        "rubrics": _rubrics(comparison.cards),
        "cards": [_card(card) for card in comparison.cards],
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "groups": [_group(group) for group in comparison.groups],
        "warnings": list(comparison.warnings), "warning_codes": _codes(comparison.warnings),
    })  # fmt: skip


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """The cards of each program in full, one for each rubric, with the evidence that several of them use."""
    return _text({
        "schema": "evalkit/perspectives/2",
        "rubrics": _rubrics(perspectives.cards),
        "programs": [{"id": cards[0].program.id, "cards": [_card(card) for card in cards]} for cards in perspectives.programs],
        "shared": [{"program": each.program, "evidence": each.evidence, "criteria": {label: list(ids) for label, ids in each.criteria}} for each in perspectives.shared],
        "warnings": list(perspectives.warnings), "warning_codes": _codes(perspectives.warnings),
    })  # fmt: skip


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _rubrics(cards: Sequence[ReportCard]) -> dict[str, Any]:
    """The rubrics of cards by their digests, each once."""
    return {
        digest: plain(rubric)
        for digest, rubric in {card.rubric_digest: card.rubric for card in cards}.items()
    }


def _whole(ends: Span | None) -> list[float | None] | None:
    """The ends of a measured value with all their digits: in which unit it is, and how small, only its measure knows."""
    return (
        None if ends is None else [float(end) if abs(end) != float("inf") else None for end in ends]
    )


def _span(ends: Span | None) -> list[float | None] | None:
    return (
        None if ends is None else [exact(end) if abs(end) != float("inf") else None for end in ends]
    )


def _card(card: ReportCard) -> dict[str, Any]:
    program, made = card.program, card.provenance
    return {
        "program": {"id": program.id, "name": program.name, "country": program.country, "object_type": program.object_type, "synthetic": program.synthetic},
        "rubric": {"id": card.rubric.id, "edition": card.rubric.edition, "digest": card.rubric_digest},
        "description": plain(program),
        "judgment": judgment.sentence(card),
        "dimensions": [_dimension(each, program) for each in card.dimensions],
        "overall": _score(card.overall),
        "facts": [{"label": label, "text": text} for label, text in judgment.facts(card)],
        "evidence": {id: _evidence(card, id) for id in sorted(card.cites)},
        "unused": list(card.unused),
        "wholes": list(card.wholes),
        "overlaid": [
            {"path": each.path, "facts": [where for where, _ in each.facts], "sources": list(each.sources), "evidence": list(each.evidence)}
            for each in card.overlaid
        ],
        "notes": list(card.notes), "note_codes": _codes(card.notes),
        "provenance": made and {
            "evalkit": made.evalkit,
            "plugins": [{"name": name, "version": version, "distribution": distribution} for name, version, distribution in made.plugins],
            "evaluators": dict(made.evaluators),
            "without": list(made.without),
            "inputs": [{"path": path, "sha256": digest} for path, digest in made.inputs],
            "seed": made.seed,
        },
    }  # fmt: skip


def _code(text: str) -> dict[str, Any] | None:
    """The code of a text with its parameters, None for one that has none."""
    return {"code": text.code, "params": text.params} if isinstance(text, Message) else None


def _codes(texts: Sequence[str]) -> list[dict[str, Any] | None]:
    return [_code(each) for each in texts]


def _score(score: Score) -> dict[str, Any]:
    return {
        "status": score.status, "score": exact(score.score), "interval": _span(score.interval), "bounds": _span(score.bounds),
        "band": score.band, "bands": list(score.bands), "band_limit": score.band_limit, "reasons": list(score.reasons), "codes": _codes(score.reasons), "caps": list(score.caps), "cap_codes": _codes(score.caps),
    }  # fmt: skip


def _dimension(dimension: DimensionScore, program: Program) -> dict[str, Any]:
    return {
        "id": dimension.id, "name": dimension.name, **_score(dimension.score), "coverage": exact(dimension.coverage),
        "passages": dimension.passages, "key": dimension.key, "criteria": [_rating(each, program) for each in dimension.criteria],
    }  # fmt: skip


def _rating(rating: Rating, program: Program) -> dict[str, Any]:
    parent = rating.parent
    return {
        "id": rating.id, "status": rating.status, "level": exact(rating.level), "interval": _span(rating.interval), "half": exact(rating.half),
        "origin": rating.origin, "grade": rating.grade, "certainty": None if rating.grade is None else CERTAINTY[rating.grade], "certainty_reasons": list(rating.certain),
        "reasons": list(rating.reasons), "codes": _codes(rating.reasons), "nearest_anchor": rating.anchor, "next_level": rating.next_level,
        "conditions": [_condition(each) for each in rating.conditions],
        "parent": parent and {"program": parent.program, "level": exact(parent.level), "grade": parent.grade},
        "coded": [_coded(each) for each in rating.coded],
        "measurements": [_measurement(each, program) for each in rating.measured],
        "evidence": list(rating.evidence), "against": list(rating.against),
    }  # fmt: skip


def _condition(each: Condition) -> dict[str, Any]:
    return {
        "measure": each.measure,
        "limit": each.limit,
        "met": each.met,
        "at_least": each.at_least,
        "until": each.until,
    }


def _coded(each: CodedLevel) -> dict[str, Any]:
    return {
        "coder": each.coder, "answer": each.answer, "level": each.level, "counted": each.counted, "grade": each.grade, "why": each.why,
        "evidence": list(each.evidence), "against": list(each.against), "grade_reasons": list(each.reasons), "grade_why": each.grade_why,
    }  # fmt: skip


def _stated(each: MeasuredLevel, program: Program) -> dict[str, Any] | None:
    """What a source states, with its place among the observations of its measure."""
    seen = each.observation
    if seen is None:
        return None
    entry = program.observations[each.measurement.id].index(seen) + 1
    return {
        "words": judgment.words(seen),
        "of": seen.of,
        "scope": seen.scope,
        "reader": list(seen.reader),
        "entry": entry,
    }


def _measurement(each: MeasuredLevel, program: Program) -> dict[str, Any]:
    taken = each.measurement
    return {
        "id": taken.id, "stated": _stated(each, program), "value": _whole(taken.value), "point": taken.point, "unit": taken.unit, "n": taken.n, "of": taken.of,
        "at_most": taken.at_most, "open": taken.open, "alike": taken.alike, "failed": taken.failed, "role": each.role, "levels": _span(each.levels),
        "level": exact(each.point), "grade": each.grade, "scope": each.scope, "counted": each.counted, "note": each.note or taken.why, "note_code": _code(each.note or taken.why),
        "why": taken.why if each.note else None, "formula": taken.formula, "evidence": list(taken.evidence or ()),
        "source": taken.source and plain(taken.source),
    }  # fmt: skip


def _evidence(card: ReportCard, id: str) -> dict[str, Any]:
    evidence, source = card.cited(id)
    return {
        "says": evidence.says,
        "claim": evidence.claim,
        "speaks": evidence.speaks,
        "at": list(evidence.at),
        "source": source.cite,
        "source_id": evidence.source,
        "scope": evidence.scope,
        "facts": evidence.facts,
        "reading": evidence.reading,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "left": pair.left, "right": pair.right, "dimension": pair.dimension, "verdict": pair.verdict, "scores": _span(pair.scores),
        "difference": exact(pair.difference), "interval": _span(pair.interval), "share_left_higher": exact(pair.share_left_higher),
        "common_weight": exact(pair.common_weight), "whatever_is_unknown": pair.whatever_is_unknown,
        "reasons": list(pair.reasons), "codes": _codes(pair.reasons),
        "contributions": [{"criterion": each.criterion, "points": exact(each.points)} for each in pair.contributions],
    }  # fmt: skip


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name, "ranked_as": group.ranked_as, "dimension": group.dimension, "scores": [{"program": id, "score": exact(score)} for id, score in group.scores],
        "not_rated": group.not_rated, "counted": [{"program": id, "score": exact(score)} for id, score in group.counted], "median": exact(group.median), "spread": _span(group.spread), "why": group.why,
    }  # fmt: skip
