"""Faults of the text of a file, after which nothing in it can be read."""

from __future__ import annotations

from evalkit.read.codes.page import Page

PAGES = {
    "EK101": Page(
        "not UTF-8",
        "Descriptions hold Hangul and Chinese; another encoding would garble them in silence.",
        "Save the file as UTF-8; a byte-order mark is fine.",
    ),
    "EK102": Page(
        "not YAML or JSON",
        "The text breaks the syntax at the place that is shown, so nothing after it can be read.",
        "Correct that place: indentation, a missing space after a colon, an open bracket or quote.",
    ),
    "EK103": Page(
        "empty file",
        "There is nothing to read.",
        "Begin with id, name, country and object_type.",
    ),
    "EK104": Page(
        "several documents",
        "One file describes one program, so that its digest stands for it.",
        "Split the file.",
    ),
    "EK105": Page(
        "alias or anchor",
        "An alias puts one value in two places, and can expand without end.",
        "Write the value out.",
    ),
    "EK106": Page(
        "tag",
        "Tags can ask a reader to build objects; evalkit reads plain values only.",
        "Remove the tag.",
    ),
    "EK107": Page(
        "nested too deeply",
        "No description is nested that deeply; such a file is damaged or made to break the reader.",
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
        "Remove the character.",
    ),
    "EK110": Page(
        "lone surrogate",
        "Half of a character pair is no text.",
        "Write the whole character.",
    ),
    "EK111": Page(
        "twin",
        "The same key appears twice, and it is unclear which one is meant.",
        "Keep one, or rename one.",
    ),
    "EK112": Page(
        "file cannot be read",
        "The file is missing, is a folder, or may not be read.",
        "Check the path and your permissions.",
    ),
    "EK113": Page(
        "more faults than are told",
        "A file with very many faults is damaged, or of another kind; a hundred of them tell that.",
        "Mend those that are told, and check the file again.",
    ),
    "EK114": Page(
        "too many values",
        "No description holds that many texts, numbers, lists and maps; each takes memory, so that"
        " a small file could take all of it.",
        "Split the file, or leave out what is not a description.",
    ),
}
