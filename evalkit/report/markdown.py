"""Cards and comparisons as Markdown: tables, and the same sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL, Score
from evalkit.plugin import Options
from evalkit.report import contrast, judgment, number
from evalkit.report.safe import markdown as safe


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    return "\n".join(_card(card, options) for card in cards)


def comparison(comparison: Comparison, options: Options) -> str:
    """Scores side by side, what can be told apart and what cannot, groups, and what to bear in mind."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    lines = ["# Comparison", "", *_table(["ranked as", "", *(contrast.name(comparison, dimension) for dimension in dimensions)])]
    cards = [card for _, group in contrast.by_kind(comparison) for card in group] if contrast.many(comparison) else comparison.cards
    for card in cards:
        cells = [contrast.cell(card.score(dimension)) for dimension in dimensions]
        lines.append(_row([card.program.ranked_as, f"{card.program.country} {contrast.title(card)}", *cells]))
    lines += ["", contrast.KEPT_APART] if contrast.many(comparison) else []
    sections = [(country_name(group), texts) for group, texts in contrast.groups(comparison)]
    for heading, texts in [("Bear in mind", comparison.warnings), *sections]:
        if texts:
            lines += ["", f"## {safe(heading)}", "", *(f"* {safe(text)}" for text in texts)]
    for dimension in dimensions:
        lines += ["", f"## {safe(contrast.name(comparison, dimension))}: {safe(contrast.tally(comparison, dimension))}", ""]
        if orders := contrast.told_apart(comparison, dimension):
            lines += _table(["higher", "lower", "points", "share of draws", "criteria that make most of it"])
            lines += [*(_row([each.higher, each.lower, each.points, each.draws, each.makers]) for each in orders), ""]
        for verdict in ("not_separable", "not_comparable"):
            undecided = contrast.undecided(comparison, dimension, verdict)
            lines += [f"* **{contrast.VERDICTS[verdict]}** {safe(text)}" for text in undecided]
        lines += [f"* **not rated** {safe(text)}" for text in contrast.not_rated(comparison, dimension)]
    return "\n".join([*lines, ""])


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program the dimensions of every rubric, what to bear in mind, and the evidence that several rubrics use."""
    lines = []
    for cards in perspectives.programs:
        lines += [f"# {safe(cards[0].program.name)}", "", safe(cards[0].program.id), ""]
        lines += _table(["rubric", "dimension", "score", "interval", "bounds", "band", "own evidence", "status"])
        for card in cards:
            for each in card.dimensions:
                numbers = [number.score(each.score.score), number.span(each.score.interval), number.span(each.score.bounds)]
                known = [judgment.bands(each.score), judgment.known(each), judgment.status(each.score)]
                lines.append(_row([card.rubric.label, each.name, *numbers, *known]))
        lines.append("")
    lines += ["## Bear in mind", "", *(f"* {safe(text)}" for text in perspectives.warnings)]
    if perspectives.shared:
        lines += ["", "## Evidence that several rubrics use", ""]
        lines += [f"* {safe(label)}: {safe(text)}" for label, text in judgment.shared(perspectives)]
    return "\n".join([*lines, ""])


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
    lines += ["", "## Reasons", ""]
    lines += [
        f"* **{rating.id}** {number.level(coded.level)} by {safe(coded.coder)}: {safe(coded.why)} ({safe(', '.join(coded.evidence))})"
        for rating in card.ratings
        for coded in rating.coded
    ]
    lines += ["", "## Evidence", ""]
    for id in card.cites:
        evidence, source = card.cited(id)
        lines.append(f"* {safe(id)}: {safe(evidence.says)} ({safe(source.cite)}, {safe(', '.join(evidence.at))})")
    return "\n".join([*lines, ""])


def _numbers(score: Score) -> list[str]:
    numbers = [number.score(score.score), number.span(score.interval), number.span(score.bounds)]
    return [*numbers, judgment.bands(score), "", judgment.status(score), "; ".join(score.reasons)]


def _table(head: list[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
