"""A comparison as Markdown."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.report.compared import groups, highlights, pairs, programs, ranks
from evalkit.report.markdown_parts import point, table_head, table_row
from evalkit.report.phrases import capitalized, clauses, labelled, translated
from evalkit.report.safe import markdown as safe


def lines_of(comparison: Comparison) -> list[str]:
    """The lines of a comparison."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    lines = [f"# {safe(say('Comparison'))}", ""]
    lines += [line for sentence in comparison.answer for line in (safe(translated(sentence)), "")]
    lines += [*_highlights(comparison), *_scores(comparison, dimensions)]
    caveats = [translated(warning) for warning in comparison.warnings]
    compared = [(say(country_name(name)), texts) for name, texts in groups.groups(comparison)]
    for heading, texts in [(say("Caveats"), caveats), *compared]:
        if texts:
            lines += ["", f"## {safe(heading)}", "", *(f"* {safe(text)}" for text in texts)]
    lines += _ranks(comparison)
    for dimension in dimensions:
        lines += _dimension(comparison, dimension)
    return [*lines, ""]


def _scores(comparison: Comparison, dimensions: list[str]) -> list[str]:
    """A table of all scores, by type of program where types are kept apart."""
    cards = list(comparison.cards)
    if comparison.keeps_types_apart:
        by_type = programs.by_type(comparison, by_id=True)
        cards = [card for _, cards_of_type in by_type for card in cards_of_type]
    names = [programs.dimension_name(comparison, dimension) for dimension in dimensions]
    lines = table_head([say("ranked as"), "", *names])
    for card in cards:
        name = f"{card.program.country} {programs.title(card)}"
        scores = [programs.cell(card.score(dimension)) for dimension in dimensions]
        lines.append(table_row([say(card.program.ranked_as), name, *scores]))
    if comparison.keeps_types_apart:
        lines += ["", say(programs.KEPT_APART)]
    return lines


def _dimension(comparison: Comparison, dimension: str) -> list[str]:
    """Which program is clearly higher in a dimension, and which pairs have no clear difference."""
    name = programs.dimension_name(comparison, dimension)
    lines = ["", f"## {safe(labelled(name, pairs.tally(comparison, dimension)))}", ""]
    differences = pairs.clear_differences(comparison, dimension)
    if rows := [pairs.in_columns(difference) for difference in differences]:
        lines += table_head([say(heading) for heading in rows[0]])
        lines += [*(table_row(row.values()) for row in rows), ""]
    for result in ("no_clear_difference", "not_comparable"):
        label = say(pairs.RESULTS[result])
        lines += [point(label, text) for text in pairs.undecided(comparison, dimension, result)]
    label = say("not rated")
    return [*lines, *(point(label, text) for text in pairs.not_rated(comparison, dimension))]


def _ranks(comparison: Comparison) -> list[str]:
    """The first and the last programs of each dimension, where not all pairs are listed."""
    lines: list[str] = []
    for ranking in ranks.rankings(comparison):
        lines += ["", f"## {safe(ranking.title)}", ""]
        lines += table_head([say("Rank"), say("80% interval"), say("Score"), say("Program")])
        lines += [
            table_row([row.rank, row.interval, row.score, f"{row.country} {row.program}"])
            for row in (*ranking.highest, *ranking.lowest)
        ]
    return lines


def _highlights(comparison: Comparison) -> list[str]:
    """What would change the answer, and the highest and the lowest programs."""
    lines = []
    if evidence := highlights.missing_evidence(comparison):
        lines.append(point(capitalized(say(highlights.EVIDENCE)), evidence))
    if extremes := highlights.extremes(comparison, programs.names(comparison.cards)):
        text = clauses(labelled(*extreme) for extreme in extremes)
        lines.append(point(highlights.extremes_label(comparison), text))
    return [*lines, ""] if lines else []
