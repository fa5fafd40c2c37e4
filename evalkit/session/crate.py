"""A result with all that it was made from in one folder, described as an RO-Crate 1.1.

The description names every file with its digest, and carries a digest of itself, so that nothing in
the folder can change unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError
from evalkit.model.words import first_few
from evalkit.read.folders import CRATE
from evalkit.read.syntax.parsed import STDIN
from evalkit.read.syntax.text import RESULT as LIMIT
from evalkit.report.save import save_new
from evalkit.session.clock import now
from evalkit.session.inputs import InputFound, inputs_by_path

PAGE = "page.html"
PROFILE = "https://w3id.org/ro/crate/1.1"
OWN = "sha256:"
"""What stands before the digest of the description itself, in its identifier."""
FORMATS = {
    ".json": "application/json",
    ".html": "text/html",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".toml": "application/toml",
}
Files = Mapping[str, bytes]


def write_crate(
    folder: Path,
    cards: Sequence[ReportCard],
    outputs: Files,
    places: Sequence[Path],
) -> list[Path]:
    """Write the files that cards were made from and what was made of them into a new folder.

    `outputs` are the contents of results by name; inputs are looked for in some `places`. Raises
    InputError where an input cannot be found as it was read, or something is in the folder already,
    and OutputError where it cannot be written.
    """
    inputs = _inputs(cards, places)
    if taken := inputs.keys() & {*outputs, CRATE}:
        names = first_few(sorted(taken))
        raise InputError(f"{names}: an input is called as a file of the crate")
    files = {**inputs, **outputs}
    described = describe(cards, files, [*outputs])
    contents = {Path(name): content for name, content in files.items()}
    return save_new({Path(CRATE): described, **contents}, folder)


def _inputs(cards: Sequence[ReportCard], places: Sequence[Path]) -> dict[str, bytes]:
    """The files of cards by the paths that they have there."""
    contents, lost = {}, []
    for path, wanted in inputs_by_path(cards, places).items():
        content = _as_read(wanted)
        if content is None:
            lost.append(path)
        else:
            contents[path] = content
    if str(STDIN) in lost:
        raise InputError(
            "standard input is no file that a crate can hold: save it as a file, and score that"
        )
    if lost:
        raise InputError(
            f"{first_few(lost)}: a crate holds every file that a result was made from, and this one"
            " cannot be found as it was read; run the command in the folder that holds it"
        )
    return contents


def _as_read(wanted: InputFound) -> bytes | None:
    """The content of a file as a card was made from it; None where it is not there any more."""
    if wanted.file is None:
        return None
    try:
        content = wanted.file.read_bytes()
    except OSError:
        return None
    # it may have changed since it was looked for
    is_same = hashlib.sha256(content).hexdigest() == wanted.sha256
    return content if is_same else None


def describe(cards: Sequence[ReportCard], files: Files, outputs: Sequence[str]) -> str:
    """The description of a crate, with the digest of itself."""
    graph = [*_graph(cards, files, outputs)]
    # No text can hold its own digest: it is taken while the identifier is still bare.
    bare = _text(graph).encode()
    root = graph[1]
    root["identifier"] = OWN + hashlib.sha256(bare).hexdigest()
    return _text(graph)


def _text(graph: Sequence[Mapping[str, Any]]) -> str:
    crate = {"@context": f"{PROFILE}/context", "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=1) + "\n"


def _graph(
    cards: Sequence[ReportCard], files: Files, outputs: Sequence[str]
) -> Iterator[dict[str, Any]]:
    yield {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }
    yield _root(cards, files)
    software = {application["@id"]: application for application in _software(cards)}
    yield {
        "@id": "#run",
        "@type": "CreateAction",
        "name": "evalkit",
        "instrument": [{"@id": key} for key in software],
        "object": [_reference(name) for name in files if name not in outputs],
        "result": [_reference(name) for name in outputs],
    }
    yield from software.values()
    for name, content in files.items():
        yield _file(name, content)


def _root(cards: Sequence[ReportCard], files: Files) -> dict[str, Any]:
    names = ", ".join(dict.fromkeys(card.program.name for card in cards))
    rubrics = ", ".join(dict.fromkeys(card.rubric.label for card in cards))
    # RO-Crate 1.1 asks the root for a name, a description, a date and a license.
    return {
        "@id": "./",
        "@type": "Dataset",
        "identifier": OWN,
        "name": f"Evaluation of {names if len(names) <= 200 else 'programs'}",
        "description": f"Report cards by rubric {rubrics}, with every file they were made from.",
        "datePublished": now(),
        "license": "Not stated: the rights in descriptions and rubrics are those of their authors.",
        "hasPart": [_reference(name) for name in files],
        "mentions": [{"@id": "#run"}],
    }


def _reference(name: str) -> dict[str, str]:
    """A file as another entry refers to it: an @id is a URI, also for a name with spaces."""
    return {"@id": quote(name)}


def _file(name: str, content: bytes) -> dict[str, Any]:
    path = PurePosixPath(name)
    return {
        "@id": quote(name),
        "@type": "File",
        "name": path.name,
        "encodingFormat": FORMATS.get(path.suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _software(cards: Sequence[ReportCard]) -> Iterator[dict[str, Any]]:
    """The software that took part, for each card."""
    for card in cards:
        if made := card.provenance:
            yield _application("#evalkit", "evalkit", made.evalkit)
            for name, version, _ in made.plugins:
                yield _application(f"#plugin-{quote(name)}", name, version)


def _application(key: str, name: str, version: str) -> dict[str, Any]:
    kind = "SoftwareApplication"
    return {"@id": key, "@type": kind, "name": name, "version": version}


def _limited(path: Path) -> bytes:
    """The bytes of a description; raises ValueError for one that is larger than any result."""
    with path.open("rb") as file:
        data = file.read(LIMIT.size + 1)
    if len(data) > LIMIT.size:
        raise ValueError(f"it has more than {LIMIT.size:,} bytes")
    return data


def _digest(path: Path) -> str:
    """The digest of a file that may be larger than memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def changed(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a crate that are not as it describes them, the description first, with what is
    wrong.

    Raises InputError where there is no description that can be read.
    """
    path = folder / CRATE
    try:
        text = _limited(path).decode()
        graph = json.loads(text)["@graph"]
        is_whole = _has_own_digest(text, graph)
        files = [entity for entity in graph if entity["@type"] == "File"]
        entries = {entity["@id"]: entity["sha256"] for entity in files}
    # lists within lists without end are a RecursionError
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        fault = f"{path} is no description of a crate that evalkit wrote: {error}"
        raise InputError(fault) from error
    if not is_whole:
        yield CRATE, "is not as it was written: it does not have its own digest"
    there = {}
    for file in _files(folder):
        there[quote(file.relative_to(folder).as_posix())] = file
    for name, expected in entries.items():
        if name not in there:
            yield name, "is not there"
        elif _digest(there[name]) != expected:
            yield name, "is another file than the crate describes"
    for name in there.keys() - entries.keys() - {CRATE}:
        yield name, "is no file of the crate"


def _has_own_digest(text: str, graph: Any) -> bool:
    """Whether a description has the digest of itself; raises what its entities lack."""
    root = graph[1]
    own = root["identifier"]
    root["identifier"] = OWN
    digest = OWN + hashlib.sha256(_text(graph).encode()).hexdigest()
    root["identifier"] = own
    # Spaces and escapes change no digest of what was parsed, so the text is compared too.
    return bool(own == digest and text == _text(graph))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
