"""Writes docs/library.md and docs/validity.md from the library and the engine: `python tests/library/pages.py`. A test keeps them current."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from judges import CountryJudge, EngineJudge, WordsJudge
from plain import PATHS
from statements import STATEMENTS, Judge

from evalkit.model.card import ReportCard
from evalkit.model.places import country_name
from evalkit.model.result import Score
from evalkit.pipeline import Engine, Settings
from evalkit.report import catalog, judgment, number

DOCS = Path(__file__).parents[2] / "docs"
KINDS = {"R": "order", "B": "band or level", "E": "equality", "S": "silence", "I": "invariance", "M": "measured"}
BASES = {"X": "said in the chapter", "C": "a contrast that it draws", "N": "a rule of method"}


def library(cards: Sequence[ReportCard]) -> str:
    """What the library holds, program by program."""
    cards = catalog.ordered(cards)
    lines = [
        "# The case library",
        "",
        f'{len(cards)} programs, agencies and systems that M. F. Hsieh, "South Korean SMEs and the quest for an innovation economy" (2017), '
        "judges. Each is described and coded from that chapter alone, by one coder, and what the chapter does not say is unknown. "
        "`evalkit programs show ID` tells the story of one, `evalkit score ID -v` unfolds every number to its place in the chapter.",
        "",
        "For each dimension: the score from 0 to 100 with its band (A systemic, B substantial, C partial, D token, E absent or "
        "counter-productive; * provisional), then the share of the weight that is rated on evidence about the program itself, +what is taken "
        "over from verdicts on a whole. Redundancy: 100 is free of wasteful duplication. This page is written by "
        "`python tests/library/pages.py`.",
    ]
    for country, group in groupby(cards, key=lambda card: card.program.country):
        found = list(group)
        lines += ["", f"## {country_name(country)}", ""]
        lines += _table(["program", "kind, judged for", "part of", *catalog.coverage(found[0]), "evidence"])
        lines += [_row(_program(card)) for card in found]
    return "\n".join([*lines, ""])


def _program(card: ReportCard) -> list[str]:
    program = card.program
    path = PATHS[program.id].relative_to(DOCS.parent).as_posix()
    shares = catalog.coverage(card)
    scores = [f"{_score(each.score)}<br>{shares[each.name]}" for each in card.dimensions]
    kind = f"{program.object_type}, {judgment.period(program)}"
    return [f"[{program.id}](../{path})<br>{program.name}", kind, program.part_of, *scores, str(len(program.evidence))]


def _score(score: Score) -> str:
    return "not rated" if score.score is None else f"{number.score(score.score)} {score.band}{'*' if score.status == 'provisional' else ''}"


def validity(judge: Judge) -> str:
    """Each statement, the figure that the engine gives, and whether it holds."""
    found = {each.id: each.check(judge) for each in STATEMENTS}
    told = [each for each in STATEMENTS if each.discriminating]
    others = [each for each in STATEMENTS if not each.discriminating]
    by_country, by_words = ({each.id for each in STATEMENTS if each.check(other()).holds} for other in (CountryJudge, WordsJudge))
    by_both = by_country & by_words
    lines = [
        "# Does the engine reproduce its source?",
        "",
        "**This page shows a reproduction of the source, and no more.** The codings restate the very paragraphs that are asked about, so it "
        "proves faithful coding and sound rules. It does not prove that the chapter is right, that the thresholds are, or that another author "
        "would agree: one author stands behind both sides of every contrast, one coder coded all of it, and Taiwan appears with three chosen "
        "successes.",
        "",
        f"{_count(found[each.id].holds for each in STATEMENTS)} of {len(STATEMENTS)} statements hold. {len(told)} of them are marked D, for "
        "discriminating: whoever wrote the statements down marked those that tell most, because knowing the country alone, or echoing words of "
        f"success, should not be enough for them. {_count(found[each.id].holds for each in told)} of these {len(told)} hold. Each of "
        f"them fails for at least one of two trivial judges (see the end), and so do {_count(each.id not in by_both for each in others)} of the "
        f"{len(others)} others. Korea low and Taiwan high would be enough for {len(by_country)} of the {len(STATEMENTS)}: "
        f"{_count(each.id in by_country for each in told)} of those marked and {_count(each.id in by_country for each in others)} of the others.",
        "",
        "Written by `python tests/library/pages.py`; the statements are in `tests/library/statements.py`.",
        "",
        *_table(["", "statement", "place", "kind", "basis", "D", "it holds if", "what the engine gives", "holds"]),
    ]
    for each in STATEMENTS:
        finding = found[each.id]
        marks = [KINDS[each.kind], BASES[each.basis], "D" if each.discriminating else ""]
        lines.append(_row([each.id, each.says, each.at, *marks, each.rule, finding.figure, "yes" if finding.holds else "**no**"]))
    lines += [
        "",
        "## Would anything pass?",
        "",
        "Two trivial judges answer the same statements: one knows the country alone (Korea low, Taiwan high), the other counts words of success. A "
        f"statement that both of them meet proves nothing: {', '.join(sorted(by_both)) or 'there is none'}.",
        "",
        *_table(["judge", "statements met", "those marked D met", "those marked D failed"]),
    ]
    for name, met in (("the country alone", by_country), ("words of success", by_words)):
        failed = [each.id for each in told if each.id not in met]
        lines.append(_row([name, f"{len(met)} of {len(STATEMENTS)}", f"{len(told) - len(failed)} of {len(told)}", ", ".join(failed)]))
    return "\n".join([*lines, ""])


def pages() -> dict[Path, str]:
    """The text of each page by its path."""
    engine = Engine(Settings())
    return {
        DOCS / "library.md": library([engine.card(path) for path in PATHS.values()]),
        DOCS / "validity.md": validity(EngineJudge()),
    }


def _count(values) -> int:
    return sum(map(bool, values))


def _table(head: Sequence[str]) -> list[str]:
    return [_row(head), "|" + " --- |" * len(head)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS.parent)}")
