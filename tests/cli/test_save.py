"""Files that are written: whole or not at all, over nothing that is read, and nothing left behind,
whenever a signal comes."""

import errno
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from console import EVALKIT, run

from evalkit.cli.exit_codes import ExitCode
from evalkit.model.errors import InputError, OutputError
from evalkit.report.save import save, save_missing, save_new
from evalkit.report.staging import PART, staging

FILES = {Path("a.txt"): "a" * 10_000, Path("b.txt"): "b", Path("below/c.txt"): "c"}
CHILD = """
import os, signal, sys
from pathlib import Path
from evalkit.cli.signals import Ended, ending
from evalkit.report.save import save, save_new

WHEN, SIGNAL, WHAT = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime"}
steps = 0

def step(event, arguments):
    global steps
    steps += event in STEPS
    if event in STEPS and steps == WHEN:
        os.kill(os.getpid(), SIGNAL)

FILES = {Path("a.txt"): "a" * 10_000, Path("b.txt"): "b", Path("below/c.txt"): "c"}
try:
    with ending():
        sys.addaudithook(step)
        if WHAT == "new":
            save_new(FILES, Path())
        elif WHAT == "folder":
            save_new(FILES, Path("deep/made"))
        else:
            save({path: text for path, text in FILES.items() if len(path.parts) == 1})
except Ended as ended:
    os.kill(os.getpid(), ended.number)
"""
"""Writes the files and gets a signal before one of the steps that the file system sees."""


def killed(folder, when, number, what):
    """How a run ended that got a signal before a step; 0 where it has fewer steps."""
    arguments = [str(when), str(int(number)), what]
    return subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], cwd=folder
    ).returncode


def texts(folder):
    """The files of a folder with their text."""
    return {
        path.relative_to(folder): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def left(folder):
    """What a run has left behind."""
    return [path.name for path in folder.rglob(".evalkit-*")]


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.thorough)]
)
def test_a_signal_leaves_all_files_or_none(number, tmp_path):
    outcomes = set()
    for when in range(1, 100):
        folder = tmp_path / str(when)
        folder.mkdir()
        code = killed(folder, when, number, "new")
        assert left(folder) == [] and texts(folder) in ({}, FILES)
        outcomes.add(len(texts(folder)))
        if code == 0:
            break
        assert code == -number
    assert when > 20 and outcomes == {0, len(FILES)}


def test_what_a_kill_leaves_is_undone_by_the_next_run(tmp_path):
    halves = 0
    for when in range(1, 100):
        folder = tmp_path / str(when)
        folder.mkdir()
        code = killed(folder, when, signal.SIGKILL, "new")
        placed = {path: text for path, text in texts(folder).items() if path in FILES}
        assert placed.items() <= FILES.items()  # whole, each of them
        halves += 0 < len(placed) < len(FILES)
        if placed == FILES and not any(name.endswith(PART) for name in left(folder)):
            with pytest.raises(InputError, match="there already"):
                save_new(FILES, folder)
            save({folder / "other.txt": "x"})
            (folder / "other.txt").unlink()
        else:
            save({folder / "a.txt": "mine"})
            assert texts(folder) == {Path("a.txt"): "mine"}
            (folder / "a.txt").unlink()
            save_new(FILES, folder)
        assert texts(folder) == FILES and left(folder) == []
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert when > 20 and halves >= 2


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.thorough)]
)
def test_a_folder_that_is_made_is_whole_or_not_there(number, tmp_path):
    outcomes = set()
    for when in range(1, 100):
        folder = tmp_path / str(when)
        folder.mkdir()
        code = killed(folder, when, number, "folder")
        is_there = (folder / "deep").exists()
        made = folder / "deep" / "made"
        assert not is_there or texts(made) == FILES
        outcomes.add(is_there)
        if not is_there:
            save_new(FILES, made)
            assert texts(made) == FILES
        assert left(folder) == []
        if code == 0:
            break
        assert code == -number
    assert when > 5 and outcomes == {True, False}


