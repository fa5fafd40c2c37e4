"""Writes docs/library.md and docs/validity.md from the library and the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import evaluators
from judges import TRIVIAL, EngineJudge
from plain import PATHS
from statements import NOT_HELD, STATEMENTS, Judge

from evalkit.model.card import ReportCard
from evalkit.model.places import country_name
from evalkit.model.result import Score
from evalkit.report import judgment, number

DOCS = Path(__file__).parents[2] / "docs"
KINDS = {
    "R": "order",
    "B": "band or level",
    "E": "equality",
    "S": "silence",
    "I": "invariance",
    "M": "measured",
}
BASES = {
    "X": "stated in the chapter",
    "C": "a contrast in the chapter",
    "N": "a rule of method",
}


def library(cards: Sequence[ReportCard]) -> str:
    """What the library holds, program by program."""
    cards = sorted(cards, key=lambda card: (card.program.country, card.program.id))
    lines = [
        "# The case library",
        "",
        (
            f'{len(cards)} programs, agencies and systems that M. F. Hsieh, "South Korean SMEs and'
            ' the quest for an innovation economy" (2017), judges. Each is described from that'
            " chapter alone, and what the chapter does not say is unknown. `evalkit programs show"
            " ID` describes one, and `evalkit score ID -v` unfolds every number to its place"
            " in the chapter."
        ),
        "",
        (
            "For each dimension: the score from 0 to 100 with its band (A systemic, B substantial,"
            " C partial, D token, E absent or counter-productive; * provisional), then the evidence"
            " coverage, the share of the weight that has a level. Redundancy: 100 is free of"
            " wasteful duplication. This page is written by `python tools/docs.py --update`."
        ),
    ]
    for country, group in groupby(cards, key=lambda card: card.program.country):
        found = list(group)
        lines += ["", f"## {country_name(country)}", ""]
        lines += _table(
            [
                "program",
                "kind, judged for",
                "part of",
                *(each.name for each in found[0].dimensions),
                "evidence",
            ]
        )
        lines += [_row(_program(card)) for card in found]
    return "\n".join([*lines, ""])


def _program(card: ReportCard) -> list[str]:
    program = card.program
    path = PATHS[program.id].relative_to(DOCS.parent).as_posix()
    scores = [
        f"{_score(each.score)}<br>{judgment.known(each)}" for each in card.dimensions
    ]
    kind = f"{program.object_type}, {judgment.period(program)}"
    return [
        f"[{program.id}](../{path})<br>{program.name}",
        kind,
        program.part_of,
        *scores,
        str(len(program.evidence)),
    ]


def _score(score: Score) -> str:
    return (
        "not rated"
        if score.score is None
        else (
            f"{number.score(score.score)}"
            f" {score.band}{'*' if score.status == 'provisional' else ''}"
        )
    )


def validity(judge: Judge, alone: Judge) -> str:
    """Each statement with what the engine gives, and how far its evaluators agree with the
    coder."""
    return "\n".join([*_statements(judge, alone), *_trivial(), *evaluators.lines(), ""])


def _statements(judge: Judge, alone: Judge) -> Iterator[str]:
    found = {each.id: each.check(judge) for each in STATEMENTS}
    by_evaluators = {each.id for each in STATEMENTS if each.check(alone).holds}
    told = [each for each in STATEMENTS if each.discriminating]
    held = [each for each in STATEMENTS if found[each.id].holds]
    yield "# Does the engine reproduce its source?"
    yield ""
    yield (
        "**This page shows only that the source is reproduced.** The observations restate the same"
        " paragraphs that the statements come from, so agreement proves faithful reading and sound"
        " rules. It does not prove that the chapter or the thresholds are right, or that another"
        " author would agree: one author describes both sides of every contrast, all readers"
        " and the coder r1 are models, and Taiwan is represented by three selected successes."
        " [Observations](observations.md) explains how each was accepted against the text."
    )
    yield ""
    yield (
        f"{len(held)} of {len(STATEMENTS)} statements hold, {len(by_evaluators)} of them without"
        f" any coder's file. {len(told)} are marked D, for discriminating: knowing the country"
        " alone, or echoing words of success, should not be enough for them."
        f" {_count(each in held for each in told)} of these hold. Written by `python tools/docs.py"
        " --update`; the statements are in `tests/library/statements.py`."
    )
    yield ""
    yield from _table(
        [
            "",
            "statement",
            "place",
            "kind",
            "basis",
            "D",
            "it holds if",
            "what the engine gives",
            "holds",
        ]
    )
    for each in STATEMENTS:
        marks = [
            KINDS[each.kind],
            BASES[each.basis],
            "D" if each.discriminating else "",
        ]
        holds = (
            "by evaluators"
            if each.id in by_evaluators
            else "with the coder"
            if found[each.id].holds
            else "**no**"
        )
        yield _row(
            [
                each.id,
                each.says,
                each.at,
                *marks,
                each.rule,
                found[each.id].figure,
                holds,
            ]
        )
    yield ""
    yield "Those that do not hold, and why:"
    yield ""
    yield from (f"* {id}: {why}" for id, why in NOT_HELD.items())


def _trivial() -> Iterator[str]:
    told = [each for each in STATEMENTS if each.discriminating]
    met = {
        name: {each.id for each in STATEMENTS if each.check(judge()).holds}
        for name, judge in TRIVIAL.items()
    }
    yield ""
    yield "## Would anything pass?"
    yield ""
    yield (
        "Two trivial judges answer the same statements: one knows the country alone (Korea low,"
        " Taiwan high), the other counts words of success. A statement that both meet proves"
        f" nothing: {', '.join(sorted(set.intersection(*met.values()))) or 'there is none'}."
    )
    yield ""
    yield from _table(
        ["judge", "statements met", "those marked D met", "those marked D failed"]
    )
    for name, ids in met.items():
        failed = [each.id for each in told if each.id not in ids]
        yield _row(
            [
                name,
                f"{len(ids)} of {len(STATEMENTS)}",
                f"{len(told) - len(failed)} of {len(told)}",
                ", ".join(failed),
            ]
        )


def pages() -> dict[Path, str]:
    """The text of each page by its path."""
    engine = EngineJudge()
    return {
        DOCS / "library.md": library([*engine.cards.values()]),
        DOCS / "validity.md": validity(engine, EngineJudge(coders=False)),
    }


def _count(values) -> int:
    return sum(map(bool, values))


def _table(head: Sequence[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
