"""Sources that several descriptions cite, from the `sources.yaml` beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.program import Facts, Source
from evalkit.read.bundled import label
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.inputs import note_input
from evalkit.read.rules.references import check_references
from evalkit.read.syntax.parsed import STDIN, read_file
from evalkit.read.syntax.text import is_file
from evalkit.read.values import known_ids

FILE = "sources.yaml"


@frozen
class SharedSources:
    """Sources that several descriptions cite."""

    sources: dict[str, Source]


@frozen
class Shared:
    """Shared sources with their file and its digest, and the faults in it."""

    sources: dict[str, Source] = Fixed()
    files: tuple[tuple[str, str], ...] = ()
    faults: tuple[Diagnostic, ...] = ()


def shared_sources(path: Path) -> Shared:
    """Sources from `sources.yaml` beside a file or one folder up."""
    for place in () if path == STDIN else places(path.parent):
        if is_file(place):
            return sources_in(place)
    return Shared()


def places(folder: Path) -> tuple[Path, ...]:
    """Where sources of the descriptions in a folder are looked for, the first place first."""
    return folder / FILE, folder.parent / FILE


def cites_shared(described: Facts, shared: Mapping[str, Source]) -> bool:
    """Whether a description or an overlay cites what does not stand in it: a shared source, or one
    that is missing among them.
    """
    own = described.sources
    cited = {evidence.source for evidence in described.evidence.values()}
    for source in own.values():
        cited.update(source.read_in)
    # a shared source is the same object in both, and one that is missing is None in both
    return any(own.get(name) is shared.get(name) for name in cited)


def sources_in(path: Path) -> Shared:
    """The sources of a file, which is read again only when it has changed."""
    note_input(path)  # an earlier run of this process may have read it
    return _read(path, path.stat().st_mtime_ns)


@cache
# The time of the last change is there for the cache alone.
def _read(path: Path, _changed: int) -> Shared:
    read = read_file(path)
    decoder = Decoder(read.faults)
    shared = decoder.whole(SharedSources, read.node)
    if read.node is not None:
        check_references(decoder, known_ids(read.node, {}))
    return Shared(
        sources=shared.sources if shared else {},
        files=((label(path), read.sha256),),
        faults=tuple(read.faults.found),
    )
