"""A broken, unreadable or unlistable file costs itself; one that is not needed costs nothing."""

import pytest
from console import run

from evalkit.serve.latest import Latest
from evalkit.session import Session, Settings

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n"
CITING = """sources: {{own: {{kind: interview, cite: Own}}}}
evidence: {{e1: {{source: {source}, at: p1, claim: behavior, says: x}}}}
codings: {{r1: {{SPI-1: {{level: 1, evidence: e1, why: x}}}}}}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with two sound programs, `a` and `b`."""
    for program in ("a", "b"):
        (tmp_path / f"{program}.yaml").write_text(PROGRAM.format(id=program), encoding="utf-8")
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
    served = Latest(lambda: Session(Settings(overlays=[folder / "over.yaml"])), [str(folder)])
    served.renew(first=True)
    assert "EK203" in served.shown.faults and "evalkit failed" not in served.shown.faults


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
    shared = "sources: {good: {kind: interview, cite: G}, bad: {kind: rumor, cite: B}}\n"
    (folder / "sources.yaml").write_text(shared, encoding="utf-8")
    path = folder / "a.yaml"
    path.write_text(PROGRAM.format(id="a") + CITING.format(source=source), encoding="utf-8")
    assert codes(Session(Settings()).check(path)) == cited
    assert codes(Session(Settings()).check(folder / "sources.yaml")) == ["EK205"]
