"""Which addresses become links: those that lead where a reader sees that they lead."""

from __future__ import annotations

from urllib.parse import urlsplit

_HIDING = frozenset(" \"'<>\\^`{|}")
"""Signs that no address needs, and that end one in some formats."""


def is_link(address: str) -> bool:
    """Whether an address is one of https, in plain characters, without a user before its host.

    A reader who sees it sees where it leads; all other addresses are printed as text.
    """
    # A letter of another script may look like one of ours, and lead elsewhere.
    is_plain = address.isascii() and address.isprintable()
    if not is_plain or not _HIDING.isdisjoint(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    # What stands before an @ is no host, though it may read like one: https://oecd.org@elsewhere.
    has_seen_host = bool(parts.hostname) and "@" not in parts.netloc
    return address.startswith("https://") and has_seen_host
