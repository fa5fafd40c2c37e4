"""Faults of descriptions and of what belongs to them: coders' files, overlays, sources, tables."""

from __future__ import annotations

from evalkit.read.codes.page import Page

PAGES = {
    "EK201": Page(
        "unknown key",
        "A misspelt key would be lost, and the fact with it.",
        "Use the key that is suggested; evalkit schema program lists all of them.",
    ),
    "EK202": Page(
        "missing key", "Without it the entry cannot be understood.", "Write it."
    ),
    "EK203": Page(
        "wrong type",
        "The value is not of the kind that the key takes.",
        "Write a value of the kind that the message names; leave the key out when the value is"
        " not known.",
    ),
    "EK204": Page(
        "out of range",
        "The value is impossible: a share lies between 0 and 1, a level between 0 and 4, a count"
        " is not negative.",
        "Check the figure and its unit.",
    ),
    "EK205": Page(
        "unknown word",
        "Measures read these words, so they come from a fixed list.",
        "Use a word of the list.",
    ),
    "EK206": Page(
        "dangling id",
        "The id names evidence, a source or an actor that does not exist.",
        "Write the entry, or name the right one.",
    ),
    "EK207": Page(
        "without evidence",
        "A tie or a level without evidence is an opinion.",
        "Name the evidence, or leave the entry out; it is then unknown.",
    ),
    "EK208": Page(
        "an objective above level 1",
        "Intentions are not behavior (validity rule G3).",
        "Add evidence of what was done, or code level 1 or lower.",
    ),
    "EK209": Page(
        "results where they do not count",
        "Revenue, jobs, tenants or exports say nothing about coordination, redundancy or fit"
        " (validity rule G1).",
        "Add evidence of behavior or rules.",
    ),
    "EK211": Page(
        "unknown country or region",
        "Codes join programs to statistics.",
        "Use ISO 3166 codes; where the source gives only words, write the words.",
    ),
    "EK212": Page(
        "no such criterion",
        "No installed rubric has a criterion of this id. The coding is set aside (a warning); an"
        " id close to that of a criterion is treated as a misspelling.",
        "Use the id that is suggested; evalkit rubrics show lists all of them.",
    ),
    "EK213": Page(
        "level between the halves",
        "Levels are whole or half; finer steps would be false precision.",
        "Round to a half.",
    ),
    "EK214": Page(
        "tie without ends",
        "A tie connects two actors.",
        "Write between, from and to, or among.",
    ),
    "EK215": Page(
        "certainty without a reason",
        "The certainty of evidence is computed; a coder who lowers it has to give a reason.",
        "Add certainty_why, or remove certainty.",
    ),
    "EK216": Page(
        "no such list",
        "listed_in_full names lists that are complete.",
        "Name a list of the description.",
    ),
    "EK217": Page(
        "part larger than the whole",
        "The two figures cannot both be right.",
        "Check them, and that they count the same.",
    ),
    "EK218": Page(
        "itself",
        "A program is not a component of itself, and it overlaps only with others.",
        "Name another program.",
    ),
    "EK219": Page(
        "circle",
        "A program that is part of itself through others has no parent.",
        "Remove part_of from one of the files.",
    ),
    "EK220": Page(
        "a high level on evidence against it",
        "Evidence that contradicts a level does not show a level above the middle.",
        "Name what supports the level, and this evidence under contradicted_by:.",
    ),
    "EK221": Page(
        "coder's file without a description",
        "The codings of a further coder belong to a description; in a file of another name they"
        " would be lost.",
        "Name the file <id>.<coder>.yaml and put it beside <id>.yaml.",
    ),
    "EK222": Page(
        "evidence without a place (warning)",
        "Nobody can look it up.",
        "Write the page, section or paragraph under at:.",
    ),
    "EK223": Page(
        "level without a reason (warning)",
        "A reader cannot see how the evidence meets the anchor.",
        "Write why:, in a few words.",
    ),
    "EK224": Page(
        "tables without a nation",
        "A region is specialized only beside the whole country.",
        "Add the row nation: to employment.",
    ),
    "EK225": Page(
        "no such place",
        "The work says which places it has (places: of the source), and this is none of them:"
        " nobody could look it up.",
        "Correct the place, or the list of places.",
    ),
    "EK226": Page(
        "export shares that are hardly possible together (warning)",
        "No market beyond the tenth is larger than the tenth, and markets 6 to 10 have no more"
        " than the first five: not every pair of shares is possible, and some only with an even"
        " spread that trade does not show.",
        "Look the figures up again; an overlay can set trade data beside them.",
    ),
    "EK227": Page(
        "overlay without its description",
        "It would be silently ignored.",
        "Correct the id, or give the description to the run as well.",
    ),
    "EK228": Page(
        "overlay that replaces",
        "An overlay adds what its own sources say beside what the description says; it overwrites"
        " nothing.",
        "Give the entry another id, so that both can be seen.",
    ),
    "EK229": Page(
        "two descriptions of one program",
        "It is unclear which one is meant.",
        "Remove one of the files, or give it another id. Descriptions of several periods may have"
        " one id where each states its period (assessed:).",
    ),
    "EK230": Page(
        "real program with a synthetic parent or peer",
        "A synthetic program would be shown beside a real one as its parent, or serve as its peer.",
        "Name a real program, or mark this one as synthetic too (synthetic: true).",
    ),
    "EK231": Page(
        "overlay that adds nothing",
        "It would change no card, and the run was asked to use it.",
        "Write the facts, or leave it out.",
    ),
    "EK232": Page(
        "a high level on what those who run the program say (warning)",
        "Praise by those who run a program is weak evidence (validity rule G11), and evidence"
        " without a direction is not treated as praise.",
        "Write direction: supports with the evidence, or add another source.",
    ),
    "EK233": Page(
        "'not applicable' needs evidence (warning)",
        "Not applicable takes the weight of a criterion out of the score, so it needs evidence."
        " Without evidence, the criterion counts as unknown.",
        "Name the evidence that shows it, or write unknown.",
    ),
    "EK234": Page(
        "no such measure",
        "Only a measure that asks a question can be stated. One that no loaded plugin or rubric"
        " knows is set aside (a warning); a name close to a known one is treated as a misspelling.",
        "Write the id of a measure: evalkit explain --list.",
    ),
    "EK235": Page(
        "not a value of the measure",
        "Each measure says what may be stated for it: an amount, a number, a count, yes or no, or"
        " one word of its own.",
        "Write what the message names; evalkit explain MEASURE shows the question and the words.",
    ),
    "EK236": Page(
        "evidence that nothing uses (warning)",
        "Unused evidence may contradict a level.",
        "Name it under a fact, an observation or a coding, or remove it.",
    ),
    "EK237": Page(
        "reader that is not declared",
        "A card says whether a person or a model took an observation from its source.",
        "Declare the reader: coders: {anna: {kind: person}}.",
    ),
    "EK238": Page(
        "observation of the program on evidence of something larger (warning)",
        "Statements about a family of programs, or about a whole system, are shown with a program"
        " but give it no level.",
        "Write scope: family or system with the observation; where the source is about the"
        " program itself, correct the scope of the evidence.",
    ),
    "EK239": Page(
        "duplicate observation",
        "One statement of one source would count twice.",
        "Keep one; list several readers who found the same under reader: of one observation.",
    ),
    "EK240": Page(
        "file of another kind",
        "Each option and each command takes one kind of file, and this is a different kind.",
        "Use the command or option that the message names.",
    ),
    "EK241": Page(
        "untouched skeleton",
        "An untouched skeleton says nothing about a program, and its card would look like a"
        " finding.",
        "Write the name of the program and what its sources say.",
    ),
    "EK243": Page(
        "facts that no loaded plugin declares",
        "Facts under facts: belong to a plugin. Without it they are set aside (a warning); a name"
        " close to that of a loaded block is treated as a misspelling.",
        "Install the plugin, or name it with --plugin; correct the name where it is misspelt.",
    ),
    "EK246": Page(
        "criterion of several rubrics",
        "Two installed rubrics have a criterion of this id, and neither is a copy of the other"
        " (adapts:) or comes with evalkit.",
        "Write the id of the rubric before it, as in dac/SUS-1.",
    ),
    "EK245": Page(
        "number in another unit",
        "The field is read in one unit, and evalkit converts nothing by itself.",
        "Convert the number, and write it with the unit that the message names, or without any.",
    ),
    "EK250": Page(
        "too many parents",
        "A program is part of one or two others; a long chain of them is damaged, or made to break"
        " the reader.",
        "Name the program that this one is run in.",
    ),
    "EK252": Page(
        "acceptance of nothing",
        "A person accepts what a model proposes, criterion by criterion; there is no such proposal,"
        " or the one who accepts is a model.",
        "Name the model of the proposal under accepts:, or leave accepts: out: the level is then"
        " the coder's own.",
    ),
    "EK253": Page(
        "proposal that has changed",
        "A person accepted an answer, and the model's file now holds another one.",
        "Look at the proposal again and write what is accepted now, or leave accepts: out.",
    ),
    "EK254": Page(
        "coder's file changed after it was sealed (warning)",
        "A seal fixes what a coder answered before the coders met; agreement is measured on that.",
        "Restore what was sealed, and record what was agreed on later with evalkit coding"
        " adjudicate.",
    ),
    "EK255": Page(
        "who decided, with a coder's own answer (warning)",
        "Under by: stands who decided an adjudicated answer. A coder's own answer is that of the"
        " coder, and another name with it is shown nowhere.",
        "Leave by: out, or record what was agreed on with evalkit coding adjudicate.",
    ),
}
