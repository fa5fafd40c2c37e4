"""What is said of changes in sentences, and the cells of their tables."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from evalkit.locale import say
from evalkit.model.card import SHORT
from evalkit.model.changes import (
    CAP,
    EDITION,
    REST,
    Cause,
    Changes,
    CriterionChange,
    EditionChange,
    JudgedCriterion,
    JudgedScore,
    ProgramChange,
    ScoreChange,
)
from evalkit.model.rounding import written
from evalkit.report import judgment, number
from evalkit.report.phrases import clauses, in_words, labelled, series

KINDS = {
    "evidence": "piece of evidence",
    "source": "source",
    "observation": "observation",
    "coding": "coder",
    "fact": "block of facts",
    "description": "key of the description",
    "evaluator": "evaluator",
    "setting": "setting",
    "context": "file of the context",
    "seed": "random seed",
}
"""What each kind of cause is called."""
EFFECTS = {
    "cosmetic": "only texts differ: no score can change",
    "renamed": "criteria have other ids, and else only texts differ: no score can change, and"
    " intervals are simulated anew",
    "scoring": "numbers or rules differ",
}
NOT_SEPARATED = (
    "What the old evidence gives under the new edition could not be computed, so the effect of the"
    " edition cannot be separated from the other changes."
)
MISSED = (
    "The old evidence was judged by the new edition without this part of its context, which is not"
    " there as it was: {files}."
)


def answer(changes: Changes) -> list[str]:
    """How many programs changed, and by which score first."""
    changed = len(changes.programs)
    both = changed + changes.unchanged
    if not both:
        return [say("The two results have no program in common.")]
    if not changed:
        return [say("Nothing changed. Programs in both results: {all}.", all=both)]
    text = "Programs in both results: {all}; changed: {n}."
    return [say(text, all=both, n=changed), _largest(changes)]


def _largest(changes: Changes) -> str:
    """The score that changed most, of those that are in both results."""
    moved = [
        (abs(score.difference), program, score)
        for program in changes.programs
        for score in program.scores
        if score.difference is not None
    ]
    if not moved:
        return say("No score that both have has changed.")
    # by the points alone, for programs and scores have no order
    _, program, score = max(moved, key=itemgetter(0))
    return say(
        "The largest change of a score: {program}, {dimension} {before} to {after}.",
        program=program.name,
        dimension=say(score.name),
        before=number.score(score.before.score if score.before else None),
        after=number.score(score.after.score if score.after else None),
    )


def editions(changes: Changes) -> list[str]:
    """What differs between the editions of each rubric."""
    return [clauses(_edition(edition)) for edition in changes.editions]


def _edition(edition: EditionChange) -> Iterator[str]:
    before, after = (digest[:SHORT] for digest in edition.digests)
    yield say(
        "rubric {before} became {after}",
        before=f"{edition.rubric} {edition.before} ({before})",
        after=f"{edition.rubric} {edition.after} ({after})",
    )
    # an author may change a rubric and forget to raise its edition
    if edition.before == edition.after:
        yield say("both are called alike, and their contents differ")
    yield say(EFFECTS[edition.effect])
    if edition.criteria:
        yield labelled(say("criteria"), series(edition.criteria))
    if edition.rules:
        yield labelled(say("rules"), series(edition.rules))
    if edition.renamed:
        pairs = (f"{old} → {new}" for old, new in edition.renamed.items())
        yield labelled(say("other ids"), series(pairs))


def tables(program: ProgramChange) -> list[tuple[list[str], list[list[str]]]]:
    """The tables of a program that have rows, each with its headings: scores, then criteria."""
    both = ((SCORES, score_rows(program)), (CRITERIA, criterion_rows(program)))
    return [(list(map(say, headings)), rows) for headings, rows in both if rows]


def legend(program: ProgramChange) -> list[str]:
    """What the marks in its table of scores mean."""
    changed = filter(_shows, program.scores)
    sides = (side for score in changed for side in (score.before, score.after))
    return judgment.asterisk_means(
        side.status for side in sides if side and side.score is not None
    )


SCORES = ("Dimension", "Before", "After", "Change", "What adds to it")
"""The headings of the table of scores."""


def score_rows(program: ProgramChange) -> list[list[str]]:
    """The rows of the table of scores."""
    return [_score_row(score) for score in program.scores if _shows(score)]


def _shows(score: ScoreChange) -> bool:
    """Whether a change is large enough to be seen in the numbers that are shown."""
    if score.before is None or score.after is None:
        return True
    # as printed: a table of numbers that look alike would make its reader search for a difference
    return _seen(score.before) != _seen(score.after)


def _seen(side: JudgedScore) -> tuple[str, str, str]:
    return _score(side), number.span(side.possible_range), number.share(side.coverage)


def _score_row(score: ScoreChange) -> list[str]:
    """A score before and after, with what makes the change."""
    change = number.UNKNOWN if score.difference is None else _signed(score.difference)
    parts = series(f"{_part(part.name)} {_signed(part.points)}" for part in score.parts)
    sides = [_score(score.before), _score(score.after)]
    return [say(score.name), *sides, change, parts or _coverage(score)]


def _part(name: str) -> str:
    own = {EDITION: "new edition", CAP: "cap", REST: "not assigned by the aggregator"}
    return say(own[name]) if name in own else name


def _signed(points: float) -> str:
    return written(points, 1, "+")


def _score(standing: JudgedScore | None) -> str:
    if standing is None:
        return number.UNKNOWN
    if standing.score is None:
        return say("not rated")
    points = judgment.points(standing.score, standing.status)
    ends = number.span(standing.interval)
    return f"{points} ({ends}) {standing.band or ''}".rstrip()


def _coverage(score: ScoreChange) -> str:
    """The evidence coverage, or else the possible range, where what is shown of it changed."""
    sides = (score.before, score.after)
    before, after = (number.share(side.coverage if side else None) for side in sides)
    if before != after:
        text = "evidence coverage {before} to {after}"
        return say(text, before=before, after=after)
    # a dimension that one edition alone has, and of which nothing is known, has one range
    ranges = [number.span(side.possible_range) for side in sides if side]
    if ranges[0] == ranges[-1]:
        return ""
    text = "possible range {before} before, {after} after"
    return say(text, before=ranges[0], after=ranges[-1])


CRITERIA = ("Criterion", "Before", "After", "Why")
"""The headings of the table of criteria."""


def criterion_rows(program: ProgramChange) -> list[list[str]]:
    """The rows of the table of criteria."""
    return [_criterion_row(program, criterion) for criterion in program.criteria]


def _criterion_row(program: ProgramChange, criterion: CriterionChange) -> list[str]:
    """A criterion before and after, with what can have moved it."""
    name = f"{criterion.was} → {criterion.id}" if criterion.was else criterion.id
    why = [*map(cause, program.causes_of(criterion.id))]
    # A new edition that moves nothing is no reason.
    if criterion.under_edition and criterion.under_edition != criterion.before:
        level = standing(criterion.under_edition)
        # first, as on the way from one result to the other (decision 0090)
        why.insert(
            0, say("the old evidence gives {level} under the new edition", level=level)
        )
    return [name, standing(criterion.before), standing(criterion.after), clauses(why)]


def standing(judged: JudgedCriterion | None) -> str:
    """A level with its range and certainty, or the status."""
    if judged is None:
        return number.UNKNOWN
    if judged.level is None:
        return in_words(judged.status)
    certainty = say(judged.certainty or "very low")
    about = [say("{certainty} certainty", certainty=certainty)]
    if judged.status != "rated":
        about.append(in_words(judged.status))
    span = number.span(judged.interval, number.level)
    return f"{number.level(judged.level)} ({span}, {series(about)})"


def others(program: ProgramChange) -> list[str]:
    """The causes that move no criterion which changed, and what could not be separated."""
    moved = {criterion.id for criterion in program.criteria}
    texts = [
        _with_criteria(other)
        for other in program.causes
        if moved.isdisjoint(other.criteria)
    ]
    if not program.separated:
        texts.append(say(NOT_SEPARATED))
    if program.missed:
        texts.append(say(MISSED, files=series(program.missed)))
    return texts


def _with_criteria(other: Cause) -> str:
    """A coder answers many criteria, often alike, so that the answer alone names nothing."""
    if other.kind == "coding" and other.criteria:
        return labelled(series(other.criteria), cause(other))
    return cause(other)


def cause(of: Cause) -> str:
    """A change of what a card was made from."""
    kind = say(KINDS[of.kind])
    if of.change == "changed" and (of.before or of.after):
        before, after = of.before or number.UNKNOWN, of.after or number.UNKNOWN
        return f"{kind} {of.name}: {before} → {after}"
    texts = {
        "added": "{what} {name} added",
        "removed": "{what} {name} taken out",
        "changed": "{what} {name} changed",
    }
    return say(texts[of.change], what=kind, name=of.name)


def sides(changes: Changes) -> list[tuple[str, str]]:
    """The programs that stand on one side, under a heading for each side that has any."""
    both = (
        (changes.before, changes.only_before),
        (changes.after, changes.only_after),
    )
    headed = []
    for result, programs in both:
        if programs:
            names = [f"{program.name} ({program.program})" for program in programs]
            headed.append((say("Only in {result}", result=result), series(names)))
    return headed
