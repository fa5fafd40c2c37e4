"""Who did it: an error, a pause, an interruption, a digest and a version name the plugin."""

import json
import signal
import subprocess
import sys

import console
import pytest

import evalkit
from evalkit import __version__
from evalkit.model.errors import PluginError
from evalkit.plugin import host, isolation
from evalkit.plugin.isolation import Interrupted, isolated

PROGRAM = "kr-gsbc"
START = """
import os, subprocess, sys, time
from attrs import evolve
import evalkit_coordination
from evalkit.plugin import Evaluator, Measurement, hookimpl
(ours,) = evalkit_coordination.evalkit_evaluators()
"""
SPOILT = (
    START
    + """
def spoilt(program, context):
    {body}
@hookimpl
def evalkit_evaluators():
    return [evolve(ours, measures=[
        evolve(each, function=spoilt) if each.id == "coordination_coverage" else each
        for each in ours.measures
    ])]
"""
)
HELPS = "def help():\n    raise KeyError('gone')\n"
IDLE = """
from evalkit.plugin import Evaluator, hookimpl
@hookimpl
def evalkit_evaluators():
    return [Evaluator("idle")]
"""


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("return 1 / 0", "(__init__.py, line 9)"),
        ("from stranger_pack.inner import help; help()", "(inner.py, line 2)"),
        ("return Measurement.ratio(5, 'x')", "(__init__.py, line 9)"),
        ("import json; json.loads('{')", "(__init__.py, line 9)"),
        (
            "import numpy; numpy.linalg.inv(numpy.zeros((2, 2)))",
            "(__init__.py, line 9)",
        ),
    ],
)
def test_an_error_names_the_line_of_an_installed_plugin(install, body, place):
    files = {
        "stranger_pack/__init__.py": SPOILT.format(body=body),
        "stranger_pack/inner.py": HELPS,
    }
    install("stranger", files)
    (card,) = evalkit.score(PROGRAM, without=["coordination"])
    assert place in str(card.rating("COO-1").reasons[0])


def test_an_import_that_fails_names_the_line_of_an_installed_plugin(install):
    install("stranger", {"stranger_pack/__init__.py": "import os\n\n1 / 0\n"})
    (plugin,) = (each for each in host.survey() if each.name == "stranger")
    assert plugin.error.endswith(
        "ZeroDivisionError: division by zero (__init__.py, line 3)"
    )


WRITES = (
    "os.write(1, b'raw'); print('seen', file=sys.__stdout__, flush=True);"
    " subprocess.run([sys.executable, '-c', 'print(5)'], check=True);"
    " return Measurement.unknown('nothing')"
)


def test_what_a_measure_writes_to_descriptor_1_is_in_no_result(tmp_path):
    (tmp_path / "bad.py").write_text(SPOILT.format(body=WRITES), encoding="utf-8")
    arguments = ("--plugin", "bad.py", "--without", "coordination", "--format", "json")
    done = console.process("score", PROGRAM, *arguments, cwd=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["cards"]
    assert "raw" in done.stderr and "seen" in done.stderr and "5\n" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="it has other signals")
