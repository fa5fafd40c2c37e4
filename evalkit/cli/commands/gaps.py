"""`evalkit gaps`: what is known of programs, criterion by criterion, and whose evidence it is."""

from __future__ import annotations

import click

from evalkit.cli.options import RUBRIC, RUN, Asked, add, gathered
from evalkit.cli.run import run_without_draws


@click.command("gaps")
@add(RUN)
@RUBRIC
@gathered(asked=Asked)
def command(asked: Asked) -> int:
    """An evidence gap map: for each program and criterion how much evidence there is, how certain
    it is, who supplies it, and where nothing is known.

    -v names the evidence and the informants of each cell. -o gaps.xlsx writes the map as sheets,
    and the page of several programs (evalkit compare ... -o page.html) shows it with a link from
    each cell to its evidence.
    """
    from evalkit.report.gaps.cells import gap_map

    return run_without_draws(asked, "gaps", lambda scored: gap_map(scored.cards))
