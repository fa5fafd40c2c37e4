"""Cards made again from the files that they name, and their programs under another rubric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve

from evalkit.comparison.changes.under import Ids, Under
from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError
from evalkit.model.rubric import Rubric
from evalkit.model.words import first_few
from evalkit.plugin.host import Host
from evalkit.read.bundled import is_bundled
from evalkit.read.kinds import kind_of
from evalkit.read.settings_file import FILE, PROJECT_FILE, SettingsFile, with_settings
from evalkit.read.settings_file import read as read_settings
from evalkit.session import Session
from evalkit.session.inputs import inputs_of
from evalkit.session.old_evidence import OldEvidence, landscape_of
from evalkit.session.settings import Settings


class Again:
    """Makes cards again with the plugins of a host, from files in some folders."""

    def __init__(self, host: Host, folders: Sequence[Path]) -> None:
        self._host, self._folders = host, folders
        self._sessions: dict[Settings, Session] = {}

    def now(self, card: ReportCard) -> ReportCard:
        """The card that its files give now.

        Raises InputError for a file that is not there, or is broken.
        """
        inputs = inputs_of(card, self._folders)
        lost = [wanted.path for wanted in inputs if wanted.file is None]
        if lost or not inputs:
            names = first_few(lost) or "its files"
            raise InputError(
                f"{card.program.id}: {names} cannot be found: run this where the result was made,"
                " or beside the files that it was made from"
            )
        files = [wanted.file for wanted in inputs if wanted.file]
        return self._session(card, files).card(files[0])

    def under(self, card: ReportCard, rubric: Rubric, ids: Ids) -> Under | None:
        """The program of a card under another rubric, in which criteria have other `ids`, in the
        context of its run as far as that can be found; None where its own rubric does not give the
        levels of the card again, so that more differs.
        """
        host = self._host_without(card.provenance.without if card.provenance else ())
        inputs = inputs_of(card, self._folders)
        files = [wanted.file for wanted in inputs if wanted.file]
        settings = [file for file in files if _is_settings(file)]
        host = with_settings(host, _settings_file(settings))
        return OldEvidence(card, host, inputs, self._folders).under(rubric, ids)

    def _session(self, card: ReportCard, files: Sequence[Path]) -> Session:
        """The session that makes a card, shared by all that are made alike."""
        settings = self._settings(card, files)
        # Most cards of a result are made alike, and a session reads rubric and plugins once.
        if settings not in self._sessions:
            host = with_settings(self._host_without(settings.without), settings.file)
            self._sessions[settings] = Session(settings, host)
        return self._sessions[settings]

    def _host_without(self, names: Sequence[str]) -> Host:
        """The host without the plugins that were left out when a card was made."""
        host = self._host
        kept = tuple(plugin for plugin in host.plugins if plugin.name not in names)
        left_out = tuple(sorted({*host.left_out, *names}))
        return evolve(host, plugins=kept, left_out=left_out)

    def _settings(self, card: ReportCard, files: Sequence[Path]) -> Settings:
        made = card.provenance
        assert made is not None  # its files were found
        overlaid = {overlay.path for overlay in card.overlaid}
        by_kind: dict[str, list[Path]] = defaultdict(list)
        # A card may name a file by two paths, and a run takes it once.
        names = dict(zip(files, made.inputs, strict=True))
        for file, (path, _) in names.items():
            by_kind[_kind(file, path in overlaid)].append(file)
        rubrics = by_kind["rubric"]
        return Settings(
            rubric=self._rubric(rubrics[0]) if rubrics else card.rubric.id,
            context=_context(files, by_kind),
            overlays=by_kind["overlay"],
            # One with its source behind the name had the name of a plugin that took part, which
            # must stay.
            without=[name for name in made.without if " " not in name],
            seed=made.seed,
            landscape=landscape_of(card),
            file=_settings_file(by_kind["settings"]),
        )

    def _rubric(self, file: Path) -> str:
        """The id of a rubric that is installed, else its path."""
        for name, path in self._host.rubrics().items():
            if path.resolve() == file.resolve():
                return name
        return str(file)


def _context(
    files: Sequence[Path], by_kind: Mapping[str, Sequence[Path]]
) -> list[Path]:
    """The files that a run was given as its context, in the order of the card.

    What comes with evalkit, and peers and parents in the folder of the description, the first of
    the files, are found without it.
    """
    description = files[0]
    context = []
    for file in dict.fromkeys(files):
        if file == description or is_bundled(file):
            continue
        is_peer_apart = file in by_kind["program"] and file.parent != description.parent
        # Beside the landscape, a run finds programs of other folders in its context alone.
        if file in by_kind["context"] or is_peer_apart:
            context.append(file)
    return context


def _kind(file: Path, is_overlay: bool) -> str:
    if is_overlay:
        return "overlay"
    return "settings" if _is_settings(file) else kind_of(file)


def _is_settings(file: Path) -> bool:
    return file.name in (FILE, PROJECT_FILE)


def _settings_file(files: Sequence[Path]) -> SettingsFile | None:
    return read_settings(files[0]) if files else None
