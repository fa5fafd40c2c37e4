"""Report cards from a saved result: what they name must be there, and numbers must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs

from evalkit.model.card import FactReference, Overlaid, Provenance, ReportCard
from evalkit.model.measurement import Measurement
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
from evalkit.read.scores import check_interval, check_score

Observations = Mapping[str, tuple[Observation, ...]]
"""What sources state, by measure."""


def cards_of(
    saved: Sequence[SavedCard], rubrics: Mapping[str, Rubric], decoder: StrictDecoder
) -> tuple[ReportCard, ...]:
    """The cards whose rubrics are there; faults are noted in the decoder."""
    cards = [_card(card, rubrics, decoder) for card in saved]
    return tuple(card for card in cards if card is not None)


def _card(
    saved: SavedCard, rubrics: Mapping[str, Rubric], decoder: StrictDecoder
) -> ReportCard | None:
    """A card without its draws, None where its rubric is not there."""
    digest = saved.rubric.digest
    decoder.check_known("rubric", digest, rubrics, saved.rubric, field="digest")
    if digest not in rubrics:
        return None
    rubric, program = rubrics[digest], saved.description
    check_score(saved.overall, rubric, decoder)
    card = ReportCard(
        program=program,
        rubric=rubric,
        rubric_digest=digest,
        dimensions=_dimensions(saved, rubric, decoder),
        overall=saved.overall,
        notes=saved.notes,
        provenance=_provenance(saved.provenance),
        parents=saved.parents,
        overlaid=_overlaid(saved.overlaid, program, decoder),
    )
    for evidence_id in card.cites:
        decoder.check_known(
            "evidence", evidence_id, program.evidence, saved, field="evidence"
        )
    return card


def _dimensions(
    saved: SavedCard, rubric: Rubric, decoder: StrictDecoder
) -> tuple[DimensionScore, ...]:
    _check_all(
        "dimension",
        saved.dimensions,
        rubric.dimensions,
        saved,
        field="dimensions",
        decoder=decoder,
    )
    observations = _worded(saved.description.observations, rubric)
    dimensions = []
    for dimension in saved.dimensions:
        if dimension.id in rubric.dimensions:
            dimensions.append(_dimension(dimension, rubric, observations, decoder))
    return tuple(dimensions)


def _dimension(
    saved: SavedDimension,
    rubric: Rubric,
    observations: Observations,
    decoder: StrictDecoder,
) -> DimensionScore:
    dimension = rubric.dimensions[saved.id]
    criteria = dimension.criteria
    _check_all(
        "criterion", saved.criteria, criteria, saved, field="criteria", decoder=decoder
    )
    decoder.check_known(
        "criterion", saved.key, criteria, saved, field="key", of="of the dimension"
    )
    check_score(saved, rubric, decoder)
    ratings = []
    for rating in saved.criteria:
        if rating.id in criteria:
            ratings.append(_rating(rating, dimension, observations, decoder))
    levelled = [rating for rating in ratings if rating.level is not None]
    weight = sum(rating.criterion.weight for rating in levelled)
    if saved.score is not None and not weight:
        decoder.odd_field(
            saved, "score", "there is a score, but no criterion has a level"
        )
    return DimensionScore(
        id=saved.id,
        name=dimension.name,  # the text of the rubric, which its own catalog translates
        score=Score(**fields_shared(saved, Score)),
        coverage=saved.coverage,
        key=saved.key,
        criteria=tuple(ratings),
        locations=saved.locations,
    )


def _check_all(
    kind: str,
    rows: Sequence[SavedDimension] | Sequence[SavedRating],
    wanted: Collection[str],
    block: object,
    *,
    field: str,
    decoder: StrictDecoder,
) -> None:
    """All that the rubric has of a kind must be there, each once, and nothing else."""
    counts = Counter(row.id for row in rows)
    for row in rows:
        decoder.check_known(kind, row.id, wanted, row, field="id", of="of the rubric")
    for name in wanted:
        if counts[name] > 1:
            decoder.odd_field(block, field, f"the {kind} {name} appears more than once")
        elif not counts[name]:
            decoder.odd_field(block, field, f"the {kind} {name} is missing")


def _rating(
    saved: SavedRating,
    dimension: Dimension,
    observations: Observations,
    decoder: StrictDecoder,
) -> Rating:
    has_level = saved.level is not None
    if has_level != (saved.status in LEVELLED):
        status = saved.status.replace("_", " ")
        article = "no" if has_level else "a"
        decoder.odd_field(
            saved, "level", f"a criterion that is {status} has {article} level"
        )
    check_interval(saved, "level", saved.level, saved.interval, decoder=decoder)
    for name, article in (("certainty", "a certainty"), ("origin", "an origin")):
        if has_level != (getattr(saved, name) is not None):
            decoder.odd_field(
                saved, name, f"a level has {article}, and {article} has a level"
            )
    measured = [_measured(taken, observations, decoder) for taken in saved.measurements]
    return Rating(
        **fields_shared(saved, Rating),
        criterion=dimension.criteria[saved.id],
        measured=tuple(measured),
    )


def _measured(
    saved: SavedMeasurement, observations: Observations, decoder: StrictDecoder
) -> MeasuredLevel:
    fields = fields_shared(saved, MeasuredLevel)
    fields["point"] = saved.level  # not that of the measurement, which is a value
    fields["observation"] = _observation(saved, observations, decoder)
    measurement = Measurement(**fields_shared(saved, Measurement))
    return MeasuredLevel(measurement=measurement, **fields)


def _observation(
    saved: SavedMeasurement, observations: Observations, decoder: StrictDecoder
) -> Observation | None:
    """The observation of the description that a measurement was read from."""
    if saved.stated is None:
        return None
    entry, entries = saved.stated.entry, observations.get(saved.id, ())
    if entry <= len(entries):
        return entries[entry - 1]
    decoder.odd_field(
        saved,
        "stated",
        f"the description has no observation {entry} of {shown(saved.id)!r}",
    )
    return None


def _worded(observations: Observations, rubric: Rubric) -> Observations:
    """Observations whose words belong to the rubric where it has their measure, as when they were
    read: its own catalog may translate a word otherwise than evalkit does.
    """
    worded = {}
    for measure, entries in observations.items():
        worded[measure] = entries
        if measure in rubric.measures:
            worded[measure] = tuple(
                [in_domain(entry, rubric.domain) for entry in entries]
            )
    return worded


def _overlaid(
    rows: Sequence[SavedOverlay], program: Program, decoder: StrictDecoder
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
                decoder.odd_field(
                    saved,
                    "facts",
                    f"{shown(str(reference))!r} is not a fact of the description",
                )
        for evidence_id in saved.evidence:
            decoder.check_known(
                "evidence", evidence_id, program.evidence, saved, field="evidence"
            )
        laid.append(Overlaid(saved.path, tuple(facts), saved.sources, saved.evidence))
    # in the order in which they were laid over the description
    return tuple(reversed(laid))


def _fact(program: Program, where: FactReference, after: Mapping[str, int]) -> Any:
    """The fact that stands where an overlay says; raises where there is none.

    Of a list it is the one that is so many places from the end.
    """
    field = attrs.fields_dict(Facts)[where.block]
    block = getattr(program, field.name)
    if isinstance(block, tuple):
        # A map refuses 0 and less, which a tuple would count from its end.
        entries = dict(enumerate(block, start=1))
        place = len(block) - after[where.block] + int(where.entry)
        return entries[place]
    if isinstance(block, PluginFacts):
        return block.stated[where.entry]
    if isinstance(block, dict):
        return block[where.entry]
    return block.by_id[where.entry] if where.entry else block


def _provenance(saved: SavedProvenance) -> Provenance:
    settings = []
    for plugin, values in saved.settings.items():
        settings += [(plugin, key, value) for key, value in values.items()]
    return Provenance(
        evalkit=saved.evalkit,
        plugins=tuple(
            (used.name, used.version, used.distribution) for used in saved.plugins
        ),
        evaluators=tuple(saved.evaluators.items()),
        without=saved.without,
        inputs=tuple((file.path, file.sha256) for file in saved.inputs),
        seed=saved.seed,
        settings=tuple(settings),
    )
