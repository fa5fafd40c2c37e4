"""A reader of foreign files, named before its module is imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import field

from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.plugin import checks
from evalkit.plugin.isolation import imported


class Fields(dict[str, str]):
    """What the user says of where each field stands, by the field's path in a description.

    `facts` is the class of the facts that plugins declare. `settings` are those of the plugin that
    brings the reader, None where nobody set any; it gets them with `of` of its SettingsBlock.
    `mapping` is the mapping file, None where there is none, and `encoding` that of the file, empty
    where nobody says it.
    """

    def __init__(
        self,
        given: Mapping[str, str],
        facts: type[PluginFacts] = PluginFacts,
        settings: Any = None,
        *,
        mapping: Path | None = None,
        encoding: str = "",
    ) -> None:
        super().__init__(given)
        self.facts = facts
        self.settings = settings
        self.mapping = mapping
        self.encoding = encoding


@frozen
class Unread:
    """A cell that cannot be read: its row, its column by name and by place, from 1, what stands in
    it, what is wrong, and what to do; `sheet` names its sheet where a file has several.
    """

    row: int
    column: str
    place: int
    cell: str
    message: str
    help: str = ""
    code: str = "EK203"
    sheet: str = ""


@frozen
class Cell:
    """A cell of a file with several sheets: its sheet and its row, its column by name and by place,
    from 1, and what stands in it.
    """

    sheet: str
    row: int
    column: str
    place: int
    text: str = ""


@frozen
class Entry:
    """What a reader may give in place of a plain description, so that a fault of it is told at its
    cells and the others are kept.

    `rows` are the rows of the file with their cells, by number; `filled` holds by field the column
    that it comes from, by name and by place; `unread` are the cells that keep it from being a
    description, and `description` is then None, or what could be read, to tell its other faults
    too. `cells` holds, for a file with several sheets, the cell of each value by its path in the
    description, in which the entry of a list is its number.
    """

    description: Mapping[str, Any] | None
    rows: Mapping[int, Mapping[str, str]] = field(factory=dict)
    filled: Mapping[str, tuple[str, int]] = field(factory=dict)
    unread: tuple[Unread, ...] = ()
    cells: Mapping[tuple[str, ...], Cell] = field(factory=dict)


def described(given: Any) -> Any:
    """The description that a reader gave, plain or in an entry; None where it could make none."""
    return given.description if isinstance(given, Entry) else given


@frozen
class Reader:
    """A reader `name` of files with one of the `endings`, and the module that reads them, imported
    only when it is asked for.

    The module has `descriptions(path, fields) -> Iterable[Mapping]`. Each description has the keys
    of one in YAML and is made of maps, lists, text, numbers, true and false; None is unknown and
    left out. `fields` (Fields) holds, by field of a description, where the user says that it is:
    the name of a column or the like, or a constant when it begins with `=`. For a file that it
    cannot read it raises ValueError with a message that says where; it reports what it leaves out
    with `warnings.warn`. When the plugin is loaded, `settings` are what is set for it, None where
    nobody set anything. Raises TypeError for endings that are no list or have no dot, and for a
    name or a module that is no text.
    """

    name: str = field(validator=checks.name)
    module: str = field(validator=checks.name)
    endings: tuple[str, ...] = field(converter=checks.endings)
    settings: Any = field(default=None, kw_only=True)

    def load(self) -> ModuleType:
        """The module of the reader; raises PluginError when it cannot be imported."""
        return imported(f"the reader {self.name}", self.module)
