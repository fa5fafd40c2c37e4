"""Writes docs/library.md and docs/validity.md from the library and the engine: `python tests/library/pages.py`. A test keeps them current."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judges import CountryJudge, EngineJudge, WordsJudge
from plain import PATHS
from statements import STATEMENTS, Judge

from evalkit.model.places import country_name
from evalkit.model.result import ReportCard
from evalkit.pipeline import Engine, Settings
from evalkit.report import judgment
from evalkit.report.catalog import catalog, share

DOCS = Path(__file__).parents[2] / "docs"
KINDS = {"R": "order", "B": "band or level", "E": "equality", "S": "silence", "I": "invariance", "M": "measured"}
BASES = {"X": "said in the chapter", "C": "a contrast that it draws", "N": "a rule of method"}


def library(cards: Sequence[ReportCard]) -> str:
    """What the library holds, program by program."""
    entries = catalog(cards)
    about = {card.program.id: card for card in cards}
    lines = [
        "# The case library",
        "",
        f'{len(entries)} programs, agencies and systems that M. F. Hsieh, "South Korean SMEs and the quest for an innovation economy" (2017), '
        "judges. Each is described and coded from that chapter alone, and what the chapter does not say is unknown. "
        "`evalkit programs show ID` tells the story of one, `evalkit score ID -v` unfolds every number to its place in the chapter.",
        "",
        "This page is written by `python tests/library/pages.py`. Coverage is the share of a dimension's weight that is rated on evidence about "
        "the program itself, with what is taken over from a whole after the plus.",
    ]
    for country in sorted({each.country for each in entries}):
        lines += ["", f"## {country_name(country)}", ""]
        lines += _table(["program", "kind", "judged for", "part of", *entries[0].coverage, "evidence"])
        for each in entries:
            if each.country == country:
                part_of = about[each.id].program.part_of
                name = f"**{each.id}**<br>{each.name}"
                lines.append(_row([name, each.kind, each.period, part_of, *map(share, each.coverage.values()), str(each.evidence)]))
    lines += ["", "## What the cards say", ""]
    lines += [f"* `{each.id}`: {judgment.sentence(about[each.id])}" for each in entries]
    return "\n".join([*lines, ""])


def validity(judge: Judge) -> str:
    """Each statement, the figure that the engine gives, and whether it holds."""
    found = {each.id: each.check(judge) for each in STATEMENTS}
    told = [each for each in STATEMENTS if each.discriminating]
    lines = [
        "# Does the engine reproduce its source?",
        "",
        "**This page shows a reproduction of the source, and no more.** The codings restate the very paragraphs that are asked about, so it "
        "proves faithful coding and sound rules. It does not prove that the chapter is right, that the thresholds are, or that another author "
        "would agree: one author stands behind both sides of every contrast, and Taiwan appears with three chosen successes.",
        "",
        f"{_count(found[each.id].holds for each in STATEMENTS)} of {len(STATEMENTS)} statements hold. Of the {len(told)} that discriminate (D), "
        f"{_count(found[each.id].holds for each in told)} hold; each of them fails for one of the trivial judges below.",
        "",
        "Written by `python tests/library/pages.py`; the statements are in `tests/library/statements.py`.",
        "",
        *_table(["", "statement", "place", "kind", "basis", "D", "what the engine gives", "holds"]),
    ]
    for each in STATEMENTS:
        finding = found[each.id]
        marks = [KINDS[each.kind], BASES[each.basis], "D" if each.discriminating else ""]
        lines.append(_row([each.id, each.says, each.at, *marks, finding.figure, "yes" if finding.holds else "**no**"]))
    lines += [
        "",
        "## Would anything pass?",
        "",
        "Two trivial judges answer the same statements: one knows the country alone (Korea low, Taiwan high), the other counts words of success. A "
        "statement that both of them meet would prove nothing.",
        "",
        *_table(["judge", "statements met", "discriminating ones met", "discriminating ones failed"]),
    ]
    for name, other in (("the country alone", CountryJudge()), ("words of success", WordsJudge())):
        met = {each.id for each in STATEMENTS if each.check(other).holds}
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
