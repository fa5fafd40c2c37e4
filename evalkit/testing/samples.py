"""The programs that a plugin is tried on: synthetic ones that tell every field of the form, the
library, and what little changes make of both.

Made-up ones follow the classes of the model, so that a new field is tried from the day it is there.
The draws are the same each time.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import attrs

from evalkit.model.context import NATION
from evalkit.model.errors import InputError
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.model.quantity import Missing
from evalkit.read.bundled import bundled
from evalkit.read.codec.classes import fields_of, hints_of
from evalkit.read.shared_sources import shared_sources
from evalkit.read.syntax.node import Entries
from evalkit.read.syntax.parsed import read_file
from evalkit.testing.changes import alike, answered, small_changes, sound
from evalkit.testing.contents import FUNCTIONS, INDUSTRIES, REGIONS, SHORT
from evalkit.testing.full import FullMaker
from evalkit.testing.reading import IDENTITY, TABLES, Tree, tree_of
from evalkit.testing.scene import Scene, bare
from evalkit.testing.synthetic import Maker

FULL, DENSE, SPARSE = 15, 25, 20
"""How many synthetic programs tell everything, most fields and few."""
EXAMPLES = 5
"""How many times as many changes are made to the example of a plugin."""
ALONE, BESIDE = 5, 5
"""How many synthetic programs tell facts of a plugin and nothing else, and how many all else too.
"""


@cache
def samples() -> tuple[Scene, ...]:
    """Every sample, the smallest first, so that the first one that shows a fault is small."""
    # The same programs every time, so that a finding can be quoted and found again.
    synthetic = [*_synthetic(random.Random(1))]
    library = [*_library(random.Random(2))]
    collected = [*_nothing_known(), *_single_blocks(random.Random(3))]
    for scene in synthetic:
        collected += answered(scene)
    # Draws of their own, so that a change of the library changes no synthetic program.
    collected += _with_changes(synthetic, random.Random(4))
    collected += _with_changes(library, random.Random(5))
    return _by_size(collected)


@cache
def samples_with(facts: type[PluginFacts]) -> tuple[Scene, ...]:
    """Every sample, and synthetic programs that hold facts of plugins, the smallest first."""
    if facts is PluginFacts:
        return samples()
    dice = random.Random(7)
    collected = [*samples(), *_empty_blocks(facts)]
    for density in (0.5, 0.7, 0.9, 1.0):
        maker = Maker(dice, density, facts)
        for _ in range(ALONE):
            collected.append(_surrounded(maker, maker.program("synthetic", ["facts"])))
    full = FullMaker(dice, 0.95, facts)
    names = _written()
    whole = [_surrounded(full, full.program("synthetic", names)) for _ in range(BESIDE)]
    collected += _with_changes(whole, dice)
    return _by_size(collected)


def _by_size(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    return tuple(sorted(scenes, key=lambda scene: len(json.dumps(scene.tree))))


def _with_changes(scenes: Iterable[Scene], dice: random.Random) -> Iterator[Scene]:
    """Programs, and what little changes make of them."""
    for scene in scenes:
        yield scene
        yield from small_changes(scene, dice)
        yield alike(scene)


def coded(scenes: Iterable[Scene], criteria: tuple[str, ...]) -> tuple[Scene, ...]:
    """Programs with codings of these criteria, where they have evidence that these can rest on."""
    dice = random.Random(1)
    made = []
    for scene in scenes:
        program = _with_codings(scene.tree["program"], criteria, dice)
        made.append(scene.other({**scene.tree, "program": program}))
    return tuple(made)


def of_example(path: Path, facts: type[PluginFacts]) -> Iterator[Scene]:
    """A description that comes with a plugin, and what little changes make of it.

    Nothing where it has faults, which `evalkit check` tells.
    """
    dice = random.Random(6)
    try:
        tree = _with_sources(_tree(path), shared_sources(path).sources)
    except InputError:
        return
    tables = _tables(dice, tree.get("regions", ()))
    whole = Scene({"program": tree, "statistics": tables}, facts)
    for scene in sound([whole]):
        yield scene
        for _ in range(EXAMPLES):
            yield from small_changes(scene, dice)
        yield alike(scene)


def _nothing_known() -> Iterator[Scene]:
    """Programs of which nothing is told, and those with a block in which nothing is told."""
    peer = bare("peer-1")
    yield Scene({"program": bare()})
    yield Scene({"program": bare(), "statistics": _tables(random.Random(1))})
    yield Scene({"program": bare(peers={"peer-1": {}}), "peers": [peer]})
    yield from _empty_blocks(Program)


def _empty_blocks(kind: Any) -> Iterator[Scene]:
    """Programs with one block, in every form in which it tells nothing."""
    for name, field in fields_of(kind).items():
        kinds = get_args(hints_of(kind)[field.name])
        if Missing not in kinds or not attrs.has(kinds[0]):
            continue
        contents: list[Tree] = [{"absent": "e1"}, {"not_applicable": "synthetic"}, {}]
        if "evidence" in fields_of(kinds[0]):
            contents.append({"evidence": "e1"})
        for content in contents:
            yield from sound([_with_block(kind, name, content)])


def _with_block(kind: Any, name: str, content: Tree) -> Scene:
    """A program with one block, of its own or among the facts of plugins."""
    shown: dict[str, Any] = {"sources": SHORT["sources"], "evidence": SHORT["evidence"]}
    if issubclass(kind, PluginFacts):
        return Scene({"program": bare(**shown, facts={name: content})}, kind)
    return Scene({"program": bare(**{**shown, name: content})})


def _single_blocks(dice: random.Random) -> Iterator[Scene]:
    """For each field a program that tells it and nothing else."""
    for name in _written():
        for density in (0.5, 1.0):
            maker = Maker(dice, density)
            yield _surrounded(maker, maker.program("synthetic", [name]))


def _synthetic(dice: random.Random) -> Iterator[Scene]:
    names = _written()
    for _ in range(FULL):
        full = FullMaker(dice, 0.95)
        yield _surrounded(full, full.program("synthetic", names))
    # Where little is told most measures are unknown, where much is told few are: both are tried.
    for density in [0.9] * DENSE + [0.5] * SPARSE:
        maker = Maker(dice, density)
        some = [name for name in names if dice.random() < density]
        yield _surrounded(maker, maker.program("synthetic", some))


def _written() -> list[str]:
    """The fields that a synthetic program may write beside its identity."""
    return [name for name in fields_of(Program) if name not in (*IDENTITY, "codings")]


def _surrounded(maker: Maker, program: dict[str, Tree]) -> Scene:
    """A program with the peers that it names, and tables."""
    services = ["services", "regions", "peers", "listed_in_full"]
    named = program.get("peers", {})
    peers: list[Tree] = []
    # the third one that a program may name is not described
    for peer_id in ("peer-1", "peer-2"):
        if isinstance(named, dict) and peer_id in named:
            peers.append(Maker(maker.dice, 0.9).program(peer_id, services))
    return Scene(_whole_tree(program, peers, _tables(maker.dice)), maker.facts)


def _whole_tree(program: Tree, peers: list[Tree], tables: Tree) -> dict[str, Tree]:
    """A program with its peers, where it has some, and tables."""
    if not peers:
        return {"program": program, "statistics": tables}
    return {"program": program, "peers": peers, "statistics": tables}


def _tree(path: Path) -> dict[str, Any]:
    node = read_file(path).node
    if not isinstance(node, Entries):
        raise InputError(f"{path} holds no description")
    return {key.text: tree_of(value) for key, value in node.entries}


def _library(dice: random.Random) -> Iterator[Scene]:
    trees = {}
    for path in sorted(bundled("programs").glob("*/*.yaml")):
        # a name with a dot is that of a coder's file
        if "." not in path.stem:
            shared = shared_sources(path).sources
            trees[path.stem] = _with_sources(_tree(path), shared)
    for tree in trees.values():
        named = tree.get("peers", {})
        peers: list[Tree] = [trees[name] for name in named if name in trees]
        tables = _tables(dice, tree.get("regions", ()))
        yield Scene(_whole_tree(tree, peers, tables))


def _with_sources(tree: Any, shared: dict[str, Any]) -> dict[str, Any]:
    """A description with those shared sources that it cites, as a file of its own would hold them.

    Its results are left out.
    """
    pieces = tree.get("evidence", {}).values()
    cited = {piece["source"] for piece in pieces} & shared.keys()
    works = {work for source_id in cited for work in shared[source_id].read_in}
    written = {}
    for source_id in sorted(cited | works):
        source = shared[source_id]
        written[source_id] = {
            "kind": source.kind,
            "cite": source.cite,
            "read_in": [*source.read_in],
        }
    # its codings are those of our rubrics, and the plugin's may ask other criteria
    return {**tree, "sources": written | tree.get("sources", {}), "codings": {}}


def _with_codings(
    program: dict[str, Any], criteria: tuple[str, ...], dice: random.Random
) -> dict[str, Any]:
    """A program with what two coders say of criteria, where it has evidence for that."""
    evidence = [*program.get("evidence", ())]
    codings: dict[str, dict[str, Any]] = {"one": {}, "other": {}}
    for coding in codings.values() if evidence else ():
        for criterion_id in criteria:
            level = {
                "level": f"{dice.randrange(9) / 2:g}",
                "evidence": dice.sample(evidence, min(2, len(evidence))),
                "why": "synthetic",
            }
            gaps = ["unknown", {"absent": evidence[0]}, {"not_applicable": "synthetic"}]
            coding[criterion_id] = dice.choice([level, level, level, *gaps])
    return {**program, "codings": codings}


def _tables(dice: random.Random, regions: Any = ()) -> dict[str, Tree]:
    """Tables of the synthetic regions, and of those that are given by their code."""
    given = [regions] if isinstance(regions, str) else regions
    rows = [*REGIONS[:2]]
    rows += [region for region in given if re.match("[A-Z]{2}-", region)]

    def table(names: list[str], columns: tuple[str, ...], low: int, high: int) -> Tree:
        made: dict[str, Tree] = {}
        for name in names:
            row: dict[str, Tree] = {}
            for column in columns:
                # a gap here and there, as in real tables
                if dice.random() < 0.95:
                    row[column] = f"{dice.uniform(low, high):.1f}"
            made[name] = row
        return made

    pairs: dict[str, dict[str, str]] = {first: {} for first in INDUSTRIES[:-1]}
    for first, row in pairs.items():
        for second in INDUSTRIES:
            if second > first:
                row[second] = f"{dice.random():.2f}"
    return {
        **TABLES,
        "employment": table([NATION, *rows], INDUSTRIES, 100, 90_000),
        "support": table(rows, FUNCTIONS, 0, 5_000_000),
        "productivity": table(rows, INDUSTRIES, 10, 200),
        "relatedness": pairs,
    }
