"""A comparison as plain text: the scores as a table, and then dimension by dimension which program is higher."""

from __future__ import annotations

from click import style

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.plugin import Options
from evalkit.report import contrast
from evalkit.report.lines import beside_or_below, section
from evalkit.report.phrases import labelled, series, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, cells, columns, pad, wrap

NOTES = [
    "Score 0 to 100 (80% uncertainty interval) band, * provisional; redundancy: 100 is free of wasteful duplication.",
    "Programs are compared on the criteria that have a level on both sides: both scores on these, and the 80% interval of their difference.",
]

PAIR_BY_PAIR = "-v shows pair by pair what makes a difference, --format json all pairs."


def lines(comparison: Comparison, options: Options) -> list[str]:
    """The cards side by side, then dimension by dimension which program is higher, groups, and caveats."""
    width = options.width or PLAIN
    notes = [*NOTES, *([contrast.KEPT_APART, PAIR_BY_PAIR] if contrast.many(comparison) else [])]
    lines = [
        *_table(comparison, options),
        *(style(line, dim=True) for note in notes for line in wrap(say(note), width, rest="  ")),
    ]
    groups = [(say(country_name(group)), texts) for group, texts in contrast.groups(comparison)]
    for heading, texts in [
        (say("Caveats"), [translated(each) for each in comparison.warnings]),
        *groups,
    ]:
        lines += ["", *section(heading, texts, width)] if texts else []
    for dimension in [*comparison.cards[0].rubric.dimensions, OVERALL]:
        lines += ["", *_dimension(comparison, dimension, options, width)]
    return lines


def _table(comparison: Comparison, options: Options) -> list[str]:
    """Few programs in columns, more of them in rows, those of one kind together; one after the other where neither fits."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    names = [contrast.name(comparison, dimension) for dimension in dimensions]
    if contrast.many(comparison):
        rows = [["", *names]]
        for kind, cards in contrast.by_kind(comparison):
            rows += [
                [kind],
                *(
                    [f"{each.program.country}  {contrast.title(each)}", *_scores(each, dimensions)]
                    for each in cards
                ),
            ]
    else:
        across = zip(*(_scores(card, dimensions) for card in comparison.cards), strict=True)
        rows = [
            ["", *map(contrast.title, comparison.cards)],
            *([name, *column] for name, column in zip(names, across, strict=True)),
        ]
    lines = columns([[safe(text) for text in row] for row in rows])
    if options.width and max(map(cells, lines)) > options.width:
        return _blocks(comparison, dimensions, names, options.width)
    return [
        style(lines[0], bold=True),
        *(
            style(line, dim=True) if len(row) == 1 else line
            for row, line in zip(rows[1:], lines[1:], strict=True)
        ),
    ]


def _blocks(
    comparison: Comparison, dimensions: list[str], names: list[str], width: int
) -> list[str]:
    """One program after the other, a line for each score."""
    many, lines = contrast.many(comparison), []
    for kind, cards in contrast.by_kind(comparison) if many else [("", comparison.cards)]:
        lines += [style(line, dim=True) for line in wrap(kind, width)] if many else []
        for card in cards:
            lines += [
                style(line, bold=True)
                for line in wrap(
                    safe(f"{card.program.country}  {contrast.title(card)}"), width, rest="  "
                )
            ]
            size = max(map(cells, names)) + 2
            for name, score in zip(names, _scores(card, dimensions), strict=True):
                lines += beside_or_below(f"  {pad(safe(name), size)}", safe(score), width, "    ")
    return [*lines, ""]


def _scores(card: ReportCard, dimensions: list[str]) -> list[str]:
    return [contrast.cell(card.score(dimension)) for dimension in dimensions]


def _dimension(comparison: Comparison, dimension: str, options: Options, width: int) -> list[str]:
    name = safe(contrast.name(comparison, dimension))
    lines = wrap(safe(labelled(name, contrast.tally(comparison, dimension))), width, rest="  ")
    lines[0] = (
        style(name, bold=True) + lines[0].removeprefix(name)
        if lines[0].startswith(name)
        else lines[0]
    )
    if contrast.many(comparison) and not options.verbose:
        for each in contrast.above(comparison, dimension):
            text = (
                "{higher} higher than {lower}; mostly {makers}"
                if each.makers
                else "{higher} higher than {lower}"
            )
            lines += wrap(
                safe(say(text, higher=each.higher, lower=series(each.lower), makers=each.makers)),
                width,
                "  ",
                "    ",
            )
    else:
        found = map(contrast.ordered_text, contrast.told_apart(comparison, dimension))
        lines += [line for text in found for line in wrap(safe(text), width, "  ", "    ")]
    others = [
        (contrast.RESULTS[result], contrast.undecided(comparison, dimension, result))
        for result in ("no_clear_difference", "not_comparable")
    ]
    others.append(("not rated", contrast.not_rated(comparison, dimension)))
    heads = [
        (f"  {style(say(label), dim=True)}  ", text) for label, texts in others for text in texts
    ]
    return lines + [
        line for head, text in heads for line in beside_or_below(head, safe(text), width, "    ")
    ]
