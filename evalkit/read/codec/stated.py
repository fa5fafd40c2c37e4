"""Values that a source states of a measure: a word, a number, a count of a count, or a range.

Which of these a measure takes is checked with the measures of the plugins, which a decoder does not
know.
"""

from __future__ import annotations

import math
import re

from evalkit.model.fields import TEXT
from evalkit.model.observation import Stated
from evalkit.model.quantity import Quantity
from evalkit.read.codec.numbers import LARGEST, NUMBER, quantity
from evalkit.read.codec.scalars import has_form
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.syntax.node import Node, Scalar

COUNT = re.compile(r"(\d{1,15})\s*/\s*(\d{1,15})")
"""A count of a count, such as 78/190."""
PERCENT = re.compile(r"(\d{1,15}(?:\.\d{0,15})?) ?(?:%|per ?cent)", re.IGNORECASE)
_NUMERIC = re.compile(r"[-+.]?\d")
"""What begins like a number is no word, so that a misspelt number is told as one."""


def stated(node: Node, faults: Faults) -> Stated | None:
    """The value that a source states, None with a fault when it is none."""
    if isinstance(node, Scalar):
        count = COUNT.fullmatch(node.text)
        percent = PERCENT.fullmatch(node.text)
        # "3/0" is no count, and is told as a number that cannot be read
        if count and 0 < float(count[2]) < LARGEST:
            part, whole = int(count[1]), int(count[2])
            return _count(part, whole, node, faults)
        if percent:
            _refuse_percentage(float(percent[1]), node, faults)
            return None
        if not NUMBER.fullmatch(node.text) and not _NUMERIC.match(node.text):
            return Stated(node.text) if has_form(node, TEXT, faults) else None
    # any range: which one a measure has is not known here
    number = quantity(node, (-math.inf, None), faults)
    if number is None:
        return None
    return Stated(_in_words(number), number)


def _refuse_percentage(percentage: float, node: Scalar, faults: Faults) -> None:
    share = f"{percentage / 100:.6g}".removeprefix("0") or "0"
    faults.add(
        "EK203",
        node.place,
        f"this field takes no percentage: {shown(node.text)}",
        f"write the share as a number from 0 to 1: {share}",
    )


def _count(part: int, whole: int, node: Scalar, faults: Faults) -> Stated | None:
    if part > whole:
        faults.add(
            "EK217",
            node.place,
            f"the part exceeds the whole: {part} of {whole}",
            f"write the part, a slash and the whole: {whole}/{part}",
        )
        return None
    return Stated(node.text, Quantity.exactly(part / whole), whole)


def _in_words(number: Quantity) -> str:
    """A stated number in words, the same however it was written."""
    if number.low == -math.inf:
        return f"at most {Quantity(number.high, number.high, number.unit, number.year)}"
    return str(number)
