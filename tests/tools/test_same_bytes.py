"""The same command writes the same bytes of every format wherever it runs."""

import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import same_bytes  # noqa: E402

SOME = {
    name: same_bytes.RUNS[name]
    for name in ("score", "compare", "certificate", "portfolio")
}
"""Runs with every format and both kinds of crowded result; the tool itself takes all of them."""


@pytest.mark.thorough
def test_other_surroundings_change_no_byte():
    """All at once: another seed of hashes, locale, time zone and folder, without assertions."""
    places = [same_bytes.HERE, same_bytes.together(same_bytes.ELSEWHERE)]
    assert [names for _, names in same_bytes.differences(places, SOME)] == [[]]


def test_all_surroundings_are_put_together():
    place = same_bytes.together(same_bytes.ELSEWHERE)
    assert place.flags == ("-O",)
    assert {"PYTHONHASHSEED", "LC_ALL", "TZ"} <= place.environment.keys()
    assert place.folder != "."


def packed(path, *files):
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content)
    return path.read_bytes()


def test_a_byte_that_differs_is_noticed(tmp_path):
    same = packed(tmp_path / "a.zip", ("sheet", "1"))
    first = {"a.txt": b"1", "b.txt": b"1", "c.xlsx": same}
    assert same_bytes.differing(first, first, tmp_path) == []
    other = {
        "a.txt": b"2",
        "b.txt": b"1",
        "c.xlsx": packed(tmp_path / "b.zip", ("sheet", "2")),
    }
    assert same_bytes.differing(first, other, tmp_path) == ["a.txt", "c.xlsx"]


def test_a_workbook_that_is_packed_otherwise_is_the_same(tmp_path):
    path = tmp_path / "stored.zip"
    content = b"1" * 1000
    stored = packed(path, ("sheet", content))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("sheet"), content, zipfile.ZIP_DEFLATED)
    deflated = path.read_bytes()
    assert stored != deflated
    assert (
        same_bytes.differing({"a.xlsx": stored}, {"a.xlsx": deflated}, tmp_path) == []
    )
