"""What stands beside a description and what judged it: evaluators, settings, context and seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from attrs import evolve

from evalkit.comparison.changes.keys import changed_keys
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.changes import Cause, CauseKind

SETTINGS = ("evalkit.toml", "pyproject.toml")
"""The files that hold settings."""
NOT_CONTEXT = (*SETTINGS, "sources.yaml", "sources.yml", "sources.json")
"""Files whose content shows elsewhere: in the settings, or in the description."""


def made_with(before: ReportCard, after: ReportCard) -> Iterator[Cause]:
    """The changes beside the description; none where a card does not know what it was made from."""
    old = before.provenance
    new = after.provenance
    if old is None or new is None:
        return
    yield from _evaluators(before, after, old, new)
    yield from _differing("setting", _settings(old), _settings(new))
    for cause in _differing("context", _context(before), _context(after)):
        yield evolve(cause, before=None, after=None)  # digests tell nobody what differs
    if old.seed != new.seed:
        yield Cause("seed", "changed", "seed", (), str(old.seed), str(new.seed))


def _evaluators(
    before: ReportCard, after: ReportCard, old: Provenance, new: Provenance
) -> Iterator[Cause]:
    """The evaluators of another version, each with the criteria that it judges otherwise."""
    if old.evalkit != new.evalkit:
        yield Cause("evaluator", "changed", "evalkit", (), old.evalkit, new.evalkit)
    judged = {rating.id: rating for rating in before.ratings}
    for cause in _differing("evaluator", dict(old.evaluators), dict(new.evaluators)):
        moved = [
            rating.id
            for dimension in after.dimensions
            if after.rubric.evaluator(dimension.id) == cause.name
            for rating in dimension.criteria
            if rating != judged.get(rating.id)
        ]
        yield evolve(cause, criteria=tuple(moved))


def _settings(made: Provenance) -> dict[str, str]:
    """What is set for plugins, and the plugins that were left out."""
    values = {f"{plugin} {key}": value for plugin, key, value in made.settings}
    return values | {f"--without {name}": name for name in made.without}


def _differing(
    kind: CauseKind, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Cause]:
    """A cause for each name with another value."""
    for name, change in changed_keys(old, new):
        yield Cause(kind, change, name, (), old.get(name), new.get(name))


def _context(card: ReportCard) -> dict[str, str]:
    """The digests of the files beside a description by their names: one that was moved is the same
    file.
    """
    return {PurePosixPath(path).name: digest for path, digest in context_of(card)}


def context_of(card: ReportCard) -> list[tuple[str, str]]:
    """The files beside a description, with their digests: those of peers, parents and tables."""
    made = card.provenance
    if made is None:
        return []
    (described, _), *others = made.inputs
    stem = PurePosixPath(described).stem
    overlays = {overlaid.path for overlaid in card.overlaid}
    beside = []
    for path, digest in others:
        name = PurePosixPath(path).name
        # the files of coders and of translations are called after what is described
        of_description = path in overlays or name.startswith(f"{stem}.")
        if of_description or name in NOT_CONTEXT or path == _rubric_file(made):
            continue
        beside.append((path, digest))
    return beside


def _rubric_file(made: Provenance) -> str:
    """The file of the rubric: the last one, but for the settings that may come after it."""
    last, _ = made.inputs[-1]
    if PurePosixPath(last).name in SETTINGS:
        last, _ = made.inputs[-2]
    return last
