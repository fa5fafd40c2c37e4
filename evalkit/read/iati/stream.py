"""The elements of a large XML file, one after the other: no more than one of them is held.

A document type is refused before anything in it is read, so there are no entities that could grow
or reach for other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import LIMIT

CHUNK = 1 << 16
DEEPEST = 50
"""Elements within each other."""
LARGEST = 200_000
"""Elements, attributes and pieces of text of one element that is yielded; what people write has a
few hundred."""


@frozen
class Located:
    """An element and the line that it begins in."""

    line: int
    element: Element


def elements(path: Path, root: str, name: str) -> Iterator[Located]:
    """The elements of a name right below the root, whose name is given.

    Raises ValueError, with the line, for what is no such XML, for a document type and for what is
    larger than any such file.
    """
    stream = _Stream(root, name)
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > LIMIT.size:
                raise ValueError(
                    f"the file has more than {LIMIT.size:,} bytes; split it"
                )
            yield from stream.feed(chunk)
    yield from stream.feed(b"", last=True)


class _Stream:
    """Builds the elements while the parser reads."""

    def __init__(self, root: str, name: str) -> None:
        self._root, self._name = root, name
        self._depth = self._parts = self._line = 0
        self._builder: TreeBuilder | None = None
        self._done: list[Located] = []
        self._parser = expat.ParserCreate()
        # else a text with an entity or a line end would come in pieces, each of which is counted
        self._parser.buffer_text = True
        # Refused as it begins: an entity can grow without end, or reach for another file.
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes, last: bool = False) -> list[Located]:
        """The elements that end in a chunk."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise ValueError(
                f"line {error.lineno}, column {error.offset + 1}: this is not XML: {why}"
            ) from error
        except LookupError as error:  # of the encoding that the file says it has
            raise ValueError(f"line 1: {error}") from error
        done, self._done = self._done, []
        return done

    def _refuse(self, *declared: object) -> None:
        line = self._parser.CurrentLineNumber
        raise ValueError(
            f"line {line}: a document type may declare entities, so it is not read; take the"
            " <!DOCTYPE> out"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        if self._depth == 0 and name != self._root:
            raise ValueError(
                f"line {line}: the first element is <{name[:40]}>, not <{self._root}>"
            )
        if self._depth == DEEPEST:
            raise ValueError(
                f"line {line}: more than {DEEPEST} elements within each other"
            )
        self._depth += 1
        # what stands elsewhere is passed over, and never held
        if self._depth == 2 and name == self._name:
            self._builder, self._parts, self._line = TreeBuilder(), 0, line
        if self._builder:
            self._count(1 + len(attributes))
            self._builder.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._builder:
            self._builder.end(name)
            if self._depth == 1:
                self._done.append(Located(self._line, self._builder.close()))
                self._builder = None

    def _text(self, text: str) -> None:
        if self._builder:
            self._count(1)
            self._builder.data(text)

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > LARGEST:
            raise ValueError(
                f"line {self._line}: <{self._name}> holds more than {LARGEST:,} elements,"
                " attributes and texts; split it"
            )
