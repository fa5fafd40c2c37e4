"""`evalkit compare`: programs compared, or the judgments of several rubrics on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evalkit.cli import completion, gates, keeping, robustness
from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import RUN, Asked, add
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine
from evalkit.cli.streams import note

if TYPE_CHECKING:
    from evalkit.model.comparison import Comparison


@click.command("compare")
@click.option(
    "--by", type=click.Choice(["country"]), help="Group the programs, those of one type together."
)
@click.option(
    "--pair",
    "pairs",
    type=(str, str),
    multiple=True,
    metavar="ID ID",
    help="List this pair instead of all pairs (up to 100 programs) or none (more); may be given"
    " several times.",
)
@click.option(
    "--with-synthetic",
    "synthetic",
    is_flag=True,
    help="Allow synthetic programs beside real ones; they are not ranked.",
)
@click.option(
    "--rubric",
    "rubrics",
    multiple=True,
    default=["hsieh"],
    show_default=True,
    help="Id or file of a rubric; several show their judgments beside each other, and nothing is "
    "added up.",
    shell_complete=completion.rubrics,
)
@add(robustness.OF_COMPARE)
@add(RUN)
@add((*gates.OPTIONS, *keeping.OPTIONS))
def command(
    by: str | None,
    pairs: tuple[tuple[str, str], ...],
    synthetic: bool,
    *,
    limits: tuple[str, ...],
    on: gates.On,
    **options: Any,
) -> int:
    """Compare programs on the criteria that both have.

    First the answer: which is clearly higher, where and by how much, what cannot be compared, and
    the caveat that matters most. Then plots and a table; -v adds every pair with its reasons. With
    more than 100 programs, ranks with intervals and counts replace the pairs.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library. With several --rubric, what each rubric says about each program is shown
    instead.
    """
    from evalkit.comparison.programs import compare_programs

    kind, value = robustness.wanted(options)
    asked = Asked(**options)
    asked = asked._replace(rubric=asked.rubrics[0])
    if gates.are_asked() and (kind or len(asked.rubrics) > 1):
        raise click.UsageError("gates test report cards by one rubric: name one, and no analysis")
    if kind:
        if by or pairs or len(asked.rubrics) > 1:
            raise click.UsageError(f"--{kind} is of one rubric, without groups and pairs")
        return robustness.command(kind, value, asked, single=False)
    if len(asked.rubrics) > 1:
        if pairs:
            raise click.UsageError(
                "--pair lists pairs by one rubric; name one, or leave --pair out"
            )
        return _by_rubrics(by, synthetic, asked)
    made = engine(asked)
    least = gates.read(limits, made.rubric.rubric)
    chosen = writers(made.host.writers(), "comparison", asked)
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, watch=watch)

    def compared() -> Comparison:
        comparison = compare_programs(scored.cards, by, synthetic, pairs)
        if not comparison.lists_all_pairs and not pairs and "csv" in chosen.forms:
            note("the table has a row for each program: --pair ID ID lists a pair in its place")
        return comparison

    # where files are broken, what is left alone is not the user's fault
    enough = len(scored.cards) > 1 or not scored.failures
    code = conclude(made, scored, chosen, compared if enough else None)
    return worst(code, gates.check(scored.cards, least, on))


def _by_rubrics(by: str | None, synthetic: bool, asked: Asked) -> ExitCode:
    """The judgments of several rubrics on each program that all of them could judge."""
    from evalkit.comparison.rubrics import compare_rubrics
    from evalkit.session import Scored

    if by:
        raise click.UsageError("--by groups programs by one rubric; name one, or leave --by out")
    rubrics = asked.rubrics
    made = engine(asked._replace(beside=rubrics[1:]))
    chosen = writers(made.host.writers(), "perspectives", asked)
    others = [made.again(rubric=rubric, beside=rubrics) for rubric in rubrics[1:]]
    runs = []
    for session in [made, *others]:
        with watched(asked.quiet) as watch:
            runs.append(session.score(asked.paths, watch=watch))
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
        (lambda: compare_rubrics(scored.cards, synthetic)) if scored.cards else None,
    )
