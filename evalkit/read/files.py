"""Files of every kind that people write: programs with their further coders, rubrics, statistics
and shared sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from evalkit.model.context import Statistics
from evalkit.model.errors import InputError
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program, Source
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure
from evalkit.read.bundled import label
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Diagnostic, Place
from evalkit.read.kinds import coder_files, described_in
from evalkit.read.loaded import Loaded, LoadedRubric, content_digest
from evalkit.read.misplaced import refuse_others
from evalkit.read.rules.acceptance import check_accepted
from evalkit.read.rules.codings import check_codings, for_asked
from evalkit.read.rules.criteria import Criteria
from evalkit.read.rules.observations import check_observations
from evalkit.read.rules.use import check_use
from evalkit.read.shared_sources import cites_shared, shared_sources, sources_in
from evalkit.read.syntax.parsed import Parsed, raise_faults, read_file, read_kind
from evalkit.read.values import program_in, tables_in

Measures = Mapping[str, Mapping[str, Measure]]
"""The measures of each evaluator that is loaded, by the ids of both."""


def load_program(path: Path, criteria: Criteria) -> Loaded:
    """Read a program with its shared sources and further coders; raises InputError with every
    fault of all of them.
    """
    read, shared = read_file(path), shared_sources(path)
    coders = [read_file(file) for file in coder_files(path)]
    decoder = Decoder(read.faults, criteria.facts)
    refuse_others(read.node, "program", read.faults)
    raise_faults(path, read.faults.found)
    program = program_in(read.node, decoder, shared.sources)
    if program is not None:
        check_codings(program, decoder, criteria)
        check_observations(program.observations, decoder, criteria, program)
        program, further = _with_coders(program, coders, shared.sources, criteria)
        # Only now: a coder may accept the proposal of any file, and cite evidence of the
        # description that nothing else uses. Until here codings have the names of the files.
        for reader in (decoder, *further):
            check_accepted(program, reader)
        # A coder's file with faults was not taken in, and may cite what else seems to be unused.
        if not any(coder.faults.noted["error"] for coder in coders):
            check_use(program, decoder)
        program = for_asked(program, criteria)
    faults = [*read.faults.found]
    for coder in coders:
        faults += coder.faults.found
    # Faults of shared sources are no concern of a description that cites none of them.
    if program is None or cites_shared(program, shared.sources):
        faults += shared.faults
    raise_faults(path, faults)
    assert program is not None  # else a fault was raised
    also = [*shared.files]
    also += [(label(coder.path), coder.sha256) for coder in coders]
    return Loaded(
        program=program,
        path=label(path),
        sha256=read.sha256,
        also=tuple(also),
        named=_named(program, decoder),
        warnings=tuple(sorted(faults)),
    )


def load_description(path: Path, facts: type[PluginFacts] = PluginFacts) -> Program:
    """The program that a file describes, without further coders: what is read of many thousands.

    Codings and observations are not checked, and facts of plugins are set aside unless their class
    is given. Raises InputError with every other fault.
    """
    read = read_kind(path, "program")
    shared = shared_sources(path).sources
    program = program_in(read.node, Decoder(read.faults, facts), shared)
    raise_faults(path, read.faults.found)
    assert program is not None  # else a fault was raised
    return program


def _with_coders(
    program: Program,
    coders: Sequence[Parsed],
    sources: dict[str, Source],
    criteria: Criteria,
) -> tuple[Program, list[Decoder]]:
    """The program with what the files of further coders hold, and what decoded each of them."""
    decoders: list[Decoder] = []
    if not coders:
        return program, decoders
    from evalkit.read.coders import with_coder
    from evalkit.read.seals import check_seal

    for coder in coders:
        program, decoder = with_coder(program, coder, sources, criteria)
        check_seal(coder)
        decoders.append(decoder)
    return program, decoders


def _named(program: Program, decoder: Decoder) -> dict[str, Place]:
    """Where a description names its parent and its peers."""
    places, named = decoder.places, {}
    for peer in program.peers.by_id if program.peers else ():
        named[peer] = decoder.faults.place_of(places["peers", peer])
    if program.part_of:
        named[program.part_of] = decoder.faults.place_of(places["part_of",])
    return named


def load_rubric(path: Path, measures: Measures = MappingProxyType({})) -> LoadedRubric:
    """Read a rubric; raises InputError with every fault.

    With `measures`, naming one that its evaluator does not take is a fault too.
    """
    from evalkit.read.rules.rubric import check_rubric  # most runs read no rubric

    read = read_kind(path, "rubric")
    decoder = Decoder(read.faults)
    rubric = decoder.whole(Rubric, read.node)
    # The rules add up weights and look up names, and would blame what is sound for what is missing.
    if rubric is not None and not read.faults.found:
        check_rubric(rubric, decoder, measures)
    raise_faults(path, read.faults.found)
    assert rubric is not None  # else a fault was raised
    digest = content_digest(rubric)
    return LoadedRubric(rubric.translatable, label(path), read.sha256, digest)


def load_statistics(path: Path) -> tuple[Statistics, tuple[str, str]]:
    """Read a context file with its path and digest; raises InputError with every fault."""
    read = read_kind(path, "context")
    statistics = tables_in(read.node, Decoder(read.faults))
    raise_faults(path, read.faults.found)
    assert statistics is not None  # else a fault was raised
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
            raise_faults(path, sources_in(path).faults)
        elif kind == "coder":
            return _check_coder(path, criteria)
    except InputError as error:
        return error.diagnostics
    return ()


def _check_coder(path: Path, criteria: Criteria) -> tuple[Diagnostic, ...]:
    described = described_in(path)
    if described and described != path:
        return load_program(described, criteria).warnings
    name, *_ = path.name.split(".")
    fault = Diagnostic(
        label(path),
        Place(),
        "EK221",
        f"this is a coder's file, but there is no description {name}.yaml beside it",
        "name it <id>.<coder>.yaml, beside the description <id>.yaml",
    )
    return (fault,)
