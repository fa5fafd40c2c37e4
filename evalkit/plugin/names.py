"""What two plugins may not both be called or bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.plugin.plugin import Plugin


def without_twins(plugins: Sequence[Plugin]) -> Iterator[Plugin]:
    """The plugins, marked as unusable where two have one name or bring one id.

    Between evalkit's own and another one, the other is.
    """
    taken: dict[tuple[str, str], Plugin] = {}
    faults: dict[int, str] = {}
    for at, plugin in sorted(enumerate(plugins), key=lambda row: not row[1].is_own):
        for what in (("plugin", plugin.name), *plugin.brings()):
            if (first := taken.setdefault(what, plugin)) is not plugin and at not in faults:
                faults[at] = _twin(what, first, plugin)
    for at, plugin in enumerate(plugins):
        yield evolve(plugin, error=faults[at]) if at in faults and not plugin.error else plugin


def _twin(what: tuple[str, str], first: Plugin, second: Plugin) -> str:
    kind, name = what
    if kind == "plugin":
        return (
            f"another plugin is called {name!r} too ({first.origin}); leave both out with --without"
            f" {name}, or uninstall one"
        )
    return (
        f"it brings the {kind.removesuffix('s')} {name!r}, which plugin {first.name} brings"
        " already; leave one of them out"
    )
