"""A page for each code of a fault; a code never changes its meaning."""

from __future__ import annotations

from evalkit.model.frozen import frozen


@frozen
class Page:
    """What `evalkit explain CODE` says: what the fault is, why it is one, and what to do."""

    title: str
    why: str
    mend: str


PAGES = {
    "EK101": Page(
        "not UTF-8",
        "Descriptions hold Hangul and Chinese; another encoding would garble them in silence.",
        "Save the file as UTF-8; a byte-order mark is fine.",
    ),
    "EK102": Page(
        "not YAML or JSON",
        "The text breaks the syntax at the place that is shown, so nothing after it can be read.",
        "Mend that place: indentation, a missing space after a colon, an open bracket or quote.",
    ),
    "EK103": Page(
        "empty file", "There is nothing to read.", "Begin with id, name, country and object_type."
    ),
    "EK104": Page(
        "several documents",
        "One file describes one program, so that its digest stands for it.",
        "Split the file.",
    ),
    "EK105": Page(
        "alias or anchor",
        "An alias makes a value stand in two places, and can be made to expand without end.",
        "Write the value out.",
    ),
    "EK106": Page(
        "tag",
        "Tags can ask a reader to build objects; evalkit reads plain values only.",
        "Take the tag away.",
    ),
    "EK107": Page(
        "nested too deeply",
        "No description nests that deep; such a file is damaged or made to break the reader.",
        "Flatten it.",
    ),
    "EK108": Page(
        "file too large",
        "A description takes some ten kilobytes; a file of megabytes is something else.",
        "Give the path of the description.",
    ),
    "EK109": Page(
        "control character",
        "Control characters can hide text or drive a terminal.",
        "Take the character out.",
    ),
    "EK110": Page(
        "lone surrogate", "Half of a character pair is no text.", "Write the whole character."
    ),
    "EK111": Page(
        "twin",
        "The same key stands twice, and it cannot be told which one is meant.",
        "Keep one, or rename one.",
    ),
    "EK112": Page(
        "file cannot be read",
        "The file is missing, is a folder, or may not be read.",
        "Check the path and your rights.",
    ),
    "EK201": Page(
        "unknown key",
        "A misspelt key would be lost, and the fact with it.",
        "Use the key that is suggested; evalkit schema program lists all of them.",
    ),
    "EK202": Page("missing key", "Without it the entry cannot be understood.", "Write it."),
    "EK203": Page(
        "wrong type",
        "The value is not of the kind that the key takes.",
        "Write a value of the kind that the message names; leave the key out when the value is not"
        " known.",
    ),
    "EK204": Page(
        "out of range",
        "The value cannot be: a share lies between 0 and 1, a level between 0 and 4, a count is not"
        " negative.",
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
        "A tie or a level that nothing shows is an opinion.",
        "Name the evidence, or leave it out: then it is unknown.",
    ),
    "EK208": Page(
        "a mere aim above level 1",
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
        "The rubric has no criterion of this id.",
        "Use the id that is suggested; evalkit rubrics show lists all of them.",
    ),
    "EK213": Page(
        "level between the halves",
        "Levels are whole or half; finer steps would be false precision.",
        "Round to a half.",
    ),
    "EK214": Page(
        "tie without ends",
        "A tie joins somebody to somebody.",
        "Write between, from and to, or among.",
    ),
    "EK215": Page(
        "certainty without a reason",
        "The certainty of evidence is computed; a coder who lowers it owes the reader a reason.",
        "Add certainty_why, or take certainty away.",
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
        "A program is no component of itself, and overlap is with others.",
        "Name another program.",
    ),
    "EK219": Page(
        "circle",
        "A program that is part of itself by way of others has no parent.",
        "Take part_of out of one of the files.",
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
        "export shares that can hardly hold together (warning)",
        "No market beyond the tenth is larger than the tenth, and markets 6 to 10 have no more than"
        " the first five: not every pair of shares is possible, and some only with an even spread"
        " that trade does not show.",
        "Look the figures up again; an overlay can set trade data beside them.",
    ),
    "EK227": Page(
        "overlay without its description",
        "It would be ignored in silence.",
        "Mend the id, or give the description to the run as well.",
    ),
    "EK228": Page(
        "overlay that replaces",
        "An overlay adds what its own sources say beside what the description says; nothing that"
        " stands is overwritten.",
        "Give the entry another id, so that both can be seen.",
    ),
    "EK229": Page(
        "two descriptions of one program",
        "It cannot be told which one is meant.",
        "Take one of the files away, or give it another id.",
    ),
    "EK230": Page(
        "real program with a synthetic parent or peer",
        "A synthetic program would be shown beside a real one as its parent, or be what that is"
        " measured against.",
        "Name a real program, or mark this one as synthetic too (synthetic: true).",
    ),
    "EK231": Page(
        "overlay that adds nothing",
        "It would change no card, and the run was asked to use it.",
        "Write the facts, or leave it out.",
    ),
    "EK232": Page(
        "a high level on what those who run the program say (warning)",
        "Praise by those who run a program is weak evidence (validity rule G11), and evidence that"
        " does not say which way it speaks is not taken for praise.",
        "Write direction: supports with the evidence, or add what somebody else says.",
    ),
    "EK233": Page(
        "not applicable without evidence (warning)",
        "Not applicable takes the weight of a criterion out of the score, so it needs evidence."
        " Without evidence, the criterion counts as unknown.",
        "Name the evidence that shows it, or write unknown.",
    ),
    "EK234": Page(
        "no such measure",
        "Only a measure that asks a question can be stated.",
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
        "Evidence that is left aside may be what contradicts a level.",
        "Name it under a fact, an observation or a coding, or take it out.",
    ),
    "EK237": Page(
        "reader that is not declared",
        "A card says whether a person or a model read an observation out of its source.",
        "Declare the reader: coders: {anna: {kind: person}}.",
    ),
    "EK238": Page(
        "observation of the program on evidence of something larger (warning)",
        "What is said of a family of programs, or of a whole system, is shown with a program and"
        " gives it no level.",
        "Write scope: family or system with the observation; where the source speaks of the program"
        " itself, mend the scope of the evidence.",
    ),
    "EK239": Page(
        "observation that stands twice",
        "One source that states one thing would weigh as two.",
        "Keep one; several readers who found the same stand under reader: of one observation.",
    ),
    "EK240": Page(
        "file of another kind",
        "Each option and each command takes one kind of file, and this is another one.",
        "Do what the message names: it says which command or option takes the file.",
    ),
    "EK241": Page(
        "untouched skeleton",
        "A skeleton says nothing of a program yet, and a card of it would look like a finding.",
        "Write the name of the program and what its sources say.",
    ),
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
        "anchors missing", "Each of the five levels needs its sentence.", "Write the missing ones."
    ),
    "EK304": Page(
        "breakpoints or limit",
        "Five breakpoints that rise or fall all the way turn the value of a main measure into a"
        " level; a condition holds it at a limit.",
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
        "A cap that names what is not there would never hold.",
        "Name a dimension, or a band, of the rubric.",
    ),
    "EK309": Page(
        "no such measure",
        "A measure that no evaluator takes would be missing in silence.",
        "Use the id that is suggested; evalkit explain --list names all of them.",
    ),
    "EK312": Page(
        "criterion in two dimensions",
        "Codings name a criterion by its id alone; of two of one id, one would be lost.",
        "Give one of them another id.",
    ),
    "EK313": Page(
        "dimension called overall",
        "Gates, comparisons and tables call the score of the whole overall.",
        "Give the dimension another id.",
    ),
    "EK314": Page(
        "misspelt evaluator",
        "No evaluator of this id is loaded, and one that is nearly called so is; the dimension"
        " would not be measured.",
        "Use the id that is suggested. Where another evaluator is meant, install its plugin, or"
        " name it with --plugin.",
    ),
    "EK315": Page(
        "breakpoints out of range",
        "Breakpoints outside the values that the measure can have, such as percentages of a share,"
        " give wrong levels.",
        "Write the breakpoints in the unit of the measure; evalkit explain tells unit and range.",
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
