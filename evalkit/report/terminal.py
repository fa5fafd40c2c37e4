"""Cards and comparisons as plain text: no boxes, and color only where the terminal asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from click import style

from evalkit.locale import listed, say, speaking
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.result import DimensionScore, Rating, Score
from evalkit.plugin import Options
from evalkit.report import described, judgment, number
from evalkit.report.compared import screen
from evalkit.report.lines import beside_or_below, entry, section
from evalkit.report.phrases import clauses, labelled, series, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, cells, fit, pad, wrap

ROOMY = 90
"""Cells in a line of a terminal from which an anchor may be cut: in less space too little of it would be left."""
NUMBERS = (14, 7, 14, 16, 12, 19)
"""Cells for the name of a dimension, its score, interval, possible range, band and evidence coverage, where none is longer."""


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One card after the other."""
    with speaking(options.lang):
        return "\n\n".join("\n".join(_card(card, options)) for card in cards) + "\n"


def comparison(comparison: Comparison, options: Options) -> str:
    """The cards side by side, then dimension by dimension which is higher and which is not, groups, and caveats."""
    with speaking(options.lang):
        return "\n".join(screen.lines(comparison, options)) + "\n"


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """Each program with the dimensions of every rubric, one block for each rubric; then what they share, and caveats."""
    with speaking(options.lang):
        return "\n".join(_perspectives(perspectives, options, options.width or PLAIN)) + "\n"


def _perspectives(perspectives: Perspectives, options: Options, width: int) -> list[str]:
    lines = []
    for cards in perspectives.programs:
        program = cards[0].program
        lines += [
            style(line, bold=True)
            for line in wrap(safe(f"{judgment.called(program)} ({program.id})"), width)
        ]
        sizes = _sizes(
            [_numbers(each.name, each.score, each) for card in cards for each in card.dimensions],
            options,
        )
        lines += ["", *_head(sizes)]
        for at, card in enumerate(cards):
            lines += [""] if at else []
            lines += [
                style(line, dim=True)
                for line in wrap(safe(labelled(card.rubric.label, say(card.rubric.name))), width)
            ]
            for dimension in card.dimensions:
                lines += _row(_numbers(dimension.name, dimension.score, dimension), sizes, width)
                lines += _criteria(card, dimension, options, width) if options.verbose else []
        lines.append("")
    shared = [labelled(label, text) for label, text in judgment.shared(perspectives)]
    warnings = [translated(each) for each in perspectives.warnings]
    for heading, texts in (("Evidence that several rubrics use", shared), ("Caveats", warnings)):
        lines += [*section(say(heading), texts, width), ""] if texts else []
    return [
        *lines,
        *wrap(
            say("-v shows the criteria; evalkit score ID --rubric RUBRIC gives one card."), width
        ),
    ]


def _card(card: ReportCard, options: Options) -> list[str]:
    width = options.width or PLAIN
    local = " / ".join(card.program.name_local.values())
    lines = [style(line, bold=True) for line in wrap(safe(judgment.sentence(card)), width)]
    lines += [
        style(line, dim=True)
        for line in wrap(safe(" · ".join(filter(None, [judgment.subject(card), local]))), width)
    ]
    overall = _numbers("Overall", card.overall, None)
    sizes = _sizes(
        [*(_numbers(each.name, each.score, each) for each in card.dimensions), overall], options
    )
    lines += ["", *_head(sizes)]
    for dimension in card.dimensions:
        lines += [
            style(line, bold=True)
            for line in _row(_numbers(dimension.name, dimension.score, dimension), sizes, width)
        ]
        lines += _criteria(card, dimension, options, width)
        if options.verbose and (formula := judgment.formula(dimension)):
            lines += [*entry(say("score"), formula, width, "  "), ""]
    if card.rubric.overall.is_given:
        lines += [style(line, bold=True) for line in _row(overall, sizes, width)]
    lines.append("")
    lines += [line for label, text in judgment.facts(card) for line in entry(label, text, width)]
    if options.verbose:
        lines += ["", style(say("What the description says"), bold=True)]
        return lines + [
            line
            for label, text in described.program(card.program)
            for line in entry(label, text, width)
        ]
    more = say(
        "-v unfolds every number; evalkit compare {program} OTHER compares it with another.",
        program=card.program.id,
    )
    return [*lines, "", *wrap(safe(more), width)]


def _heading() -> list[str]:
    return [
        "",
        *map(
            say, ("score", "80% interval", "possible range", "band", "evidence coverage", "status")
        ),
    ]


def _numbers(name: str, score: Score, dimension: DimensionScore | None) -> list[str]:
    """The row of a dimension, or of the overall score."""
    ends = [number.span(score.interval), number.span(score.possible_range)]
    known = judgment.known(dimension) if dimension else ""
    return [
        safe(text)
        for text in (
            say(name),
            number.score(score.score),
            *ends,
            judgment.bands(score),
            known,
            judgment.status(score),
        )
    ]


def _sizes(rows: Sequence[Sequence[str]], options: Options) -> list[int]:
    """The cells of each column, no more than they need where a terminal is narrow; none where it is too narrow for the rows."""
    *columns, last = (max(map(cells, column)) for column in zip(_heading(), *rows, strict=True))
    needed = [size + 2 for size in columns]
    for sizes in (list(map(max, NUMBERS, needed)), needed):
        if not options.width or sum(sizes) + last <= options.width:
            return sizes
    return []


