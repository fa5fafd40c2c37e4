"""A blind package for a coder: the sources and the evidence of programs, the questions and anchors
of a rubric, and a file to fill in. What others observed or coded stands nowhere in it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.locale import say
from evalkit.model.rubric import Criterion, Dimension, Rubric
from evalkit.read.codec.dump import as_flow, as_yaml
from evalkit.read.filled.sheets import EVIDENCE, PROGRAMS, SOURCES
from evalkit.report.phrases import labelled
from evalkit.session import Session
from evalkit.session.coding.sheet import BLIND, described_once, prefix_of

SHOWN = (*BLIND[PROGRAMS], "level", "synthetic")
"""What a coder sees of a program itself."""
WIDTH = 100
"""Characters of a line of the comments in a file to fill in."""
GUIDE = Path("README.md")
FORMS = (
    (
        '{level: 2.5, evidence: [e1, e2], why: "in a few words"}',
        "a level, whole or half, with the ids of its evidence and a reason",
    ),
    ("unknown", "the evidence does not answer"),
    (
        "{level: {not_applicable: why the question does not arise}, evidence: e1}",
        "the question does not arise, as evidence shows",
    ),
)
"""The forms of an answer, each with when it is given."""


def package(
    session: Session, paths: Sequence[Path], coder: str, kind: str
) -> dict[Path, str]:
    """The files of a package as texts: for each program its blind description and the coder's file,
    and one page with the questions and anchors.

    The texts are in the current language. Raises InputError for a description with faults,
    and where two have the same id.
    """
    rubric = session.rubric.rubric
    files = {GUIDE: _guide(rubric, coder)}
    for description in described_once(session, paths):
        name = description["id"]
        form = Path(f"{name}.{coder}.yaml")
        files[Path(f"{name}.yaml")] = as_yaml(blind(description))
        files[form] = _form(name, coder, kind, rubric)
    return files


def blind(description: Mapping[str, Any]) -> dict[str, Any]:
    """A description in plain data without what somebody has read from its evidence."""
    shown = {key: description[key] for key in SHOWN if key in description}
    for block in (SOURCES, EVIDENCE):
        if block in description:
            entries = description[block].items()
            shown[block] = {name: _blind(entry, block) for name, entry in entries}
    return shown


def _blind(entry: Mapping[str, Any], block: str) -> dict[str, Any]:
    """What a coder sees of a source or a piece of evidence."""
    shown = {}
    for key in BLIND[block]:
        if key in entry:
            shown[key] = _short(entry[key])
    return shown


def _short(value: Any) -> Any:
    """A list of one as its entry."""
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    return value


def _form(program: str, coder: str, kind: str, rubric: Rubric) -> str:
    """The file that a coder fills in: a line for each criterion, below its anchors."""
    request = say("Write an answer after each criterion, in one of these forms:")
    lines = [
        f"# {request}",
        *(f"#   {form}" for form, _ in FORMS),
        f"codes: {program}",
        "coders:",
        f"  {as_flow(coder)}: {{kind: {kind}}}",
        "codings:",
        f"  {as_flow(coder)}:",
    ]
    # Written line by line: each criterion stands below its anchors, which are comments.
    prefix = prefix_of(rubric)
    for dimension in rubric.dimensions.values():
        lines += ["", *_asked(dimension)]
        for name, criterion in dimension.criteria.items():
            lines += ["", *_asked(criterion)]
            for level, anchor in criterion.levels.items():
                lines += _comment(f"{level} {say(anchor)}", "  ")
            lines.append(f"    {prefix}{name}:")
    return "\n".join(lines) + "\n"


def _asked(part: Dimension | Criterion) -> list[str]:
    """The name and the question of a dimension or a criterion as comments."""
    return _comment(labelled(say(part.name), say(part.question)))


def _comment(text: str, indent: str = "") -> list[str]:
    """A text as comments among the criteria."""
    first, rest = f"    # {indent}", f"    #   {indent}"
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)


def _guide(rubric: Rubric, coder: str) -> str:
    """How to code, and the criteria with their anchors."""
    about = say(
        "For each program there are its sources and evidence (`<id>.yaml`) and the file to"
        " fill in (`<id>.{coder}.yaml`). What others observed or coded is not shown, so that"
        " your levels are a check.",
        coder=coder,
    )
    reading = say(
        "Read the evidence of a program, and compare it with the five anchors of a criterion."
    )
    answering = say("Answer in one of these forms:")
    checking = say(
        "`evalkit check .` names every line without an answer, and what is wrong in the others."
    )
    sealing = say(
        "`evalkit coding seal *.{coder}.yaml` fixes your answers: it writes the digest of each"
        " file beside it. Send back your files and these seals.",
        coder=coder,
    )
    lines = [f"# {say('Coding by {rubric}', rubric=rubric.label)}", "", about, ""]
    lines += [f"1. {reading}", f"2. {answering}", ""]
    for form, when in FORMS:
        lines.append(f"   * `{form}`: {say(when)}.")
    lines += ["", f"3. {checking}", f"4. {sealing}", ""]
    lines.append(
        say(
            "Do not talk about the programs with other coders before all of you have sealed."
        )
    )
    for dimension in rubric.dimensions.values():
        lines += _criteria(dimension)
    return "\n".join(lines) + "\n"


def _criteria(dimension: Dimension) -> Iterator[str]:
    yield from ("", f"## {say(dimension.name)}", "", say(dimension.question))
    for name, criterion in dimension.criteria.items():
        yield from ("", f"### {name} {say(criterion.name)}", "")
        yield from (say(criterion.question), "")
        for level, anchor in criterion.levels.items():
            yield f"* {level}: {say(anchor)}"
        yield from _hints(criterion)


def _hints(criterion: Criterion) -> Iterator[str]:
    """What the rubric says of a criterion beside its anchors."""
    hints = [
        (say("Unknown where"), criterion.unknown),
        (say("Evidence"), criterion.evidence),
    ]
    hints += [(say("Pitfall"), pitfall) for pitfall in criterion.pitfalls]
    points = [(label, text) for label, text in hints if text]
    if points:
        yield ""
    for label, text in points:
        yield f"* {labelled(label, say(text))}"
