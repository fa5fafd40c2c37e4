"""What `score` and `compare` answer about robustness in place of their usual result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import Asked
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.robustness import Examined

OF_SEVERAL = (
    click.option(
        "--certificate",
        is_flag=True,
        help="Of two programs: whether one is above the other whatever the weights, the levels and"
        " the method, and what turns it.",
    ),
)
KINDS = ("certificate",)
"""The options that ask for a result of their own."""


def chosen_kind(options: dict[str, Any]) -> str:
    """Which of `KINDS` is asked for, empty for none; takes them out of the options.

    Fails for two.
    """
    asked = [kind for kind in KINDS if options.pop(kind, None)]
    if len(asked) > 1:
        names = " and ".join(f"--{kind}" for kind in asked)
        raise click.UsageError(f"{names} are results of their own: ask for one at a time")
    return "".join(asked)


def command(kind: str, asked: Asked) -> ExitCode:
    """Score programs and print the result of this kind."""
    made = engine(asked)
    chosen = writers(made.host.writers(), "robustness", asked.inputs(), asked)
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, watch=watch)
    complete = scored.cards and not scored.failures
    return conclude(
        made, scored, chosen, (lambda: examined(kind, scored.cards)) if complete else None
    )


def examined(kind: str, cards: Sequence[ReportCard]) -> Examined:
    """The result of a kind, with the comparison that a page shows below it.

    Raises NotComparable.
    """
    from evalkit.comparison.programs import compare_programs
    from evalkit.comparison.robustness.certificate import certify
    from evalkit.model.robustness import Examined

    make: Callable[[Sequence[ReportCard]], Any] = {"certificate": certify}[kind]
    result = make(cards)
    return Examined(result, tuple(cards), compare_programs(cards, synthetic=True))
