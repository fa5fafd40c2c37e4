"""Programs with what belongs to them: overlays, the program that each is a part of, and its peers.

Every file is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Ref, message
from evalkit.model.program import Program
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Place
from evalkit.read.files import load_program
from evalkit.read.library import Library
from evalkit.read.lines import in_file
from evalkit.read.loaded import Loaded
from evalkit.read.rules.criteria import OF, Criteria

if TYPE_CHECKING:
    from evalkit.read.overlay import OverlayFile

MOST_PARENTS = 50
"""Programs that one may be a part of, by way of others; each is read and judged before it."""


@frozen
class Described:
    """A program, the peers that have a description, the program that it is part of, and every file
    that was read for them.

    `whole` is None where it is part of nothing, or of what has no description; `notes` say what was
    not found, and what lies over the others.
    """

    loaded: Loaded
    path: Path
    whole: Described | None
    peers: dict[str, Program]
    inputs: tuple[tuple[str, str], ...]
    notes: tuple[Message, ...]

    @property
    def program(self) -> Program:
        """The program that is described."""
        return self.loaded.program

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of the programs that it is a part of, the nearest first."""
        return (self.whole.program.id, *self.whole.parents) if self.whole else ()


class Programs:
    """Reads programs of a library under the criteria of some rubrics, with the overlays that lie
    over them. `finished` gives those that need not be read.

    `laid_over` are the ids of programs that an overlay was laid over.
    """

    def __init__(
        self,
        library: Library,
        overlays: Sequence[OverlayFile],
        criteria: Criteria,
        finished: Callable[[Path], Loaded | None] = lambda path: None,
    ) -> None:
        self._library = library
        self._overlays = overlays
        self._criteria = criteria
        self._finished = finished
        self._loaded: dict[Path, Loaded] = {}
        self._described: dict[Path, Described] = {}
        self.laid_over: set[str] = set()

    def forget(self) -> None:
        """Drop what was read."""
        self._loaded.clear()
        self._described.clear()

    def load(self, path: Path, why: str = "") -> Loaded:
        """A program alone.

        Raises InputError with every fault, and `why` it is read is added to what is said then.
        """
        if path not in self._loaded:
            try:
                # what came with the wheel was read when it was built
                read = self._finished(path) or load_program(path, self._criteria)
                self._loaded[path] = self._overlaid(read)
            except InputError as error:
                raise InputError(f"{error}{why}", error.diagnostics) from error
        return self._loaded[path]

    def describe(self, path: Path, parts: tuple[str, ...] = ()) -> Described:
        """A program with what belongs to it; `parts` are the programs that led here.

        Raises InputError for faults of any of these files, for a part of itself, and for what is
        synthetic beside a real program.
        """
        if path not in self._described:
            self._described[path] = self._describe(path, parts)
        return self._described[path]

    def refuse_unused(self, read: Collection[str] | None = None) -> None:
        """Raise InputError for overlays over programs that were not `read`, by default here: what
        was asked for must not be left out in silence.
        """
        if read is None:
            read = {loaded.program.id for loaded in self._loaded.values()}
        unused = [overlay for overlay in self._overlays if overlay.over not in read]
        if not unused:
            return
        from evalkit.read.overlay import over_nothing  # most runs have no overlay

        names = [label(overlay.path) for overlay in unused]
        faults: list[Diagnostic] = []
        for overlay in unused:
            faults += over_nothing(overlay, read)
        raise InputError(
            f"{' and '.join(names)}: about no program of this run", tuple(faults)
        )

    def check_overlay(self, path: Path) -> tuple[Diagnostic, ...]:
        """Every fault of an overlay, laid over the program that it names."""
        from evalkit.read.overlay import lay_over, over_nothing, read_overlay

        try:
            overlay = read_overlay(path)
            below = self._library.find(overlay.over, path)
            if below is None:
                return over_nothing(overlay, self._library.ids())
            loaded = load_program(below, self._criteria)
            warnings = lay_over(loaded, overlay, self._criteria).warnings
            return tuple(fault for fault in warnings if fault.path == label(path))
        except InputError as error:
            return error.diagnostics

    def _overlaid(self, loaded: Loaded) -> Loaded:
        over_it = [
            overlay for overlay in self._overlays if overlay.over == loaded.program.id
        ]
        if not over_it:
            return loaded
        from evalkit.read.overlay import lay_over  # most runs have no overlay

        self.laid_over.add(loaded.program.id)
        for overlay in over_it:
            loaded = lay_over(loaded, overlay, self._criteria)
        return loaded

    def _describe(self, path: Path, parts: tuple[str, ...]) -> Described:
        loaded = self.load(path)
        program = loaded.program
        if program.id in parts:
            circle = " > ".join([*parts, program.id])
            raise _fault(
                loaded,
                program.part_of,
                "EK219",
                f"part_of runs in a circle: {circle}",
                remedy="remove part_of from one of these files",
            )
        whole = self._whole(loaded, path, parts)
        peers = self._peers(loaded, path)
        known = {name: peer for name, peer in peers.items() if peer}
        inputs = [*_inputs(loaded)]
        if whole:
            inputs += whole.inputs
        for peer in known.values():
            inputs += _inputs(peer)
        return Described(
            loaded=loaded,
            path=path,
            whole=whole,
            peers={name: peer.program for name, peer in known.items()},
            # a file of shared sources belongs to several of them
            inputs=tuple(dict.fromkeys(inputs)),
            notes=(*self._notes(program, whole), *_notes_on_peers(peers)),
        )

    def _notes(self, program: Program, whole: Described | None) -> Iterator[Message]:
        """What does not count of a description, and what counts that is not in it."""
        if program.part_of and not whole:
            yield message("whole_not_described", program=Ref(program.part_of))
        yield from self._codings_of_others(program)
        for block in program.facts.set_aside:
            yield message("facts_set_aside", block=Ref(block))
        for overlaid in whole.loaded.overlaid if whole else ():
            over = Ref(program.part_of)
            yield message("overlay_over_whole", program=over, path=overlaid.path)

    def _codings_of_others(self, program: Program) -> Iterator[Message]:
        """A note for each rubric whose codings do not count, though the one asked for has criteria
        of their ids.
        """
        rubrics = set()
        for coded in program.codings.values():
            for name in coded:
                rubric_id, of, criterion_id = name.partition(OF)
                if of and self._criteria.has(criterion_id):
                    rubrics.add(rubric_id)
        asked = self._criteria.rubric.id
        for rubric_id in sorted(rubrics):
            yield message("codings_of_another", rubric=Ref(rubric_id), asked=Ref(asked))

    def _whole(
        self, loaded: Loaded, path: Path, parts: tuple[str, ...]
    ) -> Described | None:
        """The program that another one is part of, None where it is part of nothing or has no
        description.
        """
        program, above = loaded.program, None
        if program.part_of:
            above = self._library.find(program.part_of, path, program)
        if above is None:
            return None
        # Either way up is bounded: through programs that are being read, and through those that
        # were described before.
        if len(parts) >= MOST_PARENTS:
            raise _too_many_parents(loaded)
        whole = self.describe(above, (*parts, program.id))
        if len(whole.parents) >= MOST_PARENTS:
            raise _too_many_parents(loaded)
        _refuse_synthetic(loaded, whole.program)
        return whole

    def _peers(self, loaded: Loaded, path: Path) -> dict[str, Loaded | None]:
        """The peers that a program names, None for one that has no description."""
        program = loaded.program
        peers: dict[str, Loaded | None] = {}
        for peer_id in program.peers.by_id if program.peers else ():
            file = self._library.find(peer_id, path, program)
            if file is None:
                peers[peer_id] = None
                continue
            peer = self.load(file, f", which {program.id} names as a peer")
            _refuse_synthetic(loaded, peer.program)
            peers[peer_id] = peer
        return peers


