"""Cards and comparisons as Markdown: tables, and the same sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say, speaking
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL, Rating, Score
from evalkit.plugin import Options
from evalkit.report import contrast, judgment, number
from evalkit.report.phrases import clauses, labelled, series, translated
from evalkit.report.safe import markdown as safe

HIGHER = (
    "higher",
    "lower",
    "scores",
    "points",
    "80% interval",
    "on the weight",
    "in simulations",
    "criteria that make most of it",
    "notes",
)
"""The columns of a table of clear differences; the scores are those on the criteria that both have."""


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    with speaking(options.lang):
        return "\n".join("\n".join(_card(card)) for card in cards)


def comparison(comparison: Comparison, options: Options) -> str:
    """The answer, all scores, groups, caveats, and which program is higher in each dimension."""
    with speaking(options.lang):
        return "\n".join(_comparison(comparison))


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program the dimensions of every rubric, caveats, and the evidence that several rubrics use."""
    with speaking(options.lang):
        return "\n".join(_perspectives(perspectives))


def _comparison(comparison: Comparison) -> list[str]:
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    names = [contrast.name(comparison, dimension) for dimension in dimensions]
    lines = [f"# {safe(say('Comparison'))}", ""]
    lines += [line for sentence in comparison.answer for line in (safe(translated(sentence)), "")]
    lines += _table([say("ranked as"), "", *names])
    cards = (
        [card for _, group in contrast.by_kind(comparison) for card in group]
        if contrast.many(comparison)
        else comparison.cards
    )
    for card in cards:
        scores = [contrast.cell(card.score(dimension)) for dimension in dimensions]
        lines.append(
            _row(
                [
                    say(card.program.ranked_as),
                    f"{card.program.country} {contrast.title(card)}",
                    *scores,
                ]
            )
        )
    lines += ["", say(contrast.KEPT_APART)] if contrast.many(comparison) else []
    groups = [(say(country_name(group)), texts) for group, texts in contrast.groups(comparison)]
    for heading, texts in [
        (say("Caveats"), [translated(each) for each in comparison.warnings]),
        *groups,
    ]:
        lines += (
            ["", f"## {safe(heading)}", "", *(f"* {safe(text)}" for text in texts)] if texts else []
        )
    for dimension, name in zip(dimensions, names, strict=True):
        lines += ["", f"## {safe(labelled(name, contrast.tally(comparison, dimension)))}", ""]
        if orders := contrast.told_apart(comparison, dimension):
            lines += _table([say(text) for text in HIGHER])
            lines += [*(_row(_order(each)) for each in orders), ""]
        for result in ("no_clear_difference", "not_comparable"):
            lines += [
                _point(say(contrast.RESULTS[result]), text)
                for text in contrast.undecided(comparison, dimension, result)
            ]
        lines += [
            _point(say("not rated"), text) for text in contrast.not_rated(comparison, dimension)
        ]
    return [*lines, ""]


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
            for each in card.dimensions:
                numbers = [
                    number.score(each.score.score),
                    number.span(each.score.interval),
                    number.span(each.score.possible_range),
                ]
                known = [
                    judgment.bands(each.score),
                    judgment.known(each),
                    judgment.status(each.score),
                ]
                lines.append(_row([card.rubric.label, say(each.name), *numbers, *known]))
        lines.append("")
    lines += [
        f"## {safe(say('Caveats'))}",
        "",
        *(f"* {safe(translated(text))}" for text in perspectives.warnings),
    ]
    if perspectives.shared:
        lines += ["", f"## {safe(say('Evidence that several rubrics use'))}", ""]
        lines += [
            f"* {safe(labelled(label, text))}" for label, text in judgment.shared(perspectives)
        ]
    return [*lines, ""]


def _card(card: ReportCard) -> list[str]:
    lines = [
        f"# {safe(judgment.called(card.program))}",
        "",
        safe(judgment.sentence(card)),
        "",
        safe(judgment.subject(card)),
        "",
    ]
    lines += _table(
        [
            "",
            *map(
                say,
                (
                    "level or score",
                    "interval",
                    "possible range",
                    "band",
                    "certainty",
                    "status",
                    "rests on",
                ),
            ),
        ]
    )
    for dimension in card.dimensions:
        lines.append(
            _row([say(dimension.name), *_numbers(dimension.score, judgment.whys(dimension))])
        )
        for rating in dimension.criteria:
            known = judgment.certainty(rating.grade)
            interval = number.span(rating.interval, number.level)
            text = (
                labelled(origin, judgment.short(rating))
                if (origin := judgment.origin(rating))
                else judgment.short(rating)
            )
            lines.append(
                _row(
                    [
                        rating.id,
                        number.level(rating.level),
                        interval,
                        "",
                        "",
                        known,
                        say(rating.status),
                        text,
                    ]
                )
            )
    lines += [
        _row([say("Overall"), *_numbers(card.overall, map(translated, card.overall.reasons))]),
        "",
    ]
    lines += [_point(label, text) for label, text in judgment.facts(card)]
    lines += ["", f"## {safe(say('Reasons'))}", ""]
    for rating in card.ratings:
        lines += [_point(rating.id, text) for text in _reasons(card, rating)]
    lines += ["", f"## {safe(say('Evidence'))}", ""]
    for id in card.cites:
        evidence, source = card.cited(id)
        lines.append(
            f"* {safe(labelled(id, f'{evidence.says} ({series([source.cite, series(evidence.at)])})'))}"
        )
    return [*lines, ""]


def _reasons(card: ReportCard, rating: Rating) -> Iterator[str]:
    """What was measured, what holds the level, what coders say, and what is said of the parent program."""
    yield from (
        judgment.measured(each, rating.criterion)
        for each in rating.measured
        if each.measurement.value
    )
    if rating.holding and (text := judgment.why_not_higher(rating, card.rubric)):
        yield labelled(judgment.held(rating), text)
    for each in rating.coded:
        text = judgment.coded(card, each)
        yield f"{text} ({series(each.evidence)})" if each.evidence else text
    yield from filter(None, [judgment.parent(rating)])


def _order(each: contrast.Order) -> list[str]:
    scores = say("{score} and {other}", score=each.scores[0], other=each.scores[1])
    return [
        each.higher,
        each.lower,
        scores,
        each.points,
        each.interval,
        each.weight,
        each.draws,
        each.makers,
        clauses(each.notes),
    ]


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


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
