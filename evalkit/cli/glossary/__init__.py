"""The words that `evalkit explain` knows, and their pages."""


def plain(word: str) -> str:
    """A word as it is looked up: not_rated, not-rated and Not rated are one."""
    return word.casefold().replace("_", " ").replace("-", " ").strip()
