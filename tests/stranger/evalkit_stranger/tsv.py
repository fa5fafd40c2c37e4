"""Levels and results as tab-separated values, with a dash where there is none."""

from collections.abc import Sequence

from evalkit.plugin import Comparison, Options, ReportCard


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One row for each criterion of each program."""
    rows = [
        (
            card.program.id,
            rating.id,
            "-" if rating.level is None else f"{rating.level:g}",
        )
        for card in cards
        for rating in card.ratings
    ]
    return _table(("program", "criterion", "level"), rows)


def comparison(comparison: Comparison, options: Options) -> str:
    """One row for each pair and dimension."""
    return _table(
        ("left", "right", "dimension", "result"),
        [
            (each.left, each.right, each.dimension, each.result)
            for each in comparison.pairs
        ],
    )


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in (heading, *rows))
