"""A portfolio as a page that needs nothing else: the answer, who does what, where programs overlap,
and the list, which the script of the page fills in as its reader asks, so that many programs open
at once.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from evalkit.locale import LANGUAGES, language, say, speaking
from evalkit.model.portfolio import WORK, Portfolio
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.plugin import Options
from evalkit.report.html.environment import render
from evalkit.report.html.keyed import Row, Texts, keyed
from evalkit.report.html.page import framed
from evalkit.report.html.words import in_all, in_every_language
from evalkit.report.portfolio import amounts, beside, grid, largest, screen, words
from evalkit.report.portfolio.entries import KINDS, entries, places

WORDS = {
    "entries_shown": "{shown} of {count} entries are shown",
    "nationwide": "and {n} that serve the whole country",
    "words_of_name": "words of the name: {words}",
    "nearest": "nearest programs",
    "comma": ", ",
    "and_more": "{names} and {n} more",
    "not_assigned": "budget for several functions or places, not assigned",
    "not_assigned_sum": "not assigned, of programs with several functions or places: {sum}",
    "no_function": "the name suggests a target group and no function",
    "semicolon": "; ",
    **{name: name for name in WORK},
}
"""What the script says, in English."""
NOTICE = "The list needs the script of this page; -o work.csv writes it as a table."


def page(portfolio: Portfolio, options: Options) -> str:
    """The page in the language of the options; it holds the texts of the others."""

    def title() -> str:
        if portfolio.draft:
            name = portfolio.draft.name
            return say(
                "{name} compared with {n} programs", name=name, n=_all(portfolio)
            )
        return say("Portfolio of {n} programs", n=_all(portfolio))

    context = _context(portfolio)

    def fill(texts: Texts) -> str:
        return render("portfolio.html", title=title(), texts=texts, **context)

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with speaking(options.lang):
        listed = entries(portfolio)
        data = {
            "language": options.lang,
            "languages": LANGUAGES,
            "words": {key: in_all(text) for key, text in WORDS.items()},
            "names": _names(portfolio),
            "texts": texts,
            "folds": [],
            "rubric": None,
            "programs": {},
            "listed": listed,
        }
        packed = json.dumps(
            data, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return framed(
            title(),
            body,
            packed,
            lang=options.lang,
            notice=say(NOTICE),
            start="portfolio",
            sheets=("page.css", "portfolio.css"),
        )


def _context(portfolio: Portfolio) -> dict[str, Any]:
    """What the template speaks of, the same in every language."""
    spots = grid.spots(portfolio)
    kinds = {overlap.step for overlap in portfolio.overlaps} | {"program"}
    kinds |= {"family" for _ in portfolio.families} | {
        "proposal" for _ in portfolio.proposals
    }
    return {
        "portfolio": portfolio,
        "languages": {tag: language(tag).name for tag in LANGUAGES},
        "matrix": grid.owners_by_function(portfolio),
        "spots": spots[: grid.MOST],
        "spots_left_out": max(0, len(spots) - grid.MOST),
        "maps": grid.maps(spots),
        "kinds": {kind: text for kind, text in KINDS.items() if kind in kinds},
        "owners": sorted(
            {owner for program in portfolio.programs for owner in program.owners}
        ),
        "functions": sorted(
            {code for program in portfolio.programs for code in program.functions}
        ),
        "places": places(portfolio),
        "FUNCTIONS": FUNCTIONS,
        "amounts": amounts,
        "largest": largest,
        "beside": beside,
        "screen": screen,
        "words": words,
    }


def _all(portfolio: Portfolio) -> str:
    return words.count(portfolio.funnel.described)


def _names(portfolio: Portfolio) -> dict[str, Row]:
    """What codes of functions, target groups and places are called; a place may be called as a
    function is coded, so it has a key of its own.
    """
    groups = {target for program in portfolio.programs for target in program.targets}
    groups |= {
        target for proposal in portfolio.proposals for target in proposal.targets
    }
    named = {code: name for code, (name, _) in FUNCTIONS.items()}
    named |= {code: TARGETS.get(code, "") for code in sorted(groups)}
    calls = {code: partial(_called, code, name) for code, name in named.items()}
    calls |= {
        f"unit {place}": partial(amounts.unit, unit)
        for place, unit in enumerate(portfolio.units)
    }
    calls |= {
        f"place {label}": partial(words.place_name, label)
        for label in places(portfolio)
    }
    return {key: in_every_language(call) for key, call in calls.items()}


def _called(code: str, name: str) -> str:
    return f"{code} {say(name)}" if name else code
