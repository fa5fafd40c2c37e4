"""What a report format writes of two programs of the library."""

from __future__ import annotations

from functools import cache
from typing import Any

from evalkit import contrast
from evalkit.plugin import Options, Writer
from evalkit.testing.reading import own_engine

OPTIONS = (Options(), Options(verbose=True, width=80))


@cache
def _results() -> dict[str, Any]:
    """What there is to write, by the name of the function that writes it."""
    ids = own_engine().library.ids()
    cards = own_engine().score([ids[0], ids[-1]]).cards
    return {"cards": cards, "comparison": contrast.compare(cards)}


def written(writer: Writer) -> dict[str, str]:
    """The texts of a writer by what it was asked to write; raises what its module raises."""
    module = writer.load()
    return {f"{name} with {options}": getattr(module, name)(result, options) for name, result in _results().items() for options in OPTIONS}


def fault(writer: Writer) -> str | None:
    """What is wrong with a writer, None when it writes text, the same each time."""
    try:
        module, texts, again = writer.load(), written(writer), written(writer)
        for what, text in texts.items():
            if not isinstance(text, str):
                return f"{what}: gives {type(text).__name__} and no text"
            text.encode(getattr(module, "ENCODING", "utf-8"))
    except (Exception, SystemExit) as error:  # a plugin may raise anything
        return f"raises {type(error).__name__}: {error}"
    return next((f"{what}: is another text the second time" for what in texts if texts[what] != again[what]), None)
