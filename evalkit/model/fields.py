"""What a field of a description promises beside its type: the loader checks it and the JSON Schema states it."""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, field

from evalkit.model.quantity import UNKNOWN


def refers(kind: str, default: Any = ()) -> Any:
    """Ids that must stand in the map `kind` of the same description: `evidence`, `sources` or `actors`."""
    return field(default=default, metadata={"refers": kind})


def number(low: float = 0.0, high: float | None = None, default: Any = UNKNOWN) -> Any:
    """A number within `[low, high]`, no upper end when `high` is None."""
    return field(default=default, metadata={"range": (low, high)})


def required(low: float = 0.0, high: float | None = None) -> Any:
    """A number within `[low, high]` that must be written."""
    return number(low, high, default=NOTHING)


def share() -> Any:
    """A number from 0 to 1, unknown when left out."""
    return number(0.0, 1.0)


def matching(pattern: str, default: Any = NOTHING) -> Any:
    """Text of the given form."""
    return field(default=default, metadata={"pattern": pattern})


def entries(value_of: str = "") -> Any:
    """The map of a block in which ids stand beside the reserved keys of the class; `value_of` names them in messages."""
    return field(factory=dict, metadata={"entries": value_of or "id"})
