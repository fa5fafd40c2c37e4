"""Where a result is to go: the writers of standard output and of files, and the files that may not
be written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from evalkit.cli import keeping
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import Asked
from evalkit.cli.streams import note
from evalkit.model.errors import PluginError
from evalkit.read.inputs import is_input, note_input
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.plugin import Writer
    from evalkit.plugin.offers import Offers

KINDS = {
    "robustness": "analysis of robustness (certificate, ranks, doubt, settle, what-if, reach)"
}
"""What a message calls a kind of result whose name is not that of its option."""


class Chosen(NamedTuple):
    """Where a kind of result goes."""

    kind: str
    screen: Writer | None
    """The writer of standard output. None when only files are written."""
    files: tuple[tuple[Path, Writer], ...]
    asked: Asked
    """The options that asked for it."""
    refused: ExitCode = ExitCode.DONE
    """The exit code for files that cannot be written, which are told and left out."""

    @property
    def forms(self) -> set[str]:
        """The names of the formats."""
        written = [self.screen, *(writer for _, writer in self.files)]
        return {writer.name for writer in written if writer}


def writers(offers: Offers[Writer], kind: str, asked: Asked) -> Chosen:
    """The writers of a `kind` of result that the options ask for; what the command names is written
    over by none. An output that cannot be written is told, and costs itself alone.

    Fails with every format that nobody writes, and with PluginError where no writer can be used.
    """
    keeping.refuse(kind, asked)
    wanted = _wanted(offers, asked)
    usable, code = _usable(offers, kind, wanted)
    # Nothing is read of the files that are named yet, and no output may write over them.
    for file in _named():
        note_input(file)
    screen = usable.pop(None, None)
    files = tuple((path, writer) for path, writer in usable.items() if path)
    chosen = Chosen(kind, screen, files, asked, code)
    # what a list of a portfolio carries over is known when it is made
    return chosen if kind == "portfolio" else without_refused(chosen)


def _wanted(offers: Offers[Writer], asked: Asked) -> dict[Path | None, Writer]:
    """The writer of each output, by its file, or by None for standard output.

    Fails with every output whose format nobody writes.
    """
    wanted: dict[Path | None, Writer] = {}
    faults = []
    for path in asked.outputs:
        try:
            wanted[path] = offers.for_file(path)[1]
        except LookupError as error:
            faults.append(str(error.args[0]))
    try:
        if asked.form:
            wanted[None] = offers.named(asked.form)[1]
        elif not asked.outputs:
            wanted[None] = offers.own("text")[1]
    except LookupError as error:
        faults.append(str(error.args[0]))
    if faults:
        raise click.UsageError(safe("\n".join(faults)))
    return wanted


def _usable(
    offers: Offers[Writer], kind: str, wanted: Mapping[Path | None, Writer]
) -> tuple[dict[Path | None, Writer], ExitCode]:
    """The writers that can be used, and the exit code for the others, each of which is told.

    Fails with every format that writes no such kind, and with PluginError where none is left.
    """
    usable = {}
    lacking, unable = [], []
    for path, writer in wanted.items():
        try:
            if _writes(writer, kind):
                usable[path] = writer
            else:
                unable.append(
                    f"format {writer.name!r} writes no {KINDS.get(kind, kind)}"
                )
        except PluginError as error:
            lacking.append(f"{path or 'standard output'} cannot be written: {error}")
    if unable:
        able = ", ".join(other.name for other in offers if _can_write(other, kind))
        faults = [f"{fault}; these do: {able}" for fault in dict.fromkeys(unable)]
        raise click.UsageError(safe("\n".join(faults)))
    if not usable:  # the work would be for nothing
        raise PluginError("\n".join(lacking))
    for fault in lacking:
        note(safe(f"error: {fault}"))
    return usable, ExitCode.BAD_INPUT if lacking else ExitCode.DONE


def _named() -> Iterator[str | Path]:
    """The files that the command names, but for its outputs."""
    for name, value in click.get_current_context().params.items():
        if name != "outputs":
            items = value if isinstance(value, tuple) else (value,)
            yield from (item for item in items if isinstance(item, str | Path))


def without_refused(chosen: Chosen) -> Chosen:
    """What is chosen without the files that may not be written, by what was read so far; each is
    told.
    """
    files = []
    code = chosen.refused
    for path, writer in chosen.files:
        refusal = refused(path)
        code = worst(code, refusal)
        if refusal is ExitCode.DONE:
            files.append((path, writer))
    return chosen._replace(files=tuple(files), refused=code)


def refused(path: Path, content: bytes = b"") -> ExitCode:
    """The exit code for a file that may not be written, or not be replaced by a content, which is
    told; DONE where it may.
    """
    if not os.path.isdir(path.parent):  # noqa: PTH112  Path.is_dir raises where it may not look
        note(safe(f"error: {path} cannot be written: there is no folder {path.parent}"))
        return ExitCode.FAILED
    reason = ""
    if is_input(path):
        reason = "read in this run, or was written by it"
    elif os.path.exists(path):  # noqa: PTH110  as above
        from evalkit.report.handwritten import lost  # most results replace nothing

        reason = lost(path, content)
    if not reason:
        return ExitCode.DONE
    remedy = "and would be lost: write to another file"
    note(safe(f"error: {path} is {reason}, {remedy}"))
    return ExitCode.USAGE


def _can_write(writer: Writer, kind: str) -> bool:
    """Whether a writer has a function for a kind of result; one that cannot be asked has none."""
    try:
        return _writes(writer, kind)
    except PluginError:
        return False


def _writes(writer: Writer, kind: str) -> bool:
    """Whether a writer has a function for a kind of result.

    Raises PluginError when its module cannot be asked.
    """
    from evalkit.plugin.isolation import Failed, isolated

    module = writer.load()
    try:
        with isolated(f"writer {writer.name} ({writer.module})"):
            return hasattr(module, kind)
    except Failed as failure:
        raise PluginError(
            f"the writer of {writer.name} cannot be used: {writer.module} raised {failure}"
        ) from failure
