"""What a field of a description promises beside its type: the reader checks it and the JSON Schema
states it.
"""

from __future__ import annotations

from typing import Any

from attrs import Attribute, field

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN


@frozen
class Form:
    """A form of text: the pattern that all of it must match, and the same in words."""

    pattern: str
    words: str


# It names a file, also on systems that do not tell capitals from small letters.
PROGRAM_ID = Form(
    r"[a-z0-9][a-z0-9-]{0,99}", "small letters, digits and hyphens, such as my-program"
)
# A slash stands between a rubric and its criterion, and a colon ends a key of YAML.
LOCAL_ID = Form(r"[^\s:/]{1,100}", "one word without colon or slash, such as e1")
PLACE = Form(
    r"\S(.{0,98}[^\s\d])?",
    "the beginning of a place, up to its number, such as S4. or p.",
)
TEXT = Form(r"[\s\S]*\S[\s\S]*", "some text")
TARGET = Form(
    r"TG[1-9]\d?",
    "a target group of the OECD, such as TG31 for small and medium firms (evalkit explain TG31)",
)
WEB_ADDRESS = Form(
    r"https?://[^\s<>\"'/?#]+[^\s<>\"']*",
    "an address that begins with https:// or http://",
)
DOI = Form(
    r"10\.\d{4,9}/[^\s\"']+",
    "the DOI alone, such as 10.1000/182, without https://doi.org/",
)
DATE = Form(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "a year, month and day, such as 2024-05-02",
)
FUNCTION = Form(r"F(0[1-9]|1\d|2[0-2])", "F01 to F22 (evalkit explain F05)")


def refers(kind: str, default: Any = ()) -> Any:
    """Ids that must stand in the map `kind` of the same description: `evidence`, `sources` or
    `actors`.
    """
    return field(default=default, metadata={"refers": kind})


def within(low: float = 0.0, high: float | None = None) -> dict[str, Any]:
    """What marks a field as a number within `[low, high]`, no upper end when `high` is None."""
    return {"range": (low, high)}


def formed(form: Form) -> dict[str, Any]:
    """What marks a field as text of a form."""
    return {"form": form}


def number(
    low: float = 0.0, high: float | None = None, default: Any = UNKNOWN, unit: str = ""
) -> Any:
    """A number within `[low, high]` that may be left out, no upper end when `high` is None.

    With a `unit` it is written in this unit, or without any and then is in it.
    """
    metadata = within(low, high)
    if unit:
        metadata["unit"] = unit
    return field(default=default, metadata=metadata)


MOST_COUNTED = 1e15
"""The largest count: above nine times it not every whole number has a place among the numbers."""


def counted() -> Any:
    """A number of things that can be counted, unknown when left out."""
    return field(default=UNKNOWN, metadata={**within(), "counted": True})


def share() -> Any:
    """A number from 0 to 1, unknown when left out."""
    return number(0.0, 1.0)


def table(high: float | None = None) -> Any:
    """Numbers of 0 or more by row and column."""
    return field(factory=Fixed, metadata={"range": (0.0, high)})


def combining(*others: str) -> dict[str, Any]:
    """What marks a field as the name of an aggregator of the engine, or one of `others`."""
    return {"aggregators": others}


def keyed(form: Form) -> Any:
    """A map whose keys are of a form."""
    return field(factory=Fixed, metadata={"keys": form})


def entries(form: Form) -> Any:
    """The map of a block in which ids of a form stand beside the reserved keys of the class."""
    return field(factory=Fixed, metadata={"entries": True, "keys": form})


def default_of(field: Attribute[Any]) -> Any:
    """What a field holds when it is left out."""
    default: Any = field.default
    return default.factory() if hasattr(default, "factory") else default
