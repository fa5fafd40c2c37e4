"""No command writes over a file that its run has read, whoever opened it and by whatever name: a
table of commands and of the doors by which they read.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import click
import pytest
from console import EVALKIT, run

from evalkit.cli import group
from evalkit.cli.exit_codes import ExitCode
from evalkit.read.bundled import bundled
from evalkit.read.inputs import is_input, looking, reading

PLUGIN = """from pathlib import Path

from evalkit.plugin import hookimpl

LIMITS = (Path(__file__).parent / "limits.txt").read_text()


@hookimpl
def evalkit_rubrics():
    return []
"""
SEEN = {"seen": {"source": "study", "at": "p. 1", "claim": "behavior", "says": "So."}}
DESCRIBED = {
    "center": {
        "part_of": "parent",
        "peers": {"peer": {"same": ["region"], "evidence": "seen"}},
        "evidence": SEEN,
    },
    "parent": {},
    "peer": {},
    "other": {},
}
OVERLAY = """overlays: center
exports: {x: {scope: sector, from: 2011, to: 2011, top5: .5, evidence: o1}}
sources: {s: {kind: statistics, cite: S, year: 2011}}
evidence: {o1: {source: s, at: p. 1, claim: outcome, says: Half went to five.}}
"""
TEXTS = {
    "sources.yaml": "sources: {study: {kind: evaluation, cite: Study 2015, year: 2015}}\n",
    "center.r1.yaml": "codes: center\ncodings: {r1: {COO-1: {level: 3, evidence: seen}}}\n",
    "laid.yaml": OVERLAY,
    "evalkit.toml": 'rubric = "hsieh"\n',
    "own.py": PLUGIN,
    "limits.txt": "3\n",
    "many/tables.yaml": "context: tables\nsource: {kind: statistics, cite: Tables, year: 2014}\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a file for each door."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("place")
    (folder / "many").mkdir()
    lines = []
    for name, more in DESCRIBED.items():
        head = {"id": name, "name": name, "country": "KR", "object_type": "program"}
        (folder / f"{name}.json").write_text(
            json.dumps({**head, **more}), encoding="utf-8"
        )
        if not more:
            lines.append(json.dumps(head))
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    parquet.write_table(pyarrow.table({"description": lines}), folder / "many.parquet")
    shutil.copy(bundled("rubrics") / "hsieh.yaml", folder / "rubric.yaml")
    shutil.copy(folder / "other.json", folder / "many" / "other.json")
    for command in (
        "score center.json peer.json -o old.json --history runs.sqlite",
        "score center.json peer.json -o new.json --history runs.sqlite --seed 2",
        "portfolio center.json peer.json -o work.csv",
    ):
        assert run(*command.split(), cwd=folder).returncode == 0
    return folder


OF_ONE = (
    "center.json parent.json peer.json center.r1.yaml sources.yaml evalkit.toml".split()
)
DOORS = {
    "score center.json": OF_ONE,
    "score many --format text": ["many/other.json"],
    "score many.jsonl": ["many.jsonl"],
    "score many.jsonl:1": ["many.jsonl"],
    "score many.parquet": ["many.parquet"],
    "score center.json --rubric rubric.yaml": ["rubric.yaml"],
    "score center.json --context many": ["many/tables.yaml"],
    "score center.json --context many/tables.yaml": ["many/tables.yaml"],
    "score center.json --overlay laid.yaml": ["laid.yaml"],
    "score center.json --landscape many": ["many/other.json"],
    "score center.json --landscape many.parquet": ["many.parquet"],
    "score center.json --plugin own.py": ["own.py", "limits.txt"],
    "score center.json --settings evalkit.toml": ["evalkit.toml"],
    "score center.json --baseline old.json": ["old.json"],
    "score center.json --what-if COO-1=3": ["center.json"],
    "compare center.json other.json": ["other.json"],
    "compare center.json other.json --rubric rubric.yaml --rubric dac": ["rubric.yaml"],
    "compare center.json other.json --baseline old.json": ["old.json"],
    "compare kr-gsbc kr-pangyo --certificate --context many": ["many/tables.yaml"],
    "gaps center.json": ["center.json"],
    "coding list center.json": ["center.json"],
    "coding agreement center.json": ["center.json"],
    "report old.json": ["old.json", "evalkit.toml"],
    "diff old.json new.json": ["old.json", "new.json"],
    "diff old.json": ["old.json", "parent.json"],
    "history show runs.sqlite": ["runs.sqlite"],
    "history diff runs.sqlite": ["runs.sqlite"],
    "history diff runs.sqlite 1": ["runs.sqlite"],
    "portfolio center.json many": ["center.json", "many/other.json", "sources.yaml"],
    "portfolio many.jsonl": ["many.jsonl"],
    "portfolio many.parquet": ["many.parquet"],
    "portfolio many.jsonl --against center.json": ["center.json"],
    "portfolio many.jsonl --work-list work.csv": ["work.csv"],
}
"""By command what it reads: files that it names, and files that it finds."""
TABLES = {"gaps", "coding", "portfolio"}
"""Commands whose results are not written as Markdown."""
PIECES = {
    "score many.jsonl": ["many.jsonl"],
    "score many.parquet --jobs 2": ["many.parquet"],
    "score center.json": ["center.json"],
    "score many": ["many/other.json"],
    "score many.jsonl --context many --landscape center.json": [
        "many/tables.yaml",
        "center.json",
    ],
    "score many.jsonl --plugin own.py": ["limits.txt"],
}
"""The same for results that are written program by program."""


def refused(command, file, output, place):
    """How a command ends that is to write over a file by another name, and what it says; the file
    has to be as it was.
    """
    (place / output).unlink(missing_ok=True)
    os.link(place / file, place / output)
    before = (place / file).read_bytes()
    done = run(*command.split(), "-o", output, cwd=place)
    assert (place / file).read_bytes() == before
    return done.returncode, f"{output} is read in this run" in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(("command", "files"), DOORS.items())
def test_no_file_that_is_read_is_written_over_by_another_name(command, files, place):
    """Each output is a further name of the file, which says nothing of what it is."""
    words = command.split()
    output = "out.csv" if words[0] in TABLES else "out.md"
    for file in files:
        assert (file, *refused(command, file, output, place)) == (
            file,
            ExitCode.USAGE,
            True,
        )


@pytest.mark.thorough
@pytest.mark.parametrize(("command", "files"), PIECES.items())
def test_nor_by_what_is_written_program_by_program(command, files, place):
    for file in files:
        assert (file, *refused(command, file, "out.csv", place)) == (
            file,
            ExitCode.USAGE,
            True,
        )


def test_nor_the_history_that_keeps_the_run(place):
    command = "score center.json --history runs.sqlite -o runs.sqlite"
    done = run(*command.split(), cwd=place)
    assert (
        done.returncode == ExitCode.USAGE
        and "runs.sqlite is read in this run" in done.stderr
    )
    listed = run("history", "list", "runs.sqlite", "--format", "json", cwd=place)
    assert len(json.loads(listed.stdout)) == 3


@pytest.mark.parametrize("command", ["score - -o out.md", "report - -o out.md"])
def test_nor_what_stands_at_standard_input(command, place):
    file = place / ("old.json" if command.startswith("report") else "peer.json")
    (place / "out.md").unlink(missing_ok=True)
    os.link(file, place / "out.md")
    before = file.read_bytes()
    with file.open("rb") as stream:
        arguments = [*EVALKIT, *command.split()]
        done = subprocess.run(
            arguments, cwd=place, stdin=stream, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, file.read_bytes()) == (ExitCode.USAGE, before)
    assert "out.md is read in this run" in done.stderr


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("many.parquet", "a file of descriptions"),
        ("rows.parquet", "a file of descriptions"),
        ("runs.sqlite", "a history of runs"),
        ("to-fill-in.xlsx", "a workbook to fill in"),
        ("to-code.xlsx", "a workbook to fill in"),
    ],
)
def test_what_somebody_wrote_is_not_written_over_though_no_run_reads_it(
    file, what, place
):
    from pyarrow import Table, parquet

    if file == "rows.parquet":
        rows = [{"id": "p", "name": "P", "country": "KR", "object_type": "program"}]
        parquet.write_table(Table.from_pylist(rows), place / file)
    if file.endswith("xlsx"):
        coder = ["--coder", "anna"] if "code" in file else []
        run("template", "center.json", "-o", file, *coder, cwd=place)
    before = (place / file).read_bytes()
    done = run("score", "peer.json", "-o", file, cwd=place)
    assert (done.returncode, (place / file).read_bytes()) == (ExitCode.USAGE, before)
    assert f"error: {file} is {what}, and would be lost" in done.stderr


@pytest.mark.parametrize("command", [("agreement",), ("list", "kr-gsbc")])
def test_an_earlier_result_on_coders_may_be_written_over(command, tmp_path):
    """Its JSON has the dimensions of the rubric, as a rubric does."""
    for _ in range(2):
        done = run("coding", *command, "-q", "-o", "coded.json", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "ending", ["json", "csv", "xlsx", "parquet", "sqlite", "docx", "md"]
)
def test_an_earlier_result_may_be_written_over(ending, place):
    for _ in range(2):
        done = run(
            "score", "center.json", "peer.json", "-o", f"result.{ending}", cwd=place
        )
        assert (done.returncode, done.stderr) == (0, f"wrote result.{ending}\n")


def paths_of(command):
    """The types of all paths that a command and those below it take."""
    below = [
        command.get_command(None, name) for name in getattr(command, "commands", ())
    ]
    if command is group:
        below = [
            command.get_command(None, name) for name in command.list_commands(None)
        ]
    own = [
        (command.name, of.type)
        for of in command.params
        if isinstance(of.type, click.Path)
    ]
    return [*own, *(pair for other in below for pair in paths_of(other))]


def test_what_cannot_be_read_is_no_wrong_usage():
    """Click would end with 2 for a file that may not be read, or is not there."""
    paths = paths_of(group)
    assert len(paths) > 40
    assert {
        name for name, of in paths if of.readable or of.exists or of.writable
    } == set()


def test_an_earlier_edition_that_is_not_there_is_told(place):
    (place / "list.csv").write_text(
        "name,country,object_type,source.cite\nx,KR,program,S\n"
    )
    for name in ("nowhere", "list.csv"):
        done = run("convert", "list.csv", "--to", "made", "--against", name, cwd=place)
        assert (done.returncode, (place / "made").exists()) == (
            ExitCode.BAD_INPUT,
            False,
        )
        assert f"error: {name}: " in done.stderr


def test_a_database_that_a_plugin_opens_is_an_input(tmp_path):
    path = tmp_path / "statistics.sqlite"
    path.touch()
    with reading():
        sqlite3.connect(path).close()
        assert is_input(path)


def test_what_another_thread_reads_while_one_looks_is_an_input(tmp_path):
    path = tmp_path / "limits.txt"
    path.touch()
    with reading(), ThreadPoolExecutor(1) as other:
        looking(lambda: other.submit(path.read_text).result())()
        assert is_input(path)
        looking((tmp_path / "seen.txt").touch)()
        looking((tmp_path / "seen.txt").read_text)()
        assert not is_input(tmp_path / "seen.txt")


def test_bytecode_of_a_module_is_no_input(tmp_path):
    module, bytecode = tmp_path / "module.py", tmp_path / "module.pyc"
    with reading():
        for path in (module, bytecode):
            path.touch()
            path.read_bytes()
        assert (is_input(module), is_input(bytecode)) == (True, False)


def test_what_keeps_nothing_is_no_input():
    """A process without output opens it for reading and writing."""
    with reading():
        subprocess.run([sys.executable, "-c", ""], stdin=subprocess.DEVNULL, check=True)
        assert not is_input(os.devnull)


def test_an_event_of_a_plugin_by_the_same_name_stops_no_run():
    with reading():
        sys.audit("open", "nothing")
        sys.audit("sqlite3.connect")


def test_two_files_of_one_program_are_told_and_both_scored(tmp_path):
    text = "id: twin\nname: Twin\ncountry: KR\nobject_type: program\n"
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run("score", tmp_path)
    assert done.returncode == 0 and done.stdout.count("Twin is not rated") == 2
    assert done.stderr == (
        "warning: two files or more describe twin for the same period; evalkit check names them\n"
    )
    assert run("score", tmp_path, "-q").stderr == ""
    assert "EK229" in run("check", tmp_path).stdout
    # a program that is judged for two periods has two files
    later = text + "assessed: {from: 2020, to: 2022}\n"
    (tmp_path / "b.yaml").write_text(later, encoding="utf-8")
    assert run("score", tmp_path).stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["score", "first", "second"], 5),
        (["check", "first", "second"], 5),
        (["score", "kr-gsbc", "--without", "first", "--without", "second"], 5),
        (["score", "kr-gsbc", "--context", "first", "--context", "second"], 4),
        (["score", "kr-gsbc", "--landscape", "first", "--landscape", "second"], 5),
        (
            ["score", "kr-gsbc", "--overlay", "first.yaml", "--overlay", "second.yaml"],
            4,
        ),
        (["diff", "first.json", "second.json"], 4),
        (["score", "first.yaml", "second.yaml"], 4),
        (["template", "first.yaml", "second.yaml", "-o", "t.xlsx"], 4),
    ],
)
def test_everything_that_is_named_and_not_there_is_told_at_once(
    tmp_path, arguments, code
):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert "first" in done.stderr and "second" in done.stderr
