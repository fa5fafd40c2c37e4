"""The frame of a page: templates, script and style in one file, under a policy that lets nothing
else run.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from evalkit.locale import LANGUAGES, current_locale, say, using_locale
from evalkit.model.card import ReportCard
from evalkit.model.comparison import LISTED
from evalkit.model.scored import score_names
from evalkit.plugin import Options
from evalkit.report.compared import programs as compared_programs
from evalkit.report.html.environment import render
from evalkit.report.html.joined import START, styles
from evalkit.report.html.joined import script as joined
from evalkit.report.html.keyed import Row, Texts, keyed, without_texts
from evalkit.report.html.live import is_live, live
from evalkit.report.html.overlap import matrix
from evalkit.report.html.words import names, words

_FOLD = re.compile("<!--fold-->(.*?)<!--/fold-->", re.DOTALL)
_PIECE = re.compile("(?=<details|<section|<dl|<table)")
UNFOLDED = 4
"""Programs of a page that stands in full in its HTML; of more, what unfolds is packed."""
BLOCK = 50
"""Cards that are packed together in a page of very many, as its script knows."""
PACKED = (
    "The criteria, their evidence, the maps of ties and large tables of pairs need the script of"
    " this page; a page of few programs shows them without it."
)
HARMLESS = bytes.maketrans(b"<&", b".,")
"""What stands for two digits of base 85, which the script turns back."""
NO_DATA: Mapping[str, Any] = {
    "words": {},
    "names": {},
    "texts": [],
    "folds": [],
    "rubric": None,
    "programs": {},
}
"""What the script of a page finds in any case, in the order in which it is written."""
SYSTEM = 9
"""The place of the operating system in what gzip writes."""


def page(
    title: Callable[[], str],
    cards: Sequence[ReportCard],
    options: Options,
    **parts: Any,
) -> str:
    """A whole page in the language of the options; it holds the texts of the others, so that its
    reader can change the language.
    """
    shared = _context(cards, parts)

    def fill(texts: Texts) -> str:
        return render("body.html", title=title(), texts=texts, **shared)

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with using_locale(options.lang):
        body, folds = _folded(body) if len(cards) > UNFOLDED else (body, [])
        # of very many cards in blocks, which the script unpacks one by one (decision 0085)
        blocks = _blocks(folds) if shared["many"] else []
        pieces = [] if blocks else _pieces(folds)
        data = {
            "words": words(),
            "names": names(cards[0].rubric),
            "texts": texts,
            "folds": pieces,
            **(shared["live"] or {}),
        }
        notice = say(PACKED) if folds else ""
        return framed(title(), body, data, notice=notice, blocks=blocks)


def framed(
    title: str,
    body: str,
    data: Mapping[str, Any],
    *,
    notice: str = "",
    blocks: Sequence[str] = (),
    start: str = START,
    sheets: Sequence[str] = ("page.css",),
) -> str:
    """A body in the current language, with its script, the `data` of that, and its styles.

    With a `notice`, which says what is missing without the script, the data is packed. `blocks` are
    more of it, which the script unpacks when it needs them.
    """
    # The policy of the page names both by their digests: nothing else may run or give a look.
    code, style = joined(start), "".join(map(styles, sheets))
    lang = current_locale().tag
    packed = _json({"language": lang, "languages": LANGUAGES, **NO_DATA, **data})
    return render(
        "page.html",
        lang=lang,
        title=title,
        body=Markup(body),
        notice=notice,
        data=_packed(packed) if notice else _harmless(packed),
        blocks=[*map(_packed, blocks)],
        script=Markup(code),
        script_hash=_hash(code),
        style=Markup(style),
        style_hash=_hash(style),
    )


def _context(cards: Sequence[ReportCard], parts: dict[str, Any]) -> dict[str, Any]:
    """What the templates speak of, the same in every language."""
    rubrics = {card.rubric_digest: card.rubric for card in cards}
    ids = [card.program.id for card in cards]
    # By several rubrics, or with several periods, a program has several cards: then an id is no
    # address, and the script cannot tell which of its scores to compute again.
    alone = len(rubrics) == 1 and len(set(ids)) == len(ids)
    keys = ids
    if not alone:
        keys = [f"{program}.{place}" for place, program in enumerate(ids, start=1)]
    ordered = compared_programs.ordered(cards)
    return {
        "cards": cards,
        "keys": keys,
        "here": set(keys),
        "ordered": ordered,
        "made": cards[0].provenance,
        "rubric": cards[0].rubric,
        "all_rubrics": list(rubrics.values()),
        "rubrics": ", ".join(dict.fromkeys(card.by_rubric for card in cards)),
        "dimensions": [*score_names(cards[0].rubric).items()],
        "countries": sorted({card.program.country for card in cards}),
        "kinds": {
            card.program.ranked_as: compared_programs.KINDS[card.program.ranked_as]
            for card in ordered
        },
        "many": len(cards) > LISTED,
        "live": live(cards) if alone and is_live(cards[0].rubric) else None,
        "overlap": matrix(cards) if alone else None,
        **{
            "digest": "",
            "comparison": None,
            "perspectives": None,
            "pair": None,
            "robust": None,
            **parts,
        },
    }


def _json(data: Any) -> str:
    # no browser reads NaN: rather no page than one that stays empty
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _folded(body: str) -> tuple[str, list[str]]:
    """A body without what unfolds, which goes into the data of the page: a page of many programs
    would be too large to mail.
    """
    folds = [without_texts(fold) for fold in _FOLD.findall(body)]
    return _FOLD.sub('<div class="fold"></div>', body), folds


def _pieces(folds: Iterable[str]) -> list[Row]:
    """What unfolds, cut into pieces: the first pieces of all cards stand together, then the second,
    for alike side by side packs to two thirds.
    """
    return list(zip_longest(*map(_PIECE.split, folds), fillvalue=""))


def _blocks(folds: Sequence[str]) -> list[str]:
    """What unfolds in blocks of a few cards, so that opening one does not unpack all."""
    starts = range(0, len(folds), BLOCK)
    return [_json(_pieces(folds[start : start + BLOCK])) for start in starts]


def _packed(data: str) -> Markup:
    """Text as gzip in base 85, the same bytes for the same text; without the two characters that
    mean something in HTML.
    """
    packed = bytearray(gzip.compress(data.encode(), mtime=0))
    packed[SYSTEM] = 255  # unknown: versions of Python write different systems there
    return Markup(base64.b85encode(packed).translate(HARMLESS).decode())


def _harmless(data: str) -> Markup:
    """JSON that no HTML parser mistakes for anything else."""
    return Markup(
        data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )


def _hash(text: str) -> Markup:
    digest = hashlib.sha256(text.encode()).digest()
    return Markup(f"'sha256-{base64.b64encode(digest).decode()}'")
