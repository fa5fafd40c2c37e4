"""One command of evalkit, run under limits, and what it left.

A `forked` run starts from this process, in which everything is imported: it takes a tenth of the
time of a `started` one, and has a memory, descriptors, signals and an exit code of its own as that
has.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from evalkit.plugin import Evaluator

SECONDS, MEGABYTES = 10, 500
"""What a run may take: seconds of processor time, and memory."""
HANGS = 600
"""Seconds after which a run that waits for something is ended; a busy machine is no fault."""
ADDRESSES = 8 << 30
"""Bytes of addresses that a run may ask for, so that a fault does not take the machine down."""
LARGEST = 100 << 20
"""Bytes that a run may write into a file."""


@frozen
class Left:
    """What a run left: its exit code, or minus the number of the signal that ended it, and what it
    took.
    """

    code: int
    stdout: bytes
    stderr: bytes
    seconds: float
    megabytes: float


@frozen
class Way:
    """How a run is started: in a `folder`, with a standard `input` and further `variables`."""

    folder: Path
    scratch: Path
    input: bytes = b""
    variables: Mapping[str, str] = {}
    as_process: bool = False
    first: Callable[[], None] | None = None
    """What the new process does before the command."""


def run(arguments: Sequence[str | bytes], way: Way) -> Left:
    """Run a command under limits and wait for it."""
    pid = start(arguments, way)
    return wait(pid, way)


def start(arguments: Sequence[str | bytes], way: Way) -> int:
    """Start a command, and return the number of its process."""
    (way.scratch / "stdin").write_bytes(way.input)
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        _become(arguments, way)
    except BaseException:  # a fault of this tool must not go on as a second parent
        traceback.print_exc()
    finally:
        os._exit(70)


def wait(pid: int, way: Way) -> Left:
    """What a process left that was started."""
    _, status, used = os.wait4(pid, 0)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    # a forked process begins with the memory of this one
    taken = used.ru_maxrss - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Left(
        code=os.waitstatus_to_exitcode(status),
        stdout=(way.scratch / "stdout").read_bytes(),
        stderr=(way.scratch / "stderr").read_bytes(),
        seconds=used.ru_utime + used.ru_stime,
        megabytes=max(0, taken) / scale,
    )


def _become(arguments: Sequence[str | bytes], way: Way) -> None:
    """Run the command in this process, and never return."""
    _redirect(way.scratch)
    _limit()
    os.chdir(way.folder)
    os.environ.update(way.variables)
    if way.first:
        way.first()
    texts = [os.fsdecode(argument) for argument in arguments]
    if way.as_process:
        os.execv(sys.executable, [sys.executable, "-m", "evalkit", *texts])
    code = _main(texts)
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _redirect(scratch: Path) -> None:
    """Let the standard streams be files, below Python and in it."""
    written = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(scratch / "stdin", os.O_RDONLY), 0)
    os.dup2(os.open(scratch / "stdout", written, 0o600), 1)
    os.dup2(os.open(scratch / "stderr", written, 0o600), 2)
    sys.stdin = open(0, closefd=False)  # noqa: PTH123, SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: PTH123, SIM115
    sys.stderr = open(2, "w", closefd=False, errors="backslashreplace")  # noqa: PTH123, SIM115


def _limit() -> None:
    """Set the limits of this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    signal.alarm(HANGS)


def _main(arguments: Sequence[str]) -> object:
    """Run the command, and give its exit code, or what stands for one."""
    from evalkit.cli import main

    sys.argv = ["evalkit", *arguments]
    try:
        main()
    except SystemExit as left:
        return left.code or 0
    except BaseException:
        traceback.print_exc()
    return 1


def warm(commands: Sequence[Sequence[str]], way: Way) -> None:
    """Run commands in this process, so that forked runs find everything imported.

    Only what they import stays; what they print is dropped.
    """
    from evalkit.cli import main

    _remember()
    arguments = sys.argv
    for command in commands:
        sys.argv = ["evalkit", *command]
        with contextlib.ExitStack() as stack:
            nowhere = stack.enter_context(open(os.devnull, "w"))  # noqa: PTH123
            stack.enter_context(contextlib.chdir(way.folder))
            stack.enter_context(contextlib.redirect_stdout(nowhere))
            stack.enter_context(contextlib.redirect_stderr(nowhere))
            stack.enter_context(contextlib.suppress(SystemExit))
            main()
    sys.argv = arguments
    gc.freeze()  # what is there already is not looked at, and so not copied, in each fork


@functools.cache
def _remember() -> None:
    """Read what comes with the distribution once: forked runs find its rubrics parsed, its programs
    listed and its plugins loaded.

    A process of its own reads them itself.
    """
    from evalkit.plugin import host
    from evalkit.read import library, rubrics
    from evalkit.read.bundled import bundled

    def remember(module: ModuleType, function: str, folder: Path) -> None:
        """Let a function read what stands in a folder once."""
        read = getattr(module, function)
        remembered = functools.cache(read)

        def known(path: Path) -> object:
            return remembered(path) if folder in (path, *path.parents) else read(path)

        setattr(module, function, known)

    remember(rubrics, "_parsed", bundled("rubrics"))
    remember(library, "candidates", bundled("programs"))
    host.load = functools.cache(host.load)
    evaluators = host.Host.evaluators
    # by the host, of which there is one only
    known: dict[int, dict[str, Evaluator]] = {}

    def brought(loaded: host.Host) -> dict[str, Evaluator]:
        """The evaluators of a host."""
        if id(loaded) not in known:
            known[id(loaded)] = evaluators(loaded)
        return known[id(loaded)]

    host.Host.evaluators = brought  # type: ignore[method-assign, assignment]
