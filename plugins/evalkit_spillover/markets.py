"""How widely exports are spread: context only, for the trade of a sector is no program's doing."""

from evalkit.plugin import Landscape, Measurement, Program, measure, span


def _exports(program: Program) -> tuple[tuple[float, float] | None, tuple[float, float] | None, tuple[str, ...]]:
    """Shares of the five largest markets and beyond the ten largest, of the one product group that is described."""
    groups = list(program.exports.values())
    if len(groups) != 1:
        return None, None, ()
    return span(groups[0].top5), span(groups[0].beyond10), groups[0].evidence


@measure(
    "outside_top_five",
    unit="share of exports",
    needs=["exports"],
    range=(0, 1),
    formula="1 - share of the five largest markets",
    source="codebook SPI-5",
)
def outside_top_five(program: Program, landscape: Landscape) -> Measurement:
    """The share of exports that goes beyond the five largest markets."""
    top5, _, evidence = _exports(program)
    if top5 is None:
        return Measurement.unknown("the share of the five largest markets is not known for one product group")
    return Measurement((1 - top5[1], 1 - top5[0]), evidence=evidence)


@measure(
    "outside_top_ten",
    unit="share of exports",
    needs=["exports"],
    range=(0, 1),
    formula="share beyond the ten largest markets",
    source="codebook SPI-5",
)
def outside_top_ten(program: Program, landscape: Landscape) -> Measurement:
    """The share of exports that goes beyond the ten largest markets."""
    _, beyond10, evidence = _exports(program)
    if beyond10 is None:
        return Measurement.unknown("the share beyond the ten largest markets is not known for one product group")
    return Measurement(beyond10, evidence=evidence)


@measure("market_hhi", unit="index", needs=["exports"], range=(0, 1), formula="sum of squared market shares, as an interval",
         source="Herfindahl-Hirschman index, sharp bounds from partial shares")  # fmt: skip
def market_hhi(program: Program, landscape: Landscape) -> Measurement:
    """How concentrated the markets are, as far as the shares of the largest ones allow to say.

    With the five largest at `t`, the next five at `m` and the rest at `r`: the least is reached when shares are equal within each group
    and the rest is spread thin; the most when the largest takes what the order of the others leaves it.
    """
    top5, beyond10, evidence = _exports(program)
    if top5 is None or beyond10 is None:
        return Measurement.unknown("the shares of the five and beyond the ten largest markets are not both known for one product group")
    corners = [(t, r) for t in top5 for r in beyond10 if t + r <= 1 and 1 - t - r <= t]
    if not corners:
        return Measurement.unknown("the shares do not fit together")
    return Measurement((min(_least(t, r) for t, r in corners), max(_most(t, r) for t, r in corners)), evidence=evidence)


def _least(top: float, rest: float) -> float:
    middle = 1 - top - rest
    return top**2 / 5 + middle**2 / 5


def _most(top: float, rest: float) -> float:
    """The most is at a corner: markets two to five as small as the sixth, and of the next five as many as fit at that same size."""
    middle = 1 - top - rest
    if middle <= 0:
        return top**2
    best = 0.0
    for count in (1, 2, 3, 4, 5):
        fifth = min(middle / count, top / 5)
        full = min(5, int(middle / fifth + 1e-9))
        left = max(0.0, middle - full * fifth)
        tenth = fifth if full == 5 else 0.0  # no market beyond the tenth is larger than it
        best = max(best, (top - 4 * fifth) ** 2 + (4 + full) * fifth**2 + left**2 + rest * tenth)
    return best


MEASURES = [outside_top_five, outside_top_ten, market_hhi]
