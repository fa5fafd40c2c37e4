"""The pager: on a terminal only, for what is longer than the screen, and as the user wants it."""

import os
import pty
import select
import subprocess
import sys
import termios

import pytest

COMPARE = """
import sys
from evalkit.cli import main
sys.argv = ["evalkit", "compare", "kr-rd-consortia", "tw-artc", "-q", *{options}]
main()
"""
PROGRAM = """
from evalkit.cli.pager import show
text = {text!r} * {times}
show(text.encode())
"""
PAGER = "import sys; print('paged:', *[line.strip() for line in sys.stdin][:2])"
LONG, SHORT = "line\n" * 50, "line\n" * 5


@pytest.fixture
def pager(tmp_path):
    """The command of a pager that says that it was used."""
    script = tmp_path / "pager.py"
    script.write_text(PAGER, encoding="utf-8")
    return f"{sys.executable} {script}"


def on_terminal(text, lines=24, times=1, **environment):
    """What a terminal of 80 columns shows of a text."""
    program = PROGRAM.format(text=text, times=times)
    return running(program, lines, **environment)


def running(program, lines=24, **environment):
    """What a terminal of 80 columns shows of a program."""
    main, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (lines, 80))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={
            **{name: value for name, value in os.environ.items() if name not in HIDDEN},
            "TERM": "xterm",
            **environment,
        },
    )
    os.close(terminal)
    shown = b""
    while select.select([main], [], [], 20)[0]:
        try:
            shown += os.read(main, 65536)
        except OSError:  # the process has closed its end
            break
    os.close(main)
    assert process.wait(20) == 0
    return shown.decode().replace("\r\n", "\n")


HIDDEN = ("PAGER", "EVALKIT_PAGER", "LESS", "COLUMNS", "LINES")


def test_what_is_longer_than_the_screen_goes_through_the_pager(pager):
    assert on_terminal(LONG, PAGER=pager) == "paged: line line\n"


def test_the_pager_of_evalkit_comes_before_that_of_all_programs(pager):
    assert on_terminal(LONG, EVALKIT_PAGER=pager, PAGER="cat") == "paged: line line\n"


def test_what_fits_on_the_screen_does_not(pager):
    assert on_terminal(SHORT, PAGER=pager) == SHORT
    assert on_terminal("x\n" * 23, lines=25, PAGER=pager) == "x\n" * 23


def test_lines_that_the_screen_breaks_count_as_it_shows_them(pager):
    wide = "word " * 16 * 30 + "\n"
    assert on_terminal(wide, PAGER=pager).startswith("paged: word")


@pytest.mark.parametrize(
    "environment",
    [
        {"PAGER": ""},
        {"PAGER": "cat"},
        {"PAGER": "no-such-pager-anywhere"},
        {"PAGER": "an 'open quotation"},
        {"TERM": "dumb"},
    ],
)
def test_without_a_pager_the_text_is_printed(environment, pager):
    assert on_terminal(LONG, **{"PAGER": pager, **environment}) == LONG


def test_a_pager_that_is_left_early_is_no_failure(tmp_path):
    leaves = tmp_path / "leaves.py"
    leaves.write_text("print('seen enough')", encoding="utf-8")
    shown = on_terminal("x" * 79 + "\n", lines=1, PAGER=f"{sys.executable} {leaves}")
    assert shown == "seen enough\n"
    assert "seen" in on_terminal(LONG, times=2000, PAGER=f"{sys.executable} {leaves}")


def test_a_pipe_gets_the_text_itself(pager):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(text=LONG, times=1)],
        capture_output=True,
        env={**os.environ, "TERM": "xterm", "PAGER": pager},
        text=True,
    )
    assert (run.returncode, run.stdout) == (0, LONG)


def test_less_is_told_to_leave_colors_and_short_texts_alone(tmp_path):
    asked = tmp_path / "asked.py"
    asked.write_text(
        "import os; print(os.environ['LESS'], os.environ['LV'])", encoding="utf-8"
    )
    command = f"{sys.executable} {asked}"
    assert on_terminal(LONG, PAGER=command) == "FRX -c\n"
    assert on_terminal(LONG, PAGER=command, LESS="-S") == "-S -c\n"


def test_a_command_uses_the_pager_for_text_alone(pager):
    paged = running(COMPARE.format(options=[]), PAGER=pager)
    assert paged.startswith("paged: ") and "clearly higher" in paged
    whole = running(COMPARE.format(options=["--no-pager"]), PAGER=pager)
    assert "paged" not in whole and len(whole.splitlines()) > 24
    assert "paged" not in running(COMPARE.format(options=[]), lines=100, PAGER=pager)
    assert "paged" not in running(
        COMPARE.format(options=["--format", "csv"]), PAGER=pager
    )
