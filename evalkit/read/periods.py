"""Several files of one program, each judged for another period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from evalkit.model.errors import InputError
from evalkit.model.trend import Years, period_of
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.folders import contents_of
from evalkit.read.lines import in_file, line_of
from evalkit.read.syntax.parsed import STDIN

if TYPE_CHECKING:
    from evalkit.model.program import Program


def nearest(program: str, files: Sequence[Path], judged: Program | None) -> Path:
    """Of several files of a program the one whose period is nearest to that of another program, the
    later of two; raises InputError where two have the same period.
    """
    # one file is all that most programs have
    from evalkit.read.files import load_description

    periods: dict[Years, Path] = {}
    for file in files:
        other = periods.setdefault(period_of(load_description(file)), file)
        if other != file:
            fault = _both_describe(program, other, file)
            raise InputError(fault.message, (fault,))
    # without a program that is judged, the latest one: it lies nearest to the end of time
    wanted = period_of(judged) if judged else (math.inf, math.inf)
    return periods[min(periods, key=lambda period: _distance(period, wanted))]


def _distance(period: Years, wanted: Years) -> tuple[float, float]:
    """The years between two periods, 0 where they overlap; of two that are equally near the later
    one is the nearer.
    """
    first, last = period
    start, end = wanted
    years_between = max(first - end, start - last, 0.0)
    return years_between, -first


def described_twice(paths: Iterable[Path]) -> Iterator[Diagnostic]:
    """A warning for each file of a program that another one describes for the same period; what
    cannot be read is passed over.
    """
    from evalkit.read.files import load_description

    whole_files = [path for path in paths if path != STDIN and not line_of(path)]
    by_id = contents_of(dict.fromkeys(whole_files)).by_id
    several = {program: files for program, files in by_id.items() if len(files) > 1}
    for program, files in several.items():
        periods: dict[Years, Path] = {}
        for file in files:
            try:
                period = period_of(load_description(file))
            except InputError:
                continue
            other = periods.setdefault(period, file)
            if other != file:
                yield evolve(_both_describe(program, other, file), severity="warning")


def _both_describe(program: str, first: Path, second: Path) -> Diagnostic:
    return Diagnostic(
        *in_file(first),
        "EK229",
        f"{label(first)} and {label(second)} both describe {program}",
        "take one of them out, give it another id, or state in each what is assessed:",
    )
