"""The columns of the sheets: which values of a row they show, under what heading, and what that
means.
"""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.model.scored import score_names
from evalkit.report.phrases import series
from evalkit.report.xlsx.column import Column, localized

PROGRAM = (Column("program", "Program"), Column("name", "Name"))
CRITERIA = (
    *PROGRAM,
    Column("rubric", "Rubric"),
    Column("dimension_name", "Dimension"),
    Column("criterion", "Criterion"),
    Column("criterion_name", "Name of the criterion"),
    Column(
        "weight",
        "Weight",
        "number",
        "the weight of the criterion in its dimension; these weights add up to 1",
    ),
    # The level, what it can be, and how certain its evidence is.
    Column(
        "level",
        "Level",
        "level",
        "0 to 4, by the anchors of the criterion; empty, not 0, where nothing is known",
    ),
    Column(
        "status",
        "Status",
        "word",
        "rated; unknown: no evidence; absent: stated not to exist; contested: sources or "
        "coders far apart; not applicable; error",
    ),
    Column(
        "level_low",
        "Possible range, low",
        "level",
        "all levels that sources, coders and the certainty of the evidence leave "
        "possible; shown even without a level",
    ),
    Column("level_high", "Possible range, high", "level"),
    Column(
        "certainty",
        "Certainty",
        meaning="the certainty of the evidence behind the level: very low, low, moderate or high",
    ),
    # What the level follows from, and what stands between it and the next one.
    Column(
        "origin",
        "Origin",
        "word",
        "measured: it follows from what sources state or facts give; judged: by a coder, "
        "where no measure gives a level",
    ),
    Column(
        "basis",
        "Based on",
        meaning="the measures that give the level, with what was stated and the interval it is "
        "read as; or the coders",
    ),
    Column(
        "conditions",
        "Conditions",
        meaning="each holds the level at its limit until evidence shows that it is met",
    ),
    Column(
        "nearest_anchor",
        "Nearest anchor",
        meaning="the anchor closest to the level",
    ),
    Column(
        "next_level",
        "Next level",
        meaning="what would have to be shown for the next level",
    ),
    Column("reasons", "Reasons"),
    Column("coders", "Coded by"),
    Column(
        "parent_program",
        "Parent program",
        meaning="the parent of this program, if it has a level here",
    ),
    Column(
        "parent_level",
        "Level of the parent program",
        "level",
        "shown only: it is not counted",
    ),
    Column(
        "evidence",
        "Evidence",
        meaning="ids of the sheet of evidence, with source and place",
    ),
)
"""One row for each criterion of each program."""
OVER_TIME = (
    *PROGRAM,
    Column("dimension_name", "Dimension"),
    Column(
        "period",
        "Period",
        meaning="the years that the description is about",
    ),
    Column("score", "Score", "score"),
    Column("status", "Status", "word"),
    Column("score_low", "80% interval, low", "score"),
    Column("score_high", "80% interval, high", "score"),
    Column("possible_low", "Possible range, low", "score"),
    Column("possible_high", "Possible range, high", "score"),
    Column("band", "Band"),
)
"""One row for each program, dimension and period, of programs that have several periods."""
FACTS = (
    Column("program", "Program"),
    Column("about", "About"),
    Column("text", "Text"),
)
"""One row for each line that a card says under its scores."""
PROGRAMS = (
    *PROGRAM,
    Column("country", "Country"),
    Column("object_type", "Type of program", "word"),
    Column(
        "synthetic",
        "Synthetic",
        "flag",
        "invented to test the engine; not comparable with real programs",
    ),
    Column(
        "overlays",
        "Overlays",
        meaning="files of facts from elsewhere that are added to the description",
    ),
    Column(
        "rubric",
        "Rubric",
        meaning="id and edition of the rubric; scores are comparable within one rubric and "
        "edition only",
    ),
)
"""One row for each program: what it is; its scores follow."""
PARTS = (
    Column(
        "score",
        "score",
        "score",
        "0 to 100; empty if not rated, which does not mean low",
    ),
    Column(
        "status",
        "status",
        "word",
        "rated; provisional, with less evidence coverage than the rubric asks for; or not "
        "rated, without a score",
    ),
    Column(
        "low",
        "80% interval, low",
        "score",
        "the middle 80% of simulations in which every level is off by as much as the "
        "certainty of its evidence allows",
    ),
    Column("high", "80% interval, high", "score"),
    Column(
        "possible_low",
        "possible range, low",
        "score",
        "from the worst to the best case of everything that is unknown",
    ),
    Column("possible_high", "possible range, high", "score"),
    Column("band", "band"),
    Column(
        "coverage",
        "evidence coverage",
        "share",
        "the share of the weight of the criteria that have a level",
    ),
)
"""The columns of a score by their names in rows; the last one is of dimensions alone."""


def programs(rubric: Rubric) -> list[Column]:
    """One row for each program: what it is, then score, doubt and status in every dimension and
    overall.
    """
    columns = localized(PROGRAMS)
    for key, name in score_names(rubric).items():
        columns += _score(key, say(name), rubric)
    return columns


def _score(key: str, name: str, rubric: Rubric) -> list[Column]:
    """The columns of one score; what they mean is told once, at the first dimension."""
    is_first = key == next(iter(rubric.dimensions))
    columns = []
    for part in localized(PARTS[:-1] if key == OVERALL else PARTS):
        heading = say("{dimension}: {what}", dimension=name, what=part.heading)
        meaning = _bands(rubric) if part.key == "band" else part.meaning
        if not is_first:
            meaning = ""
        columns.append(Column(f"{key}_{part.key}", heading, part.kind, meaning))
    return columns


def _bands(rubric: Rubric) -> str:
    """From how many points on there is which band, and its word."""
    texts = []
    for name in rubric.bands_best_first():
        band = rubric.bands[name]
        points, word = f"{band.from_:g}", say(band.word)
        texts.append(
            say("{band} from {points} ({word})", band=name, points=points, word=word)
        )
    return series(texts)
