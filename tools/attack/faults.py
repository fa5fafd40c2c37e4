"""What is wrong with how a run ended and what it printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from attack.kind import FORMATS, Command
from attack.runs import MEGABYTES, SECONDS, Left

HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that drive a terminal or hide text, which no text of a file may bring to it."""
NO_UTF_8 = re.compile("[\udc80-\udcff]")
"""What bytes that are no UTF-8 are read as."""
PRINTED = ("text", "md", "latex", "concise", "csv")
MOST_MESSAGES = 2 << 20
"""Bytes on standard error after which nobody reads on."""


def of_run(command: Command, left: Left) -> Iterator[str]:
    """What is wrong with how a run ended and what it printed."""
    if left.code < 0:
        yield f"ended by signal {-left.code}"
    elif left.code not in command.codes:
        yield f"exit code {left.code}"
    if b"Traceback (most recent call last)" in left.stderr + left.stdout:
        yield "a traceback"
    if b"evalkit failed" in left.stderr:
        yield "a fault of evalkit"
    if left.code != 0 and not left.stderr and not left.stdout:
        yield "it failed and says nothing"
    if left.seconds > SECONDS:
        yield f"it took {left.seconds:.0f} seconds"
    if left.megabytes > MEGABYTES:
        yield f"it took {left.megabytes:.0f} MB"
    if len(left.stderr) > MOST_MESSAGES:
        yield f"{len(left.stderr)} bytes of messages"
    yield from _of_texts(command, left)
    yield from _of_json(command, left)


def _of_texts(command: Command, left: Left) -> Iterator[str]:
    """What is wrong with the characters that were printed."""
    text = left.stderr.decode("utf-8", "surrogateescape")
    form = command.arguments[-1]
    # what is no text is read by programs, and JSON escapes what a terminal would obey
    if form in PRINTED or form not in FORMATS:
        text += left.stdout.decode("utf-8", "surrogateescape")
    if character := HARMFUL.search(text):
        yield f"U+{ord(character[0]):04X} is printed as it is"
    if NO_UTF_8.search(text):
        yield "what is printed is no UTF-8"


def _of_json(command: Command, left: Left) -> Iterator[str]:
    """What is wrong with the JSON that was printed, or should have been."""
    result = None
    if command.is_json and left.stdout:
        try:
            result = json.loads(left.stdout, parse_constant=_refuse)
        except ValueError as error:
            yield f"what is printed is no JSON ({error})"
            return
    if command.keeps and "sound" not in _ids(result):
        yield "the sound description beside the file has no card"


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _ids(result: object) -> set[str]:
    """The ids of the programs that have a card in a result."""
    cards = result.get("cards", []) if isinstance(result, dict) else []
    return {card["program"]["id"] for card in cards}
