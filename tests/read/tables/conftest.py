"""Tables as files, read into descriptions."""

import warnings

import pytest
import yaml
from attrs import frozen

from evalkit.plugin.reader import Fields
from evalkit.read.tables import descriptions

CONSTANTS = {"country": "KR", "object_type": "program", "source.cite": "List"}


@frozen
class Reading:
    """The entries of a table, and what was told."""

    entries: list
    notes: list

    @property
    def made(self):
        """The descriptions by id."""
        return {
            entry.description["id"]: entry.description
            for entry in self.entries
            if entry.description
        }

    @property
    def unread(self):
        """Row, column and cell of what could not be read."""
        return [
            (cell.row, cell.column, cell.cell)
            for entry in self.entries
            for cell in entry.unread
        ]

    def told(self, text):
        """Whether a note holds a text."""
        return any(text in note for note in self.notes)


@pytest.fixture
def read(tmp_path):
    """Reads a table, given as text, bytes or a path, with a mapping."""

    def call(table, mapping=None, name="list.csv", **more):
        path = table if hasattr(table, "suffix") else tmp_path / name
        if isinstance(table, str | bytes):
            path.write_bytes(table if isinstance(table, bytes) else table.encode())
        said = {
            "constants": {**CONSTANTS, **more.pop("constants", {})},
            **(mapping or {}),
        }
        file = tmp_path / "map.yaml"
        file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        with warnings.catch_warnings(record=True) as notes:
            warnings.simplefilter("always")
            entries = list(descriptions(path, Fields({}, mapping=file, **more)))
        return Reading(entries, [str(note.message) for note in notes])

    return call
