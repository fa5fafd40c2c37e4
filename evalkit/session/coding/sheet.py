"""The sheet on which a further coder gives levels, and what a coder sees of a description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from evalkit.locale import say
from evalkit.model.errors import InputError
from evalkit.model.rubric import Rubric
from evalkit.read.bundled import label
from evalkit.read.filled import QUESTION, coding
from evalkit.read.filled.fill import fill
from evalkit.read.filled.sheets import EVIDENCE, ID, OWNER, PROGRAMS, SOURCES, sheets_of
from evalkit.read.rules.criteria import OF
from evalkit.report.xlsx.template import Heading, Page, template
from evalkit.session import Session
from evalkit.session.settings import RUBRIC
from evalkit.session.template import Made, described, page_of

BLIND = {
    PROGRAMS: (
        ID,
        "name",
        "name_local",
        "country",
        "object_type",
        "period",
        "assessed",
    ),
    EVIDENCE: ("source", "at", "claim", "facts", "says"),
    SOURCES: ("kind", "cite", "year", "author", "holder", "read_in", "url", "doi"),
}
"""What a further coder sees of a description. Observations, levels, and whether evidence supports
the program, are the first coder's reading and stand nowhere."""


def coding_workbook(session: Session, paths: Sequence[Path], coder: str) -> Made:
    """A sheet for the levels of a further coder, with the evidence and the anchors, and nothing of
    what others have read from them.

    Raises InputError for a description with faults.
    """
    descriptions = described_once(session, paths)
    by_name = {sheet.name: sheet for sheet in sheets_of(session.host.facts())}
    shown = []
    for name, names in BLIND.items():
        sheet = by_name[name]
        columns = tuple(column for column in sheet.columns if column.name in names)
        shown.append(attrs.evolve(sheet, columns=columns))
    filled = fill(shown, descriptions)
    pages = [_coding_page(session, descriptions, coder)]
    for sheet in shown:
        page = page_of(sheet, filled, {})
        # to be read: only the page of levels has cells to fill in
        pages.append(attrs.evolve(page, open=(), blank=0))
    return Made(template(say("Levels to give"), _coding_instructions(), pages))


def described_once(session: Session, paths: Sequence[Path]) -> list[Mapping[str, Any]]:
    """What files describe in plain data; raises InputError where two have the same id, for a
    coder's answers name their program by it alone.
    """
    descriptions = described(session, paths)
    places: dict[str, Path] = {}
    twins = []
    for path, description in zip(paths, descriptions, strict=True):
        other = places.setdefault(description[ID], path)
        if other != path:
            files = f"{label(other)} and {label(path)}"
            twins.append(f"{files} have the id {description[ID]}")
    if twins:
        raise InputError("\n  ".join([*twins, "make a package for each"]))
    return descriptions


def prefix_of(rubric: Rubric) -> str:
    """What stands before the id of a criterion in a coder's file: nothing for the default rubric,
    whose criteria are named without their rubric.
    """
    return "" if rubric.id == RUBRIC else f"{rubric.id}{OF}"


def _coding_page(
    session: Session, descriptions: Sequence[Mapping[str, Any]], coder: str
) -> Page:
    rubric = session.rubric.rubric
    prefix = prefix_of(rubric)
    rows = []
    for description in descriptions:
        who = {OWNER: description["id"], coding.CODER: coder, coding.KIND: "person"}
        for name, criterion in rubric.criteria().items():
            row = {
                **who,
                coding.CRITERION: f"{prefix}{name}",
                "title": say(criterion.name),
                QUESTION: say(criterion.question),
            }
            for level, anchor in criterion.levels.items():
                row[f"level {level}"] = say(anchor)
            rows.append(row)
    notes = {
        coding.LEVEL: "0 to 4 in halves; unknown where the evidence does not answer; not_applicable"
        " where the question does not arise, with the reason in why.",
        "evidence": "Ids of the sheet evidence that the level rests on, between semicolons.",
        "contradicted_by": "Ids of evidence that contradicts the level.",
        coding.WHY: "The reason, in one sentence.",
    }
    shown = (*coding.NAMED, *coding.SHOWN)
    headings = [Heading(name, shown=True) for name in shown]
    for name, note in notes.items():
        is_level = name == coding.LEVEL
        words = coding.ANSWERS if is_level else ()
        headings.append(Heading(name, note, words, needed=is_level))
    return Page(coding.CODING, tuple(headings), tuple(rows), coding.GIVEN, blank=0)


def _coding_instructions() -> list[str]:
    return [
        say(
            "Read the evidence of a program, compare it with the five anchors of each criterion,"
            " and choose a level. Whole and half levels are possible."
        ),
        say(
            "Name the evidence and the reason. Write unknown where the evidence does not answer,"
            " and not_applicable where the question does not arise."
        ),
        say(
            "What others have observed or coded is not shown, so that your levels are a check."
        ),
        say(
            "When every question has an answer, seal this file and send it with its seal"
            " (FILE.sha256): evalkit coding seal FILE. Do not talk about the programs with other"
            " coders before all have sealed."
        ),
        say(
            "evalkit convert FILE --to FOLDER writes a file for each program beside its"
            " description."
        ),
    ]
