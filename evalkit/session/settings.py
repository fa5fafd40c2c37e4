"""What a run is made with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import field

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.plugin.loading import file_name
from evalkit.read.bundled import label
from evalkit.read.settings_file import SettingsFile

RUBRIC = "hsieh"
"""The rubric that is asked for when none is named."""


# Two, because a type checker takes the type of an argument from its converter.
def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


def _paths(given: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(given)


@frozen
class Settings:
    """What a run is made with."""

    rubric: str = RUBRIC
    """The id or the path of a rubric."""
    beside: tuple[str, ...] = field(default=(), converter=_names)
    """Further rubrics, by id or path, that descriptions may carry codings for as well; installed
    ones need not be named."""
    context: tuple[Path, ...] = field(default=(), converter=_paths)
    """Files and folders of peers and statistics."""
    overlays: tuple[Path, ...] = field(default=(), converter=_paths)
    """Files with facts from elsewhere, each laid over the program that it names wherever that is
    read."""
    plugins: tuple[Path, ...] = field(default=(), converter=_paths)
    """Python files to load."""
    without: tuple[str, ...] = field(default=(), converter=_names)
    """The names of plugins to leave out."""
    installed: bool = True
    """False leaves out every plugin that did not come with evalkit."""
    broken: bool = False
    """Whether plugins that cannot be used are left out, instead of stopping."""
    seed: int = 1
    """The random seed of the simulations."""
    file: SettingsFile | None = None
    """The settings file: what it sets for plugins is taken from it, and everything else where the
    fields above hold it."""
    landscape: tuple[str, ...] = field(default=(), converter=_names)
    """Files, folders and library ids among which programs find their peers."""

    def input_of(self, card: ReportCard) -> tuple[str, str] | None:
        """The settings file with its digest, where it changed what the card was made with."""
        # Where it had no say, a card does not depend on it: the file may change, and the card is
        # still what its files give.
        file, made = self.file, card.provenance
        if file is None or made is None:
            return None
        took_part = {name for name, _, _ in made.plugins}
        brought = {file_name(path) for path in file.values.get("plugins", ())}
        had_a_say = made.settings or took_part & brought or self._chose(file)
        return (label(file.path), file.sha256) if had_a_say else None

    def _chose(self, file: SettingsFile) -> bool:
        """Whether a run has what a file sets, and would have something else without the file."""
        usual = Settings()
        for name in ("rubric", "context", "without"):
            value = getattr(self, name)
            if file.values.get(name) == value != getattr(usual, name):
                return True
        return False
