"""What a report format writes of two programs of the library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.errors import PluginError
from evalkit.plugin import Options, Writer
from evalkit.plugin.isolation import Failed, isolated
from evalkit.testing.reading import own_session

OPTIONS = (Options(), Options(verbose=True, width=80))
"""The least and the most that a format is asked to show."""
KINDS = ("cards", "comparison", "perspectives")
"""The functions of a writer, of which it has one or more."""
Contents = dict[str, str | bytes]
"""What comes out of a writer by what it was asked to write."""


@cache
def _result(kind: str) -> Any:
    """What there is to write, by the name of the function that writes it."""
    session = own_session()
    # of two countries, for an id begins with that of its program
    first, *_, last = session.library.ids()
    cards = session.score([first, last]).cards
    if kind == "comparison":
        return compare_programs(cards)
    if kind == "perspectives":
        by_other_rubric = session.again(rubric="dac").score([first, last]).cards
        return compare_rubrics((*cards, *by_other_rubric))
    return cards


def written(writer: Writer) -> Contents:
    """What comes out of a writer by what it was asked to write; raises what its module raises."""
    module = writer.load()
    contents = {}
    for kind in KINDS:
        if not hasattr(module, kind):
            continue
        write, result = getattr(module, kind), _result(kind)
        for options in OPTIONS:
            contents[f"{kind} with {options}"] = write(result, options)
    return contents


def digested(contents: Mapping[str, str | bytes]) -> dict[str, str]:
    """The contents as they can be told to another process: text itself, and of bytes a digest."""
    texts = {}
    for name, content in contents.items():
        if isinstance(content, bytes):
            content = hashlib.sha256(content).hexdigest()
        texts[name] = content
    return texts


def tried(writer: Writer) -> tuple[Contents, str | None]:
    """What a writer writes, and what is wrong with it: None when it writes text or bytes, the same
    each time.
    """
    try:
        module = writer.load()
        with isolated(f"writer {writer.name}"):
            contents, again = written(writer), written(writer)
            encoding = getattr(module, "ENCODING", "utf-8")
            fault = next(_faults(contents, again, encoding), None)
    except PluginError as error:
        return {}, str(error)
    except Failed as failure:
        return {}, f"raises {failure}"
    if not contents:
        none = f"{module.__name__} has none of the functions {', '.join(KINDS)}, and writes nothing"
        return {}, none
    return contents, fault


def _faults(contents: Contents, again: Contents, encoding: str) -> Iterator[str]:
    """What is wrong; raises UnicodeEncodeError for text that the encoding cannot hold."""
    for what, content in contents.items():
        if not isinstance(content, str | bytes):
            yield f"{what}: gives {type(content).__name__}, which is neither text nor bytes"
        if isinstance(content, str):
            content.encode(encoding)
    for what, content in contents.items():
        if content != again[what]:
            yield f"{what}: is another text the second time"
