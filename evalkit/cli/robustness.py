"""What `score` and `compare` answer about robustness in place of their usual result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import Asked
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, open_session
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.robustness.analysis import Examined, Finding
    from evalkit.model.rubric import Rubric
    from evalkit.session import Session

DOUBT = click.option(
    "--doubt",
    is_flag=True,
    help="For one program, or the difference of two: how much of the uncertainty comes from"
    " evidence, from weights and from method.",
)
SETTLE = click.option(
    "--settle",
    is_flag=True,
    help="For one program or two: where to look next, or that it is time to stop, and what one"
    " level more or less changes.",
)
OF_COMPARE = (
    click.option(
        "--certificate",
        is_flag=True,
        help="For two programs: whether one stays above the other whatever the weights, levels and"
        " method, and what reverses the order.",
    ),
    click.option(
        "--ranks",
        is_flag=True,
        help="The ranks of programs at all weights, with their intervals, and what each criterion"
        " effectively weighs.",
    ),
    DOUBT,
    SETTLE,
)
OF_SCORE = (
    DOUBT,
    SETTLE,
    click.option(
        "--what-if",
        "what_if",
        multiple=True,
        metavar="CRITERION=LEVEL",
        help="For one program: what its scores and bands would be at another level, such as"
        " COO-2=3; may be given several times.",
    ),
    click.option(
        "--reach",
        metavar="BAND|PROGRAM",
        help="For one program: the smallest changes of levels that reach a band, such as B, or pass"
        " another program.",
    ),
)
HIGHEST = 4.0


class Wanted(NamedTuple):
    """The options that ask for a result of their own; the last two are about one program alone."""

    certificate: bool = False
    ranks: bool = False
    doubt: bool = False
    settle: bool = False
    what_if: tuple[str, ...] = ()
    reach: str | None = None

    def option(self) -> str:
        """The option that is given, empty without one; fails for two."""
        names = [name for name, value in self._asdict().items() if value]
        options = [f"--{name.replace('_', '-')}" for name in names]
        if len(options) > 1:
            given = " and ".join(options)
            raise click.UsageError(
                f"{given} are results of their own: ask for one at a time"
            )
        return options[0] if options else ""


def command(wanted: Wanted, asked: Asked, single: bool) -> ExitCode:
    """Score programs and print the result that is wanted; of a `single` program where that is
    asked for.
    """
    session = open_session(asked)
    levels = _levels(wanted.what_if, session.rubric.rubric)
    chosen = writers(session.host.writers(), "robustness", asked)
    with watched(asked.quiet) as watch:
        scored = session.score(asked.paths, watch=watch)
    count = len(scored.cards)
    if single and count > 1:
        many = f"{wanted.option()} concerns one program, not {count}: name it"
        raise click.UsageError(many)
    # An answer about a part of the programs that were named would be one to another question.
    if not count or scored.failures:
        return conclude(session, scored, chosen, None)
    result = partial(_of_all, wanted, scored.cards)
    if levels or wanted.reach:
        result = partial(_of_one, scored.cards[0], levels, wanted.reach, session)
    return conclude(session, scored, chosen, result)


def _of_all(wanted: Wanted, cards: Sequence[ReportCard]) -> Examined:
    """What is wanted of programs, of several with the comparison that a page shows below it.

    Raises NotComparable.
    """
    from evalkit.comparison.programs import compare_programs
    from evalkit.model.robustness.analysis import Examined

    result = _finding(wanted, cards)
    compared = compare_programs(cards, synthetic=True) if len(cards) > 1 else None
    return Examined(result, tuple(cards), compared)


def _finding(wanted: Wanted, cards: Sequence[ReportCard]) -> Finding:
    if wanted.certificate:
        from evalkit.comparison.robustness.certificate import certify

        return certify(cards)
    if wanted.ranks:
        from evalkit.comparison.robustness.ranks import rank

        return rank(cards)
    if wanted.doubt:
        from evalkit.comparison.robustness.doubt import doubt

        return doubt(cards)
    from evalkit.comparison.robustness.settling import settle

    return settle(cards)


def _of_one(
    card: ReportCard, levels: Mapping[str, float], aim: str | None, session: Session
) -> Examined:
    """A program at other levels, or what reaches an aim, a band or a program."""
    from evalkit.comparison.robustness.reaching import what_if
    from evalkit.model.robustness.analysis import Examined

    finding = _reaching(card, aim, session) if aim else what_if(card, levels)
    return Examined(finding, (card,))


def _reaching(card: ReportCard, aim: str, session: Session) -> Finding:
    """The changes that reach a band or pass a program."""
    from evalkit.comparison.robustness.reaching import pass_program, reach_band
    from evalkit.model.errors import NothingMatched

    if aim in card.rubric.bands:
        return reach_band(card, aim)
    bands = ", ".join(card.rubric.bands_best_first())
    try:
        others = session.score([aim]).cards
    except NothingMatched as error:
        fault = f"--reach {aim}: it is no band ({bands}), and {error}"
        raise NothingMatched(fault) from error
    if len(others) != 1:
        fault = f"--reach {aim}: name a band ({bands}) or one program"
        raise click.UsageError(safe(fault))
    return pass_program(card, others[0])


def _levels(given: Sequence[str], rubric: Rubric) -> Mapping[str, float]:
    """The levels of `CRITERION=LEVEL`; fails for what is none, with what there is."""
    criteria, levels = rubric.criteria(), {}
    for text in given:
        name, _, number = text.partition("=")
        level = _level(number)
        if level is None or name not in criteria:
            fault = _misfit(name, criteria)
            raise click.UsageError(safe(f"--what-if {text}: {fault}"))
        levels[name] = level
    return levels


def _misfit(name: str, criteria: Collection[str]) -> str:
    """What to write: another criterion, or where that is one, a level."""
    from evalkit.read.diagnostic import did_you_mean

    if name in criteria:
        return f"write a level from 0 to 4, such as {name}=3"
    hint = did_you_mean(name, criteria, f"there are {', '.join(criteria)}")
    return f"there is no criterion {name}; {hint}"


def _level(text: str) -> float | None:
    """The level from 0 to 4 that a text gives, None where it gives none."""
    try:
        level = float(text)
    except ValueError:
        return None
    return level if 0 <= level <= HIGHEST else None
