"""`evalkit explain`: what a criterion, a measure or a code means."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from evalkit.cli.glossary import plain
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
from evalkit.locale import LANGUAGES, language, listed, say, using_locale
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
    from evalkit.model.saved.printed import Explanation
    from evalkit.read.codec.encode import json_text

    session = open_session(asked, broken=True)
    if listing or not words:
        emit("\n".join(_listed(session, asked.lang)), asked.pager)
        return
    heading, page = explanation(session, " ".join(words), asked.lang)
    if form == "json":
        emit_data(json_text(Explanation(heading, page)))
    else:
        emit(_wrapped(page), asked.pager)


def _listed(session: Session, lang: str) -> list[str]:
    """Everything that can be explained, a line for each."""
    from evalkit.cli.glossary import words as glossary
    from evalkit.report.terminal.width import fit, pad

    rubric = session.rubric.rubric
    with using_locale(lang):
        pages = _pages(session, rubric) | glossary.pages(rubric, lang)
    lines = []
    for name, page in pages.items():
        first_line, *_ = page.splitlines()
        # a page begins with its name, which stands in a column of its own here
        about = first_line.removeprefix(name).strip(" :")
        lines.append(fit(f"{pad(name, 26)} {about}", 100).rstrip())
    return lines


def explanation(session: Session, word: str, lang: str = "en") -> tuple[str, str]:
    """The heading and the page of a criterion, a measure, a code or a word; raises NothingMatched
    where nothing is called so.
    """
    from evalkit.cli.glossary import words as glossary
    from evalkit.read.diagnostic import did_you_mean, shown, with_same_words

    rubric = session.rubric.rubric
    explained = named(word, rubric, lang) or glossary.page(word, rubric, lang)
    if explained:
        return explained
    with using_locale(lang):
        pages = _pages(session, rubric)
    for name, page in pages.items():
        if plain(name) == plain(word):
            return name, page
    # by their printed names: the pages have their ids already
    for other in session.judging.other_rubrics():
        if explained := named(word, other, lang):
            return explained
    if _is_amount(word, rubric):
        return "quantifiers", pages["quantifiers"]
    # a card prints informants, and a reader asks what an informant is
    if not word.endswith("s"):
        with suppress(NothingMatched):
            return explanation(session, f"{word}s", lang)
    known = [*pages, *glossary.pages(rubric)]
    near = with_same_words(word, known) or "evalkit explain --list names everything"
    hint = _shown_elsewhere(word, session) or did_you_mean(word, known, near)
    raise NothingMatched(f"nothing is called {shown(word)!r}; {hint}")


def _is_amount(word: str, rubric: Rubric) -> bool:
    """Whether a word is one for an amount, in any language, or one that is refused as such."""
    from evalkit.model.quantifiers import QUANTIFIERS, REFUSED

    amounts = [*(rubric.quantifiers or QUANTIFIERS)]
    written = {plain(language(tag).text(text)) for tag in LANGUAGES for text in amounts}
    return plain(word) in written.union(REFUSED)


def _shown_elsewhere(word: str, session: Session) -> str:
    """The command that shows a program of the library or a rubric, empty for another word."""
    from evalkit.read.library import Library

    if word in Library().ids():
        return f"a program is shown by evalkit programs show {word}"
    is_rubric = word in session.host.rubrics()
    return f"a rubric is shown by evalkit rubrics show {word}" if is_rubric else ""


def _pages(session: Session, chosen: Rubric) -> dict[str, str]:
    """Every page but those of the glossary, by its name, in the current language.

    What has no translation stays English: grounds, pitfalls, references, the questions of
    evaluators, the words for amounts and the codes of faults.
    """
    from evalkit.read.codes import PAGES

    pages: dict[str, str] = {}
    # The chosen one last: of two criteria with one id it has the page.
    for rubric in (*session.judging.other_rubrics(), chosen):
        pages |= _rubric(rubric)
    pages |= measure_pages(session, chosen)
    kind = say("function of a service")
    group = say("OECD STIP Compass group")
    for code, (name, instrument) in FUNCTIONS.items():
        heading = f"{code} {kind}: {say(name)}"
        pages[code] = f"{heading}\n\n{group} {instrument}"
    kind = say("target group")
    for code, name in TARGETS.items():
        pages[code] = f"{code} {kind}: {say(name)}"
    pages["quantifiers"] = _quantifiers(chosen)
    for code, fault in PAGES.items():
        heading = f"{code} {fault.title}"
        remedy = f"What to do: {fault.mend}"
        pages[code] = f"{heading}\n\n{fault.why}\n\n{remedy}"
    return pages


def named(word: str, rubric: Rubric, lang: str) -> tuple[str, str] | None:
    """The id and the page of the dimension or criterion with this id or printed name.

    A name of English has its page in the language `lang`, and any other in its own.
    """
    parts: dict[str, Dimension | Criterion] = {}
    parts |= rubric.dimensions
    parts |= rubric.criteria()
    wanted = plain(word)
    for tag in dict.fromkeys(("en", lang, *LANGUAGES)):
        for key, part in parts.items():
            printed = language(tag).text(part.name)
            if wanted in (plain(key), plain(printed)):
                with using_locale(lang if tag == "en" else tag):
                    return key, _rubric(rubric)[key]
    return None


def _wrapped(page: str) -> str:
    """A page in lines that a terminal can show."""
    from evalkit.cli.deliver import terminal_width
    from evalkit.report.terminal.width import PLAIN, wrap

    width = terminal_width() or PLAIN
    lines = []
    for line in page.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        # signs beyond ASCII may take two cells each, which wrap counts
        fits = line.isascii() and len(line) <= width  # columns keep their spaces
        if fits:
            lines.append(line)
        else:
            lines += wrap(line, width, indent, indent + "  ")
    return "\n".join(lines)


def _rubric(rubric: Rubric) -> dict[str, str]:
    """The pages of a rubric: its criteria, dimensions and validity rules."""
    pages: dict[str, str] = {}
    for dimension in rubric.dimensions.values():
        for name, criterion in dimension.criteria.items():
            pages[name] = _criterion(name, criterion, dimension, rubric)
    for name, dimension in rubric.dimensions.items():
        question = f"{say(dimension.name)}: {say(dimension.question)}"
        weight = f"{say('weight')} {dimension.weight:g}"
        pages[name] = f"{question}\n{weight}: {say(dimension.why)}"
    for name, rule in rubric.validity_rules.items():
        pages[name] = f"{name} {say('validity rule')}: {say(rule)}"
    return pages


def _criterion(
    name: str, criterion: Criterion, dimension: Dimension, rubric: Rubric
) -> str:
    standing = [
        rubric.label,
        say(dimension.name),
        say("weight {weight} of 1", weight=f"{criterion.weight:g}"),
    ]
    if types := key_of(dimension, name):
        standing.append(say("the key criterion {types}", types=types))
    lines = [
        f"{name} {say(criterion.name)}",
        "",
        say(criterion.question),
        listed(standing, "comma"),
        "",
        say("Levels"),
    ]
    for level, anchor in sorted(criterion.levels.items()):
        lines.append(f"  {level} {say(anchor)}")
    if criterion.ground:
        places = listed(criterion.ground.at, "comma")
        lines += ["", f"{say('Ground')} ({places})"]
        lines.append(f"  {criterion.ground.says}")
    for heading, texts in _hints(criterion, rubric).items():
        if shown := [f"  {text}" for text in texts if text]:
            lines += ["", say(heading), *shown]
    return "\n".join(lines)


def _hints(criterion: Criterion, rubric: Rubric) -> dict[str, Sequence[str]]:
    """What the rubric says of a criterion beside its levels, by the English heading."""
    rules = rubric.validity_rules
    governments = listed([*map(say, criterion.applies_to)], "or")
    return {
        "Evidence that counts": [criterion.evidence],
        "Asked of the level of government": [governments],
        "Measures": [
            f"{name}: {use_of(use)}" for name, use in criterion.measures.items()
        ],
        "When it is unknown": [say(criterion.unknown)],
        "Pitfalls": criterion.pitfalls,
        "Validity rules": [
            f"{name}: {say(rules[name])}" for name in criterion.validity_rules
        ],
        "References": [rubric.references[key] for key in criterion.references],
    }


def key_of(dimension: Dimension, name: str) -> str:
    """For which types of program a criterion is the key one, empty for none."""
    key = dimension.key
    own = [kind for kind in key if key[kind] == name]
    if name != key["default"]:
        types = listed([*map(say, own)])
        return say("for {types}", types=types) if own else ""
    # The default is the key of every type that has none of its own.
    others = [kind for kind in key if kind not in own]
    if others:
        return say("except for {types}", types=listed([*map(say, others)]))
    return say("for every type of program")


def _quantifiers(rubric: Rubric) -> str:
    """The page of the words for amounts."""
    from evalkit.model.quantifiers import QUANTIFIERS, REFUSED

    own = f"This scale is that of the rubric {rubric.id}."
    proposal = (
        "Studies in which people gave numbers to such words agree on their order, and show that"
        " each word covers a range (Bass, Cascio and O'Connor 1973; Mosteller and Youtz 1990). The"
        " ends and the typical values are a proposal; a rubric may replace them."
    )
    lines = [
        "quantifiers: words for amounts, each with the share of a whole that it is read as",
        "",
        own if rubric.quantifiers else proposal,
        "",
        *intervals(rubric.quantifiers or QUANTIFIERS),
        "",
        "Other words are refused, with what to write",
    ]
    lines += [f"  {word}: {remedy}" for word, remedy in REFUSED.items()]
    return "\n".join(lines)
