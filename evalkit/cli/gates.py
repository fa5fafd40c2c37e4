"""Gates: the least that a run asks for. A program without a score passes none.

A gate looks at the low end of the possible range, in which what is unknown counts as level 0:
evidence that is taken out never makes a gate pass. One on the score looks at a mean of what is
known, and asks that the score is rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import click
from click.core import ParameterSource

from evalkit.cli import baseline as baselines
from evalkit.cli.baseline import Baseline
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import NUMBER
from evalkit.cli.streams import note
from evalkit.model.errors import SettingsError
from evalkit.model.rounding import EXACT, written
from evalkit.model.words import first_few
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.model.card import ReportCard
    from evalkit.model.result import Score
    from evalkit.model.rubric import Rubric
    from evalkit.read.settings_file import SettingsFile

KEYS = {"limits": "fail_under", "baseline": "baseline", "tolerance": "tolerance"}
"""The keys of a settings file, in its table of gates, by the parameter that each sets."""
On = Literal["range", "score"]
"""The number that gates look at: the low end of the possible range, or the score."""
OPTIONS = (
    click.option(
        "--fail-under",
        "limits",
        multiple=True,
        metavar="[DIMENSION=]SCORE|BAND",
        help="Exit with code 1 if the possible range of a program begins lower, or it has no"
        " score; without a dimension this means the overall score.",
    ),
    click.option(
        "--on",
        type=click.Choice(["range", "score"]),
        default="range",
        show_default=True,
        help="What --fail-under tests: the low end of the possible range, or the score, which then "
        "has to be rated.",
    ),
    *baselines.OPTIONS,
)
"""The options of a command whose result may fail a gate."""


class Asked(NamedTuple):
    """What the options of gates ask for, as it is written."""

    limits: tuple[str, ...] = ()
    on: On = "range"
    baseline: Path | None = None
    tolerance: float | None = None


class Gate(NamedTuple):
    """The least that a dimension, or the overall score, must reach."""

    dimension: str
    least: float
    """Points from 0 to 100."""
    called: str
    """The same as a message names it, such as `60 (band B)`."""
    where: str
    """The option, or the line of the settings file, that asks for it."""


class Gates(NamedTuple):
    """All that cards have to pass; the baseline is None where there is none."""

    least: tuple[Gate, ...] = ()
    baseline: Baseline | None = None


def are_asked() -> bool:
    """Whether options of the command itself ask for any gate; those of a settings file pass over
    what prints no report cards of one rubric.
    """
    source = click.get_current_context().get_parameter_source
    return any(source(name) is ParameterSource.COMMANDLINE for name in KEYS)


def read(asked: Asked, rubric: Rubric) -> Gates:
    """The baseline, and gates with limits such as `40`, `coordination=40`, `coordination=B` or
    several of them with commas.

    Fails with everything that is none.
    """
    where = written_at("limits") if asked.limits else ""
    options = [[part.strip() for part in text.split(",")] for text in asked.limits]
    parts = [*chain.from_iterable(options)]
    faults = [*_misfits(parts, rubric)]
    for option in options:
        faults += _decimal_commas(option)
    if faults:
        text = "\n".join(f"{where} {fault}" for fault in faults)
        # what a file holds is no wrong usage of the command
        is_option = where.startswith("-")
        raise click.UsageError(text) if is_option else SettingsError(text)
    least = tuple(_gate(part, rubric, where) for part in parts)
    return Gates(least, baselines.read(asked.baseline, asked.tolerance, rubric))


def _misfits(parts: Iterable[str], rubric: Rubric) -> Iterator[str]:
    """Why texts are no gates of a rubric."""
    for text in parts:
        name, equals, limit = text.rpartition("=")
        if fault := _misfit(name, bool(equals), limit, rubric):
            yield f"{text}: {fault}"


def _decimal_commas(parts: Sequence[str]) -> Iterator[str]:
    """Why a gate behind a comma is none of its own: 62,5 may be one number."""
    for before, part in pairwise(parts):
        if part and "=" not in part:
            *_, number = before.rpartition("=")
            point = ""
            if number.isdigit() and part.isdigit():
                point = f"{before}.{part} with a decimal point, or "
            yield (
                f"{before},{part}: after a comma a gate names its dimension; write"
                f" {point}overall={part}"
            )


def written_at(parameter: str) -> str:
    """Where the value of an option is written: the option, or a line of the settings file."""
    context = click.get_current_context()
    file: SettingsFile | None = context.params.get("settings")
    source = context.get_parameter_source(parameter)
    if file and source is ParameterSource.DEFAULT_MAP:
        return file.place("gates", KEYS[parameter])
    # the name that the command line has: --fail-under, and not limits
    options = {option.name: option for option in context.command.params}
    return options[parameter].opts[0]


def check(cards: Sequence[ReportCard], gates: Gates, on: On = "range") -> ExitCode:
    """Tell on standard error every gate that a card does not pass, and the programs of the baseline
    that this run leaves out.
    """
    code = tell(faults(cards, gates, on))
    if gates.baseline:
        _note_unmatched(cards, gates.baseline)
    return code


def _note_unmatched(cards: Sequence[ReportCard], baseline: Baseline) -> None:
    """Tell which programs only one side has: a gate that tests nothing passes as well."""
    if left_out := baseline.left_out(cards):
        lacking = f"has programs that this run leaves out: {first_few(left_out)}"
        note(safe(f"note: {baseline.path} {lacking}"))
    if new := baseline.new(cards):
        lacking = "has no card of these programs, so no fall of theirs can show"
        note(safe(f"note: {baseline.path} {lacking}: {first_few(new)}"))


def faults(cards: Iterable[ReportCard], gates: Gates, on: On) -> list[str]:
    """Why cards do not pass gates."""
    texts: list[str] = []
    for card in cards:
        for gate in gates.least:
            if fault := _below_limit(card, gate, on):
                texts.append(f"{fault} ({gate.where})")
        if gates.baseline:
            texts += gates.baseline.faults(card)
    return texts


def tell(faults: Sequence[str]) -> ExitCode:
    """Print why cards do not pass."""
    for fault in faults:
        note(safe(f"gate: {fault}"))
    return ExitCode.FAULTS if faults else ExitCode.DONE


def _gate(text: str, rubric: Rubric, where: str) -> Gate:
    """The gate that a text names, which is one."""
    from evalkit.model.result import OVERALL

    name, _, limit = text.rpartition("=")
    if limit in rubric.bands:
        least = rubric.bands[limit].from_
        # in twelve digits, which show no binary fraction that nobody wrote
        called = f"{least:.12g} (band {limit})"
    else:
        least = float(limit)
        called = f"{least:.12g}"
    return Gate(name or OVERALL, least, called, where)


def _misfit(name: str, has_equals: bool, limit: str, rubric: Rubric) -> str:
    """Why a dimension and a limit are no gate of a rubric; empty where they are one."""
    from evalkit.model.result import OVERALL
    from evalkit.read.diagnostic import did_you_mean

    known = [*rubric.dimensions, OVERALL]
    if name and name not in known:
        hint = did_you_mean(name, known, f"there are {', '.join(known)}")
        return f"rubric {rubric.id} has no dimension {name!r}; {hint}"
    if has_equals and not name:
        return "no dimension stands before the =; write coordination=40, or 40"
    is_score = NUMBER.fullmatch(limit) and float(limit) <= 100
    if not is_score and limit not in rubric.bands:
        bands = ", ".join(rubric.bands_best_first())
        hint = f"write coordination=40, or a band: {bands}"
        return f"{limit!r} is no score from 0 to 100; {hint}"
    if name in ("", OVERALL) and not rubric.overall.is_given:
        return f"rubric {rubric.id} gives no overall score; name a dimension"
    return ""


def _below_limit(card: ReportCard, gate: Gate, on: On) -> str | None:
    """Why a card does not pass a gate, None where it does."""
    from evalkit.report import number

    score = card.score(gate.dimension)
    limit, least = gate.least, gate.called
    name = f"{card.program.id}: {gate.dimension}"
    if score.score is None:
        unknown = "is not rated, so nobody can say that it reaches"
        return f"{name} {unknown} {least} ({_reasons(score)})"
    if on == "score":
        if score.status != "rated":
            needed = "and a gate on the score needs it rated"
            return f"{name} is {score.status}, {needed} ({_reasons(score)})"
        if score.score >= limit:
            return None
        return f"{name} has the score {_below(score.score, limit)}, under {least}"
    # No rated score is needed here: taking evidence out never raises this end (decision 0027).
    low, high = score.possible_range
    if low >= limit:
        return None
    ends = f"{_below(low, limit)} to {number.score(high)}"
    shown = number.score(score.score)
    return (
        f"{name} has a possible range from {ends}, and its low end is under {least}: there, what is"
        f" unknown counts as level 0 (the score is {shown}; --on score looks at that)"
    )


def _reasons(score: Score) -> str:
    return "; ".join(map(str, score.reasons))


def _below(score: float, limit: float) -> str:
    """A score in whole points, or with as many decimals as show that it is below the limit."""
    from evalkit.report import number

    shown = number.score(score)
    digits = 0
    while float(shown) >= limit:
        # a limit may have more decimals than a score is kept with
        if digits == EXACT:
            return repr(score)
        digits += 1
        shown = written(score, digits)
    return shown
