"""Cards and comparisons as plain text: no boxes, and color only where the terminal asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from click import style

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL, DimensionScore, MeasuredLevel, Rating, Score
from evalkit.model.words import listed
from evalkit.plugin import Options
from evalkit.report import contrast, described, judgment, number
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, cells, columns, fit, wrap

ROOMY = 90
"""Cells in a line of a terminal from which an anchor may be cut: in less room too little of it would be left."""
LABEL = 15
NAME = 14
"""Cells for the name of a dimension, where none is longer."""
NOTES = [
    "Score 0 to 100 (80% of draws) band, * provisional; redundancy: 100 is free of wasteful duplication.",
    "Told apart: points (share of draws in which it is higher, as coded; what is unknown is not drawn) and what makes most of it.",
]

PAIR_BY_PAIR = "-v tells pair by pair what makes a difference, --format json all pairs."


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One card after the other."""
    return "\n\n".join("\n".join(_card(card, options)) for card in cards) + "\n"


def comparison(comparison: Comparison, options: Options) -> str:
    """The cards side by side, then dimension by dimension what can be told apart and what cannot, groups, and what to bear in mind."""
    width = options.width or PLAIN
    notes = [*NOTES, *([contrast.KEPT_APART, PAIR_BY_PAIR] if contrast.many(comparison) else [])]
    lines = [*_table(comparison), *(style(line, dim=True) for note in notes for line in wrap(note, width, rest="  "))]
    sections = [(country_name(group), texts) for group, texts in contrast.groups(comparison)]
    for heading, texts in [("Bear in mind", comparison.warnings), *sections]:
        if texts:
            lines += ["", style(heading, bold=True), *(line for text in texts for line in wrap(safe(text), width, "  ", "    "))]
    for dimension in [*comparison.cards[0].rubric.dimensions, OVERALL]:
        lines += ["", *_dimension(comparison, dimension, options, width)]
    return "\n".join(lines) + "\n"


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """Each program with the dimensions of every rubric, one block for each rubric; then what they share, and what to bear in mind."""
    width = options.width or PLAIN
    lines = []
    for cards in perspectives.programs:
        program = cards[0].program
        lines += [style(line, bold=True) for line in wrap(safe(f"{program.name} ({program.id})"), width)]
        names = _names([each for card in cards for each in card.dimensions])
        lines += ["", _head(names)]
        for at, card in enumerate(cards):
            lines += [""] if at else []
            lines += [style(line, dim=True) for line in wrap(safe(f"{card.rubric.label}: {card.rubric.name}"), width)]
            for dimension in card.dimensions:
                lines.append(_row(names, dimension.name, dimension.score, dimension))
                lines += _criteria(card, dimension, options, width) if options.verbose else []
        lines.append("")
    told = [f"{label}: {text}" for label, text in judgment.shared(perspectives)]
    for heading, texts in (("Evidence that several rubrics use", told), ("Bear in mind", perspectives.warnings)):
        if texts:
            lines += [style(heading, bold=True), *(line for text in texts for line in wrap(safe(text), width, "  ", "    ")), ""]
    return "\n".join([*lines, *wrap("-v shows the criteria; evalkit score ID --rubric RUBRIC gives one card.", width)]) + "\n"


def _card(card: ReportCard, options: Options) -> list[str]:
    width = options.width or PLAIN
    local = " / ".join(card.program.name_local.values())
    lines = [style(line, bold=True) for line in wrap(safe(judgment.sentence(card)), width)]
    lines += [style(line, dim=True) for line in wrap(safe(" · ".join(filter(None, [judgment.subject(card), local]))), width)]
    names = _names(card.dimensions)
    lines += ["", _head(names)]
    for dimension in card.dimensions:
        lines += [style(_row(names, dimension.name, dimension.score, dimension), bold=True), *_criteria(card, dimension, options, width)]
        if options.verbose and (formula := judgment.formula(dimension)):
            lines += [*_labelled("score", formula, width, "  "), ""]
    if card.rubric.overall.aggregate != "none":
        lines.append(style(_row(names, "Overall", card.overall, None), bold=True))
    lines.append("")
    lines += [line for label, text in judgment.facts(card) for line in _labelled(label, text, width)]
    if options.verbose:
        lines += ["", style("What the description says", bold=True)]
        return lines + [line for label, text in described.program(card.program) for line in _labelled(label, text, width)]
    return [*lines, "", *wrap(f"-v unfolds every number; evalkit compare {safe(card.program.id)} OTHER lays it beside another.", width)]


