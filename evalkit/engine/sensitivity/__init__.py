"""How much of a result is weights, levels and method: numerics that know neither cards nor files.

`weight_space` and `epsilon` are exact; `smaa` and `sobol` draw, and say how far their figures may
be off.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Real = float | Fraction
"""What is computed exactly: rational numbers stay rational."""
Row = Sequence[Real]
"""By criterion a number: a difference, a value, or a weight."""
