"""The kinds of file that evalkit reads, with the files that they are mutated from."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attack import trees
from attack.kind import (
    BAD,
    FAULTS,
    FORMATS,
    OK,
    ROOT,
    SOUND,
    Command,
    Kind,
    command,
    read,
)
from attack.plugged import of_plugins
from attack.tables import of_tables
from attack.trees import Map, Tree

CODER = b"""codes: every-field
coders:
  ben: {kind: person, name: Ben}
observations:
  sub_critical_share: {value: 1/3, evidence: e2, reader: ben}
sources:
  audit: {kind: official_document, cite: Audit 2014, year: 2014, holder: audit-office}
evidence:
  e2: {source: audit, at: p. 12, claim: behavior, says: "Of three units one is too small."}
codings:
  ben:
    COO-2: {level: 2.5, evidence: [seen, self], why: a minority cooperate}
    COO-3: {level: unknown, evidence: seen}
    RED-2: unknown
    FIT-2: {level: {not_applicable: one region}, evidence: seen}
"""
READ = (
    command("check {}", OK, FAULTS),
    command("check . --format json", OK, FAULTS),
    command("check . --format concise", OK, FAULTS),
    command("score {}", OK, BAD),
    command("score . --format json", OK, BAD, keeps=True),
    command("score sound.yaml --format json", OK, keeps=True),
    command("compare . --format json", OK, BAD),
    command("score {} -v --lang ko", OK, BAD),
)
FOLDER, FILES = "folder", 20
"""A folder of files of all kinds, and how many of them are mutants."""
FOLDERS = (
    command("check . --format json", OK, FAULTS),
    command("check . --format concise", OK, FAULTS),
    command("score . --format json", OK, BAD, keeps=True),
    command("score . --format csv", OK, BAD),
    command("compare . --by country --format json", OK, BAD),
    command("portfolio . --format json", OK, BAD),
)
PIPED = Command(("score", "-", "--format", "json"), frozenset((OK, BAD)), piped=True)
DESCRIBED = (
    *READ,
    PIPED,
    *(command(f"score {{}} --format {form}", OK, BAD) for form in FORMATS),
    command("compare {} sound.yaml kr-gsbc --by country --format html", OK, BAD),
    command("compare . --rubric hsieh --rubric dac --format md", OK, BAD),
    command("score sound.yaml --context {} --format json", OK, BAD),
    command("score {} --fail-under 1 --format csv", OK, FAULTS, BAD),
    command("portfolio . kr-gsbc --with-proposed --format json", OK, BAD),
    command("portfolio kr-gsbc sound.yaml --against {} --format html", OK, BAD),
)

LINES = (
    command("check {}", OK, FAULTS),
    command("score {} --format json", OK, BAD),
    command("score {} sound.yaml --format csv", OK, BAD),
    command("compare {} --format json", OK, BAD),
    command("portfolio {} --format json", OK, BAD),
)


def kinds(saved: Mapping[str, bytes], lists: Mapping[str, bytes]) -> tuple[Kind, ...]:
    """Every kind; `saved` are results by their names, as evalkit writes them, and `lists` the work
    list of a portfolio by its endings.
    """
    every = read("docs/every-field.yaml")
    programs = tuple(map(read, _below("programs")))
    alone = {"sound.yaml": SOUND}
    beside = {**alone, "sources.yaml": read("programs/sources.yaml")}
    described = {**beside, "every-field.yaml": every}
    as_json = tuple(_as_json(data) for data in (every, *programs[:6]))
    single = (
        Kind("description", "it.yaml", (*[every] * 10, *programs), beside, DESCRIBED),
        Kind("description in JSON", "it.json", as_json, beside, DESCRIBED),
        Kind("descriptions in lines", "it.jsonl", (_in_lines(as_json),), beside, LINES),
        Kind(
            "shared sources",
            "sources.yaml",
            (beside["sources.yaml"],),
            _cites(beside),
            READ[:7],
        ),
        Kind("rubric", "it.yaml", _rubrics(), described, tuple(_of_rubric())),
        Kind(
            "context",
            "it.yaml",
            (read("docs/context.yaml"),),
            described,
            _laid("context"),
        ),
        Kind("overlay", "it.yaml", _overlays(), described, _laid("overlay")),
        Kind("coder's file", "every-field.anna.yaml", (CODER,), described, READ),
        Kind("saved result", "it.json", tuple(saved.values()), alone, _again()),
        *of_tables(lists, beside),
        *of_plugins(described),
    )
    return (*single, _folder(single, described))


def _folder(single: Iterable[Kind], described: Mapping[str, bytes]) -> Kind:
    """A folder in which one file is of any kind."""
    seeds: list[bytes] = []
    for kind in single:
        if kind.form == "yaml":
            # each once, and in an order that is the same in each process
            seeds += dict.fromkeys(kind.seeds)
    return Kind(FOLDER, "it.yaml", tuple(seeds), described, FOLDERS)


def _rubrics() -> tuple[bytes, ...]:
    return tuple(map(read, _below("rubrics")))


def _of_rubric() -> Iterator[Command]:
    yield command("check {}", OK, FAULTS)
    yield command("check . --rubric {}", OK, FAULTS, BAD)
    yield command("rubrics show {}", OK, BAD)
    yield command("schema program --rubric {}", OK, BAD)
    pair = "every-field.yaml sound.yaml --rubric {} --format"
    for form in FORMATS:
        yield command(f"score {pair} {form}", OK, BAD)
    yield command(f"compare {pair} html", OK, BAD)
    both = "--rubric hsieh --rubric {}"
    yield command(f"compare kr-gsbc sound.yaml {both} --format json", OK, BAD)


def _overlays() -> tuple[bytes, ...]:
    laid = read("docs/trade-2011.yaml")
    return laid, laid.replace(b"tw-industry-rd-centers", b"every-field")


def _laid(option: str) -> tuple[Command, ...]:
    """The commands for what is laid over or around programs."""
    return (
        command("check {}", OK, FAULTS),
        command("check . --format json", OK, FAULTS),
        command(f"score every-field.yaml --{option} {{}} --format json", OK, BAD),
        command(f"score every-field.yaml --{option} {{}} -v", OK, BAD),
        command(f"score tw-industry-rd-centers --{option} {{}} --format html", OK, BAD),
        command(f"compare . kr-gsbc --{option} {{}} --format xlsx", OK, BAD),
        command("score . --format json", OK, BAD, keeps=True),
    )


def _again() -> tuple[Command, ...]:
    """The commands for a saved result."""
    return (
        *(command(f"report {{}} --format {form}", OK, BAD) for form in FORMATS),
        command("report {} --lang zh-Hant -v", OK, BAD),
        Command(("report", "-", "--format", "json"), frozenset((OK, BAD)), piped=True),
        command("check .", OK, FAULTS),
        command("score . --format json", OK, BAD, keeps=True),
    )


def _cites(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and one that cites shared sources."""
    cites = next(path for path in _below("programs/kr") if b"hsieh-2017" in read(path))
    return {**files, "cites.yaml": read(cites)}


