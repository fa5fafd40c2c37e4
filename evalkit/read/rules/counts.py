"""Rules of counts: what is counted is whole, and no more than can be counted.

Measures count over them, and a count that is none would be blamed on the plugin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from evalkit.model.fields import MOST_COUNTED
from evalkit.model.program import Facts
from evalkit.model.quantity import Quantity
from evalkit.read.codec.classes import fields_of
from evalkit.read.codec.decode import Decoder


def check_counts(facts: Facts, decoder: Decoder) -> None:
    """Note every number of things that is no count, at the block in which it stands."""
    for block in _blocks(facts):
        kind: Any = type(block)
        for name, field in fields_of(kind).items():
            if "counted" not in field.metadata:
                continue
            value = getattr(block, field.name)
            # a count by year has a number for each
            numbers = value.values() if isinstance(value, dict) else (value,)
            for number in numbers:
                if not isinstance(number, Quantity) or _is_count(number):
                    continue
                decoder.faults.add(
                    "EK204",
                    decoder.place_of(block),
                    f"{name}: {number} is not a count",
                    f"write a whole number up to {MOST_COUNTED:g}, or {{min: 2, max: 3}}",
                )


def _blocks(facts: Facts) -> Iterator[Any]:
    """The blocks that hold numbers of things."""
    yield from facts.actors.values()
    yield from facts.units.values()
    if facts.joint_projects:
        yield facts.joint_projects.all
    yield from (facts.demand, facts.network_survey, facts.beneficiaries, facts.capacity)


def _is_count(number: Quantity) -> bool:
    """Whether both ends of a number can be counts; an open end is any."""
    ends = filter(math.isfinite, (number.low, number.high))
    return all(end % 1 == 0 and end <= MOST_COUNTED for end in ends)
