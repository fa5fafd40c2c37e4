"""The columns of the sheets: which values of a row they show, under what heading, and what that means."""

from __future__ import annotations

from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.report.phrases import series
from evalkit.report.words import say
from evalkit.report.xlsx.book import Column


def programs(rubric: Rubric) -> list[Column]:
    """One row for each program: what it is, then score, doubt and status in every dimension and overall."""
    found = [
        *_program(),
        Column("country", say("Country")),
        Column("object_type", say("Kind of object"), "word"),
        Column("synthetic", say("Made up"), "flag", say("made up, to try the engine on; no match for real programs")),
        Column("overlays", say("Overlays"), meaning=say("files of facts from elsewhere that are laid over the description")),
        Column("rubric", say("Rubric"), meaning=say("id and edition of the rubric; only scores by one rubric and edition mean the same")),
    ]
    for id, dimension in rubric.dimensions.items():
        found += _score(id, say(dimension.name), rubric, covered=True)
    return found + (_score(OVERALL, say("Overall"), rubric, covered=False) if rubric.overall.is_given else [])


def _program() -> list[Column]:
    return [Column("program", say("Program")), Column("name", say("Name"))]


def _score(key: str, name: str, rubric: Rubric, covered: bool) -> list[Column]:
    """The columns of one score; what they mean is told once, at the first dimension."""
    bands = series(
        say("{band} from {points} ({word})", band=band, points=f"{rubric.bands[band].from_:g}", word=say(rubric.bands[band].word))
        for band in rubric.bands_best_first()
    )
    parts = [
        ("score", say("score"), "score", say("0 to 100; empty where it is not rated, which is neither good nor bad")),
        ("status", say("status"), "word", say("rated, provisional where less is known than the rubric asks for, or not rated: then there is no score")),
        ("low", say("interval, low"), "score", say("the interval holds 80% of the draws, in which each level is off by what its evidence allows")),
        ("high", say("interval, high"), "score", ""),
        ("bound_low", say("bounds, low"), "score", say("the bounds hold what the score could be if all that is unknown were known")),
        ("bound_high", say("bounds, high"), "score", ""),
        ("band", say("band"), "text", bands),
        ("coverage", say("own evidence"), "share", say("the share of the weight that is rated on evidence about the program itself")),
    ]  # fmt: skip
    first = key == next(iter(rubric.dimensions))
    return [
        Column(f"{key}_{part}", say("{dimension}: {what}", dimension=name, what=heading), kind, meaning if first else "")
        for part, heading, kind, meaning in parts
        if covered or part != "coverage"
    ]


def criteria() -> list[Column]:
    """One row for each criterion of each program."""
    return [
        *_program(),
        Column("rubric", say("Rubric")),
        Column("dimension_name", say("Dimension")),
        Column("criterion", say("Criterion")),
        Column("criterion_name", say("Name of the criterion")),
        Column("weight", say("Weight"), "number", say("the weight of the criterion in its dimension, of 1")),
        Column("level", say("Level"), "level", say("0 to 4, by the anchors of the criterion; empty where nothing is known, and never 0 for that")),
        Column("status", say("Status"), "word", say("rated; unknown: nobody looked; absent: somebody says that it is not there; contested: coded and measured far apart; not applicable; error")),
        Column("level_low", say("Interval, low"), "level", say("the level may be off by this much, the weaker the evidence the more")),
        Column("level_high", say("Interval, high"), "level"),
        Column("grade", say("Grade"), "count", say("how strong the evidence is, from 1 to 4")),
        Column("anchor", say("Anchor"), meaning=say("the sentence of the level; a level between two has that of the lower one")),
        Column("next_level", say("Next level"), meaning=say("what would have to be shown for the next level")),
        Column("reasons", say("Reasons")),
        Column("coders", say("Coded by")),
        Column("inherited_from", say("Taken over from"), meaning=say("the whole whose verdict stands here, where nobody judged the program itself")),
        Column("evidence", say("Evidence"), meaning=say("ids of the sheet of evidence, with source and place")),
    ]  # fmt: skip


