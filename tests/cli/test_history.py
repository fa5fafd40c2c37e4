"""`--history` and `evalkit history`: whole runs, several writers, kills, editions, pandas."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import attrs
import pytest
import steady
from click import unstyle
from console import run

from evalkit.locale import LANGUAGES, using_locale
from evalkit.report import kept as shown
from evalkit.report.terminal.width import cells
from evalkit.session import Session
from evalkit.session.history import APPLICATION, EDITION, History
from evalkit.session.settings import Settings
from tests.cli.test_gates import coded, described

ADDING = """
import pickle, sys
from pathlib import Path
from evalkit.session.history import History
cards, path = pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
for number in range(int(sys.argv[3])):
    History(path).add("cards", "{}" + " " * 100_000, cards)
    print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    described(tmp_path)
    steady.write(tmp_path)
    return tmp_path


def kept(folder, *options, command="score", quiet=True):
    names = ["hub.json"] if command == "score" else ["kr-gsbc", "tw-artc"]
    shown = ["-q"] if quiet else []
    asked = (*names, "--rubric", "steady.yaml", "--history", "h.db")
    return run(command, *asked, *shown, *options, cwd=folder)


def test_a_run_is_kept_whole_and_shown_again(folder):
    done = kept(folder, "-o", "cards.json", quiet=False)
    assert done.returncode == 0 and "kept as run 1 of h.db" in done.stderr
    saved = (folder / "cards.json").read_bytes()
    (listed,) = json.loads(
        run("history", "list", folder / "h.db", "--format", "json").stdout
    )
    assert (listed["run"], listed["kind"], listed["programs"]) == (1, "cards", 1)
    assert listed["sha256"] == hashlib.sha256(saved).hexdigest()
    again = run("history", "show", "h.db", "1", "--format", "json", cwd=folder)
    assert again.output == saved


def test_a_comparison_is_kept_too(folder):
    assert kept(folder, command="compare").returncode == 0
    shown = run("history", "show", "h.db", cwd=folder)
    assert shown.returncode == 0 and "Coordination" in shown.stdout


def test_two_runs_are_compared_and_a_program_is_followed(folder):
    kept(folder)
    described(folder, **coded(COO_2=2))
    kept(folder)
    assert "coder r1: 3 → 2" in run("history", "diff", "h.db", cwd=folder).stdout
    done = run("history", "trend", "h.db", "hub", "--format", "json", cwd=folder)
    scores = [
        row["score"]
        for row in json.loads(done.stdout)
        if row["dimension"] == "coordination"
    ]
    assert [round(score) for score in scores] == [54, 46]
    shown = run("history", "trend", "h.db", "hub", cwd=folder).stdout
    assert "46" in shown and "\nCoordination  2 " in shown


@pytest.mark.parametrize(
    ("name", "hint"), [("hubb", "did you mean 'hub'?"), ("elsewhere", "there are hub")]
)
def test_a_program_that_no_run_has_is_told_with_those_that_there_are(
    folder, name, hint
):
    kept(folder)
    done = run("history", "trend", "h.db", name, cwd=folder)
    assert done.returncode == 5 and done.stderr.strip().endswith(hint)


def test_a_trend_has_the_names_of_dimensions_in_the_language_that_is_asked_for(folder):
    asked = ("kr-iccp", "-q", "-o", "card.json", "--history", "library.db")
    assert run("score", *asked, cwd=folder).returncode == 0
    trend = ("history", "trend", "library.db", "kr-iccp")
    assert "\nRegional fit  1 " in run(*trend, cwd=folder).stdout
    assert "\n조정 " in run(*trend, "--lang", "ko", cwd=folder).stdout
    # the name is that of the result; without one the id stands
    edited(folder / "library.db", "UPDATE runs SET result = 'damaged'")
    assert "\nregional_fit  1 " in run(*trend, cwd=folder).stdout


PERIODS = ({"from": 2016, "to": 2019}, {"from": 2020, "to": 2023})


def two_periods(folder):
    """A run of one program in two periods, of which the second one is judged lower."""
    for period, name, levels in zip(
        PERIODS, ("hub", "later"), ({}, {"COO-2": 2}), strict=True
    ):
        path = described(folder, name, **levels)
        program = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**program, "assessed": period}), encoding="utf-8")
    return kept(folder, "later.json")


