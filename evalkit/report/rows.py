"""Cards and comparisons as tidy rows, which CSV files, frames and workbooks share; what is not
known is None.

Codes such as a status stay as they are; texts are said in the current language.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.measurement import Span
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Program
from evalkit.model.result import (
    OVERALL,
    DimensionScore,
    MeasuredLevel,
    Rating,
    Score,
)
from evalkit.report import judgment, measured, number
from evalkit.report.number import exact
from evalkit.report.phrases import clauses, series, translated

Row = dict[str, Any]


def criteria(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each criterion of each program."""
    return [
        _criterion(card, dimension, rating)
        for card in cards
        for dimension in card.dimensions
        for rating in dimension.criteria
    ]


def _criterion(card: ReportCard, dimension: DimensionScore, rating: Rating) -> Row:
    parent, score, overall = rating.parent, dimension.score, card.overall
    # in the order in which columns came to be, for some read a CSV file by their places
    return {
        **_program(card),
        "dimension": dimension.id,
        "criterion": rating.id,
        "status": rating.status,
        "level": exact(rating.level),
        **ends_of("level", rating.interval),
        "certainty": judgment.certainty(rating.certainty) or None,
        "origin": rating.origin,
        # without a level it would be the status, which has a column of its own
        "basis": judgment.basis(rating) if rating.levelled else None,
        "nearest_anchor": _translated(rating.anchor),
        "conditions": clauses(map(judgment.condition, rating.conditions)),
        "parent_program": parent.program if parent else None,
        "parent_level": exact(parent.level) if parent else None,
        "reasons": clauses(map(translated, rating.reasons)),
        "evidence": clauses(_cited(card, name) for name in rating.evidence),
        "dimension_status": score.status,
        "dimension_score": exact(score.score),
        **ends_of("dimension", score.interval),
        "dimension_band": score.band,
        "overall_score": exact(overall.score),
        "dimension_name": say(dimension.name),
        "criterion_name": say(rating.criterion.name),
        "weight": rating.criterion.weight,
        "next_level": judgment.next_level(rating) or None,
        "coders": series(coding.coder for coding in rating.coded),
        **ends_of("dimension_possible", score.possible_range),
        "overall_status": overall.status,
        **ends_of(OVERALL, overall.interval),
        **ends_of("overall_possible", overall.possible_range),
        "overall_band": overall.band,
    }


