"""The script of a page: its modules, joined into one that needs no file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

START = "page"
"""The module that starts the page; what it needs follows from the imports."""
# Three patterns and no bundler: every import is one line of names (decision 0034).
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_COMMENT = re.compile(
    r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL
)


def shipped(name: str) -> str:
    """The text of a file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def styles(name: str) -> str:
    """A sheet of styles without the white space around its rules, which only people read."""
    return re.sub(r"\s*([{};])\s*", r"\1", shipped(name))


@cache
def script(start: str = START) -> str:
    """The modules that `start` needs and itself, each after those that it imports.

    What is left is one module without imports, so no name may stand at the top of two of them:
    a browser refuses such a script as a whole.
    """
    return "".join(_joinable(text) for text in _in_order(start, {}))


def _in_order(name: str, before: dict[str, None]) -> Iterator[str]:
    """The texts of modules, those that are imported first; each once."""
    if name in before:
        return
    before[name] = None
    text = shipped(f"script/{name}.js")
    for imported in _IMPORT.findall(text):
        yield from _in_order(imported, before)
    yield text


def _joinable(text: str) -> str:
    return _INDENT.sub("", _EXPORT.sub("", _IMPORT.sub("", _COMMENT.sub("", text))))
