"""The answer of a comparison in at most three sentences, made from its results alone.

First which side is clearly higher, where and by how much; then where nobody leads, and what cannot
be compared and why; last how far this may be trusted. A side is a country where the programs are
grouped by country, else a program. A pair that was asked for comes before all of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.comparison.outcome import Outcome, SideStanding, outcomes
from evalkit.comparison.unanswered import NAMED, called, first_named, lacking, no_lead
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Number,
    Param,
    Points,
    Term,
    message,
)
from evalkit.model.result import OVERALL
from evalkit.model.rounding import decimals_of_end

CAVEATS = (
    "all_synthetic",
    "synthetic_not_ranked",
    "types_differ",
    "only_favorable_evidence",
    "periods_apart",
    "components_and_parents",
    "one_author",
    "one_author_of_real",
)
"""The caveats that matter for the answer, the most important one first."""
SENTENCES = 3
"""Sentences of an answer."""
BOTH = 2
"""Differences that are called by that word."""


def answer(comparison: Comparison) -> tuple[Message, ...]:
    """At most three sentences; those on the rest and on trust are left out where there is nothing
    to say.

    One pair that was asked for has the first sentence, and the rest is then left to the report.
    Several pairs that were asked for have as many sentences, if there are so few.
    """
    results = outcomes(comparison)
    asked = [*_asked(comparison)]
    # who asks for a pair gets the answer on it first, and the rest from the report
    rest = None if asked else _rest(results)
    sentences = (*asked, _result(results), rest, _trust(comparison, results))
    return tuple(sentence for sentence in sentences if sentence)[:SENTENCES]


def _asked(comparison: Comparison) -> Iterator[Message]:
    """What the pairs show that were asked for, each as a comparison of two programs; nothing where
    they are more than sentences, or where there are no other programs.
    """
    # of two programs the only pair has the first sentence anyway
    if len(comparison.asked) > SENTENCES or len(comparison.cards) == 2:
        return
    cards = {card.program.id: card for card in comparison.cards}
    for ids in comparison.asked:
        left, right = ids
        pairs = [
            pair
            for pair in comparison.pairs
            if pair.left == left and pair.right == right
        ]
        alone = evolve(
            comparison,
            cards=(cards[left], cards[right]),
            pairs=tuple(pairs),
            groups=(),
            asked=(),
            tallies=(),
            ranks=(),
        )
        yield _result(outcomes(alone))


def _result(results: Sequence[Outcome]) -> Message:
    """Who is clearly higher; else that nobody is, or that nothing can be compared."""
    standings = results[0].standings
    sides = called([standing.side for standing in standings])
    compared = [outcome for outcome in results if outcome.compared]
    if not compared:
        why = Listing(lacking(results), "clauses")
        return message("answer_not_comparable", sides=sides, why=why)
    by_side = _leads(compared)
    if not by_side:
        dimensions = Listing(map(no_lead, compared), "clauses")
        return message(f"answer_{_head(compared)}", sides=sides, dimensions=dimensions)
    if len(standings) == 2 and len(by_side) == 1:
        return _one_leads(by_side[0], compared)
    clauses = [_higher(leads) for leads in by_side]
    # side by side, fifty that tie would make fifty clauses (decision 0044)
    if len(by_side) > NAMED:
        clauses = [*_together(compared)]
    return message("answer_sides", sides=Listing(clauses, "clauses"))


@frozen
class Lead:
    """A side that leads in a dimension."""

    outcome: Outcome
    standing: SideStanding


def _leads(compared: Sequence[Outcome]) -> list[list[Lead]]:
    """For each side that leads somewhere, the dimensions in which it does."""
    by_side: dict[frozenset[str], list[Lead]] = {}
    for outcome in compared:
        for standing in outcome.leaders:
            lead = Lead(outcome, standing)
            by_side.setdefault(standing.side.programs, []).append(lead)
    return [*by_side.values()]


def _higher(leads: Sequence[Lead]) -> Message:
    """Where one of several sides is higher."""
    where = Listing(map(_of_compared, leads))
    return message("side_higher", higher=leads[0].standing.side.name, where=where)


def _together(compared: Sequence[Outcome]) -> Iterator[Message]:
    """Many sides that lead, by the dimensions that they have in common: the first by their names.

    The number of clauses is that of dimensions at most, however many sides there are.
    """
    alike: dict[tuple[frozenset[str], ...], list[Outcome]] = {}
    for outcome in compared:
        if outcome.leaders:
            sides = tuple(standing.side.programs for standing in outcome.leaders)
            alike.setdefault(sides, []).append(outcome)
    for shared in alike.values():
        leaders = [standing.side for standing in shared[0].leaders]
        where = Listing(map(_of_leaders, shared))
        if len(leaders) == 1:
            yield message("side_higher", higher=leaders[0].name, where=where)
        else:
            yield message("sides_higher", sides=first_named(leaders), where=where)


def _of_leaders(outcome: Outcome) -> Message:
    """Where the sides that lead are higher, by how many points, and in how many pairs of each."""
    leaders = outcome.leaders
    if len(leaders) == 1:
        return _of_compared(Lead(outcome, leaders[0]))
    least = min(standing.least for standing in leaders)
    most = max(standing.most for standing in leaders)
    lead = Lead(outcome, evolve(leaders[0], least=least, most=most))
    counts = {(standing.ahead, standing.compared) for standing in leaders}
    if len(counts) > 1:
        return _item("higher_in_most", lead)
    return _item("higher_in_each", lead, all=Count(lead.standing.compared))


def _one_leads(leads: Sequence[Lead], compared: Sequence[Outcome]) -> Message:
    """That one of two sides is higher, and the other leads nowhere."""
    leader = leads[0].standing
    standings = leads[0].outcome.standings
    (lower,) = (other.side.name for other in standings if other is not leader)
    ahead = sum(lead.standing.ahead for lead in leads)
    pairs = sum(outcome.compared for outcome in compared)
    if leader.side.is_country and ahead == pairs:
        code = "answer_every_pair"
        where = Listing(map(_of_all, leads))
    else:
        code = "answer_higher"
        where = Listing(map(_of_compared, leads))
    return message(code, higher=leader.side.name, lower=lower, where=where)


def _of_all(lead: Lead) -> Message:
    """In how many of all pairs a country is higher, and with how many of its programs: one strong
    program may win every pair.
    """
    pairs = Count(lead.standing.pairs)
    programs = message("of_its_programs", n=lead.standing.programs_ahead)
    return _item("higher_of_pairs", lead, all=pairs, programs=programs)


def _of_compared(lead: Lead) -> Message:
    """In how many of the pairs that can be compared a side is higher; of one pair, the interval."""
    sole = lead.outcome.sole
    if sole and sole.interval:
        # seen from the side that is higher
        near, far = sorted(map(abs, sole.interval))
        low = Number(near, decimals=decimals_of_end(near))
        high = Number(far, decimals=decimals_of_end(far))
        return _item("higher_in_pair", lead, low=low, high=high)
    return _item("higher_of_compared", lead, all=Count(lead.standing.compared))


def _item(code: str, lead: Lead, **params: Param) -> Message:
    """Where a side is higher, by how many points, and in how many pairs."""
    standing = lead.standing
    low = Points(standing.least)
    high = Points(standing.most)
    if str(low) == str(high):
        points = message("points_alike", points=low)
    else:
        points = message("points_between", low=low, high=high)
    is_overall = lead.outcome.dimension == OVERALL
    dimension = Term(lead.outcome.name, inside=True)
    where = message("in_overall" if is_overall else "in_dimension", dimension=dimension)
    return message(code, **params, n=standing.ahead, where=where, points=points)


def _rest(results: Sequence[Outcome]) -> Message | None:
    """Where nobody leads although others do, and what cannot be compared; None for neither."""
    compared = [outcome for outcome in results if outcome.compared]
    if not compared:  # the first sentence has said so
        return None
    without_lead = [outcome for outcome in compared if not outcome.leaders]
    missing = Listing(lacking(results), "clauses")
    # where nobody leads at all the first sentence has said that too
    if not without_lead or len(without_lead) == len(compared):
        return message("answer_lacking", missing=missing) if missing.items else None
    dimensions = Listing(map(no_lead, without_lead), "clauses")
    head = message(_head(without_lead), dimensions=dimensions)
    if not missing.items:
        return message("answer_open", open=head)
    return message("answer_open_and_lacking", open=head, missing=missing)


def _head(outcomes: Sequence[Outcome]) -> str:
    """Whether some pairs differ clearly, though in no consistent way, or none at all."""
    return "mixed" if any(outcome.clear for outcome in outcomes) else "no_difference"


def _trust(comparison: Comparison, results: Sequence[Outcome]) -> Message | None:
    """How many clear differences the worst case leaves, and the one caveat that matters most."""
    clear = sum(outcome.clear for outcome in results)
    caveat = _caveat(comparison)
    if not clear:
        return message("answer_caveat", caveat=caveat) if caveat else None
    robust = sum(outcome.tally.whatever_is_unknown for outcome in results)
    held = message(_extent(robust, clear), all=clear, n=robust)
    if caveat is None:
        return message("answer_robust", robust=held)
    return message("answer_trust", robust=held, caveat=caveat)


def _extent(robust: int, clear: int) -> str:
    """The code of how many of the clear differences hold in the worst case."""
    if robust == clear:
        return "robust_both" if clear == BOTH else "robust_all"
    if robust == 0:
        return "robust_neither" if clear == BOTH else "robust_none"
    return "robust_some"


def _caveat(comparison: Comparison) -> Message | None:
    """The caveat that matters most; that types differ matters where such programs are compared."""
    # reversed, so that of several with one code the first stays
    by_code = {warning.code: warning for warning in reversed(comparison.warnings)}
    if comparison.keeps_types_apart:
        by_code.pop("types_differ", None)
    # a group counts a program or its components, never both (decision 0013)
    if comparison.is_by_country:
        by_code.pop("components_and_parents", None)
    return next((by_code[code] for code in CAVEATS if code in by_code), None)
