"""A report format, named before its module is imported."""

from __future__ import annotations

import importlib
from types import ModuleType

from attrs import frozen


@frozen
class Options:
    """`verbose` unfolds evidence, measurements and reasons; `width` is the width of the terminal in cells, None for no limit."""

    verbose: bool = False
    width: int | None = None


@frozen
class Writer:
    """A format `name`, which is also the ending of its files, and the module that writes it, imported only when it is asked for.

    The module has `cards(cards, options) -> str` and `comparison(comparison, options) -> str`; `options` is evalkit.report.options.Options.
    """

    name: str
    module: str

    def load(self) -> ModuleType:
        """The module of the format; raises ImportError when it cannot be imported."""
        return importlib.import_module(self.module)
