"""Where a result goes: formats, files and standard output.

A file appears whole or not at all, and a writer that fails costs only itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.keeping import keep
from evalkit.cli.options import Asked
from evalkit.cli.streams import emit, note
from evalkit.model.errors import OutputError, PluginError
from evalkit.read.inputs import is_input, note_input
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.plugin import Options, Writer
    from evalkit.plugin.offers import Offers

Content = TypeVar("Content", str, bytes, str | bytes)

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


class Refusal(NamedTuple):
    """Why a file is not written."""

    why: str
    code: ExitCode


def writers(offers: Offers[Writer], kind: str, asked: Asked) -> Chosen:
    """The writers of a `kind` of result that the options ask for; what the command names is written
    over by none. A file that cannot be written is told, and costs itself alone.

    Fails for a format that nobody writes.
    """
    try:
        wanted = {path: offers.for_file(path)[1] for path in asked.outputs}
        screen = None
        if asked.form:
            _, screen = offers.named(asked.form)
        elif not wanted:
            _, screen = offers.own("text")
    except LookupError as error:
        raise click.UsageError(safe(str(error.args[0]))) from error
    for writer in [*filter(None, [screen]), *wanted.values()]:
        if not _writes(writer, kind):
            able = [other.name for other in offers if _can_write(other, kind)]
            others = f"writes no {KINDS.get(kind, kind)}; these do: {', '.join(able)}"
            raise click.UsageError(safe(f"format {writer.name!r} {others}"))
    # Nothing is read of the files that are named yet, and no output may write over them.
    for file in _named():
        note_input(file)
    chosen = Chosen(kind, screen, tuple(wanted.items()), asked)
    # what a list of a portfolio carries over is known when it is made
    return chosen if kind == "portfolio" else without_refused(chosen)


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
        if refusal := _refusal(path):
            code = worst(code, _tell(refusal))
        else:
            files.append((path, writer))
    return chosen._replace(files=tuple(files), refused=code)


def _tell(refusal: Refusal) -> ExitCode:
    note(safe(f"error: {refusal.why}"))
    return refusal.code


def _refusal(path: Path, content: bytes = b"") -> Refusal | None:
    """Why a file may not be written, or not be replaced by a content; None where it may."""
    if not os.path.isdir(path.parent):  # noqa: PTH112  Path.is_dir raises where it may not look
        missing = f"{path} cannot be written: there is no folder {path.parent}"
        return Refusal(missing, ExitCode.FAILED)
    reason = ""
    if is_input(path):
        reason = "read in this run, or was written by it"
    elif os.path.exists(path):  # noqa: PTH110  as above
        from evalkit.report.handwritten import lost  # most results replace nothing

        reason = lost(path, content)
    if not reason:
        return None
    kept = f"{path} is {reason}, and would be lost: write to another file"
    return Refusal(kept, ExitCode.USAGE)


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


def deliver(result: Any, chosen: Chosen) -> ExitCode:
    """Write the result to files and to standard output; one that fails costs only itself."""
    codes = [chosen.refused]
    for path, writer in chosen.files:
        codes.append(_to_file(result, chosen, path, writer))
    if chosen.screen:
        codes.append(_to_screen(result, chosen, chosen.screen))
    codes.append(keep(chosen.kind, result, chosen.asked))
    return worst(*codes)


def _to_file(result: Any, chosen: Chosen, path: Path, writer: Writer) -> ExitCode:
    from evalkit.plugin import Options
    from evalkit.report.save import save  # most results go to the screen alone

    asked = chosen.asked
    options = Options(asked.verbose, lang=asked.lang, settings=writer.settings)

    def encoded(module: ModuleType) -> bytes:
        content = _content(module, chosen.kind, result, options)
        if isinstance(content, bytes):
            return content
        # A table begins with the mark of UTF-8, without which a spreadsheet takes it for another.
        encoding = getattr(module, "ENCODING", "utf-8")
        return click.unstyle(content).encode(encoding)

    content = _written(writer, encoded)
    if content is None:
        return ExitCode.FAILED
    # What was read meanwhile, such as the file of a parent, is known now.
    if refusal := _refusal(path, content):
        return _tell(refusal)
    try:
        save({path: content})
    except OutputError as error:
        note(safe(f"error: {error}"))
        return ExitCode.FAILED
    note_input(path)  # another output by another name of this file would replace it
    if not asked.quiet:
        note(safe(f"wrote {path}"))
    return ExitCode.DONE


def _to_screen(result: Any, chosen: Chosen, writer: Writer) -> ExitCode:
    from evalkit.plugin import Options

    asked = chosen.asked
    options = Options(
        asked.verbose, terminal_width(), asked.lang, settings=writer.settings
    )
    is_text, is_terminal = writer.name == "text", sys.stdout.isatty()

    def printable(module: ModuleType) -> str | bytes:
        content = _content(module, chosen.kind, result, options)
        if isinstance(content, bytes):
            return content
        if is_text and _is_colored(asked.color):
            return content
        text = click.unstyle(content)
        if is_text:
            return text
        if is_terminal:  # which does what escapes and the like tell it
            return "\t".join(map(safe, text.split("\t")))
        return text.encode()  # programs read UTF-8, whatever a terminal can show

    content = _written(writer, printable)
    if content is None:
        return ExitCode.FAILED
    if is_terminal and isinstance(content, bytes):
        remedy = f"write it to a file (-o FILE{writer.endings[0]})"
        note(safe(f"error: a terminal cannot show {writer.name}: {remedy}"))
        return ExitCode.USAGE
    emit(content, pager=asked.pager and is_text)
    return ExitCode.DONE


def terminal_width() -> int | None:
    """The width of the terminal in cells, or the one that COLUMNS asks for; None where the output
    goes elsewhere.
    """
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return None
    import shutil  # with its archives takes longer to import than a finished card to read

    return shutil.get_terminal_size().columns


def _written(writer: Writer, make: Callable[[ModuleType], Content]) -> Content | None:
    """What is made with the module of a writer, None when that fails."""
    from evalkit.plugin.isolation import Failed, isolated

    try:
        with isolated(f"writer {writer.name} ({writer.module})"):
            return make(writer.load())
    except Failed as failure:
        fault = f"the writer of {writer.name} ({writer.module}) raised {failure}"
        note(safe(f"error: {fault}; nothing is written in this format"))
        return None


def _content(
    module: ModuleType, kind: str, result: Any, options: Options
) -> str | bytes:
    """What the module of a writer makes of a `kind` of result."""
    content = getattr(module, kind)(result, options)
    if not isinstance(content, str | bytes):
        raise TypeError(f"{kind} gave {type(content).__name__}, not text")
    return content


def _is_colored(choice: str) -> bool:
    """Whether text has color, by the option, else by the variables that other programs know."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