def _names(dimensions: Sequence[DimensionScore]) -> int:
    """Cells for the names of dimensions."""
    return max([NAME, *(cells(safe(each.name)) + 2 for each in dimensions)])


def _head(names: int) -> str:
    return style(f"{'':{names}}{'score':>5}  {'interval':14}{'bounds':12}{'band':12}{'own evidence':14}status", dim=True)


def _row(names: int, name: str, score: Score, dimension: DimensionScore | None) -> str:
    known = judgment.known(dimension) if dimension else ""
    return (
        f"{fit(safe(name), names)}{number.score(score.score):>5}  {fit(number.span(score.interval), 14)}{fit(number.span(score.bounds), 12)}"
        f"{fit(judgment.bands(score), 12)}{fit(known, 14)}{judgment.status(score)}"
    )


def _criteria(card: ReportCard, dimension: DimensionScore, options: Options, width: int) -> list[str]:
    lines = []
    for rating in dimension.criteria:
        if options.verbose or (rating.status != "unknown" and not rating.inherited_from):
            lines += _criterion(card, rating, options, width)
    if not options.verbose:
        lines += [line for text in judgment.taken_over(dimension) for line in wrap(safe(text), width, "  taken over ", "             ")]
        lines += [line for text in judgment.unknowns(dimension) for line in wrap(safe(text), width, "  unknown ", "          ")]
    if dimension.score.status != "rated" and any(rating.levelled for rating in dimension.criteria):
        text = f"{judgment.status(dimension.score)}: {'; '.join(dimension.score.reasons)}"
        lines += wrap(safe(text), width, "  why ", "      ")
    return lines


def _criterion(card: ReportCard, rating: Rating, options: Options, width: int) -> list[str]:
    grade = f"grade {rating.grade}" if rating.grade is not None else ""
    head = f"  {rating.id:6}{number.level(rating.level):>5}  {fit(number.span(rating.interval, number.level), 12)}{fit(grade, 9)}"
    text = safe(judgment.short(rating))
    if options.width and options.width >= ROOMY and not options.verbose:  # one line each, so that a card fits a screen
        return [head + fit(text, width - cells(head)).rstrip()]
    lines = wrap(text, width, head, " " * cells(head))
    return lines + (_unfolded(card, rating, width) if options.verbose else [])


def _unfolded(card: ReportCard, rating: Rating, width: int) -> list[str]:
    rows = [("asks", f"{rating.criterion.question} (weight {rating.criterion.weight:g})")]
    rows += [("next level", rating.next_level)] if rating.next_level else []
    rows += [("reason", reason) for reason in rating.reasons if rating.levelled]
    for coded in rating.coded:
        rows.append(("coded", f"{number.level(coded.level)} by {coded.coder}: {coded.why}"))
        steps = "; ".join(coded.reasons) + (f"; overridden, since {coded.grade_why}" if coded.grade_why else "")
        rows.append(("evidence", f"grade {coded.grade}: {steps}"))
    rows += [("measured", _measured(each)) for each in rating.measured if each.measurement.value]
    if rating.coded and any(each.counted for each in rating.measured) and rating.status == "rated":
        rows.append(
            ("joined", f"{number.level(rating.level)}: what is coded and what is measured, each weighted by the grade of its evidence")
        )
    if sum(each.counted and each.role == "direct" for each in rating.measured) > 1:
        rows.append(("joined", f"of the direct measures, the {rating.criterion.join} level"))
    missing = sorted((each.measurement.why, each.measurement.id) for each in rating.measured if not each.measurement.value)
    rows += [("not measured", f"{listed([id for _, id in group])}: {why}") for why, group in groupby(missing, key=lambda row: row[0])]
    for id in (*rating.evidence, *rating.against):
        rows.append((f"{'against ' if id in rating.against else ''}{id.rpartition(':')[2]}", _quoted(card, id)))
    return [line for label, text in rows for line in _labelled(label, text, width, " " * 8)] + [""]


