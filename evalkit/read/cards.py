"""Report cards from a saved result: what they name must be there, and numbers must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs

from evalkit.locale import of_rubric
from evalkit.model.card import FactReference, Overlaid, Provenance, ReportCard
from evalkit.model.measurement import Measurement, Span
from evalkit.model.observation import Observation
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Facts, Program
from evalkit.model.prose import in_domain
from evalkit.model.result import LEVELLED, DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.rubric import Dimension, Rubric
from evalkit.model.saved.card import (
    SavedCard,
    SavedDimension,
    SavedOverlay,
    SavedProvenance,
)
from evalkit.model.saved.rating import SavedMeasurement, SavedRating, fields_shared
from evalkit.read.codec.strict import StrictDecoder
from evalkit.read.diagnostic import shown

Observations = Mapping[str, tuple[Observation, ...]]
"""What sources state, by measure."""
SLACK = 1e-4
"""What the decimals of a saved number may take away or add."""


class Cards:
    """Builds cards from saved ones, with the `rubrics` of the file; faults are noted."""

    def __init__(self, rubrics: Mapping[str, Rubric], decoder: StrictDecoder) -> None:
        self.rubrics = rubrics
        self.decoder = decoder
        self.faults = decoder.faults

    def card(self, saved: SavedCard) -> ReportCard | None:
        """A card without its draws, None where its rubric is not there."""
        digest = saved.rubric.digest
        self.known("rubric", digest, self.rubrics, saved.rubric, field="digest")
        if digest not in self.rubrics:
            return None
        rubric, program = self.rubrics[digest], saved.description
        self._check_score(saved.overall, rubric)
        card = ReportCard(
            program=program,
            rubric=rubric,
            rubric_digest=digest,
            dimensions=self._dimensions(saved, rubric),
            overall=saved.overall,
            notes=saved.notes,
            provenance=_provenance(saved.provenance),
            parents=saved.parents,
            overlaid=self._overlaid(saved.overlaid, program),
        )
        for evidence_id in card.cites:
            self.known(
                "evidence", evidence_id, program.evidence, saved, field="evidence"
            )
        return card

    def known(
        self,
        kind: str,
        name: str,
        known: Collection[str],
        block: object,
        *,
        field: str,
        of: str = "of this result",
    ) -> None:
        """Note a fault at the field of a block for a name that stands for nothing of its kind."""
        if name not in known:
            self.odd(block, field, f"{shown(name)!r} is no {kind} {of}")

    def odd(self, block: object, field: str, message: str) -> None:
        """Note at the field of a block that the parts of the result do not fit together."""
        self.decoder.odd(self.decoder.place_of_field(block, field), message)

    def _dimensions(
        self, saved: SavedCard, rubric: Rubric
    ) -> tuple[DimensionScore, ...]:
        self._all(
            "dimension", saved.dimensions, rubric.dimensions, saved, field="dimensions"
        )
        observations = _worded(saved.description.observations, rubric)
        return tuple(
            self._dimension(dimension, rubric, observations)
            for dimension in saved.dimensions
            if dimension.id in rubric.dimensions
        )

    def _dimension(
        self, saved: SavedDimension, rubric: Rubric, observations: Observations
    ) -> DimensionScore:
        dimension = rubric.dimensions[saved.id]
        criteria = dimension.criteria
        self._all("criterion", saved.criteria, criteria, saved, field="criteria")
        self.known(
            "criterion", saved.key, criteria, saved, field="key", of="of the dimension"
        )
        self._check_score(saved, rubric)
        ratings = tuple(
            self._rating(rating, dimension, observations)
            for rating in saved.criteria
            if rating.id in criteria
        )
        weights = [
            rating.criterion.weight for rating in ratings if rating.level is not None
        ]
        if saved.score is not None and not sum(weights):
            self.odd(saved, "score", "there is a score, but no criterion has a level")
        score = Score(**fields_shared(saved, Score))
        return DimensionScore(
            id=saved.id,
            name=dimension.name,  # the text of the rubric, which its own catalog translates
            score=score,
            coverage=saved.coverage,
            key=saved.key,
            criteria=ratings,
            locations=saved.locations,
        )

    def _all(
        self,
        kind: str,
        rows: Sequence[SavedDimension] | Sequence[SavedRating],
        wanted: Collection[str],
        block: object,
        *,
        field: str,
    ) -> None:
        """All that the rubric has of a kind must be there, each once, and nothing else."""
        counts = Counter(row.id for row in rows)
        for row in rows:
            self.known(kind, row.id, wanted, row, field="id", of="of the rubric")
        for name in wanted:
            if counts[name] != 1:
                what = "appears more than once" if counts[name] else "is missing"
                self.odd(block, field, f"the {kind} {name} {what}")

    def _check_score(self, score: Score, rubric: Rubric) -> None:
        for name in filter(None, (score.band, score.band_limit, *score.bands)):
            self.known(
                "band", name, rubric.bands, score, field="bands", of="of the rubric"
            )
        if (
            len({score.score is None, score.band is None, score.status == "not_rated"})
            > 1
        ):
            self.odd(
                score,
                "status",
                "a score has a band, and is rated or provisional; without one there is no band, "
                "and it is not_rated",
            )
        if score.score is None and score.interval is not None:
            self.odd(
                score,
                "interval",
                "a score has an interval, and an interval has a score",
            )
        self._check_held(score, "score", score.score, score.interval)
        if score.interval and not all(
            _holds(score.possible_range, end) for end in score.interval
        ):
            self.odd(
                score,
                "possible_range",
                f"the possible range {_ends(score.possible_range)} does not contain the interval "
                f"{_ends(score.interval)}",
            )
        self._check_band(score, rubric)

    def _check_held(
        self, block: object, name: str, value: float | None, interval: Span | None
    ) -> None:
        """A score or a level has an interval that holds it."""
        if value is None:
            return
        if interval is None:
            self.odd(
                block,
                "interval",
                f"a {name} has an interval, and an interval has a {name}",
            )
        elif not _holds(interval, value):
            self.odd(
                block,
                "interval",
                f"the interval {_ends(interval)} does not contain the {name} {value:g}",
            )

    def _check_band(self, score: Score, rubric: Rubric) -> None:
        """The band is that of the score, or the limit of a cap where that is worse.

        A score at the edge of two bands may have either.
        """
        points, band, limit = score.score, score.band, score.band_limit
        if (
            points is None
            or band is None
            or not {band, limit or band} <= {*rubric.bands}
        ):
            return  # that is noted already
        # points are saved with few decimals, and may have been rounded over the edge
        nearby = (points, max(0.0, points - SLACK), points + SLACK)
        wanted = [rubric.worse(rubric.band(value), limit) for value in nearby]
        if band in wanted:
            return
        below = f" under the limit {limit}" if limit else ""
        self.odd(
            score,
            "band",
            f"the band of {points:g}{below} is {wanted[0]} by the rubric, not {band}",
        )

    def _rating(
        self, saved: SavedRating, dimension: Dimension, observations: Observations
    ) -> Rating:
        has_level = saved.status in LEVELLED
        if (saved.level is not None) != has_level:
            status = saved.status.replace("_", " ")
            has = "a" if has_level else "no"
            self.odd(saved, "level", f"a criterion that is {status} has {has} level")
        self._check_held(saved, "level", saved.level, saved.interval)
        for name, article in (("certainty", "a certainty"), ("origin", "an origin")):
            if (saved.level is None) != (getattr(saved, name) is None):
                self.odd(
                    saved, name, f"a level has {article}, and {article} has a level"
                )
        return Rating(
            **fields_shared(saved, Rating),
            criterion=dimension.criteria[saved.id],
            measured=tuple(
                self._measured(taken, observations) for taken in saved.measurements
            ),
        )

    def _measured(
        self, saved: SavedMeasurement, observations: Observations
    ) -> MeasuredLevel:
        measurement = Measurement(**fields_shared(saved, Measurement))
        level = fields_shared(
            saved, MeasuredLevel
        )  # its point is the level, not the value
        level |= {
            "point": saved.level,
            "observation": self._observation(saved, observations),
        }
        return MeasuredLevel(measurement=measurement, **level)

    def _observation(
        self, saved: SavedMeasurement, observations: Observations
    ) -> Observation | None:
        """The observation of the description that a measurement was read from."""
        if saved.stated is None:
            return None
        entry, entries = saved.stated.entry, observations.get(saved.id, ())
        if entry <= len(entries):
            return entries[entry - 1]
        self.odd(
            saved,
            "stated",
            f"the description has no observation {entry} of {shown(saved.id)!r}",
        )
        return None

    def _overlaid(
        self, rows: Sequence[SavedOverlay], program: Program
    ) -> tuple[Overlaid, ...]:
        """What each overlay added, looked up in the description.

        Lists are counted from their end, where the last overlay stands.
        """
        laid: list[Overlaid] = []
        after: Counter[str] = Counter()
        for saved in reversed(rows):
            after.update(reference.block for reference in saved.facts)
            facts = []
            for reference in saved.facts:
                try:
                    facts.append((reference, _fact(program, reference, after)))
                # The reference comes from a file that anybody may have changed: it can name a block
                # that no description has, or an entry that is no number.
                except (AttributeError, LookupError, TypeError, ValueError):
                    self.odd(
                        saved,
                        "facts",
                        f"{shown(str(reference))!r} is not a fact of the description",
                    )
            for evidence_id in saved.evidence:
                self.known(
                    "evidence", evidence_id, program.evidence, saved, field="evidence"
                )
            laid.insert(
                0, Overlaid(saved.path, tuple(facts), saved.sources, saved.evidence)
            )
        return tuple(laid)


def _provenance(saved: SavedProvenance) -> Provenance:
    return Provenance(
        evalkit=saved.evalkit,
        plugins=tuple(
            (used.name, used.version, used.distribution) for used in saved.plugins
        ),
        evaluators=tuple(saved.evaluators.items()),
        without=saved.without,
        inputs=tuple((file.path, file.sha256) for file in saved.inputs),
        seed=saved.seed,
        settings=tuple(
            (plugin, key, value)
            for plugin, settings in saved.settings.items()
            for key, value in settings.items()
        ),
    )


def _worded(observations: Observations, rubric: Rubric) -> Observations:
    """Observations whose words belong to the rubric where it has their measure, as when they were
    read: its own catalog may translate a word otherwise than evalkit does.
    """
    domain = of_rubric(rubric.id)
    return {
        measure: tuple(in_domain(entry, domain) for entry in entries)
        if measure in rubric.measures
        else entries
        for measure, entries in observations.items()
    }


def _holds(ends: Span, value: float) -> bool:
    return ends[0] - SLACK <= value <= ends[1] + SLACK


def _ends(ends: Span) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"


def _fact(program: Program, where: FactReference, after: Mapping[str, int]) -> Any:
    """The fact that stands where an overlay says; raises where there is none.

    Of a list it is the one that is so many places from the end.
    """
    block = getattr(program, attrs.fields_dict(Facts)[where.block].name)
    if isinstance(block, tuple):
        # A map refuses 0 and less, which a tuple would count from its end.
        entries = dict(enumerate(block, start=1))
        return entries[len(block) - after[where.block] + int(where.entry)]
    if isinstance(block, PluginFacts):
        return block.stated[where.entry]
    if isinstance(block, dict):
        return block[where.entry]
    return block.by_id[where.entry] if where.entry else block
