"""The same from Python: score, compare, load.

The command line is a thin layer over the same engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from attrs import Attribute, AttrsInstance, evolve, fields

from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.errors import InputError, NothingMatched, SettingsError
from evalkit.model.frozen import frozen
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Program
from evalkit.model.robustness.analysis import Finding
from evalkit.read.results import load_result as read_result
from evalkit.read.settings_file import SettingsFile
from evalkit.read.settings_file import read as read_settings_file
from evalkit.report import diagnostics
from evalkit.report.shown import Answered, Shown
from evalkit.session import Session
from evalkit.session.settings import Settings

if TYPE_CHECKING:
    from pandas import DataFrame

    from evalkit.read.diagnostic import Diagnostic

Paths = str | Path | Sequence[str | Path]
Kind = TypeVar("Kind", bound=AttrsInstance)


@frozen
class Card(Shown, ReportCard):
    """A report card that shows itself in a notebook."""

    def _result(self) -> tuple[str, Any]:
        return "cards", (self,)

    def what_if(self, levels: Mapping[str, float]) -> Answered:
        """What the card would be with other levels, 0 to 4, by the id of the criterion.

        Raises ValueError for a criterion that the rubric does not have, and for another level.
        """
        from evalkit.comparison.robustness.reaching import what_if

        return _answered(what_if(self, levels), [self])

    def reach(self, goal: str | ReportCard) -> Answered:
        """The smallest changes of levels that reach a band of the rubric, or pass another card.

        Raises ValueError for a band that the rubric does not have, and NotComparable for a card
        that may not be compared with this one.
        """
        from evalkit.comparison.robustness.reaching import pass_program, reach_band

        if isinstance(goal, str):
            return _answered(reach_band(self, goal), [self])
        return _answered(pass_program(self, goal), [self])


class Cards(Shown, tuple[Card, ...]):
    """Report cards in the order in which the programs were named.

    They show themselves in a notebook, and so does each of them.
    """

    def __new__(cls, cards: Iterable[ReportCard]) -> Self:
        """Cards of any origin."""
        return super().__new__(cls, (_same(Card, card) for card in cards))

    def _result(self) -> tuple[str, Any]:
        return "cards", self

    def frame(
        self, level: Literal["criterion", "dimension"] = "criterion"
    ) -> DataFrame:
        """A tidy frame with one row for each criterion, or each dimension, of each program.

        Unknown numbers are NaN.
        """
        # pandas takes longer to import than everything else to run
        from evalkit.report.frame import card_frame

        return card_frame(self, level)

    def certificate(self) -> Answered:
        """For two cards: whether one stays above the other whatever the weights, levels and method,
        and what reverses the order.

        Raises NotComparable with the reason where there is no certificate.
        """
        from evalkit.comparison.robustness.certificate import certify

        return _answered(certify(self), self)

    def ranks(self) -> Answered:
        """Ranks at all weights with their intervals, and what each criterion effectively weighs.

        Raises NotComparable with the reason for cards that may not be compared.
        """
        from evalkit.comparison.robustness.ranks import rank

        return _answered(rank(self), self)

    def doubt(self) -> Answered:
        """For one card, or the difference of two: how much of the uncertainty comes from evidence,
        from weights and from method.

        Raises NotComparable for more than two, and for two that may not be compared.
        """
        from evalkit.comparison.robustness.doubt import doubt

        return _answered(doubt(self), self)

    def settle(self) -> Answered:
        """For one card or two: where to look next, and what one level more or less changes.

        Raises NotComparable for more than two, and for two that may not be compared.
        """
        from evalkit.comparison.robustness.settling import settle

        return _answered(settle(self), self)


@frozen
class Compared(Shown, Comparison):
    """A comparison that shows itself in a notebook, and can be had as a frame."""

    def _result(self) -> tuple[str, Any]:
        return "comparison", self

    def frame(self) -> DataFrame:
        """A tidy frame with one row for each pair and dimension; unknown numbers are NaN."""
        from evalkit.report.frame import comparison_frame

        return comparison_frame(self)


@frozen
class Viewed(Shown, Perspectives):
    """Perspectives that show themselves in a notebook, and can be had as a frame."""

    def _result(self) -> tuple[str, Any]:
        return "perspectives", self

    def frame(
        self, level: Literal["criterion", "dimension"] = "criterion"
    ) -> DataFrame:
        """A tidy frame with one row for each criterion, or each dimension, of each rubric and
        program; unknown numbers are NaN.
        """
        return Cards(self.cards).frame(level)


def score(
    *targets: str | Path,
    rubric: str | Path = "hsieh",
    context: Paths = (),
    overlays: Paths = (),
    landscape: Paths = (),
    plugins: Paths = (),
    without: str | Sequence[str] = (),
    installed: bool = True,
    seed: int = 1,
    settings: str | Path | None = None,
) -> Cards:
    """Score files, folders and library ids, the whole library when none is named.

    `landscape` are files and folders of programs among which each program finds its peers.
    `plugins` are Python files to load, `without` names plugins to leave out, and `installed=False`
    leaves out every one that did not come with evalkit. One path or name may be given as it is,
    several as a list. `settings` is a settings file, from which only the settings of plugins are
    taken; evalkit searches for none. Raises InputError with every fault of every file,
    NothingMatched for a target that names nothing, and PluginError.
    """
    chosen = Settings(
        str(rubric),
        context=_paths(context),
        overlays=_paths(overlays),
        landscape=map(str, _paths(landscape)),
        plugins=_paths(plugins),
        # a text is a sequence of letters, and none of them is the name of a plugin
        without=(without,) if isinstance(without, str) else without,
        installed=installed,
        seed=seed,
        file=_settings_file(settings),
    )
    scored = Session(chosen).score([str(target) for target in targets])
    if scored.failures:
        raise _in_one(scored.failures)
    return Cards(scored.cards)


def _in_one(failures: Sequence[InputError]) -> InputError:
    """The faults of all files that could not be read, as one error."""
    faults: list[Diagnostic] = []
    for failure in failures:
        faults += failure.diagnostics
    lines = [*map(str, failures), diagnostics.concise(faults)]
    return InputError("\n".join(lines), tuple(faults))


def _settings_file(path: str | Path | None) -> SettingsFile | None:
    """A settings file without what it chooses for the command line; None without one."""
    if path is None:
        return None
    file = read_settings_file(Path(path))
    if file is None:
        raise SettingsError(f"{path}: it has no table [tool.evalkit]")
    return evolve(file, values={})


def _paths(given: Paths) -> tuple[Path, ...]:
    """Paths as they may be given: one, or several."""
    paths = (given,) if isinstance(given, str | Path) else given
    return tuple(map(Path, paths))


def compare(
    cards: Iterable[ReportCard],
    by: Literal["country"] | None = None,
    synthetic: bool = False,
    pairs: Iterable[tuple[str, str]] = (),
) -> Compared:
    """Compare cards that were scored or read from a saved result; the errors of their levels are
    simulated again.

    `pairs` names the ids of the pairs to list; without it, all pairs are listed up to 100 programs,
    and none above. Raises NotComparable with the reason for cards that may not be compared, such as
    synthetic ones beside real ones without `synthetic`.
    """
    return _same(Compared, compare_programs(list(cards), by, synthetic, [*pairs]))


def perspectives(cards: Iterable[ReportCard]) -> Viewed:
    """Show cards of the same programs by several rubrics beside each other, without adding them up.

    Raises NotComparable with the reason for cards that may not be shown so.
    """
    return _same(Viewed, compare_rubrics(list(cards)))


def load_result(path: str | Path) -> Cards | Compared | Viewed:
    """Read a result that was saved as JSON, as `evalkit report` does: cards, a comparison or
    perspectives.

    Nothing is scored, and the descriptions and the rubric are those that were saved. Raises
    InputError with every fault of the file.
    """
    saved = read_result(Path(path), compare_programs)
    result = saved.result
    if isinstance(result, Comparison):
        return _same(Compared, result)
    if isinstance(result, Perspectives):
        return _same(Viewed, result)
    return Cards(result)


def _answered(result: Finding, cards: Iterable[ReportCard]) -> Answered:
    return Answered(result, tuple(cards))


def _same(kind: type[Kind], value: Any) -> Kind:
    """A value as a subclass of its class that adds no field."""
    inherited: tuple[Attribute[Any], ...] = fields(kind)
    return kind(*(getattr(value, field.name) for field in inherited))


def load(path: str | Path, rubric: str | Path = "hsieh") -> Program:
    """Read one program, checked against a rubric.

    Raises InputError with every fault, and NothingMatched for a folder of several.
    """
    session = Session(Settings(str(rubric)))
    files = session.library.targets([str(path)])
    if len(files) > 1:
        raise NothingMatched(f"{path} holds {len(files)} programs: name one of them")
    return session.read(files[0]).program
