"""Agreement of coders in a terminal: the coefficients, what was left out, the parts, the queue."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import listed, say
from evalkit.model.agreement import (
    Agreed,
    Agreement,
    Alpha,
    Answer,
    Codings,
    Disagreement,
)
from evalkit.model.rounding import written
from evalkit.plugin import Options
from evalkit.report import number
from evalkit.report.phrases import clauses, in_words, labelled, series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, bold, section
from evalkit.report.terminal.width import PLAIN, columns, shortened, wrap

FIRST = 10
"""Disagreements that are listed without -v."""
REASON = 40
"""Cells for a reason in a table."""
PARTS = (
    ("dimension", "By dimension"),
    ("criterion", "By criterion"),
    ("coder", "By coder, with each other one"),
)


def agreement_lines(agreement: Agreement, options: Options) -> list[str]:
    """The coefficients on all answers, what was left out before, the parts, and the queue."""
    width = options.width or PLAIN
    title = say(
        "Agreement of {coders}, by {rubric}",
        coders=listed([*map(safe, agreement.coders)]) or number.UNKNOWN,
        rubric=safe(agreement.rubric),
    )
    blocks = [
        bold(wrap(title, width)),
        [f"  {line}" for line in columns([*_whole(agreement.whole)])],
        _on_answers(agreement, width),
    ]
    for part, heading in PARTS:
        # many, of few answers each
        if options.verbose or part != "criterion":
            blocks.append(_table(say(heading), part, agreement))
    return apart([*blocks, _queue(agreement, options, width)])


def _on_answers(agreement: Agreement, width: int) -> list[str]:
    """What alpha is computed from, and whether it is sealed."""
    texts = {
        "Counted in alpha": _counted(agreement),
        "Left out of alpha": _left_out(agreement),
        "Seals": _seals(agreement),
    }
    lines = []
    for label, text in texts.items():
        lines += wrap(labelled(say(label), text), width)
    return lines


def coding_lines(codings: Codings) -> list[str]:
    """One line for each answer."""
    head = ("Program", "Criterion", "Coder", "Answer", "Evidence", "Why")
    rows = [list(map(say, head))]
    for answer in codings.answers:
        evidence, why = " ".join(answer.evidence), shortened(answer.why, REASON)
        about = (answer.program, answer.criterion, who(answer))
        rows.append([*map(safe, (*about, given(answer), evidence, why))])
    return columns(rows)


def given(answer: Answer) -> str:
    """The level, or what was answered in its place."""
    if answer.level is None:
        return in_words(answer.answer)
    return number.level(answer.level)


def who(answer: Answer) -> str:
    """The coder, with the kind where it is declared; who decided an adjudicated answer."""
    if answer.by:
        return say("adjudicated by {names}", names=answer.by)
    if answer.kind is None:
        return answer.coder
    return say("{coder} ({kind})", coder=answer.coder, kind=say(answer.kind))


def coefficient(alpha: Alpha) -> str:
    """An alpha to two decimals; a word where it is undefined."""
    return say("undefined") if alpha.value is None else written(alpha.value, 2)


def _decimals(value: float) -> str:
    return written(value, 2)


def _whole(agreed: Agreed) -> Iterator[list[str]]:
    """The coefficients and shares on all answers, each with what it rests on."""
    alphas = {
        "Alpha on levels (ordinal)": agreed.levels,
        "Alpha on whether a level is known (nominal)": agreed.known,
    }
    for label, alpha in alphas.items():
        yield [say(label), coefficient(alpha), _of_alpha(alpha)]
    pairs = _count("pairs of levels: {number}", agreed.pairs)
    ranges = _count("ranges beside a level: {number}", agreed.ranges)
    held = say("Range of one holds the level of another")
    yield [say("Same level"), number.share(agreed.exact), pairs]
    yield [say("Within half a level"), number.share(agreed.near), pairs]
    yield [held, number.share(agreed.held), ranges]


def _of_alpha(alpha: Alpha) -> str:
    """The interval of an alpha and its units, or why it is undefined."""
    units = _count("units: {number}", alpha.units)
    if alpha.undefined == "no_pairs":
        return say("no unit has two answers")
    if alpha.undefined == "no_variation":
        return series([say("all answers are the same"), units])
    # of few units samples say little (decision 0095)
    if alpha.interval is None:
        return series([units, say("too few for an interval")])
    ends = number.span(alpha.interval, _decimals)
    return series([say("95 % interval {ends}", ends=ends), units])


def _counted(agreement: Agreement) -> str:
    """The answers that alpha is computed from."""
    cleaned = agreement.cleaned
    texts = [
        _count("programs: {number}", cleaned.programs),
        _count("answers: {number}", cleaned.answers),
        _count("levels among them: {number}", cleaned.levels),
    ]
    if cleaned.absent:
        texts.append(_count("absences, counted as level 0: {number}", cleaned.absent))
    return clauses(texts)


def _left_out(agreement: Agreement) -> str:
    """The answers that alpha is not computed from."""
    cleaned = agreement.cleaned
    counts = (
        ("adjudicated answers: {number}", cleaned.adjudicated),
        ("accepted proposals: {number}", cleaned.accepted),
        ("answers of other coders: {number}", cleaned.others),
        ("answers to questions that one coder alone answered: {number}", cleaned.alone),
    )
    texts = [_count(text, count) for text, count in counts if count]
    return clauses(texts) or say("nothing")


def _count(text: str, number: int) -> str:
    return say(text, number=f"{number:,}")


def _seals(agreement: Agreement) -> str:
    """How many of the coders' files are sealed, and which have changed since."""
    seals = agreement.seals
    text = say(
        "{sealed} of {files} coders' files", sealed=seals.sealed, files=seals.files
    )
    if not seals.changed:
        return text
    changed = say("changed since: {files}", files=series(seals.changed))
    return clauses([text, changed])


