"""Files that are nearly right: mutations of their bytes, lines, cells, trees and parts."""

from __future__ import annotations

import codecs
import csv
import html
import io
import warnings
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

import yaml

from attack import trees
from attack.changes import Words, mutated
from attack.odd import BOMB, BYTES, ENCODINGS, LINE_ENDS, ODD
from attack.trees import Map

SHORT = 10
"""Entries of what is put into other places."""


def mutant(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """A file of a `form` (yaml, json, jsonl, toml, csv, xlsx) with a few changes."""
    if draw.random() < 0.8:
        # what is no tree any more is mutated as text
        with suppress(ValueError, yaml.YAMLError):
            change = FORMS.get(form, mutated)
            return change(data, form, draw, words)
    for _ in range(draw.choice([1, 1, 1, 2, 3, 8])):
        change_text = draw.choice(TEXTS)
        data = change_text(data, draw, words.files)[: trees.LARGEST]
    return data


def _line(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """A line is changed as a tree."""
    lines = data.splitlines()
    place = draw.randrange(len(lines))
    lines[place] = mutated(lines[place], "json", draw, words)
    if draw.random() < 0.9:
        lines[place] = lines[place].replace(b"\n", b"")
    return b"\n".join(lines) + b"\n"


def _part(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """A part of a workbook is changed as text, left out or written twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    place, chance = draw.randrange(len(parts)), draw.random()
    name, text = parts[place]
    if chance < 0.1:
        parts[place : place + 1] = [parts[place]] * draw.choice([0, 2])
    else:
        change = draw.choice([*TEXTS, _text])
        parts[place] = (name, change(text, draw, words.files))
    return _zipped(parts)


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that stands twice is meant
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
            for name, text in parts:
                book.writestr(zipfile.ZipInfo(name), text)
    return written.getvalue()


def _text(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    """What stands between two tags becomes an odd text."""
    marks = [place for place, byte in enumerate(data) if byte == ord(">")]
    begin = draw.choice(marks or [0]) + 1
    end = data.find(b"<", begin)
    odd = html.escape(draw.choice(ODD).strip('"'), quote=False)
    rest = data[end:] if end >= 0 else b""
    return data[:begin] + odd.encode() + rest


def _span(data: bytes, draw: Random) -> tuple[int, int]:
    """Begin and end of a part, mostly a short one."""
    begin = draw.randint(0, len(data))
    return begin, min(len(data), begin + draw.choice([1, 2, 5, 20, 100, 1000, 20_000]))


def _flip(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    if not data:
        return b"\x00"
    place = draw.randrange(len(data))
    flipped = data[place] ^ 1 << draw.randrange(8)
    return data[:place] + bytes([flipped]) + data[place + 1 :]


def _insert(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    place = draw.randint(0, len(data))
    inserted = draw.choice(BYTES) * draw.choice([1, 1, 1, 3, 2000])
    return data[:place] + inserted + data[place:]


def _cut(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    begin, end = _span(data, draw)
    return data[:begin] + data[end:]


def _truncate(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    return data[: draw.randint(0, len(data))]


def _double(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    begin, end = _span(data, draw)
    return data[:end] + data[begin:end] * draw.choice([1, 2, 30]) + data[end:]


def _splice(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    other = draw.choice(others)
    begin, end = _span(other, draw)
    place, until = _span(data, draw)
    return data[:place] + other[begin:end] + data[until:]


def _exchange(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    """Another file in the place of this one, or before or after it."""
    other = draw.choice(others)
    return draw.choice([other, data + other, other + data])


def _lines(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    place, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    match draw.randrange(4):
        case 0:
            del lines[place]
        case 1:
            lines.insert(other, lines[place])
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case 3 if draw.random() < 0.6:
            indent = draw.choice([b" ", b"    ", b"\t", b"- ", b"# "])
            lines[place] = indent + lines[place]
        case 3:
            lines[place] = lines[place].lstrip()
    return b"".join(lines)


def _scalar(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    """An odd value behind a colon or a comma."""
    marks = [place for place, byte in enumerate(data) if byte in b":,["]
    if not marks:
        return data
    place = draw.choice(marks) + 1
    return data[:place] + b" " + draw.choice(ODD).encode() + b" " + data[place:]


def _encode(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return codecs.encode(text, draw.choice(ENCODINGS), "replace")


def _line_ends(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    return data.replace(b"\n", draw.choice(LINE_ENDS))


def _bomb(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    """A value that stands for very many, or brackets without end; seldom, for both take long."""
    if draw.random() < 0.7:
        return _insert(data, draw, others)
    brackets = data + b"x: " + b"[" * draw.randint(100, 60_000)
    return draw.choice([BOMB + data, data + BOMB, brackets, b"{" * 20_000])


TEXTS: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    *(_flip, _insert, _cut, _truncate, _double, _splice, _exchange, _lines),
    *(_scalar, _scalar, _encode, _line_ends, _bomb),
)


def _cells(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """The table after a few changes of its cells, rows and columns."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    for _ in range(draw.randint(1, 5)):
        _change_rows(rows, draw, words)
    text = io.StringIO(newline="")
    dialect = draw.choice(["excel", "excel", "excel-tab", "unix"])
    delimiter = draw.choice([",", ",", ",", ";", "|"])
    csv.writer(text, dialect, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _change_rows(rows: list[list[str]], draw: Random, words: Words) -> None:
    """Change a cell, a row or a column."""
    row = draw.choice(rows)
    column = draw.randrange(len(row)) if row else 0
    match draw.randrange(7):
        case 0 | 1 | 2 if row:
            is_word = draw.random() < 0.8
            row[column] = words.key(draw).strip('"') if is_word else "\x00\n\r,"
        case 3 if row:
            del row[column]
        case 4:
            row.insert(column, words.key(draw))
        case 5:
            longer = row * draw.choice([1, 1, 50])
            rows.insert(draw.randint(0, len(rows)), longer)
        case 6:
            for line in rows:  # a column that stands twice
                line.insert(column, line[column] if column < len(line) else "")


FORMS: dict[str, Callable[[bytes, str, Random, Words], bytes]] = {
    "csv": _cells,
    "jsonl": _line,
    "xlsx": _part,
}
"""What changes files that are no tree as a whole."""


def vocabulary(files: Sequence[tuple[bytes, str]]) -> Words:
    """The values that files hold, each with its form, by their keys."""
    values: dict[str, list[trees.Tree]] = {}
    for data, form in files:
        if form in FORMS:
            continue
        for container, index in trees.places(trees.parse(data, form)):
            if not isinstance(container, Map):
                continue
            key, value = container[index]
            if not isinstance(value, list) or len(value) < SHORT:
                values.setdefault(str(key), []).append(value)
    return Words(values, ODD, [data for data, _ in files])
