"""Whether a description tells anything of what a measure needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from evalkit.engine.admissible import stated
from evalkit.model.context import Context
from evalkit.model.fields import default_of
from evalkit.model.program import Program
from evalkit.model.quantity import UNKNOWN
from evalkit.testing.reading import IDENTITY


def is_anything_known(program: Program, context: Context, needs: Sequence[str]) -> bool:
    """Whether a program, or a peer, tells anything of what a measure needs.

    An identity alone is always told.
    """
    facts = [need for need in needs if need not in IDENTITY]
    if not facts:
        return True
    for described in (program, *context.peers.values()):
        for need in facts:
            if not _is_unknown(stated(described, need)):
                return True
    return False


def _is_unknown(value: Any) -> bool:
    """Whether a field tells nothing, however deep; evidence alone tells nothing."""
    if value == UNKNOWN or value in ((), {}, None):
        return True
    if not attrs.has(type(value)):
        return False
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if field.name == "evidence" or inner == default_of(field):
            continue
        if not _is_unknown(inner):
            return False
    return True