def test_who_presses_ctrl_c_is_told_what_was_running(tmp_path):
    body = "print('begun', flush=True); time.sleep(60)"
    (tmp_path / "bad.py").write_text(SPOILT.format(body=body), encoding="utf-8")
    arguments = ["score", PROGRAM, "--plugin", "bad.py", "--without", "coordination"]
    running = subprocess.Popen(
        [*console.EVALKIT, *arguments],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert running.stderr.readline() == "begun\n"
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate()
    assert running.returncode == 130
    # the parent program is judged first
    assert (
        "interrupted: measure coordination_coverage of plugin bad on program kr-"
        in errors
    )


def test_an_interruption_within_a_part_names_the_inner_part():
    told = "^measure m of plugin mine on program p$"
    with (
        pytest.raises(Interrupted, match=told),
        isolated("writer w"),
        isolated("measure m", "mine", "p"),
    ):
        raise KeyboardInterrupt
    assert isolation.running() is None


SLOW = """
import time
from evalkit.cli import patience
from evalkit.plugin.isolation import isolated
patience.PATIENCE, patience.PAUSE = 0.05, 0.01
patience.start()
with isolated("measure m", "mine", "p"):
    time.sleep(1)
"""


def test_a_part_that_takes_long_says_so_once_while_it_runs():
    # in a process of its own: another thread of this one may be looking on already
    done = subprocess.run(
        [sys.executable, "-c", SLOW], capture_output=True, text=True, check=True
    )
    line = "still running after 0.05 s: measure m of plugin mine on program p; Ctrl-C stops it\n"
    assert (done.stdout, done.stderr) == ("", line)


@pytest.mark.parametrize(
    "module", ["stranger_pack/__init__.py", "stranger_pack/door.py"]
)
def test_the_digest_covers_the_whole_package_with_its_data(install, module):
    rest = {"stranger_pack/__init__.py": "", "stranger_pack/data/table.csv": "a\n"}
    site = install(
        "stranger", {module: IDLE} | {key: rest[key] for key in rest if key != module}
    )

    def digest():
        (plugin,) = (each for each in host.survey() if each.name == "stranger")
        assert plugin.error == ""
        return plugin.digest

    first = digest()
    (site / "stranger_pack" / ".hidden").write_text("x")
    (site / "stranger_pack" / "old.py~").write_text("x")
    assert digest() == first and len(first) == 12
    (site / "stranger_pack" / "data" / "table.csv").write_text("b\n")
    second = digest()
    (site / "stranger_pack" / "data" / "table.csv").rename(
        site / "stranger_pack" / "table.csv"
    )
    assert len({first, second, digest()}) == 3


def test_an_object_that_brings_the_hooks_has_the_digest_of_its_module(install):
    brings = "import types\nbrings = types.SimpleNamespace(evalkit_evaluators=evalkit_evaluators)\n"
    site = install("stranger", {"stranger_pack.py": IDLE + brings})
    entry = site / "evalkit_stranger-1.0.dist-info" / "entry_points.txt"
    entry.write_text("[evalkit]\nstranger = stranger_pack:brings\n")
    (plugin,) = (each for each in host.survey() if each.name == "stranger")
    assert (plugin.error, len(plugin.digest)) == ("", 12)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("policy-evalkit", False),
        (f"policy-evalkit=={__version__}", False),
        ("policy-evalkit >=0.1 ; extra == 'test'", False),
        ("Policy_EvalKit>=9 ; extra == 'test'", False),
        ("policy-evalkit-extra>=9", False),
        ("policy-evalkit>=9; python_version < '3'", False),
        ("policy-evalkit (nonsense", False),
        ("Policy_EvalKit (>=9,<10)", True),
        ("policy.evalkit ~= 9.1", True),
    ],
)
def test_a_plugin_for_another_version_of_evalkit_is_told(install, line, told, recwarn):
    install("stranger", {"stranger_pack.py": IDLE}, ["attrs>=99", line])
    loaded = host.load()
    (plugin,) = (each for each in loaded.plugins if each.name == "stranger")
    assert ("requires policy-evalkit " in plugin.note) == told
    warned = [str(each.message) for each in recwarn]
    assert warned == (
        [f"plugin stranger (evalkit-stranger) {plugin.note}"] if told else []
    )
    assert not told or plugin.note.endswith(f", and this is {__version__}")


def test_a_plugin_that_breaks_on_another_version_tells_both(install):
    install("stranger", {"stranger_pack.py": "1 / 0\n"}, ["policy-evalkit>=9"])
    with pytest.raises(PluginError) as raised:
        host.load()
    assert (
        "division by zero (stranger_pack.py, line 1); it requires policy-evalkit >=9, and"
        in (str(raised.value))
    )


def test_a_plugin_that_takes_no_part_is_told_in_one_line(install):
    plain = console.run("score", PROGRAM)
    install("stranger", {"stranger_pack.py": IDLE})
    done = console.run("score", PROGRAM)
    assert (
        done.stderr
        == "note: stranger takes no part: rubric hsieh asks no evaluator of theirs\n"
    )
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    assert console.run("score", PROGRAM, "-q").stderr == ""
    assert console.run("score", PROGRAM, "--without", "stranger").stderr == ""


@pytest.mark.parametrize(
    "command",
    [
        ("programs",),
        ("programs", "show", PROGRAM),
        ("check", PROGRAM),
        ("report", "a.json"),
    ],
)
def test_a_look_up_passes_over_a_broken_plugin(install, tmp_path, command):
    saved = console.run("score", PROGRAM, "-o", "a.json", "-q", cwd=tmp_path)
    plain = console.run(*command, cwd=tmp_path)
    install("stranger", {"stranger_pack.py": "1 / 0\n"})
    done = console.run(*command, cwd=tmp_path)
    assert saved.returncode == plain.returncode == done.returncode == 0
    assert done.stdout == plain.stdout
    first, _, rest = done.stderr.partition("\n")
    assert first == (
        "warning: plugin stranger (evalkit-stranger) cannot be used, and is passed over: its import"
        " raised ZeroDivisionError: division by zero (stranger_pack.py, line 1)"
    )
    assert rest == plain.stderr
    assert console.run("score", PROGRAM).returncode == 4
