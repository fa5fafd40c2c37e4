"""What the chapter says of the programs in the library, as 22 statements that can be held
against the cards (Hsieh 2017, chapter 5).

Each one asks a judge: something that gives levels and scores to descriptions, changed ones
too. The engine is one judge; judges.py holds two trivial ones, on which the discriminating
statements must fail. That the engine meets them shows faithful reading and sound rules, not
that the chapter is right: the observations restate the paragraphs that are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, Protocol

from attrs import frozen

from evalkit.report.number import score as whole

LOW, LOWEST = 37.5, 12.5
"""Scores below these are in band D or E, and in band E."""
Change = Callable[[dict[str, Any]], None]


class Result(Protocol):
    """What a judge says of one description."""

    def score(self, dimension: str) -> float | None: ...

    def level(self, criterion: str) -> float | None: ...

    def status(self, dimension: str) -> str: ...

    def measured(self, criterion: str, measure: str) -> tuple[float, float] | None:
        """A measured value and the level that it reaches."""

    def nearest_peer(self) -> str | None: ...

    def contradicted(self, criterion: str) -> bool:
        """Whether the evidence behind a level is said to contradict itself."""

    def share_above(self, other: Any, dimension: str) -> float | None:
        """The share of simulations in which this one is higher, None where they cannot be
        compared."""

    def differs_clearly(self, other: Any, dimension: str) -> bool: ...


class Judge(Protocol):
    """Judges a program of the library by its id, after a change to its description."""

    def __call__(self, id: str, change: Change | None = None) -> Result: ...

    def ids(self, country: str) -> Iterable[str]: ...


@frozen
class Finding:
    """What was found, in numbers, and whether the statement holds."""

    figure: str
    holds: bool


@frozen
class Statement:
    """`kind`: R order, B band or level, E equality, S silence, I invariance, M measured;
    `basis`: X explicit, C contrast, N a rule of method.

    A `discriminating` one fails for a judge that knows the country alone, or counts words of
    success.
    """

    id: str
    says: str
    kind: Literal["R", "B", "E", "S", "I", "M"]
    basis: Literal["X", "C", "N"]
    discriminating: bool
    at: str
    rule: str
    check: Callable[[Judge], Finding]


STATEMENTS: list[Statement] = []


def states(
    id: str,
    says: str,
    kind: Any,
    basis: Any,
    at: str,
    rule: str,
    discriminating: bool = False,
) -> Callable[..., Any]:
    """The check below is the statement; `rule` says in words what it asks."""

    def add(check: Callable[[Judge], Finding]) -> Callable[[Judge], Finding]:
        STATEMENTS.append(
            Statement(id, says, kind, basis, discriminating, at, rule, check)
        )
        return check

    return add


def below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def at_most(value: float | None, limit: float) -> bool:
    return value is not None and value <= limit


def shown(value: float | None) -> str:
    return "not rated" if value is None else f"{value:.3g}"


def higher(
    judge: Judge, one: str, other: str, dimension: str, change: Change | None = None
) -> Finding:
    left, right = judge(one, change), judge(other)
    if left.score(dimension) is None or right.score(dimension) is None:
        return Finding(
            f"{shown(left.score(dimension))} and {shown(right.score(dimension))}", False
        )
    share = left.share_above(right, dimension)
    scores = f"{whole(left.score(dimension))} and {whole(right.score(dimension))}"
    if share is None:
        return Finding(f"{scores}, not comparable on what both have", False)
    return Finding(f"{scores}, higher in {share:.0%} of simulations", share >= 0.9)


@states(
    "O01",
    "The effect of the fastener upgrading spread further than that of the rice-cooker"
    " mini-cluster.",
    "R",
    "C",
    "S6.5; S5.5",
    "higher on spillover in 90% of simulations",
)
def _(judge: Judge) -> Finding:
    return higher(
        judge, "tw-mirdc-fasteners", "kr-mini-cluster-rice-cooker", "spillover"
    )


@states(
    "O02",
    "In Gyeonggi the regional and the national agency offer the same kind of support.",
    "B",
    "X",
    "S4.3; S4.4; S4.8",
    "both below 37.5, each the other's nearest peer",
    True,
)
def _(judge: Judge) -> Finding:
    one, other = judge("kr-gsbc"), judge("kr-sbc-gyeonggi")
    scores = [each.score("redundancy") for each in (one, other)]
    peers = one.nearest_peer(), other.nearest_peer()
    holds = all(below(each, LOW) for each in scores) and peers == (
        "kr-sbc-gyeonggi",
        "kr-gsbc",
    )
    return Finding(
        f"redundancy {shown(scores[0])} and {shown(scores[1])}; nearest peers {peers[0]} and"
        f" {peers[1]}",
        holds,
    )


@states(
    "O03",
    "The techno doctor worked best for what firms need, and serves one firm at a time.",
    "B",
    "X",
    "S5.8",
    "FIT-5 at least 2.5 and the highest in Korea; spillover below 37.5",
    True,
)
def _(judge: Judge) -> Finding:
    card = judge("kr-techno-doctor")
    others = [
        level
        for id in judge.ids("KR")
        if id != "kr-techno-doctor" and (level := judge(id).level("FIT-5")) is not None
    ]
    level, spillover = card.level("FIT-5"), card.score("spillover")
    holds = (
        level is not None
        and level >= 2.5
        and level > max(others, default=0)
        and below(spillover, LOW)
    )
    return Finding(
        f"FIT-5 {shown(level)}, the next Korean one {shown(max(others, default=None))}; spillover"
        f" {shown(spillover)}",
        holds,
    )


@states(
    "O04",
    "Pangyo is a success by revenue, with little networking among its firms.",
    "B",
    "X",
    "S4.6",
    "COO-2 at most 1; coordination below 37.5",
    True,
)
def _(judge: Judge) -> Finding:
    level, score = (
        judge("kr-pangyo").level("COO-2"),
        judge("kr-pangyo").score("coordination"),
    )
    return Finding(
        f"COO-2 {shown(level)}; coordination {shown(score)}",
        at_most(level, 1) and below(score, LOW),
    )


@states(
    "O05",
    "The fastener upgrading ranks above GSBC in coordination.",
    "R",
    "C",
    "S6.5; S4.5",
    "higher on coordination in 90% of simulations",
)
def _(judge: Judge) -> Finding:
    return higher(judge, "tw-mirdc-fasteners", "kr-gsbc", "coordination")


@states(
    "O06",
    "The robot-cleaner mini-cluster worked well beside other mini-clusters, read as ties among its"
    " members.",
    "R",
    "X",
    "S5.5",
    "COO-2 above that of mini-clusters",
    True,
)
def _(judge: Judge) -> Finding:
    one, family = (
        judge("kr-mini-cluster-robot-cleaner").level("COO-2"),
        judge("kr-mini-clusters").level("COO-2"),
    )
    return Finding(
        f"COO-2 {shown(one)} and {shown(family)}",
        one is not None and family is not None and one > family,
    )


@states(
    "O07",
    "Neither of the two praised mini-clusters passed growth on to other firms.",
    "E",
    "X",
    "S5.5",
    "SPI-2 at most 1 for both; no clear difference",
    True,
)
def _(judge: Judge) -> Finding:
    one, other = (
        judge("kr-mini-cluster-robot-cleaner"),
        judge("kr-mini-cluster-rice-cooker"),
    )
    levels = one.level("SPI-2"), other.level("SPI-2")
    apart = one.differs_clearly(other, "spillover")
    figure = (
        f"SPI-2 {shown(levels[0])} and {shown(levels[1])};"
        f" {'a clear difference' if apart else 'no clear difference'}"
    )
    return Finding(figure, all(at_most(each, 1) for each in levels) and not apart)


@states(
    "O08",
    "Techno parks are too alike, and have weak links to what is particular to their regions.",
    "B",
    "X",
    "S4.1",
    "regional fit below 37.5; FIT-1 and FIT-2 at most 1.5",
)
def _(judge: Judge) -> Finding:
    card = judge("kr-techno-parks")
    score, levels = (
        card.score("regional_fit"),
        [card.level(id) for id in ("FIT-1", "FIT-2")],
    )
    figure = f"regional fit {shown(score)}; FIT-1 {shown(levels[0])}, FIT-2 {shown(levels[1])}"
    return Finding(
        figure, below(score, LOW) and all(at_most(each, 1.5) for each in levels)
    )


@states(
    "O09",
    "More than twenty bio-clusters are too many to reach scale.",
    "B",
    "X",
    "S4.1",
    "RED-2 at most 1",
)
def _(judge: Judge) -> Finding:
    level = judge("kr-bio-clusters").level("RED-2")
    return Finding(f"RED-2 {shown(level)}", at_most(level, 1))


@states(
    "O10",
    "SBC and GSBC share a site, have little contact and compete.",
    "B",
    "X",
    "S4.5",
    "COO-1 at most 1 for both, and no lower without the rivalry",
    True,
)
def _(judge: Judge) -> Finding:
    def without_rivalry(text: dict[str, Any]) -> None:
        text["ties"] = [tie for tie in text["ties"] if tie["kind"] != "compete"]
        text["observations"].pop("contact_of_agencies", None)

    ids = "kr-gsbc", "kr-sbc-gyeonggi"
    levels = [judge(id).level("COO-1") for id in ids]
    unrivaled = [judge(id, without_rivalry).level("COO-1") for id in ids]
    figure = (
        f"COO-1 {shown(levels[0])} and {shown(levels[1])}; {shown(unrivaled[0])} and"
        f" {shown(unrivaled[1])} without the rivalry"
    )
    return Finding(
        figure,
        all(at_most(each, 1) for each in levels)
        and all(one <= other for one, other in zip(levels, unrivaled, strict=True)),
    )


@states(
    "O11",
    "Consortia are fragmented: 78 of 190 have two participants.",
    "M",
    "X",
    "S5.6",
    "78 of 190 is measured, at a level from 1 to 2",
    True,
)
def _(judge: Judge) -> Finding:
    measured = judge("kr-rd-consortia").measured("COO-3", "dyadic_share")
    if measured is None:
        return Finding("no share is measured", False)
    value, level = measured
    return Finding(
        f"share {value:.4f}, level {level:.2f}",
        abs(value - 78 / 190) < 5e-5 and 1 <= level < 2,
    )


@states(
    "O12",
    "Taiwan's centers rank above the Creative Economy centers in spillover.",
    "R",
    "C",
    "S6.4; S6.7; S5.2",
    "higher on spillover in 90% of simulations",
)
def _(judge: Judge) -> Finding:
    return higher(
        judge, "tw-industry-rd-centers", "kr-creative-economy-centers", "spillover"
    )


@states(
    "O13",
    "Creative Economy centers tailor support to chosen winners.",
    "B",
    "X",
    "S5.2",
    "spillover below 37.5; SPI-2 to SPI-4 do not depend on the exports",
)
def _(judge: Judge) -> Finding:
    def without_success(text: dict[str, Any]) -> None:
        text.pop("outcomes", None)

    id = "kr-creative-economy-centers"
    names = "SPI-2", "SPI-3", "SPI-4"
    before, after = (
        [judge(id, change).level(name) for name in names]
        for change in (None, without_success)
    )
    score = judge(id).score("spillover")
    figure = (
        f"spillover {shown(score)}; SPI-2 to SPI-4"
        f" {'the same' if before == after else 'not the same'} without the winner's exports"
    )
    return Finding(figure, below(score, LOW) and before == after)


@states(
    "O14",
    "KICOX's global-leader program gives everything, and only to the winners.",
    "B",
    "X",
    "S5.4",
    "SPI-1 at most 1",
)
def _(judge: Judge) -> Finding:
    level = judge("kr-kicox-global-leading").level("SPI-1")
    return Finding(f"SPI-1 {shown(level)}", at_most(level, 1))


@states(
    "O15",
    "The chapter does not say whether Taiwan's centers duplicate one another.",
    "S",
    "X",
    "S6, by silence",
    "not rated, all three",
    True,
)
def _(judge: Judge) -> Finding:
    found = [judge(id).status("redundancy") for id in judge.ids("TW")]
    return Finding(
        f"redundancy {', '.join(each.replace('_', ' ') for each in found)}",
        set(found) == {"not_rated"},
    )


@states(
    "O16",
    "One firm's foothold abroad is not spillover.",
    "I",
    "X",
    "S5.5",
    "taking the success away or doubling it moves SPI-5 alone, which is at most 1",
    True,
)
def _(judge: Judge) -> Finding:
    id = "kr-mini-cluster-rice-cooker"

    def without(text: dict[str, Any]) -> None:
        text.pop("outcomes")
        text["observations"].pop("firms_gaining")

    def twice(text: dict[str, Any]) -> None:
        text["outcomes"] |= {
            f"{name}-again": each for name, each in text["outcomes"].items()
        }

    criteria = [
        f"{dimension}-{at}"
        for dimension, n in (("COO", 5), ("SPI", 5), ("RED", 4), ("FIT", 5))
        for at in range(1, n + 1)
    ]
    versions = [judge(id, change) for change in (None, without, twice)]
    changed = {
        name
        for name in criteria
        if len({version.level(name) for version in versions}) > 1
    }
    reach = [version.level("SPI-5") for version in versions]
    figure = (
        f"changed: {', '.join(sorted(changed)) or 'nothing'}; SPI-5 at most"
        f" {shown(max(each or 0 for each in reach))}"
    )
    return Finding(
        figure,
        changed <= {"SPI-5"} and all(each is None or each <= 1 for each in reach),
    )


@states(
    "O17",
    "GSTEP states an objective of cooperation; its own staff see little networking.",
    "I",
    "X",
    "S4.3; S4.6",
    "COO-2 at most 1 with the aim added",
    True,
)
def _(judge: Judge) -> Finding:
    def with_aim(text: dict[str, Any]) -> None:
        text["evidence"]["stated"] = {
            "source": "gstep-website",
            "at": "N4",
            "claim": "objective",
            "direction": "supports",
            "says": (
                "Strengthen cooperation and networks of industry, university and research, and"
                " promote innovation."
            ),
        }
        text["objectives"] = {
            "says": "Strengthen cooperation and networks.",
            "evidence": "stated",
        }
        _rest_on(text, "non_isolate_share", "stated")

    before, after = (
        judge("kr-gstep-iicc", change).level("COO-2") for change in (None, with_aim)
    )
    return Finding(
        f"COO-2 {shown(before)}, {shown(after)} with the aim",
        at_most(before, 1) and at_most(after, 1),
    )


@states(
    "O18",
    "Korean regional innovation policy as a whole fails on all four counts.",
    "B",
    "X",
    "S4.8; S5.9; S7.1",
    "all four below 37.5",
)
def _(judge: Judge) -> Finding:
    scores = [
        judge("kr-regional-innovation-policy").score(id)
        for id in ("coordination", "spillover", "redundancy", "regional_fit")
    ]
    return Finding(
        "coordination {}, spillover {}, redundancy {}, regional fit {}".format(
            *map(shown, scores)
        ),
        all(below(each, LOW) for each in scores),
    )


@states(
    "O19",
    "Gyeonggi has the best capacity, but heavy overlap.",
    "B",
    "X",
    "S4.2; S4.8",
    "FIT-4 at least 2.5; redundancy below 37.5",
    True,
)
def _(judge: Judge) -> Finding:
    card = judge("kr-gyeonggi-system")
    level, score = card.level("FIT-4"), card.score("redundancy")
    return Finding(
        f"FIT-4 {shown(level)}; redundancy {shown(score)}",
        level is not None and level >= 2.5 and below(score, LOW),
    )


@states(
    "O20",
    "The sentence that prints many synergies is a misprint in its context.",
    "I",
    "N",
    "S4.6 with S3.5, S4.7, S5.6",
    "flagged as contradicted, and both below 37.5",
    True,
)
def _(judge: Judge) -> Finding:
    def literally(text: dict[str, Any]) -> None:
        text["evidence"]["printed"] = {
            "source": "hsieh-2017",
            "at": "S4.6",
            "claim": "judgment",
            "direction": "supports",
            "reading": "literal",
            "says": "Visits showed many synergies and successful networking.",
        }
        _rest_on(text, "non_isolate_share", "printed")

    cards = [judge(id, literally) for id in ("kr-pangyo", "kr-gsbc")]
    scores = [card.score("coordination") for card in cards]
    flagged = all(card.contradicted("COO-2") for card in cards)
    figure = (
        f"read literally: coordination {shown(scores[0])} and {shown(scores[1])},"
        f" {'' if flagged else 'not '}flagged as contradicted"
    )
    return Finding(figure, flagged and all(below(each, LOW) for each in scores))


@states(
    "O21",
    "36,000 firms and 193 complexes are reach, not networking.",
    "I",
    "C",
    "S3.2; S3.5",
    "COO-2 at most 1 and coordination the same with ten times as many; RED-2 no higher",
    True,
)
def _(judge: Judge) -> Finding:
    def tenfold(text: dict[str, Any]) -> None:
        for units in text["units"].values():
            units["n"] = (
                {year: times_ten(n) for year, n in units["n"].items()}
                if isinstance(units["n"], dict)
                else times_ten(units["n"])
            )
        for name, n in text["beneficiaries"].items():
            text["beneficiaries"][name] = n if name == "evidence" else times_ten(n)

    before, after = (judge("kr-iccp", change) for change in (None, tenfold))
    same = all(
        before.level(f"COO-{at}") == after.level(f"COO-{at}") for at in range(1, 6)
    )
    glut = before.level("RED-2"), after.level("RED-2")
    figure = (
        f"COO-2 {shown(before.level('COO-2'))}; coordination"
        f" {'the same' if same else 'not the same'} with ten times as many"
    )
    figure += f"; RED-2 {shown(glut[0])} and {shown(glut[1])}"
    return Finding(
        figure,
        same and at_most(before.level("COO-2"), 1) and (glut[1] or 0) <= (glut[0] or 0),
    )


@states(
    "O22",
    "ARTC ranks above Pangyo in coordination, despite the revenue of Pangyo.",
    "R",
    "C",
    "S6.6; S4.6",
    "higher on coordination in 90% of simulations, with and without results",
)
def _(judge: Judge) -> Finding:
    def without_results(text: dict[str, Any]) -> None:
        text.pop("outcomes", None)

    found, bare = (
        higher(judge, "tw-artc", "kr-pangyo", "coordination", change)
        for change in (None, without_results)
    )
    return Finding(
        f"{found.figure}; {bare.figure} without results", found.holds and bare.holds
    )


def _rest_on(text: dict[str, Any], measure: str, evidence: str) -> None:
    """Let what is stated of a measure rest on a further piece of evidence too."""
    stated = text["observations"][measure]
    for each in stated if isinstance(stated, list) else [stated]:
        each["evidence"] = [*ids_of(each["evidence"]), evidence]


def ids_of(ids: str | list[str]) -> list[str]:
    """One id or a list of ids as a list."""
    return [ids] if isinstance(ids, str) else list(ids)


def times_ten(number: str | dict[str, str]) -> Any:
    """Ten times a number of a description, in whichever form it is written."""
    return (
        {end: times_ten(each) for end, each in number.items()}
        if isinstance(number, dict)
        else f"{10 * float(number):g}"
    )


NOT_HELD = {
    "O03": (
        "FIT-5 is the highest in Korea, but spillover has no score: the chapter writes about spread"
        " (S5.7) before it describes the techno doctor (S5.8), and does not say that unsupported"
        " firms gained nothing."
    ),
    "O05": (
        "they are of different types, and their key criteria differ: COO-1 of the fastener"
        " upgrading itself is not stated (S6.7 is about the centers)."
    ),
    "O19": (
        "that Gyeonggi has more staff and resources than other provinces is a comparison, not a"
        " statement about what it can do; one reader found that it runs core services, which is"
        " level 2."
    ),
    "O22": (
        "Pangyo has a level in COO-2 alone, 30 % of the weight, and .40 is needed; what the chapter"
        " says about the province as a whole counts there."
    ),
}
"""Statements that do not hold, and why; what used to carry them was said of a parent program."""
