"""The columns of the sheets of evidence and of measurements, and what they mean."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.report.xlsx.book import Column


def evidence() -> list[Column]:
    """One row for each piece of evidence of each program."""
    return [*_claim(), *_source(), *_criteria()]


def _claim() -> list[Column]:
    """What the evidence says, and in which sense."""
    return [
        Column("program", say("Program")),
        Column("evidence", say("Evidence")),
        Column(
            "says",
            say("Says"),
            meaning=say("in the words of the description, not of the source"),
        ),
        Column(
            "claim",
            say("Claim"),
            "word",
            say(
                "what is claimed: an objective, a rule, behavior, an outcome, a judgment, or an "
                "absence"
            ),
        ),
        Column(
            "direction",
            say("Direction"),
            "word",
            say("whether it supports the program or contradicts it"),
        ),
        Column(
            "scope",
            say("Scope"),
            "word",
            say(
                "own: the program itself; family: programs of its type; system: everything around "
                "it"
            ),
        ),
    ]


def _source() -> list[Column]:
    return [
        Column("source", say("Source")),
        Column("locator", say("Place"), meaning=say("where in the source")),
        Column(
            "links",
            say("Address"),
            meaning=say("where the source can be found; text, not a link"),
        ),
        Column(
            "read_in",
            say("Read in"),
            meaning=say(
                "the work in which a source was read, where it was not read itself"
            ),
        ),
    ]


def _criteria() -> list[Column]:
    return [
        Column(
            "criteria",
            say("Criteria"),
            meaning=say("the criteria whose levels rest on it"),
        ),
        Column(
            "contradicts",
            say("Contradicts"),
            meaning=say("the criteria whose level it contradicts"),
        ),
    ]


def measures() -> list[Column]:
    """One row for each measurement of each program."""
    return [*_stated(), *_value(), *_level()]


def _stated() -> list[Column]:
    """What is measured, and what a source states of it."""
    return [
        Column("program", say("Program")),
        Column("criterion", say("Criterion")),
        Column("measure", say("Measure")),
        Column(
            "stated",
            say("Stated"),
            meaning=say(
                "what a source states, in its words; empty for what is computed from facts"
            ),
        ),
        Column("of_what", say("Stated of")),
        Column(
            "scope",
            say("Scope"),
            "word",
            say("only what is said of the program itself is counted"),
        ),
        Column("readers", say("Read by")),
    ]


def _value() -> list[Column]:
    return [
        Column(
            "value",
            say("Value in words"),
            meaning=say(
                "the value as read or computed, rounded as in the other formats"
            ),
        ),
        Column(
            "value_low",
            say("Value, low"),
            "number",
            say("the least that the value can be; empty where it is unknown"),
        ),
        Column(
            "value_high",
            say("Value, high"),
            "number",
            say("the most; empty where it is unknown or has no limit"),
        ),
        Column("unit", say("Unit")),
        Column("n", say("Units known"), "count"),
        Column("of", say("Units in all"), "count"),
    ]


def _level() -> list[Column]:
    """What the value does for the level, and what it rests on."""
    return [
        Column(
            "role",
            say("Role"),
            "word",
            say(
                "main gives a level; condition holds it at a limit; descriptive is shown only"
            ),
        ),
        Column("counted", say("Counted"), "flag"),
        Column(
            "level_low",
            say("Level, low"),
            "level",
            say("the levels that the ends of the value reach"),
        ),
        Column("level_high", say("Level, high"), "level"),
        Column("note", say("Note")),
        Column("formula", say("Formula")),
        Column("evidence", say("Evidence")),
        Column("source", say("Source")),
    ]
