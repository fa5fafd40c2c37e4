"""Whether catalogs can say a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter

from evalkit.locale import LANGUAGES, known, language
from evalkit.model.message import Listing, Message, Param, count_of


def unsaid(message: Message) -> str:
    """Why a message, or one within it, cannot be said in some language; empty where it can."""
    if not known(message.code):
        return (
            f"says {message.code}, for which no catalog has English words: write them into"
            " locale/en.po beside the plugin, and compile it to en.mo"
        )
    # a language without words of its own has the English ones, whose holes are looked at too
    for tag in LANGUAGES:
        words = language(tag).words(message.code, count_of(message))
        holes = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
        if missing := sorted(holes - set(message.params)):
            return f"the words of {message.code} in {tag} have {{{missing[0]}}}, which it lacks"
    inner = _messages(message.params.values())
    return next(filter(None, map(unsaid, inner)), "")


def _messages(params: Iterable[Param]) -> Iterator[Message]:
    """The messages among parameters, and in lists of them."""
    for param in params:
        if isinstance(param, Message):
            yield param
        elif isinstance(param, Listing):
            yield from _messages(param.items)
