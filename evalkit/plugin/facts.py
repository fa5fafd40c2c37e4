"""Facts of a plugin: a block of a description that the plugin declares as an attrs class.

```python
from attrs import frozen
from evalkit.plugin import FactBlock, Number, number, refers


@frozen
class Cohort:
    \"\"\"Firms that left the program in one year.\"\"\"

    left: Number = number(unit="firms")
    alive: Number = number(unit="firms")
    evidence: tuple[str, ...] = refers("evidence")


@frozen
class Survival:
    \"\"\"What became of firms after they left the program.\"\"\"

    cohorts: tuple[Cohort, ...] = ()


SURVIVAL = FactBlock("survival", Survival)
```

A description holds it as `facts: {survival: {cohorts: [...]}}`. What is not written is unknown.
"""

from __future__ import annotations

import re
import types
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs
from attrs import field

from evalkit.model.errors import UndeclaredNeed
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN, Missing, Quantity, Series

if TYPE_CHECKING:
    from evalkit.model.program import Program

Kind = TypeVar("Kind")
PLAIN = (str, int, float, bool, Quantity)
DEEPEST = 8
"""Classes within classes of a block."""
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")


def _block_name(instance: FactBlock[Any], attribute: object, value: str) -> None:
    is_name = isinstance(value, str) and _NAME.fullmatch(value)
    # what the facts of plugins keep for themselves
    if not is_name or value == "set_aside":
        raise TypeError(
            f"FactBlock: the name {value!r} is not made of small letters, digits and underscores"
        )


def _block_class(instance: FactBlock[Any], attribute: object, value: Any) -> None:
    if not isinstance(value, type) or not attrs.has(value):
        raise TypeError(f"FactBlock {instance.name}: {value!r} is not an attrs class")
    check_class(f"FactBlock {instance.name}", value)


@frozen
class FactBlock(Generic[Kind]):
    """A block of facts under `facts:` of a description: its name, and the class of what it holds.

    A measure asks for it with `needs=["facts.NAME"]` and gets it with `of(program)`. Fields of the
    class, and of classes within it, are texts, whole numbers, numbers, true or false, `Number`,
    `Series`, words of a `Literal`, classes, `tuple[X, ...]` and `dict[str, X]` of these; `X |
    Missing` where a source may say that it is absent. A class with a field `evidence: tuple[str,
    ...] = refers("evidence")` counts only where some of it is admissible. Raises TypeError for a
    name or a field that cannot be read.
    """

    name: str = field(validator=_block_name)
    kind: type[Kind] = field(validator=_block_class)

    def of(self, program: Program) -> Kind | Missing:
        """What a program states in this block.

        Missing when it states nothing, or the plugin was not loaded when it was read. Raises
        UndeclaredNeed in a measure that does not declare it.
        """
        try:
            stated: Kind | Missing = getattr(program.facts, self.name)
        except UndeclaredNeed:  # which is an AttributeError as well
            raise
        except AttributeError:
            return UNKNOWN
        return stated


def check_class(where: str, kind: Any, depth: int = 1) -> None:
    """Raise TypeError, which begins with `where`, for a class with a field that cannot be read."""
    if depth > DEEPEST:
        raise TypeError(f"{where}: classes within classes, more than {DEEPEST}")
    try:
        hints = get_type_hints(kind)
    except NameError as error:
        raise TypeError(f"{where}: {error}") from error
    for attribute in attrs.fields(kind):
        name, refers = attribute.name, attribute.metadata.get("refers")
        inside = f"{where}.{name}"
        if name not in hints:
            raise TypeError(f"{inside}: the field has no type")
        # Else ids that do not exist pass, and the measure that cites them fails.
        if name == "evidence" and refers != "evidence":
            raise TypeError(f'{inside}: the field has no default refers("evidence")')
        _check_type(inside, hints[name], depth)


def _check_type(where: str, kind: Any, depth: int) -> None:
    origin, arguments = get_origin(kind), get_args(kind)
    if attrs.has(kind) and kind is not Quantity:
        check_class(where, kind, depth + 1)
    elif origin in (Union, types.UnionType):
        # besides its type a field may only be missing: of two types a file would not say which
        inner = [option for option in arguments if option not in (Missing, type(None))]
        if len(inner) != 1:
            raise TypeError(f"{where}: the field may be of several types, {kind}")
        # The reader takes a map by year in a union, and no other map there.
        if get_origin(inner[0]) is not dict or kind != Series:
            _check_type(where, inner[0], depth)
    elif origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        _check_type(where, arguments[0], depth)
    elif origin is dict and arguments[0] is str:
        _check_type(where, arguments[1], depth)
    elif kind not in PLAIN and not _is_words(kind):
        raise TypeError(
            f"{where}: a field of type {getattr(kind, '__name__', kind)} cannot be read;"
            " use str, int, float, bool, Number, Series, Literal words, tuple[X, ...], dict[str, X]"
            " or an attrs class"
        )


def _is_words(kind: Any) -> bool:
    if get_origin(kind) is not Literal:
        return False
    return all(isinstance(word, str) for word in get_args(kind))
