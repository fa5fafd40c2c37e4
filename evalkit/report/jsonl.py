"""Cards as JSON lines: each is a line, as it stands among the cards of a saved result.

The rubric, which is the same for all, is named by its digest and not repeated.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.plugin import Options
from evalkit.read.codec.encode import json_line
from evalkit.report.json import saved


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """A line for each card; `options` change nothing."""
    return "".join(json_line(saved(card)) for card in cards)


def part(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The lines of some of the cards of a run."""
    return b"".join(json_line(saved(card)).encode() for card in cards)