def test_a_folder_that_is_made_has_the_mode_that_the_user_asked_for(tmp_path):
    before = os.umask(0o027)
    try:
        save_new(FILES, tmp_path / "a" / "b")
    finally:
        os.umask(before)
    for folder in ("a", "a/b", "a/b/below"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o750


def test_a_way_back_through_a_folder_that_is_missing_is_gone(tmp_path):
    folder = tmp_path / "missing" / ".." / "made"
    save_new(FILES, folder)
    assert texts(folder) == FILES and left(tmp_path) == []


def test_a_folder_that_somebody_makes_meanwhile_keeps_what_it_holds(
    tmp_path, monkeypatch
):
    folder = tmp_path / "made"
    rename = Path.rename

    def late(staged, place):
        if place == folder:
            folder.mkdir()
            (folder / "theirs.txt").write_text("theirs")
        return rename(staged, place)

    monkeypatch.setattr(Path, "rename", late)
    save_new(FILES, folder)
    assert texts(folder) == {**FILES, Path("theirs.txt"): "theirs"}
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGKILL, marks=pytest.mark.thorough)]
)
def test_a_file_that_is_replaced_is_the_old_or_the_new_one(number, tmp_path):
    seen = set()
    for when in range(1, 100):
        folder = tmp_path / str(when)
        folder.mkdir()
        (folder / "a.txt").write_text("old")
        (folder / "a.txt").chmod(0o600)
        code = killed(folder, when, number, "over")
        assert (folder / "a.txt").read_text() in ("old", FILES[Path("a.txt")])
        assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o600
        assert number == signal.SIGKILL or left(folder) == []
        seen.add((folder / "a.txt").read_text()[0])
        save({folder / "next.txt": ""})
        assert left(folder) == []
        if code == 0:
            break
    assert seen == {"o", "a"}


def test_what_was_changed_after_a_kill_stays(tmp_path):
    for when in range(1, 100):
        folder = tmp_path / str(when)
        folder.mkdir()
        killed(folder, when, signal.SIGKILL, "new")
        if (folder / "a.txt").exists() and not (folder / "b.txt").exists():
            break
    (folder / "a.txt").write_text("work of a day")
    with pytest.raises(InputError, match="a.txt is there already"):
        save_new(FILES, folder)
    save({folder / "other.txt": ""})
    assert texts(folder) == {Path("a.txt"): "work of a day", Path("other.txt"): ""}


def test_what_another_run_is_writing_is_left_alone(tmp_path):
    with staging(tmp_path) as staged:
        (staged / "half.txt").write_text("half")
        save({tmp_path / "mine.txt": ""})
        assert (staged / "half.txt").read_text() == "half"
    assert texts(tmp_path) == {Path("mine.txt"): ""}


def test_a_name_that_only_looks_like_a_left_folder_is_left_alone(tmp_path):
    names = [
        f".evalkit-{'0' * 32}.yaml",
        ".evalkit-old.part",
        f".evalkit-{'g' * 32}.part",
    ]
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / f".evalkit-{'1' * 32}.part").symlink_to(tmp_path / names[0])
    (tmp_path / names[0] / "kept.txt").write_text("kept")
    save({tmp_path / "mine.txt": ""})
    assert all((tmp_path / name).is_dir() for name in names)
    assert (tmp_path / names[0] / "kept.txt").read_text() == "kept"


def test_names_cannot_be_guessed_and_nobody_else_can_read_what_is_half_written(
    tmp_path,
):
    names = set()
    for _ in range(3):
        with staging(tmp_path) as staged:
            names.add(staged.name)
            assert stat.S_IMODE(staged.stat().st_mode) == 0o700
    assert len(names) == 3 and all(len(name) > 40 for name in names)


