"""Programs of the library as plain maps and lists, to be changed and scored again."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

PROGRAMS = Path(__file__).parents[2] / "programs"
PATHS = {
    path.stem: path
    for path in sorted(PROGRAMS.glob("*/*.yaml"))
    if "." not in path.stem
}
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TEXTS = {
    id: yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    for id, path in PATHS.items()
}
_SHARED = yaml.load((PROGRAMS / "sources.yaml").read_text(encoding="utf-8"), _LOADER)[
    "sources"
]


class Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes every text without quotes where it can, as it was read."""

    yaml_implicit_resolvers = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True


def description(id: str) -> dict[str, Any]:
    """A program of the library, every scalar a text, with its shared sources inside."""
    found = copy.deepcopy(_TEXTS[id])
    found["sources"] = {**copy.deepcopy(_SHARED), **found.get("sources", {})}
    return found


def written(description: dict[str, Any], folder: Path) -> Path:
    """The path of the description as a file of its own."""
    path = folder / f"{description['id']}.yaml"
    path.write_text(
        yaml.dump(description, Dumper=Plain, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    return path
