"""What coders settled: adjudicated answers and accepted proposals, in files of their own beside the
coders' files, which stay as they are.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from evalkit.model.coded import ADJUDICATED
from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.program import Coding, Program
from evalkit.read.bundled import label
from evalkit.read.codec.encode import plain
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.kinds import coder_files
from evalkit.read.rules.acceptance import in_words
from evalkit.read.seals import sealed
from evalkit.read.shared_sources import places
from evalkit.read.syntax.parsed import raise_faults, read_file
from evalkit.report.save import save
from evalkit.report.staging import staging
from evalkit.session import Session
from evalkit.session.coding.insert import NotByLines, inserted, replaced
from evalkit.session.coding.seals import ACCEPTED


@frozen
class Answers:
    """Codings of one coder by criterion in plain data, and how the coder is declared where no file
    has done so.
    """

    coder: str
    declared: Mapping[str, Any]
    codings: Mapping[str, Any]


def adjudicate(
    session: Session,
    path: Path,
    criterion: str,
    coding: Mapping[str, Any],
    *,
    replace: bool = False,
) -> Path:
    """Record what coders agreed on for a criterion of the program that a file describes, and return
    the file that holds it.

    `coding` is the answer in plain data, with who decided it and when. With `replace` it takes the
    place of an earlier decision, which stays in the file as a comment. Raises InputError for an
    answer with faults, for one that is adjudicated already, or not yet with `replace`, and for a
    sealed file.
    """
    program = session.read(path).program
    earlier = program.codings.get(ADJUDICATED, {}).get(criterion)
    if earlier and not replace:
        raise InputError(
            f"{program.id}: {criterion} is adjudicated already ({_decision(program, earlier)});"
            " nothing was written\n  help: --replace decides it again, and keeps the earlier"
            " decision as a comment"
        )
    if replace and not earlier:
        raise InputError(
            f"{program.id}: {criterion} is not adjudicated yet; leave --replace out"
        )
    answer = Answers(ADJUDICATED, {"kind": "person"}, {criterion: coding})
    return _record(session, path, program, answer, name=ADJUDICATED, replace=replace)


def _decision(program: Program, coding: Coding) -> str:
    """What was decided, by whom and when, as far as it is known."""
    declared = program.coders.get(ADJUDICATED)
    # A file may name those who decide once, where it declares the coder.
    names = coding.by or (declared.name if declared else "")
    by = f"by {names}" if names else ""
    on = f"on {coding.date}" if coding.date else ""
    return " ".join(filter(None, (in_words(coding), by, on)))


def accept(
    session: Session,
    path: Path,
    criteria: Sequence[str],
    *,
    model: str,
    who: str,
    date: str,
) -> Path:
    """Record that a person takes over proposals of a model on some day, and return the file that
    holds it.

    Raises InputError where there is no such proposal, where the person has answered already, and
    for a sealed file.
    """
    program = session.read(path).program
    proposer = program.coders.get(model)
    proposals: Mapping[str, Coding] = {}
    if proposer and proposer.proposes:
        proposals = program.codings.get(model, {})
    faults = [
        f"{model} proposes nothing for {name}"
        for name in criteria
        if name not in proposals
    ]
    faults += _answered(program, criteria, model=model, who=who)
    if faults:
        raise InputError(f"{program.id}: {'; '.join(faults)}; nothing was written")
    codings = {}
    for name in criteria:
        answer = _answer(proposals[name])
        # who accepts codes it as her own, and the card still names the model (decision 0094)
        codings[name] = {**answer, "accepts": model, "date": date}
    answers = Answers(who, {"kind": "person"}, codings)
    return _record(session, path, program, answers, name=ACCEPTED)


def _answered(
    program: Program, criteria: Sequence[str], *, model: str, who: str
) -> Iterator[str]:
    """Which criteria a person has answered, and which proposals others have accepted."""
    own = program.codings.get(who, {})
    yield from (
        f"{who} has answered {name} already" for name in criteria if name in own
    )
    for coder, codings in program.codings.items():
        if coder == who:
            continue
        for name in criteria:
            if name in codings and codings[name].accepts == model:
                yield f"{coder} has accepted {name} already"


def propose(
    session: Session,
    path: Path,
    criterion: str,
    coding: Mapping[str, Any],
    *,
    model: str,
) -> Path:
    """Record what a model proposes for a criterion of the program that a file describes, and return
    the file that holds it. No score reads it until a person accepts it.

    Raises InputError for a coder who is no model or whose codings count, for a criterion that the
    model has answered, for an answer with faults, and for a sealed file.
    """
    program = session.read(path).program
    there = program.coders.get(model)
    if model in (ADJUDICATED, ACCEPTED) or (there and not there.proposes):
        raise InputError(
            f"{program.id}: {model} is no model that proposes; use another name"
        )
    if there is None and model in program.codings:
        raise InputError(
            f"{program.id}: nothing says that {model} is a model; use another name"
        )
    if criterion in program.codings.get(model, {}):
        raise InputError(f"{program.id}: {model} has answered {criterion} already")
    answers = Answers(model, {"kind": "model"}, {criterion: coding})
    return _record(session, path, program, answers, name=model)


def _answer(coding: Coding) -> dict[str, Any]:
    """A coding in plain data; an answer that is no level stands under `level` too."""
    return {"level": plain(coding.level), **plain(coding)}


def _record(
    session: Session,
    path: Path,
    program: Program,
    answers: Answers,
    *,
    name: str,
    replace: bool = False,
) -> Path:
    """Add answers to a file beside a description, or put them in the place of earlier ones."""
    record = path.with_name(f"{program.id}.{name}.yaml")
    # Whoever has the seal relies on the file as it is.
    if sealed(record) is not None:
        raise InputError(f"{label(record)} is sealed; nothing was written")
    text = _text(record) or f"codes: {program.id}\n"
    try:
        if answers.coder not in program.coders:
            text = inserted(text, ("coders", answers.coder), answers.declared)
        put = replaced if replace else inserted
        for criterion, coding in answers.codings.items():
            text = put(text, ("codings", answers.coder, criterion), coding)
    except NotByLines as line:
        fault = "does not have it on a line of its own; write there yourself"
        raise InputError(f"{label(record)} {fault}: {line}") from line
    _check(session, path, record.name, text)
    save({record: text.replace("\n", _line_end(record))})
    return record


def _text(path: Path) -> str:
    """The text of a file that can be read as a tree, empty where there is none."""
    if not path.exists():
        return ""
    raise_faults(path, read_file(path).faults.found)
    return path.read_text(encoding="utf-8")


def _line_end(path: Path) -> str:
    """What ends the lines of a file, which an editor of Windows may have written."""
    is_from_windows = path.exists() and b"\r\n" in path.read_bytes()
    return "\r\n" if is_from_windows else "\n"


def _check(session: Session, path: Path, name: str, text: str) -> None:
    """Raise InputError for the faults that a description has with a text of a coder beside it."""
    # In a copy: beside the description nothing is written that has faults.
    with staging(Path(tempfile.gettempdir())) as scratch:
        home = path.parent
        # Only the first file of shared sources is read, so that only it belongs to the copy.
        shared = [place for place in places(home) if place.is_file()]
        for file in (path, *coder_files(path), *shared[:1]):
            shutil.copy(file, scratch)
        (scratch / name).write_text(text, encoding="utf-8")
        try:
            session.read(scratch / path.name)
        except InputError as error:
            faults = tuple(_at_home(fault, home) for fault in error.diagnostics)
            raise InputError(
                f"{label(home / name)}: nothing was written", faults
            ) from error


def _at_home(fault: Diagnostic, home: Path) -> Diagnostic:
    """A fault in a copy, told of the file that was copied."""
    where = label(home / Path(fault.path).name)
    message = fault.message.replace(fault.path, where)
    return attrs.evolve(fault, path=where, message=message)
