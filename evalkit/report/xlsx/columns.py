"""The columns of the sheets: which values of a row they show, under what heading, and what that
means.
"""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.report.phrases import series
from evalkit.report.xlsx.book import Column


def programs(rubric: Rubric) -> list[Column]:
    """One row for each program: what it is, then score, doubt and status in every dimension and
    overall.
    """
    columns = [
        *_program(),
        Column("country", say("Country")),
        Column("object_type", say("Type of program"), "word"),
        Column(
            "synthetic",
            say("Synthetic"),
            "flag",
            say("invented to test the engine; not comparable with real programs"),
        ),
        Column(
            "overlays",
            say("Overlays"),
            meaning=say(
                "files of facts from elsewhere that are added to the description"
            ),
        ),
        Column(
            "rubric",
            say("Rubric"),
            meaning=say(
                "id and edition of the rubric; scores are comparable within one rubric and "
                "edition only"
            ),
        ),
    ]
    for key, dimension in rubric.dimensions.items():
        columns += _score(key, say(dimension.name), rubric, covered=True)
    if rubric.overall.is_given:
        columns += _score(OVERALL, say("Overall"), rubric, covered=False)
    return columns


def _program() -> list[Column]:
    return [Column("program", say("Program")), Column("name", say("Name"))]


def _score(key: str, name: str, rubric: Rubric, covered: bool) -> list[Column]:
    """The columns of one score; what they mean is told once, at the first dimension."""
    is_first = key == next(iter(rubric.dimensions))
    columns = []
    for part, heading, kind, meaning in _parts(rubric):
        if part == "coverage" and not covered:
            continue
        full_heading = say("{dimension}: {what}", dimension=name, what=heading)
        columns.append(
            Column(f"{key}_{part}", full_heading, kind, meaning if is_first else "")
        )
    return columns


Part = tuple[str, str, str, str]
"""A part of a score: its name in rows, its heading, what it holds, and what that means."""


def _parts(rubric: Rubric) -> list[Part]:
    return [
        (
            "score",
            say("score"),
            "score",
            say("0 to 100; empty if not rated, which does not mean low"),
        ),
        (
            "status",
            say("status"),
            "word",
            say(
                "rated; provisional, with less evidence coverage than the rubric asks for; or not "
                "rated, without a score"
            ),
        ),
        *_ranges(),
        ("band", say("band"), "text", _bands(rubric)),
        (
            "coverage",
            say("evidence coverage"),
            "share",
            say("the share of the weight of the criteria that have a level"),
        ),
    ]


def _ranges() -> list[Part]:
    return [
        (
            "low",
            say("80% interval, low"),
            "score",
            say(
                "the middle 80% of simulations in which every level is off by as much as the "
                "certainty of its evidence allows"
            ),
        ),
        ("high", say("80% interval, high"), "score", ""),
        (
            "possible_low",
            say("possible range, low"),
            "score",
            say("from the worst to the best case of everything that is unknown"),
        ),
        ("possible_high", say("possible range, high"), "score", ""),
    ]


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


def over_time() -> list[Column]:
    """One row for each program, dimension and period, of programs that have several periods."""
    return [
        *_program(),
        Column("dimension_name", say("Dimension")),
        Column(
            "period",
            say("Period"),
            meaning=say("the years that the description is about"),
        ),
        Column("score", say("Score"), "score"),
        Column("status", say("Status"), "word"),
        Column("score_low", say("80% interval, low"), "score"),
        Column("score_high", say("80% interval, high"), "score"),
        Column("possible_low", say("Possible range, low"), "score"),
        Column("possible_high", say("Possible range, high"), "score"),
        Column("band", say("Band")),
    ]


def criteria() -> list[Column]:
    """One row for each criterion of each program."""
    return [*_program(), *_criterion(), *_level(), *_basis(), *_parent(), _evidence()]


def _criterion() -> list[Column]:
    return [
        Column("rubric", say("Rubric")),
        Column("dimension_name", say("Dimension")),
        Column("criterion", say("Criterion")),
        Column("criterion_name", say("Name of the criterion")),
        Column(
            "weight",
            say("Weight"),
            "number",
            say(
                "the weight of the criterion in its dimension; these weights add up to 1"
            ),
        ),
    ]


def _level() -> list[Column]:
    """The level, what it can be, and how certain its evidence is."""
    return [
        Column(
            "level",
            say("Level"),
            "level",
            say(
                "0 to 4, by the anchors of the criterion; empty, not 0, where nothing is known"
            ),
        ),
        Column(
            "status",
            say("Status"),
            "word",
            say(
                "rated; unknown: no evidence; absent: stated not to exist; contested: sources or "
                "coders far apart; not applicable; error"
            ),
        ),
        Column(
            "level_low",
            say("Possible range, low"),
            "level",
            say(
                "all levels that sources, coders and the certainty of the evidence leave "
                "possible; shown even without a level"
            ),
        ),
        Column("level_high", say("Possible range, high"), "level"),
        Column(
            "certainty",
            say("Certainty"),
            meaning=say(
                "the certainty of the evidence behind the level: very low, low, moderate or high"
            ),
        ),
    ]


def _basis() -> list[Column]:
    """What the level follows from, and what stands between it and the next one."""
    return [
        Column(
            "origin",
            say("Origin"),
            "word",
            say(
                "measured: it follows from what sources state or facts give; judged: by a coder, "
                "where no measure gives a level"
            ),
        ),
        Column(
            "basis",
            say("Based on"),
            meaning=say(
                "the measures that give the level, with what was stated and the interval it is "
                "read as; or the coders"
            ),
        ),
        Column(
            "conditions",
            say("Conditions"),
            meaning=say(
                "each holds the level at its limit until evidence shows that it is met"
            ),
        ),
        Column(
            "nearest_anchor",
            say("Nearest anchor"),
            meaning=say("the anchor closest to the level"),
        ),
        Column(
            "next_level",
            say("Next level"),
            meaning=say("what would have to be shown for the next level"),
        ),
        Column("reasons", say("Reasons")),
        Column("coders", say("Coded by")),
    ]


def _parent() -> list[Column]:
    return [
        Column(
            "parent_program",
            say("Parent program"),
            meaning=say("the parent of this program, if it has a level here"),
        ),
        Column(
            "parent_level",
            say("Level of the parent program"),
            "level",
            say("shown only: it is not counted"),
        ),
    ]


def _evidence() -> Column:
    return Column(
        "evidence",
        say("Evidence"),
        meaning=say("ids of the sheet of evidence, with source and place"),
    )


def facts() -> list[Column]:
    """One row for each line that a card says under its scores."""
    return [
        Column("program", say("Program")),
        Column("about", say("About")),
        Column("text", say("Text")),
    ]
