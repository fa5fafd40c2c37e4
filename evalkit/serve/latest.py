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
from evalkit.plugin.isolation import told
from evalkit.read.bundled import label
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
        digest = (
            None if self.report is None else hashlib.sha256(self.report).hexdigest()
        )
        return json.dumps(
            {"report": digest, "faults": self.faults, "older": self.older}
        ).encode()


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
        except (
            Exception
        ) as error:  # whatever it is, the next change of a file may mend it
            if (
                first
                and isinstance(error, EvalkitError)
                and not isinstance(error, InputError)
            ):
                raise
            self.shown = evolve(
                self.shown, faults=_faults([error]), older=tuple(self._cards)
            )

    def _scored(self) -> Shown:
        session = self._open_session()
        scored = session.score(self._targets)
        fresh = dict(zip(map(label, scored.paths), scored.cards, strict=True))
        kept = {
            name: card
            for name, card in self._cards.items()
            # Cards by two editions of a rubric cannot be compared.
            if card.rubric_digest == session.rubric.digest
        }
        names = [label(path) for path in session.library.targets(self._targets)]
        self._cards = {
            name: card for name in names if (card := fresh.get(name) or kept.get(name))
        }
        report = (
            _page([*self._cards.values()], Options(lang=self._lang))
            if self._cards
            else None
        )
        return Shown(
            report,
            _faults(scored.failures),
            tuple(name for name in self._cards if name not in fresh),
        )


def _page(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The programs compared where they may be, else each card."""
    try:
        comparison = compare_programs(cards)
    except NotComparable:
        return html.cards(cards, options).encode()
    return html.comparison(comparison, options).encode()


def _faults(errors: Sequence[Exception]) -> str:
    """Every fault once, as `check` tells it, then what each error costs."""
    faults = {
        fault
        for error in errors
        if isinstance(error, InputError)
        for fault in error.diagnostics
    }
    lines = [
        f"error: {error if isinstance(error, EvalkitError) else f'evalkit failed: {told(error)}'}\n"
        for error in errors
    ]
    return diagnostics.text(sorted(faults)) + safe("".join(lines))
