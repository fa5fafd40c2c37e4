"""Files of every kind that evalkit reads: programs with their further coders, rubrics, statistics, shared sources."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from evalkit.model.card import Overlaid
from evalkit.model.context import Statistics
from evalkit.model.errors import InputError
from evalkit.model.fields import default_of, refers
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Observation
from evalkit.model.program import Coder, Coding, Evidence, Program, Source
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure
from evalkit.read.bundled import label
from evalkit.read.coding_rules import check_codings, check_use
from evalkit.read.criteria import Criteria
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Diagnostic, Faults, Place
from evalkit.read.node import Entries, Node
from evalkit.read.observation_rules import check_observations
from evalkit.read.rubric_rules import check_rubric
from evalkit.read.rules import check_places, check_references, check_sources
from evalkit.read.text import LARGEST, read_bytes, tree
from evalkit.read.values import known_ids, program_in, tables_in

STDIN = Path("-")
ENDINGS = (".yaml", ".yml", ".json")
_OVERLAY = re.compile(rb"""^[ {]*"?overlays"?[ ]*:""", re.MULTILINE)
KINDS = {
    "dimensions": "rubric",
    "bands": "rubric",
    "context": "context",
    "codes": "coder",
    "overlays": "overlay",
    "schema": "other",
    "$schema": "other",
}
"""What a file is that has one of these keys; the first of them decides."""
_MARK = re.compile(rb"""(%s)["']?\s*:""" % b"|".join(re.escape(key).encode() for key in KINDS))
_ID, _CODES = (re.compile(rb"^%s[ ]*:" % key, re.MULTILINE) for key in (b"id", b"codes"))
Measures = Mapping[str, Mapping[str, Measure]]
"""The measures of each evaluator that is loaded, by the ids of both."""


@frozen
class CoderFile:
    """Codings and observations of a further coder, in a file of their own beside the description."""

    codes: str = refers("program", default="")
    codings: dict[str, dict[str, Coding]] = attrs.field(factory=Fixed)
    observations: dict[str, tuple[Observation, ...]] = attrs.field(factory=Fixed)
    coders: dict[str, Coder] = attrs.field(factory=Fixed)
    evidence: dict[str, Evidence] = attrs.field(factory=Fixed)
    sources: dict[str, Source] = attrs.field(factory=Fixed)


@frozen
class SharedSources:
    """Sources that several descriptions cite."""

    sources: dict[str, Source]


@frozen
class Loaded:
    """A program with its file, the digest of its bytes, and those of the further files that were merged into it.

    `named` tells where its whole and its peers are named, `overlaid` what came from overlays; `warnings` are what should be looked at and stops nothing.
    """

    program: Program
    path: str
    sha256: str
    also: tuple[tuple[str, str], ...] = ()
    named: dict[str, Place] = attrs.field(factory=Fixed)
    warnings: tuple[Diagnostic, ...] = ()
    overlaid: tuple[Overlaid, ...] = ()


@frozen
class LoadedRubric:
    """A rubric with its file; digests are of the content, in all and by criterion, so that a comment changes none."""

    rubric: Rubric
    path: str
    sha256: str
    digest: str

    @property
    def criterion_digests(self) -> dict[str, str]:
        """The digest of each criterion, by its id."""
        return {id: content_digest(criterion) for id, criterion in self.rubric.criteria().items()}


@frozen
class Shared:
    """Shared sources with their file and its digest, and the faults in it."""

    sources: dict[str, Source] = attrs.field(factory=Fixed)
    files: tuple[tuple[str, str], ...] = ()
    faults: tuple[Diagnostic, ...] = ()


@frozen
class Read:
    """A file as a tree, or without one when its text could not be read."""

    path: Path
    faults: Faults
    sha256: str
    node: Node | None


def load_program(path: Path, criteria: Criteria) -> Loaded:
    """Read a program with its shared sources and further coders; raises InputError with every fault of all of them."""
    read, shared, coders = (
        read_file(path),
        shared_sources(path),
        [read_file(each) for each in coder_files(path)],
    )
    decoder = Decoder(read.faults)
    if isinstance(read.node, Entries) and read.node.get("overlays"):
        read.faults.add(
            "EK201",
            read.node.place,
            "this is an overlay and no description",
            "give it with --overlay",
        )
        raise_faults(path, read.faults.found)
    program = program_in(read.node, decoder, shared.sources)
    if program is not attrs.NOTHING:
        check_codings(program, decoder, criteria)
        check_observations(program.observations, decoder, criteria, program)
        for coder in coders:
            program = _with_coder(program, coder, shared.sources, criteria)
        check_use(program, decoder)
    faults = [
        *read.faults.found,
        *shared.faults,
        *(fault for coder in coders for fault in coder.faults.found),
    ]
    raise_faults(path, faults)
    also = (*shared.files, *((label(each.path), each.sha256) for each in coders))
    named = {id: decoder.places["peers", id] for id in program.peers.by_id} if program.peers else {}
    if program.part_of:
        named[program.part_of] = decoder.places["part_of",]
    return Loaded(program, label(path), read.sha256, also, named, tuple(sorted(faults)))


def load_rubric(path: Path, measures: Measures = MappingProxyType({})) -> LoadedRubric:
    """Read a rubric; raises InputError with every fault. With `measures`, naming one that its evaluator does not take is a fault too."""
    read = read_file(path)
    decoder = Decoder(read.faults)
    rubric: Any = decoder.value(Rubric, read.node) if read.node else attrs.NOTHING
    if rubric is not attrs.NOTHING and not read.faults.found:
        check_rubric(rubric, decoder, measures)
    raise_faults(path, read.faults.found)
    return LoadedRubric(rubric, label(path), read.sha256, content_digest(rubric))


def load_statistics(path: Path) -> tuple[Statistics, tuple[str, str]]:
    """Read a context file with its path and digest; raises InputError with every fault."""
    read = read_file(path)
    statistics = tables_in(read.node, Decoder(read.faults))
    raise_faults(path, read.faults.found)
    return statistics, (label(path), read.sha256)


def check_file(
    path: Path, kind: str, criteria: Criteria, measures: Measures
) -> tuple[Diagnostic, ...]:
    """Every fault of a file that is no program, of the kind that `kind_of` tells."""
    try:
        if kind == "rubric":
            load_rubric(path, measures)
        elif kind == "context":
            load_statistics(path)
        elif kind == "sources":
            raise_faults(path, _shared_file(path, path.stat().st_mtime_ns).faults)
        elif kind == "coder":
            return _check_coder(path, criteria)
    except InputError as error:
        return error.diagnostics
    return ()


def _check_coder(path: Path, criteria: Criteria) -> tuple[Diagnostic, ...]:
    described = _described_in(path)
    if described and described != path:
        return load_program(described, criteria).warnings
    name = f"{path.stem.split('.')[0]}.yaml"
    help = "name it <id>.<coder>.yaml, beside the description <id>.yaml"
    return (
        Diagnostic(
            label(path),
            Place(),
            "EK221",
            f"this is a coder's file, but there is no description {name} beside it",
            help,
        ),
    )


def kind_of(path: Path) -> str:
    """`program`, `rubric`, `context`, `coder`, `overlay` or `sources`; `other` for results and schemas that evalkit has written.

    What cannot be read counts as a program, so that its faults are told.
    """
    if path == STDIN:
        return "program"
    return _kind_at_sight(path) or _kind_by_keys(read_file(path).node)


def _kind_at_sight(path: Path) -> str | None:
    """The kind where it shows without parsing, so that a folder of descriptions is parsed once; None where it does not."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        return None
    data = path.read_bytes()
    if "." in path.stem and _CODES.search(data):
        return "coder"
    return "program" if _ID.search(data) and not _MARK.search(data) else None


def _kind_by_keys(node: Node | None) -> str:
    keys = {key.text for key, _ in node.entries} if isinstance(node, Entries) else set()
    return next(
        (kind for key, kind in KINDS.items() if key in keys),
        "sources" if keys == {"sources"} else "program",
    )


def read_file(path: Path) -> Read:
    """A file as a tree, with what is wrong in its text."""
    faults = Faults(label(path))
    data = _stdin() if path == STDIN else read_bytes(path, faults)
    if data is None:
        return Read(path, faults, "", None)
    is_json = path.suffix == ".json" or (
        path == STDIN and re.match(rb'(\xef\xbb\xbf)?\s*\{\s*"', data) is not None
    )
    return Read(path, faults, hashlib.sha256(data).hexdigest(), tree(data, faults, is_json))


@cache
def _stdin() -> bytes:
    """Standard input can be read once only."""
    return sys.stdin.buffer.read()


def raise_faults(path: Path, faults: Sequence[Diagnostic]) -> None:
    """Raise InputError with all faults, if one of them is an error."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        where = sorted({fault.path for fault in errors}) or [label(path)]
        raise InputError(
            f"{' and '.join(where)}: {len(errors)} fault{'s' if len(errors) > 1 else ''}",
            tuple(sorted(faults)),
        )


def coder_files(path: Path) -> list[Path]:
    """Files of further coders beside a description: `<id>.<coder>.yaml`."""
    folder = path.parent
    if path == STDIN or not folder.is_dir():
        return []
    beside = _dotted(folder, folder.stat().st_mtime_ns).get(_described_by(path), ())
    return [
        file
        for file in beside
        if file.name.startswith(f"{path.stem}.") and not _OVERLAY.search(file.read_bytes())
    ]


def _described_in(path: Path) -> Path | None:
    """The description that a coder's file belongs to, None when it is not there."""
    names = (path.with_name(_described_by(path) + ending) for ending in ENDINGS)
    return next(filter(Path.is_file, names), None)


def _described_by(path: Path) -> str:
    return path.name.split(".")[0]


@cache
def _dotted(folder: Path, _changed: int) -> dict[str, list[Path]]:
    """The files of a folder with a dot in their stem, by the name of the description that they belong to."""
    files = sorted(file for file in folder.iterdir() if file.suffix in ENDINGS and file.is_file())
    described = {file.stem for file in files}
    dotted: dict[str, list[Path]] = {}
    for file in files:
        if "." in file.stem and (name := _described_by(file)) in described:
            dotted.setdefault(name, []).append(file)
    return dotted


def shared_sources(path: Path) -> Shared:
    """Sources from `sources.yaml` beside the file or one folder up."""
    for folder in () if path == STDIN else (path.parent, path.parent.parent):
        if (beside := folder / "sources.yaml").is_file():
            return _shared_file(beside, beside.stat().st_mtime_ns)
    return Shared()


@cache
def _shared_file(path: Path, _changed: int) -> Shared:
    read = read_file(path)
    decoder = Decoder(read.faults)
    shared = decoder.value(SharedSources, read.node) if read.node else attrs.NOTHING
    if read.node is not None:
        check_references(decoder, known_ids(read.node, {}))
    sources = {} if shared is attrs.NOTHING else shared.sources
    return Shared(sources, ((label(path), read.sha256),), tuple(read.faults.found))


def _with_coder(
    program: Program, read: Read, shared: dict[str, Source], criteria: Criteria
) -> Program:
    """The program with the codings of a further coder; the coder's faults are noted in `read`."""
    decoder = Decoder(read.faults)
    coder = decoder.value(CoderFile, read.node) if read.node else attrs.NOTHING
    if coder is attrs.NOTHING or read.node is None:
        return program
    check_references(decoder, known_ids(read.node, shared, program))
    twins: list[tuple[str, ...]] = [
        (name, id)
        for name in ("evidence", "sources", "coders")
        for id in getattr(coder, name)
        if id in getattr(program, name)
    ]
    twins += [
        ("codings", who, id)
        for who, coded in coder.codings.items()
        for id in coded
        if id in program.codings.get(who, {})
    ]
    for at in twins:
        read.faults.add(
            "EK111",
            decoder.places.get(at, Place()),
            f"{at[-1]!r} stands in the description already",
            "give it another id",
        )
    if read.faults.found:
        return program
    merged = {
        name: Fixed(getattr(program, name)) | getattr(coder, name)
        for name in ("evidence", "sources", "coders")
    }
    codings = {
        who: Fixed(program.codings.get(who, {})) | coded for who, coded in coder.codings.items()
    }
    stated = {
        id: program.observations.get(id, ()) + each for id, each in coder.observations.items()
    }
    changes = {
        **merged,
        "codings": Fixed(program.codings) | codings,
        "observations": Fixed(program.observations) | stated,
    }
    program = check_sources(attrs.evolve(program, **changes), shared)
    check_codings(program, decoder, criteria)
    check_observations(coder.observations, decoder, criteria, program)
    check_places(coder.evidence, program.sources, decoder)
    return program


def content_digest(value: Any) -> str:
    """The digest of what is written: fields that are left out do not count, so that a new one changes no digest."""
    content = json.dumps(
        attrs.asdict(value, filter=_is_written), sort_keys=True, ensure_ascii=False, default=str
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _is_written(attribute: attrs.Attribute[Any], value: Any) -> bool:
    return bool(value != default_of(attribute))
