"""Where a result goes: formats, files and standard output.

A file appears whole or not at all, and a writer that fails costs only itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import Asked
from evalkit.model.errors import PluginError
from evalkit.report.safe import encoded
from evalkit.report.safe import terminal as safe
from evalkit.report.save import save

if TYPE_CHECKING:
    from evalkit.plugin import Options, Writer
    from evalkit.plugin.offers import Offers


class Chosen(NamedTuple):
    """Where a kind of result goes: the writer of standard output, None when only files are written,
    and one for each file.
    """

    kind: str
    screen: Writer | None
    files: tuple[tuple[Path, Writer], ...]


def writers(
    offers: Offers[Writer], kind: str, inputs: Iterable[str | Path], asked: Asked
) -> Chosen:
    """The writers of a `kind` of result that the options ask for.

    Fails for what cannot be written, or would be written over an input.
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
            raise click.UsageError(f"format {writer.name!r} writes no {kind}")
    read = {Path(path).resolve() for path in inputs}
    for path in wanted:
        if not path.parent.is_dir():
            raise click.UsageError(safe(f"{path}: there is no folder {path.parent}"))
        if path.resolve() in read:
            raise click.UsageError(
                safe(f"{path} is read in this run, and would be lost: write to another file")
            )
    return Chosen(kind, screen, tuple(wanted.items()))


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


def deliver(result: Any, chosen: Chosen, asked: Asked) -> ExitCode:
    """Write the result to files and to standard output."""
    from evalkit.plugin import Options

    code = ExitCode.DONE
    for path, writer in chosen.files:
        if (
            text := _written(result, chosen.kind, writer, Options(asked.verbose, lang=asked.lang))
        ) is None:
            code = ExitCode.FAILED
            continue
        try:
            save({path: text})
        except OSError as error:
            raise click.UsageError(safe(f"{path} cannot be written: {error.strerror}")) from error
        if not asked.quiet:
            click.echo(safe(f"wrote {path}"), err=True)
    if chosen.screen:
        colored = chosen.screen.name == "text" and _colored(asked.color)
        how = Options(asked.verbose, terminal_width(), asked.lang)
        text = _written(result, chosen.kind, chosen.screen, how, screen=True, colored=colored)
        if text is None:
            return ExitCode.FAILED
        _show(text, wanted=asked.pager and chosen.screen.name == "text")
    return code


def _show(text: bytes, wanted: bool) -> None:
    """Write to standard output, or to a pager where it is `wanted` and a terminal reads."""
    if wanted and sys.stdout.isatty():
        from evalkit.cli.pager import show  # imports what starts processes

        show(text)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.flush()


def terminal_width() -> int | None:
    """The width of the terminal in cells, or the one that COLUMNS asks for; None where the output
    goes elsewhere.
    """
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return None
    import shutil  # with its archives takes longer to import than a finished card to read

    return shutil.get_terminal_size().columns


def _written(
    result: Any,
    kind: str,
    writer: Writer,
    how: Options,
    screen: bool = False,
    colored: bool = False,
) -> bytes | None:
    """What a writer makes of a result, in the encoding of its files or of the screen.

    None when it fails.
    """
    from evalkit.plugin.isolation import Failed, isolated

    try:
        with isolated(f"writer {writer.name} ({writer.module})"):
            module = writer.load()
            text = getattr(module, kind)(result, how)
            if isinstance(text, bytes):
                return _bytes(text, writer, screen)
            if not isinstance(text, str):
                raise TypeError(f"{kind} gave {type(text).__name__}, not text")
            return _encoded(
                text if colored else click.unstyle(text),
                writer,
                getattr(module, "ENCODING", "utf-8"),
                screen,
            )
    except Failed as failure:
        fault = (
            f"the writer of {writer.name} ({writer.module}) raised {failure}; nothing is written in"
            " this format"
        )
        click.echo(safe(f"error: {fault}"), err=True)
        return None


def _bytes(content: bytes, writer: Writer, screen: bool) -> bytes:
    """Bytes as they are, which a terminal cannot show."""
    if screen and sys.stdout.isatty():
        raise click.UsageError(
            f"a terminal cannot show {writer.name}: write it to a file (-o FILE{writer.endings[0]})"
        )
    return content


def _encoded(text: str, writer: Writer, encoding: str, screen: bool) -> bytes:
    """The bytes of a text.

    Of what a terminal lacks it shows the codes; what machines read is UTF-8, whatever the terminal
    can show.
    """
    if screen and writer.name == "text":
        return encoded(text, sys.stdout.encoding or "utf-8")
    if screen and sys.stdout.isatty():  # a terminal does what escapes and the like tell it
        text = "\t".join(map(safe, text.split("\t")))
    return text.encode("utf-8" if screen else encoding)


def _colored(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )
