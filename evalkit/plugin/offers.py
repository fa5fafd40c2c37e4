"""What several plugins may bring under one name: it is refused only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

from evalkit.model.frozen import frozen
from evalkit.plugin.checks import folded
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Reader
from evalkit.plugin.writer import Writer

Part = TypeVar("Part", Reader, Writer)


@frozen
class Offers(Generic[Part]):
    """The report formats, or the readers, of all plugins, in the order of their names.

    `kind` is what a message calls one of them, and `option` the one that names it where the ending
    of a file does not; empty where there is none.
    """

    kind: str
    offers: tuple[tuple[Plugin, Part], ...]
    option: str = ""

    def __iter__(self) -> Iterator[Part]:
        return (part for _, part in self.offers)

    def named(self, name: str) -> tuple[Plugin, Part]:
        """The one of a name, with its plugin; raises LookupError where there is none or several."""
        wanted = folded(name)
        fitting = [offer for offer in self.offers if folded(offer[1].name) == wanted]
        if not fitting:
            raise LookupError(
                f"there is no {self.kind} {name!r}; there are {self._listed()}"
            )
        if len(fitting) > 1:
            plugins = " and ".join(plugin.described for plugin, _ in fitting)
            raise LookupError(
                f"{self.kind} {name!r} comes from {plugins}; {_without(fitting)}"
            )
        return fitting[0]

    def for_file(self, path: Path) -> tuple[Plugin, Part]:
        """The one that takes the ending of a file, with its plugin; raises LookupError where there
        is none or several.
        """
        name = path.name.lower()
        fitting = [offer for offer in self.offers if name.endswith(offer[1].endings)]
        remedy = f"name one with {self.option}" if self.option else ""
        if not fitting:
            ending = "a file without an ending"
            if path.suffix:
                ending = f"the ending {path.suffix!r}"
            fault = f"{path}: no {self.kind} takes {ending}; there are {self._listed()}"
            raise LookupError(f"{fault}; {remedy}" if remedy else fault)
        if len(fitting) > 1:
            takers = [f"{part.name} of {plugin.described}" for plugin, part in fitting]
            remedy = remedy or _without(fitting)
            raise LookupError(
                f"{path}: {' and '.join(takers)} take its ending; {remedy}"
            )
        return fitting[0]

    def own(self, name: str) -> tuple[Plugin, Part]:
        """The one that comes with evalkit, whatever else has its name, else the one of that name.

        Raises LookupError as `named` does.
        """
        for plugin, part in self.offers:
            if plugin.is_own and part.name == name:
                return plugin, part
        return self.named(name)

    def _listed(self) -> str:
        return ", ".join(f"{part.name} ({' '.join(part.endings)})" for part in self)


def _without(fitting: list[tuple[Plugin, Part]]) -> str:
    """How to leave out one of several plugins: never the one that comes with evalkit."""
    names = dict.fromkeys(plugin.name for plugin, _ in fitting if not plugin.is_own)
    options = [f"--without {name}" for name in names]
    return f"leave one out: {' or '.join(options)}"
