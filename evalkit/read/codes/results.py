"""Faults of saved results."""

from __future__ import annotations

from evalkit.read.codes.page import Page

PAGES = {
    "EK401": Page(
        "no result that can be reported again",
        "Only report cards, comparisons and perspectives hold all that a report shows.",
        "Give a file that evalkit score or evalkit compare wrote as JSON (-o cards.json, or"
        " --format json).",
    ),
    "EK402": Page(
        "version of a result that is not known",
        "The number is raised when a field changes its meaning; reading it as another version would"
        " show something wrong.",
        "Use the evalkit that wrote the result, or a newer one.",
    ),
    "EK403": Page(
        "result of an older evalkit",
        "It was made by rules that have changed since, so its numbers do not mean what those of"
        " today mean.",
        "Score the programs again, and save that.",
    ),
    "EK404": Page(
        "result whose parts do not fit together",
        "It names what it does not hold, or says two things that cannot both be: it was changed, or"
        " cut, after evalkit wrote it.",
        "Save the result again; what should be different belongs into the description or the"
        " rubric.",
    ),
}
