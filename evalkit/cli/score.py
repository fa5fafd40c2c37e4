"""`evalkit score`: report cards."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.run import deliver, engine, report, run_options, writers


@click.command("score")
@run_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Score programs and print their report cards.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without one, the whole library.
    """
    made = engine(options)
    chosen = writers(made, paths, options)
    scored = made.score(paths)
    if scored.cards:
        deliver(scored.cards, "cards", chosen, options)
    return report(scored)
