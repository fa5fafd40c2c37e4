"""The digest of a result, which a page and a workbook of it carry: SHA-256 of its JSON, so that
`sha256sum` of the saved result gives the same.
"""

from __future__ import annotations

import hashlib
from typing import Any

from evalkit.locale import using_locale
from evalkit.model.errors import InputError
from evalkit.plugin import Options
from evalkit.report import json


def digest_of(kind: str, result: Any) -> str:
    """The digest as 64 hexadecimal digits; empty for a result that is too large to be saved, or
    whose cards do not know what they were made from.
    """
    cards = getattr(result, "cards", result)
    # cards that were judged in Python, without a run, name no files
    if any(card.provenance is None for card in cards):
        return ""
    try:
        # A saved result is English, whatever the language of the report.
        with using_locale("en"):
            text: str = getattr(json, kind)(result, Options())
    except InputError:
        return ""
    return hashlib.sha256(text.encode()).hexdigest()
