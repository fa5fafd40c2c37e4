"""What a report format writes of two programs of the library."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.errors import PluginError
from evalkit.plugin import Options, Writer
from evalkit.plugin.isolation import Failed, isolated
from evalkit.testing.reading import own_engine

OPTIONS = (Options(), Options(verbose=True, width=80))
KINDS = ("cards", "comparison", "perspectives")
"""The functions of a writer, of which it has one or more."""


@cache
def _result(kind: str) -> Any:
    """What there is to write, by the name of the function that writes it."""
    engine = own_engine()
    first, *_, last = engine.library.ids()
    cards = engine.score([first, last]).cards
    if kind == "comparison":
        return compare_programs(cards)
    if kind == "perspectives":
        by_other_rubric = engine.again(rubric="dac").score([first, last]).cards
        return compare_rubrics((*cards, *by_other_rubric))
    return cards


def written(writer: Writer) -> dict[str, str | bytes]:
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


def fault(writer: Writer) -> str | None:
    """What is wrong with a writer, None when it writes text or bytes, the same each time."""
    try:
        module = writer.load()
        with isolated(f"writer {writer.name}"):
            contents, again = written(writer), written(writer)
            for what, content in contents.items():
                if not isinstance(content, str | bytes):
                    kind = type(content).__name__
                    return f"{what}: gives {kind}, which is neither text nor bytes"
                if isinstance(content, str):
                    content.encode(getattr(module, "ENCODING", "utf-8"))
    except PluginError as error:
        return str(error)
    except Failed as failure:
        return f"raises {failure}"
    if not contents:
        return f"{module.__name__} has none of the functions {', '.join(KINDS)}, and writes nothing"
    for what, content in contents.items():
        if content != again[what]:
            return f"{what}: is another text the second time"
    return None
