"""Cards and comparisons as plain text: no boxes, and color only where the terminal asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from click import style

from evalkit.model.comparison import Comparison, Pair
from evalkit.model.places import country_name
from evalkit.model.result import DimensionScore, Rating, ReportCard, Score
from evalkit.report import judgment, number
from evalkit.report.options import Options
from evalkit.report.safe import terminal as safe
from evalkit.report.width import fit, wrap

SIDE_BY_SIDE = 4
"""Programs that are set in columns and compared pair by pair; more of them are set in rows."""


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One card after the other."""
    return "\n\n".join(_card(card, options) for card in cards) + "\n"


def comparison(comparison: Comparison, options: Options) -> str:
    """The cards side by side, then pair by pair, then groups and what to bear in mind."""
    lines = _table(comparison, options)
    few = len(comparison.cards) <= SIDE_BY_SIDE
    shown = [pair for pair in comparison.pairs if few or options.verbose or pair.verdict in ("left", "right")]
    dimensions = [*comparison.cards[0].rubric.dimensions, "overall"]
    for dimension in dimensions:
        lines += ["", style(_name(comparison, dimension), bold=True) + (f": {judgment.tally(comparison, dimension)}" if not few else "")]
        for pair in shown:
            if pair.dimension == dimension:
                lines += _pair(pair, options)
    lines += _groups(comparison, options)
    for warning in comparison.warnings:
        lines += ["", *wrap(safe(f"Mind: {warning}."), options.width)]
    if not few and not options.verbose:
        lines += ["", "Only pairs that can be told apart are shown; -v shows all, with the reasons."]
    return "\n".join(lines) + "\n"


def _card(card: ReportCard, options: Options) -> str:
    lines = wrap(safe(judgment.sentence(card)), options.width)
    lines = [style(line, bold=True) for line in lines]
    local = " / ".join(card.program.name_local.values())
    lines += [style(safe(" · ".join(filter(None, [judgment.subject(card), local]))), dim=True), ""]
    lines.append(style(f"{'':26}{'score':>6}  {'80 % interval':14}{'bounds':12}{'band':10}{'coverage':10}status", dim=True))
    for dimension in card.dimensions:
        lines.append(style(_row(dimension.name, dimension.score, dimension), bold=True))
        for rating in dimension.criteria:
            lines += _criterion(card, rating, options)
        if dimension.score.status != "rated":
            lines += wrap("why " + judgment.status(dimension.score) + ": " + safe("; ".join(dimension.score.reasons)), options.width, "  ")
    lines += [style(_row("Overall", card.overall, None), bold=True), ""]
    for label, text in judgment.facts(card):
        first, *rest = wrap(safe(text), options.width and options.width - 15)
        lines += [f"{style(fit(label, 15), dim=True)}{first}", *(" " * 15 + line for line in rest)]
    if not options.verbose:
        lines += ["", f"Unfold it: evalkit score {safe(card.program.id)} -v    Compare: evalkit compare {safe(card.program.id)} OTHER"]
    return "\n".join(lines)


def _row(name: str, score: Score, dimension: DimensionScore | None) -> str:
    coverage = ""
    if dimension:
        coverage = number.share(dimension.coverage) + (f"+{number.share(dimension.inherited)}" if dimension.inherited else "")
    return (
        f"{fit(name, 26)}{number.score(score.score):>6}  {fit(number.span(score.interval), 14)}{fit(number.span(score.bounds), 12)}"
        f"{fit(judgment.bands(score), 10)}{fit(coverage, 10)}{judgment.status(score)}"
    )


def _criterion(card: ReportCard, rating: Rating, options: Options) -> list[str]:
    grade = f"grade {rating.grade}" if rating.grade is not None else "       "
    head = f"  {rating.id:7}{number.level(rating.level):>4}  {fit(number.span(rating.interval, number.level), 11)}{grade}  "
    text = safe(judgment.short(rating))
    line = head + (fit(text, max(20, options.width - len(head))).rstrip() if options.width and not options.verbose else text)
    return [line, *(_unfolded(card, rating, options) if options.verbose else [])]


