"""A saved result as a baseline: the gate that fails only where something fell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from evalkit.cli.options import FILE, NumberRange

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
        type=NumberRange(0, 100),
        metavar="POINTS",
        help="With --baseline: the points that a score may fall, instead of its uncertainty.",
    ),
)


class Baseline(NamedTuple):
    """A saved result that the cards of a run are held against."""

    cards: Mapping[Key, ReportCard]
    path: str
    tolerance: float | None
    """The points that a score may fall. None where the uncertainty of the change decides."""
    where: str
    """The options, or the lines of the settings file, that ask for the baseline."""

    def faults(self, card: ReportCard) -> Iterator[str]:
        """Why a card does not pass; a program that the baseline does not have passes."""
        from evalkit.comparison.changes.falls import falls

        if before := self._before(card):
            for fall in falls(before, card, self.tolerance):
                name = f"{card.program.id}: {fall.dimension}"
                yield f"{name} {self._fell(fall)} ({self.where})"

    def _before(self, card: ReportCard) -> ReportCard | None:
        """The earlier card of the same program and period; None where there is none."""
        own = [
            kept for kept in self.cards.values() if kept.program.id == card.program.id
        ]
        if len(own) != 1:
            return self.cards.get(_key(card))
        # An edition of the description may correct the years, so that a common year is enough. A
        # period of its own is no newer result of another one.
        (only,) = own
        return only if _meet(only, card) else None

    def _fell(self, fall: Fall) -> str:
        from evalkit.report import number

        if fall.kind == "coverage":
            known = f"{number.share(fall.after)} of the weight"
            return f"has evidence on {known}, under {number.share(fall.before)} in {self.path}"
        before = f"{number.score(fall.before)} in {self.path}"
        if fall.after is None or fall.change is None:
            return f"has no score any more, and had {before}"
        after = number.score(fall.after)
        if self.tolerance is not None:
            unit = "point" if self.tolerance == 1 else "points"
            limit = f"{self.tolerance:g} {unit}"
            return f"fell to {after} from {before}, by more than {limit}"
        low, high = map(number.end_of_difference, fall.change)
        change = f"{low} to {high} points (80% uncertainty interval)"
        return f"fell to {after} from {before}: the change is {change}"

    def new(self, cards: Sequence[ReportCard]) -> list[str]:
        """The programs of a run that the baseline does not have, in any period."""
        kept = {card.program.id for card in self.cards.values()}
        ids = {card.program.id for card in cards}
        return sorted(ids - kept)

    def left_out(self, cards: Sequence[ReportCard]) -> list[str]:
        """The programs of the baseline that a run has not scored, with the period where it has
        scored another one.
        """
        scored = {card.program.id for card in cards}
        missing = dict(self.cards)
        for before in filter(None, map(self._before, cards)):
            missing.pop(_key(before), None)
        labels = {
            _labelled(card, card.program.id in scored) for card in missing.values()
        }
        return sorted(labels)


def _key(card: ReportCard) -> Key:
    return card.program.id, str(card.program.assessed)


def _meet(left: ReportCard, right: ReportCard) -> bool:
    """Whether two periods have a year in common; one that is not known has every year."""
    from evalkit.model.trend import period_of

    start, end = period_of(left.program)
    other_start, other_end = period_of(right.program)
    return max(start, other_start) <= min(end, other_end)


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
    # perspectives have a card by each of several rubrics
    own = [card for card in cards if card.rubric.id == rubric.id]
    by_program = {_key(card): card for card in own}
    _refuse(cards, by_program, rubric, path)
    names = ["baseline"] if tolerance is None else ["baseline", "tolerance"]
    # a settings file may have both on one line
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
        others = " and ".join(sorted({card.rubric.id for card in cards}))
        raise click.UsageError(
            f"--baseline {path} is by rubric {others}, not by {rubric.id}"
        )
    # All cards of a result by one rubric are by the same edition of it.
    old = next(iter(by_program.values()))
    digests = (old.rubric_digest, content_digest(rubric))
    edition = edition_change(old.rubric, rubric, digests)
    # an edition that words something otherwise, or renames criteria, moves no score
    if edition and edition.effect == "scoring":
        differing = ", ".join([*edition.criteria, *edition.rules])
        raise click.UsageError(
            f"--baseline {path} is by another edition of rubric {rubric.id} ({edition.before}, now"
            f" {edition.after}), which differs in {differing}: make a new baseline, and see"
            " evalkit diff for what the edition changes"
        )
