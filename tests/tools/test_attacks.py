"""The attacks of tools/attack find what is wrong, and a small share of them finds nothing here."""

import contextlib
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from random import Random

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from attack import (  # noqa: E402
    faults,
    fuzz,
    kills,
    kind,
    mutate,
    pipes,
    plugged,
    runs,
    tables,
    trees,
)

from evalkit.report import save  # noqa: E402
from evalkit.session.history import History  # noqa: E402

SCORED = kind.Command(("score", "it.yaml"), frozenset((0, 4)))
AS_JSON = kind.Command(
    ("score", ".", "--format", "json"), frozenset((0, 4)), keeps=True
)
CARDS = b'{"cards": [{"program": {"id": "sound"}}]}'


def apart(attack):
    """What an attack returns, in a process of its own, where what it changes stays."""
    pid = os.fork()
    if not pid:
        code = 99
        try:
            code = min(attack(), 98)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def left(code=0, stdout=b"a card\n", stderr=b"", seconds=0.1, megabytes=80.0):
    return runs.Left(code, stdout, stderr, seconds, megabytes)


@pytest.mark.thorough
def test_files_of_every_kind_have_no_fault_and_mutants_of_them_do_no_harm():
    assert apart(lambda: fuzz.fuzz(seed=1, count=24)) == 0


@pytest.mark.parametrize(
    ("data", "form", "places"),
    [
        ((ROOT / "docs" / "every-field.yaml").read_bytes(), "yaml", 300),
        (plugged.SETTINGS, "toml", 14),
        (CARDS, "json", 4),
    ],
)
def test_a_tree_is_written_as_it_was_read(data, form, places):
    tree = trees.parse(data, form)
    assert trees.parse(trees.write(tree, form), form) == tree
    assert len(list(trees.places(tree))) >= places


FOLDER = """
import hashlib
from attack.kinds import kinds
folder = kinds({"cards": b"{}"}, {"csv": b"key", "xlsx": b""})[-1]
print(hashlib.sha256(b"".join(folder.seeds)).hexdigest())
"""


def test_the_files_of_a_folder_are_the_same_in_each_process():
    """Else a run could not be repeated by its seed and number."""
    path = os.pathsep.join(map(str, (ROOT / "tools", ROOT, ROOT / "plugins")))
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", FOLDER]
        digests.add(subprocess.check_output(command, env=environment))
    assert len(digests) == 1


WORDS = mutate.vocabulary([((ROOT / "docs" / "every-field.yaml").read_bytes(), "yaml")])


@pytest.mark.parametrize(
    ("data", "form", "read"),
    [
        (plugged.SETTINGS, "toml", lambda data: tomllib.loads(data.decode())),
        (tables._lines(), "jsonl", lambda data: [*map(json.loads, data.splitlines())]),
        (
            tables._workbook(),
            "xlsx",
            lambda data: openpyxl.load_workbook(io.BytesIO(data)),
        ),
    ],
    ids=["toml", "jsonl", "xlsx"],
)
def test_many_mutants_are_changed_and_still_of_their_form(data, form, read):
    """Else nothing behind the parser would ever be tried; the same seed draws the same."""
    sound = 0
    for number in range(80):
        made = mutate.mutant(data, form, Random(number), WORDS)
        assert made == mutate.mutant(data, form, Random(number), WORDS)
        with contextlib.suppress(Exception):
            sound += made != data and bool(read(made))
    assert sound >= 15


@pytest.mark.parametrize(
    ("command", "result"),
    [
        (SCORED, left(3, stderr=b"error: evalkit failed: KeyError: 'x'\n")),
        (SCORED, left(2, stderr=b"usage\n")),
        (SCORED, left(1, stderr=b"1 fault\n")),
        (SCORED, left(-signal.SIGALRM)),
        (SCORED, left(4, stderr=b"Traceback (most recent call last):\n  x\n")),
        (SCORED, left(4, b"", b"")),
        (SCORED, left(seconds=10.5)),
        (SCORED, left(megabytes=501.0)),
        (SCORED, left(4, stderr=b"x" * (3 << 20))),
        (SCORED, left(stdout=b"\x1b[31mred\n")),
        (SCORED, left(4, stderr="a \u202e b\n".encode())),
        (SCORED, left(stdout=b"caf\xe9\n")),
        (AS_JSON, left(stdout=CARDS[:-1])),
        (AS_JSON, left(stdout=CARDS.replace(b'"sound"', b"NaN"))),
        (AS_JSON, left(stdout=CARDS.replace(b"sound", b"other"))),
        (AS_JSON, left(4, b"", b"1 fault\n")),
    ],
)
def test_a_run_that_ends_badly_is_found(command, result):
    assert [*faults.of_run(command, result)]


def test_a_run_that_ends_well_is_not():
    assert [
        *faults.of_run(SCORED, left()),
        *faults.of_run(SCORED, left(4, b"", b"1 fault\n")),
    ] == []
    assert [*faults.of_run(AS_JSON, left(stdout=CARDS))] == []
    assert [*faults.of_run(AS_JSON, left(4, CARDS, b"1 fault\n"))] == []


