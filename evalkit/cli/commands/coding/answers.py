"""`evalkit coding list`: what every coder answered, as one table."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.deliver import writers
from evalkit.cli.options import RUBRIC, RUN, Asked, add
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine


@click.command("list")
@RUBRIC
@add(RUN)
def answers(**options: Any) -> int:
    """What every coder answered, one row for each program, criterion and coder.

    --format csv is the table that statistics packages take.
    """
    from evalkit.comparison.agreement.answers import codings

    asked = Asked(**options)
    made = engine(asked)
    chosen = writers(made.host.writers(), "codings", asked)
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, draws=False, watch=watch)
    return conclude(made, scored, chosen, (lambda: codings(scored.cards)) if scored.cards else None)
