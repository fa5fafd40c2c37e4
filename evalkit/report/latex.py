"""Tables for a paper, in LaTeX with booktabs; like every format for machines they stay English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.message import Message
from evalkit.model.perspectives import Perspectives
from evalkit.model.scored import score_names
from evalkit.model.words import listed
from evalkit.plugin import Options
from evalkit.report import scores
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.phrases import capitalized
from evalkit.report.safe import terminal as safe

SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    # Behind the \\ of the row above, the next three would be read as its options.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "`": r"\textasciigrave{}",
    '"': r"\symbol{34}",
    "–": "--",
    "…": r"\dots{}",
    "·": r"\textperiodcentered{}",
}
"""Characters that mean something to LaTeX, or at the beginning of a row, and what is written for
them.
"""
PREAMBLE = r"% In the preamble: \usepackage{booktabs}"
LONG = r"\usepackage{longtable}"
PAGE = 20
"""Rows that a table has on one page; with more it goes on over pages."""
CJK = (
    "% It holds Korean or Chinese characters: compile it with xelatex or lualatex, and add "
    "\\usepackage{xeCJK} and \\setCJKmainfont{a font that has\n"
    "% them}, or \\usepackage{luatexja-fontspec} and \\setmainjfont{a font that has them}."
)
INTERVAL = (
    "A score is 0 to 100 with, in parentheses, its 80% uncertainty interval from simulations in "
    "which each level is off by what its evidence "
    "allows; then the band. An asterisk marks a provisional score. Not rated: too little is known "
    "for a score."
)
POSSIBLE_RANGE = (
    "Possible range: the best and the worst case over all that is unknown. Evidence coverage: the "
    "share of the weight of criteria with a level."
)
DRAWS = (
    "Points: the difference of the scores on the criteria that have a level on both sides, with "
    "its 80% interval. On the weight: what these criteria "
    "carry. In simulations: the share in which the higher one is higher; not a probability that it "
    "is better."
)
DIFFERENCES = (
    "Dimension",
    "higher",
    "lower",
    "scores",
    "points",
    "80% interval",
    "on the weight",
    "in simulations",
    "criteria that make most of it",
)
"""The columns of the clear differences."""
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One row for each program: every dimension and the overall score, with interval and band."""
    return _document(_scores(group, _notes(group)) for group in _by_rubric(cards))


def comparison(comparison: Comparison, options: Options) -> str:
    """The same, and a table of the pairs with a clear difference."""
    answer = map(str, comparison.answer)
    notes = [*answer, *_notes(comparison.cards), *_warned(comparison.warnings)]
    return _document([_scores(comparison.cards, notes), _higher(comparison)])


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program a table with one row for each rubric and dimension."""
    # the caveats stand once, below the last table
    *others, last = perspectives.programs
    return _document(
        [*(_views(cards, ()) for cards in others), _views(last, perspectives.warnings)]
    )


def escaped(text: str) -> str:
    """Text in which nothing is a command, the end of a cell, or the beginning of a comment."""
    return "".join(
        SIGNS.get(character, character) for character in safe(" ".join(text.split()))
    )


def _document(tables: Iterable[str]) -> str:
    text = "\n".join(tables)
    preamble = PREAMBLE + LONG if "{longtable}" in text else PREAMBLE
    return "\n".join([preamble, *([CJK] if _CJK.search(text) else []), text])


def _by_rubric(cards: Sequence[ReportCard]) -> Iterator[list[ReportCard]]:
    def digest(card: ReportCard) -> str:
        return card.rubric_digest

    for _, group in groupby(sorted(cards, key=digest), key=digest):
        yield list(group)


def _scores(cards: Sequence[ReportCard], notes: Sequence[str]) -> str:
    names = score_names(cards[0].rubric)
    rows = []
    for card in cards:
        title = f"{card.program.name} ({compared_programs.title(card)})"
        # In print a dash between numbers, which becomes -- when it is escaped.
        cells = [compared_programs.cell(card.score(name), "–") for name in names]
        rows.append([title, *cells])
    head = ["Program", *names.values()]
    columns = "p{3.5cm}" + "l" * len(names)
    return _table("Scores of programs", columns, head, rows, notes=notes)


def _higher(comparison: Comparison) -> str:
    rows = compared_pairs.rows(comparison)
    tallies = [
        f"{compared_programs.dimension_name(comparison, dimension)}:"
        f" {compared_pairs.tally(comparison, dimension)}."
        for dimension in compared_programs.dimensions(comparison)
    ]
    return _table(
        "Clear differences between programs",
        "lllrrrrrp{3.2cm}",
        [*map(capitalized, DIFFERENCES)],
        [[row[heading] for heading in DIFFERENCES] for row in rows],
        notes=[*tallies, DRAWS],
    )


def _views(cards: Sequence[ReportCard], warnings: Sequence[Message]) -> str:
    head, *rows = scores.by_rubric(cards)
    program = cards[0].program
    return _table(
        f"{program.name} ({program.id}) by several rubrics",
        "llrllllp{2cm}",
        [*map(capitalized, head)],
        rows,
        notes=[*_notes(cards), POSSIBLE_RANGE, *_warned(warnings)],
    )


def _notes(cards: Sequence[ReportCard]) -> list[str]:
    """What has to be known to quote the numbers."""
    # Each once, in the order of the cards.
    rubrics = dict.fromkeys(
        f"Rubric {card.by_rubric} ({card.rubric.source.cite})." for card in cards
    )
    provenances = [card.provenance for card in cards if card.provenance]
    versions = dict.fromkeys(made.evalkit for made in provenances)
    notes = [*rubrics, INTERVAL]
    if versions:
        notes.append(f"Made with evalkit {listed([*versions])}.")
    return [*notes, *_addresses(cards)]


def _addresses(cards: Sequence[ReportCard]) -> list[str]:
    """Where the sources can be found that have an address."""
    sources = [source for card in cards for source in card.program.sources.values()]
    addresses = dict.fromkeys(
        f"{source.cite} ({', '.join(source.links)})"
        for source in sources
        if source.links
    )
    return [f"Sources: {'; '.join(addresses)}."] if addresses else []


def _warned(warnings: Sequence[Message]) -> list[str]:
    return [f"Caveats: {'; '.join(map(str, warnings))}."] if warnings else []


def _table(
    caption: str,
    columns: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    notes: Sequence[str],
) -> str:
    title = rf"\caption{{{escaped(caption)}}}"
    # the table is centered, and notes below it are text
    under = [r"\par\raggedright", *(rf"{escaped(note)}\par" for note in notes)]
    # A float is never broken: what is longer than a page would run out of it.
    if len(rows) > PAGE:
        start = [
            r"\begingroup\footnotesize\setlength{\tabcolsep}{4pt}",
            rf"\begin{{longtable}}{{{columns}}}",
            title + r" \\",
            r"\toprule",
        ]
        body = [
            _row(head),
            r"\midrule",
            r"\endhead",
            *map(_row, rows),
            r"\bottomrule",
            r"\end{longtable}",
        ]
        return "\n".join([*start, *body, *under, r"\par\endgroup", ""])
    start = [
        r"\begin{table}",
        r"\centering\footnotesize\setlength{\tabcolsep}{4pt}",
        title,
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
    ]
    body = [_row(head), r"\midrule", *map(_row, rows), r"\bottomrule", r"\end{tabular}"]
    return "\n".join([*start, *body, *under, r"\end{table}", ""])


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(escaped, cells)) + r" \\"
