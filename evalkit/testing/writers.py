"""What a report format writes of two programs of the library."""

from __future__ import annotations

import hashlib
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
    programs = engine.library.ids()
    chosen = [programs[0], programs[-1]]
    cards = engine.score(chosen).cards
    if kind == "perspectives":
        by_other_rubric = engine.again(rubric="dac").score(chosen).cards
        return compare_rubrics((*cards, *by_other_rubric))
    return compare_programs(cards) if kind == "comparison" else cards


def written(writer: Writer) -> dict[str, str | bytes]:
    """What comes out of a writer by what it was asked to write; raises what its module raises."""
    module = writer.load()
    kinds = [kind for kind in KINDS if hasattr(module, kind)]
    return {
        f"{kind} with {options}": getattr(module, kind)(_result(kind), options)
        for kind in kinds
        for options in OPTIONS
    }


def compared(content: str | bytes) -> str:
    """What stands for a content where it is compared: text itself, and of bytes their digest, which
    can be told to another process.
    """
    return content if isinstance(content, str) else hashlib.sha256(content).hexdigest()


def fault(writer: Writer) -> str | None:
    """What is wrong with a writer, None when it writes text or bytes, the same each time."""
    try:
        module = writer.load()
        with isolated(f"writer {writer.name}"):
            texts, again = written(writer), written(writer)
            for what, text in texts.items():
                if not isinstance(text, str | bytes):
                    return f"{what}: gives {type(text).__name__}, which is neither text nor bytes"
                if isinstance(text, str):
                    text.encode(getattr(module, "ENCODING", "utf-8"))
    except PluginError as error:
        return str(error)
    except Failed as failure:
        return f"raises {failure}"
    if not texts:
        return f"{module.__name__} has none of the functions {', '.join(KINDS)}, and writes nothing"
    return next(
        (
            f"{what}: is another text the second time"
            for what in texts
            if texts[what] != again[what]
        ),
        None,
    )
