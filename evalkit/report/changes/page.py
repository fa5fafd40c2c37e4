"""Changes as a page that needs nothing else."""

from __future__ import annotations

import json
from typing import Any

from evalkit.locale import LANGUAGES, language, speaking
from evalkit.model.changes import Changes
from evalkit.plugin import Options
from evalkit.report.changes import words
from evalkit.report.changes.markdown import title
from evalkit.report.html.environment import render
from evalkit.report.html.keyed import Texts, keyed
from evalkit.report.html.page import framed


def page(changes: Changes, options: Options) -> str:
    """The page in the language of the options; it holds the texts of the others."""
    languages = {tag: language(tag).name for tag in LANGUAGES}

    def fill(texts: Texts) -> str:
        return render(
            "changes.html",
            texts=texts,
            changes=changes,
            title=title(changes),
            words=words,
            languages=languages,
        )

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with speaking(options.lang):
        data: dict[str, Any] = {
            "language": options.lang,
            "languages": LANGUAGES,
            "words": {},
            "names": {},
            "texts": texts,
            "folds": [],
            "rubric": None,
            "programs": {},
        }
        packed = json.dumps(
            data, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return framed(title(changes), body, packed, lang=options.lang, start="changes")
