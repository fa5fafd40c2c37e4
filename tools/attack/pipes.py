"""Readers of standard output that take little, take long, go away or take nothing.

What arrives is whole or the run says that it is not: no other reader gets a part with exit code 0.
"""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from random import Random

from attrs import frozen

from evalkit.cli.exit_codes import ExitCode

ASKED = ("compare", "--by", "country", "--format", "json")
"""A command that prints more than any pipe holds."""
GATE = ("score", "kr-gsbc", "--format", "json", "--fail-under", "100")
"""A command whose gate no program passes."""
PATIENCE = 120
SMALL = 4096


@frozen
class Read:
    """What a reader got, and the exit code and the messages of the run."""

    data: bytes
    code: int
    stderr: str
    is_whole: bool = True
    """Whether the reader was there until the end."""


Reader = Callable[[tuple[str, ...], dict[str, str], Random], Read]


def _process(
    arguments: tuple[str, ...],
    variables: dict[str, str],
    output: int,
    first: Callable[[], None] | None = None,
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "evalkit", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
        preexec_fn=first,
    )


def _ended(process: subprocess.Popen[str], data: bytes, is_whole: bool = True) -> Read:
    stderr = process.communicate(timeout=PATIENCE)[1]
    return Read(data, process.returncode, stderr, is_whole)


def _pipe(
    arguments: tuple[str, ...], variables: dict[str, str], small: bool = False
) -> tuple[subprocess.Popen[str], int]:
    """A run that writes into a pipe, and the end of the pipe to read from."""
    reader, writer = os.pipe()
    if small and hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, SMALL)
    if variables.get("BLOCKING") == "0":
        os.set_blocking(writer, False)
    process = _process(arguments, variables, writer)
    os.close(writer)
    return process, reader


def _all(reader: int, size: int, pause: float = 0) -> bytes:
    """What comes until the end, read in pieces with a pause before each."""
    parts = []
    while part := os.read(reader, size):
        parts.append(part)
        time.sleep(pause)
    os.close(reader)
    return b"".join(parts)


def slow(arguments: tuple[str, ...], variables: dict[str, str], draw: Random) -> Read:
    """It reads little at a time."""
    process, reader = _pipe(arguments, variables, small=True)
    return _ended(process, _all(reader, 1 << draw.randint(9, 16), 0.0005))


def late(arguments: tuple[str, ...], variables: dict[str, str], draw: Random) -> Read:
    """It begins to read after the pipe has been full for a while."""
    process, reader = _pipe(arguments, variables)
    time.sleep(draw.uniform(1, 4))
    return _ended(process, _all(reader, 1 << 16))


def stopped(
    arguments: tuple[str, ...], variables: dict[str, str], draw: Random
) -> Read:
    """The run is stopped and goes on while it writes, as with Ctrl-Z and fg."""
    process, reader = _pipe(arguments, variables, small=True)
    data = os.read(reader, SMALL)
    for _ in range(draw.randint(1, 5)):
        process.send_signal(signal.SIGSTOP)
        data += os.read(reader, SMALL)
        process.send_signal(signal.SIGCONT)
        data += os.read(reader, SMALL)
    return _ended(process, data + _all(reader, 1 << 16))


def gone(arguments: tuple[str, ...], variables: dict[str, str], draw: Random) -> Read:
    """It has seen enough after a few bytes, or before the first."""
    process, reader = _pipe(arguments, variables)
    data = (
        os.read(reader, draw.choice([1, 100, 70_000])) if draw.random() < 0.7 else b""
    )
    os.close(reader)
    return _ended(process, data, is_whole=False)


def full(arguments: tuple[str, ...], variables: dict[str, str], draw: Random) -> Read:
    """A disk that takes nothing."""
    with open("/dev/full", "wb") as device:  # noqa: PTH123
        return _ended(_process(arguments, variables, device.fileno()), b"")


def limited(
    arguments: tuple[str, ...], variables: dict[str, str], draw: Random
) -> Read:
    """A file that may not grow further, as on a disk that becomes full in the middle."""
    most = draw.choice([1, SMALL, 100_000])

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with tempfile.TemporaryFile() as file:
        process = _process(arguments, variables, file.fileno(), limit)
        left = _ended(process, b"")
        file.seek(0)
        return Read(file.read(), left.code, left.stderr)


READERS: tuple[Reader, ...] = (slow, late, stopped, gone, full, limited)
UNBUFFERED, NOT_BLOCKING = {"PYTHONUNBUFFERED": "1"}, {"BLOCKING": "0"}
VARIABLES: tuple[dict[str, str], ...] = (
    {},
    UNBUFFERED,
    NOT_BLOCKING,
    UNBUFFERED | NOT_BLOCKING,
)


def pipes(seed: int, count: int, asked: tuple[str, ...] = ASKED) -> int:
    """Try readers of a command that prints much and of one with a gate, print what is wrong, and
    return the number of faulty ones.
    """
    whole = {command: _whole(command) for command in (asked, GATE)}
    faulty = 0
    for number in range(count):
        draw = Random(f"{seed} {number}")
        reader = READERS[number % len(READERS)]
        command = draw.choice([asked, asked, GATE])
        variables = dict(VARIABLES[number // len(READERS) % len(VARIABLES)])
        faults = [*wrong(reader(command, variables, draw), whole[command])]
        faulty += bool(faults)
        for fault in faults:
            name = f"{number} {reader.__name__} {command[0]} {variables}"
            print(f"{name}: {fault}", flush=True)
    print(f"{count} readers, {faulty} faulty")
    return faulty


def _whole(command: tuple[str, ...]) -> Read:
    """What a patient reader gets."""
    process, reader = _pipe(command, {})
    return _ended(process, _all(reader, 1 << 16))


def wrong(read: Read, whole: Read) -> Iterator[str]:
    """What is wrong with what a reader got, beside what there is to read."""
    code, last_messages = read.code, read.stderr[-200:]
    if "Traceback" in read.stderr or "evalkit failed" in read.stderr:
        yield f"a fault of evalkit: {last_messages}"
    if not whole.data.startswith(read.data):
        yield "it got something else"
    if not read.is_whole:
        # a shell may see the signal that ends a run whose reader has gone away
        ends_well = code in (whole.code, -signal.SIGPIPE)
        if not ends_well or read.stderr != whole.stderr:
            yield f"a reader that goes away is no fault: {code}, {last_messages!r}"
    elif read.data == whole.data:
        if code != whole.code:
            yield f"all of it came, and the exit code is {code}"
    # the code of a gate that no program passes says that all was printed
    elif code in (ExitCode.DONE, ExitCode.FAULTS):
        bytes_read = f"{len(read.data)} of {len(whole.data)} bytes"
        yield f"{bytes_read} came, and the exit code is {code}"
    elif not read.stderr.strip():
        yield "a part came, and nothing is said"
