"""A run: settings, files and plugins, and the cards that come of them.

What is finished is taken as it is. Everything else is read and judged by `evalkit.session.judging`,
which is imported then: the parsers and numpy take longer to import than a finished card to print.
The judgment itself is `evalkit.engine.judge`, which knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError
from evalkit.model.frozen import evolve, frozen
from evalkit.plugin.host import Host
from evalkit.read.bundled import shared
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.finished import Finished
from evalkit.session.settings import RUBRIC, Settings
from evalkit.session.surroundings import Surroundings

if TYPE_CHECKING:
    from evalkit.model.saved.printed import ListedProgram
    from evalkit.read.programs import Described
    from evalkit.session.judging import Judging


@frozen
class Scored:
    """Cards, and the faults of the files that gave none.

    `paths` are the files of the cards, where the cards are those of one run.
    """

    cards: tuple[ReportCard, ...]
    failures: tuple[InputError, ...] = ()
    paths: tuple[Path, ...] = ()


class Session:
    """Scores programs with one rubric, one set of plugins and one context, and reads every file
    once.

    Raises PluginError, NothingMatched for a rubric that does not exist, and InputError for one that
    is broken.
    """

    def __init__(
        self,
        settings: Settings,
        host: Host | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.settings = settings
        self._around = surroundings or Surroundings.of(settings, host)
        self.host = self._around.host
        self.library = self._around.library
        self.rubric = self._around.rubrics.get(settings.rubric)

    def again(self, **changes: Any) -> Session:
        """A session with another `rubric` or others `beside` it, and the same plugins, context and
        overlays.
        """
        return Session(evolve(self.settings, **changes), surroundings=self._around)

    def score(
        self,
        targets: Sequence[str],
        draws: bool = True,
        watch: Callable[[int, int], None] | None = None,
    ) -> Scored:
        """Score files, folders and library ids, the whole library when there are none; a broken
        file costs only itself.

        Cards without draws take half the time and have no intervals. `watch` is called after each
        file with how many of how many are done. Raises NothingMatched for a target that names
        nothing, and InputError for an overlay over a program that is not read.
        """
        # by path, for two files may describe one program in two periods
        cards, failures = {}, []
        paths = self.library.targets(targets)
        for done, path in enumerate(paths, start=1):
            try:
                cards[path] = self.card(path, draws)
            except InputError as error:
                failures.append(error)
            if watch:
                watch(done, len(paths))
        # A broken file may be the one that an overlay is for.
        if self.settings.overlays and not failures:
            self.judging.programs.refuse_unused()
        return Scored(tuple(cards.values()), tuple(failures), tuple(cards))

    def card(self, path: Path, draws: bool = True) -> ReportCard:
        """The report card of one program, with its intervals unless `draws` are left out.

        Raises InputError with every fault of it.
        """
        card = self._card(path, draws)
        provenance = card.provenance
        file = self.settings.input_of(card)
        if file is None or provenance is None:
            return card
        name, digest = file
        inputs = (*provenance.inputs, (shared(name), digest))
        return evolve(card, provenance=evolve(provenance, inputs=inputs))

    def _card(self, path: Path, draws: bool) -> ReportCard:
        finished = self._finished
        if finished and (card := finished.card(path, self.settings.rubric, draws)):
            return card
        card = self.judging.card(self.read(path))
        if not draws:
            return card
        # imports numpy, as judging does
        from evalkit.engine.uncertainty import with_intervals

        return with_intervals(card, self.settings.seed)

    @cached_property
    def _finished(self) -> Finished | None:
        """What is finished of the library, None where more was chosen than an installed rubric."""
        chosen = self.settings
        # What is set back here changes no card of the library; anything else that differs may.
        rest = evolve(
            chosen, rubric=RUBRIC, beside=(), installed=True, broken=False, file=None
        )
        # a rubric in a file of its own has no finished cards, even where one of its id has
        installed = {chosen.rubric, *chosen.beside} <= self.host.rubrics().keys()
        return self._around.finished if rest == Settings() and installed else None

    def listed(self) -> tuple[tuple[ListedProgram, ...], Scored]:
        """The programs of the library by country and id, with how much is known of each, and the
        cards that were made for that: none where the list is finished.
        """
        path = self.host.rubrics().get(self.settings.rubric)
        if path and self._finished:
            finished = self._finished.get(path, "listed")
            if finished:
                return finished, Scored(())
        from evalkit.report.catalog import listed

        scored = self.score([], draws=False)
        rows = [listed(card) for card in scored.cards]
        rows.sort(key=lambda row: (row.country, row.id))
        return tuple(rows), scored

    def check(self, path: Path) -> tuple[Diagnostic, ...]:
        """Every fault of a file, and of what a program in it is judged beside."""
        return self.judging.check(path)

    def read(self, path: Path) -> Described:
        """A program with what it is judged beside; raises InputError with every fault of these
        files.
        """
        return self.judging.programs.describe(path)

    @cached_property
    def judging(self) -> Judging:
        """Reads and judges what is not finished, and knows all measures and rubrics."""
        from evalkit.session.judging import Judging

        return Judging(self.settings, self._around, self.rubric, self._finished)
