"""Names that two plugins give: what is refused, when, and at whose cost."""

from pathlib import Path

import console
import pytest

import evalkit
from evalkit.model.errors import PluginError
from evalkit.plugin import host

WRITES = """
from evalkit.plugin import Writer, hookimpl
def cards(cards, options):
    return "{text}"
@hookimpl
def evalkit_writers():
    return [Writer("{name}", __name__, {endings})]
"""
JUDGES = """
from evalkit.plugin import Evaluator, hookimpl
@hookimpl
def evalkit_evaluators():
    return [Evaluator(name) for name in {names}]
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes a file with a plugin, relative to the folder that is worked in."""
    monkeypatch.chdir(tmp_path)

    def written(file, code, **words):
        (tmp_path / f"{file}.py").write_text(code.format(**words), encoding="utf-8")
        return Path(f"{file}.py")

    return written


def test_two_strangers_may_bring_one_format_until_it_is_asked_for(write):
    for name in ("one", "two"):
        write(name, WRITES, text=name, name="odt", endings=[".odt"])
    plugins = ["--plugin", "one.py", "--plugin", "two.py"]
    assert console.run("score", "kr-gsbc", *plugins, "-q").returncode == 0
    named = console.run("score", "kr-gsbc", *plugins, "--format", "odt")
    assert named.returncode == 2
    assert (
        "format 'odt' comes from plugin one (one.py) and plugin two (two.py); leave one out:"
        " --without one or --without two" in named.stderr
    )
    filed = console.run("score", "kr-gsbc", *plugins, "-o", "card.odt")
    assert filed.returncode == 2
    assert (
        "card.odt: odt of plugin one (one.py) and odt of plugin two (two.py) take"
        in filed.stderr
    )
    done = console.run(
        "score", "kr-gsbc", *plugins, "--format", "odt", "--without", "one"
    )
    assert (done.returncode, done.stdout) == (0, "two")


@pytest.mark.parametrize("name", ["json", "JSON", "ｊｓｏｎ"])
def test_a_format_of_evalkit_that_a_stranger_takes_too_is_refused_with_both_named(
    write, name
):
    write("mine", WRITES, text="mine", name=name, endings=[".mine"])
    refused = console.run("score", "kr-gsbc", "--plugin", "mine.py", "--format", "json")
    assert refused.returncode == 2
    assert (
        "format 'json' comes from plugin builtin (policy-evalkit) and plugin mine (mine.py);"
        " leave one out: --without mine\n" in refused.stderr
    )


def test_who_takes_the_format_of_the_screen_changes_no_run_that_does_not_ask(write):
    write("mine", WRITES, text="mine", name="text", endings=[".txt"])
    plain = console.run("score", "kr-gsbc")
    shown = console.run("score", "kr-gsbc", "--plugin", "mine.py")
    assert (shown.returncode, shown.stdout) == (0, plain.stdout)
    assert (
        console.run("score", "kr-gsbc", "--plugin", "mine.py", "-o", "a.txt").returncode
        == 2
    )
    assert console.run("score", "kr-gsbc", "-o", "a.txt").returncode == 0


@pytest.mark.parametrize("path", ["card.unknown", "card"])
def test_a_file_that_no_format_takes(write, path):
    refused = console.run("score", "kr-gsbc", "-o", path)
    assert refused.returncode == 2
    assert (
        f"{path}: no format takes " in refused.stderr
        and "latex (.tex)" in refused.stderr
    )


@pytest.mark.parametrize("twin", ["Coordination", "ＣＯＯＲＤＩＮＡＴＩＯＮ"])
def test_ids_are_compared_without_case_and_compatibility_forms(write, twin):
    with pytest.raises(
        PluginError, match="the same name as 'coordination', which plugin"
    ):
        host.load([write("mine", JUDGES, names=[twin])])
    with pytest.raises(PluginError, match=f"evalkit_evaluators returns {twin!r} twice"):
        host.load([write("mine", JUDGES, names=["coordination", twin])])


def test_the_name_of_a_plugin_of_evalkit_costs_the_stranger(install, write):
    install("builtin", {"stranger_of_that_name.py": JUDGES.format(names=["strange"])})
    (good,) = evalkit.score("kr-gsbc", installed=False)
    with pytest.raises(PluginError) as raised:
        evalkit.score("kr-gsbc")
    assert str(raised.value).startswith(
        "plugin builtin (evalkit-stranger) cannot be used: a plugin that comes with evalkit is"
        " called 'builtin' too; --without builtin leaves out this one alone"
    )
    (card,) = evalkit.score("kr-gsbc", without=["builtin"])
    assert card.ratings == good.ratings and card.rubric == good.rubric
    assert card.provenance.without == ("builtin (evalkit-stranger)",)
    used = host.load(without=["builtin"])
    assert "strange" not in used.evaluators() and "hsieh" in used.rubrics()
    path = write("builtin", JUDGES, names=["strange"])
    used = host.load([path], without=["builtin"])
    assert used.left_out == ("builtin (builtin.py)", "builtin (evalkit-stranger)")
