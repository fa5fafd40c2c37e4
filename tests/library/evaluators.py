"""What docs/validity.md says of the evaluators: where their levels come from, and how far they
agree with the coder r1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agreement import (
    CODER,
    FAR,
    NEAR,
    Cell,
    cells,
    units,
    with_coders,
    without_coders,
)

from evalkit.comparison.agreement.alpha import alpha, interval

FIRST = {
    "levels by evaluators": "152",
    "alpha": ".69",
    "alpha within Korea": ".36",
    "within half a level": "75 %",
    "scores alone": "36",
}
"""The first comparison, made when words, breakpoints and observations were committed."""
AIMS = {
    "levels by evaluators": "119",
    "alpha": ".85",
    "alpha within Korea": ".70",
    "within half a level": "90 %",
    "scores alone": "40",
}
CHANGES = (
    (
        "Breakpoints where an anchor names an amount in a word of the scale (COO-1, COO-2, COO-3,"
        " SPI-1, RED-1, RED-4): the typical value of that word. RED-1 at level 1 says that most"
        " services coincide, so most (.75) is level 1 and not .25."
    ),
    (
        "RED-2: anchor 0 asks for designation whatever the demand and for most units below a"
        " workable size. The first alone lies midway between 0 and 1."
    ),
    (
        "FIT-3: anchors 0 and 1 both leave every decision to the center and differ in who pays and"
        " carries out. No rights at all lie midway. These three changes moved alpha from .69 to .80"
        " and alpha within Korea from .36 to .61."
    ),
    (
        "S5.7 is read as a statement on the programs that S5.2 to S5.4 name, and S4.1 as one on"
        " those that it names: six levels and five scores more."
    ),
    (
        "Rules mended after an attack: a statement with one end (at least three stages) counts with"
        " that end, what rests on one source has one vote, a condition rests on something signed"
        " and dated. Two levels moved by more than half: SPI-3 of tw-mirdc-fasteners and of"
        " tw-industry-rd-centers, to 3."
    ),
    (
        "What a release offers to winners is no answer to what users asked for: one level of"
        " FIT-5 and one score fewer."
    ),
)
REASONS = {
    (
        "tw-industry-rd-centers",
        "SPI-1",
    ): (
        "support is mainly collective; that it is open on equal terms is not stated, which holds"
        " level 2"
    ),
    ("tw-mirdc-fasteners", "SPI-1"): "as above",
    (
        "tw-industry-rd-centers",
        "SPI-2",
    ): (
        "both readers read spread beyond the trade (S7.2), which the coder took for a purpose in"
        " part"
    ),
    (
        "tw-industry-rd-centers",
        "SPI-3",
    ): "at least three stages take part; that the whole chain does is not stated",
    (
        "tw-mirdc-fasteners",
        "SPI-3",
    ): "at least three stages took part; that the whole chain did is not stated",
    (
        "tw-mirdc-fasteners",
        "SPI-5",
    ): "that a barrier shared by many was lowered is stated for the centers, not for this program",
    (
        "kr-regional-innovation-policy",
        "RED-3",
    ): "who should be in charge is disputed (S4.5); the coder took it for one case",
    (
        "kr-regional-innovation-policy",
        "FIT-2",
    ): "readers: nothing differs; the coder: the template bears local labels",
    (
        "kr-regional-innovation-policy",
        "FIT-4",
    ): "readers: posts are empty; the coder: procedures are run",
    (
        "kr-subcontracting-systemization",
        "SPI-3",
    ): (
        "two stages are named, whether either moved is open: 0 to 2, where the coder sees an"
        " exclusive pair"
    ),
    ("kr-techno-parks", "FIT-1"): "readers: no link; the coder: a nominal one",
    (
        "kr-techno-parks",
        "FIT-2",
    ): "readers: nothing differs; the coder: the template bears local labels",
    (
        "tw-industry-rd-centers",
        "COO-2",
    ): "many firms cooperate; that it outlasts support is not stated, which holds level 2",
    (
        "tw-industry-rd-centers",
        "SPI-4",
    ): "readers: routine; the coder: several projects with results",
}
"""Why the evaluators and the coder are a level or more apart."""


def lines() -> Iterator[str]:
    """The part of the page on the evaluators."""
    found = cells()
    both = [cell for cell in found if cell.both]
    yield from _sources(found)
    yield from _agreement(found, both)
    yield from _apart(both)


def figures() -> dict[str, str]:
    """What the aims are held against, as it is now."""
    found = cells()
    both = [cell for cell in found if cell.both]
    return {
        "levels by evaluators": str(sum(cell.evaluator is not None for cell in found)),
        "alpha": _decimal(alpha(units(both))),
        "alpha within Korea": _decimal(
            alpha(units([cell for cell in both if cell.country == "KR"]))
        ),
        "within half a level": (
            f"{sum(cell.apart <= NEAR for cell in both) / len(both):.0%}".replace(
                "%", " %"
            )
        ),
        "scores alone": str(
            sum(
                each.score.score is not None
                for card in without_coders()
                for each in card.dimensions
            )
        ),
    }


def _sources(found: Sequence[Cell]) -> Iterator[str]:
    levels = Counter(
        rating.origin
        for card in with_coders()
        for rating in card.ratings
        if rating.levelled
    )
    total = sum(levels.values())
    yield from ("", "## Where the levels come from", "")
    yield (
        f"Of {len(found)} cells {total} have a level from evidence about the program itself;"
        f" {levels['measured']} of them ({levels['measured'] / total:.0%}) come from evaluators,"
        f" {levels['judged']} from the coder {CODER} where no measure gives one. With or without"
        " the coder's files the evaluators' levels are the same."
    )
    yield ""
    yield from _table(["origin", "levels", "with a coder's level", "ordinal alpha"])
    origins = Counter(cell.origin for cell in found if cell.evaluator is not None)
    for origin, n in origins.most_common():
        of = [cell for cell in found if cell.both and cell.origin == origin]
        yield _row(
            [
                origin,
                str(n),
                str(len(of)),
                _decimal(alpha(units(of))) if len(of) > 4 else "too few",
            ]
        )
    yield ""
    yield (
        "A list of kinds comes closest to a typed level. A third trivial judge, the coder's own"
        " levels renamed as kinds, would agree with the coder in every cell (alpha 1) and prove"
        " nothing; the kinds here were read by others, blind to the levels."
    )


def _agreement(found: Sequence[Cell], both: Sequence[Cell]) -> Iterator[str]:
    yield from ("", f"## The evaluators against the coder {CODER}", "")
    yield (
        "Krippendorff's ordinal alpha (levels of the evaluators in halves), with the central 95 %"
        " of 1,000 bootstrap samples of cells. What lies below an aim is a finding."
    )
    yield ""
    yield from _table(["", "first comparison", "now", "objective"])
    now = figures()
    yield from (_row([name, FIRST[name], now[name], AIMS[name]]) for name in AIMS)
    yield from (
        "",
        (
            "Changes after the first comparison, each with its reason in an anchor or in the text,"
            " and none for a single program's sake:"
        ),
        "",
    )
    yield from (f"* {change}" for change in CHANGES)
    yield ""
    yield from _table(
        ["cells", "with both levels", "ordinal alpha", "95 %", "within half a level"]
    )
    groups = {"all": list(both)}
    groups |= {
        name: [cell for cell in both if cell.country == code]
        for name, code in (("South Korea", "KR"), ("Taiwan", "TW"))
    }
    groups |= {
        id.replace("_", " "): [cell for cell in both if cell.dimension == id]
        for id in dict.fromkeys(cell.dimension for cell in found)
    }
    for name, group in groups.items():
        ends = interval(units(group))
        near = sum(cell.apart <= NEAR for cell in group) / len(group)
        yield _row(
            [
                name,
                str(len(group)),
                _decimal(alpha(units(group))),
                " to ".join(map(_decimal, ends or ())),
                f"{near:.0%}",
            ]
        )
    known = [
        [float(cell.evaluator is not None), float(cell.coder is not None)]
        for cell in found
    ]
    without = {
        id: alpha(units([cell for cell in both if cell.criterion != id]))
        for id in dict.fromkeys(cell.criterion for cell in both)
    }
    low, high = min(without, key=without.get), max(without, key=without.get)
    of_known = alpha(known, "nominal")
    yield ""
    yield (
        f"Whether a cell has a level at all: nominal alpha {_decimal(of_known)}."
        f" Leaving out one criterion moves alpha between {_decimal(without[low])} (without {low})"
        f" and {_decimal(without[high])} (without {high})."
    )


def _apart(both: Sequence[Cell]) -> Iterator[str]:
    far = sorted(
        (cell for cell in both if cell.apart >= FAR), key=lambda cell: -cell.apart
    )
    yield from (
        "",
        f"Cells that are a level or more apart, {len(far)} of {len(both)}:",
        "",
    )
    yield from _table(["program", "criterion", "evaluators", "coder", "why"])
    for cell in far:
        why = REASONS.get((cell.program, cell.criterion), "")
        yield _row(
            [
                cell.program,
                cell.criterion,
                f"{cell.evaluator:.3g}",
                f"{cell.coder:.3g}",
                why,
            ]
        )


def _decimal(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def _table(head: Sequence[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
