"""`evalkit compare`: programs side by side."""

from __future__ import annotations

from typing import Any

import click

from evalkit import contrast
from evalkit.cli.run import deliver, engine, report, run_options, writers


@click.command("compare")
@click.option("--by", type=click.Choice(["country"]), help="Group the programs, those of one kind together.")
@click.option("--with-synthetic", "synthetic", is_flag=True, help="Let made-up programs stand beside real ones; they are not ranked.")
@run_options
def command(paths: tuple[str, ...], by: str | None, synthetic: bool, **options: Any) -> int:
    """Lay programs side by side, dimension by dimension: what differs, what makes it, and what cannot be told apart.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without one, the whole library.
    """
    made = engine(options)
    chosen = writers(made, paths, options)
    scored = made.score(paths)
    code = report(scored)
    if scored.failures and len(scored.cards) < 2:
        return code
    deliver(contrast.compare(scored.cards, by, synthetic), "comparison", chosen, options)
    return code
