"""How a result gets to files and to standard output.

A file appears whole or not at all, and a writer that fails costs only itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evalkit.cli.destinations import Chosen, refused
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.keeping import keep
from evalkit.cli.streams import emit, note
from evalkit.model.errors import OutputError
from evalkit.read.inputs import note_input
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.plugin import Options, Writer

Content = TypeVar("Content", str, bytes, str | bytes)


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
    if refusal := refused(path, content):
        return refusal
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