def _measured(each: MeasuredLevel) -> str:
    taken = each.measurement
    known = f", {taken.n} of {taken.of} known" if taken.of is not None else ""
    most = " at most" if taken.at_most else ""
    reached = f", level {number.span(each.levels, number.level)}{most}" if each.levels else ""
    note = f" ({each.note})" if each.note else ""
    source = f" [{taken.source.cite}]" if taken.source else ""
    return f"{taken.id} = {number.measured(taken.value, taken.unit)}{known}{reached}, {each.role}{note}; {taken.formula}{source}"


def _quoted(card: ReportCard, id: str) -> str:
    evidence, source = card.cited(id)
    marks = [
        evidence.claim,
        f"of the {evidence.scope}" if evidence.scope != "own" else "",
        f"speaks {evidence.speaks}" if evidence.speaks else "",
    ]
    marks += ["emended reading"] if evidence.reading == "emended" else []
    marks += [f"from {id.rpartition(':')[0]}"] if ":" in id else []
    read_in = f", read in {', '.join(work.rpartition(':')[2] for work in source.read_in)}" if source.read_in else ""
    return f"{evidence.says} [{source.cite}{read_in}, {', '.join(evidence.at) or 'no place'}; {', '.join(filter(None, marks))}]"


def _labelled(label: str, text: str, width: int, indent: str = "") -> list[str]:
    head = f"{indent}{style(fit(safe(label), LABEL), dim=True)}"
    return wrap(safe(text), width, head, indent + " " * LABEL, indent=len(indent) + LABEL)


def _table(comparison: Comparison) -> list[str]:
    """Few programs in columns, more of them in rows, those of one kind together."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    names = [contrast.name(comparison, dimension) for dimension in dimensions]
    if contrast.many(comparison):
        rows = [["", *names]]
        for kind, cards in contrast.by_kind(comparison):
            rows += [[kind], *([f"{each.program.country}  {contrast.title(each)}", *_scores(each, dimensions)] for each in cards)]
    else:
        across = zip(*(_scores(card, dimensions) for card in comparison.cards), strict=True)
        rows = [
            ["", *map(contrast.title, comparison.cards)],
            *([name, *column] for name, column in zip(names, across, strict=True)),
        ]
    lines = columns([[safe(text) for text in row] for row in rows])
    return [
        style(lines[0], bold=True),
        *(style(line, dim=True) if len(row) == 1 else line for row, line in zip(rows[1:], lines[1:], strict=True)),
    ]


def _scores(card: ReportCard, dimensions: list[str]) -> list[str]:
    return [contrast.cell(card.score(dimension)) for dimension in dimensions]


def _dimension(comparison: Comparison, dimension: str, options: Options, width: int) -> list[str]:
    lines = [f"{style(contrast.name(comparison, dimension), bold=True)}: {contrast.tally(comparison, dimension)}"]
    if contrast.many(comparison) and not options.verbose:
        for each in contrast.above(comparison, dimension):
            text = f"above {', '.join(each.lower)}{f'; mostly {each.makers}' if each.makers else ''}"
            lines += wrap(safe(f"{each.higher} {text}"), width, "  ", "    ")
    else:
        orders = contrast.told_apart(comparison, dimension)
        left, right = (max((cells(getattr(each, side)) for each in orders), default=0) for side in ("higher", "lower"))
        for each in orders:
            head = f"  {fit(safe(each.higher), left)} above {fit(safe(each.lower), right)} by {each.points:>2} ({each.draws}): "
            lines.append(head + each.makers)
    for verdict in ("not_separable", "not_comparable"):
        label = contrast.VERDICTS[verdict]
        lines += [line for text in contrast.undecided(comparison, dimension, verdict) for line in _labelled(label, text, width, "  ")]
    return lines + [line for text in contrast.not_rated(comparison, dimension) for line in _labelled("not rated", text, width, "  ")]
