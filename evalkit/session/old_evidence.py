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
from evalkit.model.message import Quote
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
            levels, saved = ([rating.level for rating in by.ratings] for by in (own, self.card))
            if levels != saved:
                return None
            judged = self._judged(around, rubric, with_ids(self.card.program, ids))
        except EvalkitError:  # a file of the context is broken by now
            return None
        return Under(judged, tuple(self._missed()))

    def _judged(self, around: Surroundings, rubric: Rubric, program: Program) -> ReportCard:
        path = self._place()
        read = LoadedRubric(rubric, "", "", "")
        settings = evolve(self._settings(), rubric=rubric.id)
        judging = Judging(settings, around, read, Given(path, program, around.host))
        return judging.card(judging.programs.describe(path))

    def _place(self) -> Path:
        """Where the description lies, or lay: its peers are looked for beside it."""
        if self.files and self.files[0].file:
            return self.files[0].file
        return self.folders[0] / (self.files[0].path if self.files else "description.yaml")

    def _settings(self) -> Settings:
        """The context of the run; a table that is not as it was is no part of it."""
        names = {path for path, _ in context_of(self.card)}
        beside = [found.file for found in self.files if found.path in names and found.is_same]
        return Settings(context=[file for file in beside if file], landscape=self._landscape())

    def _landscape(self) -> tuple[str, ...]:
        """The portfolio in which the card found peers, where it is still there."""
        paths = [next(self._at(name), None) for name in landscape_of(self.card)]
        return tuple(str(path) for path in paths if path) if all(paths) else ()

    def _at(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders if (folder / name).exists())

    def _missed(self) -> Iterator[str]:
        """What of the context is not there as it was."""
        names = {path for path, _ in context_of(self.card)}
        yield from (found.path for found in self.files if found.path in names and not found.is_same)
        if landscape_of(self.card) and not self._landscape():
            yield from landscape_of(self.card)


def landscape_of(card: ReportCard) -> tuple[str, ...]:
    """The portfolio in which a card found peers, as its note names it; empty without any."""
    named = [note.params["path"] for note in card.notes if note.code == "peers_found"]
    texts = [path.text for path in named if isinstance(path, Quote)]
    return tuple(texts[0].split(", ")) if texts else ()