def _unfolded(card: ReportCard, rating: Rating, options: Options) -> list[str]:
    rows = [f"asks: {rating.criterion.question}"]
    rows += [f"one level higher, {rating.next_level}"] if rating.next_level else []
    rows += [f"reason: {reason}" for reason in rating.reasons]
    for coded in rating.coded:
        rows.append(f"coded {number.level(coded.level)} by {coded.coder}: {coded.why}")
        rows.append(
            f"  evidence grade {coded.grade}: {'; '.join(coded.reasons)}" + (f"; overridden: {coded.grade_why}" if coded.grade_why else "")
        )
    for each in rating.measured:
        taken = each.measurement
        reached = f", level {number.span(each.levels, number.level)}" if each.levels else ""
        known = f", {taken.n} of {taken.of} known" if taken.of is not None else ""
        note = f" ({each.note})" if each.note else ""
        rows.append(f"measured {taken.id} = {number.measured(taken.value, taken.unit)}{known}{reached}, {each.role}{note}; {taken.formula}")
    for id in (*rating.evidence, *rating.against):
        evidence, source = card.cited(id)
        sign = "against " if id in rating.against else ""
        emended = ", emended reading" if evidence.reading == "emended" else ""
        rows.append(f"{sign}{id}: {evidence.says} [{source.cite}, {', '.join(evidence.at) or 'no place'}; {evidence.claim}{emended}]")
    return [line for row in rows for line in wrap(safe(row), options.width, " " * 9)] + [""]


def _name(comparison: Comparison, dimension: str) -> str:
    return "Overall" if dimension == "overall" else comparison.cards[0].rubric.dimensions[dimension].name


def _score(card: ReportCard, dimension: str) -> Score:
    return card.overall if dimension == "overall" else card.dimension(dimension).score


def _cell(score: Score) -> str:
    if score.score is None:
        return "not rated"
    return f"{number.score(score.score)} [{number.span(score.interval)}] {score.band}" + ("*" if score.status == "provisional" else "")


def _table(comparison: Comparison, options: Options) -> list[str]:
    dimensions = [*comparison.cards[0].rubric.dimensions, "overall"]
    if len(comparison.cards) <= SIDE_BY_SIDE:
        columns = [card.program.id for card in comparison.cards]
        rows = [[_name(comparison, dimension), *(_cell(_score(card, dimension)) for card in comparison.cards)] for dimension in dimensions]
    else:
        columns = [_name(comparison, dimension) for dimension in dimensions]
        ordered = sorted(comparison.cards, key=lambda card: (card.program.country, card.program.id))
        rows = [
            [f"{card.program.country}  {card.program.id}", *(_cell(_score(card, dimension)) for dimension in dimensions)]
            for card in ordered
        ]
    widths = [max(len(row[at]) for row in [["", *columns], *rows]) + 3 for at in range(len(columns) + 1)]
    lines = ["".join(fit(safe(text), width) for text, width in zip(row, widths, strict=True)).rstrip() for row in [["", *columns], *rows]]
    note = (
        "Scores 0 to 100 with the interval of 80 % of draws and the band; * provisional. Redundancy: 100 is free of wasteful duplication."
    )
    return [style(lines[0], bold=True), *lines[1:], style(note, dim=True)]


def _pair(pair: Pair, options: Options) -> list[str]:
    difference = "" if pair.difference is None else f", {abs(pair.difference):.0f} points apart"
    draws = f", {judgment.draws(pair)}" if pair.share_left_higher is not None else ""
    lines = wrap(safe(f"{pair.left} and {pair.right}: {judgment.verdict(pair)}{difference}{draws}"), options.width, "  ")
    return lines + (wrap(safe(judgment.why(pair)), options.width, "      ") if judgment.why(pair) else [])


def _groups(comparison: Comparison, options: Options) -> list[str]:
    lines: list[str] = []
    for country in dict.fromkeys(group.name for group in comparison.groups):
        lines += ["", style(country_name(country), bold=True)]
        for group in comparison.groups:
            if group.name == country:
                rated = ", ".join(f"{id} {number.score(value)}" for id, value in group.scores if value is not None) or "none rated"
                middle = (
                    f"median {number.score(group.median)}, quartiles {number.span(group.spread)}"
                    if group.median is not None
                    else "no median"
                )
                lines += wrap(
                    safe(f"{_name(comparison, group.dimension)}: {rated}; {group.not_rated} not rated; {middle}"), options.width, "  "
                )
        reasons = sorted({group.why for group in comparison.groups if group.name == country and group.why})
        lines += (
            wrap(
                f"no median: {reasons[0]}"
                if len(reasons) == 1
                else "no median: fewer than five programs in each dimension are rated on their own evidence and are not parts of each other",
                options.width,
                "  ",
            )
            if reasons
            else []
        )
    return lines
