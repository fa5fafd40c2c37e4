"""`evalkit verify` and `--crate`: a result is made again, every changed bit is named, and a crate
proves itself wherever it lies."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml
from console import run

from evalkit import __version__
from evalkit.locale import LANGUAGES
from evalkit.plugin.host import load
from evalkit.read.folders import CRATE
from evalkit.session import Session
from evalkit.session import crate as crates
from evalkit.session.settings import Settings
from evalkit.session.verify import verify
from tests.cli.test_gates import coded, described

HOST = load()
PLACES = [
    0.77,
    *(pytest.param(place, marks=pytest.mark.thorough) for place in (0, 0.3, 0.6, 0.9)),
]
"""Where a bit is flipped, as a share of a file."""
REPORTS = [f"r.{ending}" for ending in ("html", "xlsx", "docx", "md", "csv")]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    described(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def crate(tmp_path_factory):
    """A crate of a program with a further coder, a peer in a folder below, and a rubric."""
    folder = tmp_path_factory.mktemp("made")
    path = described(folder)
    program = json.loads(path.read_text(encoding="utf-8")) | {"peers": {"peer": {}}}
    path.write_text(json.dumps(program), encoding="utf-8")
    (folder / "peers").mkdir()
    peer = {"id": "peer", "name": "Peer", "country": "KR", "object_type": "program"}
    text = json.dumps(peer | {"synthetic": True})
    (folder / "peers" / "peer.json").write_text(text, encoding="utf-8")
    text = Session(Settings()).host.rubrics()["hsieh"].read_text(encoding="utf-8")
    rubric = yaml.safe_load(text) | {"id": "ours", "adapts": "hsieh"}
    (folder / "ours.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")
    made = run(
        *(
            "score",
            "hub.json",
            "--rubric",
            "ours.yaml",
            "--context",
            "peers",
            "--crate",
            "crate",
        ),
        cwd=folder,
    )
    assert made.returncode == 0 and "wrote the crate crate" in made.stderr, made.stderr
    return folder / "crate"


def copied(crate, tmp_path):
    return shutil.copytree(crate, tmp_path / "elsewhere" / "moved")


def differing(place, *reports):
    return [str(difference) for difference in verify(place, reports, HOST)]


@pytest.mark.parametrize(
    "command",
    [
        ("score", "hub.json", "tw-artc"),
        ("compare", "kr-gsbc", "tw-artc", "kr-iccp", "--by", "country"),
        ("compare", "kr-gsbc", "--rubric", "hsieh", "--rubric", "dac"),
        ("score", "hub.json", "--seed", "7", "--without", "spillover"),
    ],
    ids=" ".join,
)
def test_a_result_and_its_reports_are_verified(folder, command):
    done = run(
        *command, "-q", "-o", "r.json", "-o", "r.html", "-o", "r.xlsx", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    proved = run("verify", "r.json", "r.html", "r.xlsx", cwd=folder)
    assert (proved.returncode, proved.stdout) == (0, "r.json: verified\n"), (
        proved.stderr
    )
    apart = run("verify", folder / "r.json", cwd=folder.parent)
    assert apart.returncode == 0, apart.stderr


def test_what_lies_beside_a_program_is_found_again(folder):
    """Tables, overlays, and peers that a portfolio has."""
    services = {"services": [{"function": "F08", "for": "TG31"}], "regions": ["KR-41"]}
    program = json.loads((folder / "hub.json").read_text(encoding="utf-8")) | services
    (folder / "hub.json").write_text(json.dumps(program), encoding="utf-8")
    (folder / "land").mkdir()
    for name in ("near", "far"):
        peer = {"id": name, "name": name, "country": "KR", "object_type": "program"}
        peer |= {"synthetic": True, **(services if name == "near" else {})}
        (folder / "land" / f"{name}.json").write_text(
            json.dumps(peer), encoding="utf-8"
        )
    shutil.copy(ROOT / "docs" / "context.yaml", folder / "tables.yaml")
    shutil.copy(ROOT / "docs" / "trade-2011.yaml", folder / "trade.yaml")
    made = run(
        *("score", "hub.json", "tw-industry-rd-centers", "--landscape", "land", "-q"),
        *("--context", "tables.yaml", "--overlay", "trade.yaml", "--crate", "crate"),
        cwd=folder,
    )
    assert made.returncode == 0, made.stderr
    assert "land/near.json" in {
        path for path, _ in inputs(folder / "crate" / "result.json")
    }
    moved = shutil.move(folder / "crate", folder / "moved")
    done = run("verify", moved, cwd=folder.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def inputs(path):
    """The files that a result names, with their digests."""
    cards = json.loads(path.read_text(encoding="utf-8"))["cards"]
    return {
        (each["path"], each["sha256"])
        for card in cards
        for each in card["provenance"]["inputs"]
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_in_any_language_is_that_of_its_result(folder, lang):
    run(
        "score",
        "hub.json",
        "-q",
        "-o",
        "r.json",
        "-o",
        "r.html",
        "--lang",
        lang,
        cwd=folder,
    )
    assert run("verify", "r.json", "r.html", cwd=folder).returncode == 0


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_page_and_a_workbook_carry_the_digest_of_the_result(folder, lang):
    """Whatever they speak: the result is saved in English."""
    files = ("-o", "r.json", "-o", "r.html", "-o", "r.xlsx")
    run("score", "hub.json", "-q", *files, "--lang", lang, cwd=folder)
    digest = hashlib.sha256((folder / "r.json").read_bytes()).hexdigest()
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert re.findall('<code id="result">(.*?)</code>', page) == [digest]
    with zipfile.ZipFile(folder / "r.xlsx") as book:
        assert f"SHA-256 {digest}" in book.read("xl/sharedStrings.xml").decode()


def test_a_level_that_was_changed_by_hand_is_named_by_its_criterion(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    result = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    result["cards"][0]["dimensions"][0]["criteria"][1]["level"] = 3.5
    (folder / "r.json").write_text(json.dumps(result), encoding="utf-8")
    done = run("verify", "r.json", cwd=folder)
    named = (
        "differs: r.json hub coordination COO-2: level is 3.5, and its files give 3.0\n"
    )
    assert (done.returncode, done.stdout) == (1, named)


def test_a_description_that_was_changed_is_named_and_what_follows(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    described(folder, **coded(COO_2=2))
    stdout = run("verify", "r.json", cwd=folder).stdout
    assert "differs: hub.json: has changed" in stdout
    assert (
        "COO-2: level is 3.0, and its files give 2.0" in stdout
        and "COO-1" not in stdout
    )


def test_a_result_of_another_version_is_told_apart_from_what_differs(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    text = (folder / "r.json").read_text(encoding="utf-8")
    older = text.replace(f'"evalkit": "{__version__}"', '"evalkit": "0.0.9"')
    (folder / "r.json").write_text(older, encoding="utf-8")
    (line,) = differing(folder / "r.json")
    assert "was made with evalkit 0.0.9, and here is" in line
    (folder / "r.json").write_text(
        older.replace('"level": 3.0', '"level": 2.5', 1), encoding="utf-8"
    )
    _, line = differing(folder / "r.json")
    assert "level is 2.5, and its files give 3.0" in line


def test_a_plugin_that_is_not_here_is_named(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    done = run("verify", "r.json", "--without", "spillover", cwd=folder)
    first = done.stdout.splitlines()[0]
    assert done.returncode == 1
    assert "was made with the plugin spillover" in first and "--plugin" in first


def test_a_result_whose_inputs_are_gone_names_each(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    (folder / "hub.json").unlink()
    done = run("verify", "r.json", cwd=folder)
    assert done.returncode == 1 and "hub.json: is not there" in done.stdout
    assert "cannot be made again" in done.stdout


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A result beside a report of every format, which are as they were made."""
    pytest.importorskip("docx")
    folder = tmp_path_factory.mktemp("reported")
    described(folder)
    outputs = [word for report in ("r.json", *REPORTS) for word in ("-o", report)]
    assert run("score", "hub.json", "-q", *outputs, cwd=folder).returncode == 0
    proved = run("verify", "r.json", *REPORTS, cwd=folder)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    return folder


