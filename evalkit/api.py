"""The same from Python: score, compare, load; the command line is a thin layer over the same engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attrs import fields, frozen

from evalkit import contrast
from evalkit.errors import InputError, NothingMatched
from evalkit.juxtapose import juxtapose
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.program import Program
from evalkit.pipeline import Engine, Settings
from evalkit.report import diagnostics

if TYPE_CHECKING:
    from pandas import DataFrame


Paths = str | Path | Sequence[str | Path]


class Cards(tuple[ReportCard, ...]):
    """Report cards in the order in which the programs were named."""

    def frame(self, level: Literal["criterion", "dimension"] = "criterion") -> DataFrame:
        """A tidy frame with one row for each criterion, or each dimension, of each program; unknown numbers are NaN."""
        from evalkit.report.frame import card_frame  # pandas takes longer to import than everything else to run

        return card_frame(self, level)


@frozen(repr=False)
class Compared(Comparison):
    """A comparison that can be had as a frame."""

    def frame(self) -> DataFrame:
        """A tidy frame with one row for each pair and dimension; unknown numbers are NaN."""
        from evalkit.report.frame import comparison_frame

        return comparison_frame(self)


@frozen(repr=False)
class Viewed(Perspectives):
    """Perspectives that can be had as a frame."""

    def frame(self, level: Literal["criterion", "dimension"] = "criterion") -> DataFrame:
        """A tidy frame with one row for each criterion, or each dimension, of each rubric and program; unknown numbers are NaN."""
        return Cards(self.cards).frame(level)


def score(
    *targets: str | Path,
    rubric: str | Path = "hsieh",
    landscape: Paths = (),
    overlays: Paths = (),
    plugins: Paths = (),
    without: str | Sequence[str] = (),
    installed: bool = True,
    seed: int = 1,
) -> Cards:
    """Score files, folders and library ids, the whole library when none is named.

    `plugins` are Python files to load, `without` names plugins to leave out, and `installed=False` leaves out every one that did not come
    with evalkit. One path or name may be given as it is, several as a list.
    Raises InputError with every fault of every file, NothingMatched for a target that names nothing, and PluginError.
    """
    settings = Settings(
        str(rubric),
        landscape=_paths(landscape),
        overlays=_paths(overlays),
        plugins=_paths(plugins),
        without=[without] if isinstance(without, str) else without,
        installed=installed,
        seed=seed,
    )
    scored = Engine(settings).score([str(target) for target in targets])
    if scored.failures:
        faults = tuple(fault for failure in scored.failures for fault in failure.diagnostics)
        raise InputError("\n".join([*map(str, scored.failures), diagnostics.concise(faults)]), faults)
    return Cards(scored.cards)


def _paths(given: Paths) -> list[Path]:
    return [Path(path) for path in ([given] if isinstance(given, str | Path) else given)]


def compare(cards: Iterable[ReportCard], by: Literal["country"] | None = None, synthetic: bool = False) -> Compared:
    """Lay cards side by side; raises NotComparable with the reason when they may not be, made-up ones beside real ones unless `synthetic`."""
    comparison = contrast.compare(list(cards), by, synthetic)
    return Compared(*(getattr(comparison, field.name) for field in fields(Comparison)))


def perspectives(cards: Iterable[ReportCard]) -> Viewed:
    """Lay cards of the same programs by several rubrics side by side; raises NotComparable with the reason when they may not be."""
    found = juxtapose(list(cards))
    return Viewed(found.programs, found.shared, found.warnings)


def load(path: str | Path, rubric: str | Path = "hsieh") -> Program:
    """Read one program, checked against a rubric; raises InputError with every fault, and NothingMatched for a folder of several."""
    engine = Engine(Settings(str(rubric)))
    found = engine.library.targets([str(path)])
    if len(found) > 1:
        raise NothingMatched(f"{path} holds {len(found)} programs: name one of them")
    return engine.judge(found[0]).program
