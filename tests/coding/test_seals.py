"""A sealed file of a coder: a later change is seen, and no number is lost by it."""

from __future__ import annotations

import hashlib
import json

import pytest
from coded import coder_file, describe, measured, seal
from console import run


def check(folder):
    return json.loads(run("check", "hub.yaml", "--format", "json", cwd=folder).stdout)


def test_a_seal_holds_the_digest_as_sha256sum_writes_it(tmp_path):
    describe(tmp_path)
    done = seal(tmp_path, "hub.anna.yaml", "hub.ben.yaml")
    assert done.returncode == 0
    digest = hashlib.sha256((tmp_path / "hub.ben.yaml").read_bytes()).hexdigest()
    assert (tmp_path / "hub.ben.yaml.sha256").read_text() == f"{digest}  hub.ben.yaml\n"
    assert measured(tmp_path)["seals"] == {"files": 3, "sealed": 2, "changed": []}
    assert [fault for fault in check(tmp_path) if fault["code"] == "EK254"] == []


def test_a_change_after_the_seal_is_seen_and_changes_nothing_else(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.ben.yaml")
    before = measured(tmp_path)
    path = tmp_path / "hub.ben.yaml"
    path.write_text(path.read_text() + "# later\n")
    after = measured(tmp_path)
    assert after["seals"]["changed"] == ["hub.ben.yaml"]
    assert after["whole"] == before["whole"]
    (fault,) = (fault for fault in check(tmp_path) if fault["code"] == "EK254")
    assert (fault["path"], fault["severity"]) == ("hub.ben.yaml", "warning")
    text = run("coding", "agreement", ".", cwd=tmp_path).stdout
    assert "1 of 3 coders' files; changed since: hub.ben.yaml" in " ".join(text.split())


def test_a_seal_that_cannot_be_read_is_told(tmp_path):
    describe(tmp_path)
    (tmp_path / "hub.ben.yaml.sha256").write_text("nonsense\n")
    (fault,) = (fault for fault in check(tmp_path) if fault["code"] == "EK254")
    assert "cannot be read" in fault["message"]
    assert measured(tmp_path)["seals"]["changed"] == ["hub.ben.yaml"]


def test_a_seal_is_never_written_over(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.ben.yaml")
    done = seal(tmp_path, "hub.anna.yaml", "hub.ben.yaml")
    assert done.returncode == 4 and "hub.ben.yaml is sealed already" in done.stderr
    assert not (tmp_path / "hub.anna.yaml.sha256").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("hub.yaml", "no coder's file"), ("absent.ben.yaml", "absent.ben.yaml")]
)
def test_only_coders_files_are_sealed(tmp_path, name, said):
    describe(tmp_path)
    done = seal(tmp_path, name)
    assert done.returncode == 4 and said in done.stderr
    assert list(tmp_path.glob("*.sha256")) == []


def test_check_counts_coders_files_with_the_description(tmp_path):
    """So that the faults are never in more files than there are."""
    describe(tmp_path)
    assert run("check", "hub.yaml", cwd=tmp_path).stderr == "4 files, no faults\n"
    for coder in ("anna", "ben"):
        seal(tmp_path, f"hub.{coder}.yaml")
        (tmp_path / f"hub.{coder}.yaml").write_text(coder_file("hub", coder) + "# later\n")
    assert run("check", "hub.yaml", cwd=tmp_path).stderr == "2 warnings in 2 of 4 files\n"
