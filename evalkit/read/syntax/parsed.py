"""A file as a tree, with its digest and with what is wrong in its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.words import first_few
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Faults, Place
from evalkit.read.lines import Line, line_of, lines_in
from evalkit.read.misplaced import (
    HEAD,
    is_table,
    kind_at_beginning,
    refuse,
    refuse_others,
)
from evalkit.read.syntax.node import Node
from evalkit.read.syntax.text import is_file, read_bytes, standard_input, tree

STDIN = Path("-")
_JSON_OBJECT = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"')


@frozen
class Parsed:
    """A file as a tree; `node` is None where its text could not be read."""

    path: Path
    faults: Faults
    sha256: str
    node: Node | None


def read_file(path: Path) -> Parsed:
    """Parse a file, one line of it, or standard input, which is JSON where it looks like it."""
    line = line_of(path)
    if line:
        return _parsed_line(path, line)
    faults = Faults(label(path))
    kind = "table" if is_table(path) else kind_at_beginning(beginning(path))
    if kind:
        refuse(kind, Place(), faults)
        return Parsed(path, faults, "", None)
    data = _stdin() if path == STDIN else read_bytes(path, faults)
    if data is None:
        return Parsed(path, faults, "", None)
    is_json = path.suffix == ".json"
    if path == STDIN:
        is_json = _JSON_OBJECT.match(data) is not None
    return _parsed(path, data, faults, is_json=is_json)


def read_kind(path: Path, kind: str) -> Parsed:
    """Parse a file of a kind; raises InputError with what is wrong in its text, or what it is
    instead.
    """
    read = read_file(path)
    refuse_others(read.node, kind, read.faults)
    raise_faults(path, read.faults.found)
    return read


def _parsed_line(path: Path, line: Line) -> Parsed:
    faults = Faults(label(line.file), before=line.number - 1)
    data = lines_in(line.file).read(line.number, faults)
    if data is None:
        return Parsed(path, faults, "", None)
    # The digest is that of the description, whatever ends its line.
    return _parsed(path, data.rstrip(b"\r\n"), faults, is_json=True)


def _parsed(path: Path, data: bytes, faults: Faults, *, is_json: bool) -> Parsed:
    digest = hashlib.sha256(data).hexdigest()
    return Parsed(path, faults, digest, tree(data, faults, is_json))


def beginning(path: Path) -> bytes:
    """The first bytes of a file: a saved result may be larger than anything that is parsed here."""
    if path == STDIN:
        return _stdin()[:HEAD]
    if not is_file(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:  # which is noted when the whole file is read
        return b""


@cache
def _stdin() -> bytes:
    """Standard input, which can be read once only."""
    return standard_input()


def raise_faults(
    path: Path, faults: Sequence[Diagnostic], kind: type[InputError] = InputError
) -> None:
    """Raise InputError, or one that is a `kind` of it, with all faults, if one of them is an
    error.
    """
    errors = [fault for fault in faults if fault.severity == "error"]
    if not errors:
        return
    files = sorted({fault.path for fault in errors}) or [label(path)]
    count = sum(fault.count for fault in errors)
    raise kind(
        f"{first_few(files, separator=' and ')}: {count:,} fault{'s' if count > 1 else ''}",
        tuple(sorted(faults)),
    )
