"""What `score` and `compare` answer about robustness in place of their usual result."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import Asked
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.model.robustness.analysis import Examined
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
KINDS = ("certificate", "ranks", "doubt", "settle", "what_if", "reach")
"""The options that ask for a result of their own."""
OF_ONE = ("what_if", "reach")
"""Those that are about one program alone."""
HIGHEST = 4.0


def wanted(options: dict[str, Any]) -> tuple[str, Any]:
    """Which of `KINDS` is asked for, with its value, empty for none; takes them out of the options.

    Fails for two.
    """
    given = {kind: options.pop(kind, None) for kind in KINDS}
    asked = [(kind, value) for kind, value in given.items() if value]
    if len(asked) > 1:
        names = " and ".join(_option(kind) for kind, _ in asked)
        raise click.UsageError(
            f"{names} are results of their own: ask for one at a time"
        )
    return asked[0] if asked else ("", None)


def command(kind: str, value: Any, asked: Asked, single: bool) -> ExitCode:
    """Score programs and print the result of this kind; of a `single` program where that is
    asked for.
    """
    made = engine(asked)
    if kind == "what_if":
        value = _levels(value, made.rubric.rubric)
    chosen = writers(made.host.writers(), "robustness", asked)
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, watch=watch)
    count = len(scored.cards)
    if single and count > 1:
        many = f"{_option(kind)} concerns one program, not {count}: name it"
        raise click.UsageError(many)
    result: Callable[[], Examined] | None = None
    if count and not scored.failures:

        def result() -> Examined:
            return _examined(kind, value, scored.cards, made)

    return conclude(made, scored, chosen, result)


def _option(kind: str) -> str:
    return f"--{kind.replace('_', '-')}"


def _examined(
    kind: str, value: Any, cards: Sequence[ReportCard], made: Session
) -> Examined:
    """The result of a kind, of several programs with the comparison that a page shows below it.

    Raises NotComparable.
    """
    from evalkit.comparison.programs import compare_programs
    from evalkit.model.robustness.analysis import Examined

    result = _result(kind, value, cards, made)
    compared = compare_programs(cards, synthetic=True) if len(cards) > 1 else None
    return Examined(result, tuple(cards), compared)


def _result(kind: str, value: Any, cards: Sequence[ReportCard], made: Session) -> Any:
    if kind in OF_ONE:
        return _of_one(kind, value, cards[0], made)
    if kind == "certificate":
        from evalkit.comparison.robustness.certificate import certify

        return certify(cards)
    if kind == "ranks":
        from evalkit.comparison.robustness.ranks import rank

        return rank(cards)
    if kind == "doubt":
        from evalkit.comparison.robustness.doubt import doubt

        return doubt(cards)
    from evalkit.comparison.robustness.settling import settle

    return settle(cards)


def _of_one(kind: str, value: Any, card: ReportCard, made: Session) -> Any:
    from evalkit.comparison.robustness.reaching import pass_program, reach_band, what_if
    from evalkit.model.errors import NothingMatched

    if kind == "what_if":
        return what_if(card, value)
    if value in card.rubric.bands:
        return reach_band(card, value)
    bands = ", ".join(card.rubric.bands_best_first())
    try:
        others = made.score([value]).cards
    except NothingMatched as error:
        raise NothingMatched(
            f"--reach {value}: it is no band ({bands}), and {error}"
        ) from error
    if len(others) != 1:
        raise click.UsageError(
            safe(f"--reach {value}: name a band ({bands}) or one program")
        )
    return pass_program(card, others[0])


def _levels(given: Sequence[str], rubric: Rubric) -> Mapping[str, float]:
    """The levels of `CRITERION=LEVEL`; fails for what is none, with what there is."""
    criteria, levels = rubric.criteria(), {}
    for text in given:
        name, _, number = text.partition("=")
        if name not in criteria:
            near = difflib.get_close_matches(name, criteria, n=1)
            hint = (
                f"did you mean {near[0]}?"
                if near
                else f"there are {', '.join(criteria)}"
            )
            raise click.UsageError(
                safe(f"--what-if {text}: there is no criterion {name}; {hint}")
            )
        levels[name] = _level(text, number)
    return levels


def _level(text: str, number: str) -> float:
    try:
        level = float(number)
    except ValueError:
        level = -1.0
    if not 0 <= level <= HIGHEST:
        raise click.UsageError(
            safe(
                f"--what-if {text}: write a level from 0 to 4, such as {text.partition('=')[0]}=3"
            )
        )
    return level
