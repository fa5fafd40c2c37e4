"""Proposals are written into descriptions on demand, marked as what they are, and move no score."""

import json
from pathlib import Path

import pytest
import yaml
from console import run

from evalkit.read.append import with_block, with_entry
from evalkit.read.diagnostic import Faults
from evalkit.read.files import load_description
from evalkit.read.syntax.text import tree

ROOT = Path(__file__).parents[2]
LOANS = """\
# kept: above
id: {id}
name: {name}  # kept: beside
country: KR
object_type: program
synthetic: true
regions: KR-41
operator: {owner}
peers: {{complete: true, {peer}: {{overlap: unknown}}}}

# kept: on the sources
sources:
  table: {{kind: admin_data, cite: List, year: 2025}}
evidence:
  # kept: within
  row: {{source: table, at: row 2, claim: rule, reading: imported,
        says: Its row}}  # kept: behind

# kept: at the end
"""
DESCRIPTIONS = sorted(
    path
    for path in ROOT.glob("programs/*/*.yaml")
    if "\nevidence:\n" in path.read_text("utf-8")
)
RATED = ("level", "interval", "status")
NAMES = {"one": "Loans for small firms", "two": "Loans for small firms of Gyeonggi"}


@pytest.fixture
def folder(tmp_path):
    """Two programs whose names suggest a function, each the peer of the other one."""
    stock = tmp_path / "stock"
    stock.mkdir()
    for name, peer in (("one", "two"), ("two", "one")):
        text = LOANS.format(id=name, name=NAMES[name], owner=f"owner-{name}", peer=peer)
        (stock / f"{name}.yaml").write_text(text, encoding="utf-8")
    return stock


def scores(folder):
    """What is scored of each program, without its name and its evidence."""
    cards = json.loads(run("score", folder, "--format", "json").stdout)["cards"]
    return {
        card["program"]["id"]: (
            card["overall"],
            [
                (
                    (part["score"], part["possible_range"]),
                    [
                        (each["level"], each["interval"], each["status"])
                        for each in part["criteria"]
                    ],
                )
                for part in card["dimensions"]
            ],
        )
        for card in cards
    }


def test_a_proposal_moves_no_score(folder):
    """What a name suggests counts nowhere: with a name that suggests nothing the card is the
    same."""
    before = scores(folder)
    assert json.loads(run("portfolio", folder, "--format", "json").stdout)["proposals"]
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("Loans for small firms", "Balanced growth"), encoding="utf-8"
        )
    assert (
        json.loads(run("portfolio", folder, "--format", "json").stdout)["proposals"]
        == []
    )
    assert scores(folder) == before


def test_accepted_proposals_become_services_on_the_name_and_lift_no_level(folder):
    before = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    scored = scores(folder)
    done = run("portfolio", folder, "--accept", "--format", "json")
    assert done.returncode == 0 and "accepted: 2 descriptions" in done.stderr
    survey = json.loads(done.stdout)
    assert survey["proposals"] == [] and {
        each["step"] for each in survey["overlaps"]
    } >= {"overlap"}
    for name, text in before.items():
        after = (folder / name).read_text(encoding="utf-8")
        added = [line for line in after.splitlines() if line not in text.splitlines()]
        assert [
            line for line in after.splitlines() if line not in added
        ] == text.splitlines()
        assert len(added) == 3 and after.count("# kept") == 6
        made = yaml.safe_load(after)
        assert made["services"] == [
            {"function": "F08", "for": ["TG31"], "evidence": "from_name"}
        ]
        piece = made["evidence"]["from_name"]
        assert (piece["claim"], piece["reading"]) == ("objective", "from_name")
        assert (
            piece["source"] == "table"
            and piece["at"] == "row 2"
            and "F08" in piece["says"]
        )
    assert scores(folder) == scored
    again = run("portfolio", folder, "--accept")
    assert again.returncode == 0 and "accepted: 0 descriptions" in again.stderr


def test_the_mark_reaches_card_page_and_json(folder):
    run("portfolio", folder, "--accept", "-q")
    path = folder / "one.yaml"
    text = path.read_text(encoding="utf-8")
    coded = "codings: {r1: {COO-1: {level: 1, evidence: [row, from_name], why: w}}}\n"
    path.write_text(
        f"{text}{coded}coders: {{r1: {{kind: person}}}}\n", encoding="utf-8"
    )
    shown = run("score", path, "-v").stdout
    assert "imported from a table" in shown and "from the name, accepted" in shown
    page = run("score", path, "--format", "html").stdout
    assert "imported from a table" in page and "from the name, accepted" in page
    (card,) = json.loads(run("score", path, "--format", "json").stdout)["cards"]
    cited = {name: piece["reading"] for name, piece in card["evidence"].items()}
    assert cited == {"row": "imported", "from_name": "from_name"}


