"""What is mailed tells nothing about the machine: paths as seen from the folder of the run, and
outside of it the name of a file with its digest."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from console import run

import evalkit

PROGRAM = """id: {id}
name: Hub
country: KR
object_type: program
sources:
  audit: {{kind: evaluation, cite: "Evaluation 2024", year: 2024, holder: audit-office}}
evidence:
  e1: {{source: audit, at: p. 1, claim: behavior, says: a}}
"""
OVERLAY = """overlays: hub
sources:
  paper: {kind: evaluation, cite: "Paper 2025", year: 2025}
evidence:
  o1: {source: paper, at: p. 1, claim: behavior, says: b}
observations:
  non_isolate_share: {value: few, evidence: o1}
"""
FORMATS = ("html", "json", "xlsx", "docx", "csv", "md", "tex")


@pytest.fixture
def place(tmp_path):
    """Folders with a program and an overlay, and a folder to work in."""
    for name in ("private", "here", "here/below"):
        (tmp_path / name).mkdir()
    for folder in ("private", "here/below"):
        (tmp_path / folder / "hub.yaml").write_text(
            PROGRAM.format(id="hub"), encoding="utf-8"
        )
        (tmp_path / folder / "more.yaml").write_text(OVERLAY, encoding="utf-8")
    return tmp_path


def contents(path):
    """The bytes of a file, those of an archive unpacked."""
    if path.suffix not in (".xlsx", ".docx"):
        return path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def inputs(text):
    """The files that a saved result names, by their digest."""
    (card,) = json.loads(text)["cards"]
    return {row["sha256"]: row["path"] for row in card["provenance"]["inputs"]}


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("{top}/private/hub.yaml", "hub.yaml"),
        ("{top}/private/../private/hub.yaml", "hub.yaml"),
        ("../private/hub.yaml", "hub.yaml"),
        ("{top}/here/below/hub.yaml", "below/hub.yaml"),
        ("../here/below/hub.yaml", "below/hub.yaml"),
        ("below/hub.yaml", "below/hub.yaml"),
        ("link/hub.yaml", "link/hub.yaml"),
        ("{top}/here/link/hub.yaml", "hub.yaml"),
    ],
)
def test_paths_are_those_that_others_may_see(given, seen, place):
    (place / "here" / "link").symlink_to(place / "private")
    path = given.format(top=place)
    overlay = path.replace("hub.yaml", "more.yaml")
    outputs = [part for form in FORMATS for part in ("-o", f"card.{form}")]
    done = run("score", path, "--overlay", overlay, "-v", *outputs, cwd=place / "here")
    assert done.returncode == 0, done.stderr
    for form in FORMATS:
        made = contents(place / "here" / f"card.{form}")
        assert str(place).encode() not in made and b"private" not in made, form
    named = inputs((place / "here" / "card.json").read_text(encoding="utf-8"))
    description = (place / "private" / "hub.yaml").read_bytes()
    assert named[hashlib.sha256(description).hexdigest()] == seen
    assert seen.replace("hub.yaml", "more.yaml") in named.values()
    assert "rubrics/hsieh.yaml" in named.values()


def test_a_fault_is_told_with_the_path_that_was_given(place):
    (place / "private" / "hub.yaml").write_text("id: hub\n", encoding="utf-8")
    done = run("score", place / "private" / "hub.yaml", cwd=place / "here")
    assert f"{place}/private/hub.yaml:1:1: error" in done.stderr


def test_two_files_of_one_name_are_told_by_their_digests(place, monkeypatch):
    monkeypatch.chdir(place / "here")
    (place / "other").mkdir()
    text = PROGRAM.format(id="other")
    (place / "other" / "hub.yaml").write_text(text, encoding="utf-8")
    cards = evalkit.score(
        place / "private" / "hub.yaml", Path("..") / "other" / "hub.yaml"
    )
    told = [card.provenance.inputs[0] for card in cards]
    assert [path for path, _ in told] == ["hub.yaml", "hub.yaml"] and told[0] != told[1]
