"""What two plugins may not both be called or bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.plugin.checks import folded
from evalkit.plugin.plugin import Plugin

AT_ONCE = ("evaluators", "facts", "rubrics", "aggregators")
"""What two plugins may not bring under one id; a format or a reader is refused when it is asked
for.
"""


def without_twins(plugins: Sequence[Plugin]) -> Iterator[Plugin]:
    """The plugins, marked as unusable where two have one name or bring one id.

    Between evalkit's own and another one, the other is.
    """
    taken: dict[tuple[str, str], tuple[str, Plugin]] = {}
    # by the plugin itself: two may be equal in all that they bring
    faults: dict[int, str] = {}
    # Evalkit's own come first, and so are never the ones that are refused.
    for plugin in sorted(plugins, key=lambda plugin: not plugin.is_own):
        for kind, name in _names(plugin):
            first_name, first = taken.setdefault((kind, folded(name)), (name, plugin))
            if first is not plugin:
                faults.setdefault(id(plugin), _twin(kind, name, first_name, first))
    for plugin in plugins:
        # what is wrong with it already is nearer to the cause
        if id(plugin) in faults and not plugin.error:
            plugin = evolve(plugin, error=faults[id(plugin)])
        yield plugin


def _names(plugin: Plugin) -> Iterator[tuple[str, str]]:
    """What a plugin is called and what it brings, as the kind and the name."""
    yield "plugin", plugin.name
    for kind, name in plugin.brings():
        if kind in AT_ONCE:
            yield kind, name


def _twin(kind: str, name: str, first_name: str, first: Plugin) -> str:
    same = "" if name == first_name else f", the same name as {first_name!r}"
    if kind == "plugin" and first.is_own:
        return (
            f"a plugin that comes with evalkit is called {first_name!r} too; --without {name}"
            " leaves out this one alone"
        )
    if kind == "plugin":
        return (
            f"another plugin is called {first_name!r} too ({first.origin}); leave both out with"
            f" --without {name}, or uninstall one"
        )
    return (
        f"it brings the {kind.removesuffix('s')} {name!r}{same}, which plugin {first.name} brings"
        " already; leave one of them out"
    )
