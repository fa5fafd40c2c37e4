"""evalkit: score public programs against a rubric, with the reasons behind every number.

    import evalkit

    cards = evalkit.score("kr-gsbc", "my/program.yaml", rubric="hsieh")
    cards.frame()                                   # a tidy pandas frame, one row for each
    criterion
    evalkit.compare(cards, by="country").frame()    # one row for each pair and dimension
    evalkit.score("kr-gsbc", "kr-iccp").certificate()  # what could reverse the comparison
    evalkit.load("my/program.yaml")                 # the program alone
    evalkit.load_result("cards.json").frame()       # what evalkit score -o cards.json saved,
    without scoring again
    evalkit.perspectives([*cards, *evalkit.score("kr-gsbc", "my/program.yaml",
    rubric="dac")]).frame()

The names are looked up when they are used, so that the command line pays only for what it runs.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.2.0"
DISTRIBUTION = "policy-evalkit"
"""The name under which it is installed, and by which its own plugins are told from others."""
__all__ = [
    "Answered",
    "Card",
    "Cards",
    "Compared",
    "Viewed",
    "compare",
    "load",
    "load_result",
    "perspectives",
    "score",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("evalkit.api"), name)
    raise AttributeError(f"module 'evalkit' has no attribute {name!r}")
