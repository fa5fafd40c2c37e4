"""What a settings file holds, with the place of every fault."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
from attrs import field

from evalkit.model.errors import SettingsError
from evalkit.model.fields import TEXT, formed, number
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import SetAside
from evalkit.plugin.host import survey
from evalkit.plugin.installed import entry_points
from evalkit.plugin.loading import file_name
from evalkit.plugin.marker import PROJECT
from evalkit.read.bundled import label
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.scalars import INVALID
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.kinds import ENDINGS
from evalkit.read.settings_file import SettingsFile
from evalkit.read.syntax.node import Entries, Items, Node, Scalar
from evalkit.read.syntax.parsed import raise_faults
from evalkit.read.syntax.text import decoded, read_bytes
from evalkit.read.syntax.toml import toml_tree

if TYPE_CHECKING:
    from evalkit.plugin.host import Host
    from evalkit.plugin.plugin import Plugin

NAMES = ("plugins", "context", "baseline", "rubric")
"""The keys that name what has to be there."""


@frozen
class GateSettings:
    """The gates of score and compare: limits as `--fail-under` takes them, a saved result to hold
    scores against, and the points that a score may fall since then.
    """

    fail_under: tuple[str, ...] = field(default=(), metadata=formed(TEXT))
    baseline: str = field(default="", metadata=formed(TEXT))
    tolerance: float | None = number(0, 100, default=None)


@frozen
class Chosen:
    """What a settings file may hold; what is empty is not set. Its paths are relative to it."""

    rubric: str = field(default="", metadata=formed(TEXT))
    context: tuple[str, ...] = field(default=(), metadata=formed(TEXT))
    language: Literal["en", "ko", "zh-Hant"] | None = None
    plugins: tuple[str, ...] = field(default=(), metadata=formed(TEXT))
    without: tuple[str, ...] = field(default=(), metadata=formed(TEXT))
    gates: GateSettings = GateSettings()
    settings: dict[str, SetAside] = field(factory=Fixed)


class SettingsDecoder(Decoder):
    """Decodes settings, in which `unknown` is a word as any other, and a text stands in quotes."""

    def _is_left_out(self, node: Node, field: attrs.Attribute[Any], hint: Any) -> bool:
        return False

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        if kind is str and isinstance(node, Scalar) and not node.quoted:
            self.faults.add(
                "EK203",
                node.place,
                f"expected text, found {shown(node.text)}",
                "put it in quotes",
            )
            return INVALID
        return super()._scalar(kind, node, meta)


def read_settings(path: Path, in_project: bool) -> SettingsFile | None:
    """The settings in a file, or of a pyproject.toml those of its table, None where it has none.

    Raises SettingsError with every fault.
    """
    faults = Faults(label(path))
    data = read_bytes(path, faults) or b""
    text = decoded(data, faults) if not faults.found else None
    faults.lines[:] = (text or "").split("\n")
    table: Node | None = None if text is None else toml_tree(text, faults)
    # [tool.evalkit] is a table within a table
    for name in ("tool", "evalkit") if in_project else ():
        table = table.get(name) if isinstance(table, Entries) else None
    chosen = SettingsDecoder(faults).whole(Chosen, table)
    if chosen and isinstance(table, Entries):
        _check_names(chosen, table, path.parent, faults)
    raise_faults(path, faults.found, SettingsError)
    if chosen is None or not isinstance(table, Entries):
        return None
    return SettingsFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        values=_values(chosen, path.parent),
        tree=table,
        lines=tuple(faults.lines),
    )


def _check_names(chosen: Chosen, table: Entries, folder: Path, faults: Faults) -> None:
    """Note the plugins, rubric, files and folders that are named and not there."""
    # by their names alone: no plugin is imported before it is known which ones are left out
    known = {point.name for point in entry_points(PROJECT)}
    known.update(file_name(Path(path)) for path in chosen.plugins)
    _refuse_strangers(_scalars(table.get("without")), known, faults)
    if faults.found:
        # An option could replace these, but with this file no run starts: tell them as well.
        left_out = [name for name in chosen.without if name in known]
        rubrics = _rubrics([folder / path for path in chosen.plugins], left_out)
        _refuse_absent(table, folder, faults)
        _refuse_rubric(table, folder, rubrics, faults)
        tables = table.get("settings")
        keys = tables.entries if isinstance(tables, Entries) else ()
        _refuse_strangers([key for key, _ in keys], known, faults)


def _rubrics(plugins: Sequence[Path], without: Sequence[str]) -> set[str]:
    """The ids of the rubrics of all plugins that can be used, and are not left out."""
    rubrics: set[str] = set()
    for plugin in survey(plugins, without):
        rubrics.update(rubric_id for rubric_id, _ in plugin.named("rubrics"))
    return rubrics


def _refuse_strangers(names: Iterable[Scalar], known: set[str], faults: Faults) -> None:
    """Note the names of plugins that are neither installed nor named in the file."""
    there_are = f"there are {', '.join(sorted(known))}"
    for name in names:
        if name.text not in known:
            remedy = faults.near(name.text, known, there_are)
            faults.add("EK201", name.place, _no_plugin(name), remedy)


def _refuse_absent(
    table: Entries, folder: Path, faults: Faults, keys: Container[str] = NAMES
) -> None:
    """Note the files and folders of some keys that are not there."""
    gates = table.get("gates")
    nodes = {key: table.get(key) for key in ("plugins", "context")}
    nodes["baseline"] = gates.get("baseline") if isinstance(gates, Entries) else None
    for key, node in nodes.items():
        for name in _scalars(node):
            is_absent = name.quoted and not (folder / name.text).exists()
            if key in keys and is_absent:
                faults.add(
                    "EK112",
                    name.place,
                    f"there is no file or folder {shown(name.text)!r}",
                    "give its path from the folder of this file",
                )


def _refuse_rubric(
    table: Entries, folder: Path, rubrics: Collection[str], faults: Faults
) -> None:
    """Note a rubric that is not there, by id or by path."""
    name = table.get("rubric")
    if not isinstance(name, Scalar) or not name.quoted or name.text in rubrics:
        return
    if _is_path(name.text):
        if not (folder / name.text).exists():
            faults.add(
                "EK112",
                name.place,
                f"there is no file {shown(name.text)!r}",
                "give its path from the folder of this file",
            )
        return
    there_are = f"there are {', '.join(sorted(rubrics))}, or give the path of a file"
    faults.add(
        "EK201",
        name.place,
        f"no rubric is called {shown(name.text)!r}",
        faults.near(name.text, rubrics, there_are),
    )


def _is_path(rubric: str) -> bool:
    return rubric.endswith(ENDINGS) or "/" in rubric or os.sep in rubric


def refuse_names(file: SettingsFile, host: Host, keys: Container[str]) -> None:
    """Raise SettingsError with every rubric, file and folder under some keys of a settings file
    that is not there.
    """
    faults = Faults(label(file.path), list(file.lines))
    folder = file.path.parent
    _refuse_absent(file.tree, folder, faults, keys)
    if "rubric" in keys:
        _refuse_rubric(file.tree, folder, host.rubrics(), faults)
    raise_faults(file.path, faults.found, SettingsError)


def _scalars(node: Node | None) -> list[Scalar]:
    """The values of a list, or a value that stands alone."""
    nodes = node.items if isinstance(node, Items) else (node,)
    return [value for value in nodes if isinstance(value, Scalar)]


def _no_plugin(name: Scalar) -> str:
    return f"no plugin is called {shown(name.text)!r}"


def _values(chosen: Chosen, folder: Path) -> dict[str, Any]:
    """What is set, by key, with paths from the working directory."""
    rubric, gates = chosen.rubric, chosen.gates
    if _is_path(rubric):
        rubric = str(folder / rubric)
    values = {
        "rubric": rubric,
        "context": tuple(folder / path for path in chosen.context),
        "language": chosen.language,
        "plugins": tuple(folder / path for path in chosen.plugins),
        "without": chosen.without,
        "limits": gates.fail_under,
        "baseline": folder / gates.baseline if gates.baseline else None,
        "tolerance": gates.tolerance,
    }
    # A tolerance of 0 is set, too; an empty text and an empty list are what is not written.
    return {key: value for key, value in values.items() if value or value == 0}


def plugin_settings(file: SettingsFile, host: Host) -> dict[str, Any]:
    """What a file sets for the plugins that are loaded, by plugin, as the class of each.

    A table for a plugin that is left out, or in whose place an option names others, is passed over.
    Raises SettingsError with every fault, also for a table of no plugin, or of a plugin that has no
    settings.
    """
    faults = Faults(label(file.path), list(file.lines))
    decoder = SettingsDecoder(faults)
    loaded = {plugin.name: plugin for plugin in host.plugins}
    # their settings stay in the file for the next run
    passed_over = {*host.left_out}
    passed_over.update(plugin.name for plugin in host.broken)
    passed_over.update(map(file_name, file.values.get("plugins", ())))
    settings: dict[str, Any] = {}
    for key, table in file.tables.entries:
        name = key.text
        if name not in loaded:
            if name not in passed_over:
                _refuse_table(key, loaded, faults)
        elif loaded[name].settings:
            block = loaded[name].settings[0]
            settings[name] = decoder.value(block.kind, table)
        else:
            faults.add(
                "EK201",
                key.place,
                f"plugin {shown(name)!r} has no settings",
                "leave the table out",
            )
    if faults.found:
        # as above: no run starts
        _refuse_absent(file.tree, file.path.parent, faults)
        _refuse_rubric(file.tree, file.path.parent, host.rubrics(), faults)
    raise_faults(file.path, faults.found, SettingsError)
    return settings


def _refuse_table(key: Scalar, loaded: Mapping[str, Plugin], faults: Faults) -> None:
    """Note that a table is that of no plugin."""
    settable = [name for name, plugin in loaded.items() if plugin.settings]
    there_are = ", ".join(settable) or "none"
    faults.add(
        "EK201",
        key.place,
        _no_plugin(key),
        faults.near(key.text, settable, f"plugins with settings: {there_are}"),
    )
