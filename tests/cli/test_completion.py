"""What the Tab key offers: click is asked in process, as the script of a shell asks it."""

import subprocess
import sys

import pytest
from click.shell_completion import ShellComplete

from evalkit.cli import COMMANDS, group
from evalkit.read.library import Library


def offered(*arguments, typed=""):
    """The words that fit, without the files that a shell adds itself."""
    complete = ShellComplete(group, {}, "evalkit", "_EVALKIT_COMPLETE")
    items = complete.get_completions(list(arguments), typed)
    return {item.value for item in items if item.type == "plain"}


def test_commands_complete():
    assert offered() == set(COMMANDS)
    assert offered(typed="co") == {"coding", "compare", "config", "convert"}


@pytest.mark.parametrize("command", ["score", "compare", "check", "serve"])
def test_programs_of_the_library_complete(command):
    assert offered(command) == set(Library().ids())
    assert "kr-gsbc" in offered(command, "tw-artc", typed="kr-")
    assert not offered(command, typed="no-such-")


def test_the_story_of_a_program_completes():
    assert "tw-artc" in offered("programs", "show", typed="tw-")


@pytest.mark.parametrize("command", ["score", "compare", "check"])
def test_rubrics_complete(command):
    assert offered(command, "--rubric") == {"dac", "hsieh", "rodrik", "s3"}
    assert offered(command, "--rubric", typed="d") == {"dac"}


def test_the_rubric_that_is_shown_completes():
    assert offered("rubrics", "show", typed="h") == {"hsieh"}


def test_plugins_and_choices_complete():
    assert {"coordination", "spillover"} <= offered("score", "--without")
    assert offered("score", "--lang", typed="k") == {"ko"}


def test_files_complete_beside_ids():
    complete = ShellComplete(group, {}, "evalkit", "_EVALKIT_COMPLETE")
    first, *others = complete.get_completions(["score"], "")
    assert (first.type, {item.type for item in others}) == ("file", {"plain"})


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_of_a_shell_is_printed_and_nothing_else(shell):
    code = "import sys\nsys.argv[0] = 'evalkit'\nfrom evalkit.cli import main\nmain()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": "",
            "PYTHONPATH": ":".join(sys.path),
            "_EVALKIT_COMPLETE": f"{shell}_source",
        },
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert f"_EVALKIT_COMPLETE={shell}_complete" in run.stdout
