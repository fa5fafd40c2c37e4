"""`evalkit score`: report cards."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli import gates
from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import worst
from evalkit.cli.options import RUBRIC, RUN, Asked, add
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine


@click.command("score")
@add(RUN)
@RUBRIC
@click.option(
    "--fail-under",
    "limits",
    multiple=True,
    metavar="[DIMENSION=]SCORE",
    help="Leave with exit code 1 when the possible range of a program begins lower, or it has no "
    "score; without a dimension the overall score is meant.",
)
@click.option(
    "--on",
    type=click.Choice(["range", "score"]),
    default="range",
    show_default=True,
    help="What --fail-under tests: the low end of the possible range, or the score, which then "
    "has to be rated.",
)
def command(limits: tuple[str, ...], on: gates.On, **options: Any) -> int:
    """Score programs and print their report cards.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library.
    """
    asked = Asked(**options)
    made = engine(asked)
    least = gates.read(limits, made.rubric.rubric)
    chosen = writers(made.host.writers(), "cards", asked.inputs(), asked)
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, watch=watch)
    code = conclude(made, scored, chosen, (lambda: scored.cards) if scored.cards else None)
    return worst(code, gates.check(scored.cards, least, on))
