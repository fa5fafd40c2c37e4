"""Which keys of a mapping have another value than in an older one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.model.changes import Change


def changed_keys(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[tuple[str, Change]]:
    """The keys whose values differ, in the order of the newer side, and how."""
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) == new.get(name):
            continue
        if name in old and name in new:
            yield name, "changed"
        else:
            yield name, "added" if name in new else "removed"