def test_two_runs_into_one_folder_do_not_mix(tmp_path):
    many = """
import sys
from pathlib import Path
from evalkit.model.errors import InputError
from evalkit.report.save import save_new
sys.stdin.readline()
try:
    save_new({Path(f"{number}.txt"): sys.argv[1] for number in range(300)}, Path("made"))
except InputError:
    sys.exit(4)
"""
    for _ in range(3):
        children = [
            subprocess.Popen(
                [sys.executable, "-c", many, name],
                cwd=tmp_path,
                stdin=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "two")
        ]
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        codes = [child.wait() for child in children]
        for child in children:
            child.stdin.close()
        made = texts(tmp_path / "made")
        winner = {
            name for name, code in zip(("one", "two"), codes, strict=True) if code == 0
        }
        assert set(codes) <= {0, 4} and len(winner) <= 1
        assert set(made.values()) == winner and len(made) == 300 * len(winner)
        assert left(tmp_path) == []
        for path in (tmp_path / "made").iterdir():
            path.unlink()


def test_a_name_that_is_taken_meanwhile_is_not_written_over(tmp_path, monkeypatch):
    link = os.link

    def late(source, place):
        if Path(place).name == "b.txt":
            Path(place).write_text("theirs")
        link(source, place)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(InputError, match="b.txt is there already; nothing was written"):
        save_new(FILES, tmp_path)
    assert texts(tmp_path) == {Path("b.txt"): "theirs"}


def test_folders_that_were_made_in_vain_go_again(tmp_path, monkeypatch):
    def none(file, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "mine").mkdir()
    monkeypatch.setattr("evalkit.report.save.write_all", none)
    for folder in (tmp_path / "mine", tmp_path / "a" / "b", tmp_path / "mine" / "c"):
        for write in (
            save_new,
            lambda files, below: save({below / file: "" for file in files}),
        ):
            with pytest.raises(OutputError, match="No space left on device"):
                write(FILES, folder)
    assert [*tmp_path.rglob("*")] == [tmp_path / "mine"]


def test_a_disk_without_links_gets_its_files_too(tmp_path, monkeypatch):
    def none(source, place):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", none)
    save_new(FILES, tmp_path)
    assert texts(tmp_path) == FILES and left(tmp_path) == []
    with pytest.raises(InputError):
        save_new(FILES, tmp_path)


def test_a_file_keeps_its_mode_a_link_its_target_and_a_pipe_its_kind(tmp_path):
    target = tmp_path / "elsewhere" / "target.txt"
    target.parent.mkdir()
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(target)
    (tmp_path / "dangling.txt").symlink_to(target.with_name("made.txt"))
    os.mkfifo(tmp_path / "pipe.txt")
    taken = []
    reader = threading.Thread(
        target=lambda: taken.append((tmp_path / "pipe.txt").read_text())
    )
    reader.start()
    save(
        {
            tmp_path / name: "new" * 50_000
            for name in ("link.txt", "dangling.txt", "pipe.txt")
        }
    )
    reader.join()
    assert taken == ["new" * 50_000] and stat.S_ISFIFO(
        (tmp_path / "pipe.txt").stat().st_mode
    )
    assert (
        target.read_text() == "new" * 50_000
        and stat.S_IMODE(target.stat().st_mode) == 0o640
    )
    assert (tmp_path / "link.txt").is_symlink() and (
        tmp_path / "dangling.txt"
    ).is_symlink()
    assert target.with_name("made.txt").read_text() == "new" * 50_000
    assert left(tmp_path) == []


