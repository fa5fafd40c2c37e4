"""A path that is not UTF-8, as an unzipped archive of CP949 leaves it, works in every command."""

import json
import os
from pathlib import Path

import pytest
from console import run

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n{more}"
NAME = os.fsdecode("강소".encode("cp949"))
ESCAPED = r"\udcb0\udcad\udcbc\udcd2"


@pytest.fixture
def folder(tmp_path):
    """A folder with such a name, and files of such names in it: two programs and a broken one."""
    place = tmp_path / NAME
    try:
        place.mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    for program, more in (("a", ""), ("b", "part_of: a\n"), ("bad", "wrong: 1\n")):
        text = PROGRAM.format(id=program, more=more)
        (place / f"{NAME}{program}.yaml").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("form", ["text", "json", "html", "md", "csv", "latex"])
@pytest.mark.parametrize("command", ["score", "compare"])
def test_reports_name_it_by_its_codes(folder, command, form):
    done = run(command, folder, "--format", form, "-q")
    assert done.returncode == 4
    assert f"{ESCAPED}bad.yaml:5:1: error[EK201]" in done.stderr
    text = done.output.decode("utf-8")
    if form == "json":
        assert json.loads(text)
        assert ESCAPED.replace("\\", "\\\\") in text


def test_check_names_it_by_its_codes(folder):
    done = run("check", folder, "--format", "json")
    (fault,) = json.loads(done.stdout)
    assert (done.returncode, fault["code"]) == (1, "EK201")
    assert Path(fault["path"]).name == f"{ESCAPED}bad.yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        ("programs", "show"),
        ("score", "kr-gsbc", "-q", "--context"),
        ("score", "-q", "-o", "x.html"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_other_commands_take_it(folder, tmp_path, arguments):
    done = run(*arguments, folder, cwd=tmp_path)
    assert done.returncode == (0 if "--context" in arguments else 4)
    assert done.output.decode("utf-8") or (tmp_path / "x.html").exists()


def test_a_table_of_such_a_name_is_converted(tmp_path, folder):
    table = folder / f"{NAME}.csv"
    table.write_text(
        "name,country,object_type,source.cite\nx,KR,program,S\n", encoding="utf-8"
    )
    done = run("convert", table, "--to", folder / f"{NAME}to")
    assert done.returncode == 0
    assert len(list((folder / f"{NAME}to").iterdir())) == 1


def test_its_result_is_proved_and_compared(folder, tmp_path):
    place = tmp_path / "below" / NAME
    place.mkdir(parents=True)
    (place / "a.yaml").write_text(PROGRAM.format(id="a", more=""), encoding="utf-8")
    outputs = ("-o", "result.json", "--crate", "crate", "-q")
    assert run("score", f"below/{NAME}", *outputs, cwd=tmp_path).returncode == 0
    for command in (
        ("verify", "crate"),
        ("verify", "result.json"),
        ("diff", "result.json"),
    ):
        done = run(*command, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
