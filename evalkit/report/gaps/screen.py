"""The evidence gap map in a terminal: a row for each program, then what is known by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from click import style

from evalkit.locale import say
from evalkit.model.gaps import GapCell, GapColumn, GapMap, GapRow
from evalkit.plugin import Options
from evalkit.report import number
from evalkit.report.gaps.glyphs import GLYPHS, STATES, state, states
from evalkit.report.phrases import clauses, labelled, series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, section
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
        blocks += [
            section(safe(row.program), [*_cells(row)], width) for row in gaps.rows
        ]
    return apart(blocks)


def _map(gaps: GapMap) -> Iterator[str]:
    """Two lines of heads, and a line for each program."""
    names = numbers = " " * NAME
    for cells in _by_dimension(gaps.rows[0]):
        names += " "
        numbers += " "
        for cell in cells:
            # A criterion is called by its dimension and its number in it: COO-1.
            name, _, place = cell.criterion.rpartition("-")
            # the dimension once, above the first of its criteria
            is_first = cell is cells[0]
            names += pad(name[:CELL] if is_first else "", CELL)
            numbers += pad(place[: CELL - 1], CELL)
    yield names.rstrip()
    yield numbers.rstrip()
    for row in gaps.rows:
        line = pad(shortened(safe(row.program), NAME - 1), NAME)
        for cells in _by_dimension(row):
            line += " " + "".join(map(_sign, cells))
        yield f"{line} {number.share(row.known)}".rstrip()


def _by_dimension(row: GapRow) -> list[list[GapCell]]:
    groups = groupby(row.cells, key=attrgetter("dimension"))
    return [list(cells) for _, cells in groups]


def _sign(cell: GapCell) -> str:
    pieces = len(cell.evidence)
    count = "+" if pieces > MANY else str(pieces or "")
    own = OWN if cell.own else ""
    return pad(f"{_glyph(state(cell))}{count}{own}", CELL)


def _glyph(name: str) -> str:
    # A space would be lost between the others.
    return GLYPHS[name] or "·"


def _key(gaps: GapMap) -> str:
    """What the signs say, those that stand in the map."""
    shown = states(gaps)
    signs = [
        f"{_glyph(name)} {say(text)}" for name, text in STATES.items() if name in shown
    ]
    signs.append(say("number: pieces of evidence, + more than {most}", most=MANY))
    if any(cell.own for row in gaps.rows for cell in row.cells):
        text = say("only from those who run or pay for the program")
        signs.append(f"{OWN} {text}")
    return series(signs)


def _criteria(gaps: GapMap, verbose: bool) -> list[str]:
    """The criteria of which least is known first."""
    shown: Sequence[GapColumn] = gaps.columns
    if not verbose:
        # first what fewest programs have a level of, then where most have no evidence at all
        scarcest = sorted(shown, key=lambda column: (column.programs, -column.unknown))
        shown = scarcest[:SCARCE]
    head = [say("Criterion"), say("with a level"), say("no evidence")]
    head += [say("pieces"), say("informants")]
    rows = []
    for column in shown:
        counts = (column.programs, column.unknown, column.evidence, column.informants)
        rows.append([safe(column.criterion), *map(str, counts)])
    return [f"  {line}" for line in columns([head, *rows])]


def _cells(row: GapRow) -> Iterator[str]:
    """What each criterion of a program rests on; nothing for what nothing is known of."""
    for cell in row.cells:
        if cell.evidence:
            yield labelled(cell.criterion, _whose(cell))


def _whose(cell: GapCell) -> str:
    parts = [say(STATES[state(cell)]), series(cell.evidence)]
    if cell.contradicting:
        parts.append(labelled(say("contradicts"), series(cell.contradicting)))
    return clauses([*parts, series(cell.informants)])
