"""The command line.

Each command is a module that is imported when it is called; nothing else prints.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.output import kept_output
from evalkit.cli.signals import Ended, end_by, ending
from evalkit.cli.streams import emit, note, whole_streams
from evalkit.read.inputs import reading

if TYPE_CHECKING:
    from evalkit.model.errors import EvalkitError

COMMANDS = {
    "score": "Score programs and print their report cards.",
    "compare": "Compare programs, countries or rubrics.",
    "portfolio": "Find which of many programs overlap, where and at what cost.",
    "gaps": "Map the evidence by program and criterion: how much, how certain, from whom.",
    "coding": "Code blind with several coders: packages, seals, agreement, adjudication.",
    "report": "Report a saved result again, in any format, without scoring.",
    "diff": "Show what changed between two saved results, or since one, and why.",
    "history": "List the runs that were kept, show one again, compare two, or follow a program.",
    "verify": "Make a saved result again from its files, and name what differs.",
    "serve": "Show the report in the browser of this machine, and score again when a file changes.",
    "check": "Check files: every fault, with its place and what to do.",
    "programs": "List the programs of the library, or tell the story of one.",
    "explain": "Explain a criterion, a measure, a word of the card or the code of a fault.",
    "rubrics": "List rubrics, or show one.",
    "plugins": "List plugins and what they bring.",
    "mcp": "Offer tools to an agent over standard input and output: it reads, and only proposes.",
    "config": "Show every setting and where it comes from.",
    "new": "Make a new plugin or rubric that works as it stands, or the skeleton of a program.",
    "init": "Make a folder to work in: an example, a rubric, schemas for your editor.",
    "template": "Write a workbook to fill in: descriptions, or a sheet for a further coder.",
    "convert": "Turn a table, or another file, into descriptions.",
    "schema": "Write the JSON Schema of descriptions, rubrics, tables and results.",
}


class LazyGroup(click.Group):
    """Commands by name, imported only when they run."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command, None when there is none of this name."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"evalkit.cli.commands.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """The command with its arguments; fails with a suggestion for a misspelt name."""
        # click would look for near names among the commands that it holds, and holds none here
        if args and args[0] not in COMMANDS:
            from evalkit.read.diagnostic import did_you_mean

            hint = did_you_mean(args[0], COMMANDS, f"there are {', '.join(COMMANDS)}")
            context.fail(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(context, args)

    def format_commands(
        self, context: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """The list of commands, from the table above and not from the modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="policy-evalkit", prog_name="evalkit")
@click.pass_context
def group(context: click.Context) -> None:
    """Score public programs against a rubric, with the evidence, the uncertainty and the reasons
    behind every number.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library.
    """
    if context.invoked_subcommand is None:
        emit(context.get_help())


def main() -> None:
    """Run the command line and leave with a documented exit code, or by the signal that ends it."""
    warnings.showwarning = _warn
    try:
        # Signals first, so that they take down what the others set up; the streams wrap what
        # kept_output has put in the place of standard output.
        with ending(), kept_output(), whole_streams() as output:
            code = _exit_code()
            if output.loss:
                note(f"error: standard output cannot be written: {output.loss}")
                code = ExitCode.FAILED
    except Ended as signal:
        end_by(signal.number)
    sys.exit(int(code))


def _exit_code() -> int:
    """Run the command; every error ends here, so that no user sees a traceback."""
    try:
        _require_folder()
        with reading():
            # in its standalone mode click prints errors and ends the process by itself
            return group.main(standalone_mode=False) or ExitCode.DONE
    except SystemExit:  # a shell asked what it can complete, and has its answer
        raise
    except (click.Abort, KeyboardInterrupt) as error:
        return _interrupted(error)
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    # A plugin may raise what is no Exception, and no user is to see a traceback of it.
    except BaseException as error:
        return _explained(error)


def _interrupted(error: BaseException) -> ExitCode:
    """Tell which plugin was running when somebody pressed Ctrl-C, if one was.

    Raises Ended where it was another signal, which click takes for Ctrl-C.
    """
    from evalkit.plugin.isolation import Interrupted
    from evalkit.report.safe import terminal as safe

    # click raises an Abort of its own from what ended the command
    causes = [error]
    while cause := causes[-1].__cause__:
        causes.append(cause)
    for interrupted in causes:
        if isinstance(interrupted, Interrupted):
            note(safe(f"interrupted: {interrupted}"))
    for ended in causes:
        if isinstance(ended, Ended):
            raise ended from None
    return ExitCode.INTERRUPTED


def _require_folder() -> None:
    try:
        # Everything that looks for a file here would fail without the name of one.
        os.getcwd()  # noqa: PTH109  pathlib takes longer to import than a help text to print
    except FileNotFoundError:
        raise click.UsageError(
            "this folder has been removed; change to another one"
        ) from None


def _warn(message: Warning | str, *where: object, **more: object) -> None:
    """Print a warning without the line of code that raised it, which no user knows."""
    from evalkit.report.safe import terminal as safe

    note(safe(f"warning: {message}"))


def _explained(error: BaseException) -> ExitCode:
    """Print what went wrong and what to do, and give the exit code for it."""
    from evalkit.model.errors import EvalkitError
    from evalkit.report.safe import terminal as safe

    if isinstance(error, EvalkitError):
        return _foreseen(error)
    # an error of the system that names a file is one of the file, and not of evalkit
    if isinstance(error, OSError) and error.filename:
        note(safe(f"error: {error.filename}: {error.strerror or error}"))
        return ExitCode.BAD_INPUT
    note(safe(f"error: evalkit failed: {type(error).__name__}: {error}"))
    note(
        "  help: this is a fault of evalkit or of a plugin; -v prints where it happened"
    )
    if "-v" in sys.argv or "--verbose" in sys.argv:
        import traceback

        traceback.print_exception(error)
    return ExitCode.FAILED


def _foreseen(error: EvalkitError) -> ExitCode:
    """Print an error that the user can mend, with every fault behind it."""
    from evalkit.model import errors
    from evalkit.report.safe import terminal as safe

    if isinstance(error, errors.InputError) and error.diagnostics:
        from evalkit.report.diagnostics import text

        note(text(error.diagnostics))
    note(safe(f"error: {error}"))
    codes = {
        errors.NothingMatched: ExitCode.NOTHING_MATCHED,
        errors.OutputError: ExitCode.FAILED,
        errors.WorkError: ExitCode.FAILED,
    }
    return codes.get(type(error), ExitCode.BAD_INPUT)
