"""Limits hold at every door: nothing that is given costs more memory or time than its limit."""

import io
import sys
import tracemalloc

import pytest
from console import run

from evalkit.read import parsed
from evalkit.read.text import LARGEST
from evalkit.session import Session, Settings

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n"
HUGE = 200_000_000


class Endless(io.RawIOBase):
    """A stream that never ends."""

    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


@pytest.fixture
def endless(monkeypatch):
    """Standard input that never ends."""
    stream = io.TextIOWrapper(io.BufferedReader(Endless()))
    monkeypatch.setattr(sys, "stdin", stream)
    parsed._stdin.cache_clear()
    yield
    parsed._stdin.cache_clear()


def test_standard_input_ends_at_the_limit(endless):
    (fault,) = Session(Settings()).check(parsed.STDIN)
    assert fault.code == "EK108"
    assert len(parsed._stdin()) == LARGEST + 1


@pytest.mark.parametrize("name", ["huge.yaml", "a.r1.yaml"])
def test_a_huge_neighbor_is_not_read(tmp_path, name):
    (tmp_path / "a.yaml").write_text(PROGRAM.format(id="a") + "part_of: b\n", encoding="utf-8")
    with (tmp_path / name).open("wb") as file:
        file.truncate(HUGE)  # takes no room on the disk
    session = Session(Settings())
    tracemalloc.start()
    faults = session.check(tmp_path / "a.yaml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < HUGE / 4
    assert [fault.code for fault in faults] == (["EK108"] if name == "a.r1.yaml" else [])


def test_a_huge_file_of_a_folder_costs_itself(tmp_path):
    (tmp_path / "a.yaml").write_text(PROGRAM.format(id="a"), encoding="utf-8")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(HUGE)
    done = run("score", tmp_path, "-q")
    assert done.returncode == 4
    assert "EK108" in done.stderr and done.stdout.count("A program") == 1
