"""The report as the files say it now, and what is wrong with the files that say nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from attrs import evolve

from evalkit.comparison.programs import compare_programs
from evalkit.model.card import ReportCard
from evalkit.model.errors import EvalkitError, InputError, NotComparable
from evalkit.model.frozen import frozen
from evalkit.plugin import Options
from evalkit.plugin.isolation import error_text
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic
from evalkit.report import diagnostics, html
from evalkit.report.safe import terminal as safe
from evalkit.session import Session


@frozen
class Shown:
    """What a browser is given: the `report`, None before there is a card, and the `faults` as text.

    `older` are the files whose cards in the report are older than they are.
    """

    report: bytes | None = None
    faults: str = ""
    older: tuple[str, ...] = ()

    def state(self) -> bytes:
        """The same as JSON, with a digest in place of the report."""
        digest = None
        if self.report is not None:
            digest = hashlib.sha256(self.report).hexdigest()
        state = {"report": digest, "faults": self.faults, "older": self.older}
        return json.dumps(state).encode()


class Latest:
    """Scores the same targets again and again, each time in a new session, and keeps the last good
    card of each file.

    `shown` is replaced as a whole, so that other threads may read it at any time.
    """

    def __init__(
        self,
        open_session: Callable[[], Session],
        targets: Sequence[str],
        lang: str = "en",
    ) -> None:
        self.shown = Shown()
        self._open_session = open_session
        self._targets = targets
        self._lang = lang
        self._cards: dict[str, ReportCard] = {}

    def renew(self, first: bool = False) -> None:
        """Score again; what goes wrong is shown above the last report.

        The `first` time, raises what no change of a file can mend, such as an id that is not known.
        """
        try:
            self.shown = self._scored()
        # Whatever it is, the next change of a file may mend it.
        except Exception as error:
            is_of_files = isinstance(error, InputError)
            if first and isinstance(error, EvalkitError) and not is_of_files:
                raise
            older = tuple(self._cards)
            self.shown = evolve(self.shown, faults=_faults([error]), older=older)

    def _scored(self) -> Shown:
        session = self._open_session()
        scored = session.score(self._targets)
        names = map(label, scored.paths)
        fresh = dict(zip(names, scored.cards, strict=True))
        cards = {}
        for path in session.library.targets(self._targets):
            name = label(path)
            card = fresh.get(name) or self._cards.get(name)
            # Cards by two editions of a rubric cannot be compared.
            if card and card.rubric_digest == session.rubric.digest:
                cards[name] = card
        self._cards = cards
        report = None
        if cards:
            report = _page([*cards.values()], Options(lang=self._lang))
        older = tuple(name for name in cards if name not in fresh)
        return Shown(report, _faults(scored.failures), older)


def _page(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The programs compared where they may be, else each card."""
    try:
        comparison = compare_programs(cards)
    except NotComparable:
        return html.cards(cards, options).encode()
    return html.comparison(comparison, options).encode()


def _faults(errors: Sequence[Exception]) -> str:
    """Every fault once, as `check` tells it, then what each error costs."""
    faults: set[Diagnostic] = set()
    costs = ""
    for error in errors:
        if isinstance(error, InputError):
            faults.update(error.diagnostics)
        if isinstance(error, EvalkitError):
            costs += f"error: {error}\n"
        else:
            costs += f"error: evalkit failed: {error_text(error)}\n"
    return diagnostics.text(sorted(faults)) + safe(costs)
