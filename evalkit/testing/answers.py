"""Known answers: what one part of a plugin gives for one program, to hold against what you know."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.comparison.programs import compare_programs
from evalkit.engine.measure import measure
from evalkit.model.context import Context
from evalkit.model.errors import InputError
from evalkit.model.measurement import Measurement
from evalkit.model.plugin_facts import with_blocks
from evalkit.model.program import Program
from evalkit.model.result import Rating
from evalkit.plugin import Evaluator, FactBlock, Options, Reader, Writer
from evalkit.plugin.reader import described
from evalkit.read.codec.dump import plain
from evalkit.session import Session
from evalkit.session.settings import Settings
from evalkit.testing.observed import Questions, ask, asking
from evalkit.testing.reading import (
    IDENTITY,
    Description,
    completed,
    program_of,
    statistics_of,
    yaml_of,
)
from evalkit.testing.scene import among


def evaluate(
    evaluator: Evaluator,
    description: Description,
    *,
    peers: Sequence[Description] = (),
    context: Description | None = None,
    rubric: str | Path | None = None,
    facts: Sequence[FactBlock[Any]] = (),
) -> dict[str, Measurement]:
    """Take the measurements of an evaluator, by the id of the measure, of a program that is
    described as YAML text, as a map or as a file.

    A fragment is enough: `id`, `name`, `country` and `object_type` are filled in if they are left
    out, and `{}` is a program of which nothing is known. A peer must be named under `peers` of the
    description, by its id, which is `peer-1` for the first one that does not write its own.
    `context` describes tables of regions. `facts` are the blocks of facts that descriptions may
    hold beside evalkit's own. `rubric`, an id or a path, says which kinds of claim its dimension of
    this evaluator excludes; without one only stated objectives are left out. As in a run, a measure
    that raises or breaks its contract gives a measurement that has `failed`. Raises InputError with
    every fault of a description, such as evidence that is named and not there, NothingMatched for a
    rubric that does not exist, and TypeError for a map that holds what no file can.
    """
    program, around = _surrounded(description, peers, context, facts)
    questions = () if rubric is None else _questions(evaluator, rubric)
    return measure(evaluator, program, around, _excluded(questions))


def rate(
    evaluator: Evaluator,
    description: Description,
    rubric: str | Path,
    *,
    peers: Sequence[Description] = (),
    context: Description | None = None,
    facts: Sequence[FactBlock[Any]] = (),
) -> dict[str, Rating]:
    """Ask an evaluator for its ratings, by criterion, of a program that is described as for
    `evaluate`, with `observations` and `codings` where it is to have some.

    `rubric`, an id or a path, has a dimension of this evaluator. As in a run, a `rate` that raises
    or gives no rating gives one with the status `error`. Raises as `evaluate` does.
    """
    program, around = _surrounded(description, peers, context, facts)
    questions = _questions(evaluator, rubric)
    taken = measure(evaluator, program, around, _excluded(questions))
    return {rating.id: rating for rating in ask(evaluator, questions, program, taken)}


def write(
    writer: Writer,
    *descriptions: Description,
    kind: str = "cards",
    rubric: str = "hsieh",
    options: Options | None = None,
) -> str | bytes:
    """What a report format writes of programs that are described as for `evaluate`, or of the
    `comparison` of two or more.

    Raises InputError with every fault of a description, and what the writer raises.
    """
    with tempfile.TemporaryDirectory(prefix="evalkit-") as folder:
        paths = []
        for number, description in enumerate(descriptions, 1):
            paths.append(str(_file(Path(folder), number, description)))
        # without other plugins, so that a known text stays the same wherever the test runs
        scored = Session(Settings(rubric, installed=False)).score(paths)
    for failure in scored.failures:
        raise failure
    result = compare_programs(scored.cards) if kind == "comparison" else scored.cards
    written: str | bytes = getattr(writer.load(), kind)(result, options or Options())
    return written


def read(
    reader: Reader, content: str | bytes, fields: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The descriptions that a reader makes of a file with this content and its first ending, as
    plain maps.

    `fields` are what the user says of fields, as `evalkit convert --field` takes it. Raises what
    the reader raises: ValueError for a file that it refuses.
    """
    data = content if isinstance(content, bytes) else content.encode()
    with tempfile.TemporaryDirectory(prefix="evalkit-") as folder:
        path = Path(folder) / f"sample{reader.endings[0]}"
        path.write_bytes(data)
        given = reader.load().descriptions(path, fields or {})
        # a reader may read while it is asked for the next one
        made = [described(entry) for entry in given]
    return [plain(description, []) for description in made if description is not None]


def _surrounded(
    description: Description,
    peers: Sequence[Description],
    context: Description | None,
    facts: Sequence[FactBlock[Any]],
) -> tuple[Program, Context]:
    kind = with_blocks({block.name: block.kind for block in facts})
    program = program_of(description, facts=kind)
    others = []
    for number, peer in enumerate(peers, 1):
        others.append(program_of(peer, f"peer-{number}", kind))
    tables = None if context is None else statistics_of(context)
    return program, among(program, others, tables)


def _questions(evaluator: Evaluator, rubric: str | Path) -> Questions:
    """The dimensions of a rubric that an evaluator measures.

    Raises InputError when there is none.
    """
    # a plugin that cannot be used is no matter of the one that is tested
    loaded = Session(Settings(str(rubric), broken=True)).rubric.rubric
    questions = tuple(asking(loaded, evaluator))
    if not questions:
        raise InputError(
            f"rubric {loaded.id} has no dimension that evaluator {evaluator.id} measures"
        )
    return questions


def _excluded(questions: Questions) -> set[str]:
    """The kinds of claim that dimensions do not admit."""
    return {claim for _, dimension in questions for claim in dimension.excludes}


def _file(folder: Path, number: int, description: Description) -> Path:
    """A file with a description; what it leaves out of an identity is filled in."""
    tree = completed(description, f"{IDENTITY['id']}-{number}")
    path = folder / f"{tree['id']}.yaml"
    path.write_text(yaml_of(tree), encoding="utf-8")
    return path
