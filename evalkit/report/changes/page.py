"""Changes as a page that needs nothing else."""

from __future__ import annotations

from evalkit.locale import LANGUAGES, using_locale
from evalkit.model.changes import Changes
from evalkit.plugin import Options
from evalkit.report.changes import words
from evalkit.report.changes.markdown import title
from evalkit.report.html.environment import render
from evalkit.report.html.keyed import Texts, keyed
from evalkit.report.html.page import framed


def page(changes: Changes, options: Options) -> str:
    """The page in the language of the options; it holds the texts of the others."""

    def fill(texts: Texts) -> str:
        return render(
            "changes.html",
            texts=texts,
            changes=changes,
            title=title(changes),
            words=words,
        )

    body, texts = keyed(fill, options.lang, LANGUAGES)
    with using_locale(options.lang):
        return framed(title(changes), body, {"texts": texts}, start="changes")
