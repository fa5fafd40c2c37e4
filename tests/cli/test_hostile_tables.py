"""Tables and activities that are made to harm, and places that cannot be written, on the command
line: each gets its message and its exit code, and nothing is half-written."""

from __future__ import annotations

import errno
import os

import pytest
from console import run
from openpyxl import Workbook

from evalkit.cli.exit_codes import ExitCode
from evalkit.report import save

FIELDS = [
    f"--field={field}={place}"
    for field, place in {
        "name": "name",
        "country": "=KR",
        "object_type": "=program",
        "source.cite": "=List",
    }.items()
]
LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<iati-activities><iati-activity><title><narrative>&b;</narrative></title></iati-activity>
</iati-activities>"""
ACTIVITY = (
    "<iati-activities><iati-activity><iati-identifier>A-1</iati-identifier><title><narrative>P"
    '</narrative></title><recipient-country code="KE"/></iati-activity></iati-activities>'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that the commands are called in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


TABLES = [
    pytest.param(
        "a.csv",
        "c," * 1_000_000 + "\n",
        "at most 1,000 columns",
        id="a million columns",
    ),
    pytest.param("a.csv", "name\nP\x00\n", "line 2: a NUL stands here", id="a NUL"),
    pytest.param(
        "a.csv", "name\n" + "x" * 200_000, "more than 131,072 characters", id="a cell"
    ),
    pytest.param("a.csv", bytes(1_000), "line 1: a NUL stands here", id="NULs alone"),
    pytest.param(
        "a.iati", LAUGHS, "line 2: a document type may declare", id="entities"
    ),
    pytest.param("a.iati", "\x00" * 100, "this is not XML", id="NULs for XML"),
    pytest.param(
        "a.iati", "<iati-activities>" + "<a>" * 10_000, "within each other", id="depth"
    ),
]


@pytest.mark.parametrize(("name", "content", "message"), TABLES)
def test_a_hostile_file_is_refused_and_nothing_is_written(
    folder, name, content, message
):
    (folder / name).write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )
    fields = [] if name.endswith(".iati") else FIELDS
    done = run("convert", name, "--to", "made", *fields)
    assert done.returncode == ExitCode.BAD_INPUT and message in done.stderr
    assert done.stderr.startswith(f"error: {name}: ") and not (folder / "made").exists()


def test_a_value_in_the_last_cell_of_a_workbook_is_refused_and_nothing_is_written(
    folder,
):
    """A workbook that unpacks to very much is in tests/read/tables/test_files.py."""
    book = Workbook()
    book.active["XFD1048576"] = 1
    book.save(folder / "a.xlsx")
    done = run("convert", "a.xlsx", "--to", "made", *FIELDS)
    assert (
        done.returncode == ExitCode.BAD_INPUT
        and "reaches to cell XFD1048576" in done.stderr
    )
    assert not (folder / "made").exists()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["a.csv", "a.iati"])
def test_a_line_of_a_hundred_megabytes_costs_a_message(folder, name):
    start = "name\n" if name == "a.csv" else "<iati-activities><iati-activity><a>"
    with (folder / name).open("w", encoding="utf-8") as file:
        file.write(start + "x" * (100_000_000 - len(start)))
    fields = [] if name == "a.iati" else FIELDS
    done = run("convert", name, "--to", "made", *fields)
    assert done.returncode == ExitCode.BAD_INPUT and "Traceback" not in done.stderr
    assert not (folder / "made").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("after", [0, 1])
def test_a_place_that_cannot_be_written_keeps_nothing_of_it(
    folder, monkeypatch, number, after
):
    """The first or the second file is the one that fails."""
    (folder / "a.csv").write_text("name\nP\nQ\n", encoding="utf-8")
    write, calls = save._write, []

    def failing(path, content, like=None):
        calls.append(path)
        if len(calls) > after:
            raise OSError(number, os.strerror(number))
        write(path, content, like)

    monkeypatch.setattr(save, "_write", failing)
    done = run("convert", "a.csv", "--to", "made", *FIELDS)
    assert done.returncode == ExitCode.FAILED and os.strerror(number) in done.stderr
    assert [path for path in (folder / "made").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("ending", ["csv", "xlsx", "html", "json"])
def test_a_portfolio_on_a_full_disk_costs_its_file_alone(folder, ending):
    (folder / "a.iati").write_text(ACTIVITY, encoding="utf-8")
    assert run("convert", "a.iati", "--to", "stock").returncode == ExitCode.DONE
    (folder / f"full.{ending}").symlink_to("/dev/full")
    done = run("portfolio", "stock", "-o", f"full.{ending}", "-o", "sound.csv")
    assert done.returncode == ExitCode.FAILED
    assert f"full.{ending} cannot be written: No space left on device" in done.stderr
    assert (
        (folder / "sound.csv").read_text(encoding="utf-8-sig").startswith("key,step,")
    )
