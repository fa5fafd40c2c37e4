"""The evidence gap map as rows of a table."""

from __future__ import annotations

from evalkit.model.gaps import GapMap
from evalkit.report.number import exact
from evalkit.report.rows import Row, in_a_cell


def cells(gaps: GapMap) -> list[Row]:
    """One row for each criterion of each program."""
    return [
        {
            "program": row.program,
            "name": row.name,
            "country": row.country,
            "dimension": cell.dimension,
            "criterion": cell.criterion,
            "known": cell.known,
            "level": exact(cell.level),
            "certainty": cell.certainty,
            "pieces": len(cell.evidence),
            "evidence": in_a_cell(cell.evidence),
            "contradicting": in_a_cell(cell.contradicting),
            "informants": in_a_cell(cell.informants),
            "own": cell.own,
        }
        for row in gaps.rows
        for cell in row.cells
    ]


def criteria(gaps: GapMap) -> list[Row]:
    """One row for each criterion."""
    return [
        {
            "criterion": column.criterion,
            "with_level": column.programs,
            "no_evidence": column.unknown,
            "pieces": column.evidence,
            "informants": column.informants,
        }
        for column in gaps.columns
    ]