def _head(sizes: Sequence[int]) -> list[str]:
    return [style(_line(_heading(), sizes), dim=True)] if sizes else []


def _row(row: Sequence[str], sizes: Sequence[int], width: int) -> list[str]:
    """A row as one line under the heading, or as a block where columns do not fit."""
    if sizes:
        return [_line(row, sizes)]
    parts = [
        f"{label} {text}" for label, text in zip(_heading()[2:-1], row[2:-1], strict=True) if text
    ]
    return [
        *wrap(f"{row[0]} {row[1]}", width, rest="  "),
        *wrap(series([*parts, row[-1]]), width, "    ", "    "),
    ]


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    """A row under its heading, the score flush right."""
    name, score, *others = row
    rest = "".join(pad(text, size) for text, size in zip(others, sizes[2:], strict=False))
    return f"{pad(name, sizes[0])}{' ' * (sizes[1] - 2 - cells(score))}{score}  {rest}{others[-1]}"


def _criteria(
    card: ReportCard, dimension: DimensionScore, options: Options, width: int
) -> list[str]:
    lines = []
    for rating in dimension.criteria:
        if options.verbose or rating.status != "unknown":
            lines += _criterion(card, rating, options, width)
    if not options.verbose:
        lines += [
            line
            for text in judgment.unknowns(dimension)
            for line in _after(say("unknown"), text, width)
        ]
        lines += [
            line
            for text in judgment.parents(dimension)
            for line in wrap(safe(text), width, "  ", "    ")
        ]
    if resting := judgment.locations(dimension):
        lines += _after(say("rests on"), resting, width)
    if dimension.score.status != "rated" and any(rating.levelled for rating in dimension.criteria):
        lines += _after(
            say("why"),
            labelled(judgment.status(dimension.score), clauses(judgment.whys(dimension))),
            width,
        )
    return lines


def _after(label: str, text: str, width: int) -> list[str]:
    first = f"  {label} "
    return wrap(safe(text), width, first, " " * cells(first))


def _criterion(card: ReportCard, rating: Rating, options: Options, width: int) -> list[str]:
    known = f"{pad(judgment.certainty(rating.grade), 8)}  {pad(judgment.origin(rating), 8)}"
    head = f"  {pad(rating.id, 6)}{number.level(rating.level):>5}  {pad(number.span(rating.interval, number.level), 10)}  {known}  "
    text = safe(judgment.short(rating))
    if (
        options.width and options.width >= ROOMY and not options.verbose
    ):  # one line each, so that the scores fit a screen
        return [head + fit(text, width - cells(head)).rstrip()]
    lines = beside_or_below(safe(head), text, width, "    ")
    return lines + (_unfolded(card, rating, width) if options.verbose else [])


def _unfolded(card: ReportCard, rating: Rating, width: int) -> list[str]:
    asked = say(
        "{question} (weight {weight})",
        question=say(rating.criterion.question),
        weight=f"{rating.criterion.weight:g}",
    )
    rows = [(say("asks"), asked)]
    rows += (
        [(judgment.held(rating), text)]
        if (text := judgment.why_not_higher(rating, card.rubric))
        else []
    )
    rows += [(say("reason"), translated(reason)) for reason in rating.reasons if rating.levelled]
    rows += [
        (say("measured"), judgment.measured(each, rating.criterion))
        for each in rating.measured
        if each.measurement.value
    ]
    rows += [(say("condition"), judgment.condition(each)) for each in rating.conditions]
    if rating.certain:
        rows.append(
            (
                say("certainty"),
                labelled(
                    judgment.certainty(rating.grade), clauses(map(translated, rating.certain))
                ),
            )
        )
    for each in rating.coded:
        rows.append((say("coded"), judgment.coded(card, each)))
        rows += [(say("evidence"), judgment.graded(each))] if each.grade is not None else []
    rows += [(say("parent"), judgment.parent(rating))] if rating.parent else []
    missing = sorted(
        (translated(each.measurement.why), each.measurement.id)
        for each in rating.measured
        if not each.measurement.value
    )
    for reason, group in groupby(missing, key=lambda row: row[0]):
        rows.append((say("not measured"), labelled(listed([id for _, id in group]), reason)))
    for id in (*rating.evidence, *rating.contradicted_by):
        rows.append(
            (
                say("contradicts {evidence}", evidence=id) if id in rating.contradicted_by else id,
                _quoted(card, id),
            )
        )
    return [line for label, text in rows for line in entry(label, text, width, " " * 8)] + [""]


def _quoted(card: ReportCard, id: str) -> str:
    evidence, source = card.cited(id)
    marks = [say(evidence.claim)]
    marks += [say("of the {scope}", scope=say(evidence.scope))] if evidence.scope != "own" else []
    marks += (
        [say({"supports": "supports", "contradicts": "contradicts"}[evidence.direction])]
        if evidence.direction
        else []
    )
    marks += [say("corrected reading")] if evidence.reading == "emended" else []
    read_in = [say("read in {works}", works=series(source.read_in))] if source.read_in else []
    where = series(evidence.at) or say("no place")
    place = series([source.cite, *source.links, *read_in, where])
    return f"{evidence.says} [{clauses([place, series(marks)])}]"
