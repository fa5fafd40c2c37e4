"""`evalkit explain`: what a criterion, a measure or a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evalkit.cli.glossary.measures import intervals, measure_pages, use_of
from evalkit.cli.options import (
    FORMAT,
    LANG,
    PAGER,
    PLUGINS,
    RUBRIC,
    Asked,
    add,
    gathered,
)
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit, emit_data
from evalkit.locale import LANGUAGES, language, listed, say, speaking
from evalkit.model.errors import NothingMatched
from evalkit.model.vocabulary import FUNCTIONS, TARGETS

if TYPE_CHECKING:
    from evalkit.model.rubric import Criterion, Dimension, Rubric
    from evalkit.session import Session


@click.command("explain")
@click.argument("words", nargs=-1, metavar="[WHAT]")
@RUBRIC
@add(PLUGINS)
@click.option(
    "--list", "listing", is_flag=True, help="List everything that can be explained."
)
@FORMAT
@LANG
@PAGER
@gathered(asked=Asked)
def command(words: tuple[str, ...], listing: bool, form: str, asked: Asked) -> None:
    """Explain a criterion (COO-1), a validity rule (G3), a measure, a code (F05, TG31, EK201), or a
    word of a card or of a comparison as it is printed, in any language (score, certainty, band).

    The page of a measure asks its question, and says what a description may state and how the
    criteria use it.
    """
    from evalkit.cli.glossary import words as glossary
    from evalkit.model.saved.printed import Explanation
    from evalkit.read.codec.encode import json_text
    from evalkit.report.terminal.width import fit

    session = open_session(asked, broken=True)
    if listing or not words:
        loaded = session.rubric.rubric
        with speaking(asked.lang):
            pages = _pages(session, loaded) | glossary.pages(loaded, asked.lang)
        lines = [
            fit(
                f"{key:26} {text.splitlines()[0].removeprefix(key).strip(' :')}", 100
            ).rstrip()
            for key, text in pages.items()
        ]
        emit("\n".join(lines), asked.pager)
        return
    explained = explanation(session, " ".join(words), asked.lang)
    if form == "json":
        emit_data(json_text(Explanation(*explained)))
    else:
        emit(_broken(explained[1]), asked.pager)


def explanation(session: Session, what: str, lang: str = "en") -> tuple[str, str]:
    """The heading and the page of a criterion, a measure, a code or a word; raises NothingMatched
    where nothing is called so.
    """
    from evalkit.cli.glossary import words as glossary
    from evalkit.read.diagnostic import did_you_mean, shown, with_same_words

    loaded = session.rubric.rubric
    with speaking(lang):
        pages = _pages(session, loaded)
    name = next((key for key in pages if _plain(key) == _plain(what)), "")
    explained = (
        named(what, loaded, lang)
        or glossary.page(what, loaded, lang)
        or (name, pages.get(name, ""))
    )
    if not explained[0]:
        others = (named(what, other, lang) for other in session.other_rubrics())
        explained = next(filter(None, others), explained)
    if not explained[0]:
        known = [*pages, *glossary.pages(loaded)]
        near = with_same_words(what, known) or "evalkit explain --list names everything"
        raise NothingMatched(
            f"nothing is called {shown(what)!r}; {did_you_mean(what, known, near)}"
        )
    return explained


def _pages(session: Session, loaded: Rubric) -> dict[str, str]:
    """Every page but those of the glossary, by its name, in the language that is spoken.

    What has no translation stays English: grounds, pitfalls, references, the questions of
    evaluators, the words for amounts and the codes of faults.
    """
    from evalkit.read.codes import PAGES

    rubrics = [*session.other_rubrics(), loaded]
    group = say("OECD STIP Compass group")
    return {
        **{name: page for rubric in rubrics for name, page in _rubric(rubric).items()},
        **measure_pages(session, loaded),
        **{
            code: f"{code} {say('function of a service')}: {say(name)}\n\n{group} {instrument}"
            for code, (name, instrument) in FUNCTIONS.items()
        },
        **{
            code: f"{code} {say('target group')}: {say(name)}"
            for code, name in TARGETS.items()
        },
        **_words(loaded),
        **{
            code: f"{code} {page.title}\n\n{page.why}\n\nWhat to do: {page.mend}"
            for code, page in PAGES.items()
        },
    }


def named(what: str, rubric: Rubric, lang: str) -> tuple[str, str] | None:
    """The id and the page of the dimension or criterion with this id or printed name.

    A name of English has its page in the language `lang`, and any other in its own.
    """
    parts: dict[str, Dimension | Criterion] = {**rubric.dimensions, **rubric.criteria()}
    for tag in dict.fromkeys(("en", lang, *LANGUAGES)):
        for key, part in parts.items():
            if _plain(what) in (_plain(key), _plain(language(tag).text(part.name))):
                with speaking(lang if tag == "en" else tag):
                    return key, _rubric(rubric)[key]
    return None


def _plain(name: str) -> str:
    """A name as it is looked up: not_rated and Not rated are one."""
    return name.lower().replace("_", " ")


def _broken(page: str) -> str:
    """A page in lines that a terminal can show."""
    from evalkit.cli.deliver import terminal_width
    from evalkit.report.terminal.width import PLAIN, wrap

    width = terminal_width() or PLAIN
    lines = []
    for line in page.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        fits = line.isascii() and len(line) <= width  # columns keep their spaces
        lines += [line] if fits else wrap(line, width, indent, indent + "  ")
    return "\n".join(lines)


def _rubric(rubric: Rubric) -> dict[str, str]:
    """The pages of a rubric: its criteria, dimensions and validity rules."""
    return {
        **{
            criterion_id: _criterion(criterion_id, explained, rubric)
            for criterion_id, explained in rubric.criteria().items()
        },
        **{
            key: f"{say(explained.name)}: {say(explained.question)}\n"
            f"{say('weight')} {explained.weight:g}: {say(explained.why)}"
            for key, explained in rubric.dimensions.items()
        },
        **{
            rubric_id: f"{rubric_id} {say('validity rule')}: {say(text)}"
            for rubric_id, text in rubric.validity_rules.items()
        },
    }


def _criterion(criterion_id: str, criterion: Criterion, rubric: Rubric) -> str:
    dimension = next(
        holder
        for holder in rubric.dimensions.values()
        if criterion_id in holder.criteria
    )
    kinds = key_of(dimension, criterion_id)
    standing = [rubric.label, say(dimension.name)]
    standing += [say("weight {weight} of 1", weight=f"{criterion.weight:g}")]
    standing += [say("the key criterion {types}", types=kinds)] if kinds else []
    lines = [
        f"{criterion_id} {say(criterion.name)}",
        "",
        say(criterion.question),
        listed(standing, "comma"),
        "",
        say("Levels"),
    ]
    lines += [
        f"  {level} {say(text)}" for level, text in sorted(criterion.levels.items())
    ]
    if criterion.ground:
        places = listed(criterion.ground.at, "comma")
        lines += ["", f"{say('Ground')} ({places})", f"  {criterion.ground.says}"]
    parts = {
        "Evidence that counts": [criterion.evidence],
        "Asked of the level of government": [
            listed([*map(say, criterion.applies_to)], "or")
        ],
        "Measures": [
            f"{name}: {use_of(use)}" for name, use in criterion.measures.items()
        ],
        "When it is unknown": [say(criterion.unknown)],
        "Pitfalls": criterion.pitfalls,
        "Validity rules": [
            f"{rule}: {say(rubric.validity_rules[rule])}"
            for rule in criterion.validity_rules
        ],
        "References": [rubric.references[key] for key in criterion.references],
    }
    for heading, texts in parts.items():
        if shown := [f"  {text}" for text in texts if text]:
            lines += ["", say(heading), *shown]
    return "\n".join(lines)


def key_of(dimension: Dimension, name: str) -> str:
    """For which types of program a criterion is the key one, empty for none."""
    types = [
        say(kind)
        for kind, key in dimension.key.items()
        if key == name and kind != "default"
    ]
    if name == dimension.key["default"]:
        others = [say(kind) for kind, key in dimension.key.items() if key != name]
        if not others:
            return say("for every type of program")
        return say("except for {types}", types=listed(others))
    return say("for {types}", types=listed(types)) if types else ""


def _words(rubric: Rubric) -> dict[str, str]:
    """The page of the words for amounts."""
    from evalkit.model.quantifiers import QUANTIFIERS, REFUSED

    own = f"This scale is that of the rubric {rubric.id}."
    proposal = (
        "Studies in which people gave numbers to such words agree on their order, and show that"
        " each word covers a range (Bass, Cascio and O'Connor 1973; Mosteller and Youtz 1990). The"
        " ends and the typical values are a proposal; a rubric may replace them."
    )
    scale = intervals(rubric.quantifiers or QUANTIFIERS)
    refused = [f"  {word}: {remedy}" for word, remedy in REFUSED.items()]
    page = [
        "quantifiers: words for amounts, each with the share of a whole that it is read as",
        "",
        own if rubric.quantifiers else proposal,
    ]
    return {
        "quantifiers": "\n".join(
            [
                *page,
                "",
                *scale,
                "",
                "Other words are refused, with what to write",
                *refused,
            ]
        )
    }