def test_a_reader_of_a_named_pipe_that_goes_away_is_no_fault(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    reader = threading.Thread(target=lambda: (tmp_path / "pipe.txt").open("rb").close())
    reader.start()
    save({tmp_path / "pipe.txt": "new" * 500_000})
    reader.join()


def test_new_files_have_the_mode_that_the_user_asked_for(tmp_path):
    before = os.umask(0o027)
    try:
        save({tmp_path / "a.txt": ""})
        save_new({Path("b.txt"): ""}, tmp_path)
    finally:
        os.umask(before)
    modes = {
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.txt", "b.txt")
    }
    assert modes == {0o640}


def test_a_link_to_itself_is_told(tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(OutputError, match="loop.txt cannot be written"):
        save({tmp_path / "loop.txt": ""})
    assert (tmp_path / "loop.txt").is_symlink()


def test_nothing_is_written_where_nothing_is_missing(tmp_path):
    save_new({Path("a.txt"): ""}, tmp_path)
    before = tmp_path.stat().st_mtime_ns
    assert save_missing({Path("a.txt"): "x"}, tmp_path) == ([], [tmp_path / "a.txt"])
    assert tmp_path.stat().st_mtime_ns == before


@pytest.fixture
def place(tmp_path):
    """A folder with a program, its parent, its peer, a coder's file, and one that is broken."""
    seen = {
        "sources": {
            "study": {"kind": "evaluation", "cite": "Study 2015", "year": 2015}
        },
        "evidence": {
            "seen": {
                "source": "study",
                "at": "p. 1",
                "claim": "behavior",
                "says": "So.",
            }
        },
    }
    peer = {"peer": {"same": ["region"], "evidence": "seen"}}
    for name, more in {
        "center": {"part_of": "parent", "peers": peer, **seen},
        "parent": {},
        "peer": {},
    }.items():
        described = {
            "id": name,
            "name": name,
            "country": "KR",
            "object_type": "program",
        }
        text = json.dumps({**described, **more})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    coder = {
        "codes": "center",
        "codings": {"r1": {"COO-1": {"level": 3, "evidence": "seen"}}},
    }
    (tmp_path / "center.r1.json").write_text(json.dumps(coder), encoding="utf-8")
    (tmp_path / "broken.json").write_text(
        '{"id": "broken", "name": 1', encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["center.json"], "center.json"),
        (["."], "center.json"),
        (["center.json"], "parent.json"),
        (["center.json"], "peer.json"),
        (["center.json"], "center.r1.json"),
        (["."], "broken.json"),
        (["center.json"], "links/symbolic.json"),
        (["center.json"], "links/hard.json"),
        (["peer.json", "--context", "center.json"], "center.json"),
    ],
)
def test_no_file_that_is_read_is_written_over(arguments, output, place):
    (place / "links").mkdir()
    (place / "links" / "symbolic.json").symlink_to("../parent.json")
    os.link(place / "parent.json", place / "links" / "hard.json")
    if arguments == ["."]:
        shutil.rmtree(place / "links")
    before = {path: path.read_bytes() for path in place.rglob("*.json")}
    outputs = ["-o", output, "-o", place.parent / "other.md"]
    done = run("score", *arguments, *outputs, cwd=place)
    assert {path: path.read_bytes() for path in place.rglob("*.json")} == before
    assert re.search(
        f"error: {output} is (read in this run|a ).*, and would be lost", done.stderr
    )
    assert (place.parent / "other.md").read_text(encoding="utf-8").startswith("# ")
    is_broken = arguments == ["."]
    assert done.returncode == (ExitCode.BAD_INPUT if is_broken else ExitCode.USAGE)


BY_HAND = {
    "program.json": (
        '{"id": "p", "name": "P", "country": "KR", "object_type": "program"}',
        "a des",
    ),
    "broken.json": ('{"id": "broken", "name": 1', "a description of a program"),
    "half.json": ("{\n  'dimensions': [", "a rubric"),
    "rubric.json": ('{"id": "r", "dimensions": {}}', "a rubric"),
    "tables.json": ('{"context": {}}', "a file of tables"),
    "p.anna.json": ('{"codes": "p"}', "a coder's file"),
    "overlay.json": ('{"overlays": "p"}', "an overlay"),
    "sources.json": ('{"sources": {}}', "a file of shared sources"),
    "many.jsonl": ('{"id": "p", "object_type": "program"}\n', "a file of descriptions"),
    "mapping.json": (
        '{"fields": {"name": "Title"}, "header": 2}',
        "a mapping of a table",
    ),
}
"""Files that people write, by their names, with what they are in words."""