def evidence() -> list[Column]:
    """One row for each piece of evidence of each program."""
    return [
        Column("program", say("Program")),
        Column("evidence", say("Evidence")),
        Column("says", say("Says"), meaning=say("in the words of whoever described the program, not in those of the source")),
        Column("claim", say("Claim"), "word", say("what is claimed: an aim, a rule, behavior, an outcome, a judgment, or that something is absent")),
        Column("speaks", say("Speaks"), "word", say("for or against the program")),
        Column("scope", say("Speaks of"), "word", say("own: the program itself; family: programs of its kind; system: the whole around it")),
        Column("source", say("Source")),
        Column("locator", say("Place"), meaning=say("where in the source")),
        Column("read_in", say("Read in"), meaning=say("the work in which a source was read, where it was not read itself")),
        Column("criteria", say("Criteria"), meaning=say("the criteria whose levels rest on it")),
        Column("against", say("Against"), meaning=say("the criteria of which it speaks against the level")),
    ]  # fmt: skip


def measures() -> list[Column]:
    """One row for each measurement of each program."""
    return [
        Column("program", say("Program")),
        Column("criterion", say("Criterion")),
        Column("measure", say("Measure")),
        Column("value", say("Value in words"), meaning=say("with the digits that the other formats show")),
        Column("value_low", say("Value, low"), "number", say("the least that the value can be; empty where it is unknown")),
        Column("value_high", say("Value, high"), "number", say("the most; empty where it is unknown or has no limit")),
        Column("unit", say("Unit")),
        Column("n", say("Units known"), "count"),
        Column("of", say("Units in all"), "count"),
        Column("role", say("Role"), "word", say("direct may set a level, proxy may move one, ceiling may lower one, context moves none")),
        Column("counted", say("Has a vote"), "flag"),
        Column("level_low", say("Level, low"), "level", say("the levels that the ends of the value reach")),
        Column("level_high", say("Level, high"), "level"),
        Column("note", say("Note")),
        Column("formula", say("Formula")),
        Column("evidence", say("Evidence")),
        Column("source", say("Source")),
    ]  # fmt: skip


def facts() -> list[Column]:
    """One row for each line that a card says under its scores."""
    return [Column("program", say("Program")), Column("about", say("About")), Column("text", say("Text"))]


def pairs() -> list[Column]:
    """One row for each pair of programs and each dimension."""
    return [
        Column("left", say("Left")),
        Column("right", say("Right")),
        Column("dimension_name", say("Dimension")),
        Column("verdict_said", say("Verdict"), meaning=say("which side is higher, by the three conditions of the rubric; or why none is said to be")),
        Column("difference", say("Difference"), "score", say("left minus right, in points; empty where one side has no score")),
        Column("share_left_higher", say("Share of draws"), "share", say("in which the left one is higher; no probability that it is better")),
        Column("common_weight", say("Common weight"), "share", say("the weight of the criteria that are rated on both sides")),
        Column("contributions", say("Made by"), meaning=say("what each criterion adds to the difference, in points; together they are the whole of it")),
        Column("reasons", say("Reasons")),
    ]  # fmt: skip


def groups() -> list[Column]:
    """One row for each group and each dimension."""
    return [
        Column("country_said", say("Country")),
        Column("kind_said", say("Kind of object")),
        Column("dimension_name", say("Dimension")),
        Column("programs", say("Programs"), "count"),
        Column("not_rated", say("Not rated"), "count"),
        Column("counted", say("Counted"), "count", say("the programs with a score on their own verdicts that are not parts of one another")),
        Column("median", say("Median"), "score", say("of the counted ones; empty where they are too few")),
        Column("quartile_low", say("Lower quartile"), "score"),
        Column("quartile_high", say("Upper quartile"), "score"),
        Column("why", say("Why there is none")),
    ]  # fmt: skip


def shared() -> list[Column]:
    """One row for each piece of evidence that several rubrics use, and each of these."""
    return [
        Column("program", say("Program")),
        Column("evidence", say("Evidence")),
        Column("says", say("Says")),
        Column("rubric", say("Rubric")),
        Column("criteria", say("Criteria"), meaning=say("the criteria of this rubric whose levels rest on it: agreement between rubrics here confirms nothing")),
    ]  # fmt: skip
