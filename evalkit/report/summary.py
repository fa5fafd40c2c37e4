"""What a card says in short: the answer, how sure it is, what it rests on, and what comes next.

It is made once, as messages, and every format prints these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from evalkit.model.card import Provenance, ReportCard
from evalkit.model.certainty import rank
from evalkit.model.frozen import frozen
from evalkit.model.message import (
    Listing,
    Message,
    Number,
    Param,
    Points,
    Ref,
    Term,
    message,
    names,
    refs,
)
from evalkit.model.naming import program_name
from evalkit.model.result import ANY_LEVEL, Condition, DimensionScore, Rating, Score
from evalkit.model.rubric import POINTS

MIDDLE = sum(ANY_LEVEL) / 2
"""The level between the high and the low ones."""
STRONGEST = 2
"""Criteria that are named for the highest and for the lowest levels."""


@frozen
class Summary:
    """A card in short, as messages in the order in which they are read.

    `highest` and `lowest` name the criteria that stand farthest from the middle level, at the near
    end of their possible range. `missing` has a line for each dimension with a criterion
    without a level. `next_evidence` is empty where nothing is left to learn.
    """

    answer: Message
    highest: tuple[Message, ...]
    lowest: tuple[Message, ...]
    rests_on: tuple[Message, ...]
    missing: tuple[Message, ...]
    next_evidence: tuple[Message, ...]
    caveats: tuple[Message, ...]

    def sections(self) -> list[tuple[str, tuple[Message, ...]]]:
        """The parts under the answer, each with its English label; empty parts are left out."""
        parts = [
            # A low level is no evidence against a program, but what evidence shows.
            ("highest levels", self.highest),
            ("lowest levels", self.lowest),
            ("rests on", self.rests_on),
            ("missing", self.missing),
            ("next evidence", self.next_evidence),
            ("caveats", self.caveats),
        ]
        return [(label, messages) for label, messages in parts if messages]


def summary(card: ReportCard, every_caveat: bool = False) -> Summary:
    """The card in short; of caveats of one kind the first, unless `every_caveat` asks for all."""
    return Summary(
        answer(card),
        tuple(map(_finding, _strongest(card, highest=True))),
        tuple(map(_finding, _strongest(card, highest=False))),
        tuple(_rests_on(card)),
        tuple(_missing(card)),
        tuple(most_useful(card)),
        tuple(_caveats(card, every_caveat)),
    )


def answer(card: ReportCard) -> Message:
    """The one sentence of judgment."""
    rated, missing = [], []
    for dimension in card.dimensions:
        if dimension.score.score is None:
            missing.append(dimension.name)
        else:
            rated.append(dimension)
    if not rated:
        return message("card_not_rated", program=program_name(card.program))
    dimensions = Listing(map(_dimension, rated), "comma")
    if not missing:
        return message("card_answer", overall=_overall(card), dimensions=dimensions)
    return message(
        "card_answer_missing",
        overall=_overall(card),
        dimensions=dimensions,
        n=len(missing),
        missing=names(missing),
    )


def _overall(card: ReportCard) -> Message:
    program, overall = program_name(card.program), card.overall
    if overall.score is None:
        return message("card_no_overall", program=program)
    is_provisional = overall.status == "provisional"
    return message(
        "card_scores_provisionally" if is_provisional else "card_scores",
        program=program,
        score=Points(overall.score),
        interval=_span(overall.interval),
        possible_range=_span(overall.possible_range),
        band=Term(card.rubric.bands[overall.band or ""].word),
    )


def _span(ends: tuple[float, float] | None) -> Message:
    low, high = ends or ANY_LEVEL
    return message("span", low=Points(low), high=Points(high))


def _dimension(dimension: DimensionScore) -> Message:
    score = dimension.score
    return message(
        "card_dimension",
        dimension=Term(dimension.name, inside=True),
        score=Points(score.score or 0.0),
        band=band_range(score),
    )


def band_range(score: Score) -> Message | Ref:
    """The band of a score that has one, with those that the interval touches."""
    band = Ref(score.band or "")
    if len(score.bands) < 2:
        return band
    return message(
        "bands", band=band, best=Ref(score.bands[0]), worst=Ref(score.bands[-1])
    )


def _strongest(card: ReportCard, highest: bool) -> list[Rating]:
    """The criteria farthest from the middle level at the near end of their possible range."""
    # For the lowest levels everything is mirrored at 0, so that one order serves both.
    sign, near_end = (1, 0) if highest else (-1, 1)
    levels = []
    for rating in card.ratings:
        if rating.level is not None and sign * rating.level > sign * MIDDLE:
            end = (rating.interval or ANY_LEVEL)[near_end]
            levels.append((sign * end, sign * rating.level, rating))
    # Ratings themselves have no order.
    # by the near end, then by the level: of two that are as certain the more extreme one
    levels.sort(key=itemgetter(0, 1), reverse=True)
    return [rating for _, _, rating in levels[:STRONGEST]]


def _finding(rating: Rating) -> Message:
    """A criterion with its level in words, how certain that is, and the conditions that hold it."""
    params: dict[str, Param] = {
        "criterion": Ref(rating.id),
        "name": Term(rating.criterion.name, inside=True),
        "level": Number(rating.level or 0.0, decimals=1),
        "certainty": Term(rating.certainty or "very low"),
        "anchor": Term(rating.anchor or ""),
    }
    if not rating.holding:
        return message("finding", **params)
    conditions = Listing(map(_holding, rating.holding), "comma")
    return message("finding_held", **params, conditions=conditions)


def _holding(condition: Condition) -> Message:
    """A condition that keeps a level from being higher."""
    code = "condition_not_known" if condition.met is None else "condition_not_met"
    return message(code, measure=Ref(condition.demand))


def _rests_on(card: ReportCard) -> Iterator[Message]:
    """How much evidence there is, from whom, and how certain the levels are."""
    if not card.cites:
        return
    sources = [source for _, source in map(card.cited, card.cites)]
    works = {work for source in sources for work in source.read_in}
    pieces = message("evidence_pieces", n=len(card.cites))
    informants = message(
        "independent_informants", n=len({source.informant for source in sources})
    )
    amount: dict[str, Param] = {"pieces": pieces, "informants": informants}
    if len(works) == 1:
        yield message("evidence_in_one_work", **amount, work=Ref(works.pop()))
    else:
        yield message("evidence_from", **amount)
    levelled = [rating for rating in card.ratings if rating.levelled]
    counts = Counter(rating.certainty for rating in levelled if rating.certainty)
    if counts:
        levels = [
            message("count_of", count=Number(counts[certainty]), what=Term(certainty))
            for certainty in sorted(counts, key=rank, reverse=True)
        ]
        listing = Listing(levels, "comma")
        yield message("certainty_of_levels", n=counts.total(), levels=listing)


def _missing(card: ReportCard) -> list[Message]:
    """The criteria without a level, those of dimensions without a score first."""
    messages = []
    # False comes before True
    for dimension in sorted(card.dimensions, key=_has_score):
        missing = [rating for rating in dimension.criteria if _is_open(rating)]
        if missing:
            name = Term(dimension.name, inside=True)
            criteria = Listing(_lacking(dimension, rating) for rating in missing)
            text = message("missing_criteria", dimension=name, criteria=criteria)
            messages.append(text)
    return messages


def _has_score(dimension: DimensionScore) -> bool:
    return dimension.score.score is not None


def _is_open(rating: Rating) -> bool:
    return not rating.levelled and rating.status != "not_applicable"


def _lacking(dimension: DimensionScore, rating: Rating) -> Param:
    """A criterion without a level; a key criterion says so, for without it there is no score."""
    criterion = Ref(rating.id)
    if rating.id != dimension.key:
        return criterion
    return message("key_criterion", criterion=criterion)


def most_useful(card: ReportCard) -> Iterator[Message]:
    """The criterion that would narrow a possible range most if it were known, if there is one."""
    rows = [
        (_open_points(rating), rating, dimension)
        for dimension in card.dimensions
        for rating in dimension.criteria
    ]
    # of several the first in the order of the rubric; a level that is known may be uncertain too
    points, rating, dimension = max(rows, key=itemgetter(0))
    if points:
        yield message(
            "next_evidence",
            criterion=Ref(rating.id),
            name=Term(rating.criterion.name),
            points=Points(points),
            dimension=Term(dimension.name, inside=True),
            question=Term(rating.criterion.question),
        )


def _open_points(rating: Rating) -> float:
    """The points of its dimension that depend on what is not known of a criterion."""
    if rating.status == "not_applicable":
        return 0.0
    low, high = rating.interval or ANY_LEVEL
    return POINTS * rating.criterion.weight * (high - low)


def _caveats(card: ReportCard, every: bool) -> Iterator[Message]:
    """What a reader has to know before quoting the card: who made it, then the gravest first."""
    if card.provenance:
        yield from _made_otherwise(card.provenance)
    # whoever reads the card cannot check a rule of an evaluator's own (decision 0119)
    otherwise = [rating.id for rating in card.ratings if rating.core]
    if otherwise:
        yield message("rated_otherwise", criteria=refs(otherwise))
    contested = [rating.id for rating in card.ratings if rating.status == "contested"]
    if contested:
        yield message("contested_criteria", criteria=refs(contested))
    if ignored := card.unused_against:
        yield message("unused_contradicts", n=len(ignored), evidence=refs(ignored))
    yield from card.caps
    # a screen has space for one of each kind, a document for all
    yield from card.notes if every else _by_kind(card.notes)
    if emended := card.emended:
        yield message("corrected_readings", n=len(emended), evidence=refs(emended))


def _made_otherwise(made: Provenance) -> Iterator[Message]:
    """What makes a card other than evalkit alone would: plugins, settings, what was left out."""
    for plugin in made.strangers:
        yield message("made_with_plugin", plugin=" ".join(filter(None, plugin)))
    yield from made.set_otherwise
    for name in made.without:
        yield message("plugin_left_out", plugin=Ref(name))


def _by_kind(notes: Sequence[Message]) -> Iterator[Message]:
    """The first note of each kind, with the number of those that are like it."""
    by_code = attrgetter("code")
    for _, group in groupby(sorted(notes, key=by_code), key=by_code):
        first, *others = group
        yield message("and_similar", note=first, n=len(others)) if others else first
