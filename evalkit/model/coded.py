"""What coders answered to a criterion."""

from __future__ import annotations

from typing import Literal

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.limits import Anchor
from evalkit.model.message import Message

ADJUDICATED = "adjudicated"
"""The coder whose answer stands for those of all others: what they agreed on when they met."""
CodedAnswer = Literal["level", "absent", "unknown", "not_applicable"]


@frozen
class CodedLevel:
    """What one coder says about a criterion.

    `reasons` unfold the certainty, `certainty_why` is the coder's own reason for a lower one.

    `level` is None where the coder could not tell, or holds that the criterion does not apply;
    `answer` says which. `counted` says whether the level enters the rating.
    """

    coder: str
    """The id of the coder; adjudicated is what several agreed on."""
    level: Anchor | None
    """The level that this coder gave, 0 to 4 in halves. Null where the answer is no level."""
    certainty: Certainty | None
    """The certainty of the evidence that this coder names. Null without a level."""
    why: str
    """The coder's reason. Empty when none was written."""
    evidence: tuple[str, ...]
    """The ids of the evidence that this coder names for it."""
    contradicted_by: tuple[str, ...] = ()
    """The ids of the evidence that contradicts it, by this coder."""
    reasons: tuple[Message, ...] = ()
    """How the certainty came about, step by step."""
    certainty_why: str = ""
    """The coder's reason for another certainty than the computed one. Empty when it is the computed
    one."""
    answer: CodedAnswer = "level"
    """level: a level was given; absent: evidence states that it is not there, level 0; unknown: the
    coder could not tell; not_applicable: the coder holds that the question does not apply."""
    counted: bool = False
    """Whether the answer may enter the rating: a level needs evidence that may speak here, and the
    proposal of a model a person who accepts it."""
    proposed: bool = False
    """Whether it is a proposal of a model, which enters nothing."""
    accepts: str = ""
    """The id of the model whose proposal this person took over. Empty where the answer is the
    coder's own."""
    by: str = ""
    """Who decided an adjudicated answer. Empty for any other answer, and where no file says it."""
    date: str = ""
    """The day on which the answer was adjudicated or accepted, as in 2024-05-02. Empty where no
    file says it."""

    @property
    def objections(self) -> tuple[str, ...]:
        """The ids of the evidence that counts against a level; none by a proposal."""
        return () if self.proposed else self.contradicted_by
