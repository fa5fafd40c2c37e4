"""Files that hold many descriptions: JSON lines, one a line, and Parquet, one a row.

A path names one of them, as `programs.jsonl:12` or `programs.parquet:12`, so that whatever reads a
description reads it there, too, and a fault tells its line.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from evalkit.model.errors import InputError, PluginError
from evalkit.model.frozen import frozen
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Faults, Place
from evalkit.read.inputs import note_input
from evalkit.read.syntax.text import FILE, is_file

PARQUET = ".parquet"
ENDINGS = (".jsonl", ".ndjson", PARQUET)
ROWS = 64
"""Rows of a Parquet file that are in memory at a time, as far as its writer allows it."""
COLUMN = "description"
"""The column whose texts are descriptions in JSON; without it, each column is a key of them."""
_NAME = re.compile(r"(.+\.(?:jsonl|ndjson|parquet)):([1-9][0-9]{0,17})")
_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([^"\\]*)"')


@frozen
class Line:
    """A description within a file, by its number from 1: of the line, blank ones counted, or of the
    row.
    """

    file: Path
    number: int

    @property
    def path(self) -> Path:
        """The path that names it."""
        return self.file.with_name(f"{self.file.name}:{self.number}")


def line_of(path: Path) -> Line | None:
    """The line that a path names, None where it names none, as when there is such a file."""
    named = _NAME.fullmatch(path.name)
    if not named or is_file(path):
        return None
    return Line(path.with_name(named[1]), int(named[2]))


def in_file(path: str | Path, place: Place | None = None) -> tuple[str, Place]:
    """The file that a path names, or that holds the line that it names, as it is printed; and a
    place in that file, from one in what the path names, by default its beginning.
    """
    place = place or Place()
    line = line_of(Path(path))
    if line is None:
        return label(Path(path)), place
    return label(line.file), place._replace(line=line.number)


def lines_in(file: Path) -> Lines:
    """The descriptions of a file, which is looked through again only when it has changed."""
    # the time of the last change is a part of what is kept: a file that grew is read again
    changed = file.stat().st_mtime_ns if is_file(file) else 0
    return _lines_in(file, file.absolute(), changed)


@lru_cache(maxsize=8)
def _lines_in(file: Path, _absolute: Path, _changed: int) -> Lines:
    return ParquetRows(file) if file.suffix == PARQUET else Lines(file)


class Lines:
    """The descriptions of a file of JSON lines.

    What is kept of a file is eight bytes for each of them, and sixteen more once one is looked for
    by its id.
    """

    unit = "line"

    def __init__(self, file: Path) -> None:
        self.file = file
        self._kept: dict[int, bytes] = {}
        self._offsets: array[int] | None = None
        self._index: Index | None = None

    def scan(self) -> Iterator[tuple[int, bytes]]:
        """Every description with its number; what is longer than a file may be is cut off behind
        that limit. Raises InputError where the file cannot be read.
        """
        for number, _, content in self._read():
            yield number, content

    def paths(self) -> Iterator[Path]:
        """The paths of all descriptions; raises InputError where the file cannot be read."""
        return (Line(self.file, number).path for number, _ in self.scan())

    def keep(self, known: dict[int, bytes]) -> None:
        """Read these, which somebody has read already, from memory; the ones before are dropped."""
        self._kept = known

    def read(self, number: int, faults: Faults) -> bytes | None:
        """The description with this number, None with a fault where there is none."""
        content = self._kept.get(number)
        if content is None:
            content = self._at(number)
        if content is None:
            faults.add(
                "EK112",
                Place(),
                f"there is no such {self.unit} in the file",
                f"name a {self.unit} that holds a description",
            )
        elif len(content) > FILE.size:
            faults.add(
                "EK108",
                Place(),
                f"the {self.unit} has more than {FILE.size:,} bytes, the limit",
                FILE.smaller,
            )
            return None
        return content

    def find(self, program: str) -> list[Path]:
        """The paths of the descriptions with this id, at most two of them."""
        if self._index is None:
            self._index = Index(self.scan())
        return [
            Line(self.file, number).path
            for number in self._index.find(program, self._id)
        ]

    def _id(self, number: int) -> str | None:
        return id_of(self._at(number) or b"")

    def _at(self, number: int) -> bytes | None:
        """The description with this number, None where there is none."""
        if self._offsets is None:
            offsets = (offset for _, offset, _ in self._read(blank=True))
            self._offsets = array("q", offsets)
        if number > len(self._offsets):
            return None
        with self.file.open("rb") as file:
            file.seek(self._offsets[number - 1])
            return file.readline(FILE.size + 1)

    def _read(self, blank: bool = False) -> Iterator[tuple[int, int, bytes]]:
        """Number, offset and content of each line, of `blank` ones too where they are asked for."""
        try:
            with self.file.open("rb") as file:
                number = offset = 0
                while content := file.readline(FILE.size + 1):
                    number += 1
                    if blank or not content.isspace():
                        yield number, offset, content
                    offset += len(content)
                    # The rest of a line that is too long is passed over in pieces, and never held.
                    while content and not content.endswith(b"\n"):
                        content = file.readline(1 << 20)
                        offset += len(content)
        except OSError as error:
            raise _unreadable(self.file, error.strerror or str(error)) from error


class ParquetRows(Lines):
    """The descriptions of a Parquet file: texts of JSON in the column `description`, or else rows
    whose columns are the keys of a description.
    """

    unit = "row"

    def scan(self) -> Iterator[tuple[int, bytes]]:
        """Every description with its number; raises InputError where the file cannot be read."""
        yield from enumerate(self._rows(range(self._file.num_row_groups)), 1)

    def _at(self, number: int) -> bytes | None:
        first = 1
        for group in range(self._file.num_row_groups):
            rows = self._file.metadata.row_group(group).num_rows
            if number < first + rows:
                within = enumerate(self._rows([group]), first)
                return next(content for place, content in within if place == number)
            first += rows
        return None

    def _rows(self, groups: Any) -> Iterator[bytes]:
        file = self._file
        columns = [COLUMN] if COLUMN in file.schema_arrow.names else None
        for batch in file.iter_batches(ROWS, row_groups=groups, columns=columns):
            for row in batch.to_pylist(maps_as_pydicts="strict"):
                yield _json(row.get(COLUMN) if columns else row)

    @cached_property
    def _file(self) -> Any:
        try:
            from pyarrow import ArrowException, parquet
        except ModuleNotFoundError as error:
            raise PluginError(
                f'{self.file} needs pyarrow, which is not installed: pip install "{EXTRA}"'
            ) from error
        note_input(self.file)  # which Arrow opens
        try:
            return parquet.ParquetFile(self.file)
        except (OSError, ArrowException) as error:
            raise _unreadable(self.file, str(error).splitlines()[0]) from error


EXTRA = "policy-evalkit[parquet]"
"""What brings pyarrow."""


def _json(value: Any) -> bytes:
    """A description as JSON: a text as it is, a row without what is null."""
    if isinstance(value, str | bytes):
        return value.encode() if isinstance(value, str) else value
    # Parquet has dates and decimals, which JSON has not.
    return json.dumps(_without_nulls(value), ensure_ascii=False, default=str).encode()


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_nulls(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return [*map(_without_nulls, value)] if isinstance(value, list) else value


def id_of(content: bytes) -> str | None:
    """The id of a description in JSON, None where it has none."""
    # Most files begin with a plain id; one with escapes needs the parser.
    plain = _ID.match(content)
    if plain:
        return plain[1].decode("utf-8", "replace")
    try:
        description = json.loads(content)
    # it is told when the description itself is read
    except (ValueError, RecursionError):
        return None
    name = description.get("id") if isinstance(description, dict) else None
    return name if isinstance(name, str) else None


class Index:
    """Numbers of descriptions by a digest of the id, sixteen bytes each, however long it is."""

    def __init__(self, descriptions: Iterator[tuple[int, bytes]]) -> None:
        pairs = []
        for number, content in descriptions:
            name = id_of(content)
            if name is not None:
                pairs.append((_digest(name), number))
        # for the search by halves
        pairs.sort()
        self._digests = array("Q", (digest for digest, _ in pairs))
        self._numbers = array("q", (number for _, number in pairs))

    def find(self, program: str, id_at: Callable[[int], str | None]) -> list[int]:
        """The numbers of the first two descriptions with this id; `id_at` tells the id of one."""
        digest = _digest(program)
        start = bisect_left(self._digests, digest)
        end = bisect_right(self._digests, digest)
        # Two ids may share a digest.
        same = (
            number for number in self._numbers[start:end] if id_at(number) == program
        )
        return [*islice(same, 2)]


def _digest(program: str) -> int:
    return int.from_bytes(blake2b(program.encode(), digest_size=8).digest(), "big")


def _unreadable(file: Path, why: str) -> InputError:
    fault = Diagnostic(
        label(file),
        Place(),
        "EK112",
        f"the file cannot be read: {why}",
        "give one that you may read",
    )
    return InputError(f"{fault.path}: 1 fault", (fault,))
