"""`evalkit report`: a saved result in any format, without scoring."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.deliver import deliver
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import FILE, PLUGINS, TALK, WRITE, Asked, add, gathered
from evalkit.cli.run import host


@click.command("report")
@click.argument("result", type=FILE)
@add((*PLUGINS, *WRITE, *TALK))
@gathered(asked=Asked)
def command(result: Path, asked: Asked) -> ExitCode:
    """Report a saved result again, in any format and language, without scoring.

    RESULT is what evalkit score or evalkit compare wrote as JSON (-o cards.json, or --format json),
    or - for standard input. Neither the descriptions nor the rubric nor the evaluators are needed:
    what is reported is what was saved.
    """
    from evalkit.comparison.programs import compare_programs
    from evalkit.read.results import load_result

    # a plugin may bring the format; one that is broken measures nothing here
    installed = host(asked, broken=True)
    saved = load_result(result, compare_programs)
    chosen = writers(installed.writers(), saved.kind, asked)
    return deliver(saved.result, chosen)
