"""How texts are put together in the language that is spoken."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.locale import listed, say, spoken
from evalkit.model.message import Message


def series(words: Iterable[str]) -> str:
    """Words or clauses in the language of the report, with its comma between them."""
    return listed([*words], "comma")


def clauses(texts: Iterable[str]) -> str:
    """Sentences that are said already, in one line, with the semicolon of the language."""
    return listed([*texts], "clauses")


def labelled(label: str, text: str) -> str:
    """What is said of a thing, after its name."""
    return say("{label}: {told}", label=label, told=text)


def counted(number: int, what: str) -> str:
    """A number of things, in the singular where there is one."""
    if not number:
        return say(f"no {what}s")
    return say(f"{{count}} {what}{'s' * (number != 1)}", count=number)


def translated(message: Message | None) -> str:
    """A message in the language that is spoken; empty where there is none."""
    return message.said(spoken()) if message else ""