def flip(path, place):
    """Flip one bit of a file, at a share of its length."""
    content = bytearray(path.read_bytes())
    position = int(place * len(content))
    content[position] ^= 1 << position % 8
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("place", PLACES)
def test_a_bit_that_was_flipped_in_a_report_is_named(reported, tmp_path, place):
    folder = shutil.copytree(reported, tmp_path / "flipped")
    for report in REPORTS:
        flip(folder / report, place)
    done = run("verify", "r.json", *REPORTS, cwd=folder)
    named = re.findall(r"^differs: (r\.\w+):", done.stdout, re.MULTILINE)
    assert (done.returncode, sorted({*named})) == (1, sorted(REPORTS)), (
        done.stdout + done.stderr
    )


def test_spaces_alone_are_a_difference(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    (folder / "r.json").write_text(
        (folder / "r.json").read_text(encoding="utf-8") + " "
    )
    assert "same content" in run("verify", "r.json", cwd=folder).stdout


def test_a_page_of_another_result_is_named_by_both_digests(folder):
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    run("score", "kr-gsbc", "-q", "-o", "other.html", cwd=folder)
    done = run("verify", "r.json", "other.html", cwd=folder)
    assert done.returncode == 1 and "of another result" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["gone.json"], 4, "EK112"),
        (["hub.json"], 4, "EK401"),
        (["empty"], 4, "is no description of a crate"),
        (["r.json", "gone.html"], 1, "gone.html: cannot be read"),
        (["r.json", "hub.strange"], 1, "hub.strange"),
    ],
)
def test_what_cannot_be_verified_is_told(folder, arguments, code, message):
    (folder / "empty").mkdir()
    (folder / "hub.strange").write_text("x", encoding="utf-8")
    run("score", "hub.json", "-q", "-o", "r.json", cwd=folder)
    done = run("verify", *arguments, cwd=folder)
    assert done.returncode == code and message in (
        done.stdout if code == 1 else done.stderr
    )


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("{}")])
def test_a_crate_holds_no_file_that_changes_while_it_is_written(
    folder, monkeypatch, change
):
    look_up = crates.inputs_by_path

    def changing(cards, places):
        found = look_up(cards, places)
        change(folder / "hub.json")
        return found

    monkeypatch.setattr(crates, "inputs_by_path", changing)
    done = run("score", "hub.json", "--crate", "crate", cwd=folder)
    assert done.returncode == 4 and "hub.json" in done.stderr, done.stderr
    assert not (folder / "crate").exists()


