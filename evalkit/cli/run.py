"""What the commands that score share: the engine, and how a run ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.deliver import Chosen, deliver
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import Asked
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.plugin.host import Host
    from evalkit.session import Scored, Session


def host(asked: Asked, broken: bool = False) -> Host:
    """The plugins that the options ask for; what only looks things up goes on without those that are `broken`.

    With `verbose`, what plugins raise is printed with its traceback.
    """
    from evalkit.cli import patience
    from evalkit.plugin.host import load

    patience.start()
    if asked.verbose:
        import logging  # takes longer to import than a card to print

        logging.basicConfig(level=logging.DEBUG, format="%(message)s")
    loaded = load(asked.plugins, asked.without, not asked.no_plugins, broken)
    for plugin in loaded.broken:
        passed_over = f"{plugin.described} cannot be used, and is passed over: {plugin.error}"
        click.echo(safe(f"warning: {passed_over}"), err=True)
    return loaded


def engine(asked: Asked, broken: bool = False) -> Session:
    """The engine that the options ask for, with its plugins."""
    from evalkit.session import Session, Settings

    settings = Settings(
        asked.rubric,
        asked.beside,
        asked.context,
        asked.overlays,
        asked.plugins,
        asked.without,
        installed=not asked.no_plugins,
        broken=broken,
        seed=asked.seed,
    )
    return Session(settings, host(asked, broken))


def conclude(
    made: Session,
    scored: Scored,
    chosen: Chosen,
    asked: Asked,
    result: Callable[[], Any] | None,
) -> ExitCode:
    """Tell what went wrong, deliver the result unless there is None, and say how the run went."""
    codes = [report(scored)]
    if not asked.quiet:
        _tell_idle(made.host, scored)
    if result:
        codes.append(deliver(result(), chosen, asked))
    if asked.trace:
        _trace(made)
    return worst(*codes)


def report(scored: Scored) -> ExitCode:
    """Print on standard error the faults of broken files, and the criteria that a plugin failed on."""
    from evalkit.report.diagnostics import text

    for failure in scored.failures:
        click.echo(text(failure.diagnostics) + safe(f"error: {failure}"), err=True)
    broken: dict[tuple[str, str, str], set[str]] = {}
    for card in scored.cards:
        for evaluator, each in _by_evaluator(card):
            for reason in each.reasons if each.status == "error" else ():
                broken.setdefault((each.id, evaluator, str(reason)), set()).add(card.program.id)
    for (id, evaluator, reason), programs in sorted(broken.items()):
        many = f" for {len(programs)} programs" if len(programs) > 1 else ""
        click.echo(
            safe(
                f"error: {id}, by {evaluator}{many}: {reason}; the rest of the card stands"
            ).replace("\n", " "),
            err=True,
        )
    if broken:
        return ExitCode.FAILED
    return ExitCode.BAD_INPUT if scored.failures else ExitCode.DONE


def _by_evaluator(card: Any) -> list[tuple[str, Any]]:
    """The ratings of a card, each with the evaluator behind it and the plugin that brought that."""
    made = dict(card.provenance.evaluators) if card.provenance else {}
    names = {id: card.rubric.evaluator(id) for id in card.rubric.dimensions}
    labels = {
        id: f"evaluator {name} of {made.get(name, 'no plugin')}" for id, name in names.items()
    }
    return [
        (labels[dimension.id], each) for dimension in card.dimensions for each in dimension.criteria
    ]


def _tell_idle(host: Host, scored: Scored) -> None:
    """Tell in one line on standard error which plugins of others no rubric of the cards asks."""
    rubrics = {card.rubric.id: card.rubric for card in scored.cards}.values()
    asked = {rubric.evaluator(name) for rubric in rubrics for name in rubric.dimensions}
    idle = [
        plugin.name
        for plugin in host.plugins
        if plugin.evaluators
        and not plugin.is_own
        and asked.isdisjoint(evaluator.id for evaluator in plugin.evaluators)
    ]
    if idle and rubrics:
        names = " and ".join(rubric.id for rubric in rubrics)
        take = "takes no part" if len(idle) == 1 else "take no part"
        click.echo(
            safe(f"note: {', '.join(idle)} {take}: rubric {names} asks no evaluator of theirs"),
            err=True,
        )


def _trace(engine: Session) -> None:
    """Report on standard error which plugin or evaluator ran what, how often, and how long it took
    in all.
    """
    from evalkit.report.width import columns

    rows = [
        ["plugin or evaluator", "ran", "times", "milliseconds"],
        *(
            [safe(who), what, str(count), f"{1000 * seconds:.1f}"]
            for (who, what), (count, seconds) in engine.host.trace.calls.items()
        ),
    ]
    click.echo("\n".join(columns(rows)), err=True)
