"""A plugin: where it comes from and what it brings through its hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from evalkit import DISTRIBUTION
from evalkit.model.frozen import frozen
from evalkit.plugin.aggregator import Aggregation
from evalkit.plugin.evaluator import Evaluator
from evalkit.plugin.facts import FactBlock
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.reader import Reader
from evalkit.plugin.settings import SettingsBlock
from evalkit.plugin.writer import Writer

KINDS: dict[str, tuple[type, Callable[[Any], str]]] = {
    "evaluators": (Evaluator, lambda evaluator: evaluator.id),
    "facts": (FactBlock, lambda block: block.name),
    # a plugin has one table of settings, so all that it hands over are called alike
    "settings": (SettingsBlock, lambda block: "settings"),
    "rubrics": (Path, lambda path: path.stem),
    "writers": (Writer, lambda writer: writer.name),
    "readers": (Reader, lambda reader: reader.name),
    "aggregators": (Aggregation, lambda aggregation: aggregation.name),
}
"""What hooks hand over, by the attribute of Plugin: the type, and what it is known by."""
HOOKS = {f"{PROJECT}_{kind}": kind for kind in KINDS}
"""What each hook hands over, by the name of the hook."""


@frozen
class Plugin:
    """One plugin: where it comes from, what it brings, and the reason why it cannot be used, if so.

    `version` is that of its distribution; a file has none, and the digest of its code stands for
    it. `hooks` are those it implements. `digest` is that of its code, empty for those that come
    with evalkit. `note` is what its user has to know although it can be used.
    """

    name: str
    distribution: str
    version: str
    origin: str
    digest: str = ""
    hooks: tuple[str, ...] = ()
    evaluators: tuple[Evaluator, ...] = ()
    facts: tuple[FactBlock[Any], ...] = ()
    settings: tuple[SettingsBlock[Any], ...] = ()
    rubrics: tuple[Path, ...] = ()
    writers: tuple[Writer, ...] = ()
    readers: tuple[Reader, ...] = ()
    aggregators: tuple[Aggregation, ...] = ()
    error: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """Its name, version and digest, which together say which code it is."""
        # the version of a file is its digest
        parts = dict.fromkeys((self.name, self.version, self.digest))
        return " ".join(filter(None, parts))

    @property
    def described(self) -> str:
        """Its name and where it comes from, as a message tells them."""
        return f"plugin {self.name} ({self.distribution or self.origin})"

    @property
    def is_own(self) -> bool:
        """Whether it comes with evalkit."""
        return self.distribution == DISTRIBUTION

    def brings(self) -> Iterator[tuple[str, str]]:
        """What it hands over, as the kind of object and the name that it is known by."""
        for kind in KINDS:
            for name, _ in self.named(kind):
                yield kind, name

    def named(self, kind: str) -> Iterator[tuple[str, Any]]:
        """What it hands over of one kind, with the names that they are known by."""
        _, known_by = KINDS[kind]
        for item in getattr(self, kind):
            yield known_by(item), item
