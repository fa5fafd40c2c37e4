"""What differs between two contents of a rubric: texts alone, ids, or what scores are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from evalkit.model.changes import EditionChange, Effect
from evalkit.model.rubric import Criterion, Dimension, Rubric, StatedMeasure

# `behavioral` too: it decides what check finds fault with, and no level.
SHOWN = {
    Rubric: {"edition", "source", "references"},
    Criterion: {
        "evidence",
        "ground",
        "pitfalls",
        "references",
        "validity_rules",
        "behavioral",
    },
}
"""Fields that are shown and enter no number, beside those whose texts are translated."""
READ = {StatedMeasure: {"words"}}
"""Fields whose texts are translated and are read in descriptions as well."""
STANDING = "standing"
"""What a breakpoint rests on, which enters no number either."""


def edition_change(
    old: Rubric, new: Rubric, digests: tuple[str, str]
) -> EditionChange | None:
    """How a rubric differs from an older one; `digests` are those of both, and None is given where
    the content is the same.
    """
    if digests[0] == digests[1]:
        return None
    renamed = _renamed(old, new)
    mine = _criteria(old, renamed)
    theirs = _criteria(new, {})
    names = {**theirs, **mine}
    criteria = [name for name in names if mine.get(name) != theirs.get(name)]
    rules = [*_rules(old, new, renamed)]
    effect: Effect = "cosmetic"
    if criteria or rules:
        effect = "scoring"
    elif renamed:
        effect = "renamed"
    return EditionChange(
        rubric=new.id,
        before=old.edition,
        after=new.edition,
        digests=digests,
        effect=effect,
        renamed=renamed,
        criteria=tuple(criteria),
        rules=tuple(rules),
    )


def _renamed(old: Rubric, new: Rubric) -> dict[str, str]:
    """The new ids of criteria that ask the same question under another id."""
    gone = _asked(old, new)
    come = _asked(new, old)
    renamed = {}
    for question, names in gone.items():
        # of two criteria that ask alike, nobody can tell which one became which
        if len(names) == 1 and len(come.get(question, ())) == 1:
            renamed[names[0]] = come[question][0]
    return renamed


def _asked(rubric: Rubric, other: Rubric) -> dict[str, list[str]]:
    """By question the criteria that another rubric does not have."""
    others = other.criteria()
    asked: dict[str, list[str]] = {}
    for name, criterion in rubric.criteria().items():
        if name not in others:
            asked.setdefault(criterion.question, []).append(name)
    return asked


def _criteria(rubric: Rubric, renamed: Mapping[str, str]) -> dict[str, object]:
    """What each criterion scores by, with the dimension that it belongs to, by its new id."""
    # with the dimension: one that moves enters another score, though its own text is the same
    return {
        renamed.get(name, name): (dimension_id, _scoring(criterion))
        for dimension_id, dimension in rubric.dimensions.items()
        for name, criterion in dimension.criteria.items()
    }


def _rules(old: Rubric, new: Rubric, renamed: Mapping[str, str]) -> Iterator[str]:
    """The keys outside of the criteria that scores are made of and that differ."""
    mine = _scoring(old)
    theirs = _scoring(new)
    for key in mine:
        if key != "dimensions" and mine[key] != theirs[key]:
            yield key
    for name in dict.fromkeys([*new.dimensions, *old.dimensions]):
        before = _dimension(old.dimensions.get(name), renamed)
        if before != _dimension(new.dimensions.get(name), {}):
            yield f"dimensions {name}"


def _dimension(
    dimension: Dimension | None, renamed: Mapping[str, str]
) -> dict[str, Any]:
    """What a dimension scores by, its criteria aside; empty where there is none."""
    if dimension is None:
        return {}
    scoring: dict[str, Any] = _scoring(dimension)
    del scoring["criteria"]
    keys = scoring["key"].items()
    scoring["key"] = {kind: renamed.get(key, key) for kind, key in keys}
    return scoring


def _scoring(value: Any) -> Any:
    """A value without what is only shown."""
    if isinstance(value, Mapping):
        return {key: _scoring(item) for key, item in value.items()}
    if not attrs.has(type(value)):
        return value
    kind: Any = type(value)
    shown = SHOWN.get(kind, set()) | {STANDING}
    read = READ.get(kind, set())
    scoring = {}
    for field in attrs.fields(kind):
        is_shown = field.metadata.get("prose") or field.name in shown
        if field.name in read or not is_shown:
            scoring[field.name] = _scoring(getattr(value, field.name))
    return scoring
