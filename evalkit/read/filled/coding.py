"""The sheet on which a further coder gives her levels, and the files that it makes."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from evalkit.model.fields import PROGRAM_ID, Form
from evalkit.model.words import first_few
from evalkit.plugin.reader import Cell, Entry
from evalkit.read.filled import cells
from evalkit.read.filled.gather import Making, unread
from evalkit.read.filled.lines import Headings, Line
from evalkit.read.filled.sheets import OWNER, Column

NAME = Form(
    r"[\w-]{1,60}", "a name of letters, digits, hyphens and underscores, such as anna"
)
"""The name of a coder, which is part of the name of a file."""
CODING = "coding"
CODER, KIND, CRITERION, LEVEL, WHY = "coder", "kind", "criterion", "level", "why"
LATER = ("accepts", "by", "date")
"""The columns of answers that were adjudicated or accepted."""
CITED = tuple(
    Column(name, (name,), str, True) for name in ("evidence", "contradicted_by")
)
_EVIDENCE = CITED[0]
EVIDENCE = _EVIDENCE.name
FIELDS = (LEVEL, *LATER, *(column.name for column in CITED), WHY)
"""What an answer may have, in the order of a coder's file."""
SHOWN = ("title", "question", *(f"level {level}" for level in range(5)))
"""Columns that say what is asked, and are not read."""
NAMED = (OWNER, CODER, KIND, CRITERION)
GIVEN = (LEVEL, *(column.name for column in CITED), WHY)
"""The columns that the coder fills in."""
HEADINGS = Headings((*NAMED, *GIVEN), (*NAMED, *SHOWN, *GIVEN))
UNKNOWN, NOT_APPLICABLE, ABSENT = "unknown", "not_applicable", "absent"
ANSWERS = (*(f"{half / 2:g}" for half in range(9)), UNKNOWN, NOT_APPLICABLE)
"""Levels from 0 to 4 in halves, and the answers that are none."""
UNANSWERED = (
    "a question without an answer is left out: write unknown in the column level where the evidence"
    " does not answer"
)
_LEVEL = Column(LEVEL, (LEVEL,), float, may_miss=True)


def codings(lines: Sequence[Line]) -> Iterator[Entry]:
    """A coder's file for each program and coder; warns of questions without an answer, which are
    left out.
    """
    made: dict[tuple[str, str], Making] = {}
    for line in lines:
        # the sheet has a line for every question; one that was left blank is no answer
        answered = _answered(line)
        if not answered:
            continue
        lacking = [name for name in (OWNER, CODER, CRITERION) if name not in line.cells]
        if lacking:
            message = f"stands in a row without {lacking[0]}"
            yield Entry(None, unread=(unread(answered[0], message, "", "EK202"),))
            continue
        asked = line.text(OWNER), line.text(CODER)
        if asked not in made:
            made[asked] = _begun(line)
        _add(line, made[asked])
    _tell_unanswered(unanswered(lines), made)
    for making in made.values():
        # What could be read is checked as well, so that every fault is told at once.
        readable = "codings" in making.description
        description = making.description if readable else None
        yield Entry(description, unread=tuple(making.unread), cells=making.cells)


def _begun(line: Line) -> Making:
    """The file of a coder with whom it is about, by the first of its lines."""
    making = Making()
    _check_names(line, making)
    owner = line.cells[OWNER]
    making.put(("codes",), line.text(OWNER), owner)
    making.put(("coders", line.text(CODER), KIND), line.text(KIND) or "person", owner)
    return making


def unanswered(lines: Sequence[Line]) -> dict[tuple[str, str], list[str]]:
    """By program and coder the criteria in whose lines nothing stands."""
    criteria = defaultdict(list)
    for line in lines:
        if CRITERION in line.cells and not _answered(line):
            asked = line.text(OWNER), line.text(CODER)
            criteria[asked].append(line.text(CRITERION))
    return criteria


def _answered(line: Line) -> list[Cell]:
    return [line.cells[name] for name in GIVEN if name in line.cells]


def _tell_unanswered(
    left_open: Mapping[tuple[str, str], Sequence[str]], made: Container[tuple[str, str]]
) -> None:
    """Warn of the questions that coders left without an answer, which is not `unknown`."""
    untouched = []
    for (program, coder), criteria in left_open.items():
        if (program, coder) not in made:
            untouched.append(f"{program} by {coder}")
            continue
        questions = "question" if len(criteria) == 1 else "questions"
        warnings.warn(
            f"{program}: {len(criteria):,} {questions} without an answer by {coder}:"
            f" {', '.join(criteria)}",
            stacklevel=1,
        )
    if untouched:
        warnings.warn(
            f"no question has an answer: {first_few(untouched)}", stacklevel=1
        )
    if left_open:
        warnings.warn(UNANSWERED, stacklevel=1)


def _check_names(line: Line, making: Making) -> None:
    """Refuse names that cannot name a file."""
    for heading, form in ((OWNER, PROGRAM_ID), (CODER, NAME)):
        if not re.fullmatch(form.pattern, line.text(heading)):
            making.refuse(
                line.cells[heading], "cannot name a file", f"write {form.words}"
            )


def _add(line: Line, making: Making) -> None:
    """Add the answer of a line, unless a cell of it is refused."""
    path = ("codings", line.text(CODER), line.text(CRITERION))
    refused = len(making.unread)
    _refuse(line, path in making.cells, making)
    values = _values(line, making)
    if len(making.unread) > refused:
        return
    making.put(path, {}, line.cells[CRITERION])
    for name, value in values.items():
        making.put((*path, name), value, line.cells[name])


def _values(line: Line, making: Making) -> dict[str, Any]:
    """The fields of an answer in the order of a coder's file; what cannot be read is refused."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        # why a question does not arise is a part of the level
        is_in_level = name == WHY and line.text(LEVEL) == NOT_APPLICABLE
        if name not in line.cells or is_in_level:
            continue
        try:
            values[name] = _value(name, line)
        except cells.CellError as error:
            making.refuse(line.cells[name], str(error))
    return values


def _value(name: str, line: Line) -> Any:
    if name == LEVEL:
        return _level(line)
    for column in CITED:
        if column.name == name:
            return cells.value(line.text(name), column)
    return line.text(name)


def _refuse(line: Line, is_second: bool, making: Making) -> None:
    """Note the cells of a line that cannot be used."""
    for name, why in line.odd.items():
        making.refuse(line.cells[name], why)
    criterion = line.cells[CRITERION]
    if is_second:
        making.refuse(criterion, "stands here a second time", "keep one row", "EK111")
    elif LEVEL not in line.cells:
        making.refuse(
            criterion,
            "has a reason or evidence, and no level",
            "write a level, unknown, or not_applicable",
            "EK202",
        )
    elif line.text(LEVEL) == NOT_APPLICABLE and WHY not in line.cells:
        making.refuse(
            line.cells[LEVEL],
            "needs a reason",
            "write in why the question does not arise",
            "EK202",
        )


def _level(line: Line) -> Any:
    """The level of a line; of what does not apply the reason stands beside it, and of what is
    absent the evidence.
    """
    level = line.text(LEVEL)
    if level == NOT_APPLICABLE:
        return {NOT_APPLICABLE: line.text(WHY)}
    if level == ABSENT and EVIDENCE in line.cells:
        # evidence that cannot be read is told at its own cell
        with suppress(cells.CellError):
            return {ABSENT: cells.value(line.text(EVIDENCE), _EVIDENCE)}
    return cells.value(line.cells[LEVEL].text, _LEVEL)
