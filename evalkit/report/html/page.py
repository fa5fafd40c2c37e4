"""The frame of a page: templates, script and style in one file, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evalkit.locale import LANGUAGES, language, say, speaking
from evalkit.model.card import ReportCard
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.plugin import Options
from evalkit.report import contrast, judgment, number
from evalkit.report.html import show
from evalkit.report.html.joined import script as joined
from evalkit.report.html.joined import shipped
from evalkit.report.html.keyed import Row, Texts, finalized, keyed, without_texts
from evalkit.report.html.live import live
from evalkit.report.html.overlap import matrix
from evalkit.report.html.ties import tie_map
from evalkit.report.phrases import series, translated

_FOLD = re.compile("<!--fold-->(.*?)<!--/fold-->", re.DOTALL)
UNFOLDED = 4
"""Programs of a page that stands in full in its HTML; of more, what unfolds is packed."""
_MESSAGES = (
    "one_synthetic", "common_key", "common_weight", "common_dimensions", "needs_dimensions",
    "small_difference", "interval_holds_zero", "only_one_side", "keys_differ",
)  # fmt: skip
"""The messages of the engine that the script says, by their codes."""
WORDS = {
    "both_scores": "{score} and {other} on {weight} of the weight",
    "cap": "cap",
    "changed_weight": "{name}: {weight} instead of {base}",
    "comma": ", ",
    "higher": "{higher} higher than {lower} on {weight} of the weight: {score} and {other}, "
    "by {points} ({interval}; in {share} of simulations)",
    "labeled": "{label}: {told}",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
    "no_clear_difference": "no clear difference",
    "odd_address": "Not understood in the address: {parts}",
    "points_for": "{points} for {program}",
    "provisional": "provisional",
    "rated": "rated",
    "semicolon": "; ",
    "shown": "{shown} of {count} programs are shown",
    "span": "{low} to {high}",
    "two_different": "Choose two different programs.",
    "whatever": "higher whatever is unknown",
}
"""What the script says, by its keys."""


def page(
    title: Callable[[], str], cards: Sequence[ReportCard], options: Options, **parts: Any
) -> str:
    """A whole page in the language of the options; it holds the texts of the others, so that its reader can change the language."""
    shared = _context(cards, parts)

    def fill(texts: Texts) -> str:
        return render("body.html", title=title(), texts=texts, **shared)

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with speaking(options.lang):
        body, folds = _folded(body) if len(cards) > UNFOLDED else (body, [])
        script, style = joined(), shipped("page.css")
        data = json.dumps(
            {
                "language": options.lang,
                "languages": LANGUAGES,
                "words": _words(),
                "names": _names(cards[0].rubric),
                "texts": texts,
                "folds": folds,
                **(shared["live"] or {"rubric": None, "programs": {}}),
            },
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        return render(
            "page.html",
            lang=options.lang, title=title(), body=Markup(body), packed=bool(folds), data=_packed(data) if folds else _harmless(data),
            script=Markup(script), script_hash=_hash(script), style=Markup(style), style_hash=_hash(style),
        )  # fmt: skip


def render(template: str, **context: Any) -> str:
    """A template filled in the language that is spoken; every value is escaped."""
    return _templates().get_template(template).render(**context)


def _folded(body: str) -> tuple[str, list[str]]:
    """A body without what unfolds, which goes into the data of the page: a page of many programs would be too large to mail."""
    folds = [without_texts(fold) for fold in _FOLD.findall(body)]
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
        "cards": cards, "languages": {tag: language(tag).name for tag in LANGUAGES}, "keys": keys, "here": set(keys), "ordered": ordered, "made": cards[0].provenance,
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


def _words() -> dict[str, Row]:
    """What the script says, in every language."""
    words = {key: _in_all(english) for key, english in WORDS.items()}
    templates = {
        code: tuple(language(tag).template(code) for tag in LANGUAGES) for code in _MESSAGES
    }
    return words | templates


def _names(rubric: Rubric) -> dict[str, Row]:
    """The names of what has a score or a level, in every language."""
    criteria = {id: each.name for id, each in rubric.criteria().items()}
    named = {**dict(dimensions(rubric)), **criteria, OVERALL: "Overall"}
    return {id: _in_all(name) for id, name in named.items()}


def _in_all(english: str) -> Row:
    """A text in every language."""
    row = []
    for tag in LANGUAGES:
        with speaking(tag):
            row.append(say(english))
    return tuple(row)


def _harmless(data: str) -> Markup:
    """JSON that no HTML parser mistakes for anything else."""
    return Markup(data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _hash(text: str) -> Markup:
    return Markup(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")


@cache
def _templates() -> Environment:
    """Every value is escaped, and what would change the direction or the look of a text is shown as its code."""
    made = Environment(
        loader=PackageLoader("evalkit.report.html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=finalized,
    )  # fmt: skip
    made.globals |= {
        "say": say, "translated": translated, "series": series, "judgment": judgment, "number": number, "contrast": contrast, "country_name": country_name,
        "tie_map": tie_map, **show.NAMES,
    }  # fmt: skip
    return made
