"""What the commands that score share: the engine, where the result goes, and how the run is told."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from evalkit.cli.exit_codes import ExitCode
from evalkit.pipeline import Engine, Scored, Settings
from evalkit.plugin import Options, Writer
from evalkit.report.safe import terminal as safe
from evalkit.report.width import columns
from evalkit.save import save


@frozen
class Chosen:
    """Where a kind of result goes: the writer of standard output, None when only files are written, and one for each file."""

    kind: str
    screen: Writer | None
    files: tuple[tuple[Path, Writer], ...]


def engine(options: dict[str, Any], broken: bool = False) -> Engine:
    """The engine that the options ask for; what only looks things up goes on without plugins that are `broken`."""
    names = ("rubric", "landscape", "overlays", "plugins", "without", "seed")
    chosen = {name: options[name] for name in names if name in options}
    return Engine(Settings(**chosen, installed=not options["no_plugins"], broken=broken))


def writers(engine: Engine, kind: str, paths: Sequence[str], options: dict[str, Any]) -> Chosen:
    """The writers of a `kind` of result that the options ask for; fails for what cannot be written."""
    known = engine.host.writers()
    wanted = {path: path.suffix.lower().removeprefix(".").replace("txt", "text") for path in options["outputs"]}
    for name in [*filter(None, [options["form"]]), *wanted.values()]:
        if name not in known:
            raise click.UsageError(f"there is no format {name!r}; there are {', '.join(known)}")
        if not hasattr(known[name].load(), kind):
            raise click.UsageError(f"format {name!r} writes no {kind}")
    inputs = (*paths, *options["overlays"], *options["landscape"], *options["plugins"], *options["rubrics"])
    read = {Path(path).resolve() for path in inputs}
    for path in wanted:
        if not path.parent.is_dir():
            raise click.UsageError(safe(f"{path}: there is no folder {path.parent}"))
        if path.resolve() in read:
            raise click.UsageError(safe(f"{path} is read in this run, and would be lost: write to another file"))
    form = options["form"] or (None if wanted else "text")
    return Chosen(kind, known[form] if form else None, tuple((path, known[name]) for path, name in wanted.items()))


def deliver(result: Any, chosen: Chosen, options: dict[str, Any]) -> ExitCode:
    """Write the result to files and to standard output; a file appears whole or not at all, and a writer that fails costs only itself."""
    code = ExitCode.DONE
    for path, writer in chosen.files:
        text = _written(result, chosen.kind, writer, Options(options["verbose"]), options)
        if text is None:
            code = ExitCode.FAILED
            continue
        try:
            save({path: click.unstyle(text).encode(getattr(writer.load(), "ENCODING", "utf-8"))})
        except OSError as error:
            raise click.UsageError(safe(f"{path} cannot be written: {error.strerror}")) from error
        if not options["quiet"]:
            click.echo(safe(f"wrote {path}"), err=True)
    if chosen.screen:
        text = _written(result, chosen.kind, chosen.screen, Options(options["verbose"], terminal_width()), options)
        if text is None:
            return ExitCode.FAILED
        if chosen.screen.name == "text":
            _print(text if _colored(options["color"]) else click.unstyle(text))
        else:
            sys.stdout.buffer.write(text.encode())  # whatever the terminal can show, JSON is UTF-8
    return code


def _written(result: Any, kind: str, writer: Writer, how: Options, options: dict[str, Any]) -> str | None:
    """What a writer makes of a result, None when it fails."""
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what a plugin prints is no result
            text = getattr(writer.load(), kind)(result, how)
        fault = None if isinstance(text, str) else f"returned {type(text).__name__}, not text"
    except (Exception, SystemExit) as error:  # a plugin may raise anything, and must cost only itself
        fault = f"raised {type(error).__name__}: {error}"
        if options["verbose"]:
            traceback.print_exception(error)
    if fault:
        click.echo(safe(f"error: the writer of {writer.name} ({writer.module}) {fault}; nothing is written in this format"), err=True)
        return None
    return text


def trace(engine: Engine) -> None:
    """Tell on standard error which plugin ran what, how often, and how long it took in all."""
    rows = [
        ["plugin", "ran", "times", "milliseconds"],
        *([safe(who), what, str(count), f"{1000 * seconds:.1f}"] for (who, what), (count, seconds) in engine.host.trace.calls.items()),
    ]
    click.echo("\n".join(columns(rows)), err=True)


def report(scored: Scored) -> ExitCode:
    """Print the faults of broken files on standard error, and say how the run went."""
    from evalkit.report.diagnostics import text

    for failure in scored.failures:
        click.echo(text(failure.diagnostics) + safe(f"error: {failure}"), err=True)
    ratings = [rating for card in scored.cards for rating in card.ratings]
    if broken := [rating for rating in ratings if rating.status == "error"]:
        for reason in sorted({reason for rating in broken for reason in rating.reasons}):
            click.echo(f"error: {reason}; the rest of the card stands", err=True)
        return ExitCode.FAILED
    return ExitCode.BAD_INPUT if scored.failures else ExitCode.DONE


def terminal_width() -> int | None:
    """The width of the terminal in cells, None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _colored(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _print(text: str) -> None:
    """Print, whatever the encoding of the terminal: characters that it lacks are shown as their codes."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=True)