def test_a_crate_in_a_folder_of_descriptions_is_no_part_of_it(folder):
    commands = (["score", "."], ["check", "."], ["portfolio", "."])
    before = [run(*command, cwd=folder) for command in commands]
    run("score", ".", "--crate", "made", cwd=folder)
    assert (folder / "made" / "hub.json").is_file()
    assert [run(*command, cwd=folder) for command in commands] == before
    # whoever names it gets what it holds
    named = run("score", "made", cwd=folder)
    assert (named.returncode, named.stdout) == (0, before[0].stdout)
    told = run("score", f"made/{CRATE}", cwd=folder)
    assert told.returncode == 4 and "evalkit verify" in told.stderr


def test_descriptions_in_a_crate_of_another_tool_are_read(folder):
    inner = folder / "inner"
    inner.mkdir()
    (folder / "hub.json").rename(inner / "hub.json")
    graph = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": []}
    (inner / CRATE).write_text(json.dumps(graph))
    assert run("check", ".", cwd=folder).returncode == 0


def test_a_crate_proves_itself_after_it_was_moved(crate, tmp_path):
    moved = copied(crate, tmp_path)
    done = run("verify", moved, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{moved}: verified\n"), done.stderr


def test_a_crate_is_accepted_by_the_package_of_the_standard(crate):
    rocrate = pytest.importorskip("rocrate.rocrate")
    read = rocrate.ROCrate(crate)
    assert read.name == "Evaluation of Hub"
    ids = {entity.id for entity in read.data_entities}
    inputs = {"hub.json", "ours.yaml", "peers/peer.json"}
    assert ids == inputs | {"result.json", "page.html"}
    (action,) = [entity for entity in read.contextual_entities if entity.id == "#run"]
    assert {each.id for each in action["object"]} == inputs
    assert all(entity["sha256"] for entity in read.data_entities)


FILES = ["hub.json", "ours.yaml", "peers/peer.json", "result.json", "page.html"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", [*FILES, "ro-crate-metadata.json"])
def test_a_bit_that_was_flipped_is_named(crate, tmp_path, name, place):
    moved = copied(crate, tmp_path)
    flip(moved / name, place)
    done = run("verify", moved)
    named = {1: done.stdout, 4: done.stderr}  # what cannot be read is a fault
    assert name in named[done.returncode]


def test_a_file_that_is_gone_or_new_is_named(crate, tmp_path):
    moved = copied(crate, tmp_path)
    (moved / "page.html").unlink()
    (moved / "more.yaml").write_text("x", encoding="utf-8")
    told = "\n".join(differing(moved))
    assert (
        "page.html: is not there" in told
        and "more.yaml: is no file of the crate" in told
    )


def test_a_crate_is_written_whole_or_not_at_all(folder):
    (folder / "crate").mkdir()
    (folder / "crate" / "result.json").write_text("mine", encoding="utf-8")
    done = run("score", "hub.json", "--crate", "crate", "-q", cwd=folder)
    assert done.returncode == 4 and "there already" in done.stderr
    assert [path.name for path in (folder / "crate").iterdir()] == ["result.json"]


def test_an_input_that_cannot_be_found_is_told(folder, tmp_path):
    (tmp_path / "inner").mkdir()
    done = run("score", "../hub.json", "--crate", "crate", "-q", cwd=tmp_path / "inner")
    assert done.returncode == 4 and "hub.json: a crate holds every file" in done.stderr
    assert not (tmp_path / "inner" / "crate").exists()


def test_two_rubrics_under_one_name_show_in_every_format(folder):
    text = Session(Settings()).host.rubrics()["hsieh"].read_text(encoding="utf-8")
    files = [folder / f"card.{ending}" for ending in "txt md csv html tex json".split()]
    asked = ["score", "hub.json", "--rubric", "ministry.yaml"]
    for file in files:
        asked += ["-o", file.name]
    shown = []
    for rated in (".60", ".65"):
        changed = text.replace("rated: .60", f"rated: {rated}")
        rubric = changed.replace("id: hsieh", "id: ministry\nadapts: hsieh", 1)
        (folder / "ministry.yaml").write_text(rubric, encoding="utf-8")
        digest = Session(Settings(str(folder / "ministry.yaml"))).rubric.digest
        assert run(*asked, cwd=folder).returncode == 0
        shown.append([file.read_text(encoding="utf-8") for file in files])
        assert all(digest[:8] in text for text in shown[-1])
    assert all(one != other for one, other in zip(*shown, strict=True))
    assert "hsieh 2.0 (" not in run("score", "hub.json", cwd=folder).stdout


def test_a_description_of_a_crate_that_is_larger_than_any_result_is_refused(tmp_path):
    (tmp_path / CRATE).touch()
    os.truncate(tmp_path / CRATE, 3_000_000_000)
    done = run("verify", tmp_path)
    assert done.returncode == 4 and "it has more than 250,000,000 bytes" in done.stderr


def test_a_description_of_a_crate_that_is_too_deep_is_refused(tmp_path):
    (tmp_path / CRATE).write_text("[" * 200_000, encoding="utf-8")
    done = run("verify", tmp_path)
    assert done.returncode == 4 and "is no description of a crate" in done.stderr
