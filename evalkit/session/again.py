"""Cards made again from the files that they name, and their programs under another rubric."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from attrs import evolve

from evalkit.comparison.changes.under import Ids, with_ids
from evalkit.model.card import ReportCard
from evalkit.model.context import Context
from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.message import Quote
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.model.words import first_few
from evalkit.plugin.host import Host
from evalkit.read.bundled import bundled, is_bundled
from evalkit.read.kinds import kind_of
from evalkit.read.settings_file import FILE, PROJECT_FILE, SettingsFile, with_settings
from evalkit.read.settings_file import read as read_settings
from evalkit.session import Session
from evalkit.session.settings import Settings


@frozen
class InputFound:
    """A file that a card names: its path and digest there, where it is, and the digest that it has.

    `file` and `actual` are None where it is not there.
    """

    path: str
    sha256: str
    file: Path | None
    actual: str | None

    @property
    def is_same(self) -> bool:
        """Whether the file is as it was."""
        return self.sha256 == self.actual


def inputs_of(card: ReportCard, folders: Sequence[Path]) -> tuple[InputFound, ...]:
    """The files of a card, looked for in some folders and in the distribution, the one first that
    is as it was.
    """
    provenance = card.provenance
    return tuple(_found(*named, folders) for named in (provenance.inputs if provenance else ()))


def _found(path: str, sha256: str, folders: Sequence[Path]) -> InputFound:
    digests = {file: _digest(file) for file in _places(path, folders) if file.is_file()}
    same = [file for file, digest in digests.items() if digest == sha256]
    file = next(iter([*same, *digests]), None)
    return InputFound(path, sha256, file, digests[file] if file else None)


def _places(path: str, folders: Sequence[Path]) -> Iterator[Path]:
    kind, _, rest = path.partition("/")
    if kind in ("rubrics", "programs") and rest:
        yield bundled(kind) / rest
    yield from (folder / path for folder in folders)


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


class Again:
    """Makes cards again with the plugins of a host, from files in some folders."""

    def __init__(self, host: Host, folders: Sequence[Path]) -> None:
        self._host, self._folders = host, folders
        self._sessions: dict[Settings, Session] = {}

    def now(self, card: ReportCard) -> ReportCard:
        """The card that its files give now.

        Raises InputError for a file that is not there, or is broken.
        """
        found = inputs_of(card, self._folders)
        lost = [wanted.path for wanted in found if wanted.file is None]
        if lost or not found:
            names = first_few(lost) or "its files"
            raise InputError(
                f"{card.program.id}: {names} cannot be found: run this where the result was made,"
                " or beside the files that it was made from"
            )
        files = [wanted.file for wanted in found if wanted.file]
        return self._session(card, files).card(files[0])

    def under(self, card: ReportCard, rubric: Rubric, ids: Ids) -> ReportCard | None:
        """The program of a card under another rubric, in which criteria have other `ids`, with the
        peers that can be found; None where its own rubric does not give the levels of the card
        again, so that more differs.
        """
        host = self._host_without(card.provenance.without if card.provenance else ())
        own = self._judged(card.program, card.rubric, host)
        levels, saved = ([rating.level for rating in judged.ratings] for judged in (own, card))
        program = with_ids(card.program, ids)
        return self._judged(program, rubric, host) if levels == saved else None

    def _judged(self, program: Program, rubric: Rubric, host: Host) -> ReportCard:
        from evalkit.engine.instruments import instruments
        from evalkit.engine.judge import Setting, judge

        path = host.rubrics().get(rubric.id)
        brought_by = host.plugin_of(path) if path else ""
        tools = instruments(rubric, host.evaluators(), brought_by)
        return judge(program, Setting(Context(self._peers(program))), rubric, tools, seed=None)

    def _peers(self, program: Program) -> dict[str, Program]:
        """The peers of a program that the folders or the library describe."""
        from evalkit.read.files import load_description

        peers = {}
        for name in program.peers.by_id if program.peers else ():
            file = self._plain.library.find(name, self._folders[0] / "result.json")
            if file:
                peers[name] = load_description(file)
        return peers

    @cached_property
    def _plain(self) -> Session:
        return Session(Settings(), self._host)

    def _session(self, card: ReportCard, files: Sequence[Path]) -> Session:
        """The session that makes a card, shared by all that are made alike."""
        settings = self._settings(card, files)
        if settings not in self._sessions:
            host = with_settings(self._host_without(settings.without), settings.file)
            self._sessions[settings] = Session(settings, host)
        return self._sessions[settings]

    def _host_without(self, names: Sequence[str]) -> Host:
        """The host without the plugins that were left out when a card was made."""
        kept = tuple(plugin for plugin in self._host.plugins if plugin.name not in names)
        left_out = tuple(sorted({*self._host.left_out, *names}))
        return evolve(self._host, plugins=kept, left_out=left_out)

    def _settings(self, card: ReportCard, files: Sequence[Path]) -> Settings:
        made = card.provenance
        assert made is not None  # its files were found
        overlaid = {overlaid.path for overlaid in card.overlaid}
        named = dict(zip(files, (path for path, _ in made.inputs), strict=True))
        kinds = {file: _kind(file, named[file] in overlaid) for file in files}
        rubrics = [file for file, kind in kinds.items() if kind == "rubric"]
        beside = [
            file
            for file, kind in kinds.items()
            if kind in ("program", "context") and file != files[0] and not is_bundled(file)
        ]
        return Settings(
            rubric=self._rubric(rubrics[0]) if rubrics else card.rubric.id,
            context=[file for file in beside if kinds[file] == "context" or _is_apart(file, files)],
            overlays=[file for file, kind in kinds.items() if kind == "overlay"],
            # One with its source behind the name had the name of a plugin that took part, which
            # must stay.
            without=[name for name in made.without if " " not in name],
            seed=made.seed,
            landscape=_landscape(card),
            file=_settings_file([file for file, kind in kinds.items() if kind == "settings"]),
        )

    def _rubric(self, file: Path) -> str:
        """The id of a rubric that is installed, else its path."""
        installed = {path.resolve(): name for name, path in self._host.rubrics().items()}
        return installed.get(file.resolve(), str(file))


def _landscape(card: ReportCard) -> tuple[str, ...]:
    """The portfolio in which a card found peers, as its note names it; empty without any."""
    named = [note.params["path"] for note in card.notes if note.code == "peers_found"]
    texts = [path.text for path in named if isinstance(path, Quote)]
    return tuple(texts[0].split(", ")) if texts else ()


def _kind(file: Path, is_overlay: bool) -> str:
    if is_overlay:
        return "overlay"
    return "settings" if file.name in (FILE, PROJECT_FILE) else kind_of(file)


def _settings_file(files: Sequence[Path]) -> SettingsFile | None:
    return read_settings(files[0]) if files else None


def _is_apart(file: Path, files: Sequence[Path]) -> bool:
    """Whether a peer or a parent lies in another folder than what is described."""
    return file.parent != files[0].parent
