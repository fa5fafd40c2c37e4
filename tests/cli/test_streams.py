"""Standard output, standard error and standard input: whole or an error, whoever is on the other
side, and an exit code that means what it says."""

import contextlib
import errno
import fcntl
import io
import itertools
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from unittest import mock

import pytest
from console import EVALKIT, process, run

from evalkit.cli import main
from evalkit.cli.exit_codes import ExitCode

TABLE = "id,name,country,object_type\na,A,KR,program\nb,B,KR,program\n"
PROGRAM = "id: {id}\nname: 경기 프로그램\ncountry: KR\nobject_type: program\n"
CONVERT = ("convert", "list.csv", "--to", "made", "--field", "source.cite==List")
COMMANDS = {
    "score": ("score", "a.yaml"),
    "score as json": ("score", "a.yaml", "--format", "json"),
    "score as csv": ("score", "a.yaml", "--format", "csv"),
    "compare": ("compare", "a.yaml", "b.yaml"),
    "check": ("check", "broken.yaml"),
    "programs": ("programs",),
    "programs show": ("programs", "show", "a.yaml"),
    "programs as json": ("programs", "show", "a.yaml", "--format", "json"),
    "explain": ("explain", "--list", "--lang", "ko"),
    "explain a word": ("explain", "불확실성 구간", "--lang", "ko"),
    "rubrics": ("rubrics", "show", "hsieh"),
    "plugins": ("plugins",),
    "schema": ("schema",),
    "convert": CONVERT,
    "new": ("new", "program", "next"),
    "init": ("init", "place"),
    "help": ("--help",),
    "version": ("--version",),
}
BIG = ("score", "kr-gsbc", "tw-artc", "--format", "json")
"""Prints four times what a pipe holds."""


class Reader(io.RawIOBase):
    """Where a command prints to: it takes some bytes at a time, or answers with an error."""

    def __init__(self, most=None, error=None):
        self.most, self.error = most, error
        self.content = b""
        self.calls = 0

    def writable(self):
        return True

    def write(self, content):
        self.calls += 1
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        taken = bytes(content)[: self.most]
        self.content += taken
        return len(taken)


def printed(*arguments, output=None, errors=None, encoding="utf-8", cwd=None):
    """The exit code of a command that prints to readers."""
    output, errors = output or Reader(), errors or Reader()
    streams = [
        io.TextIOWrapper(each, encoding, write_through=True)
        for each in (output, errors)
    ]
    with (
        contextlib.chdir(cwd or Path.cwd()),
        mock.patch("sys.argv", ["evalkit", *map(str, arguments)]),
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
        pytest.raises(SystemExit) as left,
    ):
        main()
    return left.value.code


