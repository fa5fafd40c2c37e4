"""What `evalkit history` prints as JSON; the text below a field describes it in the schema."""

from __future__ import annotations

from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Digest, Ordinal, Points, PointsRange
from evalkit.model.result import ScoreStatus
from evalkit.model.saved.printed import Years

# EVKT in ASCII.
APPLICATION = 0x45564B54
"""What marks a SQLite file as a history of evalkit."""


@frozen
class KeptRubric:
    """A rubric of a run."""

    id: str
    """Its id."""
    edition: str
    """Its edition."""
    sha256: Digest
    """SHA-256 of its content. Two contents may have one edition."""

    @property
    def label(self) -> str:
        """Id and edition."""
        return f"{self.id} {self.edition}"


@frozen
class KeptRun:
    """A run of a history."""

    run: Ordinal
    """Its number, from 1."""
    at: str
    """When it was kept, in UTC."""
    kind: str
    """The kind of its result: cards, comparison, perspectives or robustness."""
    sha256: Digest
    """SHA-256 of its result as JSON, which a page and a workbook of it carry too."""
    evalkit: str
    """The version of evalkit."""
    programs: Count
    """How many programs it has."""
    rubrics: tuple[KeptRubric, ...]
    """Its rubrics."""


@frozen
class KeptScore:
    """A score of a program in one run."""

    run: Ordinal
    """The number of the run."""
    at: str
    """When it was kept, in UTC."""
    rubric: str
    """The id of the rubric."""
    edition: str
    """The edition of the rubric."""
    rubric_sha256: Digest
    """SHA-256 of the content of the rubric. Two contents may have one edition."""
    assessed: Years | None
    """The period that the program was judged for. Null when it is not known."""
    dimension: str
    """The id of the dimension, or overall."""
    name: str
    """Its name, as the rubric of the run has it; the id where the run does not hold it."""
    status: ScoreStatus
    """The status, as in a report card."""
    score: Points | None
    """The score in points. Null when it is not rated."""
    interval: PointsRange | None
    """The 80% uncertainty interval in points. Null without a score."""
    band: str | None
    """The band. Null without a score."""