@pytest.mark.parametrize("name", BY_HAND)
def test_what_somebody_wrote_is_not_written_over_though_no_run_reads_it(name, place):
    text, what = BY_HAND[name]
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / name).write_text(text, encoding="utf-8")
    (elsewhere / "link.json").symlink_to(name)
    outputs = [
        "-o",
        elsewhere / name,
        "-o",
        elsewhere / "link.json",
        "-o",
        elsewhere / "new.json",
    ]
    done = run("score", "peer.json", *outputs, cwd=place)
    assert done.returncode == ExitCode.USAGE
    assert (
        done.stderr.count(f"{name} is {what}")
        == done.stderr.count(f"link.json is {what}")
        == 1
    )
    assert (elsewhere / name).read_text(encoding="utf-8") == text
    assert json.loads((elsewhere / "new.json").read_text(encoding="utf-8"))["cards"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1, 2]",
        '{"id": {"of": "another tool"}}',
        "\0",
        "{",
        '{"$schema": "x"}',
    ],
)
def test_what_evalkit_does_not_read_may_be_written_over(text, place):
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "out.json").write_text(text, encoding="utf-8")
    for _ in range(2):  # the second time it is a result
        done = run("score", "peer.json", "-o", "elsewhere/out.json", cwd=place)
        assert (done.returncode, done.stderr) == (0, "wrote elsewhere/out.json\n")


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_what_was_written_piece_by_piece_may_be_written_over(ending, place):
    for _ in range(2):
        done = run("score", "peer.json", "-o", f"cards.{ending}", cwd=place)
        assert (done.returncode, done.stderr) == (0, f"wrote cards.{ending}\n")


def test_a_result_of_an_earlier_run_may_be_written_over(place):
    (place / "broken.json").unlink()
    for _ in range(2):
        done = run("score", ".", "-o", "cards.json", cwd=place)
        assert (done.returncode, done.stderr) == (0, "wrote cards.json\n")


def test_one_output_does_not_replace_another(place):
    (place / "same.md").symlink_to("cards.json")
    done = run("score", "peer.json", "-o", "cards.json", "-o", "same.md", cwd=place)
    assert (
        done.returncode == ExitCode.USAGE
        and "same.md is read in this run, or" in done.stderr
    )
    assert json.loads((place / "cards.json").read_text(encoding="utf-8"))["cards"]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("full.json", "No space left on device"),
        ("nowhere/card.json", "there is no folder nowhere"),
        ("peer.json/card.json", "there is no folder peer.json"),
        ("folder.json", "Is a directory"),
    ],
)
def test_an_output_that_cannot_be_written_costs_neither_the_others_nor_the_gate(
    output, message, place
):
    (place / "full.json").symlink_to("/dev/full")
    (place / "folder.json").mkdir()
    outputs = ["-o", output, "-o", "cards.json", "-o", "cards.md"]
    done = run("score", "peer.json", "--fail-under", "50", *outputs, cwd=place)
    assert done.returncode == ExitCode.FAILED
    assert f"error: {output} cannot be written: {message}" in done.stderr
    assert not (place / "nowhere").exists()
    assert "gate: peer: " in done.stderr and "wrote cards.md" in done.stderr
    assert json.loads((place / "cards.json").read_text(encoding="utf-8"))["cards"]


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_ended_leaves_nothing_half(number, tmp_path):
    """True processes, ended at other moments of their work each time."""
    rows = "".join(f"p{row},P{row},KR,program\n" for row in range(60))
    (tmp_path / "list.csv").write_text(
        f"id,name,country,object_type\n{rows}", encoding="utf-8"
    )
    convert = ["convert", "list.csv", "--to", "made", "--field", "source.cite==List"]
    for delay in (0.3, 0.6, 0.9, 1.2):
        child = subprocess.Popen(
            [*EVALKIT, *convert],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            child.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            child.send_signal(number)
            child.communicate()
        assert child.returncode in (0, ExitCode.BAD_INPUT, -number)
        assert number == signal.SIGKILL or left(tmp_path) == []
        made = texts(tmp_path / "made") if (tmp_path / "made").exists() else {}
        assert len(made) in (0, 60)
    done = run(*convert, cwd=tmp_path)
    assert done.returncode in (0, ExitCode.BAD_INPUT) and left(tmp_path) == []
    made = texts(tmp_path / "made")
    assert len(made) == 60 and all(text.endswith("\n") for text in made.values())