def _inputs(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """The files that were read for a program, with their digests."""
    yield loaded.path, loaded.sha256
    yield from loaded.also


def _too_many_parents(loaded: Loaded) -> InputError:
    return _fault(
        loaded,
        loaded.program.part_of,
        "EK250",
        f"part_of links more than {MOST_PARENTS} programs in a chain",
        remedy="name the program that this one belongs to, and leave out those in between",
    )


def _notes_on_peers(peers: Mapping[str, Loaded | None]) -> Iterator[Message]:
    for peer_id, peer in peers.items():
        if peer is None:
            yield message("peer_not_described", peer=Ref(peer_id))
            continue
        for overlaid in peer.overlaid:
            yield message("overlay_over_peer", peer=Ref(peer_id), path=overlaid.path)


def _fault(
    loaded: Loaded, named: str, code: str, text: str, *, remedy: str
) -> InputError:
    """A fault of how a program names another one, by its id."""
    place = loaded.named.get(named, Place())
    fault = Diagnostic(*in_file(loaded.path, place), code, text, remedy)
    return InputError(f"{loaded.path}: {text}", (fault,))


def _refuse_synthetic(loaded: Loaded, other: Program) -> None:
    """What is synthetic may not weigh on a real program, as its parent or as its peer."""
    if other.synthetic and not loaded.program.synthetic:
        raise _fault(
            loaded,
            other.id,
            "EK230",
            f"{other.id} is synthetic, but {loaded.program.id} is not",
            remedy="name a real program, or mark this one as synthetic: true",
        )
