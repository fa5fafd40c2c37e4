"""Descriptions and rubrics that do harm wherever their text is taken for more than text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ATTACKS = (
    "<script>alert(1)</script>",
    '" onload="alert(1)" onfocus=alert(1) autofocus tabindex=1 x="',
    "</script><img src=x onerror=alert(1)>",
    "--><svg onload=alert(1)>",
    "</script/ <!-- <script x",
    "</title></style></textarea><iframe src=javascript:alert(1)></iframe>",
    '=HYPERLINK("http://x","y")',
    "{{ 7*7 }}{% raw %}",
    "${alert(1)}{label}{0}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp; <!--fold-->",
)
MARKED = "\x1b[31mred\x1b]0;title\x07", "\u202eesrever\u2066\u200b"
"""Escapes of a terminal and reversals of the writing direction, which are shown as their codes."""
ENDLESS = "W" * 10_000
FREE = {
    "name",
    "says",
    "why",
    "certainty_why",
    "cite",
    "not_applicable",
    "dispute",
    "ko",
}
"""Keys whose value is free text."""


def description(folder: Path, text: str, name: str) -> Path:
    """The description that has every field, with `text` in each that is free."""
    made = _filled(yaml.safe_load(_read("docs/every-field.yaml")), text, FREE)
    return _written(
        folder / f"{name}.yaml", {**made, "id": name, "regions": [text, "KR-41"]}
    )


def rubric(folder: Path, text: str) -> Path:
    """The rubric with `text` for its name, its questions, its anchors, the words of its bands
    and its limits."""
    made = yaml.safe_load(_read("rubrics/hsieh.yaml"))
    for dimension in made["dimensions"].values():
        dimension |= {"name": text, "question": text}
        for criterion in dimension["criteria"].values():
            criterion |= {
                "name": text,
                "question": text,
                "levels": {level: f"{level} {text}" for level in range(5)},
            }
    made["bands"] = {
        name: {**band, "word": text} for name, band in made["bands"].items()
    }
    return _written(
        folder / "hostile.yaml",
        {**made, "id": "hostile", "name": text, "limits": [text]},
    )


def _filled(value: Any, text: str, keys: set[str]) -> Any:
    if isinstance(value, dict):
        return {
            key: text
            if key in keys and isinstance(each, str)
            else _filled(each, text, keys)
            for key, each in value.items()
        }
    return (
        [_filled(each, text, keys) for each in value]
        if isinstance(value, list)
        else value
    )


def _read(path: str) -> str:
    """A file as PyYAML understands it, which reads YAML 1.1: there `on` is true, and -.2 is a
    text."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return text.replace(", on: ", ', "on": ').replace("[-.", "[-0.")


def _written(path: Path, value: dict[str, Any]) -> Path:
    """JSON is YAML, and writes every character that has no look of its own as a code."""
    path.write_text(json.dumps(value, default=str), encoding="utf-8")
    return path
