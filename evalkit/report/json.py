"""Results as JSON, in the form of `evalkit.model.saved.results`; what is not known is null.

Nothing that a report shows is left out, so that `evalkit report` can make every format of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import starmap

from evalkit.model.agreement import Agreement, Codings
from evalkit.model.card import Overlaid, Provenance, ReportCard
from evalkit.model.changes import Changes
from evalkit.model.comparison import Comparison, Group
from evalkit.model.errors import InputError
from evalkit.model.gaps import GapMap
from evalkit.model.perspectives import Perspectives
from evalkit.model.portfolio import Portfolio
from evalkit.model.program import Program
from evalkit.model.result import DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.robustness.analysis import Examined
from evalkit.model.rubric import Rubric
from evalkit.model.saved.card import (
    CitedEvidence,
    InputFile,
    Line,
    ProgramHead,
    RubricReference,
    SavedCard,
    SavedDimension,
    SavedOverlay,
    SavedProvenance,
    UsedPlugin,
)
from evalkit.model.saved.rating import (
    SavedMeasurement,
    SavedRating,
    Stated,
    fields_shared,
)
from evalkit.model.saved.results import (
    AskedPair,
    ProgramCards,
    RatedProgram,
    SavedCards,
    SavedComparison,
    SavedGroup,
    SavedPerspectives,
    SharedEvidence,
)
from evalkit.plugin import Options
from evalkit.read.codec.encode import json_text, saved_pairs
from evalkit.read.syntax.text import RESULT as LIMIT
from evalkit.report import measured
from evalkit.report.facts import facts
from evalkit.report.summary import answer


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """Every card in full; `options` change nothing."""
    return _readable(
        SavedCards(rubrics=_rubrics(cards), cards=tuple(map(saved, cards)))
    )


def comparison(comparison: Comparison, options: Options) -> str:
    """Cards, groups and warnings in full, and the numbers of the pairs that can be compared."""
    return _readable(
        SavedComparison(
            rubrics=_rubrics(comparison.cards),
            cards=tuple(map(saved, comparison.cards)),
            pairs=saved_pairs(comparison),
            groups=tuple(map(_group, comparison.groups)),
            warnings=comparison.warnings,
            answer=comparison.answer,
            asked=tuple(AskedPair(*pair) for pair in comparison.asked),
            tallies=comparison.tallies,
            ranks=comparison.ranks,
        )
    )


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """The cards of each program in full, one for each rubric, and the evidence that several use."""
    return _readable(
        SavedPerspectives(
            rubrics=_rubrics(perspectives.cards),
            programs=tuple(
                ProgramCards(cards[0].program.id, tuple(map(saved, cards)))
                for cards in perspectives.programs
            ),
            shared=tuple(
                SharedEvidence(shared.program, shared.evidence, dict(shared.criteria))
                for shared in perspectives.shared
            ),
            warnings=perspectives.warnings,
        )
    )


def robustness(examined: Examined, options: Options) -> str:
    """The result alone; nothing reads it again."""
    return json_text(examined.result)


def portfolio(portfolio: Portfolio, options: Options) -> str:
    """All of a portfolio; nothing reads it again, so that it may be of any size."""
    return json_text(portfolio)


def agreement(agreement: Agreement, options: Options) -> str:
    """All of an agreement of coders."""
    return json_text(agreement)


def gaps(gaps: GapMap, options: Options) -> str:
    """What is known of every criterion of every program."""
    return json_text(gaps)


def codings(codings: Codings, options: Options) -> str:
    """What every coder answered."""
    return json_text(codings)


def changes(changes: Changes, options: Options) -> str:
    """All that changed; `options` change nothing."""
    return json_text(changes)


def _readable(result: SavedCards | SavedComparison | SavedPerspectives) -> str:
    """A result as JSON; raises InputError for one that is larger than what evalkit reads again."""
    text = json_text(result)
    # Rather no file than one that evalkit refuses to read (decision 0069).
    if (size := len(text.encode())) > LIMIT.size:
        raise InputError(
            f"the result has {size:,} bytes as JSON, and evalkit reads {LIMIT.size:,} at most:"
            f" {LIMIT.smaller}"
        )
    return text


def _rubrics(cards: Sequence[ReportCard]) -> dict[str, Rubric]:
    """The rubrics of cards by their digests, each once."""
    return {card.rubric_digest: card.rubric for card in cards}


def saved(card: ReportCard) -> SavedCard:
    """A card in full, in the form in which it is saved; it has a provenance."""
    program, rubric = card.program, card.rubric
    assert card.provenance, "a card that is printed has a provenance"
    return SavedCard(
        program=ProgramHead(
            program.id,
            program.name,
            program.country,
            program.object_type,
            program.synthetic,
        ),
        rubric=RubricReference(rubric.id, rubric.edition, card.rubric_digest),
        description=program,
        judgment=str(answer(card)),  # in English, for those who read the file itself
        dimensions=tuple(
            _dimension(dimension, program) for dimension in card.dimensions
        ),
        overall=card.overall,
        facts=tuple(Line(label, text) for label, text in facts(card)),
        # Sorted, so that the order in which criteria cite it makes no difference between two files.
        evidence={name: _evidence(card, name) for name in sorted(card.cites)},
        unused=card.unused,
        parents=card.parents,
        overlaid=tuple(map(_overlaid, card.overlaid)),
        notes=card.notes,
        provenance=_provenance(card.provenance),
    )


def _dimension(dimension: DimensionScore, program: Program) -> SavedDimension:
    return SavedDimension(
        id=dimension.id,
        name=dimension.name,
        **fields_shared(dimension.score, Score),
        coverage=dimension.coverage,
        locations=dimension.locations,
        key=dimension.key,
        criteria=tuple(_rating(rating, program) for rating in dimension.criteria),
    )


def _rating(rating: Rating, program: Program) -> SavedRating:
    return SavedRating(
        **fields_shared(rating, SavedRating),
        nearest_anchor=rating.anchor,
        next_level=rating.next_level,
        measurements=tuple(_measurement(taken, program) for taken in rating.measured),
    )


def _measurement(level: MeasuredLevel, program: Program) -> SavedMeasurement:
    taken = fields_shared(level, SavedMeasurement)  # its point is saved as the level
    # The measurement after the level: both have a point, and the saved one is that of the value.
    taken |= fields_shared(level.measurement, SavedMeasurement)
    taken |= {"level": level.point, "evidence": level.measurement.evidence or ()}
    return SavedMeasurement(stated=_stated(level, program), **taken)


def _stated(level: MeasuredLevel, program: Program) -> Stated | None:
    """What a source states, with its place among the observations of its measure."""
    seen = level.observation
    if seen is None:
        return None
    # from 1, as people count entries
    entry = program.observations[level.measurement.id].index(seen) + 1
    return Stated(measured.stated(seen), seen.of, seen.scope, seen.reader, entry)


def _evidence(card: ReportCard, name: str) -> CitedEvidence:
    evidence, source = card.cited(name)
    return CitedEvidence(
        **{**fields_shared(evidence, CitedEvidence), "source": source.cite},
        source_id=evidence.source,
    )


def _overlaid(overlaid: Overlaid) -> SavedOverlay:
    facts = tuple(where for where, _ in overlaid.facts)
    return SavedOverlay(overlaid.path, facts, overlaid.sources, overlaid.evidence)


def _provenance(made: Provenance) -> SavedProvenance:
    return SavedProvenance(
        evalkit=made.evalkit,
        plugins=tuple(UsedPlugin(*plugin) for plugin in made.plugins),
        evaluators=dict(made.evaluators),
        without=made.without,
        inputs=tuple(InputFile(path, digest) for path, digest in made.inputs),
        seed=made.seed,
        settings=_by_plugin(made.settings),
    )


def _by_plugin(settings: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    by_plugin: dict[str, dict[str, str]] = {}
    for plugin, key, value in settings:
        by_plugin.setdefault(plugin, {})[key] = value
    return by_plugin


def _group(group: Group) -> SavedGroup:
    others = {
        "scores": tuple(starmap(RatedProgram, group.scores)),
        "counted": tuple(starmap(RatedProgram, group.counted)),
        # null beside a median, as everything that does not apply
        "why": group.why or None,
    }
    return SavedGroup(**{**fields_shared(group, SavedGroup), **others})
