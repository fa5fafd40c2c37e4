"""Ids made of codes and names: the same code gives the same id in every edition of a list."""

from __future__ import annotations

import hashlib
import re

LONGEST = 80
"""Characters of an id; a longer one ends in a digest of all of it."""


def as_id(text: str) -> str:
    """A code or a name in the form of an id, empty where nothing in it can be written so."""
    ascii_text = text
    if not text.isascii():
        from anyascii import anyascii  # most codes need no transcription

        ascii_text = anyascii(text)
    slug = re.sub("[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    if len(slug) > LONGEST:
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        slug = f"{slug[: LONGEST - 9].rstrip('-')}-{digest}"
    return slug
