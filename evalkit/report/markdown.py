"""Cards and comparisons as Markdown: tables, and the same sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say, speaking
from evalkit.model.card import ReportCard
from evalkit.model.changes import Changes
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL, Rating, Score
from evalkit.model.robustness import Examined
from evalkit.plugin import Options
from evalkit.report import judgment, measured, number
from evalkit.report.compared import groups as compared_groups
from evalkit.report.compared import highlights, ranks
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.facts import further, shared
from evalkit.report.links import is_link
from evalkit.report.phrases import capitalized, clauses, labelled, series, translated
from evalkit.report.robustness import as_markdown
from evalkit.report.safe import markdown as safe
from evalkit.report.summary import Summary, summary


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    with speaking(options.lang):
        return "\n".join("\n".join(_card(card)) for card in cards)


def comparison(comparison: Comparison, options: Options) -> str:
    """The answer, all scores, groups, caveats, and which program is higher in each dimension."""
    with speaking(options.lang):
        return "\n".join(_comparison(comparison))


def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness: sentences, facts and tables."""
    with speaking(options.lang):
        return as_markdown(examined.result)


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program the dimensions of every rubric, caveats, and the evidence that several
    rubrics use.
    """
    with speaking(options.lang):
        return "\n".join(_perspectives(perspectives))


def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes import markdown as changed  # a card needs none of it

    with speaking(options.lang):
        return changed.text(changes)


def _comparison(comparison: Comparison) -> list[str]:
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    names = [compared_programs.dimension_name(comparison, dimension) for dimension in dimensions]
    lines = [f"# {safe(say('Comparison'))}", ""]
    lines += [line for sentence in comparison.answer for line in (safe(translated(sentence)), "")]
    lines += _highlights(comparison)
    lines += _table([say("ranked as"), "", *names])
    cards = (
        [card for _, group in compared_programs.by_type(comparison, by_id=True) for card in group]
        if comparison.keeps_types_apart
        else comparison.cards
    )
    for card in cards:
        scores = [compared_programs.cell(card.score(dimension)) for dimension in dimensions]
        lines.append(
            _row(
                [
                    say(card.program.ranked_as),
                    f"{card.program.country} {compared_programs.title(card)}",
                    *scores,
                ]
            )
        )
    lines += ["", say(compared_programs.KEPT_APART)] if comparison.keeps_types_apart else []
    groups = [
        (say(country_name(group)), texts) for group, texts in compared_groups.groups(comparison)
    ]
    for heading, texts in [
        (say("Caveats"), [translated(warning) for warning in comparison.warnings]),
        *groups,
    ]:
        lines += (
            ["", f"## {safe(heading)}", "", *(f"* {safe(text)}" for text in texts)] if texts else []
        )
    lines += _ranks(comparison)
    for dimension, name in zip(dimensions, names, strict=True):
        lines += ["", f"## {safe(labelled(name, compared_pairs.tally(comparison, dimension)))}", ""]
        differences = compared_pairs.clear_differences(comparison, dimension)
        if rows := [compared_pairs.in_columns(difference) for difference in differences]:
            lines += _table([say(heading) for heading in rows[0]])
            lines += [*(_row(row.values()) for row in rows), ""]
        for result in ("no_clear_difference", "not_comparable"):
            lines += [
                _point(say(compared_pairs.RESULTS[result]), text)
                for text in compared_pairs.undecided(comparison, dimension, result)
            ]
        lines += [
            _point(say("not rated"), text)
            for text in compared_pairs.not_rated(comparison, dimension)
        ]
    return [*lines, ""]


def _ranks(comparison: Comparison) -> list[str]:
    """The first and the last programs of each dimension, where not all pairs are listed."""
    lines: list[str] = []
    for ranking in ranks.rankings(comparison):
        lines += ["", f"## {safe(ranking.title)}", ""]
        lines += _table([say("Rank"), say("80% interval"), say("Score"), say("Program")])
        lines += [
            _row([row.rank, row.interval, row.score, f"{row.country} {row.program}"])
            for row in (*ranking.highest, *ranking.lowest)
        ]
    return lines


def _highlights(comparison: Comparison) -> list[str]:
    """What would change the answer, and the highest and the lowest programs."""
    lines = []
    if evidence := highlights.missing_evidence(comparison):
        lines.append(_point(capitalized(say(highlights.EVIDENCE)), evidence))
    if extremes := highlights.extremes(comparison, compared_programs.names(comparison.cards)):
        text = clauses(labelled(*extreme) for extreme in extremes)
        lines.append(_point(highlights.extremes_label(comparison), text))
    return [*lines, ""] if lines else []


def _perspectives(perspectives: Perspectives) -> list[str]:
    lines = []
    for cards in perspectives.programs:
        lines += [f"# {safe(judgment.called(cards[0].program))}", "", safe(cards[0].program.id), ""]
        lines += _table(
            [
                say(text)
                for text in (
                    "rubric",
                    "dimension",
                    "score",
                    "80% interval",
                    "possible range",
                    "band",
                    "evidence coverage",
                    "status",
                )
            ]
        )
        for card in cards:
            for dimension in card.dimensions:
                numbers = [
                    number.score(dimension.score.score),
                    number.span(dimension.score.interval),
                    number.span(dimension.score.possible_range),
                ]
                known = [
                    judgment.bands(dimension.score),
                    judgment.known(dimension),
                    judgment.status(dimension.score),
                ]
                lines.append(_row([card.rubric.label, say(dimension.name), *numbers, *known]))
        lines.append("")
    lines += [
        f"## {safe(say('Caveats'))}",
        "",
        *(f"* {safe(translated(text))}" for text in perspectives.warnings),
    ]
    if perspectives.shared:
        lines += ["", f"## {safe(say('Evidence that several rubrics use'))}", ""]
        lines += [f"* {safe(labelled(label, text))}" for label, text in shared(perspectives)]
    return [*lines, ""]


def _card(card: ReportCard) -> list[str]:
    short = summary(card, every_caveat=True)
    return [
        f"# {safe(judgment.called(card.program))}",
        "",
        safe(translated(short.answer)),
        "",
        safe(judgment.subject(card)),
        "",
        *_in_short(short),
        *_levels(card),
        "",
        *(_point(label, text) for label, text in further(card)),
        "",
        f"## {safe(say('Reasons'))}",
        "",
        *(_point(rating.id, text) for rating in card.ratings for text in _reasons(card, rating)),
        "",
        *_evidence(card),
        *_sources(card),
    ]


def _in_short(short: Summary) -> list[str]:
    """What supports the program and what contradicts it, what is missing, and the caveats."""
    return [
        *(
            _point(say(label), translated(message))
            for label, messages in short.sections()
            for message in messages
        ),
        "",
    ]


LEVELS = (
    "level or score",
    "interval",
    "possible range",
    "band",
    "certainty",
    "status",
    "rests on",
)


def _levels(card: ReportCard) -> Iterator[str]:
    """A table of the scores, each with the levels of its criteria under it."""
    yield from _table(["", *map(say, LEVELS)])
    for dimension in card.dimensions:
        values = _numbers(dimension.score, judgment.whys(dimension))
        yield _row([say(dimension.name), *values])
        yield from (_row(_level(rating)) for rating in dimension.criteria)
    values = _numbers(card.overall, map(translated, card.overall.reasons))
    yield _row([say("Overall"), *values])


def _level(rating: Rating) -> list[str]:
    text = judgment.short(rating)
    if origin := judgment.origin(rating):
        text = labelled(origin, text)
    return [
        rating.id,
        number.level(rating.level),
        number.span(rating.interval, number.level),
        "",
        "",
        judgment.certainty(rating.certainty),
        judgment.status(rating),
        text,
    ]


def _reasons(card: ReportCard, rating: Rating) -> Iterator[str]:
    """What was measured, what holds the level, what coders say, and what is said of the parent
    program.
    """
    for level in rating.measured:
        if level.measurement.value:
            yield measured.line(level, rating.criterion)
    if rating.holding and (text := judgment.why_not_higher(rating, card.rubric)):
        yield labelled(judgment.held(rating), text)
    for coding in rating.coded:
        text = judgment.coded(card, coding)
        yield f"{text} ({series(coding.evidence)})" if coding.evidence else text
    if rating.parent:
        yield judgment.parent(rating)


def _evidence(card: ReportCard) -> Iterator[str]:
    yield from (f"## {safe(say('Evidence'))}", "")
    for name in card.cites:
        evidence, source = card.cited(name)
        text = f"{evidence.says} ({series([source.cite, series(evidence.at)])})"
        yield f"* {safe(labelled(name, text))}"
    yield ""


def _sources(card: ReportCard) -> Iterator[str]:
    """The sources with the addresses at which they can be found."""
    if not card.program.sources:
        return
    yield from (f"## {safe(say('Sources'))}", "")
    for name, source in card.program.sources.items():
        yield series([f"* {safe(labelled(name, source.cite))}", *map(_address, source.links)])
    yield ""


def _address(address: str) -> str:
    return f"[{safe(address)}](<{address}>)" if is_link(address) else safe(address)


def _numbers(score: Score, whys: Iterable[str]) -> list[str]:
    numbers = [
        number.score(score.score),
        number.span(score.interval),
        number.span(score.possible_range),
    ]
    return [*numbers, judgment.bands(score), "", judgment.status(score), clauses(whys)]


def _point(label: str, text: str) -> str:
    return f"* **{safe(label)}** {safe(text)}"


def _table(head: list[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
