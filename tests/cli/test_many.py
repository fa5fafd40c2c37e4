"""Very many programs: files of lines that hold them, files that grow while they are scored, runs
that are stopped and go on, several processes, and a cluster."""

import csv
import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from console import EVALKIT, run
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import Table, parquet

from evalkit.cli.exit_codes import ExitCode
from evalkit.read.syntax.text import FILE
from evalkit.session.bulk.part import Part

MANY = 70
"""Programs of three partitions."""


def described(number, **more):
    """A short synthetic description."""
    return {
        "id": f"program-{number}",
        "name": f"Program {number}",
        "country": "KR",
        "object_type": "program",
        "synthetic": True,
        "observations": {"non_isolate_share": {"value": "few", "evidence": "e1"}},
        "sources": {
            "s1": {"kind": "evaluation", "cite": f"Review {number}", "year": 2014}
        },
        "evidence": {
            "e1": {"source": "s1", "at": "p. 1", "claim": "behavior", "says": "So."}
        },
        **more,
    }


def lines(path, *descriptions):
    path.write_text(
        "".join(f"{json.dumps(each)}\n" for each in descriptions), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """A file of JSON lines."""
    path = tmp_path_factory.mktemp("lines") / "programs.jsonl"
    return lines(path, *map(described, range(MANY)))


@pytest.fixture(scope="module")
def whole(programs):
    """What an undisturbed run writes, by the ending of its file."""
    outputs = {
        ending: programs.parent / f"whole{ending}" for ending in (".jsonl", ".csv")
    }
    options = [option for path in outputs.values() for option in ("-o", path)]
    done = run("score", programs.name, *options, cwd=programs.parent)
    assert done.returncode == ExitCode.DONE, done.stderr
    return {ending: path.read_bytes() for ending, path in outputs.items()}


def cards(folder, *targets):
    """The cards of the JSON of a run that holds all of them."""
    done = run("score", *targets, "--format", "json", cwd=folder)
    return json.loads(done.stdout)["cards"]


def folders(path):
    """What stopped runs have left beside a file."""
    return [*path.parent.glob(f".{path.name}*")]


def test_a_card_on_a_line_is_that_of_a_saved_result(programs, whole):
    written = [json.loads(line) for line in whole[".jsonl"].splitlines()]
    assert written == cards(programs.parent, programs.name)
    assert len(written) == MANY
    assert written[11]["provenance"]["inputs"][0]["path"] == "programs.jsonl:12"


def test_a_folder_gives_the_cards_that_it_gives_otherwise(tmp_path):
    for number in range(3):
        more = {"part_of": "program-0"} if number else {}
        lines(tmp_path / f"{number}.json", described(number, **more))
    assert run("score", ".", "-o", "c.jsonl", cwd=tmp_path).returncode == ExitCode.DONE
    written = [
        json.loads(line) for line in (tmp_path / "c.jsonl").read_bytes().splitlines()
    ]
    (tmp_path / "c.jsonl").unlink()
    assert written == cards(tmp_path, ".")
    assert [card["parents"] for card in written] == [[], ["program-0"], ["program-0"]]


def test_a_table_is_that_of_the_other_format(programs, whole):
    done = run("score", programs.name, "--format", "csv", cwd=programs.parent)
    assert whole[".csv"].decode("utf-8-sig") == done.stdout
    rows = [*csv.DictReader(whole[".csv"].decode("utf-8-sig").splitlines())]
    assert len({row["program"] for row in rows}) == MANY


@pytest.mark.parametrize("ending", [".parquet", ".sqlite"])
def test_a_file_of_columns_holds_the_rows_of_the_table(ending, programs, tmp_path):
    place = tmp_path / f"cards{ending}"
    done = run("score", programs.name, "-o", place, cwd=programs.parent)
    assert done.returncode == ExitCode.DONE, done.stderr
    if ending == ".parquet":
        rows = parquet.read_table(place).to_pylist()
    else:
        database = sqlite3.connect(place)
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM criteria")]
        (many,) = database.execute("SELECT count(*) FROM programs").fetchone()
        database.close()
        assert many == MANY
    text = run("score", programs.name, "--format", "csv", cwd=programs.parent).stdout
    table = [*csv.DictReader(text.splitlines())]
    assert [row["criterion"] for row in rows] == [row["criterion"] for row in table]
    for name in ("level", "overall_possible_high", "weight"):
        shown = [None if row[name] == "" else float(row[name]) for row in table]
        assert [row[name] for row in rows] == shown
    assert {type(row["level"]) for row in rows} <= {float, type(None)}


def test_a_program_finds_parent_and_peer_in_its_file_and_in_the_library(tmp_path):
    near = {"complete": False, "program-1": {"overlap": "most", "evidence": "e1"}}
    lines(
        tmp_path / "p.jsonl",
        described(0, part_of="program-2", peers=near),
        described(1),
        described(2, part_of="kr-gsbc"),
    )
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr
    first, _, third = map(json.loads, (tmp_path / "c.jsonl").read_bytes().splitlines())
    assert first["parents"][:2] == ["program-2", "kr-gsbc"]
    assert "p.jsonl:2" in [entry["path"] for entry in first["provenance"]["inputs"]]
    assert third["parents"][0] == "kr-gsbc"


def test_two_lines_with_an_id_are_told_where_it_is_named(tmp_path):
    lines(
        tmp_path / "p.jsonl",
        described(0, part_of="program-1"),
        described(1),
        described(1),
    )
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert done.stderr.startswith(
        "p.jsonl:2:1: error[EK229] p.jsonl:2 and p.jsonl:3 both"
    )
    assert len((tmp_path / "c.jsonl").read_bytes().splitlines()) == 2


def test_what_names_another_program_wrongly_is_told_at_its_line(tmp_path):
    circle = [described(1, part_of="program-2"), described(2, part_of="program-1")]
    lines(tmp_path / "p.jsonl", described(0), *circle)
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    column = json.dumps(circle[0]).index('"part_of"') + 1
    assert done.stderr.startswith(f"p.jsonl:2:{column}: error[EK219]")


BAD = {
    b"{": "EK102",
    b'{"id": 1e999': "EK102",
    b'{"id": "a\x00b"}': "EK109",
    b'{"id": "\xff"}': "EK101",
    b"[" * 100: "EK107",
    b'{"id": "x", "nmae": "y"}': "EK201",
    b'{"id": "x", "id": "y"}': "EK111",
    b'"only a text"': "EK203",
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_costs_itself_and_is_told_with_its_place(bad, tmp_path):
    good = json.dumps(described(1)).encode()
    (tmp_path / "p.jsonl").write_bytes(
        b"\n".join([good, b"", bad, good.replace(b"-1", b"-2")])
    )
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert f"error[{BAD[bad]}]" in done.stderr
    assert all(
        line.startswith("p.jsonl:3:")
        for line in done.stderr.splitlines()
        if ": error[" in line
    )
    assert len((tmp_path / "c.jsonl").read_bytes().splitlines()) == 2


def test_a_line_that_is_too_long_costs_itself(tmp_path):
    good = json.dumps(described(1)).encode()
    (tmp_path / "p.jsonl").write_bytes(
        b"\n".join([b'{"id": "' + b"x" * 3 * FILE.size, good])
    )
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "p.jsonl:1:1: error[EK108]" in done.stderr
    assert len((tmp_path / "c.jsonl").read_bytes().splitlines()) == 1


def test_what_gives_no_card_writes_no_file(tmp_path):
    (tmp_path / "p.jsonl").write_bytes(b"{\n")
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert [path.name for path in tmp_path.iterdir()] == ["p.jsonl"]


@pytest.mark.parametrize("output", [["-o", "c.jsonl"], []])
def test_a_file_without_a_line_is_told(output, tmp_path):
    (tmp_path / "p.jsonl").write_bytes(b"\n\n")
    done = run("score", "p.jsonl", *output, cwd=tmp_path)
    assert done.returncode == ExitCode.NOTHING_MATCHED and "p.jsonl" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["p.jsonl"]


def test_one_file_under_two_names_is_refused(programs, tmp_path):
    (tmp_path / "d.jsonl").symlink_to("c.jsonl")
    options = ["-o", tmp_path / "c.jsonl", "-o", tmp_path / "d.jsonl"]
    done = run("score", programs, *options)
    assert (
        done.returncode == ExitCode.BAD_INPUT
        and "two of these are one file" in done.stderr
    )
    assert [path.name for path in tmp_path.iterdir()] == ["d.jsonl"]


def test_an_output_over_the_input_is_refused(programs):
    before = programs.read_bytes()
    done = run("score", programs, "-o", programs)
    assert done.returncode == ExitCode.USAGE and programs.read_bytes() == before


def test_a_line_is_a_program_for_every_command(programs):
    card = run("score", f"{programs.name}:3", cwd=programs.parent).stdout
    assert card.startswith("Program 2 ")
    assert run("check", programs.name, cwd=programs.parent).returncode == ExitCode.DONE
    none = run("score", f"{programs.name}:999", cwd=programs.parent)
    assert none.returncode == ExitCode.BAD_INPUT and "EK112" in none.stderr


@pytest.mark.parametrize("nested", [False, True])
def test_a_row_of_a_parquet_file_is_a_program(nested, tmp_path):
    many = [described(number) for number in range(3)]
    many[1]["part_of"] = "program-2"
    columns = [{"part_of": None, **each} for each in many]
    rows = columns if nested else [{"description": json.dumps(each)} for each in many]
    parquet.write_table(Table.from_pylist(rows), tmp_path / "p.parquet")
    done = run("score", "p.parquet", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr
    written = [
        json.loads(line) for line in (tmp_path / "c.jsonl").read_bytes().splitlines()
    ]
    lines(tmp_path / "p.jsonl", *many)
    (tmp_path / "c.jsonl").unlink()
    for card, other in zip(written, cards(tmp_path, "p.jsonl"), strict=True):
        assert card.pop("provenance") and other.pop("provenance")
        assert card == other


def test_what_is_no_parquet_is_told(tmp_path):
    (tmp_path / "p.parquet").write_bytes(b"PAR1")
    done = run("score", "p.parquet", "-o", "c.jsonl", cwd=tmp_path)
    assert (
        done.returncode == ExitCode.BAD_INPUT
        and "p.parquet:1:1: error[EK112]" in done.stderr
    )


@pytest.mark.parametrize(
    "option", ["--jobs=2", "--resume", "--scheduler=tcp://127.0.0.1:1"]
)
@pytest.mark.parametrize(
    "output",
    [
        [],
        ["-o", "c.html"],
        ["-o", "c.jsonl", "-o", "c.html"],
        ["-o", "c.jsonl", "--history", "runs.sqlite"],
        ["-o", "c.jsonl", "--crate", "crate"],
    ],
)
def test_what_holds_all_cards_is_not_written_piece_by_piece(
    option, output, programs, tmp_path
):
    done = run("score", programs, option, *output, cwd=tmp_path)
    assert done.returncode == ExitCode.USAGE and not [*tmp_path.iterdir()]


@pytest.mark.parametrize("given", [["-"], ["kr-gsbc", "-"]])
@pytest.mark.parametrize("option", ["--jobs=2", "--scheduler=tcp://127.0.0.1:9"])
def test_workers_cannot_read_standard_input(given, option, tmp_path):
    """Each of them has an empty one, which was taken for an empty description."""
    done = run("score", *given, option, "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.USAGE and not [*tmp_path.iterdir()]
    assert "standard input" in done.stderr and "empty" not in done.stderr


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [
        (
            "nowhere/c.jsonl",
            ExitCode.FAILED,
            "cannot be written: there is no folder nowhere",
        ),
        ("programs.jsonl", ExitCode.USAGE, "programs.jsonl is read in this run"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--jobs=2"]])
def test_a_file_that_cannot_be_written_costs_neither_the_others_nor_the_gate(
    output, code, message, option, tmp_path
):
    line = '{"id": "p", "name": "P", "country": "KR", "object_type": "program"}\n'
    (tmp_path / "programs.jsonl").write_text(line, encoding="utf-8")
    asked = ["score", "programs.jsonl", "--fail-under", "50", "-o", output, *option]
    alone = run(*asked, cwd=tmp_path)
    done = run(*asked, "-o", "c.csv", cwd=tmp_path)
    for left in (alone, done):
        assert (
            left.returncode == code
            and message in left.stderr
            and "gate: p: " in left.stderr
        )
    assert (tmp_path / "programs.jsonl").read_text(encoding="utf-8") == line
    assert (tmp_path / "c.csv").stat().st_size > 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "c.csv",
        "programs.jsonl",
    ]


def test_two_processes_write_the_same_bytes(programs, whole):
    place = programs.parent / "two.jsonl"
    options = ["score", programs.name, "-o", place.name, "--jobs", "2"]
    done = subprocess.run(
        [*EVALKIT, *options], cwd=programs.parent, capture_output=True, text=True
    )
    assert done.returncode == ExitCode.DONE, done.stderr
    assert place.read_bytes() == whole[".jsonl"]


PLUGIN = """
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure

@measure("own_share", unit="share", needs=["budget"], formula="own")
def own_share(program, context):
    return Measurement.of_number(program.budget.own, "the own share")

@hookimpl
def evalkit_evaluators():
    return [Evaluator("money", [own_share])]
"""


def test_processes_are_set_up_as_the_run_is(tmp_path):
    """With a settings file, a plugin, a context and gates, which each process reads for itself."""
    lines(tmp_path / "p.jsonl", *(described(n, part_of="whole") for n in range(MANY)))
    (tmp_path / "near").mkdir()
    lines(tmp_path / "near" / "whole.json", {**described(0), "id": "whole"})
    (tmp_path / "money.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "evalkit.toml").write_text(
        'context = ["near"]\nplugins = ["money.py"]\n', encoding="utf-8"
    )
    gate = ["--fail-under", "coordination=90"]
    one = run("score", "p.jsonl", "-o", "one.jsonl", *gate, cwd=tmp_path)
    command = [*EVALKIT, "score", "p.jsonl", "-o", "two.jsonl", "--jobs", "2", *gate]
    two = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert one.returncode == two.returncode == ExitCode.FAULTS
    assert one.stderr.replace("one.jsonl", "two.jsonl") == two.stderr
    assert one.stderr.count("gate: program-") == MANY
    written = (tmp_path / "one.jsonl").read_bytes()
    assert written == (tmp_path / "two.jsonl").read_bytes()
    assert json.loads(written.splitlines()[0])["parents"] == ["whole"]


def killed(programs, place, number, *options):
    """Stop a run with a signal once it has written a partition; gives its exit code."""
    command = [*EVALKIT, "score", programs.name, "-o", place.name, *options]
    started = subprocess.Popen(command, cwd=programs.parent, stderr=subprocess.DEVNULL)
    journal = place.parent / f".{place.name}.evalkit" / "journal"
    while started.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.001)
    started.send_signal(number)
    return started.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(number, programs, whole):
    place = programs.parent / f"stopped-{number}.csv"
    assert killed(programs, place, number) in (-number, ExitCode.INTERRUPTED)
    assert not place.exists() and folders(place)
    refused = run("score", programs.name, "-o", place.name, cwd=programs.parent)
    assert refused.returncode == ExitCode.BAD_INPUT and "--resume" in refused.stderr
    done = run(
        "score", programs.name, "-o", place.name, "--resume", cwd=programs.parent
    )
    assert done.returncode == ExitCode.DONE, done.stderr
    assert place.read_bytes() == whole[".csv"] and not folders(place)


def test_a_run_goes_on_with_nothing_else(tmp_path):
    programs = lines(tmp_path / "programs.jsonl", *map(described, range(MANY)))
    place = tmp_path / "c.jsonl"
    killed(programs, place, signal.SIGKILL)
    other = run(
        "score", programs.name, "-o", place.name, "--resume", "--seed", 2, cwd=tmp_path
    )
    assert other.returncode == ExitCode.BAD_INPUT and "--seed" in other.stderr
    lines(programs, *map(described, range(MANY + 1)))
    other = run("score", programs.name, "-o", place.name, "--resume", cwd=tmp_path)
    assert other.returncode == ExitCode.BAD_INPUT and "programs.jsonl" in other.stderr
    assert not place.exists()


def stopped(monkeypatch, folder, *options):
    """Stop a run in this process once it has written a partition."""
    add = Part.add

    def last(part, contents, told):
        add(part, contents, told)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Part, "add", last)
        assert run("score", *options, cwd=folder).returncode == ExitCode.INTERRUPTED


def refused(folder, *options):
    """What a run says that cannot go on."""
    done = run("score", *options, "--resume", cwd=folder)
    assert done.returncode == ExitCode.BAD_INPUT
    return done.stderr


@pytest.mark.parametrize("option", [[], ["--resume"]])
def test_a_run_that_still_writes_has_not_been_stopped(tmp_path, monkeypatch, option):
    """Whoever takes away what it has written, as a stopped run lets one do, would lose it."""
    lines(tmp_path / "a.jsonl", *map(described, range(MANY)))
    stopped(monkeypatch, tmp_path, "a.jsonl", "-o", "c.jsonl")
    from evalkit.report.staging import locked

    with locked(tmp_path / ".c.jsonl.evalkit"):
        done = run("score", "a.jsonl", "-o", "c.jsonl", *option, cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "another run is writing this file" in done.stderr
    assert "stopped" not in done.stderr


def test_a_run_goes_on_with_its_files_in_their_order(tmp_path, monkeypatch):
    lines(tmp_path / "a.jsonl", *map(described, range(MANY)))
    lines(tmp_path / "b.jsonl", *map(described, range(MANY, 2 * MANY)))
    stopped(monkeypatch, tmp_path, "a.jsonl", "b.jsonl", "-o", "c.jsonl")
    assert "the order of the files" in refused(
        tmp_path, "b.jsonl", "a.jsonl", "-o", "c.jsonl"
    )


def test_a_run_goes_on_in_its_folder_alone(tmp_path, monkeypatch):
    """Cards name what was read by its path from the folder of the run."""
    (tmp_path / "other").mkdir()
    lines(tmp_path / "p.jsonl", *map(described, range(MANY)))
    paths = [tmp_path / "p.jsonl", "-o", tmp_path / "c.jsonl"]
    stopped(monkeypatch, tmp_path, *paths)
    assert "the folder of the run" in refused(tmp_path / "other", *paths)


@pytest.mark.parametrize("place", ["sources.yaml", "../sources.yaml"])
@pytest.mark.parametrize("target", ["p.jsonl", "."])
def test_a_run_goes_on_with_the_shared_sources_that_it_read(
    place, target, tmp_path, monkeypatch
):
    folder = tmp_path / "in"
    folder.mkdir()
    evidence = {
        "e1": {"source": "shared", "at": "p. 1", "claim": "behavior", "says": "So."}
    }
    many = [described(number, evidence=evidence) for number in range(MANY)]
    lines(folder / "p.jsonl", *many)
    for number, description in enumerate(many):
        lines(folder / f"{number}.json", description)
    shared, asked = folder / place, [folder / target, "-o", tmp_path / "c.jsonl"]
    text = "sources:\n  shared: {{kind: evaluation, cite: Review, year: {}}}\n"
    shared.write_text(text.format(2014), encoding="utf-8")
    stopped(monkeypatch, tmp_path, *asked)
    shared.write_text(text.format(2015), encoding="utf-8")
    assert str(folder / target) in refused(tmp_path, *asked)


def test_a_further_output_is_told_as_such(tmp_path, monkeypatch):
    lines(tmp_path / "p.jsonl", *map(described, range(MANY)))
    stopped(monkeypatch, tmp_path, "p.jsonl", "-o", "c.jsonl")
    told = refused(tmp_path, "p.jsonl", "-o", "c.jsonl", "-o", "c.csv")
    assert "started with: -o;" in told and "is lost" not in told


def test_a_run_does_not_go_on_with_what_is_lost(tmp_path, monkeypatch):
    """As after a loss of power: a file is shorter than the journal says, or is another one."""
    lines(tmp_path / "p.jsonl", *map(described, range(MANY)))
    folder, options = tmp_path / ".c.jsonl.evalkit", ["p.jsonl", "-o", "c.jsonl"]
    for name, left in (
        ("content", b"{"),
        ("content", None),
        ("journal", b"{}\n"),
        ("journal", b"{\n"),
        ("run.json", b"{"),
        ("run.json", b"1"),
    ):
        stopped(monkeypatch, tmp_path, *options)
        (folder / name).unlink()
        if left is not None:
            (folder / name).write_bytes(left)
        assert "is lost" in refused(tmp_path, *options)
        shutil.rmtree(folder)


def test_what_is_named_twice_is_scored_once_however_it_is_written(tmp_path):
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in" / "1.json", described(1))
    lines(tmp_path / "p.jsonl", described(2))
    twice = ["in", "in/../in/1.json", tmp_path / "in", "p.jsonl", "./in/../p.jsonl"]
    run("score", *twice, "-o", "c.jsonl", cwd=tmp_path)
    written = [
        json.loads(line) for line in (tmp_path / "c.jsonl").read_bytes().splitlines()
    ]
    assert [card["program"]["id"] for card in written] == ["program-1", "program-2"]
    assert len(cards(tmp_path, *twice)) == 2


def test_a_folder_may_be_called_as_a_file_of_lines(tmp_path):
    (tmp_path / "p.jsonl").mkdir()
    lines(tmp_path / "p.jsonl" / "1.json", described(1))
    done = run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr


def test_a_table_has_its_header_when_the_first_programs_have_faults(tmp_path, whole):
    faulty = [{"id": "bad"}] * MANY
    lines(tmp_path / "programs.jsonl", *faulty, *map(described, range(MANY)))
    run("score", "programs.jsonl", "-o", "c.csv", cwd=tmp_path)
    assert (tmp_path / "c.csv").read_bytes().splitlines()[:1] == whole[
        ".csv"
    ].splitlines()[:1]


def test_what_was_told_before_a_run_was_stopped_is_told_again(tmp_path):
    programs = lines(
        tmp_path / "programs.jsonl", {"id": "bad"}, *map(described, range(MANY))
    )
    place = tmp_path / "c.jsonl"
    killed(programs, place, signal.SIGKILL, "--fail-under", "50")
    options = ["--resume", "--fail-under", "50"]
    done = run("score", programs.name, "-o", place.name, *options, cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "programs.jsonl:1:1: error[EK202]" in done.stderr
    assert done.stderr.count("gate: program-") == MANY


def test_a_disk_that_is_full_costs_a_message_and_the_run_goes_on_later(
    programs, whole, tmp_path
):
    place = tmp_path / "c.jsonl"
    limit = len(whole[".jsonl"]) // 2

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [*EVALKIT, "score", programs.name, "-o", str(place)]
    done = subprocess.run(
        command, cwd=programs.parent, preexec_fn=small, capture_output=True, text=True
    )
    assert (
        done.returncode == ExitCode.FAILED
        and f"{place} cannot be written" in done.stderr
    )
    assert "Traceback" not in done.stderr and not place.exists()
    done = run("score", programs.name, "-o", place, "--resume", cwd=programs.parent)
    assert done.returncode == ExitCode.DONE and place.read_bytes() == whole[".jsonl"]


def test_a_file_that_cannot_be_put_in_place_loses_no_card(
    programs, whole, tmp_path, monkeypatch
):
    def full(source, place):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    place = tmp_path / "a.jsonl"
    command = ["score", programs.name, "-o", place]
    with monkeypatch.context() as broken:
        broken.setattr("evalkit.session.bulk.part.put_in_place", full)
        done = run(*command, cwd=programs.parent)
    assert (
        done.returncode == ExitCode.FAILED
        and f"{place} cannot be written" in done.stderr
    )
    assert folders(place) and not place.exists()
    assert run(*command, "--resume", cwd=programs.parent).returncode == ExitCode.DONE
    assert place.read_bytes() == whole[".jsonl"] and not folders(place)


def test_a_device_that_is_full_costs_a_message_and_no_card(programs, whole, tmp_path):
    place = tmp_path / "c.jsonl"
    place.symlink_to("/dev/full")
    command = ["score", programs.name, "-o", place]
    done = run(*command, cwd=programs.parent)
    assert done.returncode == ExitCode.FAILED and "cannot be written" in done.stderr
    place.unlink()
    assert run(*command, "--resume", cwd=programs.parent).returncode == ExitCode.DONE
    assert place.read_bytes() == whole[".jsonl"] and not folders(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_costs_a_message(programs, tmp_path):
    tmp_path.chmod(0o500)
    done = run("score", programs, "-o", tmp_path / "c.jsonl")
    assert done.returncode == ExitCode.FAILED and "cannot be written" in done.stderr


def test_another_run_that_writes_the_file_is_told(programs, tmp_path):
    from evalkit.report.staging import locked

    folder = tmp_path / ".c.jsonl.evalkit"
    folder.mkdir(0o700)
    with locked(folder):
        done = run("score", programs, "-o", tmp_path / "c.jsonl")
    assert done.returncode == ExitCode.BAD_INPUT and "another run" in done.stderr


def test_an_output_takes_the_mode_of_what_was_there(tmp_path):
    lines(tmp_path / "p.jsonl", described(0))
    (tmp_path / "real.jsonl").write_text("old")
    (tmp_path / "real.jsonl").chmod(0o640)
    (tmp_path / "c.jsonl").symlink_to("real.jsonl")
    assert (
        run("score", "p.jsonl", "-o", "c.jsonl", cwd=tmp_path).returncode
        == ExitCode.DONE
    )
    assert (tmp_path / "c.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").stat().st_mode & 0o777 == 0o640
    assert (
        json.loads((tmp_path / "real.jsonl").read_bytes())["program"]["id"]
        == "program-0"
    )


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [
        ("pyarrow", ["p.jsonl", "-o", "c.parquet"], "parquet"),
        ("pyarrow", ["p.parquet", "-o", "c.jsonl"], "parquet"),
        (
            "distributed",
            ["p.jsonl", "-o", "c.jsonl", "--scheduler", "tcp://x:1"],
            "cluster",
        ),
    ],
)
def test_an_extra_that_is_missing_is_named(missing, options, extra, tmp_path):
    lines(tmp_path / "p.jsonl", described(0))
    (tmp_path / "p.parquet").write_bytes(b"")
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom evalkit.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, "score", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == ExitCode.BAD_INPUT
    assert f"policy-evalkit[{extra}]" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "c.jsonl").exists()


def test_a_scheduler_that_does_not_answer_is_told(programs, tmp_path, monkeypatch):
    from evalkit.session.bulk import runners

    monkeypatch.setattr(runners, "PATIENCE", 0.2)
    options = ["-o", tmp_path / "c.jsonl", "--scheduler", "tcp://127.0.0.1:9"]
    done = run("score", programs, *options)
    assert (
        done.returncode == ExitCode.NOTHING_MATCHED
        and "no Dask scheduler" in done.stderr
    )
    assert not [*tmp_path.iterdir()]


@pytest.mark.thorough
def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(tmp_path):
    programs = lines(tmp_path / "programs.jsonl", *map(described, range(4 * MANY)))
    place, address = tmp_path / "c.jsonl", tmp_path / "address"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    local = ["--host", "127.0.0.1"]
    parts = []

    def start(module, *options):
        command = [sys.executable, "-m", f"distributed.cli.dask_{module}", *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        parts.append(subprocess.Popen(command, env=environment, cwd=tmp_path, **quiet))
        return parts[-1]

    try:
        file = ["--scheduler-file", str(address)]
        start("scheduler", *local, "--port", "0", "--no-dashboard", *file)
        while not address.exists():
            time.sleep(0.05)
        worker = [*local, "--nthreads", "1", "--no-nanny", "--no-dashboard", *file]
        first, _ = start("worker", *worker), start("worker", *worker)
        scheduler = json.loads(address.read_text())["address"]
        command = [
            *EVALKIT,
            "score",
            programs.name,
            "-o",
            place,
            "--scheduler",
            scheduler,
        ]
        job = subprocess.Popen(
            command, cwd=programs.parent, stderr=subprocess.PIPE, text=True
        )
        journal = tmp_path / ".c.jsonl.evalkit" / "journal"
        while job.poll() is None and not (journal.exists() and journal.stat().st_size):
            time.sleep(0.001)
        first.kill()
        _, errors = job.communicate()
        assert job.returncode == ExitCode.DONE, errors
        run("score", programs.name, "-o", "serial.jsonl", cwd=tmp_path)
        assert place.read_bytes() == (tmp_path / "serial.jsonl").read_bytes()
    finally:
        for part in reversed(parts):
            part.kill()
            part.wait()


def test_a_path_of_a_line_is_no_path_of_a_file_that_is_there(tmp_path):
    from evalkit.read.lines import line_of

    assert line_of(Path("a/p.jsonl:12")).path == Path("a/p.jsonl:12")
    assert line_of(Path("p.jsonl")) is None and line_of(Path("p.jsonl:0")) is None
    (tmp_path / "p.jsonl:1").write_text("{}")
    assert line_of(tmp_path / "p.jsonl:1") is None


def test_peers_are_found_in_a_file_of_lines(tmp_path):
    service = {"function": "F05", "evidence": "e1"}
    alike = {"regions": ["KR-41"], "services": [service]}
    lines(tmp_path / "p.jsonl", *(described(number, **alike) for number in range(3)))
    options = ["--landscape", "p.jsonl", "-o", "c.jsonl"]
    done = run("score", "p.jsonl", *options, cwd=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr
    inputs = [
        [entry["path"] for entry in json.loads(line)["provenance"]["inputs"]]
        for line in (tmp_path / "c.jsonl").read_bytes().splitlines()
    ]
    assert all({"p.jsonl:1", "p.jsonl:2", "p.jsonl:3"} <= {*read} for read in inputs)


def test_a_run_over_the_library_needs_no_path(tmp_path):
    assert run("score", "-o", "c.csv", cwd=tmp_path).returncode == ExitCode.DONE
    assert (tmp_path / "c.csv").read_text("utf-8-sig").count("\n") > 25 * 19


@given(
    contents=st.lists(
        st.tuples(st.binary(max_size=9), st.binary(max_size=9)), min_size=1
    ),
    data=st.data(),
)
def test_what_a_kill_left_is_cut_off(contents, data):
    """A kill comes before, within or after each write: the journal ends anywhere, and what it does
    not note may be written in part."""
    from evalkit.session.bulk.part import Output, opened

    with tempfile.TemporaryDirectory() as name:
        outputs = [
            Output(Path(name, each), SimpleNamespace()) for each in ("a.jsonl", "b.csv")
        ]
        stopped = data.draw(st.integers(1, len(contents)))
        with (
            pytest.raises(ZeroDivisionError),
            opened(outputs, {"what": "1"}, False) as part,
        ):
            for content in contents[:stopped]:
                part.add(content, None)
            raise ZeroDivisionError
        journal = outputs[0].folder / "journal"
        lines = journal.read_bytes().splitlines(keepends=True)
        kept = data.draw(st.integers(0, len(lines)))
        torn = (
            data.draw(st.integers(0, len(lines[kept]) - 1)) if kept < len(lines) else 0
        )
        journal.write_bytes(
            b"".join(lines[:kept]) + (lines[kept][:torn] if torn else b"")
        )
        for output in outputs:
            with output.content.open("ab") as file:
                file.write(data.draw(st.binary(max_size=9)))
        with opened(outputs, {"what": "1"}, True) as part:
            assert part.count == kept and len([*part.summaries()]) == kept
            for content in contents[kept:]:
                part.add(content, None)
            part.put_in_place()
        for place, output in enumerate(outputs):
            assert output.path.read_bytes() == b"".join(
                content[place] for content in contents
            )
            assert not output.folder.exists()


def test_a_file_beside_that_cannot_be_read_costs_nobody(tmp_path, monkeypatch):
    """What the run is started with is surveyed; what nobody asks for is no fault of it."""
    for name in ("mine", "secret"):
        text = f"id: {name}\nname: P\ncountry: KR\nobject_type: program\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    open_file = Path.open

    def refusing(path, *arguments, **options):
        if path.name == "secret.yaml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    done = run("score", "mine.yaml", "-o", "c.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "wrote c.jsonl\n")
