"""What was asked about robustness as chapters of a Word document."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.robustness.analysis import Finding
from evalkit.report.docx.document import Column, Document
from evalkit.report.phrases import labelled
from evalkit.report.robustness import blocks, title
from evalkit.report.robustness.blocks import Block

FIRST = 0.4
"""The share of the width of the page that the first column of a table has."""


def chapters(document: Document, result: Finding) -> None:
    """A chapter for each block: sentences, facts, its table and notes."""
    for block in blocks(result):
        if block.heading:
            document.heading(block.heading, 1)
        for text in block.texts:
            document.paragraph(text)
        document.points(labelled(label, value) for label, value in block.facts)
        if block.rows:
            document.table(
                block.heading or say(title(result)), _columns(block), block.rows
            )
        for note in block.notes:
            document.paragraph(note)


def _columns(block: Block) -> list[Column]:
    first, *others = block.head
    share = (1 - FIRST) / max(1, len(others))
    return [Column(first, FIRST), *(Column(heading, share) for heading in others)]
