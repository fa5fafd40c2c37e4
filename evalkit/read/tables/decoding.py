"""From bytes to text: encodings are tried strictly, one after the other, and the one that fits is
told.
"""

from __future__ import annotations

import codecs
import re

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ASIAN = ("cp949", "big5", "cp950")
CANDIDATES = ("cp949", "big5", "cp1252", "cp1250", "cp1251", "shift_jis", "gb18030")
"""Encodings that a message names, with the first words as they would read them."""
LIKELY = 0.8
"""The share of foreign characters that are common ones, from which an Asian encoding is taken."""
_FOREIGN = re.compile("[^\x00-\x7f]")
_WITHIN_A_WORD = re.compile(
    "[a-z][\u3400-\u9fff\uac00-\ud7af]+(?=[a-z]|\\b)", re.IGNORECASE
)
_WORD = re.compile(rb"[^,;|\t\r\n]*[\x80-\xff][^,;|\t\r\n]*")


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that it is in; raises ValueError where no encoding is certain.

    An `encoding` that is given is the only one that is tried.
    """
    if encoding:
        return _as_asked(data, encoding), encoding
    mark = next((name for mark, name in MARKS.items() if data.startswith(mark)), "")
    # UTF-8 first, for text in another encoding is hardly ever valid in it; nearly all bytes are
    # valid in the Asian ones.
    name = mark or "utf-8"
    try:
        return _without_nul(data.decode(name)), name.removesuffix("-sig")
    except UnicodeDecodeError as error:
        fault = error
    for name in () if mark else ASIAN:
        text = _strict(data, name)
        if text is not None and _is_likely(text, name):
            return _without_nul(text), name
    raise ValueError(_uncertain(data, fault))


def _as_asked(data: bytes, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise ValueError(
            f"there is no encoding {encoding!r}: name one such as cp949"
        ) from error
    try:
        return _without_nul(data.decode(encoding).removeprefix("\ufeff"))
    # the second for what is no encoding of text
    except (UnicodeError, LookupError) as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise ValueError(
            f"line {line}: this is not {encoding}; leave --encoding out"
        ) from error


def _without_nul(text: str) -> str:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ValueError(
            f"line {line}: a NUL stands here, so this is no text; save it as CSV"
        )
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_likely(text: str, encoding: str) -> bool:
    """Whether the characters are such as people write: bytes of one encoding often are rare
    characters of another.
    """
    foreign = _FOREIGN.findall(text)
    # Western text read as an Asian encoding has its accents as single signs within Latin words.
    if len(_WITHIN_A_WORD.findall(text)) > len(foreign) * (1 - LIKELY):
        return False
    common = sum(_is_common(character, encoding) for character in foreign)
    return common >= LIKELY * len(foreign)


def _is_common(character: str, encoding: str) -> bool:
    if encoding == "cp949":
        # EUC-KR has the 2,350 syllables in use; cp949 adds all others that can be written.
        return (
            "가" <= character <= "힣" and len(character.encode("euc_kr", "ignore")) == 2
        )
    first = character.encode(encoding, "ignore")[:1]
    return b"\xa1" <= first <= b"\xc6"  # signs, and the level of frequent characters


def _uncertain(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    word = _WORD.search(data)
    sample = word[0][:40] if word else data[error.start : error.start + 20]
    readings = []
    for name in CANDIDATES:
        text = _strict(sample, name)
        if text is not None and text.isprintable():
            readings.append(f"{name} {text!r}")
    return (
        f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8, and no other encoding is"
        f" certain; say which one reads it rightly with --encoding: {', '.join(readings) or 'NAME'}"
    )
