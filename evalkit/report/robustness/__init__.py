"""How far a judgment or a comparison depends on weights, levels and method, in words and tables."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.certificate import Certificate
from evalkit.model.robustness import Finding
from evalkit.report.robustness import certificate
from evalkit.report.robustness.blocks import Block, as_lines, as_markdown_lines


def blocks(result: Finding, every: bool = True) -> list[Block]:
    """What there is to say of a result, in the language that is spoken, with `every` row or only
    those that matter most.
    """
    assert isinstance(result, Certificate)
    return certificate.blocks(result, every)


def title(result: Finding) -> str:
    """Its heading, in English."""
    return "Certificate of a comparison"


def as_text(result: Finding, width: int, every: bool) -> str:
    """A result for a terminal of a width in cells."""
    return "\n".join(as_lines(blocks(result, every), width)) + "\n"


def as_markdown(result: Finding) -> str:
    """A result as Markdown."""
    return "\n".join(as_markdown_lines(blocks(result), say(title(result))))
