"""The kinds of file that evalkit reads, the commands that read them, and how each may end."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from evalkit.cli.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
SOUND = b"id: sound\nname: Sound\ncountry: KR\nobject_type: program\n"
"""A description without a fault, beside the file that is mutated: nothing may cost it its card."""
OK, FAULTS, BAD = ExitCode.DONE, ExitCode.FAULTS, ExitCode.BAD_INPUT
NOTHING = ExitCode.NOTHING_MATCHED
FORMATS = ("text", "json", "csv", "md", "html", "xlsx", "docx", "latex")
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
TABLE = """no,name,name_local.ko,Owner,country,object_type,level,period.from,Budget,staff,url
1,Loans for small firms,소상공인 융자,Ministry,KR,program,national,2001,10684.939,12,
2,"Shared tools
for workshops",공동 장비,Province,KR,program,regional,2003,,4,https://example.org
3,Shared cars,,Province,KR,program,,,5,,
4,Incubator,창업,Agency,TW,agency,local,1999,1200,7,=1+1
5,Fair,,Agency,TW,service,local,1999,12000,,
""".encode()
FIELDS = ("source.cite==List", "budget.total=={Budget}e6 KRW 2025", "capacity.staff=staff")


@frozen
class Command:
    """A command on a file: `{}` stands for its name; `codes` are those it may end with.

    `keeps` says that the sound description beside the file must be in what is printed.
    """

    arguments: tuple[str, ...]
    codes: frozenset[int]
    keeps: bool = False
    piped: bool = False
    writes: str = ""
    """The folder or file that the command makes, which is there whole or not at all."""

    @property
    def is_json(self) -> bool:
        """Whether JSON is printed where anything is."""
        return "json" in self.arguments


@frozen
class Kind:
    """A kind of file: its name, its `form` (yaml, json, csv), the files that it is mutated from,
    those `beside` it, and the commands that read it.
    """

    name: str
    file: str
    seeds: tuple[bytes, ...]
    beside: Mapping[str, bytes]
    commands: tuple[Command, ...]

    @property
    def form(self) -> str:
        """How the text is written."""
        return Path(self.file).suffix.removeprefix(".")


def _command(text: str, *codes: int, keeps: bool = False) -> Command:
    return Command(tuple(text.split()), frozenset(codes), keeps)


READ = (
    _command("check {}", OK, FAULTS),
    _command("check . --format json", OK, FAULTS),
    _command("check . --format concise", OK, FAULTS),
    _command("score {}", OK, BAD),
    _command("score . --format json", OK, BAD, keeps=True),
    _command("score sound.yaml --format json", OK, keeps=True),
    _command("compare . --format json", OK, BAD),
    _command("score {} -v --lang ko", OK, BAD),
)
FOLDER, FILES = "folder", 20
"""A folder of files of all kinds, and how many of them are mutants."""
FOLDERS = (
    _command("check . --format json", OK, FAULTS),
    _command("check . --format concise", OK, FAULTS),
    _command("score . --format json", OK, BAD, keeps=True),
    _command("score . --format csv", OK, BAD),
    _command("compare . --by country --format json", OK, BAD),
)
PIPED = Command(("score", "-", "--format", "json"), frozenset((OK, BAD)), piped=True)
DESCRIBED = (
    *READ,
    PIPED,
    *(_command(f"score {{}} --format {form}", OK, BAD) for form in FORMATS),
    _command("compare {} sound.yaml kr-gsbc --by country --format html", OK, BAD),
    _command("compare . --rubric hsieh --rubric dac --format md", OK, BAD),
    _command("score sound.yaml --context {} --format json", OK, BAD, NOTHING),
    _command("score {} --fail-under 1 --format csv", OK, FAULTS, BAD),
)


def kinds(saved: Mapping[str, bytes]) -> tuple[Kind, ...]:
    """Every kind; `saved` are results by their names, as evalkit writes them."""
    every = _read("docs/every-field.yaml")
    programs = tuple(_read(path) for path in sorted(_below("programs")))
    beside = {"sound.yaml": SOUND, "sources.yaml": _read("programs/sources.yaml")}
    described = {**beside, "every-field.yaml": every}
    as_json = tuple(_as_json(data) for data in (every, *programs[:6]))
    single = (
        Kind("description", "it.yaml", (*[every] * 10, *programs), beside, DESCRIBED),
        Kind("description in JSON", "it.json", as_json, beside, DESCRIBED),
        Kind("shared sources", "sources.yaml", (beside["sources.yaml"],), _cites(beside), READ[:7]),
        Kind("rubric", "it.yaml", _rubrics(), described, tuple(_of_rubric())),
        Kind("context", "it.yaml", (_read("docs/context.yaml"),), described, _laid("context")),
        Kind("overlay", "it.yaml", _overlays(), described, _laid("overlay")),
        Kind("coder's file", "every-field.anna.yaml", (CODER,), described, READ),
        Kind("saved result", "it.json", tuple(saved.values()), {"sound.yaml": SOUND}, _again()),
        Kind("table", "it.csv", (TABLE,), beside, tuple(_converted())),
    )
    seeds = tuple(data for kind in single if kind.form == "yaml" for data in set(kind.seeds))
    return (*single, Kind(FOLDER, "it.yaml", seeds, described, FOLDERS))


def _rubrics() -> tuple[bytes, ...]:
    return tuple(_read(path) for path in sorted(_below("rubrics")))


def _of_rubric() -> Iterator[Command]:
    yield _command("check {}", OK, FAULTS)
    yield _command("check . --rubric {}", OK, FAULTS, BAD)
    yield _command("rubrics show {}", OK, BAD)
    yield _command("schema program --rubric {}", OK, BAD)
    for form in FORMATS:
        yield _command(f"score every-field.yaml sound.yaml --rubric {{}} --format {form}", OK, BAD)
    yield _command("compare every-field.yaml sound.yaml --rubric {} --format html", OK, BAD)
    yield _command("compare kr-gsbc sound.yaml --rubric hsieh --rubric {} --format json", OK, BAD)


def _overlays() -> tuple[bytes, ...]:
    laid = _read("docs/trade-2011.yaml")
    return laid, laid.replace(b"tw-industry-rd-centers", b"every-field")


def _laid(option: str) -> tuple[Command, ...]:
    """The commands for what is laid over or around programs."""
    return (
        _command("check {}", OK, FAULTS),
        _command("check . --format json", OK, FAULTS),
        _command(f"score every-field.yaml --{option} {{}} --format json", OK, BAD, NOTHING),
        _command(f"score every-field.yaml --{option} {{}} -v", OK, BAD, NOTHING),
        _command(f"score tw-industry-rd-centers --{option} {{}} --format html", OK, BAD, NOTHING),
        _command(f"compare . kr-gsbc --{option} {{}} --format xlsx", OK, BAD, NOTHING),
        _command("score . --format json", OK, BAD, keeps=True),
    )


def _again() -> tuple[Command, ...]:
    """The commands for a saved result."""
    return (
        *(_command(f"report {{}} --format {form}", OK, BAD) for form in FORMATS),
        _command("report {} --lang zh-Hant -v", OK, BAD),
        Command(("report", "-", "--format", "json"), frozenset((OK, BAD)), piped=True),
        _command("check .", OK, FAULTS),
        _command("score . --format json", OK, BAD, keeps=True),
    )


def _converted() -> Iterator[Command]:
    fields = [argument for field in FIELDS for argument in ("--field", field)]
    codes = frozenset((OK, FAULTS, BAD, NOTHING))
    for more in ([], ["--field", "id==x-{no}"], ["--field", "country==KR"]):
        yield Command(("convert", "{}", "--to", "made", *fields, *more), codes, writes="made")


def _cites(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and one that cites shared sources."""
    cites = next(path for path in _below("programs/kr") if b"hsieh-2017" in _read(path))
    return {**files, "cites.yaml": _read(cites)}


