"""`evalkit coding agreement`: how far coders agree, and where they do not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.options import RUBRIC, RUN, Asked, add, gathered
from evalkit.cli.run import run_without_draws

if TYPE_CHECKING:
    from evalkit.session import Scored


@click.command("agreement")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="NAME",
    help="Measure the agreement of these coders alone.",
)
@click.option(
    "--with-evaluators",
    "evaluators",
    is_flag=True,
    help="Take the levels that measures give, in halves, as those of a further coder.",
)
@RUBRIC
@add(RUN)
@gathered(asked=Asked)
def agreement(coders: tuple[str, ...], evaluators: bool, asked: Asked) -> int:
    """How far coders agree: Krippendorff's alpha on levels and on whether there is one, with
    bootstrap intervals; levels that are the same or near; ranges that hold the levels of others;
    and the queue of disagreements.

    A unit is a criterion of a program. Adjudicated answers and accepted proposals are left out. An
    undefined alpha is reported as such.
    """
    from evalkit.comparison.agreement import agreement as measured
    from evalkit.comparison.agreement.answers import codings
    from evalkit.session.coding.seals import seals

    def result(scored: Scored) -> Any:
        answers = codings(scored.cards, evaluators)
        # a misspelt name would leave a table without the coder, which looks like no answers
        _refuse_absent(coders, {answer.coder for answer in answers.answers})
        return measured(answers, seals(scored.paths), coders, asked.seed)

    return run_without_draws(asked, "agreement", result)


def _refuse_absent(asked: Collection[str], there: Collection[str]) -> None:
    """Raise NothingMatched where nobody of a name has answered anything."""
    from evalkit.model.errors import NothingMatched

    if absent := [name for name in asked if name not in there]:
        names = ", ".join(sorted(there)) or "nobody"
        called = " or ".join(absent)
        raise NothingMatched(
            f"no answer is of a coder called {called}; there are answers of {names}"
        )
