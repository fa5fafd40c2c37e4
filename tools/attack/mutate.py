"""Files that are nearly right: mutations of their bytes, lines, cells, trees and parts."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

import yaml

from attack import trees
from attack.trees import Map, Words

ODD = [
    *(
        "0 -1 -0 1e400 -1e400 1e308 1e15 1000000000000001 9007199254740993 .inf -.inf .nan NaN"
    ).split(),
    *(
        "Infinity 0x1F 0o17 017 1_000 1,000 1.5.2 12/0 0/0 -3/4 78/190 190/78 12:30:45 1e-320"
    ).split(),
    *(
        "1e1000000000 2024-02-30 2024-13-01 0000-00-00 true no null ~ unknown none absent"
    ).split(),
    *(
        "KR KR-GSBC kr-gsbc every-field sound a-whole KR-99 TG31 F05 COO-1 hsieh dac"
    ).split(),
    *("[]", "{}", "[[[[]]]]", "[null]", "{a: 1}", "{min: 3, max: 1}", "{about: .nan}"),
    *(
        "{more_than: 1e15}",
        "{absent: seen}",
        "{not_applicable: x}",
        "{value: 1}",
        "{min: -1}",
    ),
    *(
        "{min: 1e400}",
        "{n: {2005: 7}}",
        "{value: 1/3, of: firms}",
        "{from: 2020, to: 1}",
    ),
    "1" * 400,
    "9" * 5000,
    "40e9 KRW 2014",
    "-1 KRW 99999",
    "4 per 0",
    "{about: {about: 1}}",
    "&a [*a]",
    "*nothing",
    "&a 1",
    "<<",
    "? [a, b]",
    "!!python/object/apply:os.system [x]",
    "!!binary aGVsbG8=",
    "!!float abc",
    "!!set {a, b}",
    "!!timestamp 2001-12-14t21:59:43.10-05:00",
    '""',
    '" "',
    '"\\u0000"',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\u202e\\u2066"',
    '"\\u001b[31m"',
    '"\\n\\n\\r\\t"',
    '"=1+1"',
    '"../../etc/passwd"',
    '"/dev/zero"',
    '"<script>alert(1)</script>"',
    '"{0} {x} %s %(x)s {{ 7*7 }}"',
    '"١٢"',
    '"１２"',
    '"한국 台灣 ß İ"',
    '"https://[::1"',
    '"javascript:alert(1)"',
    '"10.1000/\\"><x"',
    f'"{"x" * 10_000}"',
]
"""Values as they would stand in a file: numbers without end, dates that are none, tags, texts."""
BYTES = [
    *(
        b"\x00",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
    ),
    *(
        b"\r",
        b"\n",
        b"\t",
        b"\x0c",
        b"\x1b[31m",
        b"\xe2\x80\xae",
        b"\xf0\x9f\x98\x80",
        b"\xc0\xaf",
    ),
    *(
        b":",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"#",
        b"&a ",
        b"*a ",
        b"!!",
        b"- ",
        b"| ",
        b"> ",
    ),
    *(
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"? ",
        b"<<: ",
        b",",
        b";",
        b"PK\x03\x04",
        b"\\",
    ),
]
"""What a byte or a few of them change most by."""
SHORT = 10
"""Entries of what is put into other places."""
ENCODINGS = (
    "utf-16",
    "utf-16-be",
    "utf-32",
    "cp949",
    "big5",
    "latin-1",
    "utf-7",
    "shift_jis",
)
LINE_ENDS = (b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n")
BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (level, level, b", ".join([b"*a%d" % (level - 1)] * 10))
    for level in range(1, 9)
)
"""Few lines of YAML that stand for a billion values."""


def mutant(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """A file of a `form` (yaml, json, jsonl, toml, csv, xlsx) with a few changes."""
    if draw.random() < 0.8:
        with suppress(
            ValueError, yaml.YAMLError
        ):  # what is no tree any more is mutated as text
            return FORMS.get(form, _tree)(data, form, draw, words)
    for _ in range(draw.choice([1, 1, 1, 2, 3, 8])):
        data = draw.choice(TEXTS)(data, draw, words.files)[: trees.LARGEST]
    return data


def _tree(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    return trees.mutated(data, form, draw, words)


def _line(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """A line is changed as a tree."""
    lines = data.splitlines()
    place = draw.randrange(len(lines))
    changed = trees.mutated(lines[place], "json", draw, words)
    lines[place] = changed.replace(b"\n", b"" if draw.random() < 0.9 else b"\n")
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
        parts[place] = (name, draw.choice([*TEXTS, _text])(text, draw, words.files))
    written = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        warnings.simplefilter("ignore")  # a name that stands twice is meant
        for name, text in parts:
            book.writestr(zipfile.ZipInfo(name), text)
    return written.getvalue()


def _text(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    """What stands between two tags becomes an odd text."""
    marks = [place for place, byte in enumerate(data) if byte == ord(">")]
    begin = draw.choice(marks or [0]) + 1
    end = data.find(b"<", begin)
    odd = draw.choice(ODD).strip('"').replace("&", "&amp;").replace("<", "&lt;")
    return data[:begin] + odd.encode() + data[end if end >= 0 else len(data) :]


def _span(data: bytes, draw: Random) -> tuple[int, int]:
    """Begin and end of a part, mostly a short one."""
    begin = draw.randint(0, len(data))
    return begin, min(len(data), begin + draw.choice([1, 2, 5, 20, 100, 1000, 20_000]))


def _flip(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    if not data:
        return b"\x00"
    place = draw.randrange(len(data))
    return (
        data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :]
    )


def _insert(data: bytes, draw: Random, others: Sequence[bytes]) -> bytes:
    place = draw.randint(0, len(data))
    return (
        data[:place]
        + draw.choice(BYTES) * draw.choice([1, 1, 1, 3, 2000])
        + data[place:]
    )


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
        case 3:
            indent = draw.choice([b" ", b"    ", b"\t", b"- ", b"# "])
            lines[place] = (
                indent + lines[place] if draw.random() < 0.6 else lines[place].lstrip()
            )
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
    return draw.choice(
        [
            BOMB + data,
            data + BOMB,
            data + b"x: " + b"[" * draw.randint(100, 60_000),
            b"{" * 20_000,
        ]
    )


TEXTS: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    *(_flip, _insert, _cut, _truncate, _double, _splice, _exchange, _lines),
    *(_scalar, _scalar, _encode, _line_ends, _bomb),
)


def _cells(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """The table after a few changes of its cells, rows and columns."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    for _ in range(draw.randint(1, 5)):
        row = draw.choice(rows)
        column = draw.randrange(len(row)) if row else 0
        match draw.randrange(7):
            case 0 | 1 | 2 if row:
                row[column] = (
                    words.key(draw).strip('"') if draw.random() < 0.8 else "\x00\n\r,"
                )
            case 3 if row:
                del row[column]
            case 4:
                row.insert(column, words.key(draw))
            case 5:
                rows.insert(
                    draw.randint(0, len(rows)), list(row) * draw.choice([1, 1, 50])
                )
            case 6:
                for line in rows:  # a column that stands twice
                    line.insert(column, line[column] if column < len(line) else "")
    text = io.StringIO(newline="")
    dialect = draw.choice(["excel", "excel", "excel-tab", "unix"])
    csv.writer(
        text, dialect, delimiter=draw.choice([",", ",", ",", ";", "|"])
    ).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


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
            if isinstance(container, Map):
                key, value = container[index]
                if not isinstance(value, list) or len(value) < SHORT:
                    values.setdefault(str(key), []).append(value)
    return Words(values, ODD, [data for data, _ in files])
