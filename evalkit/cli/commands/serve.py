"""`evalkit serve`: the report in the browser of this machine, scored again when a file changes."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import click

from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import LANG, READ, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit

if TYPE_CHECKING:
    from evalkit.serve.latest import Latest
    from evalkit.serve.server import Server


@click.command("serve")
@add(READ)
@RUBRIC
@LANG
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port on this machine; 0 takes any that is free.",
)
@gathered(asked=Asked)
def command(port: int, asked: Asked) -> ExitCode:
    """Show the report at an address that only this machine can reach, and score again whenever a
    file changes.

    Programs that may be compared are shown as a comparison. While a file is broken, its faults are
    shown above the last good cards. Ctrl-C ends it.

    PATH is a file, a folder, or the id of a program of the library; without one, the whole library.
    """
    from evalkit.read.syntax.parsed import STDIN
    from evalkit.serve.latest import Latest
    from evalkit.serve.watch import Watched

    if str(STDIN) in asked.paths:
        raise click.UsageError(
            "standard input cannot change: name a file, a folder or an id"
        )
    # Who supervises a server ends it with SIGTERM, which is the usual end of it, as Ctrl-C is.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    latest = Latest(partial(open_session, asked), asked.paths, asked.lang)
    # The port first: where it is taken nobody has to wait for scores.
    with _listening(port, latest) as server:
        watched = Watched(asked.inputs())
        latest.renew(first=True)
        emit(f"the report is at {server.address} until Ctrl-C")
        with contextlib.suppress(KeyboardInterrupt):
            server.run(watched)
    return ExitCode.DONE


def _listening(port: int, latest: Latest) -> Server:
    from evalkit.serve.server import ADDRESS, Server

    try:
        return Server(port, latest)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        why = f"{ADDRESS}:{port} cannot be listened on: {reason}"
        if error.errno == errno.EADDRINUSE:
            why = f"port in use: {port}"
        raise click.UsageError(
            f"{why}; name another one with --port N, or any that is free with --port 0"
        ) from error
