"""The frame of a page: templates, script and style in one file, under a policy that lets nothing
else run.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from evalkit.locale import LANGUAGES, language, say, speaking
from evalkit.model.card import ReportCard
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.plugin import Options
from evalkit.report.compared import programs as compared_programs
from evalkit.report.html.environment import render
from evalkit.report.html.joined import START, styles
from evalkit.report.html.joined import script as joined
from evalkit.report.html.keyed import Row, Texts, keyed, without_texts
from evalkit.report.html.live import live
from evalkit.report.html.overlap import matrix
from evalkit.report.html.words import names, words

_FOLD = re.compile("<!--fold-->(.*?)<!--/fold-->", re.DOTALL)
_PIECE = re.compile("(?=<details|<section|<dl|<table)")
UNFOLDED = 4
"""Programs of a page that stands in full in its HTML; of more, what unfolds is packed."""
PACKED = (
    "The criteria, their evidence, the maps of ties and large tables of pairs need the script of"
    " this page; a page of few programs shows them without it."
)
HARMLESS = bytes.maketrans(b"<&", b".,")
"""What stands for two digits of base 85, which the script turns back."""


def page(
    title: Callable[[], str], cards: Sequence[ReportCard], options: Options, **parts: Any
) -> str:
    """A whole page in the language of the options; it holds the texts of the others, so that its
    reader can change the language.
    """
    shared = _context(cards, parts)

    def fill(texts: Texts) -> str:
        return render("body.html", title=title(), texts=texts, **shared)

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with speaking(options.lang):
        body, folds = _folded(body) if len(cards) > UNFOLDED else (body, [])
        data = _data(cards[0].rubric, options.lang, texts, folds, programs=shared["live"])
        return framed(title(), body, data, lang=options.lang, notice=say(PACKED) if folds else "")


def framed(
    title: str,
    body: str,
    data: str,
    *,
    lang: str,
    notice: str = "",
    start: str = START,
    sheets: Sequence[str] = ("page.css",),
) -> str:
    """A body with its script, the data of that as JSON, and its styles.

    With a `notice`, which says what is missing without the script, the data is packed.
    """
    code, style = joined(start), "".join(map(styles, sheets))
    return render(
        "page.html",
        lang=lang,
        title=title,
        body=Markup(body),
        notice=notice,
        data=_packed(data) if notice else _harmless(data),
        script=Markup(code),
        script_hash=_hash(code),
        style=Markup(style),
        style_hash=_hash(style),
    )


def dimensions(rubric: Rubric) -> list[tuple[str, str]]:
    """Ids and names of what has a score: the dimensions, and overall where the rubric gives a
    score.
    """
    overall = [(OVERALL, "Overall")] if rubric.overall.is_given else []
    return [*((key, dimension.name) for key, dimension in rubric.dimensions.items()), *overall]


def _context(cards: Sequence[ReportCard], parts: dict[str, Any]) -> dict[str, Any]:
    """What the templates speak of, the same in every language."""
    rubrics = {card.rubric_digest: card.rubric for card in cards}
    ids = [card.program.id for card in cards]
    alone = len(rubrics) == 1 and len(set(ids)) == len(ids)
    keys = ids if alone else [f"{program}.{place}" for place, program in enumerate(ids, start=1)]
    ordered = compared_programs.ordered(cards)
    return {
        "cards": cards,
        "languages": {tag: language(tag).name for tag in LANGUAGES},
        "keys": keys,
        "here": set(keys),
        "ordered": ordered,
        "made": cards[0].provenance,
        "rubric": cards[0].rubric,
        "all_rubrics": list(rubrics.values()),
        "rubrics": ", ".join(rubric.label for rubric in rubrics.values()),
        "dimensions": dimensions(cards[0].rubric),
        "countries": sorted({card.program.country for card in cards}),
        "kinds": {
            card.program.ranked_as: compared_programs.KINDS[card.program.ranked_as]
            for card in ordered
        },
        "live": live(cards) if alone else None,
        "overlap": matrix(cards) if alone else None,
        **{"comparison": None, "perspectives": None, "pair": None, "robust": None, **parts},
    }


def _data(
    rubric: Rubric,
    lang: str,
    texts: Sequence[Row],
    folds: Sequence[Row],
    *,
    programs: dict[str, Any] | None,
) -> str:
    """What the script of a page works with, as JSON."""
    data = {
        "language": lang,
        "languages": LANGUAGES,
        "words": words(),
        "names": names(rubric),
        "texts": texts,
        "folds": folds,
        **(programs or {"rubric": None, "programs": {}}),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _folded(body: str) -> tuple[str, list[Row]]:
    """A body without what unfolds, which goes into the data of the page: a page of many programs
    would be too large to mail.

    What unfolds is cut into pieces, and the first pieces of all cards stand together, then the
    second: alike side by side packs to two thirds.
    """
    folds = [_PIECE.split(without_texts(fold)) for fold in _FOLD.findall(body)]
    pieces = list(zip_longest(*folds, fillvalue=""))
    return _FOLD.sub('<div class="fold"></div>', body), pieces


def _packed(data: str) -> Markup:
    """Text as gzip in base 85, the same bytes for the same text; without the two characters that
    mean something in HTML.
    """
    packed = base64.b85encode(gzip.compress(data.encode(), mtime=0))
    return Markup(packed.translate(HARMLESS).decode())


def _harmless(data: str) -> Markup:
    """JSON that no HTML parser mistakes for anything else."""
    return Markup(data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _hash(text: str) -> Markup:
    return Markup(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
