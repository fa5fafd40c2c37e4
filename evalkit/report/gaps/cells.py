"""What is known of each criterion on some cards: how much evidence, how strong, and whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from evalkit.model.card import ReportCard
from evalkit.model.gaps import GapCell, GapColumn, GapMap, GapRow, Known
from evalkit.model.program import Program
from evalkit.model.result import Rating


def gap_map(cards: Sequence[ReportCard]) -> GapMap:
    """The map of cards of one rubric, of which there is at least one."""
    rows = tuple(map(_row, cards))
    criteria = [cell.criterion for cell in rows[0].cells]
    columns = tuple(
        _column(name, [row.cells[place] for row in rows])
        for place, name in enumerate(criteria)
    )
    return GapMap(rubric=cards[0].rubric.label, rows=rows, columns=columns)


def informants(gaps: GapMap) -> dict[str, int]:
    """The place of each informant among all of a map: a page names them once, to stay small."""
    cells = chain.from_iterable(row.cells for row in gaps.rows)
    names = dict.fromkeys(name for cell in cells for name in cell.informants)
    return {name: place for place, name in enumerate(names)}


def _cell(card: ReportCard, dimension: str, rating: Rating) -> GapCell:
    """What is known of one criterion."""
    cited = tuple(dict.fromkeys(_cited(rating)))
    holders = [_informant(card.program, name) for name in cited]
    return GapCell(
        program=card.program.id,
        dimension=dimension,
        criterion=rating.id,
        known=_known(rating, bool(cited)),
        level=rating.level,
        certainty=rating.certainty if rating.levelled else None,
        evidence=cited,
        contradicting=rating.contradicted_by,
        informants=tuple(dict.fromkeys(who for who, _ in holders)),
        # of no evidence nobody is the holder
        own=bool(holders) and all(is_own for _, is_own in holders),
    )


def _row(card: ReportCard) -> GapRow:
    cells = tuple(
        _cell(card, dimension.id, rating)
        for dimension in card.dimensions
        for rating in dimension.criteria
    )
    program = card.program
    known = _known_share([cell.known for cell in cells])
    return GapRow(program.id, program.name, program.country, known, cells)


def _known_share(states: Sequence[Known]) -> float | None:
    """The share of the criteria that apply which have a level; None where none applies."""
    applying = len(states) - states.count("not_applicable")
    return states.count("level") / applying if applying else None


def _column(criterion: str, cells: Sequence[GapCell]) -> GapColumn:
    states = [cell.known for cell in cells]
    # a piece of evidence counts for each program, and an informant once for all
    informants = {who for cell in cells for who in cell.informants}
    return GapColumn(
        criterion=criterion,
        programs=states.count("level"),
        evidence=sum(len(cell.evidence) for cell in cells),
        informants=len(informants),
        unknown=states.count("none"),
    )


def _known(rating: Rating, is_cited: bool) -> Known:
    # These two first: a question that does not arise, or an evaluator that failed, is no gap of
    # evidence, whatever is cited (decision 0099).
    if rating.status == "not_applicable":
        return "not_applicable"
    if rating.status == "error":
        return "error"
    if rating.levelled:
        return "level"
    if rating.interval:
        return "range"
    return "open" if is_cited else "none"


def _cited(rating: Rating) -> Iterator[str]:
    """The ids of evidence that measures, coders who do not only propose, and objections name."""
    yield from rating.evidence
    for measured in rating.measured:
        yield from measured.measurement.evidence or ()
    for coded in rating.coded:
        if not coded.proposed:
            yield from coded.evidence
    yield from rating.contradicted_by


def _informant(program: Program, evidence: str) -> tuple[str, bool]:
    """Who is behind a piece of evidence, and whether that is somebody who runs or pays for the
    program.
    """
    source = program.sources[program.evidence[evidence].source]
    own_side = {program.id, *program.operator, *program.sponsors}
    return source.informant, source.holder in own_side
