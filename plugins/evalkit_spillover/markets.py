"""How widely exports are spread: context only, for the trade of a sector is no program's doing."""

from collections.abc import Callable

from evalkit.plugin import (
    Context,
    Listing,
    Measurement,
    Message,
    Program,
    Ref,
    measure,
    message,
    span,
)

Ends = tuple[float, float]
SLACK = 1e-9  # rounding of sums of shares


def _envelope(
    program: Program,
    ends_of: Callable[[Ends | None, Ends | None], Ends | None],
    missing: Message,
) -> Measurement:
    """The interval that holds the intervals of all product groups.

    A group without one is left out, and `why` says so.
    """
    lows: list[float] = []
    highs: list[float] = []
    notes, evidence = [], []
    for name, group in sorted(program.exports.items()):
        top, rest = span(group.top5), span(group.beyond10)
        if top and rest and not _corners(top, rest):
            notes.append(_of_group(name, message("spillover.shares_do_not_fit")))
            continue
        ends = ends_of(top, rest)
        if ends is None:
            notes.append(_of_group(name, missing))
            continue
        low, high = ends
        lows.append(low)
        highs.append(high)
        evidence.append(group)
        notes.append(_value_of_group(name, ends))
    if not notes:
        return Measurement.unknown(message("spillover.no_exports", why=missing))
    why = message("spillover.groups", groups=Listing(notes, "clauses"))
    if not lows:
        return Measurement.unknown(why)
    return Measurement((min(lows), max(highs)), why=why, evidence=evidence)


def _of_group(name: str, why: Message) -> Message:
    return message("spillover.group", group=Ref(name), why=why)


def _value_of_group(name: str, ends: Ends) -> Message:
    # three digits, as shares are stated: more would show what nobody has said
    low, high = (float(f"{end:.3g}") for end in ends)
    if low == high:
        return message("spillover.group_value", group=Ref(name), value=low)
    return message("spillover.group_range", group=Ref(name), low=low, high=high)


@measure(
    "outside_top_five",
    unit="share of exports",
    needs=["exports"],
    range=(0, 1),
    formula="1 - share of the five largest markets",
    source="docs/method.md, SPI-5",
    question="How much of the exports goes beyond the five largest markets?",
    answer="share",
)
def outside_top_five(program: Program, context: Context) -> Measurement:
    """The share of exports that goes beyond the five largest markets.

    Several product groups give the interval that covers all of theirs; a group with an unknown
    share, or with contradictory shares, is left out and named.
    """
    missing = message("spillover.top_five_unknown")
    return _envelope(program, lambda top, rest: _complement(top), missing)


def _complement(ends: Ends | None) -> Ends | None:
    """What a share leaves of the whole; None where it is unknown."""
    if ends is None:
        return None
    low, high = ends
    return 1 - high, 1 - low


@measure(
    "outside_top_ten",
    unit="share of exports",
    needs=["exports"],
    range=(0, 1),
    formula="share beyond the ten largest markets",
    source="docs/method.md, SPI-5",
    question="How much of the exports goes beyond the ten largest markets?",
    answer="share",
)
def outside_top_ten(program: Program, context: Context) -> Measurement:
    """The share of exports that goes beyond the ten largest markets.

    Several product groups give the interval that covers all of theirs; a group with an unknown
    share, or with contradictory shares, is left out and named.
    """
    missing = message("spillover.beyond_ten_unknown")
    return _envelope(program, lambda top, rest: rest, missing)


@measure(
    "market_hhi",
    unit="index",
    needs=["exports"],
    range=(0, 1),
    formula=(
        "sum of squared market shares, as the interval that the shares of the five and beyond the"
        " ten largest allow"
    ),
    source="Herfindahl-Hirschman index; partial identification in the sense of Manski 2003",
    question=(
        "How concentrated are the export markets, as a Herfindahl index from 0 (many small "
        "markets) to 1 (a single market)?"
    ),
    answer="number",
)
def market_hhi(program: Program, context: Context) -> Measurement:
    """How concentrated the markets are, as far as two shares can show.

    Several product groups give the interval that covers all of theirs; a group with an unknown
    share, or with contradictory shares, is left out and named.
    """
    missing = message("spillover.top_and_rest_unknown")
    return _envelope(program, _concentration, missing)


def _concentration(top: Ends | None, rest: Ends | None) -> Ends | None:
    """The least and the most that the index can be; None where a share is unknown."""
    if top is None or rest is None:
        return None
    # a sum of squares is largest and smallest at corners of what the shares allow
    corners = _corners(top, rest)
    least = min(_least(five, beyond) for five, beyond in corners)
    most = max(_most(five, beyond) for five, beyond in corners)
    return least, most


def _corners(top: Ends, rest: Ends) -> list[Ends]:
    """Corners of the region in which both shares fit together: they are within 1, and the next five
    have no more than the first five.
    """
    # A corner lies where two borders meet: an end of a share, a sum of 1, or five further markets
    # that have as much as the first five.
    tops = [*top]
    tops += [1 - beyond for beyond in rest]
    tops += [(1 - beyond) / 2 for beyond in rest]
    corners = []
    for five in tops:
        if not _within(five, top):
            continue
        for beyond in (*rest, 1 - five, 1 - 2 * five):
            sums_to_one = five + beyond <= 1 + SLACK
            next_five_no_larger = beyond >= 1 - 2 * five - SLACK
            if _within(beyond, rest) and sums_to_one and next_five_no_larger:
                corners.append((five, beyond))
    return corners


def _within(share: float, ends: Ends) -> bool:
    return ends[0] - SLACK <= share <= ends[1] + SLACK


def _least(top: float, rest: float) -> float:
    """Shares are equal within the first five and the next five, and the rest is spread thin."""
    next_five = 1 - top - rest
    return (top**2 + next_five**2) / 5


def _most(top: float, rest: float) -> float:
    """One market stands out, the other nine of the first ten are equal, and those beyond are no
    larger than these.
    """
    small = max(0.0, 1 - top - rest) / 5
    largest = top - 4 * small
    return largest**2 + 9 * small**2 + rest * small


MEASURES = [outside_top_five, outside_top_ten, market_hhi]
