"""The conformance kit: what the author of a plugin tests it with.

    from evalkit.testing import conforms, evaluate

    def test_a_known_answer():
        found = evaluate(EVALUATOR, {"beneficiaries": {"direct": 40, "indirect": 60}})["diffusion"]
        assert found.value == (1.5, 1.5)

    def test_it_passes():
        conforms("my_plugin")

`evalkit plugins test my_plugin` says the same on the command line. CHECKS names what is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.engine.measure import measure
from evalkit.model.errors import InputError
from evalkit.model.measurement import Measurement
from evalkit.model.vocabulary import Claim
from evalkit.plugin import Evaluator
from evalkit.session import Session, Settings
from evalkit.testing.checks import CHECKS, Finding
from evalkit.testing.examine import examine
from evalkit.testing.reading import Description, program_of, statistics_of
from evalkit.testing.scene import among
from evalkit.testing.target import What

__all__ = ["Description", "Finding", "CHECKS", "check", "conforms", "evaluate"]


def evaluate(
    evaluator: Evaluator,
    description: Description,
    *,
    peers: Sequence[Description] = (),
    context: Description | None = None,
    rubric: str | Path | None = None,
) -> dict[str, Measurement]:
    """Take the measurements of an evaluator, by the id of the measure, of a program that is
    described as YAML text, as a map or as a file.

    A fragment is enough: `id`, `name`, `country` and `object_type` are made up where they are left
    out, and `{}` is a program of which nothing is known. A peer must be named under `peers` of the
    description, by its id, which is `peer-1` for the first one that does not write its own.
    `context` describes tables of regions. `rubric`, an id or a path, says which kinds of claim
    its dimension of this evaluator excludes; without one only stated objectives are left out. As in
    a run, a measure that raises or breaks its contract gives a measurement that has `failed`.
    Raises InputError with every fault of a description, such as evidence that is named and not
    there, NothingMatched for a rubric that does not exist, and TypeError for a map that holds what
    no file can.
    """
    program = program_of(description)
    beside = {
        each.id: each
        for each in (program_of(peer, f"peer-{at}") for at, peer in enumerate(peers, 1))
    }
    tables = None if context is None else statistics_of(context)
    return measure(evaluator, program, among(program, beside, tables), _excluded(evaluator, rubric))


def check(target: What) -> tuple[Finding, ...]:
    """Every check that a plugin fails, none when it passes all.

    Each with the smallest program that shows it.

    `target` is an evaluator, a module with hooks, the path of a one-file plugin, or the name of an
    installed one. Whether a result is the same in another process is checked of what another
    process can find: of an evaluator by itself it is not. Raises NothingMatched when no plugin has
    the name.
    """
    return examine(target).findings


def conforms(target: What) -> None:
    """Check a plugin, see `check`; raises AssertionError with every check that it fails."""
    findings = check(target)
    assert not findings, "\n\n".join(["", *map(str, findings)])


def _excluded(evaluator: Evaluator, rubric: str | Path | None) -> Sequence[Claim]:
    """The kinds of claim that a rubric keeps from an evaluator.

    Raises InputError when none of its dimensions asks for it.
    """
    if rubric is None:
        return ()
    loaded = Session(Settings(str(rubric), broken=True)).rubric.rubric
    asking = [
        dimension
        for dimension_id, dimension in loaded.dimensions.items()
        if loaded.evaluator(dimension_id) == evaluator.id
    ]
    if not asking:
        raise InputError(
            f"rubric {loaded.id} has no dimension that evaluator {evaluator.id} measures"
        )
    return [claim for dimension in asking for claim in dimension.excludes]