@pytest.fixture
def place(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            PROGRAM.format(id=name), encoding="utf-8"
        )
    (tmp_path / "broken.yaml").write_text("id: 경\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_short_write_is_not_the_end(command, place, tmp_path_factory):
    arguments = COMMANDS[command]
    whole, pieces = Reader(), Reader(most=100)
    code = printed(*arguments, output=whole, cwd=place)
    again = tmp_path_factory.mktemp("again")
    for name in ("a.yaml", "b.yaml", "broken.yaml", "list.csv"):
        (again / name).write_bytes((place / name).read_bytes())
    assert printed(*arguments, output=pieces, cwd=again) == code
    assert pieces.content == whole.content != b""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_no_fault(command, place):
    output, errors = Reader(error=errno.EPIPE), Reader()
    code = printed(*COMMANDS[command], output=output, errors=errors, cwd=place)
    assert code == (ExitCode.FAULTS if command == "check" else ExitCode.DONE)
    assert output.calls == 1 and b"rror" not in errors.content


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_printed_is_an_error(command, place):
    output, errors = Reader(error=errno.ENOSPC), Reader()
    assert (
        printed(*COMMANDS[command], output=output, errors=errors, cwd=place)
        == ExitCode.FAILED
    )
    assert errors.content.endswith(
        b"error: standard output cannot be written: No space left on device\n"
    )
    assert b"Traceback" not in errors.content


@pytest.mark.parametrize(
    ("command", "encoding"),
    [
        *((command, "ascii") for command in COMMANDS),
        *zip(COMMANDS, itertools.cycle(("latin-1", "cp949")), strict=False),
    ],
)
def test_a_character_that_is_lacking_gets_an_escape(command, encoding, place):
    output, errors = Reader(), Reader()
    code = printed(
        *COMMANDS[command], output=output, errors=errors, encoding=encoding, cwd=place
    )
    assert code == (ExitCode.FAULTS if command == "check" else ExitCode.DONE)
    errors.content.decode(encoding)
    if "json" in command or command == "schema":
        assert json.loads(output.content)
    elif "csv" in command:
        assert "경기" in output.content.decode()
    else:
        assert output.content.decode(encoding)


@pytest.mark.parametrize(
    ("arguments", "output", "errors", "code"),
    [
        (["score", "a.yaml", "--fail-under", "50"], errno.EPIPE, None, ExitCode.FAULTS),
        (
            ["score", "a.yaml", "--fail-under", "50"],
            None,
            errno.ENOSPC,
            ExitCode.FAULTS,
        ),
        (
            ["score", "a.yaml", "--fail-under", "50"],
            errno.EPIPE,
            errno.EPIPE,
            ExitCode.FAULTS,
        ),
        (
            ["score", "a.yaml", "--fail-under", "50"],
            errno.ENOSPC,
            None,
            ExitCode.FAILED,
        ),
        (
            ["score", "a.yaml", "broken.yaml"],
            errno.EPIPE,
            errno.ENOSPC,
            ExitCode.BAD_INPUT,
        ),
        (["score", "nobody"], errno.ENOSPC, errno.ENOSPC, ExitCode.NOTHING_MATCHED),
        (["score", "a.yaml", "--format", "xls"], None, errno.ENOSPC, ExitCode.USAGE),
        (["check", "broken.yaml"], errno.EPIPE, errno.EPIPE, ExitCode.FAULTS),
        (["check", "a.yaml"], None, errno.ENOSPC, ExitCode.DONE),
    ],
)
def test_exit_codes_hold_whoever_reads(arguments, output, errors, code, place):
    readers = Reader(error=output), Reader(error=errors)
    assert printed(*arguments, output=readers[0], errors=readers[1], cwd=place) == code


def test_a_gate_is_told_where_the_output_is_lost(place):
    errors = Reader()
    printed(
        *("score", "a.yaml", "--fail-under", "50"),
        output=Reader(error=errno.ENOSPC),
        errors=errors,
        cwd=place,
    )
    assert b"gate: a: " in errors.content


def unbuffered(*arguments, **options):
    """A process of evalkit that writes without a buffer, as in containers."""
    return subprocess.Popen(
        [*EVALKIT, *arguments],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        **options,
    )


def held(pipe):
    """How many bytes wait in a pipe."""
    size = bytearray(4)
    fcntl.ioctl(pipe, termios.FIONREAD, size)
    return int.from_bytes(size, sys.byteorder)


@pytest.mark.parametrize(
    "is_suspended", [False, True], ids=["does not wait", "is suspended"]
)
def test_a_pipe_gets_everything(is_suspended):
    reader, writer = os.pipe()
    os.set_blocking(writer, is_suspended)
    child = unbuffered(*BIG, stdout=writer)
    os.close(writer)
    until = time.monotonic() + 60
    while held(reader) < 65536 and time.monotonic() < until:
        time.sleep(0.01)
    assert held(reader) == 65536 and child.poll() is None
    if is_suspended:
        child.send_signal(signal.SIGSTOP)
        child.send_signal(signal.SIGCONT)
    with os.fdopen(reader, "rb") as pipe:
        content = pipe.read()
    _, errors = child.communicate()
    assert (child.returncode, errors) == (0, b"")
    assert content == run(*BIG).output


def test_a_full_disk_is_told_by_a_process():
    with Path("/dev/full").open("wb") as full:
        child = unbuffered("score", "kr-gsbc", "--fail-under", "90", stdout=full)
        _, errors = child.communicate()
    assert child.returncode == ExitCode.FAILED
    assert b"gate: kr-gsbc" in errors and b"No space left on device" in errors


def test_a_pipe_without_reader_keeps_the_verdict_of_the_gate():
    reader, writer = os.pipe()
    os.close(reader)
    child = unbuffered("score", "kr-gsbc", "--fail-under", "90", stdout=writer)
    os.close(writer)
    _, errors = child.communicate()
    assert child.returncode == ExitCode.FAULTS
    assert errors.decode().startswith("gate: kr-gsbc") and errors.count(b"\n") == 1


@pytest.mark.parametrize(
    ("closed", "arguments", "code", "message"),
    [
        ("<&-", "score -", 2, "standard input is closed"),
        ("<&-", "report -", 2, "standard input is closed"),
        ("<&-", "mcp", 2, "standard input is closed"),
        ("<&-", "score kr-gsbc", 0, ""),
        ("0>nothing", "score -", 2, "standard input cannot be read"),
        (">&-", "score kr-gsbc", 3, "standard output cannot be written"),
        (">&-", "score kr-gsbc -q -o card.json", 0, ""),
        ("2>&-", "score kr-gsbc --fail-under 90", 1, ""),
        ("<&- >&- 2>&-", "score kr-gsbc -o card.json --fail-under 90", 1, ""),
    ],
)
def test_a_stream_that_is_closed_is_told_as_what_it_is(
    closed, arguments, code, message, tmp_path
):
    done = subprocess.run(
        ["sh", "-c", f'"$@" {arguments} {closed}', "sh", *EVALKIT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (
        done.returncode == code
        and message in done.stderr
        and "Traceback" not in done.stderr
    )
    if "-o" in arguments:
        assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["cards"]


def test_a_folder_that_is_gone_is_told_as_what_it_is(tmp_path):
    removed = 'mkdir gone; cd gone; rmdir ../gone; exec "$@" score kr-gsbc'
    done = subprocess.run(
        ["sh", "-c", removed, "sh", *EVALKIT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert (
        "this folder has been removed" in done.stderr and "Traceback" not in done.stderr
    )


def test_a_terminal_shows_no_workbook_and_keeps_the_gate(tmp_path):
    main_end, terminal = pty.openpty()
    arguments = (
        "score",
        "kr-gsbc",
        "--format",
        "xlsx",
        "-o",
        "card.json",
        "--fail-under",
        "90",
    )
    done = subprocess.run(
        [*EVALKIT, *arguments],
        cwd=tmp_path,
        stdout=terminal,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(terminal)
    with contextlib.suppress(OSError):
        assert os.read(main_end, 100) == b""
    os.close(main_end)
    assert done.returncode == ExitCode.USAGE and "-o FILE.xlsx" in done.stderr
    assert "gate: kr-gsbc" in done.stderr and (tmp_path / "card.json").stat().st_size


def test_help_is_ascii_since_click_prints_it():
    for command in COMMANDS.values():
        name = command[0] if not command[0].startswith("-") else ""
        run(*filter(None, [name]), "--help").stdout.encode("ascii")


def test_a_signal_ends_a_command_as_it_ends_any_other(place):
    reader, writer = os.pipe()
    child = unbuffered("score", "-", stdin=reader)
    os.write(writer, b"id: hub\n")
    until = time.monotonic() + 60
    while held(reader) and time.monotonic() < until:
        time.sleep(0.01)  # until it has read this, and waits for more
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=60)
    os.close(reader)
    os.close(writer)
    assert (child.returncode, errors) == (-signal.SIGTERM, b"\n")


def test_a_signal_that_is_to_be_ignored_is_ignored():
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
    checked = "from evalkit.cli.signals import ending\nwith ending(): "
    shown = "print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"
    done = subprocess.run(
        [sys.executable, "-c", f"{ignoring}{checked}{shown}"],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "True\n"


def test_a_process_without_hangul_prints_escapes():
    done = process(
        "explain", "불확실성 구간", "--lang", "ko", env={"PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0 and "\\u" in done.stdout
