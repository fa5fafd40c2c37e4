"""Seals on what coders answered: written once, and compared with the files as they are."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from evalkit.model.agreement import Seals
from evalkit.model.coded import ADJUDICATED
from evalkit.model.errors import InputError
from evalkit.model.words import number_of
from evalkit.read.bundled import label
from evalkit.read.kinds import coder_files
from evalkit.read.seals import seal_of, seal_text, sealed
from evalkit.read.syntax.parsed import read_file
from evalkit.report.save import save_new
from evalkit.session.coding.answers import Answers, answers_in

ACCEPTED = "accepted"
"""The file of accepted proposals: `<id>.accepted.yaml`."""
SETTLED = (ADJUDICATED, ACCEPTED)
"""What the files are called that hold what was settled after the coders had answered."""


def seal_files(files: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Seal files of coders, all or none; returns the paths of the seals, and a note for each file
    with questions that have no answer.

    Raises InputError with all files that hold no coder's answers, cannot be read or are sealed
    already.
    """
    answers, faults = [], []
    for path in dict.fromkeys(files):
        try:
            answers.append(_to_seal(path))
        except InputError as error:
            faults.append(error)
    if faults:
        diagnostics = chain.from_iterable(error.diagnostics for error in faults)
        text = "\n  ".join([*map(str, faults), "nothing was sealed"])
        raise InputError(text, tuple(diagnostics))
    return _saved(answers), [*_notes(answers)]


def _saved(answers: Iterable[Answers]) -> list[Path]:
    """Write the seals of files, each beside its file; returns their paths."""
    by_folder: dict[Path, dict[Path, str | bytes]] = defaultdict(dict)
    for read in answers:
        seal = seal_of(read.path)
        text = seal_text(read.path, read.sha256)
        by_folder[seal.parent][Path(seal.name)] = text
    made: list[Path] = []
    # files are written all or none within one folder
    for folder, texts in by_folder.items():
        made += save_new(texts, folder)
    return made


def _to_seal(path: Path) -> Answers:
    answers = answers_in(path)
    # A seal is never renewed: whoever has it could not tell that the answers changed.
    if sealed(path) is not None:
        raise InputError(
            f"{label(path)} is sealed already: {label(seal_of(path))}; to seal another version,"
            " remove this seal and tell those who have it"
        )
    return answers


def _notes(answers: Iterable[Answers]) -> Iterator[str]:
    for read in answers:
        if not read.unanswered:
            continue
        questions = number_of(len(read.unanswered), "question")
        names = ", ".join(read.unanswered)
        yield f"{label(read.path)} has {questions} without an answer: {names}"


def seals_of_made(
    file: Path, made: Mapping[Path, str]
) -> tuple[dict[Path, str], list[str]]:
    """Seals for the files of coders, by path and text, that are made of another file, where that is
    sealed and has not changed; and what to note of it.
    """
    digest = sealed(file)
    if digest is None or not made:
        return {}, []
    if digest != hashlib.sha256(file.read_bytes()).hexdigest():
        changed = f"{file} has changed since it was sealed"
        return {}, [f"{changed}: what is made of it is not sealed"]
    seals = {}
    for path, text in made.items():
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        seals[seal_of(path)] = seal_text(path, sha256)
    return seals, [f"{file} is as it was sealed: what is made of it is sealed too"]


def seals(paths: Iterable[Path]) -> Seals:
    """How many coders' files beside some descriptions are sealed, and which have changed.

    What was adjudicated or accepted later is no coder's own answer, and is not counted.
    """
    own, fixed, changed = 0, 0, []
    for file in dict.fromkeys(chain.from_iterable(map(coder_files, paths))):
        digest = sealed(file)
        # A seal that cannot be read is the digest of no file, and counts as changed.
        if digest is not None and digest != read_file(file).sha256:
            changed.append(label(file))
        if _coder(file) not in SETTLED:
            own += 1
            fixed += digest is not None
    return Seals(own, fixed, tuple(changed))


def _coder(file: Path) -> str:
    """Whose answers a file has, by its name: `<id>.<coder>.yaml`."""
    return file.stem.split(".")[1]
