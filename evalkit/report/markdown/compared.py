"""A comparison as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.report.compared import groups, highlights, pairs, programs, ranks
from evalkit.report.markdown_parts import point, table
from evalkit.report.phrases import capitalized, clauses, labelled, translated
from evalkit.report.safe import markdown as safe


def lines_of(comparison: Comparison) -> list[str]:
    """The lines of a comparison."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    lines = [f"# {safe(say('Comparison'))}", ""]
    for sentence in comparison.answer:
        lines += [safe(translated(sentence)), ""]
    lines += _highlights(comparison)
    lines += _scores(comparison, dimensions)
    lines += _section(
        say("Caveats"), [translated(warning) for warning in comparison.warnings]
    )
    for country, texts in groups.groups(comparison):
        lines += _section(say(country_name(country)), texts)
    lines += _ranks(comparison)
    for dimension in dimensions:
        lines += _dimension(comparison, dimension)
    return [*lines, ""]


def _section(heading: str, texts: Sequence[str]) -> list[str]:
    """A heading above a list; nothing without texts."""
    if not texts:
        return []
    return ["", f"## {safe(heading)}", "", *(f"* {safe(text)}" for text in texts)]


def _scores(comparison: Comparison, dimensions: list[str]) -> list[str]:
    """A table of all scores, by type of program where types are kept apart."""
    cards: Sequence[ReportCard] = comparison.cards
    if comparison.keeps_types_apart:
        cards = programs.ordered(comparison.cards, by_id=True)
    names = [programs.dimension_name(comparison, dimension) for dimension in dimensions]
    rows = []
    for card in cards:
        name = f"{card.program.country} {programs.title(card)}"
        scores = [programs.cell(card.score(dimension)) for dimension in dimensions]
        rows.append([say(card.program.ranked_as), name, *scores])
    lines = table([say("ranked as"), "", *names], *rows)
    # the table has them together, and pairs of two types are listed nowhere
    if comparison.keeps_types_apart:
        lines += ["", say(programs.KEPT_APART)]
    return lines


def _dimension(comparison: Comparison, dimension: str) -> list[str]:
    """Which program is clearly higher in a dimension, and which pairs have no clear difference."""
    name = programs.dimension_name(comparison, dimension)
    lines = ["", f"## {safe(labelled(name, pairs.tally(comparison, dimension)))}", ""]
    differences = pairs.clear_differences(comparison, dimension)
    if rows := [pairs.in_columns(difference) for difference in differences]:
        head = [say(heading) for heading in rows[0]]
        lines += [*table(head, *(row.values() for row in rows)), ""]
    for result in ("no_clear_difference", "not_comparable"):
        label = say(pairs.RESULTS[result])
        lines += [
            point(label, text)
            for text in pairs.undecided(comparison, dimension, result)
        ]
    lines += [
        point(say("not rated"), text) for text in pairs.not_rated(comparison, dimension)
    ]
    return lines


def _ranks(comparison: Comparison) -> list[str]:
    """The first and the last programs of each dimension, where not all pairs are listed."""
    lines: list[str] = []
    head = [say("Rank"), say("80% interval"), say("Score"), say("Program")]
    for ranking in ranks.rankings(comparison):
        lines += ["", f"## {safe(ranking.title)}", ""]
        lines += table(head, *map(_ranked, (*ranking.highest, *ranking.lowest)))
    return lines


def _ranked(row: ranks.Ranked) -> list[str]:
    return [row.rank, row.interval, row.score, f"{row.country} {row.program}"]


def _highlights(comparison: Comparison) -> list[str]:
    """What would change the answer, and the highest and the lowest programs."""
    lines = []
    if evidence := highlights.missing_evidence(comparison):
        lines.append(point(capitalized(say(highlights.EVIDENCE)), evidence))
    if extremes := highlights.extremes(comparison, programs.names(comparison.cards)):
        text = clauses(labelled(*extreme) for extreme in extremes)
        lines.append(point(highlights.extremes_label(comparison), text))
    if lines:
        lines.append("")
    return lines