def rows(path, query):
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_two_periods_of_a_run_are_told_from_each_other(folder):
    assert two_periods(folder).returncode == 0
    done = run("history", "trend", "h.db", "hub", "--format", "json", cwd=folder)
    moments = [
        row for row in json.loads(done.stdout) if row["dimension"] == "coordination"
    ]
    scores = {row["assessed"]["from"]: round(row["score"]) for row in moments}
    assert scores == {2016: 54, 2020: 46}
    lines = run("history", "trend", "h.db", "hub", cwd=folder).stdout.splitlines()
    assert [line.split()[-3:] for line in lines[2:]] == [
        ["2016", "to", "2019"],
        ["2020", "to", "2023"],
    ]


OLDER = (
    *(
        f"ALTER TABLE {table} DROP COLUMN card"
        for table in ("cards", "scores", "criteria")
    ),
    "PRAGMA user_version = 1",
)


def test_the_first_edition_is_read_as_it_is_and_migrated_by_the_next_run(folder):
    two_periods(folder)
    queries = [
        f"SELECT * FROM {table} ORDER BY rowid"
        for table in ("cards", "scores", "criteria")
    ]
    new = [rows(folder / "h.db", query) for query in queries]
    trend = run("history", "trend", "h.db", "hub", cwd=folder).stdout
    edited(folder / "h.db", *OLDER)
    before = (folder / "h.db").read_bytes()
    assert run("history", "trend", "h.db", "hub", cwd=folder).stdout == trend
    assert (folder / "h.db").read_bytes() == before
    assert kept(folder).returncode == 0
    migrated = [rows(folder / "h.db", query) for query in queries]
    assert [table[: len(old)] for table, old in zip(migrated, new, strict=True)] == new


def test_a_provisional_score_has_its_mark_and_what_it_means(folder):
    described(folder, **coded(COO_3=None, COO_4=None, COO_5=None))
    kept(folder)
    described(folder)
    kept(folder)
    trend = run("history", "trend", "h.db", "hub", cwd=folder).stdout
    scores = [
        line.split()[4] for line in trend.splitlines() if line.startswith("Coord")
    ]
    assert scores == ["75*", "54"]
    assert trend.endswith("* provisional\n")
    for form in ("text", "md", "html"):
        changes = run("history", "diff", "h.db", "--format", form, cwd=folder).stdout
        assert "provisional" in changes and "75*" in changes.replace("\\", "")


@pytest.mark.parametrize("width", [100, 80, 60, 40])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_keep_to_the_width_that_there_is(folder, width, lang):
    two_periods(folder)
    history = History(folder / "h.db")
    with using_locale(lang):
        lines = [
            *shown.runs(history.runs(), width),
            *shown.trend(history.trend("hub"), width),
        ]
    assert max(cells(unstyle(line)) for line in lines) <= width


def test_two_contents_of_one_label_are_told_by_their_digests(folder):
    cards = [Session(Settings()).card(folder / "hub.json")]
    for digest in ("a" * 64, "b" * 64):
        History(folder / "h.db").add(
            "cards", "{}", [attrs.evolve(cards[0], rubric_digest=digest)]
        )
    for asked in (["list", "h.db"], ["trend", "h.db", "hub"]):
        printed = run("history", *asked, cwd=folder).stdout
        assert "(aaaaaaaa)" in printed and "(bbbbbbbb)" in printed


def test_the_tables_open_in_pandas(folder):
    import pandas  # takes long, and nothing else here needs it

    kept(folder)
    kept(folder, "--seed", "2")
    with sqlite3.connect(folder / "h.db") as connection:
        scores = pandas.read_sql(
            "SELECT * FROM scores JOIN runs USING (run)", connection
        )
        criteria = pandas.read_sql("SELECT * FROM criteria", connection)
        inputs = pandas.read_sql("SELECT * FROM inputs", connection)
    coordination = scores[scores.dimension == "coordination"]
    assert list(coordination.seed) == [1, 2] and coordination.score.nunique() == 1
    assert criteria[criteria.criterion == "COO-2"].level.tolist() == [3, 3]
    assert "hub.json" in set(inputs.path)


def test_files_of_very_many_programs_are_kept_as_well(folder):
    assert kept(folder, "-o", "cards.jsonl").returncode == 0
    assert (folder / "cards.jsonl").exists() and len(
        History(folder / "h.db").runs()
    ) == 1


