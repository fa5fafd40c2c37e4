"""What `score` and `compare` answer about robustness in place of their usual result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import NUMBER, Asked
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
        unasked = Wanted()._asdict()
        options = []
        for name, value in self._asdict().items():
            if value != unasked[name]:
                options.append(f"--{name.replace('_', '-')}")
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
    # what is wrong on the command line is told before programs are scored
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
    finding = partial(_finding, wanted, scored.cards, levels=levels, session=session)
    return conclude(session, scored, chosen, partial(_examined, finding, scored.cards))


def _examined(finding: Callable[[], Finding], cards: Sequence[ReportCard]) -> Examined:
    """What is wanted of programs, of several with the comparison that a page shows below it.

    Raises NotComparable.
    """
    from evalkit.comparison.programs import compare_programs
    from evalkit.model.robustness.analysis import Examined

    # First the finding, which says better than the comparison why programs may not be compared.
    result = finding()
    compared = compare_programs(cards, synthetic=True) if len(cards) > 1 else None
    return Examined(result, tuple(cards), compared)


def _finding(
    wanted: Wanted,
    cards: Sequence[ReportCard],
    *,
    levels: Mapping[str, float],
    session: Session,
) -> Finding:
    if levels:
        from evalkit.comparison.robustness.reaching import what_if

        return what_if(cards[0], levels)
    if wanted.reach is not None:
        return _reaching(cards[0], wanted.reach, session)
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


def _reaching(card: ReportCard, aim: str, session: Session) -> Finding:
    """The changes that reach a band or pass a program."""
    from evalkit.comparison.robustness.reaching import pass_program, reach_band
    from evalkit.model.errors import NothingMatched

    # a band first: a file that is called B would else hide it
    if aim in card.rubric.bands:
        return reach_band(card, aim)
    bands = ", ".join(card.rubric.bands_best_first())
    try:
        # by the same session: both sides need one rubric and the same plugins
        others = session.score([aim]).cards
    except NothingMatched as error:
        fault = f"--reach {aim}: it is no band ({bands}), and {error}"
        raise NothingMatched(fault) from error
    if len(others) != 1:
        fault = f"--reach {aim}: name a band ({bands}) or one program"
        raise click.UsageError(safe(fault))
    return pass_program(card, others[0])


def _levels(given: Sequence[str], rubric: Rubric) -> Mapping[str, float]:
    """The levels of `CRITERION=LEVEL`; fails with every fault of all of them."""
    if not given:
        return {}
    from evalkit.comparison.robustness.reaching import level_faults

    faults = []
    levels: dict[str, Any] = {}
    for text in given:
        name, equals, level = text.partition("=")
        if not equals:
            faults.append(f"{text}: write CRITERION=LEVEL, such as COO-2=3")
        elif name in levels:
            faults.append(f"{name} stands twice")
        else:
            levels[name] = _number(level)
    faults += level_faults(rubric, levels)
    if faults:
        raise click.UsageError(
            "\n".join(safe(f"--what-if: {fault}") for fault in faults)
        )
    return levels


def _number(text: str) -> float | str:
    """A number, or the text where it is none, so that a fault shows what was written."""
    return float(text) if NUMBER.fullmatch(text) else text
