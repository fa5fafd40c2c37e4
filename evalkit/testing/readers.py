"""What a reader of foreign files makes of files that are hardly what it expects."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from evalkit.model.errors import PluginError
from evalkit.plugin import Reader
from evalkit.plugin.isolation import Failed, isolated
from evalkit.plugin.reader import described
from evalkit.read.codec.dump import plain

FILES = {
    "an empty file": b"",
    "a file of two words": b"two words\n",
    "a file that is no text": bytes(range(256)),
}


def fault(reader: Reader) -> str | None:
    """What is wrong with a reader; None when it treats each file the same way each time."""
    if not reader.endings:
        return "takes no ending: write endings=[...]"
    try:
        module = reader.load()
    except PluginError as error:
        return str(error)
    if not callable(getattr(module, "descriptions", None)):
        return f"{module.__name__} has no function descriptions, and reads nothing"
    with (
        tempfile.TemporaryDirectory(prefix="evalkit-") as folder,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for ending in reader.endings:
            for what, content in FILES.items():
                path = Path(folder) / f"sample{ending}"
                path.write_bytes(content)
                if wrong := _fault(module, path, content):
                    return f"{what} with the ending {ending}: {wrong}"
    return None


def _fault(module: ModuleType, path: Path, content: bytes) -> str | None:
    try:
        with isolated("reader"):
            first, again = _read(module, path), _read(module, path)
    except Failed as failure:
        return f"raises {failure}"
    if path.read_bytes() != content:
        return "is changed"
    return None if first == again else "is read otherwise the second time"


def _read(module: ModuleType, path: Path) -> object:
    """The descriptions of a file, or why it is refused.

    Raises TypeError for what is no description.
    """
    # A list, for a reader that gives one description after the other fails only when it is asked.
    try:
        given = [described(entry) for entry in module.descriptions(path, {})]
    except ValueError as error:
        # A refusal that says nothing is no refusal, but a fault of the reader.
        if not str(error):
            raise
        return str(error)
    made = [description for description in given if description is not None]
    for description in made:
        if not isinstance(description, Mapping):
            raise TypeError(
                f"{type(description).__name__} is no description, which is a map"
            )
    return [plain(description, []) for description in made]
