"""What would settle a judgment: one level more or less, what reaches a goal, what to look for next.

The JSON that `evalkit score P --settle`, `--what-if` and `--reach` and `evalkit compare A B
--settle` print has these forms, and its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.limits import Level, Points, PointsRange, Rounded, Share
from evalkit.model.message import Message


@frozen
class Step:
    """One level more or less on one criterion, as far as levels go."""

    program: str
    """The id of the program."""
    criterion: str
    """The id of the criterion."""
    level: Level
    """The level now."""
    to: Level
    """The level that is tried."""
    score: Points | None
    """The score of its dimension then, in points; of a pair the one on what both have. Null where
    there is none."""
    change: Rounded
    """By how many points it moves the score, or of a pair the difference, left minus right."""
    then: str
    """The result then: of one program the band, of a pair that of the comparison."""
    changes: bool
    """Whether that is another result than now."""


@frozen
class Useful:
    """One criterion that somebody could look into, and how often this would change the result."""

    program: str
    """The id of the program."""
    criterion: str
    """The id of the criterion."""
    dimension: str
    """The id of its dimension."""
    known: bool
    """Whether it has a level, which better evidence might move within its error."""
    chances: dict[Certainty, Share]
    """By the certainty of the evidence that is found, the share of equally likely levels at which
    the result is another one than now."""


@frozen(kw_only=True)
class Settling:
    """What would settle a judgment or a comparison."""

    schema: Literal["evalkit/settling/1"] = "evalkit/settling/1"
    """Name and version of this shape; see the report cards."""
    programs: tuple[str, ...]
    """The id of the program, or those of the two that are compared."""
    sentence: Message
    """Where to look next, or that looking at any single criterion changes little."""
    now: dict[str, str]
    """The result of each dimension now: of one program the band, of a pair that of the
    comparison."""
    sources: dict[Certainty, tuple[str, ...]]
    """By certainty, the kinds of source that start with it."""
    useful: tuple[Useful, ...]
    """Every criterion that can change a result, the most useful first."""
    steps: tuple[Step, ...]
    """Plus and minus one level on every criterion with a level."""


@frozen
class Outcome:
    """A dimension, or overall, at other levels."""

    dimension: str
    """The id of the dimension, or overall."""
    name: str
    """Its name."""
    score: Points | None
    """The score now. Null when it is not rated."""
    band: str | None
    """The band now. Null without a score."""
    then: Points | None
    """The score at the other levels. Null when it is not rated."""
    then_band: str | None
    """The band at the other levels. Null without a score."""
    then_interval: PointsRange | None
    """The 80% uncertainty interval at the other levels. Null without a score."""
    reasons: tuple[Message, ...]
    """Why there is no score at the other levels, or what keeps it from being rated."""


@frozen(kw_only=True)
class WhatIf:
    """A card at other levels."""

    schema: Literal["evalkit/what-if/1"] = "evalkit/what-if/1"
    """Name and version of this shape; see the report cards."""
    program: str
    """The id of the program."""
    levels: dict[str, Level]
    """The levels that are tried, by the id of the criterion."""
    outcomes: tuple[Outcome, ...]
    """What each dimension, and overall, would be."""


@frozen
class Way:
    """A way to a goal in one dimension."""

    dimension: str
    """The id of the dimension."""
    name: str
    """Its name."""
    score: Points | None
    """The score now; beside a program the one on what both have. Null when there is none."""
    goal: Points
    """The score that reaches the goal; beside a program more than that."""
    there: bool
    """Whether the score is there already."""
    single: dict[str, Level]
    """The level that alone reaches the goal, by the id of the criterion, the smallest change
    first."""
    together: Level | None
    """By how many levels all known criteria have to rise together, each to 4 at most. Null where
    that does not reach it, and where it is there already."""


@frozen
class LeftOut:
    """A dimension of which a result says nothing."""

    dimension: str
    """The id of the dimension."""
    name: str
    """Its name."""
    reasons: tuple[Message, ...]
    """Why: it has no score, say, or programs cannot be compared in it."""


@frozen(kw_only=True)
class Reach:
    """The smallest changes of levels that reach a band, or pass a program."""

    schema: Literal["evalkit/reach/1"] = "evalkit/reach/1"
    """Name and version of this shape; see the report cards."""
    program: str
    """The id of the program."""
    goal: str
    """The band, or the id of the other program."""
    ways: tuple[Way, ...]
    """One entry for each dimension with a score, beside a program each in which both have a
    criterion."""
    left_out: tuple[LeftOut, ...]
    """The other dimensions."""
