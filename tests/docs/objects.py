"""What Python objects say of themselves: docstrings of constants too, signatures, fields and
types in words that need no import."""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import textwrap
import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import attrs
from markup import code, paragraphs, prose, table

from evalkit.model.quantity import UNKNOWN

WORDS = (str, int, float, tuple, frozenset)
"""Constants whose value is shown."""


@cache
def comments(owner: Any) -> dict[str, str]:
    """The texts that stand below the assignments of a module or a class, by the name assigned."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    body = tree.body if inspect.ismodule(owner) else tree.body[0].body  # type: ignore[attr-defined]
    found = {}
    for one, below in zip(body, body[1:], strict=False):
        target = (
            one.targets[0]
            if isinstance(one, ast.Assign)
            else getattr(one, "target", None)
        )
        if (
            isinstance(target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            found[target.id] = inspect.cleandoc(below.value.value)
    return found


def home(package: types.ModuleType, name: str) -> types.ModuleType:
    """The module in which a name that a package hands on is defined."""
    for node in ast.parse(inspect.getsource(package)).body:
        if isinstance(node, ast.ImportFrom) and name in {
            alias.name for alias in node.names
        }:
            return importlib.import_module(str(node.module))
    return package


def entry(name: str, value: Any, owner: types.ModuleType, level: int = 3) -> list[str]:
    """A heading with everything that an object says of itself; `owner` is the module that
    defines it."""
    heading = [f"{'#' * level} {name}", ""]
    if inspect.isclass(value):
        return [
            *heading,
            *paragraphs(value.__doc__),
            "",
            *_fields(value),
            *_members(value),
            "",
        ]
    if inspect.isfunction(value):
        return [
            *heading,
            code(name + signature(value)),
            "",
            *paragraphs(value.__doc__),
            "",
        ]
    shown = (
        ""
        if not isinstance(value, WORDS)
        else repr(sorted(value) if isinstance(value, frozenset) else value)
    )
    told = words(value) if typing.get_origin(value) else shown
    listed = (
        value.items()
        if isinstance(value, dict)
        and all(isinstance(each, str) for each in value.values())
        else ()
    )
    rows = table(["name", "what"], [[code(key), prose(each)] for key, each in listed])
    return [
        *heading,
        *([code(told), ""] if told else []),
        *paragraphs(comments(owner).get(name)),
        "",
        *rows,
    ]


def signature(function: Callable[..., Any], method: bool = False) -> str:
    """Parameters with their types and defaults, and what is returned."""
    found = inspect.signature(function)
    parts, starred = [], False
    for parameter in list(found.parameters.values())[method:]:
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
        starred = starred or parameter.kind in (
            parameter.KEYWORD_ONLY,
            parameter.VAR_POSITIONAL,
        )
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(
            parameter.kind, ""
        )
        default = (
            ""
            if parameter.default is parameter.empty
            else f" = {_default(parameter.default)}"
        )
        parts.append(f"{stars}{parameter.name}: {words(parameter.annotation)}{default}")
    return f"({', '.join(parts)}) -> {words(found.return_annotation)}"


def words(hint: Any) -> str:
    """A type as a reader would write it; one that is still text stands as it was written."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, str):
        return hint
    if hint in (None, types.NoneType):
        return "None"
    if hint is ...:
        return "..."
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(words, arguments))
    if origin is typing.Literal:
        return " | ".join(map(repr, arguments))
    if isinstance(hint, list):
        return f"[{', '.join(map(words, hint))}]"
    if origin:
        return f"{origin.__name__}[{', '.join(map(words, arguments))}]"
    return getattr(hint, "__name__", None) or str(hint).rpartition(".")[2]


@cache
def hints_of(owner: type) -> dict[str, Any]:
    """The types of the fields of a class."""
    return typing.get_type_hints(owner)


def _fields(kind: type) -> list[str]:
    if issubclass(kind, enum.Enum) or not attrs.has(kind):
        return []
    hints, said = (
        hints_of(kind),
        {name: text for base in _bases(kind) for name, text in comments(base).items()},
    )
    rows = []
    for field in attrs.fields(kind):
        default = (
            "" if field.default is attrs.NOTHING else code(_default(field.default))
        )
        rows.append(
            [
                code(field.name),
                code(words(hints.get(field.name, field.type))),
                default,
                prose(said.get(field.name, "")),
            ]
        )
    used = [row if any(each[3] for each in rows) else row[:3] for row in rows]
    return table(
        ["field", "type", "default", "meaning"][: len(used[0])] if used else [], used
    )


def _members(kind: type) -> list[str]:
    """The public methods and properties of a class, those of its own modules alone."""
    lines = []
    for name, member in public_members(kind):
        function = getattr(member, "fget", None) or getattr(member, "__func__", member)
        if isinstance(member, property):
            told = f"{kind.__name__}.{name}: {words(inspect.signature(function).return_annotation)}"
        else:
            bound = not isinstance(member, staticmethod)
            told = f"{kind.__name__}.{name}{signature(function, method=bound)}"
        doc = [f"  {line}" if line else "" for line in paragraphs(function.__doc__)]
        lines += [f"* {code(told)}", "", *doc, ""]
    return lines


def public_members(kind: type) -> Iterator[tuple[str, Any]]:
    """Methods and properties that a class of the project defines or inherits from one, by name."""
    seen = set()
    for base in _bases(kind):
        for name, member in vars(base).items():
            is_code = inspect.isfunction(member) or isinstance(
                member, property | classmethod | staticmethod
            )
            if is_code and not name.startswith("_") and name not in seen:
                seen.add(name)
                yield name, member


def _bases(kind: type) -> list[type]:
    """A class and what it is made from, without what does not belong to the project."""
    return [base for base in kind.__mro__ if base.__module__.startswith("evalkit")]


def _default(value: Any) -> str:
    if isinstance(value, attrs.Factory):
        return f"{value.factory.__name__}()"
    if value is UNKNOWN:
        return "UNKNOWN"
    return repr(value) if value != float("inf") else "inf"