def of_contexts(folder, run):
    """A fuzzer of context tables whose commands are run by a function of the test."""
    fuzz.run, fuzz.warm, fuzz._saved = run, lambda *_: None, lambda _: {"cards": b"{}"}
    fuzz._lists = lambda _: {"csv": b"key\n", "xlsx": b""}
    return fuzz.Fuzzer(1, folder, only=["context"])


@pytest.mark.parametrize("code", [0, 4])
def test_a_fault_in_what_is_not_mutated_is_found(tmp_path, code):
    """Else nothing but that fault would ever be tried."""

    def attack():
        fuzzer = of_contexts(tmp_path, lambda *_: left(code))
        return len([*fuzzer.faulty_seeds()])

    assert apart(attack) == bool(code)


def spoiled(folder, spoil):
    """How many of ten tries are faulty when each run also does something to its files."""

    def run(arguments, way):
        spoil(way)
        return left(stdout=CARDS)

    fuzzer = of_contexts(folder, run)
    return sum(bool(fuzzer.outcome(fuzzer.draw(number))[1]) for number in range(10))


@pytest.mark.parametrize(
    ("spoil", "faulty"),
    [
        (lambda way: None, 0),
        (lambda way: (way.folder / "sound.yaml").unlink(), 10),
        (lambda way: (way.folder / "it.yaml").write_bytes(b"another"), 10),
        (lambda way: (way.folder / ".it.yaml.1").write_bytes(b""), 10),
        (lambda way: (way.scratch / "tmp" / "rest").mkdir(), 10),
    ],
    ids=["nothing", "lost", "changed", "new", "temporary"],
)
def test_a_run_that_loses_or_leaves_files_is_found(tmp_path, spoil, faulty):
    assert apart(lambda: spoiled(tmp_path, spoil)) == faulty


@pytest.mark.thorough
def test_runs_that_are_ended_while_they_write_leave_whole_files():
    assert apart(lambda: kills.kills(seed=1, count=8, rows=12)) == 0


def test_what_a_killed_run_has_put_in_place_does_not_stop_the_next_one(tmp_path):
    rest = tmp_path / f".evalkit-{'0' * 32}.part"
    rest.mkdir()
    (rest / "a.yaml").write_text("of the killed run")
    os.link(rest / "a.yaml", tmp_path / "a.yaml")
    os.utime(rest)
    save.save_new({Path("a.yaml"): "new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text() == "new"


def write_in_place(path, content, _stack):
    path.write_bytes(content)


@pytest.mark.thorough
def test_a_writer_that_writes_in_place_is_found():
    def attack():
        save._part = write_in_place
        return kills.kills(seed=1, count=12, only=["score"], stops=True)

    assert apart(attack) == 1


@contextlib.contextmanager
def open_without_a_transaction(history, writing):
    connection = sqlite3.connect(history.path, isolation_level=None)
    history._require_edition(connection, writing)
    yield connection
    connection.close()


@pytest.mark.thorough
def test_a_history_that_is_written_row_by_row_is_found():
    def attack():
        History._open = open_without_a_transaction
        return kills.kills(seed=1, count=12, only=["history"], stops=True)

    assert apart(attack) == 1


WHOLE = pipes.Read(b"0123456789", 1, "gate: no\n")


@pytest.mark.parametrize(
    ("read", "faulty"),
    [
        (WHOLE, False),
        (pipes.Read(b"0123", 3, "error: standard output: No space left\n"), False),
        (pipes.Read(b"0123", 1, "gate: no\n", is_whole=False), False),
        (pipes.Read(b"", -signal.SIGPIPE, "gate: no\n", is_whole=False), False),
        (pipes.Read(b"0123", 0, ""), True),
        (pipes.Read(b"0123", 1, "gate: no\n"), True),
        (pipes.Read(b"0123", 3, ""), True),
        (pipes.Read(b"0123456789", 0, "gate: no\n"), True),
        (pipes.Read(b"01x", 3, "error: no\n"), True),
        (pipes.Read(b"0123", 3, "error: evalkit failed: SystemExit: 1\n"), True),
        (pipes.Read(b"0123", 0, "gate: no\n", is_whole=False), True),
        (
            pipes.Read(b"0123", 1, "gate: no\nerror: Broken pipe\n", is_whole=False),
            True,
        ),
    ],
)
def test_a_reader_that_gets_a_part_as_the_whole_is_found(read, faulty):
    assert bool([*pipes.wrong(read, WHOLE)]) == faulty


@pytest.mark.thorough
def test_readers_get_all_or_are_told():
    asked = ("score", "kr-gsbc", "tw-artc", "--format", "json")
    count = len(pipes.READERS)
    assert apart(lambda: pipes.pipes(seed=1, count=count, asked=asked)) == 0


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium")
def test_pages_of_hostile_texts_show_them_and_do_nothing():
    def attack():
        from attack.pages import pages  # needs a browser

        return pages(seed=1, count=5)

    assert apart(attack) == 0
