"""Workbooks to fill in: which columns they have, and what stands in them already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from evalkit.locale import say
from evalkit.model.fields import FUNCTION, TARGET
from evalkit.model.places import REGIONS, countries
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import Quantity
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.plugin import Measure
from evalkit.read.at_once import for_all
from evalkit.read.codec.encode import plain
from evalkit.read.codec.leaves import BY_YEAR
from evalkit.read.files import load_description
from evalkit.read.filled import QUESTION
from evalkit.read.filled.fill import Filled, fill
from evalkit.read.filled.sheets import (
    CODINGS,
    ID,
    OBSERVATIONS,
    OWNER,
    PROGRAMS,
    SOURCES,
    Column,
    Sheet,
    sheets_of,
)
from evalkit.report.xlsx.template import Heading, Page, Row, template
from evalkit.session import Session
from evalkit.session.notes import about

ASKED_ONE_BY_ONE = 50
"""Programs up to which each measure has a row for each of them."""
NUMBERS = (
    "a number such as 12, 40e9 KRW 2014, 5억원 2025, 4 per 100, {min: 1, max: 2}"
    " or {about: 12}"
)

TAKES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "Period": "years, such as 2014 or 2012-2015",
    "Tier": "none, one or several; or {reached: e1}",
    "Stated": "what the source says: its word for an amount, a number, or a count such as 12/40",
}


class Made(NamedTuple):
    """A workbook, and what descriptions state that it does not hold, as `my-program: budget`."""

    content: bytes
    left_out: tuple[str, ...] = ()


def programs_workbook(session: Session, paths: Sequence[Path]) -> Made:
    """A workbook for facts and observations, empty or with what descriptions state.

    Raises InputError for a description with faults.
    """
    return workbook_of(session, described(session, paths))


def workbook_of(session: Session, descriptions: Sequence[Mapping[str, Any]]) -> Made:
    """A workbook with what descriptions in plain data state."""
    sheets = sheets_of(session.host.facts())
    is_coded = any(CODINGS in description for description in descriptions)
    # New levels are given on another sheet, with the anchors: here are those that there are.
    if not is_coded:
        sheets = tuple(sheet for sheet in sheets if sheet.name != CODINGS)
    filled = fill(sheets, descriptions)
    known = session.judging.known_measures().items()
    # what has no question is computed from facts alone, and cannot be stated
    measures = {name: measure for name, measure in known if measure.question}
    pages = [page_of(sheet, filled, measures) for sheet in sheets]
    title = say("Programs to describe")
    return Made(template(title, _instructions(), pages), tuple(filled.left_out))


def described(session: Session, paths: Sequence[Path]) -> list[Mapping[str, Any]]:
    """What files describe in plain data; raises InputError with every fault of all of them."""
    facts = session.host.facts()
    return for_all(lambda path: plain(load_description(path, facts)), paths)


def page_of(sheet: Sheet, filled: Filled, measures: Mapping[str, Measure]) -> Page:
    """A sheet with its headings and what is filled in already."""
    rows: Sequence[Row] = filled.rows[sheet.name]
    headings = [*_heads(sheet, measures)]
    headings += [_heading(column, sheet) for column in sheet.columns]
    if sheet.name == OBSERVATIONS:
        owners = [row[ID] for row in filled.rows[PROGRAMS]]
        # A row with a question for each measure, so that nobody has to know which ones there are.
        rows = [*_asked(rows, owners, measures)]
        headings = [*_with_questions(headings, measures)]
    return Page(sheet.name, tuple(headings), tuple(rows))


def _with_questions(
    headings: Sequence[Heading], measures: Mapping[str, Measure]
) -> Iterator[Heading]:
    """The headings of observations with a column for the questions, and the words of each answer
    in a drop-down.
    """
    by_row = {}
    for name, measure in measures.items():
        # the word list of a cell follows the measure in its row
        words, only = _answers(measure)
        if words:
            by_row[name] = (words, only)
    for heading in headings:
        if heading.name == "value":
            yield attrs.evolve(heading, depends_on="measure", by_row=by_row)
        else:
            yield heading
        # Beside the measure that it asks about.
        if heading.name == "measure":
            note = "What the measure asks. It is not read."
            yield Heading(QUESTION, note, shown=True)


def _answers(measure: Measure) -> tuple[tuple[str, ...], bool]:
    """The words that answer a question, and whether nothing else does."""
    if measure.answer == "yes_no":
        return ("yes", "no"), True
    if measure.answer == "share":
        return tuple(QUANTIFIERS), False
    return measure.words, True


def _heads(sheet: Sheet, measures: Mapping[str, Measure]) -> Iterator[Heading]:
    """The columns that name a row."""
    for name in sheet.heads:
        if name == OWNER:
            note = "The id of a program on the sheet programs."
            if sheet.name in (SOURCES, "coders"):
                note += " Empty: every program that names this one."
            yield Heading(OWNER, note, among=(PROGRAMS, 0), needed=True)
        elif name == "measure":
            note = f"The id of a measure. {about('', sheet.about)}"
            yield Heading(name, note, words=tuple(measures), needed=True)
        else:
            note = f"The name of this row. {about('', sheet.about)}"
            yield Heading(name, note, needed=True)


def _asked(
    rows: Sequence[Row], owners: Sequence[str], measures: Mapping[str, Measure]
) -> Iterator[Row]:
    """The observations with their questions, and a row for each measure that has none."""
    questions = {name: say(measure.question) for name, measure in measures.items()}
    if not 0 < len(owners) <= ASKED_ONE_BY_ONE:
        for row in rows:
            yield {**row, QUESTION: questions.get(row["measure"], "")}
        # one row for each measure, to be copied for a program
        owners = [""]
    for owner in owners:
        own = [row for row in rows if row[OWNER] == owner]
        for name, question in questions.items():
            stated = [row for row in own if row["measure"] == name]
            for row in stated or [{OWNER: owner, "measure": name}]:
                yield {**row, QUESTION: question}
        yield from (row for row in own if row["measure"] not in questions)


def _heading(column: Column, sheet: Sheet) -> Heading:
    words, strict = _offered(column)
    name = column.name if sheet.name == PROGRAMS else ""
    note = f"{_takes(column)} {about(name, column.about)}"
    # A drop-down gives one value, so a cell that takes several has none.
    is_source = column.meta.get("refers") == SOURCES and not column.many
    return Heading(
        column.name,
        note,
        words,
        among=(SOURCES, 1) if is_source else None,
        strict=strict and not column.many,
        needed=column.needed,
    )


def _offered(column: Column) -> tuple[tuple[str, ...], bool]:
    """The words of a drop-down, and whether there are no others."""
    if column.words:
        return column.words, not column.may_miss
    form = column.meta.get("form")
    if form is FUNCTION:
        return tuple(FUNCTIONS), True
    # of target groups the library uses a few
    if form is TARGET:
        return tuple(TARGETS), False
    if column.path == ("country",):
        return tuple(sorted(countries())), True
    # a region may also be written in the words of the source
    if column.path == ("regions",):
        return tuple(REGIONS), False
    return (), False


def _takes(column: Column) -> str:
    """What the cells of a column take, in words."""
    if column.is_block:
        return "Empty, or {absent: e1} where evidence states that there is none."
    if column.words:
        takes = f"one of {', '.join(column.words)}"
    elif column.kind in (Quantity, BY_YEAR):
        takes = NUMBERS
    elif form := column.meta.get("form"):
        takes = form.words
    elif refers := column.meta.get("refers"):
        takes = f"ids of {refers}"
    else:
        name = getattr(column.kind, "__name__", "")
        takes = TAKES.get(name, "as in a description, such as {a: b}")
    several = "; several stand between semicolons" if column.many else ""
    return f"{takes[0].upper()}{takes[1:]}{several}."


def _instructions() -> list[str]:
    return [
        say(
            "The sheet programs has a row for each program. Every other sheet has a row for each"
            " entry, and its first column names the program."
        ),
        say(
            "Write what a source states, and leave out what you do not know. Several values stand"
            " between semicolons, a period is 2012-2015, an amount 40e9 KRW 2014, a range {range}.",
            range="{min: 1, max: 2}",
        ),
        say(
            "An observation answers the question beside its measure in the word of the source."
            " Name evidence, or write source, at and says into the same row."
        ),
        say(
            "A source without a program belongs to every program whose evidence cites it."
        ),
        say(
            "Notes on the headings say what a column takes. Headings in orange must be filled in."
        ),
        say(
            "A column of your own begins with #. Formulas are refused: write values. Keep the names"
            " of the sheets and headings."
        ),
        say(
            "evalkit convert FILE --to FOLDER makes the descriptions and names every faulty cell."
        ),
    ]
