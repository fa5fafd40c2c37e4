"""Values of the model as plain data.

In the form that they have in a file (`plain`), or in a saved result (`as_json`): reading what is
written here gives the same value again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import cache, partial
from typing import Annotated, Any, get_args, get_origin

import attrs

from evalkit.model.comparison import Comparison
from evalkit.model.fields import default_of
from evalkit.model.frozen import getting, values_of
from evalkit.model.limits import Ends, Within
from evalkit.model.message import Message
from evalkit.model.observation import Stated
from evalkit.model.plugin_facts import SetAside
from evalkit.model.program import Program, Source
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.rounding import rounded
from evalkit.model.rubric import Rubric
from evalkit.model.saved.message import as_data
from evalkit.model.saved.results import SavedPair
from evalkit.read.codec.classes import UNIONS, fields_of, hints_of, present

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may hold as they are, and that readers of lines, editors and terminals take
for something else."""
_LINE = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    separators=(",", ":"),
    check_circular=False,  # what is made of values that cannot be changed holds itself nowhere
)
FILE_FORMS: dict[type, str] = {Program: "program", Rubric: "rubric", Source: "source"}
"""What stands in a result as it stands in a file, with the name of that form."""


def plain(value: Any) -> Any:
    """A description, a rubric or a part of one as maps, lists, texts, numbers, true and false.

    What holds its default is left out.
    """
    if type(value) in (str, int, bool, type(None)):  # most values are
        return value
    if isinstance(value, Missing):
        return _missing(value)
    if isinstance(value, Quantity):
        return _quantity(value)
    if isinstance(value, SetAside):
        return plain(value.data)
    if isinstance(value, Stated):
        return _stated(value)
    if isinstance(value, dict):
        # a number without a year, where a field takes one for each year
        if None in value:
            return plain(value[None])
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if attrs.has(type(value)):
        return _block(value)
    return _number(value) if isinstance(value, float) else value


def _block(value: Any) -> dict[str, Any]:
    """The fields of a class by their names in a file; entries by id stand among them."""
    data: dict[str, Any] = {}
    kind: Any = type(value)
    written = zip(_written(kind), values_of(kind)(value), strict=True)
    for (key, default), inner in written:
        if inner is default or inner == default:
            continue
        if key is None:
            data |= plain(inner)
        else:
            data[key] = inner if type(inner) is str else plain(inner)
    return data


@cache
def _written(kind: Any) -> tuple[tuple[str | None, Any], ...]:
    """Of the fields of a class their names in a file, None for entries by id, and what they hold
    when they are left out.
    """
    written = []
    for field in attrs.fields(kind):
        by_id = "entries" in field.metadata
        key = None if by_id else field.name.removesuffix("_")
        written.append((key, default_of(field)))
    return tuple(written)


def _stated(value: Stated) -> Any:
    # A count of a count stays as it was written: its number alone would lose both figures.
    if value.number is None or value.n is not None:
        return value.words
    return _quantity(value.number)


def _missing(value: Missing) -> Any:
    if value.state == "absent":
        return {"absent": [*value.evidence]}
    if value.state == "not_applicable":
        return {"not_applicable": value.why}
    return "unknown"


def _quantity(value: Quantity) -> Any:
    """A number, or its ends; an end is left out where there is none."""
    if value.exact:
        amount = _amount(value.low, value)
        return {"about": amount} if value.about else amount
    ends = {}
    for name, end in (("min", value.low), ("max", value.high)):
        if not math.isinf(end):
            ends[name] = _amount(end, value)
    return ends


def _amount(number: float, of: Quantity) -> int | float | str:
    """A plain number, or a text with the unit and the price year."""
    if not of.unit:
        return _number(number)
    amount = f"{_number(number)} {of.unit}"
    return f"{amount} {of.year}" if of.year else amount


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def as_json(value: Any) -> Any:
    """A value of a class of `evalkit.model.saved`, or a list of them, in the form of a result:
    every field is there.
    """
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    kind: Any = type(value)
    return _writer(kind)(value)


def json_text(printed: Any) -> str:
    """What is printed, of a class of `saved` or `printed` or a list of them, as JSON."""
    data = as_json(printed)
    # NaN is no JSON: rather an error here than a file that only Python reads.
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{_safe(text)}\n"


def json_line(printed: Any) -> str:
    """What is printed, of a class of `saved` or `printed`, as JSON on one line."""
    return _safe(_LINE.encode(as_json(printed))) + "\n"


def _safe(text: str) -> str:
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(lambda unsafe: f"\\u{ord(unsafe[0]):04x}", text)


def saved_pairs(comparison: Comparison) -> tuple[SavedPair, ...]:
    """The pairs of a comparison that can be compared, as a result has them."""
    shared = [name for name in fields_of(SavedPair) if name != "contributions"]
    pairs = []
    for pair in comparison.pairs:
        if pair.difference is not None:
            fields = {name: getattr(pair, name) for name in shared}
            points = {part.criterion: part.points for part in pair.contributions}
            pairs.append(SavedPair(**fields, contributions=points))
    return tuple(pairs)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """What makes plain data of the values of a kind."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Message:
        return as_data
    if kind in FILE_FORMS:
        return plain
    if origin is Annotated:
        return _marked(*arguments)
    if origin in UNIONS:
        inner = _writer(present(kind))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _list_writer(arguments[0])
    if origin is dict:
        inner = _writer(arguments[1])
        return lambda values: {key: inner(value) for key, value in values.items()}
    return _fields_writer(kind) if attrs.has(kind) else _same


def _list_writer(kind: Any) -> Callable[[Any], Any]:
    item = _writer(kind)
    if item is _same:
        return list
    return lambda values: [item(value) for value in values]


def _same(value: Any) -> Any:
    """What is plain as it is."""
    return value


def _fields_writer(kind: Any) -> Callable[[Any], Any]:
    hints, fields = hints_of(kind), fields_of(kind)
    values = getting(field.name for field in fields.values())
    # most fields are plain, and their values are taken as they are
    writers = {}
    for name, field in fields.items():
        writer = _writer(hints[field.name])
        if writer is not _same:
            writers[name] = writer

    def write(value: Any) -> dict[str, Any]:
        data = dict(zip(fields, values(value), strict=True))
        for name, written in writers.items():
            inner = data[name]
            if inner is not None:
                data[name] = written(inner)
        return data

    return write


def _marked(kind: Any, mark: Any) -> Callable[[Any], Any]:
    if isinstance(mark, Within) and mark.decimals is not None:
        return partial(rounded, decimals=mark.decimals)
    if isinstance(mark, Ends) and mark.open:
        return _open_ends
    return _writer(kind)


def _open_ends(ends: tuple[float, float]) -> list[float | None]:
    """A range as JSON has it, null for an end that is open."""
    return [None if math.isinf(end) else float(end) for end in ends]
