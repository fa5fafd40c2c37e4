"""How far a judgment or a comparison depends on weights, levels and method, in words and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evalkit.locale import say
from evalkit.model.robustness.analysis import Finding
from evalkit.model.robustness.certificate import Certificate
from evalkit.model.robustness.doubt import Doubt
from evalkit.model.robustness.ranks import Ranks
from evalkit.model.robustness.settling import Reach, Settling, WhatIf
from evalkit.report.robustness import certificate, doubt, ranks, settling
from evalkit.report.robustness.blocks import Block, as_lines, as_markdown_lines

Blocks = Callable[[Any, bool], list[Block]]
REPORTS: dict[type, tuple[str, Blocks]] = {
    Certificate: ("Certificate of a comparison", certificate.blocks),
    Ranks: ("Ranks at all weights", ranks.blocks),
    Doubt: ("What makes the result uncertain", doubt.blocks),
    Settling: ("What would settle the result", settling.settling),
    WhatIf: ("At other levels", settling.what_if),
    Reach: ("What it takes to reach a goal", settling.reach),
}
"""By the class of a result its heading, in English, and what there is to say of it."""


def blocks(result: Finding, every: bool = True) -> list[Block]:
    """What there is to say of a result, in the current language, with `every` row or only
    those that matter most.
    """
    _, blocks_of = REPORTS[type(result)]
    return blocks_of(result, every)


def title(result: Finding) -> str:
    """Its heading, in English."""
    heading, _ = REPORTS[type(result)]
    return heading


def as_text(result: Finding, width: int, every: bool) -> str:
    """A result for a terminal of a width in cells."""
    return "\n".join(as_lines(blocks(result, every), width)) + "\n"


def as_markdown(result: Finding) -> str:
    """A result as Markdown."""
    return "\n".join(as_markdown_lines(blocks(result), say(title(result))))
