"""What a value of a result keeps beside its type: it is checked, and the JSON Schema states it."""

from __future__ import annotations

import math
from typing import Annotated

from evalkit.model.fields import Form
from evalkit.model.frozen import frozen
from evalkit.model.rounding import DECIMALS


@frozen
class Within:
    """A number from `low` to `high`; saved with so many `decimals`, None for all."""

    low: float = -math.inf
    high: float = math.inf
    decimals: int | None = None


@frozen
class Ends:
    """Two ends, the lower one first; where they may be `open`, an end without limit is null."""

    open: bool = False


@frozen
class AtLeast:
    """So many entries or more."""

    entries: int


Count = Annotated[int, Within(0)]
Ordinal = Annotated[int, Within(1)]
Share = Annotated[float, Within(0, 1, DECIMALS)]
Points = Annotated[float, Within(0, 100, DECIMALS)]
PointsRange = Annotated[tuple[Points, Points], Ends()]
Difference = Annotated[float, Within(-100, 100, DECIMALS)]
Rounded = Annotated[float, Within(decimals=DECIMALS)]
RoundedRange = Annotated[tuple[Rounded, Rounded], Ends()]
# A coder answers in halves, which are saved as they are; a computed level has decimals.
Anchor = Annotated[float, Within(0, 4)]
Level = Annotated[float, Within(0, 4, DECIMALS)]
LevelRange = Annotated[tuple[Level, Level], Ends()]
# With all of its digits: the unit is that of a measure, and may be a millionth or a million.
MeasuredRange = Annotated[tuple[float, float], Ends(open=True)]
Digest = Annotated[str, Form("[0-9a-f]{64}", "64 hexadecimal digits")]
