"""From a description that a reader of foreign files has made to YAML in the light form.

What foreign files hold is untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from evalkit.model.program import Program
from evalkit.read.codec.classes import fields_of
from evalkit.read.syntax.node import bare
from evalkit.read.syntax.text import CONTROL

ORDER = tuple(
    dict.fromkeys(["codes", "id", "name", "name_local", "aliases", *fields_of(Program)])
)
"""The keys of a description in the order in which people write them."""
_ENDLESS = 2**31 - 1
"""The width of a line: a text stays on one."""
_LINE_END = re.compile("[\n\r\x85\u2028\u2029]")


def plain(value: Any, dropped: list[str]) -> Any:
    """A copy made of maps, lists, text, numbers, true and false alone, so that nothing in it
    becomes an alias or a tag in YAML.

    None is unknown and left out. Control characters, which a file may not hold, are taken out of
    texts and noted in `dropped`. Raises TypeError for anything else.
    """
    if isinstance(value, str):
        dropped += CONTROL.findall(value)
        return CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {
            _key(key, dropped): plain(inner, dropped)
            for key, inner in value.items()
            if inner is not None
        }
    if isinstance(value, list | tuple):
        return [plain(item, dropped) for item in value if item is not None]
    if isinstance(value, bool):  # before int, of which bool is a kind
        return value
    if isinstance(value, int | float):
        # Numbers of other libraries are kinds of these, and YAML would write them with a tag.
        return int(value) if isinstance(value, int) else float(value)
    raise TypeError(
        f"{value!r} cannot stand in a description, which holds maps, lists, text, numbers, true and"
        " false"
    )


def as_yaml(description: Mapping[str, Any]) -> str:
    """A plain description as YAML: its keys in their usual order, what holds no further list or map
    on one line.
    """
    ordered = {
        key: description[key] for key in (*ORDER, *description) if key in description
    }
    return yaml.dump(
        ordered,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        # None is how PyYAML is told to write in braces what holds single values alone.
        default_flow_style=None,
        width=_ENDLESS,
    )


def as_flow(value: Any) -> str:
    """Plain data on one line, as it stands within a description."""
    line: str = yaml.dump(
        value,
        Dumper=_FlowDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=True,
        width=_ENDLESS,
    )
    return line.strip().removesuffix("\n...")  # which ends a text that stands alone


def _key(key: Any, dropped: list[str]) -> str | int:
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise TypeError(f"{key!r} cannot be a key of a description: write text")
    kept: str | int = plain(key, dropped)
    return kept


class _Dumper(yaml.SafeDumper):
    """Writes a line for each key of the outermost map, and texts on one line: with escapes, since
    YAML takes all line ends alike.
    """

    def serialize(self, node: yaml.MappingNode) -> None:  # type: ignore[override]  # a map at the top
        node.flow_style = False
        super().serialize(node)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        quotes = '"' if _LINE_END.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, quotes)


class _FlowDumper(_Dumper):
    """Writes everything on one line, and in quotes a text that could be read as a number."""

    def serialize(self, node: yaml.Node) -> None:
        yaml.SafeDumper.serialize(self, node)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        if _LINE_END.search(data) or not _is_bare(data):
            return self.represent_scalar("tag:yaml.org,2002:str", data, '"')
        return super().represent_str(data)


def _is_bare(text: str) -> bool:
    """Whether a text without quotes is that text."""
    try:
        bare(text)
    except ValueError:
        return True
    return False


# PyYAML looks types up in a table of the class; a method of this name alone would never be called.
_FlowDumper.add_representer(str, _FlowDumper.represent_str)
_Dumper.add_representer(str, _Dumper.represent_str)
