"""The sheets of a workbook (XLSX): a zip of XML, read as a stream and without entities.

Nothing is computed: of a formula the value counts that was saved with it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from xml.parsers import expat

MOST = 200_000_000
"""Bytes that the parts of a workbook may have together when they are unpacked; no part gives more
than the zip says that it has."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError),
    *(expat.ExpatError, KeyError, IndexError),
)
"""What is raised for a zip or XML that is damaged, encrypted, or no workbook."""
CHUNK = 1 << 16
SHARED = "xl/sharedStrings.xml"
SHEETS = "xl/worksheets/"
Element = tuple[str, dict[str, str], str]
"""The name of an element, its attributes, and the text directly within it."""
Cells = dict[str, str]
"""The texts of a row by the letters of their columns."""


def sheets(data: bytes) -> Iterator[list[tuple[int, Cells]]]:
    """The rows of each sheet, by their numbers.

    Raises ValueError for what is no workbook, and for one that is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST:
                raise ValueError(f"it has more than {MOST:,} bytes when it is unpacked")
            names = parts.namelist()
            shared = [*_strings(_elements(parts, SHARED))] if SHARED in names else []
            for name in sorted(names):
                if name.startswith(SHEETS) and name.endswith(".xml"):
                    yield [*_rows(_elements(parts, name), shared)]
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        IndexError,
        NotImplementedError,
    ) as error:
        raise ValueError(f"it cannot be read: {error}") from error


def _strings(elements: Iterator[Element]) -> Iterator[str]:
    """The texts that cells share, each of one or more runs."""
    runs: list[str] = []
    for name, _, text in elements:
        if name == "t":
            runs.append(text)
        elif name == "si":
            yield "".join(runs)
            runs = []


def _rows(elements: Iterator[Element], shared: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    cells: Cells = {}
    value = ""
    for name, attributes, text in elements:
        if name in ("v", "t"):
            value += text
        elif name == "c":
            column = attributes["r"].rstrip("0123456789")
            cells[column] = shared[int(value)] if attributes.get("t") == "s" and value else value
            value = ""
        elif name == "row":
            yield int(attributes["r"]), cells
            cells = {}


def _elements(parts: zipfile.ZipFile, name: str) -> Iterator[Element]:
    """The elements of a part as they end."""
    ended: list[Element] = []
    parser = _parser(ended)
    with parts.open(name) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
            yield from ended
            ended.clear()
    parser.Parse(b"", True)
    yield from ended


def _parser(ended: list[Element]) -> Any:
    """A parser that adds each element that ends; raises ValueError for a document type, which can
    declare entities.
    """
    open_elements: list[tuple[str, dict[str, str], list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        open_elements.append((name.rpartition("}")[2], attributes, []))

    def text(characters: str) -> None:
        open_elements[-1][2].append(characters)

    def end(_: str) -> None:
        name, attributes, texts = open_elements.pop()
        ended.append((name, attributes, "".join(texts)))

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type, which no workbook needs")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    return parser
