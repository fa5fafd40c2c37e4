"""`evalkit compare`: programs side by side, or the judgments of several rubrics on them."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.deliver import inputs, writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import RUN, add
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine


@click.command("compare")
@click.option(
    "--by", type=click.Choice(["country"]), help="Group the programs, those of one type together."
)
@click.option(
    "--with-synthetic",
    "synthetic",
    is_flag=True,
    help="Let synthetic programs stand beside real ones; they are not ranked.",
)
@click.option(
    "--rubric",
    "rubrics",
    multiple=True,
    default=["hsieh"],
    show_default=True,
    help="Id or file of a rubric; several show their judgments beside each other, and nothing is added up.",
)
@add(RUN)
def command(paths: tuple[str, ...], by: str | None, synthetic: bool, **options: Any) -> int:
    """Compare programs, dimension by dimension, on the criteria that both have: which is higher, by what, and where nobody can tell.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without one, the whole library. With several
    --rubric, what each rubric says of each program is shown instead.
    """
    from evalkit.comparison.programs import compare_programs

    if len(options["rubrics"]) > 1:
        return _by_rubrics(paths, by, synthetic, options)
    made = engine({**options, "rubric": options["rubrics"][0]})
    chosen = writers(
        made.host.writers(), "comparison", inputs(paths, options["rubrics"], options), options
    )
    with watched(options["quiet"]) as watch:
        scored = made.score(paths, watch=watch)
    enough = (
        len(scored.cards) > 1 or not scored.failures
    )  # where files are broken, what is left alone is not the user's fault
    return conclude(
        made,
        scored,
        chosen,
        options,
        (lambda: compare_programs(scored.cards, by, synthetic)) if enough else None,
    )


def _by_rubrics(
    paths: tuple[str, ...], by: str | None, synthetic: bool, options: dict[str, Any]
) -> ExitCode:
    """The judgments of several rubrics on each program; one that is broken for one of them is left out."""
    from evalkit.comparison.rubrics import compare_rubrics
    from evalkit.session import Scored

    if by:
        raise click.UsageError("--by groups programs by one rubric; name one, or leave --by out")
    rubrics = options["rubrics"]
    made = engine({**options, "rubric": rubrics[0], "beside": rubrics[1:]})
    chosen = writers(made.host.writers(), "perspectives", inputs(paths, rubrics, options), options)
    runs = []
    for each in [made, *(made.again(rubric=rubric, beside=rubrics) for rubric in rubrics[1:])]:
        with watched(options["quiet"]) as watch:
            runs.append(each.score(paths, watch=watch))
    failures = {str(failure): failure for run in runs for failure in run.failures}
    whole = set.intersection(*({card.program.id for card in run.cards} for run in runs))
    scored = Scored(
        tuple(card for run in runs for card in run.cards if card.program.id in whole),
        tuple(failures.values()),
    )
    return conclude(
        made,
        scored,
        chosen,
        options,
        (lambda: compare_rubrics(scored.cards, synthetic)) if scored.cards else None,
    )