@pytest.fixture(scope="module")
def adding(tmp_path_factory):
    """What starts a process that adds runs: a program, and cards."""
    import pickle

    folder = tmp_path_factory.mktemp("cards")
    cards = [Session(Settings()).card(described(folder))]
    (folder / "cards.pickle").write_bytes(pickle.dumps(cards))

    def start(path, times):
        asked = [
            sys.executable,
            "-c",
            ADDING,
            folder / "cards.pickle",
            path,
            str(times),
        ]
        return subprocess.Popen([*map(str, asked)], stdout=subprocess.PIPE, text=True)

    return start


def is_whole(path):
    """Whether every run that is there has all of its rows."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = (
            "SELECT run, (SELECT count(*) FROM scores WHERE scores.run = runs.run),"
            " (SELECT count(*) FROM inputs WHERE inputs.run = runs.run) FROM runs"
        )
        rows = connection.execute(query).fetchall()
    assert {tuple(row[1:]) for row in rows} <= {(5, 2)}
    return [row[0] for row in rows]


def test_two_processes_write_at_once_and_both_runs_are_there(tmp_path, adding):
    path = tmp_path / "h.db"
    both = [adding(path, 20) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert is_whole(path) == [*range(1, 41)]


@pytest.mark.parametrize(
    "wait", [0.0, 0.02, 0.05, pytest.param(0.3, marks=pytest.mark.thorough)]
)
def test_a_kill_loses_at_most_the_run_in_progress(tmp_path, adding, wait):
    path = tmp_path / "h.db"
    process = adding(path, 10_000)
    first = process.stdout.readline()  # it is writing
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    finished = [first, *process.stdout.read().splitlines()]
    process.wait(60)
    assert len(is_whole(path)) - len(finished) in (0, 1)
    assert adding(path, 1).wait(60) == 0  # and the next run is kept


def edited(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (
            [f"PRAGMA user_version = {EDITION + 1}"],
            f"has edition {EDITION + 1} of the tables",
        ),
        (["PRAGMA application_id = 7"], "is a SQLite file, but no history of evalkit"),
    ],
)
def test_a_file_of_a_newer_edition_or_of_others_is_refused(folder, statements, message):
    kept(folder)
    edited(folder / "h.db", *statements)
    before = (folder / "h.db").read_bytes()
    for done in (kept(folder), run("history", "list", "h.db", cwd=folder)):
        assert done.returncode in (3, 4) and message in done.stderr
    assert (folder / "h.db").read_bytes() == before


def test_an_older_edition_is_migrated(tmp_path):
    """A file without tables is edition 0: its edition and its mark are set with the first run."""
    path = tmp_path / "h.db"
    sqlite3.connect(path).close()
    History(path).add("cards", "{}", [])
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (EDITION,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["list", "gone.db"], 4, "there is no history gone.db"),
        (["list", "empty.db"], 4, "empty.db is empty: no run was kept in it yet"),
        (["list", "damaged.db"], 4, "damaged.db is damaged"),
        (["list", "hub.json"], 4, "hub.json is no history of evalkit"),
        (["show", "h.db", "7"], 5, "has no run 7; there are 1 to 1"),
        (["diff", "h.db"], 2, "fewer than two runs"),
        (["trend", "h.db", "nobody"], 5, "no run with the program 'nobody'"),
    ],
)
def test_what_is_not_there_is_told(folder, arguments, code, message):
    kept(folder)
    (folder / "empty.db").touch()
    (folder / "damaged.db").write_bytes((folder / "h.db").read_bytes()[:9000])
    done = run("history", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "") and message in done.stderr


def test_a_history_that_cannot_be_written_costs_only_itself(folder):
    done = run(
        "score", "hub.json", "--history", "none/h.db", "-o", "cards.json", cwd=folder
    )
    assert done.returncode == 3 and "none/h.db" in done.stderr
    assert (folder / "cards.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_history_is_told(folder):
    kept(folder)
    (folder / "h.db").chmod(0o400)
    done = kept(folder)
    assert done.returncode == 3 and "cannot be written" in done.stderr


def test_a_full_disk_leaves_the_runs_before(folder, monkeypatch):
    kept(folder)
    connect = sqlite3.connect

    def small(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    done = kept(folder)
    monkeypatch.undo()
    assert done.returncode == 3 and "full" in done.stderr
    assert is_whole(folder / "h.db") == [1]


@pytest.mark.parametrize("seconds", ["yesterday", "9" * 20, "9" * 400])
def test_a_time_of_the_environment_that_is_none_is_told(tmp_path, monkeypatch, seconds):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    done = run("score", "kr-gsbc", "-q", "--history", tmp_path / "h.sqlite")
    assert done.returncode == 4 and "SOURCE_DATE_EPOCH" in done.stderr
