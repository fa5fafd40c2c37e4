"""The same programs judged by several rubrics: side by side, and never added up."""

from __future__ import annotations

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.message import Message
from evalkit.model.words import first_few


@frozen
class Shared:
    """A piece of evidence of a program that carries levels by several rubrics.

    `criteria` are its criteria by rubric and edition.
    """

    program: str
    evidence: str
    criteria: tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class Perspectives:
    """For each program its cards, one for each rubric in the same order, what these rest on
    together, and the caveats.
    """

    programs: tuple[tuple[ReportCard, ...], ...]
    shared: tuple[Shared, ...]
    warnings: tuple[Message, ...] = ()

    def __repr__(self) -> str:
        rubrics = ", ".join(card.rubric.label for card in self.programs[0])
        programs = first_few(cards[0].program.id for cards in self.programs)
        return f"<{programs} by {rubrics}>"

    @property
    def cards(self) -> tuple[ReportCard, ...]:
        """All cards, program by program."""
        return tuple(card for cards in self.programs for card in cards)
