"""What would settle a judgment, in words: where to look, one level more or less, and goals."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.certainty import CERTAINTIES
from evalkit.model.robustness.settling import (
    Outcome,
    Reach,
    Settling,
    Step,
    Useful,
    Way,
    WhatIf,
)
from evalkit.model.rounding import written
from evalkit.report import judgment, number
from evalkit.report.compared.pairs import RESULTS
from evalkit.report.phrases import in_words, series, translated
from evalkit.report.robustness.blocks import Block, lacking

CHANCES = (
    "The share of equally likely levels at which the result differs from the present one, by"
    " the certainty of what is found. Certainty starts by kind of source: {sources}."
)
MORE = "Only steps that change a result are listed: -v lists all."
MARKED = "* marks a step that changes a result."


def settling(result: Settling, every: bool = True) -> list[Block]:
    """Where to look next, and what one level more or less does."""
    pair = len(result.programs) == 2
    steps = [step for step in result.steps if every or step.changes]
    return [
        Block("", [translated(result.sentence)]),
        _useful(result, pair),
        Block(
            say("one level more or less"),
            head=[
                *_whose(pair),
                say("criterion"),
                say("level"),
                say("score"),
                say("difference") if pair else say("points"),
                say("result"),
            ],
            rows=[_step(result, step, pair) for step in steps],
            notes=[say(MARKED if every else MORE)],
        ),
    ]


def _whose(pair: bool) -> list[str]:
    return [say("program")] if pair else []


def _useful(result: Settling, pair: bool) -> Block:
    # a column for each certainty that the rubric lets some kind of source have
    possible = {certainty for entry in result.useful for certainty in entry.chances}
    certainties = [certainty for certainty in CERTAINTIES if certainty in possible]
    rows = []
    for entry in result.useful:
        chances = map(entry.chances.get, certainties)
        program = [entry.program] if pair else []
        shares = map(number.share, chances)
        rows.append([*program, entry.criterion, _now(entry), *shares])
    return Block(
        say("look here next"),
        head=[
            *_whose(pair),
            say("criterion"),
            say("now"),
            *(judgment.certainty(certainty) for certainty in certainties),
        ],
        rows=rows,
        notes=[say(CHANCES, sources=_sources(result))] if rows else [],
    )


def _sources(result: Settling) -> str:
    """The kinds of sources by the certainty at which their evidence starts."""
    texts = []
    for certainty, kinds in result.sources.items():
        if kinds:
            names = series(map(in_words, kinds))
            texts.append(f"{judgment.certainty(certainty)} ({names})")
    return series(texts)


def _now(entry: Useful) -> str:
    return say("known, with error") if entry.known else say("unknown")


def _step(result: Settling, step: Step, pair: bool) -> list[str]:
    return [
        *([step.program] if pair else []),
        step.criterion,
        say(
            "{level} to {other}",
            level=number.level(step.level),
            other=number.level(step.to),
        ),
        number.score(step.score),
        written(step.change, 1, "+"),
        _called(result, step.then) + (" *" if step.changes else ""),
    ]


def _called(result: Settling, then: str) -> str:
    """A band as it is called, or the result of a pair."""
    if then in RESULTS:
        return say(RESULTS[then])
    if then in ("left", "right") and len(result.programs) == 2:
        # False is 0, the left one, and True is 1.
        higher = result.programs[then == "right"]
        return say("{program} higher", program=higher)
    return then


def what_if(result: WhatIf, every: bool = True) -> list[Block]:
    """What each dimension would be."""
    levels = series(
        f"{name} {number.level(level)}" for name, level in result.levels.items()
    )
    return [
        Block(
            "",
            [say("{program} with {levels}:", program=result.program, levels=levels)],
            head=[say("dimension"), say("now"), say("then"), say("80% interval")],
            rows=[_outcome(outcome) for outcome in result.outcomes],
            notes=[
                lacking(outcome.name, say("not rated"), outcome.reasons)
                for outcome in result.outcomes
                if outcome.then is None
            ],
        )
    ]


def _outcome(outcome: Outcome) -> list[str]:
    return [
        say(outcome.name),
        _scored(outcome.score, outcome.band),
        _scored(outcome.then, outcome.then_band),
        number.span(outcome.then_interval),
    ]


def _scored(score: float | None, band: str | None) -> str:
    return say("not rated") if score is None else f"{number.score(score)} {band}"


def reach(result: Reach, every: bool = True) -> list[Block]:
    """What reaches the goal in each dimension."""
    return [
        Block(
            "",
            [say("{program} to {goal}:", program=result.program, goal=result.goal)],
            head=[
                say("dimension"),
                say("score"),
                say("goal"),
                say("one criterion alone"),
                say("all together"),
            ],
            rows=[_way(way) for way in result.ways],
            notes=[
                lacking(left.name, say("not rated"), left.reasons)
                for left in result.left_out
            ],
        )
    ]


def _way(way: Way) -> list[str]:
    if way.there:
        ways = [say("is there already"), number.UNKNOWN]
    # a rise that would read as 0.0: the goal is to be passed, and the scores are the same now
    elif way.together is not None and not written(way.together, 1).strip("0."):
        above = "{criterion} above {level}"
        ways = [series(_levels(way, above)) or say("none"), say("any rise")]
    else:
        ways = [series(_levels(way)) or say("none"), _together(way)]
    return [say(way.name), number.score(way.score), number.score(way.goal), *ways]


def _levels(way: Way, text: str = "{criterion} to {level}") -> Iterator[str]:
    for name, level in way.single.items():
        yield say(text, criterion=name, level=number.level(level))


def _together(way: Way) -> str:
    if way.together is None:
        return number.UNKNOWN
    return say("+{levels} levels", levels=written(way.together, 1))
