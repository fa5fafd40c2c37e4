"""A reader of foreign files, named before its module is imported."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from types import ModuleType

from attrs import field, frozen


def _endings(endings: Iterable[str]) -> tuple[str, ...]:
    if isinstance(endings, str):
        raise TypeError(f"endings is a list: write endings=[{endings!r}]")
    return tuple(ending.lower() for ending in endings)


@frozen
class Reader:
    """A reader `name` of files with one of the `endings`, and the module that reads them, imported only when it is asked for.

    The module has `descriptions(path, fields) -> Iterable[Mapping]`. Each description has the keys of one in YAML and is made of maps,
    lists, text, numbers, true and false; None is unknown and left out. `fields` holds, by field of a description, what the user says of
    where it stands: the name of a column or the like, or a constant when it begins with `=`. For a file that it cannot read it raises
    ValueError with a message that says where; what it leaves out it tells with `warnings.warn`.
    Raises TypeError for endings that are no list.
    """

    name: str
    endings: tuple[str, ...] = field(converter=_endings)
    module: str

    def load(self) -> ModuleType:
        """The module of the reader; raises ImportError when it cannot be imported."""
        return importlib.import_module(self.module)
