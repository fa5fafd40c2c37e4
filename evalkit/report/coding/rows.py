"""Answers of coders and their agreement as rows of a table."""

from __future__ import annotations

from evalkit.model.agreement import (
    Agreed,
    Agreement,
    Alpha,
    Answer,
    Codings,
    Disagreement,
)
from evalkit.report.number import exact
from evalkit.report.rows import Row, in_a_cell


def answers(codings: Codings) -> list[Row]:
    """One row for each answer; `state` is what was answered in place of a level."""
    return [_answer(answer) for answer in codings.answers]


def agreed(agreement: Agreement) -> list[Row]:
    """One row for all answers, and one for each part."""
    return [_agreed(part) for part in (agreement.whole, *agreement.parts)]


def queue(agreement: Agreement) -> list[Row]:
    """One row for each disagreement, with what each coder answered."""
    return [_disagreement(entry) for entry in agreement.queue]


def _disagreement(entry: Disagreement) -> Row:
    return {
        "program": entry.program,
        "criterion": entry.criterion,
        "apart": exact(entry.apart),
        "settled": entry.settled,
        "answers": in_a_cell(map(_by_coder, entry.answers)),
        "reasons": in_a_cell(answer.why for answer in entry.answers if answer.why),
    }


def _by_coder(answer: Answer) -> str:
    # as the file of a coder has it, so that programs can read it
    given = answer.answer if answer.level is None else answer.level
    return f"{answer.coder}: {given}"


def _answer(answer: Answer) -> Row:
    return {
        "program": answer.program,
        "criterion": answer.criterion,
        "coder": answer.coder,
        "kind": answer.kind,
        "level": answer.level,
        "state": "" if answer.answer == "level" else answer.answer,
        "evidence": in_a_cell(answer.evidence),
        "reason": answer.why,
        "accepts": answer.accepts,
        "by": answer.by,
        "date": answer.date,
    }


def _agreed(part: Agreed) -> Row:
    return {
        "part": part.part,
        "name": part.name,
        **_alpha("alpha", part.levels),
        **_alpha("known", part.known),
        "pairs": part.pairs,
        "exact": exact(part.exact),
        "within_half": exact(part.near),
        "ranges": part.ranges,
        "held": exact(part.held),
    }


def _alpha(name: str, alpha: Alpha) -> Row:
    low, high = alpha.interval or (None, None)
    return {
        name: exact(alpha.value),
        f"{name}_low": exact(low),
        f"{name}_high": exact(high),
        f"{name}_units": alpha.units,
        f"{name}_undefined": alpha.undefined,
    }
