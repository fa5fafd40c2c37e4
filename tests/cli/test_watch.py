"""Which files `evalkit serve` watches, and what counts as a change."""

import os

import pytest

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
    named = ["in/a.yaml", "mine/rubric.yaml", "over/lay.yaml", "around", "plug/__init__.py"]
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
    path.write_text(
        path.read_text().replace("1", "2").replace("{}", "[]")
    )  # as many bytes, and as if within one tick of the clock
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


def test_a_file_that_has_settled_is_read_again_only_where_its_time_or_size_moves(run):
    folder, watched = run
    path = folder / "in" / "a.yaml"
    os.utime(path, (1, 1))
    assert not watched.changed()
    path.write_text("a: 2\n")
    os.utime(path, (1, 1))
    assert not watched.changed()  # the price: nobody sets times back by hand
    os.utime(path, (2, 2))
    assert watched.changed()


def test_a_pipe_is_not_read(run):
    folder, _ = run
    os.mkfifo(folder / "pipe.yaml")
    assert not Watched([folder / "pipe.yaml"]).changed()  # reading it would wait for ever
