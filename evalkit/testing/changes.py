"""What little changes make of a program."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from evalkit.testing.reading import Tree
from evalkit.testing.scene import Scene, changed, paths

CHANGES = 3
"""How many changes are made to a program."""
_NUMBER = re.compile(r"\d*\.?\d+(e\d+)?")


def small_changes(scene: Scene, dice: random.Random) -> Iterator[Scene]:
    """The scene with one thing taken out, widened, or said to be unknown, absent or not applicable,
    as far as that is sound.
    """
    changes: list[Callable[[Any], Any]] = [
        lambda _: None,
        _widened,
        lambda _: "unknown",
        lambda _: {"absent": "e1"},
        lambda _: {"not_applicable": "synthetic"},
    ]
    places = list(paths(scene.tree))
    for path in dice.sample(places, min(CHANGES, len(places))):
        tree = changed(scene.tree, path, dice.choice(changes))
        if isinstance(tree, dict):
            yield from sound([scene.other(tree)])


def alike(scene: Scene) -> Scene:
    """The scene with the entries of its maps alike but for their evidence, so that what picks one
    of them by its name or place shows.
    """
    for name, block in scene.tree["program"].items():
        if name in ("evidence", "sources") or not isinstance(block, dict):
            continue
        entries = {
            key: entry for key, entry in block.items() if isinstance(entry, dict)
        }
        if len(entries) < 2:
            continue
        first = next(iter(entries.values()))
        entries_alike = {}
        for key, entry in entries.items():
            entries_alike[key] = {**first, "evidence": entry.get("evidence", [])}
        program = {**scene.tree["program"], name: {**block, **entries_alike}}
        changed = scene.other({**scene.tree, "program": program})
        # what rules refuse stays as it is
        scene = next(sound([changed]), scene)
    return scene


def answered(scene: Scene) -> Iterator[Scene]:
    """The scene with every second tie that has a direction answered by one the other way, which is
    rare among synthetic ties.
    """
    program = scene.tree["program"]
    ties = program.get("ties", [])
    directed = [tie for tie in ties if "from" in tie and "to" in tie]
    answers = [{**tie, "from": tie["to"], "to": tie["from"]} for tie in directed[::2]]
    if answers:
        with_answers = {**program, "ties": [*ties, *answers]}
        yield from sound([scene.other({**scene.tree, "program": with_answers})])


def _widened(value: Tree) -> Tree:
    """A number known within limits only."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return {"min": f"{float(value) * 0.8:g}", "max": f"{float(value) * 1.1:g}"}
    return value


def sound(scenes: list[Scene]) -> Iterator[Scene]:
    """Those scenes that are sound descriptions."""
    return (scene for scene in scenes if scene.is_sound)