def _as_json(data: bytes) -> bytes:
    return trees.write(_quoted(trees.parse(data, "yaml")), "json")


def _in_lines(files: Sequence[bytes]) -> bytes:
    return b"".join(data.replace(b"\n", b" ") + b"\n" for data in files)


def _quoted(tree: Tree) -> Tree:
    """A tree of YAML with the texts and the keys in quotes, as JSON has them."""
    match tree:
        case Map():
            return Map([json.dumps(_bare(key)), _quoted(value)] for key, value in tree)
        case list():
            return [_quoted(item) for item in tree]
    text = str(tree)
    # as JSON writes a number
    if text.startswith("."):
        text = f"0{text}"
    try:
        json.loads(text)
    except ValueError:
        return json.dumps(text, ensure_ascii=False)
    return text


def _bare(key: str) -> str:
    return key[1:-1] if key.startswith('"') else key


def _below(folder: str) -> list[str]:
    """The paths of descriptions or rubrics in a folder of the repository."""
    files = []
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        # a name with a dot is that of a coder's file
        if path.stem != "sources" and "." not in path.stem:
            files.append(path.relative_to(ROOT).as_posix())
    return files


def turns(some: tuple[Kind, ...]) -> Iterator[Kind]:
    """The kinds in turn, for ever; some come more often."""
    often = {"description": 2, "rubric": 2, "saved result": 2, FOLDER: 4}
    in_turn: list[Kind] = []
    for kind in some:
        in_turn += [kind] * often.get(kind.name, 1)
    return itertools.cycle(in_turn)
