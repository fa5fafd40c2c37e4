"""A file that stands in the place of another kind: what it is, and which command takes it."""

from __future__ import annotations

import re
from pathlib import Path

from evalkit.read.diagnostic import Faults, Spot
from evalkit.read.syntax.node import Entries, Node

AGAIN = "evalkit report shows it again"
ANEW = "no command reads it: ask again with the same options"
TAKEN_BY = {
    "program": ("a description of a program", "evalkit score scores it"),
    "rubric": ("a rubric", "give it with --rubric"),
    "context": ("a file of tables", "give it with --context"),
    "coder": ("a coder's file", "give the description beside it, which is read with its coders"),
    "overlay": ("an overlay and no description", "give it with --overlay"),
    "sources": ("a file of shared sources", "give a description beside it, which cites them"),
    "mapping": ("a mapping of a table", "give it to evalkit convert with --mapping"),
    "table": ("a table", "evalkit convert makes descriptions of it; tables for --context are YAML"
              " (evalkit schema context)"),
    "crate": ("the description of a crate", "evalkit verify takes the folder"),
    "card": ("a report card", "no command reads cards line by line: save them as JSON"),
    "report-cards": ("a saved result with report cards", AGAIN),
    "comparison": ("a saved comparison", AGAIN),
    "perspectives": ("a saved result by several rubrics", AGAIN),
    "certificate": ("a certificate of a comparison", ANEW),
    "ranks": ("the ranks of programs", ANEW),
    "doubt": ("what makes the doubt about a score", ANEW),
    "settling": ("what would settle a judgment", ANEW),
    "what-if": ("a card at other levels", ANEW),
    "reach": ("what reaches a goal", ANEW),
    "changes": ("the changes between two results", "evalkit diff tells them again"),
    "portfolio": ("a portfolio", "evalkit portfolio makes it again"),
    "gaps": ("an evidence gap map", "evalkit gaps makes it again"),
    "agreement": ("the agreement of coders", "evalkit coding agreement measures it again"),
    "codings": ("the answers of coders", "evalkit coding list lists them again"),
    "programs": ("a list of programs", "name one of them by its id"),
    "stories": ("the stories of programs", "name one of them by its id"),
    "plugin-test": ("the result of a test of a plugin", "evalkit plugins test makes it again"),
    "schema": ("a schema for editors", "give the description that names it"),
    "workbook": ("a workbook or a document", "give the description: evalkit convert makes it of a"
                 " workbook, and no command reads a document"),
    "page": ("a page", "open it in a browser: no command reads it; give the description, or the"
             " result as JSON"),
}  # fmt: skip
"""What each kind of file is, and what to do with it."""
KEYS = {
    "codes": "coder",
    "overlays": "overlay",
    # Above what else may stand in a description by mistake: the key is the fault then.
    "object_type": "program",
    # A card has dimensions as well; in JSON lines nothing else says what it is.
    "provenance": "card",
    "dimensions": "rubric",
    "bands": "rubric",
    "context": "context",
    "$schema": "schema",
    "fields": "mapping",
    "constants": "mapping",
}
"""Keys that only one kind of file has; the first that stands in it decides."""
TABLES = (".csv", ".tsv", ".xls")
"""The endings of tables that do not show by their first bytes what they are."""
_RESULT = re.compile(r'\s*\{\s*"schema"\s*:\s*"evalkit/([a-z-]+)/\d+"')
_CRATE = re.compile(rb'\s*\{\s*"@context"\s*:\s*"https://w3id\.org/ro/crate/')
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<!doctype html", re.IGNORECASE)
HEAD = 1000
"""Bytes in which results, pages and workbooks show what they are."""


def kind_at_beginning(data: bytes) -> str:
    """The kind of a file that evalkit has written for others to read, by its first bytes.

    Empty where these do not tell.
    """
    if data.startswith(b"PK\x03\x04"):
        return "workbook"
    if _PAGE.match(data):
        return "page"
    if _CRATE.match(data):
        return "crate"
    match = _RESULT.match(data[:HEAD].decode("utf-8", "replace"))
    # a newer evalkit may write kinds that nobody here knows
    return match[1] if match and match[1] in TAKEN_BY else ""


def is_table(path: Path) -> bool:
    """Whether a file is a table by its ending."""
    return path.suffix.lower() in TABLES


def kind_by_keys(node: Node | None) -> str:
    """The kind of a file that people write, by its keys; empty where they do not tell."""
    keys = {key.text for key, _ in node.entries} if isinstance(node, Entries) else set()
    if keys == {"sources"}:
        return "sources"
    for key, kind in KEYS.items():
        if key in keys:
            return kind
    return ""


def refuse_others(node: Node | None, wanted: str, faults: Faults) -> None:
    """Note a fault where the keys of a file tell another kind than the one that is wanted."""
    kind = kind_by_keys(node)
    if node is not None and kind not in ("", wanted):
        refuse(kind, node.place, faults)


def refuse(kind: str, spot: Spot, faults: Faults) -> None:
    """Note that a file is of another kind, and what takes it."""
    file, remedy = TAKEN_BY[kind]
    faults.add("EK240", spot, f"this is {file}", remedy)
