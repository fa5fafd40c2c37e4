"""What a card and a comparison say in words; the formats share these sentences, and none of them computes a number."""

from __future__ import annotations

from collections import Counter

from evalkit.model.comparison import Comparison, Pair
from evalkit.model.places import country_name
from evalkit.model.program import Period, Program
from evalkit.model.result import DimensionScore, Rating, ReportCard, Score
from evalkit.report import number

VERDICTS = {
    "left": "{left} is higher",
    "right": "{right} is higher",
    "not_separable": "not separable",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
}


def sentence(card: ReportCard) -> str:
    """The one sentence of judgment that opens a card."""
    rated = [each for each in card.dimensions if each.score.score is not None]
    missing = [each.name.lower() for each in card.dimensions if each.score.score is None]
    overall = card.overall
    if overall.score is not None:
        word = card.rubric.bands[overall.band or ""].word
        start = f"{card.program.name} is {word}: {number.score(overall.score)} of 100, {number.span(overall.interval)} in 80 % of draws"
    elif rated:
        start = f"{card.program.name} has no overall score"
    else:
        return f"{card.program.name} is not rated in any dimension: too little is known."
    parts = [f"{each.name.lower()} {number.score(each.score.score)} ({bands(each.score)})" for each in rated]
    without = f"; {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not rated" if missing else ""
    return f"{start}; {', '.join(parts)}{without}."


def bands(score: Score) -> str:
    """The band, with those that the interval touches."""
    if score.band is None:
        return number.UNKNOWN
    touched = f"{score.bands[0]}-{score.bands[-1]}" if len(score.bands) > 1 else score.band
    return score.band if touched == score.band else f"{score.band}, {touched}"


def status(score: Score) -> str:
    """A status in words."""
    return score.status.replace("_", " ")


def period(program: Program) -> str:
    """The period that is judged."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return "an unknown period"
    ends = [str(year) if year else "?" for year in (assessed.from_, assessed.to)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def subject(card: ReportCard) -> str:
    """What is judged: id, kind, country, place, period and rubric."""
    program = card.program
    where = ", ".join([country_name(program.country), *program.regions])
    return f"{program.id} · {program.object_type} · {where} · judged for {period(program)} · rubric {card.rubric.id} {card.rubric.edition}"


def facts(card: ReportCard) -> list[tuple[str, str]]:
    """Labelled lines under the scores: aim, evidence, informants, doubts, what was taken over, coders, reply, notes."""
    program = card.program
    rows = [("aim", f"{aim.says} (stated; it lifts nothing)") for aim in program.aims]
    cited = {id: card.cited(id) for each in ratings(card) for id in (*each.evidence, *each.against)}
    claims = Counter(evidence.claim for evidence, _ in cited.values())
    if claims:
        rows.append(("judged on", ", ".join(f"{count} {claim}" for claim, count in claims.most_common())))
        informants = {source.author or source.holder or source.cite for _, source in cited.values()}
        authors = {source.author for _, source in cited.values() if source.author}
        rows.append(
            ("informants", f"{len(informants)} independent, {len(authors)} of them published authors; {len(cited)} pieces of evidence")
        )
    against = sorted({id for each in ratings(card) for id in each.against})
    rows += [("against", f"{id}: {card.cited(id)[0].says}") for id in against]
    for name, outcome in program.outcomes.items():
        rivals = "; ".join(program.evidence[id].says for id in outcome.rivals)
        contribution = outcome.contribution if isinstance(outcome.contribution, str) else "unknown"
        rows.append(
            (
                "outcome",
                f"{name} ({outcome.counts or 'no count'}): contribution {contribution}"
                + (f"; rival explanation: {rivals}" if rivals else ""),
            )
        )
    rows += [
        ("hurdle", f"{each.name}: {reason}") for each in card.dimensions for reason in each.score.reasons if reason.startswith("hurdle")
    ]
    rows += [("overall", reason) for reason in card.overall.reasons]
    taken = Counter(each.inherited_from for each in ratings(card) if each.inherited_from)
    rows += [("taken over", f"{count} criteria from {whole}") for whole, count in sorted(taken.items())]
    coders = sorted({each.coder for rating in ratings(card) for each in rating.coded})
    if coders:
        rows.append(("coded by", ", ".join(coders)))
    if program.reply:
        rows.append(("reply", f"{program.reply.by} {program.reply.on}: {program.reply.says}".strip()))
    return rows + [("note", note) for note in card.notes] + [("to learn most", most_informative(card))]


def ratings(card: ReportCard) -> list[Rating]:
    """All ratings of a card."""
    return [rating for dimension in card.dimensions for rating in dimension.criteria]


def most_informative(card: ReportCard) -> str:
    """The criterion whose being known would narrow the bounds most."""

    def width(dimension: DimensionScore, rating: Rating) -> float:
        low, high = rating.interval if rating.levelled and rating.interval else (0.0, 4.0)
        return 0.0 if rating.status == "not_applicable" else 25 * rating.criterion.weight * (high - low)

    points, rating, dimension = max(
        ((width(dimension, rating), rating, dimension) for dimension in card.dimensions for rating in dimension.criteria),
        key=lambda row: row[0],
    )
    return f"{rating.id} {rating.criterion.name}: known for sure, it would narrow the bounds of {dimension.name.lower()} by up to {points:.0f} points"


def short(rating: Rating) -> str:
    """One line on a criterion: the anchor it stands on, or why there is none."""
    text = rating.anchor or (rating.reasons[0] if rating.reasons else "nobody looked")
    marks = [] if rating.status in ("rated", "unknown") else [rating.status.replace("_", " ")]
    marks += [f"from {rating.inherited_from}"] if rating.inherited_from else []
    return f"[{', '.join(marks)}] {text}" if marks else text


def verdict(pair: Pair) -> str:
    """The verdict of a pair in words."""
    return VERDICTS[pair.verdict].format(left=pair.left, right=pair.right)


def draws(pair: Pair) -> str:
    """In how many draws which side is higher; a share of draws and no probability."""
    if pair.share_left_higher is None:
        return ""
    left = pair.share_left_higher >= 0.5
    return f"{pair.left if left else pair.right} higher in {number.share(pair.share_left_higher if left else 1 - pair.share_left_higher)} of draws"


def why(pair: Pair) -> str:
    """What makes the difference, or what stands in the way of a verdict."""
    makers = ", ".join(f"{each.criterion} {each.points:+.0f}" for each in pair.contributions[:4] if round(each.points))
    return "; ".join([*pair.reasons, *([f"made by {makers}"] if makers else [])])


def tally(comparison: Comparison, dimension: str) -> str:
    """How often each verdict was given in a dimension."""
    counts = Counter(pair.verdict for pair in comparison.pairs if pair.dimension == dimension)
    separated = counts["left"] + counts["right"]
    rest = [f"{counts[key]} {VERDICTS[key]}" for key in ("not_separable", "not_comparable", "not_rated") if counts[key]]
    return ", ".join([f"{separated} separated", *rest])