def _table(heading: str, part: str, agreement: Agreement) -> list[str]:
    """The parts of one kind below their headings; nothing where there are none."""
    of_kind = [agreed for agreed in agreement.parts if agreed.part == part]
    if not of_kind:
        return []
    words = ("Alpha", "95 %", "Known", "Units", "Pairs", "Same", "Near", "Held")
    rows = [["", *map(say, words)]]
    for agreed in of_kind:
        title = agreed.name
        if part == "dimension":
            title = say(agreement.dimensions[title])
        rows.append([safe(title), *_cells(agreed)])
    return [*bold([heading]), *(f"  {line}" for line in columns(rows))]


def _cells(agreed: Agreed) -> Iterator[str]:
    yield coefficient(agreed.levels)
    yield number.span(agreed.levels.interval, _decimals)
    yield coefficient(agreed.known)
    yield from (str(agreed.levels.units), str(agreed.pairs))
    yield from map(number.share, (agreed.exact, agreed.near, agreed.held))


def _queue(agreement: Agreement, options: Options, width: int) -> list[str]:
    """What coders answer differently, and what is done with it."""
    # what is settled needs nobody any more, and is listed with -v
    waiting = [entry for entry in agreement.queue if not entry.settled]
    listed_here = agreement.queue if options.verbose else waiting[:FIRST]
    heading = say(
        "Disagreements: {open} open, {settled} settled",
        open=f"{len(waiting):,}",
        settled=f"{len(agreement.queue) - len(waiting):,}",
    )
    texts = [_entry(entry, options.verbose) for entry in listed_here]
    if len(waiting) > len(listed_here):
        texts.append(say("-v lists all of them, with reasons, and every criterion."))
    return section(heading, texts, width)


def _entry(entry: Disagreement, verbose: bool) -> str:
    """One disagreement, with what each coder says."""
    answers = []
    for answer in entry.answers:
        # a reason is as long as its coder likes, and the list is to fit a screen without -v
        text = say("{level} by {coder}", level=given(answer), coder=answer.coder)
        answers.append(labelled(text, answer.why) if verbose and answer.why else text)
    head = f"{entry.program} {entry.criterion}"
    if entry.apart is not None:
        head = say("{head}, {apart} apart", head=head, apart=number.level(entry.apart))
    text = labelled(head, clauses(answers) if verbose else series(answers))
    return say("{entry} (settled)", entry=text) if entry.settled else text
