"""`evalkit compare`: programs compared, or the judgments of several rubrics on them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from evalkit.cli import completion, gates, keeping, robustness
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import RUN, Asked, add, gathered
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, open_session
from evalkit.cli.streams import note

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.comparison import Comparison


@click.command("compare")
@click.option(
    "--by",
    type=click.Choice(["country"]),
    help="Group the programs, those of one type together.",
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
@gathered(asked=Asked, wanted=robustness.Wanted, gate=gates.Asked)
def command(
    by: str | None,
    pairs: tuple[tuple[str, str], ...],
    synthetic: bool,
    *,
    asked: Asked,
    wanted: robustness.Wanted,
    gate: gates.Asked,
) -> int:
    """Compare programs on the criteria that both have.

    First the answer: which is clearly higher, where and by how much, what cannot be compared, and
    the caveat that matters most. Then plots and a table; -v adds every pair with its reasons. With
    more than 100 programs, ranks with intervals and counts replace the pairs.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library. With several --rubric, what each rubric says about each program is shown
    instead.
    """
    # the first one: gates and analyses read one rubric, and are refused where there are more
    asked = asked._replace(rubric=asked.rubrics[0])
    analysis = wanted.option()
    _refuse_misfits(asked, analysis, grouped=by is not None, paired=bool(pairs))
    if analysis:
        return robustness.command(wanted, asked, single=False)
    if len(asked.rubrics) > 1:
        return _by_rubrics(synthetic, asked)
    return _by_one_rubric(by, pairs, synthetic, asked, gate=gate)


def _refuse_misfits(
    asked: Asked, analysis: str, *, grouped: bool, paired: bool
) -> None:
    """Raise UsageError for options that do not go together."""
    several = len(asked.rubrics) > 1
    if gates.are_asked() and (analysis or several):
        raise click.UsageError(
            "gates test report cards by one rubric: name one, and no analysis"
        )
    if analysis and (grouped or paired or several):
        raise click.UsageError(f"{analysis} is of one rubric, without groups and pairs")
    if several and paired:
        raise click.UsageError(
            "--pair lists pairs by one rubric; name one, or leave --pair out"
        )
    if several and grouped:
        raise click.UsageError(
            "--by groups programs by one rubric; name one, or leave --by out"
        )


def _by_one_rubric(
    by: str | None,
    pairs: tuple[tuple[str, str], ...],
    synthetic: bool,
    asked: Asked,
    *,
    gate: gates.Asked,
) -> ExitCode:
    """The programs on the criteria that both of a pair have."""
    from evalkit.comparison.programs import compare_programs

    session = open_session(asked)
    least = gates.read(gate, session.rubric.rubric)
    chosen = writers(session.host.writers(), "comparison", asked)
    with watched(asked.quiet) as watch:
        scored = session.score(asked.paths, watch=watch)

    def compared() -> Comparison:
        comparison = compare_programs(scored.cards, by, synthetic, pairs)
        if not comparison.lists_all_pairs and not pairs and "csv" in chosen.forms:
            note(
                "the table has a row for each program: --pair ID ID lists a pair in its place"
            )
        return comparison

    # where files are broken, what is left alone is not the user's fault
    enough = len(scored.cards) > 1 or not scored.failures
    code = conclude(session, scored, chosen, compared if enough else None)
    return worst(code, gates.check(scored.cards, least, gate.on))


def _by_rubrics(synthetic: bool, asked: Asked) -> ExitCode:
    """The judgments of several rubrics on each program that all of them could judge."""
    from evalkit.comparison.rubrics import compare_rubrics
    from evalkit.session import Scored

    rubrics = asked.rubrics
    # Codings for any of them are known then, and no fault of a description.
    session = open_session(asked._replace(beside=rubrics[1:]))
    chosen = writers(session.host.writers(), "perspectives", asked)
    others = [session.again(rubric=rubric, beside=rubrics) for rubric in rubrics[1:]]
    runs = []
    for by_rubric in [session, *others]:
        with watched(asked.quiet) as watch:
            runs.append(by_rubric.score(asked.paths, watch=watch))
    # A description may be broken under one rubric alone, by its codings for that.
    judged = [{card.program.id for card in run.cards} for run in runs]
    judged_by_all = set.intersection(*judged)
    cards: list[ReportCard] = []
    for run in runs:
        cards += [card for card in run.cards if card.program.id in judged_by_all]
    # A broken file fails under each rubric, and is told once.
    failures = {str(failure): failure for run in runs for failure in run.failures}
    scored = Scored(tuple(cards), tuple(failures.values()))
    compared = partial(compare_rubrics, scored.cards, synthetic) if cards else None
    return conclude(session, scored, chosen, compared)
