"""Which addresses become links: those that lead where a reader sees that they lead."""

from __future__ import annotations

from urllib.parse import urlsplit

_HIDING = frozenset(" \"'<>\\^`{|}")
"""Signs that no address needs, and that end one in some formats."""


def is_link(address: str) -> bool:
    """Whether an address is one of https, in plain characters, without a user before its host.

    A reader who sees it sees where it leads; all other addresses are printed as text.
    """
    if (
        not address.startswith("https://")
        or not address.isascii()
        or not address.isprintable()
    ):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(parts.hostname) and "@" not in parts.netloc and _HIDING.isdisjoint(address)
    )
