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


@pytest.mark.parametrize(
    ("text", "row", "count"),
    [
        (f"x = '{'a' * 94}'\n", "lines over 100 columns", 0),
        (f"x = '{'a' * 95}'\n", "lines over 100 columns", 1),
        ("x = 1\n" * 300, "files over 300 lines", 0),
        ("x = 1\n" * 301, "files over 300 lines", 1),
        ("def f():\n" + "    x = 1\n" * 39, "functions over 40 lines", 0),
        ("def f():\n" + "    x = 1\n" * 40, "functions over 40 lines", 1),
        (branches(9), "functions of complexity over 10", 0),
        (branches(10), "functions of complexity over 10", 1),
    ],
)
def test_a_limit_is_counted_from_above_it(text, row, count, tmp_path):
    measured = target(tmp_path, text)
    assert len(measure.LISTED[row](measured, measured.modules())) == count


def test_errors_of_types_are_those_of_the_target(tmp_path):
    pytest.importorskip("mypy")
    cells, places = measure.column(target(tmp_path, "def f(x):\n    return x\n"))
    assert cells["errors of mypy --strict"] == "1"
    assert "no-untyped-def" in places["errors of mypy --strict"][0]


def test_what_is_not_installed_is_no_zero(tmp_path, monkeypatch):
    monkeypatch.setattr(measure.importlib.util, "find_spec", lambda name: None)
    cells, _ = measure.column(target(tmp_path, SHORT))
    assert cells["errors of mypy --strict"] == "not installed"
    with pytest.raises(SystemExit, match="is not installed"):
        measure.installed("package", tmp_path)
