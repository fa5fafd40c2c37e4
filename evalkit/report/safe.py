"""Text from files is untrusted: it is made harmless for the place where it is shown."""

from __future__ import annotations

import re
import unicodedata

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\n")
"""What a spreadsheet may take for the beginning of a formula, in full width as well; a line feed,
since some skip it.
"""
_MARKS = re.compile(r"[\\`*_\[\]<>|#&!~$]")
"""What means something in Markdown. On GitHub a tilde, which ranges have in Korean, begins what is
struck out, and a dollar a formula.
"""


def terminal(text: str) -> str:
    """Without control characters, escapes, reversals of the writing direction and what is no
    character: those are shown as their codes.
    """
    # Nearly every text is, and looking at each character takes longer than writing them.
    if text.isprintable():
        return text
    return "".join(
        character if _harmless(character) else f"\\u{ord(character):04x}"
        for character in text
    )


def cell(value: object) -> str:
    """A spreadsheet cell that is not taken for a formula; numbers stay as they are."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = terminal(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def markdown(text: str) -> str:
    """Markdown in which nothing of the text is a mark, a link or HTML."""
    # On one line: a break would end the row of a table or the point of a list.
    on_a_line = " ".join(text.split())
    return _MARKS.sub(r"\\\g<0>", terminal(on_a_line))


def _harmless(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character == "\n"
    # The last two of each plane are no characters, and XML refuses them.
    return ord(character) & 0xFFFE != 0xFFFE
