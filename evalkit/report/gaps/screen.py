"""The evidence gap map in a terminal: a row for each program, then what is known by criterion."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from evalkit.locale import say
from evalkit.model.gaps import GapCell, GapMap, GapRow
from evalkit.plugin import Options
from evalkit.report import number
from evalkit.report.gaps.glyphs import GLYPHS, STATES, state
from evalkit.report.phrases import clauses, labelled, series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import section
from evalkit.report.terminal.width import PLAIN, columns, pad, shortened, wrap

NAME, CELL = 30, 3
"""Cells for the id of a program, and for a criterion."""
MANY = 9
"""Pieces of evidence up to which their number fits beside a glyph."""
OWN = "°"
"""What marks evidence that comes from those who run or pay for the program alone."""
SCARCE = 10
"""Criteria of which least is known that are listed without -v."""


def lines(gaps: GapMap, options: Options) -> list[str]:
    """The map with its key, and the criteria of which least is known; with `verbose` all of them,
    and whose evidence each cell rests on.
    """
    width = options.width or PLAIN
    title = labelled(say("Evidence gap map"), safe(gaps.rubric))
    blocks = [
        wrap(title, width),
        [*_map(gaps)],
        wrap(_key(gaps), width),
        [style(say("By criterion"), bold=True), *_criteria(gaps, options.verbose)],
    ]
    if options.verbose:
        blocks += [section(safe(row.program), [*_cells(row)], width) for row in gaps.rows]
    return [line for block in blocks if block for line in ("", *block)][1:]


def _map(gaps: GapMap) -> Iterator[str]:
    """Two lines of heads, and a line for each program."""
    heads: tuple[list[str], list[str]] = ([], [])
    last = ""
    for cell in gaps.rows[0].cells:
        name, _, place = cell.criterion.rpartition("-")
        first = cell.dimension != last
        heads[0].append(f"{' ' if first else ''}{pad(name[:CELL] if first else '', CELL)}")
        heads[1].append(f"{' ' if first else ''}{pad(place[: CELL - 1], CELL)}")
        last = cell.dimension
    for head in heads:
        yield (" " * NAME + "".join(head)).rstrip()
    for row in gaps.rows:
        name = pad(shortened(safe(row.program), NAME - 1), NAME)
        share = pad(number.share(row.known), 5)
        yield f"{name}{''.join(_line(row))} {share}".rstrip()


def _line(row: GapRow) -> Iterator[str]:
    last = ""
    for cell in row.cells:
        pieces = len(cell.evidence)
        count = "" if not pieces else str(pieces) if pieces <= MANY else "+"
        text = f"{GLYPHS[state(cell)] or '·'}{count}{OWN if cell.own else ''}"
        yield f"{' ' if cell.dimension != last else ''}{pad(text, CELL)}"
        last = cell.dimension


def _key(gaps: GapMap) -> str:
    """What the signs say, those that stand in the map."""
    cells = [cell for row in gaps.rows for cell in row.cells]
    shown = {state(cell) for cell in cells}
    signs = [f"{GLYPHS[name] or '·'} {say(text)}" for name, text in STATES.items() if name in shown]
    signs.append(say("number: pieces of evidence, + more than {most}", most=MANY))
    if any(cell.own for cell in cells):
        text = say("only from those who run or pay for the program")
        signs.append(f"{OWN} {text}")
    return series(signs)


def _criteria(gaps: GapMap, verbose: bool) -> list[str]:
    """The criteria of which least is known first."""
    scarce = sorted(gaps.columns, key=lambda column: (column.programs, -column.unknown))
    head = [say("Criterion"), say("with a level"), say("no evidence")]
    head += [say("pieces"), say("informants")]
    rows = [
        [safe(column.criterion), str(column.programs), str(column.unknown)]
        + [str(column.evidence), str(column.informants)]
        for column in (gaps.columns if verbose else scarce[:SCARCE])
    ]
    return [f"  {line}" for line in columns([head, *rows])]


def _cells(row: GapRow) -> Iterator[str]:
    """What each criterion of a program rests on; nothing for what nothing is known of."""
    for cell in row.cells:
        if cell.evidence:
            yield labelled(cell.criterion, _whose(cell))


def _whose(cell: GapCell) -> str:
    parts = [say(STATES[state(cell)]), series(cell.evidence)]
    if cell.contradicting:
        contradicts = labelled(say("contradicts"), series(cell.contradicting))
        parts.append(contradicts)
    return clauses([*parts, series(cell.informants)])
