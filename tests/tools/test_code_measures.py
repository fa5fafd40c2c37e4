"""The measurements of the code have answers that can be counted by hand."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import measure  # noqa: E402

SHORT = (
    '"""Says."""\n\n\ndef double(x):\n    """Twice.\n\n    As much."""\n\n    return x + x  # a'
    " sum\n"
)
"""FunctionDef, arguments, arg, Return, BinOp, two Names with their Loads and Add: ten nodes, two
lines."""


def target(folder, text):
    (folder / "package").mkdir()
    (folder / "package" / "__init__.py").write_text("")
    (folder / "package" / "module.py").write_text(text)
    return measure.Target("package", folder, ("package",))


def test_docstrings_and_blank_lines_are_no_load(tmp_path):
    modules = target(tmp_path, SHORT).modules()
    assert measure.load(modules) == 10 / 2
    assert sum(measure.nodes(module.tree) for module in modules) == 1 + 1 + 10
    assert [measure.comments(module) for module in modules] == [0, 1]


def branches(number):
    return "def choose(x):\n" + "".join(
        f"    if x == {each}:\n        return {each}\n" for each in range(number)
    )


DECORATED = "@first(\n    1,\n)\n@second\ndef three():\n    return 3\n"
"""FunctionDef, arguments, Return and Constant, Call, Name and Load with a Constant, and another
Name with its Load: ten nodes, six lines."""


def test_the_lines_of_decorators_are_those_of_their_function(tmp_path):
    assert measure.load(target(tmp_path, DECORATED).modules()) == 10 / 6


@pytest.mark.parametrize(
    ("text", "count"),
    [(f"x = '{'a' * 94}'\n", 0), (f"x = '{'a' * 95}'\n", 1)],
)
def test_a_line_is_long_from_101_columns(text, count, tmp_path):
    assert len(measure.long_lines(target(tmp_path, text).modules(), 100)) == count


@pytest.mark.parametrize(
    ("text", "count"), [("x = 1\n" * 300, 0), ("x = 1\n" * 301, 1)]
)
def test_a_file_is_long_from_301_lines(text, count, tmp_path):
    assert len(measure.long_files(target(tmp_path, text).modules())) == count


@pytest.mark.parametrize(("lines", "count"), [(40, 0), (41, 1)])
def test_a_function_is_long_from_41_lines(lines, count, tmp_path):
    text = "def f():\n" + "    x = 1\n" * (lines - 1)
    assert len(measure.long_functions(target(tmp_path, text).modules())) == count


@pytest.mark.parametrize(("text", "count"), [(branches(9), 0), (branches(10), 1)])
def test_a_function_is_complex_from_11_paths(text, count, tmp_path):
    measured = target(tmp_path, text)
    assert len(measure.complex_functions(measured.root, measured.paths)) == count


def test_errors_of_types_are_those_of_the_target(tmp_path):
    pytest.importorskip("mypy")
    measured = measure.column(target(tmp_path, "def f(x):\n    return x\n"))
    assert measured.cells["errors of mypy --strict"] == "1"
    assert "no-untyped-def" in measured.places["errors of mypy --strict"][0]


def test_what_is_not_installed_is_no_zero(tmp_path, monkeypatch):
    monkeypatch.setattr(measure.importlib.util, "find_spec", lambda name: None)
    measured = measure.column(target(tmp_path, SHORT))
    assert measured.cells["errors of mypy --strict"] == "not installed"
    with pytest.raises(SystemExit, match="is not installed"):
        measure.installed("package", tmp_path)
