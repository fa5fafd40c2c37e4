"""A broken, unreadable or unlistable file costs itself; one that is not needed costs nothing."""

import errno
import io
import os
from pathlib import Path

import pytest
from console import run

from evalkit.model.errors import InputError
from evalkit.serve.latest import Latest
from evalkit.session import Session
from evalkit.session.settings import Settings

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n"
CITING = """sources: {{own: {{kind: interview, cite: Own}}}}
evidence: {{e1: {{source: {source}, at: p1, claim: behavior, says: x}}}}
codings: {{r1: {{SPI-1: {{level: 1, evidence: e1, why: x}}}}}}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with two sound programs, `a` and `b`."""
    for program in ("a", "b"):
        (tmp_path / f"{program}.yaml").write_text(
            PROGRAM.format(id=program), encoding="utf-8"
        )
    return tmp_path


def codes(faults):
    return sorted({fault.code for fault in faults})


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        ("overlays: KR-GSBC\n", ["EK203", "EK227"]),
        ("overlays: A\nevidence: {e1: {at: p1}}\n", ["EK202", "EK203", "EK227"]),
        ("overlays: a\nevidence: {e1: {at: p1}}\n", ["EK202"]),
    ],
)
def test_an_overlay_that_cannot_be_decoded_is_told_and_the_rest_of_the_folder_is_checked(
    folder, overlay, expected
):
    (folder / "over.yaml").write_text(overlay, encoding="utf-8")
    (folder / "z.yaml").write_text("id: z\n", encoding="utf-8")
    session = Session(Settings())
    assert codes(session.check(folder / "over.yaml")) == expected
    done = run("check", folder, "--format", "concise")
    assert done.returncode == 1
    assert "over.yaml" in done.stdout and "z.yaml:1:1: error[EK202]" in done.stdout


def test_serve_goes_on_with_an_overlay_that_cannot_be_decoded(folder):
    (folder / "over.yaml").write_text("overlays: KR-GSBC\n", encoding="utf-8")
    served = Latest(
        lambda: Session(Settings(overlays=[folder / "over.yaml"])), [str(folder)]
    )
    served.renew(first=True)
    assert (
        "EK203" in served.shown.faults and "evalkit failed" not in served.shown.faults
    )


@pytest.mark.parametrize("level", ["{not_applicable: [a]}", "{not_applicable: {}}"])
def test_a_reason_that_is_no_text_is_a_fault_of_the_file(folder, level):
    path = folder / "a.yaml"
    coding = f"{PROGRAM.format(id='a')}codings: {{r1: {{SPI-1: {level}}}}}\n"
    path.write_text(coding, encoding="utf-8")
    assert codes(Session(Settings()).check(path)) == ["EK203"]


@pytest.mark.parametrize(
    ("source", "cited"), [("own", []), ("good", ["EK205"]), ("bad", ["EK205", "EK206"])]
)
def test_broken_shared_sources_cost_only_those_who_cite_them(folder, source, cited):
    shared = (
        "sources: {good: {kind: interview, cite: G}, bad: {kind: rumor, cite: B}}\n"
    )
    (folder / "sources.yaml").write_text(shared, encoding="utf-8")
    path = folder / "a.yaml"
    path.write_text(
        PROGRAM.format(id="a") + CITING.format(source=source), encoding="utf-8"
    )
    assert codes(Session(Settings()).check(path)) == cited
    assert codes(Session(Settings()).check(folder / "sources.yaml")) == ["EK205"]


@pytest.fixture
def deny(monkeypatch):
    """Makes the system refuse to look into a path, as it does without the rights to it."""
    denied = []

    def refusing(function):
        def asked(path=".", *arguments, **options):
            if isinstance(path, str | os.PathLike) and any(
                place in (Path(path), *Path(path).parents) for place in denied
            ):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return function(path, *arguments, **options)

        return asked

    for module, name in ((os, "listdir"), (os, "scandir"), (io, "open")):
        monkeypatch.setattr(module, name, refusing(getattr(module, name)))
    return denied.append


def test_a_neighbor_that_cannot_be_read_costs_nothing(folder, deny):
    (folder / "c.yaml").write_text(PROGRAM.format(id="c"), encoding="utf-8")
    (folder / "a.yaml").write_text(
        PROGRAM.format(id="a") + "part_of: b\n", encoding="utf-8"
    )
    deny(folder / "c.yaml")
    done = run("score", folder / "a.yaml", "-q")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["score", "compare", "check"])
def test_a_file_of_a_folder_that_cannot_be_read_costs_itself(folder, deny, command):
    (folder / "c.yaml").write_text(PROGRAM.format(id="c"), encoding="utf-8")
    deny(folder / "c.yaml")
    done = run(command, folder)
    assert done.returncode == 4
    assert "c.yaml:1:1: error[EK112]" in done.stdout + done.stderr
    if command != "check":
        assert done.stdout.count("A program") >= 2


@pytest.mark.parametrize("command", ["score", "check"])
def test_a_folder_that_cannot_be_listed_is_told_and_costs_itself(folder, deny, command):
    (folder / "locked").mkdir()
    (folder / "locked" / "c.yaml").write_text(PROGRAM.format(id="c"), encoding="utf-8")
    deny(folder / "locked")
    done = run(command, folder)
    assert done.returncode == 4
    assert "locked:1:1: error[EK112]" in done.stdout + done.stderr
    assert command == "check" or done.stdout.count("A program") == 2


@pytest.mark.parametrize("command", ["score", "check", "compare"])
def test_a_link_that_leads_nowhere_and_a_pipe_cost_themselves(folder, command):
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "pipe.yaml")
    done = run(command, folder)
    assert done.returncode == 4
    for name in ("dangling", "loop", "pipe"):
        assert f"{name}.yaml:1:1: error[EK112]" in done.stdout + done.stderr
    assert command == "check" or done.stdout.count("A program") >= 2


def test_a_peer_that_cannot_be_read_is_told_where_it_is_needed(folder, deny):
    peers = "peers: {complete: false, c: {overlap: some, evidence: e1}}\n"
    text = PROGRAM.format(id="a") + CITING.format(source="own") + peers
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (folder / "c.yaml").write_text(PROGRAM.format(id="c"), encoding="utf-8")
    assert codes(Session(Settings()).check(folder / "a.yaml")) == []
    deny(folder / "c.yaml")
    assert codes(Session(Settings()).check(folder / "a.yaml")) == ["EK112"]
    (folder / "d.yaml").write_text(PROGRAM.format(id="c"), encoding="utf-8")
    assert codes(Session(Settings()).check(folder / "a.yaml")) == []


def test_coders_of_a_folder_that_cannot_be_listed_are_missed_aloud(folder, monkeypatch):
    def refused(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    session = Session(Settings())
    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.warns(UserWarning, match="cannot be listed"):
        assert session.card(folder / "a.yaml", draws=False).program.id == "a"


def test_a_context_tells_what_it_cannot_read(folder, deny):
    around = folder / "around"
    around.mkdir()
    for name in ("c", "d"):
        (around / f"{name}.yaml").write_text(PROGRAM.format(id=name), encoding="utf-8")
    deny(around / "d.yaml")
    with pytest.warns(UserWarning, match=r"around/d\.yaml: the file cannot be read"):
        session = Session(Settings(context=[around]))
    assert session.library.find("c", folder / "a.yaml") == around / "c.yaml"
    with pytest.raises(InputError) as caught:
        Session(Settings(context=[around / "d.yaml"]))
    assert codes(caught.value.diagnostics) == ["EK112"]
