"""Compile the catalogs of words: python tools/catalogs.py [--check] writes `xx.mo` beside every
`xx.po` of this repository, and names the entries that nothing asks for.

Texts without a translation are found by `tests/locale/test_languages.py`, which renders reports.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, read_po

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("evalkit", "plugins", "rubrics")
KEPT = {"list", "language"}
"""Contexts of entries that are looked up by composed keys, which stand nowhere in the code."""


def catalogs() -> list[Path]:
    """Every catalog of the repository, as it is written."""
    return sorted(path for part in PARTS for path in (ROOT / part).rglob("*.po"))


class _Unsigned(Catalog):
    """A catalog that does not say which version of Babel wrote it."""

    def __iter__(self) -> Iterator[Message]:
        head, *messages = super().__iter__()
        head.string = re.sub(r"Generated-By: .*\n", "", str(head.string))
        return iter([head, *messages])


def compiled(path: Path) -> bytes:
    """What is read at run time: the same bytes for the same catalog."""
    catalog = _Unsigned(locale=path.stem.replace("-", "_"))
    with path.open("rb") as file:
        PoFileParser(catalog, abort_invalid=True).parse(file)
    # Babel writes the time of the clock where a catalog has none.
    catalog.creation_date = catalog.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def unused(path: Path) -> list[str]:
    """The entries of a catalog that no code, page, description field or rubric asks for."""
    texts = []
    with path.open("rb") as file:
        for entry in read_po(file):
            if entry.id and entry.context not in KEPT:
                # of a text that has a plural the singular is looked up
                texts.append(entry.id if isinstance(entry.id, str) else entry.id[0])
    return [text for text in texts if not _is_asked(text)]


def _is_asked(text: str) -> bool:
    constants, pattern = _in_code()
    # the pages of the glossary are named by their words, and their codes by the domain as well
    if text.removeprefix("glossary.") in constants or text in _pages():
        return True
    return pattern.fullmatch(text) is not None


@cache
def _in_code() -> tuple[set[str], re.Pattern[str]]:
    """The texts of the code and of what it reads as they are, and f-strings as a pattern."""
    constants = _data()
    patterns: set[str] = set()
    for part in ("evalkit", "plugins"):
        for path in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                constants.update(_constants(node))
                if isinstance(node, ast.JoinedStr):
                    patterns.add(_pattern(node))
    # a vocabulary has underscores where its labels have spaces
    constants |= {constant.replace("_", " ").strip() for constant in constants}
    return constants, re.compile("|".join(sorted(patterns - {""})))


def _data() -> set[str]:
    """The words of the glossary, the texts of the rubrics, the names of countries and regions."""
    from evalkit.builtin import evalkit_rubrics
    from evalkit.cli.glossary.words import WORDS
    from evalkit.model.places import REGIONS, countries
    from evalkit.model.prose import texts
    from evalkit.read.files import load_rubric

    data = {*WORDS, *chain.from_iterable(WORDS.values())}
    data |= {*countries().values(), *REGIONS.values()}
    for path in evalkit_rubrics():
        data.update(map(str, texts(load_rubric(path).rubric)))
    return data


@cache
def _pages() -> str:
    """Pages, templates and scripts, with single spaces."""
    words: list[str] = []
    for path in sorted((ROOT / "evalkit").rglob("*")):
        if path.suffix in (".html", ".js"):
            words += path.read_text(encoding="utf-8").split()
    return " ".join(words)


def _constants(node: ast.AST) -> Iterator[str]:
    """The texts and names of a node: fields of a description are labels of a card."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _pattern(node: ast.JoinedStr) -> str:
    """An f-string as a pattern, empty for one that says too little."""
    pattern = written = ""
    for value in node.values:
        if isinstance(value, ast.Constant):
            written += str(value.value)
            pattern += re.escape(str(value.value))
        else:
            pattern += r"[\w ]+"
    # one that is nearly all holes would take any text for one that is asked for
    letters = re.sub(r"\W", "", written)
    return pattern if len(letters) > 3 else ""


def main(check: bool) -> int:
    """Write what changed, or name it; the number of catalogs that are not as they should be."""
    changed = 0
    for path in catalogs():
        for text in unused(path):
            print(f"{path.relative_to(ROOT)}: nothing asks for {text!r}")
        target, content = path.with_suffix(".mo"), compiled(path)
        if target.is_file() and target.read_bytes() == content:
            continue
        state = "is not compiled from" if check else "written from"
        print(f"{target.relative_to(ROOT)}: {state} {path.name}")
        changed += 1
        if not check:
            target.write_bytes(content)
    return changed if check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
