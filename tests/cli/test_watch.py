"""Which files `evalkit serve` watches, and what counts as a change."""

import os
import time
from pathlib import Path

import pytest

from evalkit.read.syntax.text import FILE
from evalkit.serve import watch
from evalkit.serve.watch import Watched


@pytest.fixture
def run(tmp_path):
    """A folder in which every kind of file that a run may read lies, and what watches it."""
    for name in (
        "in/a.yaml",
        "in/a.anna.yaml",
        "in/beside.yaml",
        "in/sources.yaml",
        "sources.yaml",
        "mine/rubric.yaml",
        "over/lay.yaml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a: 1\n")
    for name in (
        "around/deep/peer.json",
        "around/table.yml",
        "plug/__init__.py",
        "plug/deep/part.py",
        "elsewhere/x.yaml",
        "in/notes.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("{}\n")
    named = [
        "in/a.yaml",
        "mine/rubric.yaml",
        "over/lay.yaml",
        "around",
        "plug/__init__.py",
    ]
    return tmp_path, Watched([*(tmp_path / name for name in named), "kr-gsbc"])


@pytest.mark.parametrize(
    "name",
    [
        "in/a.yaml",
        "in/a.anna.yaml",
        "in/beside.yaml",
        "in/sources.yaml",
        "sources.yaml",
        "mine/rubric.yaml",
        "over/lay.yaml",
        "around/deep/peer.json",
        "around/table.yml",
        "plug/__init__.py",
        "plug/deep/part.py",
    ],
)
def test_a_file_that_a_run_may_read_is_watched(run, name):
    folder, watched = run
    path = folder / name
    assert not watched.changed()
    size = path.stat()
    # as many bytes, and as if within one tick of the clock
    path.write_text(path.read_text().replace("1", "2").replace("{}", "[]"))
    os.utime(path, ns=(size.st_atime_ns, size.st_mtime_ns))
    assert watched.changed() and not watched.changed()
    path.unlink()
    assert watched.changed() and not watched.changed()
    path.write_text("a: 3\n")
    assert watched.changed() and not watched.changed()


def test_what_no_run_reads_is_not_watched_and_a_new_time_alone_is_no_change(run):
    folder, watched = run
    (folder / "elsewhere" / "x.yaml").write_text("[]\n")
    (folder / "in" / "notes.txt").write_text("[]\n")
    os.utime(folder / "in" / "a.yaml", (1, 1))
    assert not watched.changed()
    (folder / "in" / "new.yaml").write_text("a: 1\n")
    assert watched.changed()


def test_a_settled_file_is_found_changed_whatever_its_time_and_size_say(
    run, monkeypatch
):
    folder, watched = run
    path = folder / "in" / "a.yaml"
    monkeypatch.setattr(watch, "SETTLED", -1.0)
    os.utime(path, (1, 1))
    assert not watched.changed() and not watched.changed()
    time.sleep(0.05)  # a tick of the clock of the file system
    path.write_text("a: 2\n")  # as many bytes
    os.utime(path, (1, 1))  # as an unpacked archive or a copy that keeps times sets it
    assert watched.changed() and not watched.changed()


def test_a_settled_file_is_not_read_again(run, monkeypatch):
    _, watched = run
    monkeypatch.setattr(watch, "SETTLED", -1.0)
    watched.changed()
    monkeypatch.setattr(
        watch, "_digest", lambda path, status: pytest.fail(f"{path} is read")
    )
    assert not watched.changed()


def test_a_file_that_is_too_large_to_be_scored_is_not_read_but_watched(run):
    folder, watched = run
    with (folder / "around" / "large.json").open("wb") as file:
        file.truncate(3 << 30)  # which has no blocks on the disk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", _small_only(Path.read_bytes))
        assert watched.changed() and not watched.changed()
    (folder / "around" / "large.json").unlink()
    assert watched.changed()


def _small_only(read):
    def checked(path):
        assert path.stat().st_size <= FILE.size
        return read(path)

    return checked


def test_a_folder_that_cannot_be_listed_hides_no_other(run, monkeypatch):
    folder, watched = run

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(watch, "below", refuse)  # of the folders, which root may list
    (folder / "in" / "a.yaml").write_text("a: 2\n")
    assert watched.changed()


def test_a_pipe_is_not_read(run):
    folder, _ = run
    os.mkfifo(folder / "pipe.yaml")
    # reading it would wait for ever
    assert not Watched([folder / "pipe.yaml"]).changed()
