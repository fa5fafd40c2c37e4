"""A saved result as a baseline: the gate that fails only where something fell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from evalkit.cli.options import FILE

if TYPE_CHECKING:
    from evalkit.comparison.changes.falls import Fall
    from evalkit.model.card import ReportCard
    from evalkit.model.rubric import Rubric

Key = tuple[str, str]
"""A program by its id, and the period that it is judged for."""

OPTIONS = (
    click.option(
        "--baseline",
        type=FILE,
        metavar="RESULT",
        help="Exit with code 1 if a score fell since this saved result by more than the"
        " uncertainty of the change, or evidence coverage fell.",
    ),
    click.option(
        "--tolerance",
        type=click.FloatRange(0, 100),
        metavar="POINTS",
        help="With --baseline: the points that a score may fall, instead of its uncertainty.",
    ),
)


class Baseline(NamedTuple):
    """The cards of a saved result by program and period, its file, the points that a score may
    fall, None where its uncertainty decides, and where all that is written.
    """

    cards: Mapping[Key, ReportCard]
    path: str
    tolerance: float | None
    where: str

    def faults(self, card: ReportCard) -> Iterator[str]:
        """Why a card does not pass; a program that the baseline does not have passes."""
        from evalkit.comparison.changes.falls import falls

        if before := self._of(card):
            for fall in falls(before, card, self.tolerance):
                name = f"{card.program.id}: {fall.dimension}"
                yield f"{name} {self._fell(fall)} ({self.where})"

    def _of(self, card: ReportCard) -> ReportCard | None:
        """The card of the same program and period, or its only one where both periods have a year
        in common: an edition of the description may correct the years. A period of its own is no
        newer result of another one.
        """
        own = {
            key: kept for key, kept in self.cards.items() if key[0] == card.program.id
        }
        if len(own) != 1:
            return own.get(_key(card))
        (only,) = own.values()
        return only if _meet(only, card) else None

    def _fell(self, fall: Fall) -> str:
        from evalkit.report import number

        if fall.what == "coverage":
            known = f"{number.share(fall.after)} of the weight"
            return f"has evidence on {known}, under {number.share(fall.before)} in {self.path}"
        before = f"{number.score(fall.before)} in {self.path}"
        if fall.after is None or fall.change is None:
            return f"has no score any more, and had {before}"
        after = number.score(fall.after)
        if self.tolerance is not None:
            return (
                f"fell to {after} from {before}, by more than {self.tolerance:g} points"
            )
        low, high = (number.end_of_difference(end) for end in fall.change)
        return (
            f"fell to {after} from {before}: the change is {low} to {high} points (80% uncertainty"
            " interval)"
        )

    def left_out(self, cards: Sequence[ReportCard]) -> list[str]:
        """The programs of the baseline that a run has not scored, with the period where it has
        scored another one.
        """
        matched = {_key(before) for card in cards if (before := self._of(card))}
        scored = {card.program.id for card in cards}
        missing = [kept for key, kept in self.cards.items() if key not in matched]
        return sorted({_labelled(kept, kept.program.id in scored) for kept in missing})


def _key(card: ReportCard) -> Key:
    return card.program.id, str(card.program.assessed)


def _meet(left: ReportCard, right: ReportCard) -> bool:
    """Whether two periods have a year in common; one that is not known has every year."""
    from evalkit.model.trend import period_of

    starts, ends = zip(period_of(left.program), period_of(right.program), strict=True)
    return max(starts) <= min(ends)


def _labelled(card: ReportCard, with_period: bool) -> str:
    from evalkit.model.facts import Period
    from evalkit.report.phrases import years

    period = card.program.assessed
    if not with_period or not isinstance(period, Period):
        return card.program.id
    return f"{card.program.id} ({years(period.from_, period.to)})"


def read(path: Path | None, tolerance: float | None, rubric: Rubric) -> Baseline | None:
    """The baseline that a saved result is, None without one.

    Raises InputError for a file that is no saved result, and UsageError for one of another rubric,
    or of another edition whose numbers or rules differ.
    """
    if path is None:
        if tolerance is not None:
            raise click.UsageError("--tolerance is of --baseline: name a saved result")
        return None
    from evalkit.cli.gates import written_at
    from evalkit.comparison.programs import compare_programs
    from evalkit.read.results import load_result

    cards = load_result(path, compare_programs).cards
    by_program = {_key(card): card for card in cards if card.rubric.id == rubric.id}
    _refuse(cards, by_program, rubric, path)
    names = ["baseline"] if tolerance is None else ["baseline", "tolerance"]
    where = ", ".join(dict.fromkeys(written_at(name) for name in names))
    return Baseline(by_program, str(path), tolerance, where)


def _refuse(
    cards: tuple[ReportCard, ...],
    by_program: Mapping[Key, ReportCard],
    rubric: Rubric,
    path: Path,
) -> None:
    """Raise UsageError where numbers of the baseline do not mean the same."""
    from evalkit.comparison.changes.editions import edition_change
    from evalkit.read.loaded import content_digest

    if not by_program:
        theirs = " and ".join(sorted({card.rubric.id for card in cards}))
        raise click.UsageError(
            f"--baseline {path} is by rubric {theirs}, not by {rubric.id}"
        )
    old = next(iter(by_program.values()))
    edition = edition_change(
        old.rubric, rubric, (old.rubric_digest, content_digest(rubric))
    )
    if edition and edition.effect == "scoring":
        differing = ", ".join([*edition.criteria, *edition.rules])
        raise click.UsageError(
            f"--baseline {path} is by another edition of rubric {rubric.id} ({edition.before}, now"
            f" {edition.after}), which differs in {differing}: make a new baseline, and see"
            " evalkit diff for what the edition changes"
        )
