"""A report format, named before its module is imported."""

from __future__ import annotations

import importlib
from types import ModuleType

from attrs import frozen

from evalkit.errors import PluginError


@frozen
class Options:
    """`verbose` unfolds evidence, measurements and reasons; `width` is the width of the terminal in cells, None for no limit."""

    verbose: bool = False
    width: int | None = None


@frozen
class Writer:
    """A format `name`, which is also the ending of its files, and the module that writes it, imported only when it is asked for.

    The module has a function for each kind of result that it writes: `cards`, `comparison` or `perspectives`, each of which takes the result
    and Options and gives text. A run that asks for another kind is refused. Files are in the `ENCODING` of the module, else in UTF-8.
    """

    name: str
    module: str

    def load(self) -> ModuleType:
        """The module of the format; raises PluginError when it cannot be imported."""
        try:
            return importlib.import_module(self.module)
        except (Exception, SystemExit) as error:  # whatever it raises is its author's news
            message = f"the writer of {self.name} cannot be used: the import of {self.module} raised {type(error).__name__}: {error}"
            raise PluginError(message) from error
