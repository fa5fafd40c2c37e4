"""A portfolio as a page that needs nothing else: the answer, who does what, where programs overlap,
and the list, which the script of the page fills in as its reader asks, so that many programs open
at once.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from evalkit.locale import LANGUAGES, say, using_locale
from evalkit.model.message import message
from evalkit.model.portfolio import WORK, Portfolio
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.plugin import Options
from evalkit.report.html.environment import render
from evalkit.report.html.keyed import Row, Texts, keyed
from evalkit.report.html.page import framed
from evalkit.report.html.words import in_all, in_every_language
from evalkit.report.phrases import translated
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
    context = _context(portfolio)

    def fill(texts: Texts) -> str:
        return render("portfolio.html", title=_title(portfolio), texts=texts, **context)

    body, texts = keyed(fill, options.lang, LANGUAGES)
    data = {
        "words": {key: in_all(text) for key, text in WORDS.items()},
        "names": _names(portfolio),
        "texts": texts,
        "listed": entries(portfolio),
    }
    with using_locale(options.lang):
        return framed(
            _title(portfolio),
            body,
            data,
            notice=say(NOTICE),  # and so its data is packed, of however few programs
            start="portfolio",
            sheets=("page.css", "portfolio.css"),
        )


def _title(portfolio: Portfolio) -> str:
    number = portfolio.funnel.described
    if portfolio.draft:
        name = portfolio.draft.name
        return translated(message("draft_compared", name=name, n=number))
    return translated(message("portfolio_of", n=number))


def _context(portfolio: Portfolio) -> dict[str, Any]:
    """What the template speaks of, the same in every language."""
    spots = grid.spots(portfolio)
    programs = portfolio.programs
    kinds = {overlap.step for overlap in portfolio.overlaps} | {"program"}
    if portfolio.families:
        kinds.add("family")
    if portfolio.proposals:
        kinds.add("proposal")
    return {
        "portfolio": portfolio,
        "matrix": grid.owners_by_function(portfolio),
        "spots": spots[: grid.MOST],
        "spots_left_out": max(0, len(spots) - grid.MOST),
        "maps": grid.maps(spots),
        "kinds": {kind: text for kind, text in KINDS.items() if kind in kinds},
        "owners": sorted({owner for program in programs for owner in program.owners}),
        "functions": sorted(
            {code for program in programs for code in program.functions}
        ),
        "places": places(portfolio),
        "FUNCTIONS": FUNCTIONS,
        "amounts": amounts,
        "largest": largest,
        "beside": beside,
        "screen": screen,
        "words": words,
    }


def _names(portfolio: Portfolio) -> dict[str, Row]:
    """What codes of functions, target groups and places are called; a place may be called as a
    function is coded, so it has a key of its own.
    """
    targets: set[str] = set()
    for program in portfolio.programs:
        targets.update(program.targets)
    for proposal in portfolio.proposals:
        targets.update(proposal.targets)
    calls = {code: partial(words.function_named, code) for code in FUNCTIONS}
    calls |= {code: partial(words.target_named, code) for code in sorted(targets)}
    for place, unit in enumerate(portfolio.units):
        calls[f"unit {place}"] = partial(amounts.unit, unit)
    for label in places(portfolio):
        calls[f"place {label}"] = partial(words.place_name, label)
    return {key: in_every_language(call) for key, call in calls.items()}
