"""What the commands that score share: the session, and how a run ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from evalkit.cli.deliver import deliver
from evalkit.cli.destinations import Chosen, writers
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import Asked
from evalkit.cli.progress import watched
from evalkit.cli.streams import note
from evalkit.model.words import first_few
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.result import Rating
    from evalkit.plugin.host import Host
    from evalkit.session import Scored, Session


class Broken(NamedTuple):
    """A criterion that a plugin failed on, with the evaluator, the reason and the program."""

    criterion: str
    evaluator: str
    reason: str
    program: str


def host(asked: Asked, broken: bool = False) -> Host:
    """The plugins that the options ask for.

    With `broken`, those that cannot be used are passed over with a warning, as what only looks
    things up wants it. With `verbose`, what plugins raise is printed with its traceback.
    """
    from evalkit.cli import patience
    from evalkit.plugin.host import load
    from evalkit.read.settings_file import with_settings

    # Before the first of their code runs, which importing them does.
    patience.start()
    if asked.verbose:
        import logging  # takes longer to import than a card to print

        logging.basicConfig(level=logging.DEBUG, format="%(message)s")
    loaded = load(asked.plugins, asked.without, not asked.no_plugins, broken)
    for plugin in loaded.broken:
        fault = f"cannot be used, and is passed over: {plugin.error}"
        note(safe(f"warning: {plugin.described} {fault}"))
    return with_settings(loaded, asked.settings)


def open_session(asked: Asked, broken: bool = False) -> Session:
    """A session as the options ask for it, with its plugins."""
    from evalkit.session import Session
    from evalkit.session.settings import Settings

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
        file=asked.settings,
        landscape=asked.landscape,
    )
    loaded = host(asked, broken)
    if asked.settings:
        from evalkit.cli.settings import in_use
        from evalkit.read.settings import refuse_names

        refuse_names(asked.settings, loaded, in_use())
    return Session(settings, loaded)


def run_without_draws(
    asked: Asked, kind: str, result: Callable[[Scored], Any]
) -> ExitCode:
    """Score programs without simulations, and deliver the `result` of a kind that is made of all
    of them, where there are any.
    """
    session = open_session(asked)
    chosen = writers(session.host.writers(), kind, asked)
    with watched(asked.quiet) as watch:
        scored = session.score(asked.paths, draws=False, watch=watch)
    made = partial(result, scored) if scored.cards else None
    return conclude(session, scored, chosen, made)


def conclude(
    session: Session, scored: Scored, chosen: Chosen, result: Callable[[], Any] | None
) -> ExitCode:
    """Tell what went wrong, deliver the result unless there is None, and say how the run went."""
    codes = [report(scored)]
    # without a card no plugin can have taken part, which is no fault of theirs
    if not chosen.asked.quiet and scored.cards:
        tell_idle(session.host, plugins_of(scored.cards), rubrics_of(scored.cards))
        _tell_twins(scored.cards)
    if result:
        codes.append(deliver(result(), chosen))
    if chosen.asked.trace:
        trace(session)
    return worst(*codes)


def _tell_twins(cards: Iterable[ReportCard]) -> None:
    """Warn of programs that several files describe for one period: each of them has a card."""
    counts = Counter(
        (card.program.id, str(card.program.assessed), card.rubric.id) for card in cards
    )
    twins = sorted({program for (program, *_), count in counts.items() if count > 1})
    if twins:
        note(
            safe(
                f"warning: two files or more describe {first_few(twins)} for the same period;"
                " evalkit check names them"
            )
        )


def report(scored: Scored) -> ExitCode:
    """Print the faults of broken files on standard error, and the criteria that a plugin failed
    on.
    """
    if scored.failures:
        from evalkit.report.diagnostics import failed

        for failure in scored.failures:
            note(failed(failure))
    broken = broken_in(scored.cards)
    tell_broken(broken)
    # the more serious one: a plugin that fails is no fault of a file
    if broken:
        return ExitCode.FAILED
    return ExitCode.BAD_INPUT if scored.failures else ExitCode.DONE


def broken_in(cards: Iterable[ReportCard]) -> list[Broken]:
    """What plugins failed on."""
    broken = []
    for card in cards:
        for evaluator, rating in _by_evaluator(card):
            if rating.status == "error":
                for reason in map(str, rating.reasons):
                    broken.append(Broken(rating.id, evaluator, reason, card.program.id))
    return broken


def tell_broken(broken: Iterable[Broken]) -> None:
    """Print each criterion that a plugin failed on, once with the number of programs."""
    programs: dict[tuple[str, str, str], set[str]] = {}
    for criterion, evaluator, reason, program in broken:
        key = (criterion, evaluator, reason)
        programs.setdefault(key, set()).add(program)
    # sorted, for parts of a large run end in any order
    for (criterion, evaluator, reason), names in sorted(programs.items()):
        many = f" for {len(names)} programs" if len(names) > 1 else ""
        fault = f"error: {criterion}, by {evaluator}{many}: {reason}; the rest of the card stands"
        # What a plugin raises may have many lines, and each criterion is told on one.
        note(safe(fault).replace("\n", " "))


def _by_evaluator(card: ReportCard) -> Iterator[tuple[str, Rating]]:
    """The ratings of a card, each with the evaluator behind it and the plugin that brought that."""
    brought = dict(card.provenance.evaluators) if card.provenance else {}
    # a dimension may be measured by the evaluator of another one (decision 0017)
    for dimension in card.dimensions:
        name = card.rubric.evaluator(dimension.id)
        label = f"evaluator {name} of {brought.get(name, 'no plugin')}"
        for rating in dimension.criteria:
            yield label, rating


def plugins_of(cards: Iterable[ReportCard]) -> set[str]:
    """The names of the plugins that took part in cards."""
    names: set[str] = set()
    for card in cards:
        if card.provenance:
            for name, _, _ in card.provenance.plugins:
                names.add(name)
    return names


def rubrics_of(cards: Iterable[ReportCard]) -> list[str]:
    """The ids of the rubrics of cards, each once."""
    return [*dict.fromkeys(card.rubric.id for card in cards)]


def tell_idle(host: Host, took_part: Collection[str], rubrics: Sequence[str]) -> None:
    """Tell in one line on standard error which plugins of others measured nothing on the cards."""
    idle = [
        plugin.name
        for plugin in host.plugins
        if plugin.evaluators and not plugin.is_own and plugin.name not in took_part
    ]
    if idle:
        names = ", ".join(idle)
        take = "takes no part" if len(idle) == 1 else "take no part"
        asking = " and ".join(rubrics)
        why = f"rubric {asking} asks no evaluator of theirs"
        note(safe(f"note: {names} {take}: {why}"))


def trace(session: Session) -> None:
    """Print on standard error which plugin or evaluator ran what, how often, and how long it took
    in all.
    """
    from evalkit.report.terminal.width import columns

    rows = [["plugin or evaluator", "ran", "times", "milliseconds"]]
    for (name, ran), (count, seconds) in session.host.trace.calls.items():
        milliseconds = f"{1000 * seconds:.1f}"
        rows.append([safe(name), ran, str(count), milliseconds])
    note("\n".join(columns(rows)))
