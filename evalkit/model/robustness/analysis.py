"""What is asked about the robustness of cards: one result, with the cards that it is made from."""

from __future__ import annotations

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.robustness.certificate import Certificate
from evalkit.model.robustness.doubt import Doubt
from evalkit.model.robustness.ranks import Ranks
from evalkit.model.robustness.settling import Reach, Settling, WhatIf

Finding = Certificate | Ranks | Doubt | Settling | WhatIf | Reach


@frozen
class Examined:
    """A result with its cards and, of several programs, their comparison.

    Pages show the result above the cards; other formats write the result alone.
    """

    result: Finding
    cards: tuple[ReportCard, ...]
    comparison: Comparison | None = None
