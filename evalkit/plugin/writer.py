"""A report format, named before its module is imported."""

from __future__ import annotations

from types import ModuleType

from attrs import field, frozen

from evalkit.plugin import checks
from evalkit.plugin.guard import imported


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
    Raises TypeError for a name or a module that is no text.
    """

    name: str = field(validator=checks.name)
    module: str = field(validator=checks.name)

    def load(self) -> ModuleType:
        """The module of the format; raises PluginError when it cannot be imported."""
        return imported(f"the writer of {self.name}", self.module)