def _as_json(data: bytes) -> bytes:
    from attack import trees

    return trees.write(_quoted(trees.parse(data, is_json=False)), is_json=True)


def _quoted(tree: object) -> object:
    """A tree of YAML with the texts and the keys in quotes, as JSON has them."""
    import json

    from attack.trees import Map

    match tree:
        case Map():
            return Map([json.dumps(_bare(key)), _quoted(value)] for key, value in tree)
        case list():
            return [_quoted(item) for item in tree]
    text = f"0{tree}" if str(tree).startswith(".") else str(tree)  # as JSON writes a number
    try:
        json.loads(text)
    except ValueError:
        return json.dumps(text, ensure_ascii=False)
    return text


def _bare(key: str) -> str:
    return key[1:-1] if key.startswith('"') else key


def _below(folder: str) -> list[str]:
    files = sorted((ROOT / folder).rglob("*.yaml"))
    return [
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.stem != "sources" and "." not in path.stem  # a coder's file
    ]


def _read(path: str) -> bytes:
    return (ROOT / path).read_bytes()


def turns(some: tuple[Kind, ...]) -> Iterator[Kind]:
    """The kinds in turn, for ever; some come more often."""
    often = {"description": 2, "rubric": 2, "saved result": 2, FOLDER: 4}
    return itertools.cycle([kind for kind in some for _ in range(often.get(kind.name, 1))])