def programs(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each program, with every dimension of its rubric in columns of its own; they are
    made with one rubric.
    """
    rows = []
    for card in cards:
        row = _program(card)
        for dimension in card.dimensions:
            row |= _score(dimension.id, dimension.score)
            row[f"{dimension.id}_coverage"] = exact(dimension.coverage)
        rows.append(row | _score(OVERALL, card.overall))
    return rows


def evidence(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each piece of evidence that a card cites."""
    return [_piece(card, name) for card in cards for name in card.cites]


def _piece(card: ReportCard, name: str) -> Row:
    ratings = card.ratings
    rests = [rating.id for rating in ratings if name in rating.evidence]
    against = [rating.id for rating in ratings if name in rating.contradicted_by]
    return {
        "program": card.program.id,
        "evidence": name,
        **_evidence(card, name),
        "criteria": series(rests),
        "contradicts": series(against),
    }


def measures(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each measurement that a rubric asks for; an end that is not bounded is None."""
    return [
        _measure(card, rating, level)
        for card in cards
        for rating in card.ratings
        for level in rating.measured
    ]


def _measure(card: ReportCard, rating: Rating, level: MeasuredLevel) -> Row:
    # what was computed from facts is no observation of anybody
    taken, seen = level.measurement, level.observation
    return {
        "program": card.program.id,
        "criterion": rating.id,
        "measure": taken.id,
        "value": number.measured(taken.value, taken.unit),
        "stated": measured.stated(seen) if seen else None,
        # a spreadsheet filters empty cells, and counts an empty text as one that is there
        "of_what": (seen.of or None) if seen else None,
        "scope": level.scope,
        "readers": series(seen.reader) if seen else None,
        **ends_of("value", taken.value),
        "unit": say(taken.unit),
        "n": taken.n,
        "of": taken.of,
        "role": level.role,
        **ends_of("level", level.levels),
        "counted": level.counted,
        "note": measured.note(level),
        "formula": say(taken.formula),
        "evidence": series(taken.evidence or ()),
        "source": taken.source.cite if taken.source else None,
    }


def dimensions(cards: Sequence[ReportCard]) -> list[Row]:
    """One row for each dimension of each program, and one for the overall score."""
    rows = []
    for card in cards:
        for part in card.dimensions:
            known = {"coverage": exact(part.coverage), "locations": part.locations}
            rows.append(_dimension(card, part.id, part.score, known))
        unknown = {"coverage": None, "locations": None}
        rows.append(_dimension(card, OVERALL, card.overall, unknown))
    return rows


def _dimension(card: ReportCard, name: str, score: Score, known: Row) -> Row:
    return {
        **_program(card),
        "dimension": name,
        **score_of(score),
        **known,
        "reasons": clauses(judgment.whys(score)),
    }


def shared(perspectives: Perspectives) -> list[Row]:
    """One row for each piece of evidence that several rubrics use, and each of these."""
    cards = {
        (card.program.id, name): card
        for card in perspectives.cards
        for name in card.cites
    }
    return [
        {
            "program": use.program,
            "evidence": use.evidence,
            "rubric": rubric,
            "criteria": series(ids),
            **_evidence(cards[use.program, use.evidence], use.evidence),
        }
        for use in perspectives.shared
        for rubric, ids in use.criteria
    ]


def named(program: Program) -> Row:
    """Which program a row is about."""
    return {
        "program": program.id,
        "name": program.name,
        "country": program.country,
    }


def _program(card: ReportCard) -> Row:
    program = card.program
    return {
        **named(program),
        "object_type": program.object_type,
        "rubric": card.by_rubric,
        "synthetic": program.synthetic,
        "overlays": in_a_cell(overlay.path for overlay in card.overlaid),
    }


def score_of(score: Score) -> Row:
    """A score with its status, its band and its intervals."""
    return {
        "status": score.status,
        "score": exact(score.score),
        **ends_of("score", score.interval),
        **ends_of("possible", score.possible_range),
        "band": score.band,
    }


def _score(name: str, score: Score) -> Row:
    return {
        f"{name}_score": exact(score.score),
        f"{name}_status": score.status,
        f"{name}_band": score.band,
        **ends_of(name, score.interval),
        **ends_of(f"{name}_possible", score.possible_range),
    }


def _evidence(card: ReportCard, name: str) -> Row:
    evidence, source = card.cited(name)
    return {
        "says": evidence.says,
        "claim": evidence.claim,
        "direction": evidence.direction,
        "scope": evidence.scope,
        "source": source.cite,
        "locator": series(evidence.at),
        "read_in": series(source.read_in),
        "links": series(source.links),
    }


def _translated(text: str | None) -> str | None:
    return None if text is None else say(text)


def _cited(card: ReportCard, name: str) -> str:
    evidence, source = card.cited(name)
    return f"{name} ({series([source.cite, *evidence.at])})"


def in_a_cell(names: Iterable[str]) -> str:
    """Several names as one cell has them, in every language alike: programs take them apart."""
    return "; ".join(names)


def ends_of(name: str, ends: Span | None) -> Row:
    """Both ends of an interval under a name; None where an end is not known or has no limit."""
    low, high = ends or (None, None)
    return {f"{name}_low": _bounded(low), f"{name}_high": _bounded(high)}


def _bounded(end: float | None) -> float | None:
    # neither CSV nor JSON has a number for infinity
    return None if end is None or math.isinf(end) else exact(end)
