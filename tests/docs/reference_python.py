"""The pages on Python: hooks and what plugins may import, the API, and the values that both hand
around."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from markup import code, page, paragraphs, prose
from objects import entry, hints_of, home, signature

import evalkit
import evalkit.api
import evalkit.model.errors
import evalkit.plugin
import evalkit.testing
from evalkit.plugin import spec

EXPORTED = {name: getattr(evalkit.plugin, name) for name in evalkit.plugin.__all__}
API = {name: getattr(evalkit, name) for name in evalkit.__all__}


def hooks() -> dict[str, Any]:
    """The hooks by name, in the order of their specification."""
    return {
        name: value
        for name, value in vars(spec).items()
        if hasattr(value, f"{spec.hookspec.project_name}_spec")
    }


def hooks_page() -> str:
    """Every hook with its specification, then all that a plugin may import."""
    what, _, example = inspect.cleandoc(evalkit.plugin.__doc__ or "").partition("\n\n")
    lines = ["A plugin in full:", "", "```python", example, "```", "", "## Hooks", ""]
    for name, hook in hooks().items():
        lines += [
            f"### {name}",
            "",
            code(name + signature(hook)),
            "",
            *paragraphs(hook.__doc__),
            "",
        ]
    lines += [
        "## What a plugin may import",
        "",
        (
            "All of it from `evalkit.plugin`. The classes that fields name are in"
            " [values](values.md), what tests a plugin in [testing](testing.md)."
        ),
        "",
    ]
    for name, value in EXPORTED.items():
        lines += entry(name, value, home(evalkit.plugin, name))
    return page("Hooks and the plugin API", prose(what), lines)


def testing_page() -> str:
    """What the author of a plugin tests it with."""
    what, *more = paragraphs(evalkit.testing.__doc__)
    lines = [*more, ""]
    for name in evalkit.testing.__all__:
        lines += entry(
            name, getattr(evalkit.testing, name), home(evalkit.testing, name), 2
        )
    return page("Testing a plugin", what, lines)


def python_page() -> str:
    """What `import evalkit` gives, and the errors that it raises."""
    what, *more = paragraphs(evalkit.__doc__)
    lines = [
        *more,
        "",
        (
            "Cards and comparisons are made of [values](values.md) and of those that"
            " [plugins](hooks.md) see."
        ),
        "",
    ]
    for name, value in API.items():
        lines += entry(name, value, evalkit.api, 2)
    lines += ["## Errors", "", prose(evalkit.model.errors.__doc__ or ""), ""]
    for name, value in vars(evalkit.model.errors).items():
        if inspect.isclass(value):
            base = value.__bases__[0].__name__
            lines += [
                f"### {name}",
                "",
                f"A kind of {code(base)}.",
                "",
                *paragraphs(value.__doc__),
                "",
            ]
    return page("Python", what, lines)


def values_page() -> str:
    """The classes that hooks and functions take and give, module by module."""
    reached = [
        kind
        for kind in reachable([*EXPORTED.values(), *API.values()])
        if kind not in (*EXPORTED.values(), *API.values())
    ]
    lines = [
        "None of them can be changed; `attrs.evolve(value, field=...)` gives a changed copy.",
        "",
    ]
    for module in dict.fromkeys(kind.__module__ for kind in reached):
        lines += [f"## {module}", "", *paragraphs(sys.modules[module].__doc__), ""]
        for kind in sorted(
            (each for each in reached if each.__module__ == module),
            key=lambda kind: inspect.getsourcelines(kind)[1],
        ):
            lines += entry(kind.__name__, kind, sys.modules[module])
    intro = (
        "The values that [hooks](hooks.md) and the [Python API](python.md) hand around and that are"
        " described on neither page."
    )
    return page("Values", intro, lines)


def reachable(values: Iterable[Any]) -> list[type]:
    """The classes with fields that some values are made of, at any depth, by module and name."""
    found: set[type] = set()
    todo = list(values)
    while todo:
        kind = todo.pop()
        if inspect.isclass(kind) and attrs.has(kind) and kind not in found:
            found.add(kind)
            todo += [
                part
                for field in attrs.fields(kind)
                for part in _parts(hints_of(kind).get(field.name))
            ]
        elif isinstance(kind, tuple):
            todo += kind
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def _parts(hint: Any) -> Iterator[Any]:
    """The classes that a type names."""
    yield hint
    for argument in typing.get_args(hint):
        yield from argument if isinstance(argument, list) else _parts(argument)
