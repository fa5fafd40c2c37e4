"""A kind of file that evalkit reads, the commands that read it, and how each may end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from evalkit.cli.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
SOUND = b"id: sound\nname: Sound\ncountry: KR\nobject_type: program\n"
"""A description without a fault, beside the file that is mutated: nothing may cost it its card."""
OK, FAULTS, BAD = ExitCode.DONE, ExitCode.FAULTS, ExitCode.BAD_INPUT
NOTHING = ExitCode.NOTHING_MATCHED
FORMATS = ("text", "json", "csv", "md", "html", "xlsx", "docx", "latex")


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
    """A kind of file: its name, its `form` (yaml, json, jsonl, toml, csv, xlsx), the files that it
    is mutated from, those `beside` it, and the commands that read it.
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


def command(text: str, *codes: int, keeps: bool = False) -> Command:
    """A command by its words."""
    return Command(tuple(text.split()), frozenset(codes), keeps)


def read(path: str) -> bytes:
    """A file of the repository."""
    return (ROOT / path).read_bytes()
