"""Text in terminal cells: Hangul and Chinese characters take two, combining marks none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

PLAIN = 100
"""Cells in a line where there is no terminal to ask: lines are then broken, and nothing is cut."""
_EMOJI = "\ufe0f"
"""The selector that shows the character before it as a picture, two cells wide."""
_CHINESE = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENING, _CLOSING = "（「『《〈【", "、，。；：？！）」』》〉】"
_ATOM = (
    f"[{_OPENING}]*(?:[{_CHINESE}]|[^{_CHINESE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
    f"|[{_OPENING}{_CLOSING}]+"
)
"""Compiled by the first Chinese text, which takes longer than to print a card in English."""


def cells(text: str) -> int:
    """How many cells a text takes."""
    # Most texts are, and looking at each character takes many times as long.
    if text.isascii():
        return len(text)
    return sum(width for _, width in _signs(text))


def pad(text: str, width: int) -> str:
    """The text with spaces up to a width in cells; one that is wider stays as it is."""
    # as `cells` counts: a syllable of Hangul that is written in its letters takes two cells, too
    text = unicodedata.normalize("NFC", text)
    return text + " " * (width - cells(text))


def pad_left(text: str, width: int) -> str:
    """The text behind spaces, so that it ends where its column ends."""
    return " " * (width - cells(text)) + text


def fit(text: str, width: int) -> str:
    """The text padded with spaces to a width in cells, or cut with an ellipsis."""
    if cells(text) > width:
        text = beginning(text, width - 1) + "…"
    return pad(text, width)


def shortened(text: str, width: int) -> str:
    """The text cut to a width in cells, at the end of a word where this leaves at least half."""
    if cells(text) <= width:
        return text
    cut = beginning(text, width - 1)
    words, gap, _ = cut.rpartition(" ")
    keeps_half = gap and 2 * cells(words) >= width
    kept = words if keeps_half else cut
    return kept.rstrip() + "…"


def shortened_within(text: str, width: int) -> str:
    """The text cut to a width in cells in its middle, so that its end is seen.

    It is cut between words where this leaves at least half of what stands on each side.
    """
    if cells(text) <= width:
        return text
    cut = beginning(text, width // 2)
    # a cut before a space leaves its last word whole
    whole_words = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    head = _unless_short(whole_words.rstrip(), cut)
    end = _ending(text, width - 1 - cells(head))
    is_whole = text[-len(end) - 1] == " "
    whole_words = end if is_whole else end.partition(" ")[2]
    return f"{head}…{_unless_short(whole_words.lstrip(), end)}"


def _unless_short(words: str, cut: str) -> str:
    """Whole words, or the whole cut where they are less than half of it."""
    return words if 2 * cells(words) >= cells(cut) else cut


def _ending(text: str, space: int) -> str:
    """What stands in the last cells of a text."""
    signs: list[str] = []
    for sign, taken in reversed([*_signs(text)]):
        space -= taken
        if space < 0:
            break
        signs.append(sign)
    return "".join(reversed(signs))


def beginning(text: str, width: int) -> str:
    """What stands in the first cells of a text, at least one sign."""
    return next(_pieces(text, max(width, 1)))


def widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The cells that each column of some rows needs; a row may end early."""
    return [max(map(cells, column)) for column in zip_longest(*rows, fillvalue="")]


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell; a row may end early."""
    sizes = widths(rows)
    return [in_columns(row, sizes) for row in rows]


def in_columns(
    row: Iterable[str],
    sizes: Iterable[int],
    *,
    right: Container[int] = (),
    gap: str = "  ",
) -> str:
    """A row as a line whose columns have these sizes in cells; those at the places in `right` are
    flush right.
    """
    texts = []
    # A row may end early.
    for place, (text, size) in enumerate(zip(row, sizes, strict=False)):
        padded = pad_left if place in right else pad
        texts.append(padded(text, size))
    return gap.join(texts).rstrip()


def wrap(
    text: str, width: int, first: str = "", rest: str = "", *, indent: int | None = None
) -> list[str]:
    """Lines of a text after the beginnings `first` and `rest`, broken between words, and within a
    word that is longer than a line.

    Chinese has no spaces, and is broken after any character that no mark follows. `indent` is the
    width of the beginnings in cells, for those that hold codes of color.
    """
    # Behind a beginning that takes nearly all of a narrow line a text would have a letter on each.
    space = max(
        20, width - (max(cells(first), cells(rest)) if indent is None else indent)
    )
    lines, line, taken = [], "", 0
    for gap, atom in _atoms(text):
        gap, size = gap if line else "", cells(atom)
        if taken + len(gap) + size > space:
            lines += [line] if line else []
            *whole, line = _pieces(atom, space)
            lines += whole
            taken = cells(line)
        else:
            line += gap + atom
            taken += len(gap) + size
    lines.append(line)
    return [(rest if place else first) + line for place, line in enumerate(lines)]


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """What is kept on one line where it can be, each with the gap before it: words, and in Chinese
    single characters with their marks.
    """
    for word in unicodedata.normalize("NFC", text).split():
        # Nearly all words have no Chinese character, and their largest sign tells it.
        atoms = [word] if max(word) < "\u2e80" else re.findall(_ATOM, word)
        for place, atom in enumerate(atoms):
            yield "" if place else " ", atom


def _pieces(word: str, space: int) -> Iterator[str]:
    """A word cut into pieces that fill the space, in one pass: a word may be as long as a file."""
    if word.isascii():  # as in `cells`
        yield from (
            word[start : start + space] for start in range(0, len(word) or 1, space)
        )
        return
    piece: list[str] = []
    taken = 0
    for sign, width in _signs(word):
        if taken + width > space:
            yield "".join(piece)
            piece, taken = [], 0
        piece.append(sign)
        taken += width
    yield "".join(piece)


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """Characters with the marks that are set upon them, each with its cells."""
    sign, taken = "", 0
    for character in unicodedata.normalize("NFC", text):
        width = _cells(character)
        if width and sign:
            yield sign, taken
            sign, taken = "", 0
        sign += character
        taken = 2 if character == _EMOJI else taken + width
    if sign:
        yield sign, taken


@lru_cache(maxsize=4096)  # a text has few different characters
def _cells(character: str) -> int:
    """The cells of one character; vowels and endings of old Hangul stand within the syllable that
    they follow.
    """
    old_hangul = "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff"
    if old_hangul or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
