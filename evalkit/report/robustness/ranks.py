"""Ranks in words: by dimension and type the programs, and what criteria weigh in their scores."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.robustness.ranks import (
    EffectiveWeight,
    RankedDimension,
    RankedProgram,
    Ranks,
)
from evalkit.model.rounding import written
from evalkit.report import number
from evalkit.report.compared.programs import KINDS
from evalkit.report.phrases import capitalized, labelled, series
from evalkit.report.robustness.blocks import Block, lacking

FEW = 8
"""Programs that are shown unless every one is asked for."""
NOTE = (
    "Weights are drawn from all that add up to 1, levels with their errors, unknown ones over their"
    " range. Ranks: the middle 80% of the simulations. First: how often, ± two standard errors."
    " Confidence: how often at its own central weights."
)
NOBODY = "There is nothing to rank."
EFFECTIVE = (
    "Effective weight: the part of the variance of these scores that a criterion makes. Alone: what"
    " a straight line on it explains. A criterion that does not vary moves no rank."
)


def blocks(ranks: Ranks, every: bool = True) -> list[Block]:
    """A block for each dimension and type, and one for what its criteria weigh."""
    headed = [] if ranks.dimensions else [Block("", [say(NOBODY)])]
    for dimension in ranks.dimensions:
        headed += [_programs(dimension, every), _effective(dimension)]
    left_out = [
        lacking(left.name, say("not ranked"), left.reasons) for left in ranks.left_out
    ]
    return [*headed, Block("", notes=[*left_out, say(NOTE), say(EFFECTIVE)])]


def _programs(dimension: RankedDimension, every: bool) -> Block:
    shown = dimension.programs if every else dimension.programs[:FEW]
    left = len(dimension.programs) - len(shown)
    head = [say("program"), say("mean rank"), say("ranks"), say("first")]
    head.append(say("confidence"))
    if every:
        head.append(say("central weights"))
    return Block(
        _heading(dimension),
        facts=_facts(dimension),
        head=head,
        rows=[_program(program, every) for program in shown],
        notes=[say("{count} more: -v", count=left)] if left else [],
    )


def _heading(dimension: RankedDimension) -> str:
    name = say(dimension.name)
    if not dimension.ranked_as:
        return name
    return labelled(name, say(KINDS[dimension.ranked_as]))


def _facts(dimension: RankedDimension) -> Iterator[tuple[str, str]]:
    if dimension.clear:
        text = "{count} of {all} hold at 95% of all weights or more (exact)"
        held = say(text, count=dimension.standing, all=dimension.clear)
        yield say("clear differences"), held
    if dimension.left_out:
        yield say("without a score"), series(dimension.left_out)


def _program(program: RankedProgram, every: bool) -> list[str]:
    first = say(
        "{share} ± {points}",
        share=number.share(program.ranks[0]),
        # two standard errors, in points
        points=written(2 * 100 * program.errors[0], 1),
    )
    ranks = str(program.low)
    if program.low != program.high:
        ranks = number.span((program.low, program.high))
    confidence = central = number.UNKNOWN
    # who is never first has no weights at which it would be
    if program.central:
        confidence = number.share(program.confidence)
        central = series(
            f"{name} {number.share(part)}" for name, part in program.central.items()
        )
    cells = [program.program, written(program.mean, 1), ranks, first, confidence]
    return [*cells, central] if every else cells


def _effective(dimension: RankedDimension) -> Block:
    return Block(
        labelled(capitalized(say("effective weight")), _heading(dimension)),
        head=[
            say("criterion"),
            say("weight"),
            say("effective weight"),
            say("alone"),
            say("programs with a level"),
        ],
        rows=[_weight(effective) for effective in dimension.effective],
    )


def _weight(effective: EffectiveWeight) -> list[str]:
    # what does not vary shares in no variance, and 0% would read as a weight that was measured
    if effective.varies:
        cells = [number.share(effective.share), number.share(effective.ratio)]
    else:
        cells = [say("does not vary"), number.UNKNOWN]
    return [
        effective.criterion,
        number.share(effective.weight),
        *cells,
        str(effective.known),
    ]
