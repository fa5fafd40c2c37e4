"""One criterion of a rubric, asked of one program: what every step from measurements to a rating
looks up.
"""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.engine.certainty import Appraisal, Item, appraise, items
from evalkit.model.frozen import frozen
from evalkit.model.message import Listing, Message, Term, message
from evalkit.model.program import Program
from evalkit.model.rubric import Criterion, Dimension, Rubric


@frozen
class Question:
    """A criterion, with the rubric and the dimension that it belongs to and the program that is
    judged.
    """

    program: Program
    rubric: Rubric
    dimension: Dimension
    id: str

    @property
    def criterion(self) -> Criterion:
        """The criterion that is asked."""
        return self.dimension.criteria[self.id]

    def not_asked(self) -> Message | None:
        """Why the criterion does not apply to the program; None where it does.

        A program whose level of government is unknown is asked everything: not to state it must
        not take weight out of a score.
        """
        asked_of = self.criterion.applies_to
        level = self.program.level
        if not asked_of or not isinstance(level, str) or level in asked_of:
            return None
        levels = Listing(map(Term, asked_of), "or")
        return message("applies_to", levels=levels, level=Term(level))

    def appraise_facts(
        self, ids: Iterable[str], contradicting: Iterable[str] = ()
    ) -> Appraisal | None:
        """The certainty of the evidence behind a value, None where none of it may count.

        An objective, as stated, shows nothing of what a program does, so it is no evidence for a
        value (validity rule G3). A coder may still name one, for the anchors up to level 1 ask for
        no more.
        """
        return self._appraise(self._items(ids, ("objective",)), contradicting)

    def appraise_coding(
        self, ids: Iterable[str], contradicting: Iterable[str]
    ) -> Appraisal | None:
        """The certainty of the evidence that a coder names, None where none of it may count."""
        return self._appraise(self._items(ids), contradicting)

    def _appraise(
        self, body: list[Item], contradicting: Iterable[str]
    ) -> Appraisal | None:
        return appraise(
            self.program, body, self._items(contradicting), self.rubric.evidence
        )

    def _items(self, ids: Iterable[str], excluded: Iterable[str] = ()) -> list[Item]:
        return items(self.program, ids, (*excluded, *self.dimension.excludes))
