"""What a text that is no number probably means: what to write instead."""

from __future__ import annotations

import re

_DECIMAL_COMMA = re.compile(r"([-+]?\d[\d.]*),(\d+)")
_PART_OF_WHOLE = re.compile(r"(-?\d+)\D*?(?:/|\b(?:out )?of\b)\D*?(-?\d+)\D*")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|2[01])\d\d(?!\d)")
_WHOLE = re.compile(r"(?<![\d.,])\d+(?![\d.,])")
_SHORT_SCALE = re.compile(r"\d ?[kmt]\b", re.IGNORECASE)
LONGEST = 200
"""Characters of a text that may be meant as a number: to search a longer one takes time."""


def number_meant(text: str) -> str:
    """What to write for a number, a count of a whole or an amount as people have it; empty for any
    other text.
    """
    if len(text) > LONGEST:
        return ""
    return decimal_meant(text) or _count_meant(text) or _amount_meant(text)


def decimal_meant(text: str) -> str:
    """What to write for a number with a decimal comma; empty for any other text."""
    comma = _DECIMAL_COMMA.fullmatch(text)
    if not comma:
        return ""
    whole, decimals = comma[1].replace(".", ""), comma[2]
    point = f"{whole}.{decimals}"
    # a comma before three digits may separate thousands
    if len(decimals) == 3 and "." not in comma[1]:
        return f"write {whole}{decimals}, or {point} with a decimal point"
    return f"write {point}: decimals have a point"


def _count_meant(text: str) -> str:
    """What to write for a count of a whole; empty for any other text."""
    parts = _PART_OF_WHOLE.fullmatch(text)
    if not parts or _has_scale(text):
        return ""
    part, whole = map(int, parts.groups())
    if part < 0 or whole < 0:
        return "a count is 0 or more"
    if whole == 0:
        return "a share of none is not known: leave it out"
    return f"write {part}/{whole}"


def _amount_meant(text: str) -> str:
    """What to write for an amount as offices have it, such as 5억원; empty for any other text."""
    # only what is refused needs to know how tables are written
    from evalkit.read.codec.dump import as_flow
    from evalkit.read.tables.written import amount

    value = amount(text)
    return "" if value == text else f"write {as_flow(value)}"


def period_meant(text: str) -> str:
    """What to write for a text that holds a year or two."""
    years = _YEAR.findall(text)
    if len(years) == 2:
        first, last = sorted(years)
        return f"write {{from: {first}, to: {last}}}"
    if len(years) == 1:
        (year,) = years
        is_open = f"{{from: {year}}} or {{to: {year}}} where the other end is not known"
        return f"write {year}, or {is_open}"
    return "write 2014, or {from: 2012, to: 2016}"


def whole_meant(text: str, is_year: bool) -> str:
    """What to write for a whole number or a year within other words; empty for any other text."""
    numbers = _YEAR.findall(text) if is_year else _WHOLE.findall(text)
    if len(numbers) == 1 and (is_year or not _has_scale(text)):
        return f"write {numbers[0]}"
    return "write a year of four digits, such as 2012" if is_year else ""


def _has_scale(text: str) -> bool:
    """Whether a text counts in thousands or the like, so that its digits are another number."""
    from evalkit.read.tables.grid import words

    known = any(word in text.casefold() for word in words()["scale"])
    return known or _SHORT_SCALE.search(text) is not None
