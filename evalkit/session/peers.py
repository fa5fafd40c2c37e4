"""Peers that a program finds by itself, in a portfolio that a run names.

A peer has a function of the program and serves one of its places, by what both descriptions state.
A portfolio is never complete: what it finds is added to the peers that a description names, and
says nothing of those that nobody has listed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.model.errors import InputError
from evalkit.model.fixed import Fixed
from evalkit.model.message import Listing, Message, Quote, Ref, message, refs
from evalkit.model.program import Program
from evalkit.model.trend import Years
from evalkit.portfolio.peers import Profiles, peer
from evalkit.portfolio.periods import latest
from evalkit.portfolio.record import Record, record
from evalkit.read.bundled import label
from evalkit.read.files import load_description
from evalkit.read.folders import exists
from evalkit.read.kinds import looks_like_path
from evalkit.read.library import Library
from evalkit.read.lines import line_of
from evalkit.read.programs import Described, Programs
from evalkit.session.judging import Neighbors

NAMED = 5
"""Peers that a note names."""


class PeerFinder:
    """Files, folders and library ids, read once; a file that cannot be read is left out with a
    warning. Raises NothingMatched for ids that name nothing, and InputError for files that are not
    there.
    """

    def __init__(self, targets: Sequence[str]) -> None:
        self._called = Listing(
            [Quote(label(Path(target))) for target in targets], "comma"
        )
        wholes: dict[tuple[str, Years], str] = {}
        files: dict[tuple[str, Years], Path] = {}
        records = []
        paths = Library().targets(targets)
        _refuse_absent(targets)
        for path, program in _read(paths):
            read = record(program, label(path))
            # Of two files that describe a program in one period the first counts.
            if (read.id, read.period) not in files:
                files[read.id, read.period] = path
                wholes[read.id, read.period] = program.part_of
                records.append(read)
        # of several periods of a program the latest is put last, and stays
        self._part_of = {name: whole for (name, _), whole in sorted(wholes.items())}
        # What a peer offered before, or what it took the place of, overlaps with nothing today.
        counted = latest(records)
        self._files = {}
        for read in counted:
            self._files[read.id] = files[read.id, read.period]
        self._profiles = Profiles(counted)

    def neighbors(self, described: Described, programs: Programs) -> Neighbors:
        """What the portfolio has around a program.

        Neither what the program is a part of, nor its own parts, however far up or down, nor what
        is synthetic beside a real program; of the peers that it names those that nothing else
        describes. Raises InputError for a peer whose description has faults.
        """
        own_record = record(described.program, described.loaded.path)
        above = {*described.parents, *self._above(described.program.part_of)}
        why = f", which a portfolio has as a peer of {own_record.id}"
        near: list[Record] = []
        peers: dict[str, Program] = {}
        inputs: list[tuple[str, str]] = []
        for other in self._profiles.peers(own_record):
            if other.id in above or not _may_be_peer(other, described):
                continue
            loaded = programs.load(self._files[other.id], why)
            if own_record.id in self._above(loaded.program.part_of):
                continue
            near.append(other)
            peers[other.id] = loaded.program
            inputs += [(loaded.path, loaded.sha256), *loaded.also]
        notes = self._notes(own_record, near, described)
        return Neighbors(Fixed(peers), tuple(inputs), tuple(notes))

    def _above(self, whole: str) -> set[str]:
        """A program that others are part of, and what it is a part of itself, as the portfolio has
        it; none for an empty id.
        """
        above: set[str] = set()
        while whole and whole not in above:
            above.add(whole)
            whole = self._part_of.get(whole, "")
        return above

    def _notes(
        self, own_record: Record, near: Sequence[Record], described: Described
    ) -> Iterator[Message]:
        own = described.program.peers
        # The description itself says what it shares with those that it names.
        if own:
            near = [other for other in near if other.id not in own.by_id]
        if not near:
            return
        named = []
        for other in near[:NAMED]:
            both = peer(own_record, other, {})
            codes = [*both.functions, *both.targets, *both.places]
            shared = refs(codes, "comma")
            named.append(message("peer_found", peer=Ref(other.id), shared=shared))
        peers = Listing(named, "clauses")
        yield message("peers_found", path=self._called, n=len(near), peers=peers)
        if own and own.complete:
            yield message("peers_not_complete", path=self._called)


def _refuse_absent(targets: Sequence[str]) -> None:
    """Raise InputError with every file that is named and not there."""
    absent = []
    for target in targets:
        is_file = looks_like_path(target) and not line_of(Path(target))
        if is_file and not exists(Path(target)):
            absent.append(f"--landscape {target}: there is no such file or folder")
    if absent:
        raise InputError("\n".join(absent))


def _read(paths: Sequence[Path]) -> Iterator[tuple[Path, Program]]:
    """The files that can be read, with the programs that they describe."""
    for path in paths:
        try:
            yield path, load_description(path)
        except InputError as error:
            left_out = f"--landscape {error}; the run goes on without it"
            warnings.warn(left_out, stacklevel=1)


def _may_be_peer(other: Record, described: Described) -> bool:
    """Whether a program may count as a peer of one that has none of this id already."""
    if other.id in described.peers:
        return False
    return described.program.synthetic or not other.synthetic
