"""A comparison in a terminal: the answer first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.plugin import Options
from evalkit.report.compared import highlights, ranks
from evalkit.report.compared.detail import asked, detail
from evalkit.report.compared.plots import legend, plots
from evalkit.report.compared.programs import short_names
from evalkit.report.compared.table import table
from evalkit.report.phrases import capitalized, clauses, labelled, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, bold, dim, section
from evalkit.report.terminal.width import PLAIN, cells, shortened, wrap

CAVEAT_LINES = 4
"""Lines that all caveats take; with -v they stand in full."""
CAVEAT_EACH = 2
"""Lines that each of them takes."""
SHOWN_ELSEWHERE = ("types_differ", "never_rated")
"""Caveats on many programs that the plots show: types are kept apart, and n of all are rated."""
MORE_OF_MANY = (
    "More: -v; evalkit score ID; evalkit compare ID ID; -o page.html;"
    " evalkit programs lists ids."
)
MORE_OF_FEW = (
    "More: -v shows what makes each difference; evalkit score ID; -o page.html."
)
MORE_OF_COUNTED = "More: -v; --pair ID ID lists a pair; evalkit score ID; -o page.html."
RANKED = "Each rank has its 80% uncertainty interval and the score; 1 is the highest."
EXTREME = 26
"""Cells for the name of a program with the highest or lowest score."""


def lines(comparison: Comparison, options: Options) -> list[str]:
    """The answer, the plots, one table, caveats, and what to type for more.

    With `verbose` also every pair, median and reason.
    """
    width = options.width or PLAIN
    blocks = [
        [
            line
            for sentence in comparison.answer
            for line in wrap(safe(translated(sentence)), width)
        ],
        _plots(comparison, width),
    ]
    ends = ranks.ENDS if options.verbose else ranks.FEWER_ENDS
    ranked = ranks.rankings(comparison, ends)
    blocks += ([*_ranking(ranking, width)] for ranking in ranked)
    if ranked:
        blocks.append(dim(wrap(say(RANKED), width)))
    if comparison.keeps_types_apart and comparison.lists_all_pairs or options.verbose:
        blocks.append(table(comparison, width, with_ids=options.verbose))
    blocks.append(_caveats(comparison, width, options.verbose))
    if options.verbose:
        blocks.append(detail(comparison, width))
    else:
        blocks += [asked(comparison, width), _more(comparison, width)]
    return apart(blocks)


def _plots(comparison: Comparison, width: int) -> list[str]:
    return [
        *plots(comparison, width),
        *legend(comparison, width),
        *_highlights(comparison, width),
    ]


def _ranking(ranking: ranks.Ranking, width: int) -> Iterator[str]:
    """The first and the last programs of one type in one dimension."""
    yield from bold(wrap(safe(ranking.title), width, rest="  "))
    yield from map(safe, ranks.lines(ranking, width))


def _highlights(comparison: Comparison, width: int) -> list[str]:
    """The most useful evidence, and the extremes in one paragraph."""
    lines = []
    if evidence := highlights.missing_evidence(comparison):
        lines.append(labelled(capitalized(say(highlights.EVIDENCE)), evidence))
    names = short_names(comparison.cards, EXTREME)
    if extremes := highlights.extremes(comparison, names):
        text = clauses(f"{dimension.lower()} {text}" for dimension, text in extremes)
        lines.append(labelled(highlights.extremes_label(comparison), text))
    return [row for line in lines for row in wrap(safe(line), width, rest="  ")]


def _caveats(comparison: Comparison, width: int, in_full: bool) -> list[str]:
    """All caveats in full, or those that the answer does not name, in few lines."""
    if in_full:
        texts = [translated(caveat) for caveat in comparison.warnings]
        return section(say("Caveats"), texts, width) if texts else []
    # the last sentence of the answer has the caveat that matters most (decision 0044)
    named = [sentence.params.get("caveat") for sentence in comparison.answer]
    elsewhere = SHOWN_ELSEWHERE if comparison.keeps_types_apart else ()
    head = f"{say('Caveats')}  "
    margin = " " * cells(head)
    shown: list[str] = []
    for caveat in comparison.warnings:
        if caveat in named or caveat.code in elsewhere:
            continue
        text = safe(translated(caveat))
        shown += _few_lines(wrap(text, width, margin if shown else head, margin), width)
    return shown[:CAVEAT_LINES]


def _few_lines(lines: list[str], width: int) -> list[str]:
    """The first lines of a caveat, the last of them cut where there are more."""
    if len(lines) <= CAVEAT_EACH:
        return lines
    *whole, last = lines[:CAVEAT_EACH]
    rest = [last, *lines[CAVEAT_EACH:]]
    return [*whole, shortened(" ".join(rest), width)]


def _more(comparison: Comparison, width: int) -> list[str]:
    """What to type for more."""
    if not comparison.lists_all_pairs:
        text = MORE_OF_COUNTED
    else:
        text = MORE_OF_MANY if comparison.keeps_types_apart else MORE_OF_FEW
    return dim(wrap(say(text), width, rest="  "))
