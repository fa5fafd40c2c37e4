"""The report card of a program: every rating and score, and where everything comes from."""

from __future__ import annotations

from typing import Any

from evalkit import DISTRIBUTION
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Ref, message
from evalkit.model.program import Evidence, Program, Source
from evalkit.model.result import OVERALL, DimensionScore, Rating, Score
from evalkit.model.rounding import written
from evalkit.model.rubric import Rubric

OWN = ("builtin", DISTRIBUTION)
"""The plugin, with its distribution, that brings the rubrics of evalkit."""
SHORT = 8
"""Digits of a digest that tell two contents of one name apart."""


@frozen
class Provenance:
    """What a card was made from: versions, plugins that took part (name, version, distribution),
    those left out, input files, the seed.

    `evaluators` holds for each evaluator that the rubric asks for the plugin that brought it, with
    its version and, where it did not come with evalkit, the digest of its code. `settings` are
    those of the plugins that took part, where they differ from the default: the plugin, the
    setting, and the value as JSON. Two cards are comparable only where both agree.
    """

    evalkit: str
    plugins: tuple[tuple[str, str, str], ...]
    evaluators: tuple[tuple[str, str], ...]
    without: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    seed: int
    settings: tuple[tuple[str, str, str], ...] = ()

    @property
    def strangers(self) -> tuple[tuple[str, str, str], ...]:
        """The plugins that took part and did not come with evalkit."""
        return tuple(plugin for plugin in self.plugins if plugin[2] != DISTRIBUTION)

    @property
    def set_otherwise(self) -> tuple[Message, ...]:
        """A line for each setting of a plugin that differs from its default."""
        return tuple(
            message("made_with_setting", plugin=Ref(plugin), setting=f"{key} = {value}")
            for plugin, key, value in self.settings
        )


@frozen
class FactReference:
    """The place of a fact in a description."""

    block: str
    """The key of the description, such as exports."""
    entry: str = ""
    """Which entry of it: an id, or the place in a list, from 1, among those of the overlay. Empty
    where the fact is the only one under the key.
    """

    def __str__(self) -> str:
        return f"{self.block} {self.entry}".rstrip()


@frozen
class Overlaid:
    """What an overlay added to a description: the facts with their places, its sources, and the ids
    of its evidence.
    """

    path: str
    facts: tuple[tuple[FactReference, Any], ...]
    sources: tuple[str, ...]
    evidence: tuple[str, ...]


@frozen
class ReportCard:
    """All ratings of one program, its dimension scores, the overall score and where everything
    comes from.

    `parents` are the programs that it is a part of, the nearest first; `overlaid` is what came from
    overlays.
    """

    program: Program
    rubric: Rubric
    rubric_digest: str
    dimensions: tuple[DimensionScore, ...]
    overall: Score
    notes: tuple[Message, ...] = ()
    provenance: Provenance | None = None
    parents: tuple[str, ...] = ()
    overlaid: tuple[Overlaid, ...] = ()

    def __repr__(self) -> str:
        scores = [
            f"{dimension.id} {written(dimension.score.score, 1)}"
            for dimension in self.dimensions
            if dimension.score.score is not None
        ]
        return f"<report card of {self.program.id}: {', '.join(scores) or 'not rated'}>"

    def cited(self, name: str) -> tuple[Evidence, Source]:
        """Evidence that a rating names, with its source; raises KeyError when there is none."""
        evidence = self.program.evidence[name]
        return evidence, self.program.sources[evidence.source]

    @property
    def by_rubric(self) -> str:
        """The rubric by id and edition; one that did not come with evalkit with the beginning of
        its digest, because another content may be called alike.
        """
        label = self.rubric.label
        if self.provenance is None:
            return label
        plugins = [(name, origin) for name, _, origin in self.provenance.plugins]
        return label if OWN in plugins else f"{label} ({self.rubric_digest[:SHORT]})"

    @property
    def seed(self) -> int:
        """The seed of its simulations."""
        # a card that was made in Python alone has that of a run that names none
        return self.provenance.seed if self.provenance else 1

    @property
    def unused(self) -> tuple[str, ...]:
        """The ids of evidence that no rating names, what contradicts the program first."""
        evidence, cited = self.program.evidence, set(self.cites)
        left = [name for name in evidence if name not in cited]
        # False sorts before True, and the order of the description stays within both
        left.sort(key=lambda name: evidence[name].direction != "contradicts")
        return tuple(left)

    @property
    def unused_against(self) -> list[str]:
        """The ids of evidence that contradicts the program and that no rating names."""
        evidence = self.program.evidence
        return [
            name for name in self.unused if evidence[name].direction == "contradicts"
        ]

    @property
    def emended(self) -> list[str]:
        """The ids of cited evidence that is read otherwise than it is printed."""
        evidence = self.program.evidence
        return [name for name in self.cites if evidence[name].reading == "emended"]

    @property
    def caps(self) -> list[Message]:
        """What holds scores down, the overall one last."""
        scores = [*(dimension.score for dimension in self.dimensions), self.overall]
        return [cap for score in scores for cap in score.caps]

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """The ratings of all dimensions, in the order of the rubric."""
        return tuple(
            rating for dimension in self.dimensions for rating in dimension.criteria
        )

    @property
    def cites(self) -> tuple[str, ...]:
        """The ids of all evidence that some rating names, for or against, each once."""
        cited: dict[str, None] = {}
        for rating in self.ratings:
            cited |= dict.fromkeys((*rating.evidence, *rating.contradicted_by))
        return tuple(cited)

    def score(self, dimension: str) -> Score:
        """The score of a dimension, or the overall one.

        Raises KeyError when the rubric has no such dimension.
        """
        return self.overall if dimension == OVERALL else self.dimension(dimension).score

    def dimension(self, name: str) -> DimensionScore:
        """The dimension score with this id.

        Raises KeyError when the rubric has no such dimension.
        """
        return {dimension.id: dimension for dimension in self.dimensions}[name]

    def rating(self, criterion: str) -> Rating:
        """The rating of a criterion; raises KeyError when the rubric has no such criterion."""
        return {rating.id: rating for rating in self.ratings}[criterion]
