"""One plugin: its code imported, its hooks asked, and its faults told instead of raised."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evalkit import locale
from evalkit.model.errors import PluginError
from evalkit.model.frozen import evolve
from evalkit.plugin.digest import digest_of
from evalkit.plugin.hooks import brought_by, hooks_of
from evalkit.plugin.installed import EntryPoint
from evalkit.plugin.isolation import Failed, error_text, isolated
from evalkit.plugin.plugin import HOOKS, Plugin
from evalkit.plugin.requirement import mismatch
from evalkit.plugin.trace import Trace


def file_name(path: Path) -> str:
    """The name of a plugin in a file: that of the file, or of the folder for the `__init__.py` of a
    package.
    """
    return path.resolve().parent.name if path.stem == "__init__" else path.stem


def from_entry_point(point: EntryPoint, trace: Trace) -> Plugin:
    """The plugin of a distribution, loaded."""
    note = mismatch(point.requires)
    distribution = point.distribution, point.version
    plugin = Plugin(point.name, *distribution, point.value, note=note)
    filled = fill(plugin, point.load, trace, point.module)
    if filled.error and note:
        return evolve(filled, error=f"{filled.error}; it {note}")
    return filled


def from_file(path: Path, trace: Trace) -> Plugin:
    """The plugin in a Python file, loaded."""
    name = file_name(path)
    if not path.is_file():
        missing = "there is no Python file at this path"
        return Plugin(name, "", "", str(path), error=missing)
    # A file has no version, and two contents must not pass for one.
    digest = digest_of(path)
    plugin = Plugin(name, "", digest, str(path), digest)
    return fill(plugin, lambda: _module(path), trace)


def fill(
    plugin: Plugin, load: Callable[[], Any], trace: Trace, module_name: str = ""
) -> Plugin:
    """The plugin with what its hooks hand over, or with what is wrong with it.

    Where an object of a module implements the hooks, `module_name` says where its code stands.
    """
    try:
        with trace.timing(plugin.name, "import"), isolated("the import", plugin.name):
            module = load()
        code = sys.modules.get(module_name, module)
        source = Path(getattr(code, "__file__", None) or "")
        # A version can stay while the code changes, as in an editable installation.
        if not (plugin.digest or plugin.is_own) and source.is_file():
            plugin = evolve(plugin, digest=digest_of(source))
        hooks = hooks_of(module)
        brought: dict[str, Any] = {}
        for name, caller in hooks.items():
            brought[HOOKS[name]] = brought_by(plugin, name, caller, trace)
        if source.is_file():
            locale.add(source.parent / "locale", plugin.name)
        # a saved result may hold texts of a rubric that is not asked for
        for rubric in brought.get("rubrics", ()):
            locale.add(rubric.parent / "locale", locale.of_rubric(rubric.stem))
        return evolve(plugin, hooks=tuple(hooks), **brought)
    except PluginError as error:
        return evolve(plugin, error=str(error))
    except Failed as failure:
        return evolve(plugin, error=f"its import raised {failure}")
    except Exception as error:  # what looks like a module, and is none
        return evolve(plugin, error=f"its contents cannot be read: {error_text(error)}")


def _module(path: Path) -> Any:
    """The module in a file, run anew."""
    name = f"evalkit_plugin_{file_name(path)}"
    module_spec = importlib.util.spec_from_file_location(name, path)
    if module_spec is None or module_spec.loader is None:
        raise ImportError("this is not a Python file: its name does not end in .py")
    module = importlib.util.module_from_spec(module_spec)
    # modules of a package that was read before may have changed since
    for loaded in [*sys.modules]:
        if loaded.startswith(f"{name}."):
            del sys.modules[loaded]
    # where dataclasses and the like look up the module of a class
    sys.modules[name] = module
    # without a cache of bytecode, which may be older than the digest
    exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    return module
