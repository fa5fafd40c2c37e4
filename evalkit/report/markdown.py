"""Cards and comparisons as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.comparison import Comparison
from evalkit.model.result import ReportCard, Score
from evalkit.report import judgment, number
from evalkit.report.options import Options
from evalkit.report.safe import markdown as safe


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    return "\n".join(_card(card, options) for card in cards)


def comparison(comparison: Comparison, options: Options) -> str:
    """Scores side by side, every pair, and what to bear in mind."""
    rubric = comparison.cards[0].rubric
    lines = ["# Comparison", "", *_table(["", *(card.program.id for card in comparison.cards)])]
    for id in [*rubric.dimensions, "overall"]:
        scores = [card.overall if id == "overall" else card.dimension(id).score for card in comparison.cards]
        lines.append(_row([rubric.dimensions[id].name if id != "overall" else "Overall", *map(_cell, scores)]))
    lines += ["", *_table(["dimension", "left", "right", "verdict", "difference", "share of draws", "why"])]
    for pair in comparison.pairs:
        difference = number.UNKNOWN if pair.difference is None else f"{pair.difference:+.0f}"
        lines.append(
            _row([pair.dimension, pair.left, pair.right, judgment.verdict(pair), difference, judgment.draws(pair), judgment.why(pair)])
        )
    lines += ["", *(f"* {safe(warning)}" for warning in comparison.warnings), ""]
    return "\n".join(lines)


def _card(card: ReportCard, options: Options) -> str:
    lines = [f"# {safe(card.program.name)}", "", safe(judgment.sentence(card)), "", safe(judgment.subject(card)), ""]
    lines += _table(["", "level or score", "interval", "bounds", "band", "grade", "status", "stands on"])
    for dimension in card.dimensions:
        lines.append(_row([dimension.name, *_numbers(dimension.score)]))
        for rating in dimension.criteria:
            grade = "" if rating.grade is None else str(rating.grade)
            interval = number.span(rating.interval, number.level)
            lines.append(_row([rating.id, number.level(rating.level), interval, "", "", grade, rating.status, judgment.short(rating)]))
    lines += [_row(["Overall", *_numbers(card.overall)]), ""]
    lines += [f"* **{label}** {safe(text)}" for label, text in judgment.facts(card)]
    if options.verbose:
        cited = {id: card.cited(id) for each in judgment.ratings(card) for id in (*each.evidence, *each.against)}
        lines += ["", "## Evidence", ""]
        lines += [
            f"* {safe(id)}: {safe(evidence.says)} ({safe(source.cite)}, {safe(', '.join(evidence.at))})"
            for id, (evidence, source) in cited.items()
        ]
    return "\n".join([*lines, ""])


def _numbers(score: Score) -> list[str]:
    reasons = "; ".join(score.reasons)
    return [
        number.score(score.score),
        number.span(score.interval),
        number.span(score.bounds),
        judgment.bands(score),
        "",
        judgment.status(score),
        reasons,
    ]


def _cell(score: Score) -> str:
    return (
        "not rated"
        if score.score is None
        else f"{number.score(score.score)} ({number.span(score.interval)}) {score.band}, {judgment.status(score)}"
    )


def _table(head: list[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
