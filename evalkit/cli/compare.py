"""`evalkit compare`: programs side by side, or the judgments of several rubrics on them."""

from __future__ import annotations

from typing import Any

import click

from evalkit import contrast
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import RUN, add
from evalkit.cli.run import deliver, engine, report, trace, writers
from evalkit.juxtapose import juxtapose
from evalkit.pipeline import Scored


@click.command("compare")
@click.option("--by", type=click.Choice(["country"]), help="Group the programs, those of one kind together.")
@click.option("--with-synthetic", "synthetic", is_flag=True, help="Let made-up programs stand beside real ones; they are not ranked.")
@click.option(
    "--rubric",
    "rubrics",
    multiple=True,
    default=["hsieh"],
    show_default=True,
    help="Id or file of a rubric; several lay their judgments side by side, and nothing is added up.",
)
@add(RUN)
def command(paths: tuple[str, ...], by: str | None, synthetic: bool, **options: Any) -> int:
    """Lay programs side by side, dimension by dimension: what differs, what makes it, and what cannot be told apart.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without one, the whole library. With several
    --rubric, what each rubric says of each program stands side by side instead.
    """
    if len(options["rubrics"]) > 1:
        return _by_rubrics(paths, by, options)
    made = engine({**options, "rubric": options["rubrics"][0]})
    chosen = writers(made, "comparison", paths, options)
    scored = made.score(paths)
    code = report(scored)
    if scored.failures and len(scored.cards) < 2:
        return code
    delivered = deliver(contrast.compare(scored.cards, by, synthetic), chosen, options)
    if options["trace"]:
        trace(made)
    return worst(code, delivered)


def _by_rubrics(paths: tuple[str, ...], by: str | None, options: dict[str, Any]) -> ExitCode:
    """The judgments of several rubrics on each program."""
    if by:
        raise click.UsageError("--by groups programs by one rubric; name one, or leave --by out")
    first, *others = options["rubrics"]
    made = engine({**options, "rubric": first})
    chosen = writers(made, "perspectives", paths, options)
    runs = [each.score(paths) for each in [made, *map(made.by_rubric, others)]]
    failures = {str(failure): failure for run in runs for failure in run.failures}
    scored = Scored(tuple(card for run in runs for card in run.cards), tuple(failures.values()))
    code = report(scored)
    if not scored.cards:
        return code
    delivered = deliver(juxtapose(scored.cards), chosen, options)
    if options["trace"]:
        trace(made)
    return worst(code, delivered)
