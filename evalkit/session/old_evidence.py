"""What a card rests on, judged by another rubric than the card: in the context of its run, as far
as the files of that are still there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from evalkit.comparison.changes.made_with import context_of
from evalkit.comparison.changes.under import Ids, Under, with_ids
from evalkit.model.card import ReportCard
from evalkit.model.errors import EvalkitError
from evalkit.model.frozen import frozen
from evalkit.model.message import Listing, Quote
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.plugin.host import Host
from evalkit.read.files import load_description
from evalkit.read.loaded import Loaded, LoadedRubric
from evalkit.session.inputs import InputFound
from evalkit.session.judging import Judging
from evalkit.session.settings import Settings
from evalkit.session.surroundings import Surroundings


@frozen
class Given:
    """A program that is judged as it is given, whatever its file says by now; others are read
    without asking whether their codings fit the rubric, which may be an older one.
    """

    path: Path
    program_there: Program
    host: Host

    def program(self, path: Path, rubric: str) -> Loaded:
        """A program as it is judged, or as it stands beside one."""
        if path == self.path:
            return Loaded(self.program_there, str(path), "")
        return Loaded(load_description(path, self.host.facts()), str(path), "")

    def card(self, path: Path, rubric: str, draws: bool) -> None:
        """No card is there already."""


@frozen
class OldEvidence:
    """Judges the program of a card with the plugins of a host; `files` are those that the card
    names, and `folders` where they were looked for.
    """

    card: ReportCard
    host: Host
    files: Sequence[InputFound]
    folders: Sequence[Path]

    def under(self, rubric: Rubric, ids: Ids) -> Under | None:
        """The program by another rubric, in which criteria have other `ids`; None where its own
        rubric does not give the levels of the card again, so that more differs.
        """
        try:
            around = Surroundings.of(self._settings(), self.host)
            own = self._judged(around, self.card.rubric, self.card.program)
            if _levels(own) != _levels(self.card):
                return None
            judged = self._judged(around, rubric, with_ids(self.card.program, ids))
        except EvalkitError:  # a file of the context is broken by now
            return None
        return Under(judged, tuple(self._missed()))

    def _judged(
        self, around: Surroundings, rubric: Rubric, program: Program
    ) -> ReportCard:
        path = self._place()
        settings = evolve(self._settings(), rubric=rubric.id)
        # The rubric stands in the card, so that it has neither a path nor a digest of a file.
        loaded = LoadedRubric(rubric, "", "", "")
        judging = Judging(settings, around, loaded, Given(path, program, around.host))
        return judging.card(judging.programs.describe(path))

    def _place(self) -> Path:
        """Where the description lies, or lay: its peers are looked for beside it."""
        if not self.files:
            return self.folders[0] / "description.yaml"
        description = self.files[0]
        return description.file or self.folders[0] / description.path

    def _settings(self) -> Settings:
        """The context of the run; a table that is not as it was is no part of it."""
        inputs = [file for file in self._context() if file.is_same]
        unchanged = [file.file for file in inputs if file.file]
        return Settings(context=unchanged, landscape=self._landscape())

    def _context(self) -> Iterator[InputFound]:
        """The files of the context of the run, there or not."""
        names = {path for path, _ in context_of(self.card)}
        return (file for file in self.files if file.path in names)

    def _landscape(self) -> tuple[str, ...]:
        """The portfolio in which the card found peers, where it is still there."""
        paths = []
        for name in landscape_of(self.card):
            path = self._existing(name)
            if path is None:  # some of the peers would be missing
                return ()
            paths.append(str(path))
        return tuple(paths)

    def _existing(self, name: str) -> Path | None:
        paths = (folder / name for folder in self.folders)
        return next((path for path in paths if path.exists()), None)

    def _missed(self) -> Iterator[str]:
        """What of the context is not there as it was."""
        for file in self._context():
            if not file.is_same:
                yield file.path
        if landscape_of(self.card) and not self._landscape():
            yield from landscape_of(self.card)


def _levels(card: ReportCard) -> list[float | None]:
    return [rating.level for rating in card.ratings]


def landscape_of(card: ReportCard) -> tuple[str, ...]:
    """The portfolio in which a card found peers, as its note names it; empty without any."""
    for note in card.notes:
        if note.code != "peers_found":
            continue
        paths = note.params["path"]
        if isinstance(paths, Listing):
            return tuple(path.text for path in paths.items if isinstance(path, Quote))
    return ()
