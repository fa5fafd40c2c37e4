"""The ranks of many programs, which stand in place of their pairs: the first and the last of each
dimension, and how countries stand against the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.model.tally import Rank, Standing
from evalkit.report import judgment, number
from evalkit.report.compared.programs import KINDS, dimension_name
from evalkit.report.terminal.width import cells, fit, in_columns, pad_left, widths

ENDS, FEWER_ENDS = 5, 3
"""Programs that are shown from the top and from the bottom, and on a screen that is kept short."""


@frozen
class Ranked:
    """One program as its rank is shown, with the 80 % interval of the rank and its score."""

    rank: str
    interval: str
    score: str
    country: str
    program: str
    name: str


@frozen
class Ranking:
    """The highest and the lowest programs of one type in one dimension, `of` all that have a
    score.
    """

    dimension: str
    kind: str
    of: int
    highest: tuple[Ranked, ...]
    lowest: tuple[Ranked, ...]

    @property
    def title(self) -> str:
        """What is ranked, and among how many."""
        return say(
            "{dimension}, {kind}: {count} with a score",
            dimension=self.dimension,
            kind=self.kind,
            count=self.of,
        )


def rankings(comparison: Comparison, ends: int = ENDS) -> list[Ranking]:
    """Each dimension and type of program with so many from both ends; none where all pairs are
    listed.
    """
    cards = {card.program.id: card for card in comparison.cards}

    def group(rank: Rank) -> tuple[str, str]:
        return rank.dimension, cards[rank.program].program.ranked_as

    return [
        _ranking(comparison, [*ranks], cards, ends)
        for _, ranks in groupby(comparison.ranks, key=group)
    ]


def _ranking(
    comparison: Comparison,
    ranks: Sequence[Rank],
    cards: Mapping[str, ReportCard],
    ends: int,
) -> Ranking:
    rows = [_ranked(rank, cards[rank.program]) for rank in ranks]
    # Of few programs none stands at both ends.
    highest, others = rows[:ends], rows[ends:]
    lowest = others[-ends:]
    return Ranking(
        dimension_name(comparison, ranks[0].dimension),
        say(KINDS[cards[ranks[0].program].program.ranked_as]),
        ranks[0].of,
        tuple(highest),
        tuple(lowest),
    )


def _ranked(rank: Rank, card: ReportCard) -> Ranked:
    score = card.score(rank.dimension)
    return Ranked(
        str(rank.rank),
        number.span((rank.low, rank.high)),
        judgment.points(score.score, score.status),
        card.program.country,
        card.program.id,
        judgment.called(card.program),
    )


def lines(ranking: Ranking, width: int) -> list[str]:
    """The programs of a ranking in lines of a terminal; what is left out between them has one."""
    rows = [*ranking.highest, *ranking.lowest]
    numbers = [[row.rank, row.interval, row.score, row.country] for row in rows]
    sizes = widths(numbers)
    texts = []
    for row, shown in zip(rows, numbers, strict=True):
        head = f"  {in_columns(shown, sizes, right=[0])} "
        # a name of eight cells may run over a narrow terminal, and still tells programs apart
        name = fit(row.name, max(8, width - cells(head)))
        texts.append(f"{head}{name}".rstrip())
    if ranking.of > len(rows):
        texts.insert(len(ranking.highest), f"  {pad_left('…', sizes[0])}")
    return texts


def between_countries(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Each country, with how its programs stand against those of the others in each dimension;
    none where all pairs are listed, or countries are not compared.
    """
    if comparison.lists_all_pairs or not comparison.is_by_country:
        return []
    countries: dict[str, set[str]] = {}
    for card in comparison.cards:
        if not card.program.synthetic:
            countries.setdefault(card.program.country, set()).add(card.program.id)
    return [
        (say(country_name(country)), [*_standings(comparison, programs)])
        for country, programs in sorted(countries.items())
    ]


def _standings(comparison: Comparison, programs: set[str]) -> Iterator[str]:
    for dimension in [*comparison.cards[0].rubric.dimensions, OVERALL]:
        standings = comparison.tally(dimension).programs
        own = [standing for standing in standings if standing.program in programs]
        if any(standing.compared for standing in own):
            yield _standing(dimension_name(comparison, dimension), own)


def _standing(dimension: str, own: Sequence[Standing]) -> str:
    return say(
        "{dimension}: clearly higher in {higher}, lower in {lower}, no clear difference in"
        " {unclear} of {all} comparable pairs with other countries",
        dimension=dimension,
        higher=sum(standing.higher for standing in own),
        lower=sum(standing.lower for standing in own),
        unclear=sum(standing.no_clear_difference for standing in own),
        all=sum(standing.compared for standing in own),
    )