def test_the_work_list_says_which_proposals_are_accepted(folder, tmp_path):
    work = tmp_path / "work.csv"
    run("portfolio", folder, "-q", "-o", work)
    text = work.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    rows = [
        line.rstrip("\r\n") + "accepted\n" if line.startswith("two,proposal,") else line
        for line in text
    ]
    work.write_text("".join(rows), encoding="utf-8")
    done = run("portfolio", folder, "--work-list", work, "--accept")
    assert done.returncode == 0 and "accepted: 1 description " in done.stderr
    assert not load_description(folder / "one.yaml").services
    assert load_description(folder / "two.yaml").services
    again = run("portfolio", folder, "--work-list", work, "--accept")
    assert (
        again.returncode == 1
        and "two was not changed: it states services" in again.stderr
    )
    (folder / "two.yaml").unlink()
    gone = run("portfolio", folder, "--work-list", work, "--accept")
    assert gone.returncode == 1 and "no description of this id was read" in gone.stderr


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("imported", "literal").replace(
            "evidence:\n", "  plan: {kind: press, cite: P}\nevidence:\n"), "which source"),
        (lambda text: text.partition("# kept: on")[0], "which source"),
        (lambda text: text.partition("evidence:")[0]
            + "evidence: {row: {source: table, at: row 2}}\n", "in braces"),
        (lambda text: text + "services: unknown\n", "services: already"),
        (lambda text: json.dumps(yaml.safe_load(text)), "is JSON"),
    ],
    ids=["several sources", "no source", "braces", "unknown services", "JSON"],
)  # fmt: skip
def test_what_cannot_be_changed_is_named_and_stays(folder, change, why):
    path = folder / "one.yaml"
    text = change(path.read_text(encoding="utf-8"))
    path.unlink()
    path = path.with_suffix(".json" if text.startswith("{") else ".yaml")
    path.write_text(text, encoding="utf-8")
    done = run("portfolio", folder, "--accept")
    assert (
        done.returncode == 1
        and "one was not changed" in done.stderr
        and why in done.stderr
    )
    assert path.read_text(encoding="utf-8") == text
    assert "accepted: 1 description " in done.stderr


def test_descriptions_in_lines_stay_and_are_named(folder, tmp_path):
    (first, *_) = sorted(folder.glob("*.yaml"))
    path = tmp_path / "stock.jsonl"
    path.write_text(
        json.dumps(yaml.safe_load(first.read_text())) + "\n", encoding="utf-8"
    )
    before = path.read_bytes()
    done = run("portfolio", path, "--accept")
    assert done.returncode == 1 and "was not changed: it is JSON" in done.stderr
    assert path.read_bytes() == before and not list(tmp_path.glob("*:1"))


def test_the_library_is_not_changed_and_a_target_is_needed():
    done = run("portfolio", "--accept")
    assert done.returncode == 2 and "--accept needs the descriptions" in done.stderr


@pytest.mark.parametrize(
    "encode",
    [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")],
)
def test_marks_and_line_ends_stay(folder, encode):
    path = folder / "one.yaml"
    path.write_bytes(encode(path.read_bytes()))
    before = path.read_bytes()
    assert run("portfolio", path, "--accept").returncode == 0
    after = path.read_bytes()
    assert after[:3] == before[:3] and after.count(b"\r\n") in (0, after.count(b"\n"))
    assert load_description(path).services


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.stem)
def test_additions_leave_every_other_line_of_a_description_alone(path):
    text = path.read_text(encoding="utf-8")
    piece, service = {"source": "s", "says": "a: b"}, {"function": "F01"}
    added = with_entry(text, parsed(text), "evidence", {"zz": piece})
    assert [
        line for line in added.splitlines() if "zz: " not in line
    ] == text.splitlines()
    expected = yaml.safe_load(text)
    expected["evidence"]["zz"] = piece
    assert yaml.safe_load(added) == expected
    if "services" not in expected:
        more = with_block(added, parsed(added), "services", [service])
        assert yaml.safe_load(more) == {**expected, "services": [service]}


def parsed(text):
    """A text as a tree."""
    return tree(text.encode(), Faults(""), is_json=False)
