"""A comparison in a terminal: the answer first, then what it rests on."""

from __future__ import annotations

from collections import Counter

from click import style

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.model.message import Ref
from evalkit.plugin import Options
from evalkit.report.compared.detail import detail
from evalkit.report.compared.plots import extremes, legend, plots
from evalkit.report.compared.table import table
from evalkit.report.lines import section
from evalkit.report.phrases import labelled, series, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, cells, shortened, wrap

CAVEAT_LINES = 5
"""Lines that all caveats take; with -v they stand in full."""
CAVEAT_EACH = 2
"""Lines that each of them takes."""
SHOWN_ELSEWHERE = ("types_differ", "never_rated")
"""Caveats on many programs that the plots show: types are kept apart, and n of all are rated."""
MORE_OF_MANY = (
    "More: -v; evalkit score ID; evalkit compare ID ID; -o page.html; evalkit programs lists ids."
)
MORE_OF_FEW = "More: -v what makes each difference; evalkit score ID; -o page.html."
MOST_USEFUL = 2
"""Criteria that are named as the most useful next evidence."""


def lines(comparison: Comparison, options: Options) -> list[str]:
    """The answer, the plots, one table, caveats, and what to type for more.

    With `verbose` also every pair, median and reason.
    """
    width = options.width or PLAIN
    blocks = [
        [line for each in comparison.answer for line in wrap(safe(translated(each)), width)],
        _plots(comparison, width),
    ]
    if comparison.keeps_types_apart or options.verbose:
        blocks.append(table(comparison, width, with_ids=options.verbose))
    blocks.append(_caveats(comparison, width, options.verbose))
    blocks.append(detail(comparison, width) if options.verbose else _more(comparison, width))
    return [line for block in blocks if block for line in ("", *block)][1:]


def _plots(comparison: Comparison, width: int) -> list[str]:
    shown = [*plots(comparison, width), *legend(comparison, width)]
    if comparison.keeps_types_apart:
        shown += [*_next_evidence(comparison, width), *extremes(comparison, width)]
    return shown


def _next_evidence(comparison: Comparison, width: int) -> list[str]:
    """The key criteria whose missing levels keep the most pairs from being compared."""
    rubric = comparison.cards[0].rubric
    pairs: Counter[str] = Counter()
    for dimension in rubric.dimensions:
        for pair in comparison.considered(dimension):
            keys = {why.params["key"] for why in pair.reasons if why.code == "common_key"}
            pairs.update(key.id for key in keys if isinstance(key, Ref))
    if not pairs:
        return []
    criteria = rubric.criteria()
    items = [
        say(
            "{criterion} ({count} pairs)",
            criterion=say(criteria[key].name).lower(),
            count=count,
        )
        for key, count in pairs.most_common(MOST_USEFUL)
    ]
    text = labelled(say("Most useful evidence still missing"), series(items))
    return wrap(safe(text), width, rest="  ")


def _caveats(comparison: Comparison, width: int, in_full: bool) -> list[str]:
    """All caveats in full, or those that the answer does not name, in few lines."""
    if in_full:
        texts = [translated(caveat) for caveat in comparison.warnings]
        return section(say("Caveats"), texts, width) if texts else []
    named = [sentence.params.get("caveat") for sentence in comparison.answer]
    elsewhere = SHOWN_ELSEWHERE if comparison.keeps_types_apart else ()
    head = f"{say('Caveats')}  "
    shown: list[str] = []
    for caveat in comparison.warnings:
        if caveat in named or caveat.code in elsewhere:
            continue
        texts = wrap(safe(translated(caveat)), width, head, " " * cells(head))
        if len(texts) > CAVEAT_EACH:
            cut = " ".join(texts[CAVEAT_EACH - 1 :])
            texts = [*texts[: CAVEAT_EACH - 1], shortened(cut, width)]
        shown += texts
        head = " " * cells(head)
    return shown[:CAVEAT_LINES]


def _more(comparison: Comparison, width: int) -> list[str]:
    """What to type for more."""
    text = MORE_OF_MANY if comparison.keeps_types_apart else MORE_OF_FEW
    return [style(line, dim=True) for line in wrap(say(text), width, rest="  ")]
