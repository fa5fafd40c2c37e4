"""`evalkit coding list`: what every coder answered, as one table."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.options import RUBRIC, RUN, Asked, add
from evalkit.cli.run import run_without_draws


@click.command("list")
@RUBRIC
@add(RUN)
def answers(**options: Any) -> int:
    """What every coder answered, one row for each program, criterion and coder.

    --format csv is the table that statistics packages take.
    """
    from evalkit.comparison.agreement.answers import codings

    return run_without_draws(
        Asked(**options), "codings", lambda scored: codings(scored.cards)
    )
