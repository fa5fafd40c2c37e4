"""The columns of the sheets of evidence and of measurements, and what they mean."""

from __future__ import annotations

from evalkit.report.xlsx.column import Column

EVIDENCE = (
    # What the evidence says, and in which sense.
    Column("program", "Program"),
    Column("evidence", "Evidence"),
    Column(
        "says",
        "Says",
        meaning="in the words of the description, not of the source",
    ),
    Column(
        "claim",
        "Claim",
        "word",
        "what is claimed: an objective, a rule, behavior, an outcome, a judgment, or an "
        "absence",
    ),
    Column(
        "direction",
        "Direction",
        "word",
        "whether it supports the program or contradicts it",
    ),
    Column(
        "scope",
        "Scope",
        "word",
        "own: the program itself; family: programs of its type; system: everything around "
        "it",
    ),
    Column("source", "Source"),
    Column("locator", "Place", meaning="where in the source"),
    Column(
        "links",
        "Address",
        meaning="where the source can be found; text, not a link",
    ),
    Column(
        "read_in",
        "Read in",
        meaning="the work in which a source was read, where it was not read itself",
    ),
    Column(
        "criteria",
        "Criteria",
        meaning="the criteria whose levels rest on it",
    ),
    Column(
        "contradicts",
        "Contradicts",
        meaning="the criteria whose level it contradicts",
    ),
)
"""One row for each piece of evidence of each program."""
MEASURES = (
    # What is measured, and what a source states of it.
    Column("program", "Program"),
    Column("criterion", "Criterion"),
    Column("measure", "Measure"),
    Column(
        "stated",
        "Stated",
        meaning="what a source states, in its words; empty for what is computed from facts",
    ),
    Column("of_what", "Stated of"),
    Column(
        "scope",
        "Scope",
        "word",
        "only what is said of the program itself is counted",
    ),
    Column("readers", "Read by"),
    Column(
        "value",
        "Value in words",
        meaning="the value as read or computed, rounded as in the other formats",
    ),
    Column(
        "value_low",
        "Value, low",
        "number",
        "the least that the value can be; empty where it is unknown",
    ),
    Column(
        "value_high",
        "Value, high",
        "number",
        "the most; empty where it is unknown or has no limit",
    ),
    Column("unit", "Unit"),
    Column("n", "Units known", "count"),
    Column("of", "Units in all", "count"),
    # What the value does for the level, and what it rests on.
    Column(
        "role",
        "Role",
        "word",
        "main gives a level; condition holds it at a limit; descriptive is shown only",
    ),
    Column("counted", "Counted", "flag"),
    Column(
        "level_low",
        "Level, low",
        "level",
        "the levels that the ends of the value reach",
    ),
    Column("level_high", "Level, high", "level"),
    Column("note", "Note"),
    Column("formula", "Formula"),
    Column("evidence", "Evidence"),
    Column("source", "Source"),
)
"""One row for each measurement of each program."""
