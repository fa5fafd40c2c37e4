"""`evalkit diff`: what changed between two results, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.deliver import deliver
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import FILE, PLUGINS, TALK, WRITE, Asked, add, gathered
from evalkit.cli.run import host
from evalkit.cli.streams import note
from evalkit.model.errors import InputError

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.session.again import Again

NOW = "now"
"""What a result is called that is computed from the files of the other one."""


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE, required=False)
@add((*PLUGINS, *WRITE, *TALK))
@gathered(asked=Asked)
def command(old: Path, new: Path | None, asked: Asked) -> ExitCode:
    """Show what changed between two saved results, and why: scores, levels, and the evidence,
    observations, coders, rubric, evaluators or context behind them.

    OLD and NEW are what evalkit score or evalkit compare wrote as JSON. Without NEW, the files that
    OLD was made from are scored again; one that is gone or broken costs only its program. Programs
    are matched by id; the points that each criterion adds make up the change of the score.
    """
    from evalkit.comparison.changes import compare_results
    from evalkit.read.at_once import for_all
    from evalkit.session.again import Again

    installed = host(asked, broken=True)
    chosen = writers(installed.writers(), "changes", asked)
    # Paths in a result are from the folder of its run: this one, or the one where it was kept.
    again = Again(installed, [Path(), old.parent])
    results = for_all(_cards, [old, new] if new else [old])
    before, code = results[0], ExitCode.DONE
    # A saved result is read as it is; without one the files of the old result tell what holds now.
    if new:
        after = results[1]
    else:
        after, code = _now(before, again)
    labels = (str(old), str(new or NOW))
    changes = compare_results(before, after, labels, again.under)
    return worst(code, deliver(changes, chosen))


def _now(
    before: Sequence[ReportCard], again: Again
) -> tuple[list[ReportCard], ExitCode]:
    """The cards that can be made again, with the faults of the others on standard error; raises
    InputError where there is none.
    """
    from evalkit.report.diagnostics import failed

    cards, failures = [], []
    for card in before:
        try:
            cards.append(again.now(card))
        except InputError as error:
            failures.append(error)
    if failures and not cards:
        raise failures[0]
    for failure in failures:
        note(failed(failure))
    return cards, ExitCode.BAD_INPUT if failures else ExitCode.DONE


def _cards(path: Path) -> Sequence[ReportCard]:
    """The cards of a saved result of any kind."""
    from evalkit.comparison.programs import compare_programs
    from evalkit.read.results import load_result

    return load_result(path, compare_programs).cards
