"""What every report of robustness is made of: blocks with sentences, facts and one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.message import Message
from evalkit.report.markdown_parts import point, table
from evalkit.report.phrases import capitalized, clauses, labelled, series, translated
from evalkit.report.safe import markdown, terminal
from evalkit.report.terminal.lines import apart, beside_or_below, dim
from evalkit.report.terminal.width import cells, columns, pad, shortened, wrap

INDENT, GAP, LEAST = 2, 2, 24
"""Cells before a table, between its columns, and for what stands in the first one."""


class Block:
    """A heading, sentences under it, facts with their labels, and a table with its head.

    All of it is translated already; what there is none of is empty.
    """

    def __init__(
        self,
        heading: str,
        texts: Iterable[str] = (),
        *,
        facts: Iterable[tuple[str, str]] = (),
        head: Sequence[str] = (),
        rows: Iterable[Sequence[str]] = (),
        notes: Iterable[str] = (),
    ) -> None:
        self.heading = capitalized(heading)
        self.texts, self.notes = tuple(texts), tuple(notes)
        self.facts = tuple((capitalized(label), value) for label, value in facts)
        self.head, self.rows = tuple(head), tuple(map(tuple, rows))


def lacking(name: str, state: str, reasons: Iterable[Message]) -> str:
    """Why a dimension has no score or no ranks, which its `state` says in the words of a reader."""
    return labelled(series([say(name), state]), clauses(map(translated, reasons)))


def as_lines(blocks: Iterable[Block], width: int) -> list[str]:
    """The blocks as lines of a terminal, with an empty line between two."""
    return apart([*_lines(block, width)] for block in blocks)


def _lines(block: Block, width: int) -> Iterator[str]:
    if block.heading:
        yield style(terminal(block.heading), bold=True)
    for sentence in block.texts:
        yield from wrap(terminal(sentence), width)
    longest = max((cells(terminal(label)) for label, _ in block.facts), default=0)
    for label, value in block.facts:
        head = f"  {style(pad(terminal(label), longest), dim=True)}  "
        yield from beside_or_below(head, terminal(value), width, "    ")
    if block.rows:
        yield from _table(block, width)
    for note in block.notes:
        yield from dim(wrap(terminal(note), width))


def _table(block: Block, width: int) -> Iterator[str]:
    """A table whose first column is cut to what the others leave; one below the other where that is
    too little.
    """
    rows = [[terminal(cell) for cell in row] for row in (block.head, *block.rows)]
    _, *others = zip(*rows, strict=True)
    # numbers are never cut, and names can be
    space = width - INDENT - sum(max(map(cells, column)) + GAP for column in others)
    if space >= LEAST:
        head, *lines = columns(
            [[shortened(first, space), *rest] for first, *rest in rows]
        )
        yield f"  {style(head, dim=True)}"
        yield from (f"  {line}" for line in lines)
    else:
        yield from _one_below_the_other(block, width)


def _one_below_the_other(block: Block, width: int) -> Iterator[str]:
    """Each row as its first cell, with the others and their headings below."""
    for first, *rest in block.rows:
        yield from wrap(terminal(first), width, "  ", "    ")
        for label, cell in zip(block.head[1:], rest, strict=True):
            if cell:
                yield from wrap(
                    terminal(f"{label} {cell}".strip()), width, "    ", "      "
                )


def as_markdown_lines(blocks: Iterable[Block], title: str) -> list[str]:
    """The blocks as Markdown under a title."""
    lines = [f"# {markdown(title)}", ""]
    for block in blocks:
        if block.heading:
            lines += [f"## {markdown(block.heading)}", ""]
        for sentence in block.texts:
            lines += [markdown(sentence), ""]
        if block.facts:
            lines += [*(point(label, value) for label, value in block.facts), ""]
        if block.rows:
            lines += [*table(block.head, *block.rows), ""]
        for note in block.notes:
            lines += [markdown(note), ""]
    return lines
