"""A report format, named before its module is imported."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from attrs import Factory, field

from evalkit.model.frozen import frozen
from evalkit.plugin import checks
from evalkit.plugin.isolation import imported


@frozen
class Options:
    """`verbose` unfolds evidence, measurements and reasons.

    `width` is the width of the terminal in cells, None for no limit.

    `lang` is the BCP 47 tag of the language that was asked for; a format for machines, or one that
    has no other words, stays English.

    `settings` are those of the plugin that brings the format, None where nobody set any; it gets
    them with `of` of its SettingsBlock.
    """

    verbose: bool = False
    width: int | None = None
    lang: str = "en"
    settings: Any = None


@frozen
class Writer:
    """A format `name` and the module that writes it; the `endings` of its files are its name after
    a dot unless others are named.

    The module is imported only when it is asked for. It has a function for each kind of result that
    it writes: `cards`, `comparison`, `perspectives`, `portfolio`, `robustness`, `agreement`,
    `codings`, `gaps` or `changes`, each of which takes the result and Options and gives text, or
    bytes where the format is none. A run that asks for another kind is refused. Files of text are
    in the `ENCODING` of the module, else in UTF-8. When the plugin is loaded, `settings` are what
    is set for it, None where nobody set anything. Raises TypeError for endings that are no list or
    have no dot, and for a name or a module that is no text.
    """

    name: str = field(validator=checks.name)
    module: str = field(validator=checks.name)
    endings: tuple[str, ...] = field(
        default=Factory(lambda writer: (f".{writer.name}",), takes_self=True),
        converter=checks.endings,
    )
    settings: Any = field(default=None, kw_only=True)

    def load(self) -> ModuleType:
        """The module of the format; raises PluginError when it cannot be imported."""
        return imported(f"the writer of {self.name}", self.module)
