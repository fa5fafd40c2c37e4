"""Scales on which the steps between levels are not the same, as a critic of the method may ask for
(section 15 of the method).
"""

from __future__ import annotations

import numpy

from evalkit.engine.arrays import Numeric
from evalkit.model.result import ANY_LEVEL

BENT = 2.0
"""Scales of levels reach from this exponent to its inverse, the square to the square root."""
HIGHEST = ANY_LEVEL[1]


def bent(levels: Numeric, exponent: Numeric | float) -> Numeric:
    """Levels on a bent scale, whose ends stay where they are; errors beyond 0 and 4 are cut off.

    Above 1 the exponent lowers what lies between the ends, below 1 it raises it.
    """
    shares = numpy.clip(levels, 0.0, HIGHEST) / HIGHEST
    scaled: Numeric = HIGHEST * shares**exponent
    return scaled
