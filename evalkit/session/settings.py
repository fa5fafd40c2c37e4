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


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


def _paths(given: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(given)


@frozen
class Settings:
    """What a run is made with. `rubric` is an id or a path; `context` holds files and folders of
    peers and statistics.

    `beside` are further rubrics, by id or path, that descriptions may carry codings for as well;
    installed ones need not be named.

    `overlays` are files with facts from elsewhere, each laid over the program that it names
    wherever that is read. `landscape` are files, folders and library ids among which programs find
    their peers. `plugins` are Python files to load, `without` names plugins to leave out,
    `installed=False` leaves out all that did not come with evalkit, and `broken` leaves out those
    that cannot be used, instead of stopping. `file` is the settings file of the run: what it sets
    for plugins is taken from it, and everything else where the fields above hold it.
    """

    rubric: str = RUBRIC
    beside: tuple[str, ...] = field(default=(), converter=_names)
    context: tuple[Path, ...] = field(default=(), converter=_paths)
    overlays: tuple[Path, ...] = field(default=(), converter=_paths)
    plugins: tuple[Path, ...] = field(default=(), converter=_paths)
    without: tuple[str, ...] = field(default=(), converter=_names)
    installed: bool = True
    broken: bool = False
    seed: int = 1
    file: SettingsFile | None = None
    landscape: tuple[str, ...] = field(default=(), converter=_names)

    def input_of(self, card: ReportCard) -> tuple[tuple[str, str], ...]:
        """The settings file with its digest, where it changed what the card was made with."""
        file, made = self.file, card.provenance
        if file is None or made is None:
            return ()
        usual, names = Settings(), ("rubric", "context", "without")
        # The file had a say where a run has what it sets, and would have something else without it.
        chose = any(
            file.values.get(name) == getattr(self, name) != getattr(usual, name)
            for name in names
        )
        took_part = {name for name, _, _ in made.plugins}
        brought = {file_name(path) for path in file.values.get("plugins", ())}
        if chose or made.settings or took_part & brought:
            return ((label(file.path), file.sha256),)
        return ()
