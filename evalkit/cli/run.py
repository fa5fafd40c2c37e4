"""What `score` and `compare` share: their options, the engine, and where the result goes."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.pipeline import Engine, Scored, Settings
from evalkit.plugin import Options, Writer
from evalkit.report.safe import terminal as safe

_OPTIONS = [
    click.argument("paths", nargs=-1, metavar="[PATH]..."),
    click.option("--rubric", default="hsieh", show_default=True, help="Id of a rubric, or path of a rubric file."),
    click.option("--landscape", multiple=True, type=click.Path(path_type=Path), help="File or folder of peers and regional tables."),
    click.option(
        "--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="File of facts from elsewhere, laid over a program."
    ),
    click.option("--plugin", "plugins", multiple=True, type=click.Path(path_type=Path), help="Python file with a plugin."),
    click.option("--without", multiple=True, metavar="NAME", help="Leave a plugin out."),
    click.option("--no-plugins", is_flag=True, help="Leave out every plugin that did not come with evalkit."),
    click.option("--seed", default=1, show_default=True, help="Seed of the draws."),
    click.option("--format", "form", metavar="FORMAT", help="text, json, csv or md, on standard output.  [default: text]"),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write a file; its ending is the format.",
    ),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True),
    click.option("-v", "--verbose", is_flag=True, help="Unfold evidence, measurements and reasons."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error."),
]


def run_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that scores."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def engine(options: dict[str, Any]) -> Engine:
    """The engine that the options ask for."""
    names = ("rubric", "landscape", "overlays", "plugins", "without", "seed")
    return Engine(Settings(**{name: options[name] for name in names}, installed=not options["no_plugins"]))


def writers(engine: Engine, paths: Sequence[str], options: dict[str, Any]) -> tuple[Writer | None, list[tuple[Path, Writer]]]:
    """The format of standard output, None when only files are written, and one for each file; fails for what cannot be written."""
    known = engine.host.writers()
    wanted = {path: path.suffix.lower().removeprefix(".").replace("txt", "text") for path in options["outputs"]}
    for name in [*filter(None, [options["form"]]), *wanted.values()]:
        if name not in known:
            raise click.UsageError(f"there is no format {name!r}; there are {', '.join(known)}")
    read = {Path(path).resolve() for path in (*paths, *options["overlays"], *options["landscape"], *options["plugins"], options["rubric"])}
    for path in wanted:
        if not path.parent.is_dir():
            raise click.UsageError(safe(f"{path}: there is no folder {path.parent}"))
        if path.resolve() in read:
            raise click.UsageError(safe(f"{path} is read in this run, and would be lost: write to another file"))
    form = options["form"] or (None if wanted else "text")
    return known[form] if form else None, [(path, known[name]) for path, name in wanted.items()]


def deliver(result: Any, kind: str, chosen: tuple[Writer | None, list[tuple[Path, Writer]]], options: dict[str, Any]) -> None:
    """Write the result, `cards` or a `comparison`, to standard output and to files; a file appears whole or not at all."""
    screen, files = chosen
    for path, writer in files:
        module = writer.load()
        data = click.unstyle(getattr(module, kind)(result, Options(options["verbose"]))).encode(getattr(module, "ENCODING", "utf-8"))
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except OSError as error:
            raise click.UsageError(safe(f"{path} cannot be written: {error.strerror}")) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        if not options["quiet"]:
            click.echo(safe(f"wrote {path}"), err=True)
    if screen:
        text = getattr(screen.load(), kind)(result, Options(options["verbose"], terminal_width()))
        if screen.name == "text":
            _print(text if _colored(options["color"]) else click.unstyle(text))
        else:
            click.get_binary_stream("stdout").write(text.encode())  # whatever the terminal can show, JSON is UTF-8


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
