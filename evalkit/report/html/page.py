"""The frame of a page: templates, script and style in one file, under a policy that lets nothing else run, and the words of every language."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evalkit.model.card import ReportCard
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.model.sentence import TEXTS
from evalkit.plugin import Options
from evalkit.report import contrast, judgment, number
from evalkit.report.html import show
from evalkit.report.html.live import live
from evalkit.report.html.overlap import matrix
from evalkit.report.html.ties import tie_map
from evalkit.report.phrases import series, told
from evalkit.report.safe import terminal as safe
from evalkit.report.words import LANGUAGES, NAMES, say, speaking

_TEXTS, _LABELS = re.compile(r">([^<>]+)<"), re.compile(r' aria-label="([^"]*)')
"""What is read in a page: texts between tags, and names that are only read aloud."""
_FOLD = re.compile("<!--fold-->(.*?)<!--/fold-->", re.DOTALL)
UNFOLDED = 4
"""Programs of a page that stands in full in its HTML; of more, what unfolds is packed."""
_MESSAGES = (
    "one_synthetic", "common_key", "common_weight", "common_dimensions", "needs_dimensions",
    "small_difference", "interval_holds_zero", "only_one_side", "keys_differ",
)  # fmt: skip
"""The messages of the engine that the script says, by their codes."""
_SPOKEN = (
    "not rated", "rated", "provisional", "no clear difference", "not comparable", "{shown} of {count} programs are shown", "{label}: {told}", "cap",
    "; ", ", ", "{low} to {high}", "{score} and {other} on {weight} of the weight", "higher whatever is unknown", "{points} for {program}",
    "{higher} higher than {lower} on {weight} of the weight: {score} and {other}, by {points} ({interval}; in {share} of simulations)",
    "{name}: {weight} instead of {base}", "Not understood in the address: {parts}", "Choose two different programs.",
    *(TEXTS[code] for code in _MESSAGES),
)  # fmt: skip
"""What the script says."""


def page(
    title: Callable[[], str], cards: Sequence[ReportCard], options: Options, **parts: Any
) -> str:
    """A whole page in the language of the options; it holds the words of the others, so that its reader can change the language."""
    shared = _context(cards, parts)
    bodies = {}
    for language in LANGUAGES:
        with speaking(language):
            bodies[language] = render("body.html", title=title(), **shared)
    with speaking(options.lang):
        heading = title()
        body, folds = (
            _folded(bodies[options.lang]) if len(cards) > UNFOLDED else (bodies[options.lang], [])
        )
        script, style = _script(), shipped("page.css")
        data = json.dumps(
            {**_data(shared, bodies, cards[0]), "folds": folds},
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        return render(
            "page.html",
            lang=options.lang, title=heading, body=Markup(body), packed=bool(folds), data=_packed(data) if folds else _harmless(data),
            script=Markup(script), script_hash=_hash(script), style=Markup(style), style_hash=_hash(style),
        )  # fmt: skip


def render(template: str, **context: Any) -> str:
    """A template filled in the language that is spoken; every value is escaped."""
    return _templates().get_template(template).render(**context)


def _folded(body: str) -> tuple[str, list[str]]:
    """A body without what unfolds, which goes into the data of the page: a page of many programs would be too large to mail."""
    folds = _FOLD.findall(body)
    return _FOLD.sub('<div class="fold"></div>', body), folds


def _packed(data: str) -> Markup:
    """Text as gzip in base64, the same bytes for the same text."""
    return Markup(base64.b64encode(gzip.compress(data.encode(), mtime=0)).decode())


def _context(cards: Sequence[ReportCard], parts: dict[str, Any]) -> dict[str, Any]:
    """What the templates speak of, the same in every language."""
    rubrics = {card.rubric_digest: card.rubric for card in cards}
    several = len(rubrics) > 1
    ordered = contrast.ordered(cards)
    ids = [card.program.id for card in cards]
    alone = not several and len(set(ids)) == len(ids)
    keys = ids if alone else [f"{id}.{at}" for at, id in enumerate(ids, start=1)]
    rubric = cards[0].rubric
    return {
        "cards": cards, "languages": NAMES, "keys": keys, "here": set(keys), "ordered": ordered, "made": cards[0].provenance,
        "rubric": rubric, "all_rubrics": list(rubrics.values()), "rubrics": ", ".join(each.label for each in rubrics.values()),
        "dimensions": dimensions(rubric),
        "countries": sorted({card.program.country for card in cards}), "kinds": {card.program.ranked_as: contrast.KINDS[card.program.ranked_as] for card in ordered},
        "live": live(cards) if alone else None, "overlap": matrix(cards) if alone else None,
        **{"comparison": None, "perspectives": None, "pair": None, **parts},
    }  # fmt: skip


def dimensions(rubric: Rubric) -> list[tuple[str, str]]:
    """Ids and names of what has a score: the dimensions, and overall where the rubric gives a score."""
    overall = [(OVERALL, "Overall")] if rubric.overall.is_given else []
    return [*((id, each.name) for id, each in rubric.dimensions.items()), *overall]


def _data(context: dict[str, Any], bodies: dict[str, str], card: ReportCard) -> dict[str, Any]:
    names = {
        id: each.name
        for id, each in (*card.rubric.dimensions.items(), *card.rubric.criteria().items())
    }
    texts, labels = _rows(_TEXTS, bodies), _rows(_LABELS, bodies)
    spoken = map(_said, (*_SPOKEN, *names.values(), "Overall"))
    rows = [row for row in dict.fromkeys([*texts, *labels, *spoken]) if len(set(row)) > 1]
    at = {row: index for index, row in enumerate(rows)}
    return {
        "languages": LANGUAGES,
        "texts": rows,
        "order": [at.get(row, -1) for row in texts],
        "labels": [at.get(row, -1) for row in labels],
        "names": {**names, OVERALL: "Overall"},
        "messages": {code: TEXTS[code] for code in _MESSAGES},
        **(context["live"] or {"rubric": None, "programs": {}}),
    }


def _rows(pieces: re.Pattern[str], bodies: dict[str, str]) -> list[tuple[str, ...]]:
    """Every text of the page in all languages: it is the same page in each, so the texts stand in the same order."""
    found = (
        [html.unescape(piece).strip() for piece in pieces.findall(bodies[language])]
        for language in LANGUAGES
    )
    return [row for row in zip(*found, strict=True) if any(row)]


def _said(english: str) -> tuple[str, ...]:
    row = []
    for language in LANGUAGES:
        with speaking(language):
            row.append(say(english))
    return tuple(row)


def _harmless(data: str) -> Markup:
    """JSON that no HTML parser mistakes for anything else."""
    return Markup(data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _hash(text: str) -> Markup:
    return Markup(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")


@cache
def _script() -> str:
    return "".join(map(shipped, ("engine.js", "language.js", "pair.js", "page.js")))


@cache
def shipped(name: str) -> str:
    """The text of a file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    """Every value is escaped, and what would change the direction or the look of a text is shown as its code."""
    made = Environment(
        loader=PackageLoader("evalkit.report.html"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=lambda value: safe(value) if isinstance(value, str) and not isinstance(value, Markup) else "" if value is None else value,
    )  # fmt: skip
    made.globals |= {
        "say": say, "told": told, "series": series, "judgment": judgment, "number": number, "contrast": contrast, "country_name": country_name,
        "tie_map": tie_map, **show.NAMES,
    }  # fmt: skip
    return made
