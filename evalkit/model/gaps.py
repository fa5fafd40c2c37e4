"""What is known of each criterion of each program: how much evidence, how strong, and whose.

The JSON that `evalkit gaps` prints has this form, and its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Level, Share

Known = Literal["level", "range", "open", "none", "not_applicable", "error"]


@frozen
class GapCell:
    """What is known of one criterion of one program."""

    program: str
    """The id of the program."""
    dimension: str
    """The id of the dimension."""
    criterion: str
    """The id of the criterion."""
    known: Known
    """level: there is a level; range: evidence leaves a range and no level; open: evidence is cited
    and leaves neither; none: there is no evidence; not_applicable: the question does not arise;
    error: an evaluator failed."""
    level: Level | None
    """The level, 0 to 4. Null where there is none."""
    certainty: Certainty | None
    """How strong the evidence is. Null without a level."""
    evidence: tuple[str, ...]
    """The ids of the evidence that measures and coders cite for it, also where none of it gives a
    level."""
    contradicting: tuple[str, ...]
    """Those of them that contradict the level."""
    informants: tuple[str, ...]
    """Who is behind that evidence: authors, bodies, or titles where neither is stated."""
    own: bool
    """Whether all of it comes from those who run or pay for the program."""


@frozen
class GapRow:
    """A program, with its criteria in the order of the rubric."""

    program: str
    """The id of the program."""
    name: str
    """Its name."""
    country: str
    """ISO 3166-1 code of two letters."""
    known: Share | None
    """The share of the criteria that apply which have a level, 0 to 1. Null where none applies."""
    cells: tuple[GapCell, ...]
    """What is known of each criterion."""


@frozen
class GapColumn:
    """A criterion over all programs."""

    criterion: str
    """The id of the criterion."""
    programs: Count
    """The programs with a level."""
    evidence: Count
    """The pieces of evidence that are cited for it."""
    informants: Count
    """The informants behind them, over all programs."""
    unknown: Count
    """The programs without any evidence on it."""


@frozen(kw_only=True)
class GapMap:
    """An evidence gap map: what is known of programs, criterion by criterion."""

    schema: Literal["evalkit/gaps/1"] = "evalkit/gaps/1"
    """Name and version of this shape; see the report cards."""
    rubric: str
    """The id and edition of the rubric."""
    rows: tuple[GapRow, ...]
    """By program."""
    columns: tuple[GapColumn, ...]
    """By criterion, in the order of the rubric."""
