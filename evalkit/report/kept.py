"""What a history holds, as lines of a terminal: its runs, and a program through all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from evalkit.locale import Text, of_rubric, say
from evalkit.model.card import SHORT
from evalkit.model.result import OVERALL
from evalkit.model.saved.history import KeptRubric, KeptRun, KeptScore
from evalkit.report import judgment, number
from evalkit.report.phrases import in_words, series, years
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import table
from evalkit.report.terminal.width import wrap

MINUTES = len("2025-01-01T00:00")
"""Letters of a time up to its minutes."""
RUNS = ("Run", "Time (UTC)", "Kind", "Programs", "evalkit", "Rubric")
ABOVE = ("Period", "Rubric")
"""Columns that stand above the table where they say the same in every row."""
Column = Callable[[KeptScore], str]


def runs(kept: Sequence[KeptRun], width: int) -> list[str]:
    """A row for each run, the oldest first."""
    labels = _labels(rubric for run in kept for rubric in run.rubrics)
    rows = [[say(text) for text in RUNS]]
    for run in kept:
        row = [str(run.run), _time(run.at), run.kind, str(run.programs), run.evalkit]
        row.append(series(labels[rubric] for rubric in run.rubrics))
        rows.append(row)
    return table(rows, width)


def trend(moments: Sequence[KeptScore], width: int) -> list[str]:
    """The scores run by run, of the dimensions that have one in some run."""
    # one that never had a score would be a column of dashes
    scored = dict.fromkeys(
        moment.dimension for moment in moments if moment.score is not None
    )
    shown = [
        moment for name in scored for moment in moments if moment.dimension == name
    ]
    if not shown:
        return wrap(say("No run has a score of this program."), width)
    columns = {name: [*map(cell, shown)] for name, cell in _columns(shown).items()}
    above: list[str] = []
    for name in ABOVE:
        distinct = {*columns[name]}
        if len(distinct) == 1:
            # said once: a column of one value takes the space of a name
            above += distinct
            del columns[name]
    lines = wrap(safe(" · ".join(above)), width) if above else []
    rows = zip(*columns.values(), strict=True)
    lines += table([[say(name) for name in columns], *rows], width)
    lines += judgment.asterisk_means(moment.status for moment in shown)
    return lines


def _columns(moments: Sequence[KeptScore]) -> Mapping[str, Column]:
    """What stands in a row, by the headings of the columns."""
    labels = _labels(map(_rubric, moments))
    return {
        "Dimension": _dimension,
        "Run": lambda moment: str(moment.run),
        "Time (UTC)": lambda moment: _time(moment.at),
        "Score": lambda moment: judgment.points(moment.score, moment.status),
        "80% interval": lambda moment: number.span(moment.interval),
        "Band": lambda moment: moment.band or in_words(moment.status),
        "Period": _period,
        "Rubric": lambda moment: labels[_rubric(moment)],
    }


def _dimension(moment: KeptScore) -> str:
    if moment.dimension == OVERALL:
        return say("Overall")
    return say(Text(moment.name, of_rubric(moment.rubric)))


def _period(moment: KeptScore) -> str:
    if moment.assessed is None:
        return say("an unknown period")
    return years(moment.assessed.from_, moment.assessed.to)


def _time(moment: str) -> str:
    return moment[:MINUTES].replace("T", " ")


def _rubric(moment: KeptScore) -> KeptRubric:
    return KeptRubric(moment.rubric, moment.edition, moment.rubric_sha256)


def _labels(rubrics: Iterable[KeptRubric]) -> dict[KeptRubric, str]:
    """What each rubric is called: with its digest where another content has its label."""
    # id and edition are what an author writes, and may stand for two contents
    distinct = dict.fromkeys(rubrics)
    counts = Counter(rubric.label for rubric in distinct)
    labels = {}
    for rubric in distinct:
        label = rubric.label
        if counts[label] > 1:
            label = f"{label} ({rubric.sha256[:SHORT]})"
        labels[rubric] = label
    return labels
