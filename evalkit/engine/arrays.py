"""Arrays of numpy by what they hold, and what takes a number and a column alike.

Only type checkers read what the names stand for, so that naming an array imports nothing. What its
rows and columns are, the docstring of each function and class says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[numpy.float64]"
"""Levels, points, weights, shares."""
Integers: TypeAlias = "NDArray[numpy.integer]"
"""Counts, ranks, codes, and places in another array."""
Bools: TypeAlias = "NDArray[numpy.bool_]"
"""Marks: whether something holds, entry by entry."""
Numeric = TypeVar("Numeric", float, "Floats")
"""One number or a column of them, in what makes a number of numbers and a column of columns."""
