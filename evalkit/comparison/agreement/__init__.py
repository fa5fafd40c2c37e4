"""How far coders agree: Krippendorff's alpha, pairs of levels, ranges, and a queue of what differs.

A unit is a criterion of a program. Agreement is measured on what coders answered before they met:
adjudicated answers, and proposals of a model that a person took over, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations, permutations
from operator import attrgetter

from evalkit.comparison.agreement.alpha import (
    Coincidences,
    Metric,
    Units,
    alpha,
    interval,
)
from evalkit.model.agreement import (
    Agreed,
    Agreement,
    Alpha,
    Answer,
    Cleaned,
    Codings,
    Disagreement,
    Part,
    Seals,
)
from evalkit.model.coded import ADJUDICATED

NEAR = 0.5
"""Levels apart that are still near: one step, for coders answer in halves."""
OPEN = 1.0
"""Where a level stands beside no level, the disagreement counts as so many levels in the queue."""
# `absent` is a level too: evidence says that there is nothing.
KINDS = {"level": 0.0, "absent": 0.0, "unknown": 1.0, "not_applicable": 2.0}
"""Answers as categories of whether there is a level."""
Unit = tuple[Answer, ...]
"""What several coders answered to one criterion of one program."""


def agreement(
    codings: Codings, seals: Seals, coders: Sequence[str] = (), seed: int = 1
) -> Agreement:
    """How far coders agree: those that are named, or all of them.

    `seals` are those of the files of the answers, `seed` is that of the bootstrap samples.
    """
    # What coders settle after they met says nothing of how far they agree (decision 0095).
    own = [answer for answer in codings.answers if _is_own(answer)]
    asked = [answer for answer in own if not coders or answer.coder in coders]
    units = _units(asked)
    # a part in which nobody answers beside another says nothing of agreement
    parts = [
        part for part in _parts(units, seed) if part.levels.units or part.known.units
    ]
    return Agreement(
        rubric=codings.rubric,
        coders=tuple(sorted({answer.coder for answer in asked})),
        cleaned=_cleaned(codings, own, units),
        seals=seals,
        whole=_agreed("all", "", units, seed),
        parts=tuple(parts),
        queue=tuple(_queue(units, _settled(codings))),
        dimensions=codings.dimensions,
    )


def _settled(codings: Codings) -> set[tuple[str, str]]:
    """The program and the criterion of each answer on which coders agreed."""
    settled = set()
    for answer in codings.answers:
        if answer.coder == ADJUDICATED:
            settled.add((answer.program, answer.criterion))
    return settled


def _is_own(answer: Answer) -> bool:
    """Whether the coder gave the answer alone."""
    return answer.coder != ADJUDICATED and not answer.accepts


def _units(answers: Iterable[Answer]) -> list[Unit]:
    """The answers by program and criterion, in their order."""
    units: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        units.setdefault((answer.program, answer.criterion), []).append(answer)
    return [tuple(unit) for unit in units.values()]


def _cleaned(codings: Codings, own: Sequence[Answer], units: Sequence[Unit]) -> Cleaned:
    adjudicated = sum(answer.coder == ADJUDICATED for answer in codings.answers)
    asked = [*chain.from_iterable(units)]
    return Cleaned(
        programs=len({answer.program for answer in codings.answers}),
        answers=len(asked),
        levels=sum(answer.level is not None for answer in asked),
        adjudicated=adjudicated,
        accepted=len(codings.answers) - len(own) - adjudicated,
        others=len(own) - len(asked),
        alone=sum(len(unit) == 1 for unit in units),
        absent=sum(answer.answer == "absent" for answer in asked),
    )


def _parts(units: Sequence[Unit], seed: int) -> Iterator[Agreed]:
    """By dimension, by criterion, and by coder."""
    for name, members in _grouped(units, attrgetter("dimension")).items():
        yield _agreed("dimension", name, members, seed)
    for name, members in _grouped(units, attrgetter("criterion")).items():
        yield _agreed("criterion", name, members, seed)
    for coder in sorted({answer.coder for unit in units for answer in unit}):
        yield _agreed("coder", coder, [*_pairs_with(coder, units)], seed)


def _grouped(
    units: Iterable[Unit], name: Callable[[Answer], str]
) -> dict[str, list[Unit]]:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        # All answers of a unit are to one criterion, so that any of them tells its name.
        groups.setdefault(name(unit[0]), []).append(unit)
    return groups


def _pairs_with(coder: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The answers of a coder, each beside that of one other coder."""
    for unit in units:
        own = [answer for answer in unit if answer.coder == coder]
        # Pairs with each other coder say who stands apart (decision 0095).
        for other in unit:
            if own and other.coder != coder:
                yield (*own, other)


def _agreed(part: Part, name: str, units: Sequence[Unit], seed: int) -> Agreed:
    # Two questions: how far levels differ, and whether there is a level at all (decision 0095).
    levels = [_levels(unit) for unit in units]
    known = [[KINDS[answer.answer] for answer in unit] for unit in units]
    distances = []
    for unit in levels:
        distances += [abs(mine - other) for mine, other in combinations(unit, 2)]
    held = [*_held(units, name if part == "coder" else "")]
    return Agreed(
        part=part,
        name=name,
        levels=_alpha(levels, "ordinal", seed),
        known=_alpha(known, "nominal", seed),
        pairs=len(distances),
        exact=_share([distance == 0 for distance in distances]),
        near=_share([distance <= NEAR for distance in distances]),
        ranges=len(held),
        held=_share(held),
    )


def _levels(unit: Unit) -> list[float]:
    return [answer.level for answer in unit if answer.level is not None]


def _alpha(units: Units, metric: Metric, seed: int) -> Alpha:
    value = alpha(units, metric)
    pairs = len(Coincidences.of(units).by_unit)
    if value is None:
        return Alpha(None, None, pairs, "no_variation" if pairs else "no_pairs")
    return Alpha(value, interval(units, metric, seed), pairs, None)


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _held(units: Iterable[Unit], coder: str) -> Iterator[bool]:
    """Whether the range of one answer, of one coder where one is named, holds another level."""
    for unit in units:
        for stated, other in permutations(unit, 2):
            if coder not in ("", stated.coder) or other.level is None:
                continue
            if stated.range:
                low, high = stated.range
                yield low <= other.level <= high


def _queue(units: Iterable[Unit], settled: set[tuple[str, str]]) -> list[Disagreement]:
    """What coders answer differently: what is open before what is settled, the largest first."""
    differing: list[tuple[float, Disagreement]] = []
    for unit in units:
        apart = _apart(unit)
        size = apart or 0.0
        # Whether there is a level at all is a question of its own, and larger than half a level.
        if len({KINDS[answer.answer] for answer in unit}) > 1:
            size = max(size, OPEN)
        if not size:
            continue
        asked = unit[0].program, unit[0].criterion
        entry = Disagreement(*asked, apart, unit, settled=asked in settled)
        differing.append((size, entry))
    differing.sort(key=lambda pair: (pair[1].settled, -pair[0], pair[1].program))
    return [disagreement for _, disagreement in differing]


def _apart(unit: Unit) -> float | None:
    """How many levels the answers to one criterion lie apart; None for fewer than two levels."""
    levels = _levels(unit)
    return max(levels) - min(levels) if len(levels) > 1 else None
