"""Faults of rubrics."""

from __future__ import annotations

from evalkit.read.codes.page import Page

PAGES = {
    "EK301": Page(
        "weights do not add up",
        "Weights that do not add up to 1 change the scale of the score.",
        "Change them so that they do.",
    ),
    "EK302": Page(
        "bands leave a gap",
        "Every score from 0 to 100 needs a band.",
        "Let the lowest band begin at 0.",
    ),
    "EK303": Page(
        "anchors missing",
        "Each of the five levels needs its sentence.",
        "Write the missing ones.",
    ),
    "EK304": Page(
        "breakpoints or limit",
        "Five breakpoints that rise or fall throughout turn the value of a main measure into a"
        " level; a condition limits it.",
        "Write five values, or a limit.",
    ),
    "EK305": Page(
        "key criterion",
        "Each dimension names the criterion without which it has no score.",
        "Name a criterion of the dimension.",
    ),
    "EK306": Page(
        "dangling validity rule or reference",
        "A criterion names what the rubric does not have.",
        "Write it, or name another.",
    ),
    "EK307": Page(
        "half-widths",
        "Better evidence may not give a wider interval.",
        "Write five numbers that fall.",
    ),
    "EK308": Page(
        "no start for a kind of source",
        "Evidence of this kind would have no certainty.",
        "Give it a certainty to start with.",
    ),
    "EK310": Page(
        "coverage",
        "A score that is rated must rest on more than a provisional one.",
        "Swap the two numbers.",
    ),
    "EK311": Page(
        "dangling dimension or band",
        "A cap that names something missing would never apply.",
        "Name a dimension, or a band, of the rubric.",
    ),
    "EK309": Page(
        "no such measure",
        "A measure that no evaluator takes would be silently missing.",
        "Use the id that is suggested; evalkit explain --list names all of them.",
    ),
    "EK312": Page(
        "criterion in two dimensions",
        "Codings name a criterion by its id alone; of two with the same id, one would be lost.",
        "Give one of them another id.",
    ),
    "EK313": Page(
        "dimension called overall",
        "Gates, comparisons and tables call the score of the whole overall.",
        "Give the dimension another id.",
    ),
    "EK314": Page(
        "misspelt evaluator",
        "No evaluator of this id is loaded, but one with a similar id is; the dimension would not"
        " be measured.",
        "Use the id that is suggested. Where another evaluator is meant, install its plugin, or"
        " name it with --plugin.",
    ),
    "EK315": Page(
        "breakpoints out of range",
        "Breakpoints outside the values that the measure can have, such as percentages of a"
        " share, give wrong levels.",
        "Write the breakpoints in the unit of the measure; evalkit explain shows unit and range.",
    ),
    "EK316": Page(
        "measure that cannot be stated",
        "The answer, words and range of a measure that a rubric declares must fit together.",
        "Change what the message names.",
    ),
    "EK317": Page(
        "word of amount without three shares",
        "A word of amount needs a low end, a typical value and a high end, each from 0 to 1.",
        "Write three shares in rising order, such as [.05, .12, .25].",
    ),
    "EK318": Page(
        "decision table with unknown words",
        "A decision table needs words for each input, two outcomes or more, and rows that use them;"
        " a cap would give points between two words.",
        "Correct what the message names.",
    ),
    "EK319": Page(
        "gap in a decision table",
        "Some combination of words has no row, so that a program with these words would have no"
        " outcome.",
        "Add rows; a row without a condition for an input holds for any word of it.",
    ),
    "EK320": Page(
        "contradiction in a decision table",
        "Two rows hold for the same combination of words and give different outcomes.",
        "Narrow the conditions of one of them.",
    ),
    "EK321": Page(
        "decision table that falls",
        "A better word of one input leads to a worse outcome; then the worst and the best case are"
        " not at the ends of a range, and better evidence could lower a score.",
        "Correct the outcome of one of the rows that the message names.",
    ),
}
