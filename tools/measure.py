"""Measures how easily code can be read: `python tools/measure.py [PATH ...]`.

Without a path it measures evalkit and plugins, `--revision` as they were then, and `--beside` other
packages that are installed. It prints one table in Markdown; `--list` adds the places over a limit.
Type errors need mypy, complexity needs ruff; without them the cell says so.

Docstrings and blank lines are no load: neither their nodes nor their lines are counted.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeGuard

from attrs import frozen
from targets import DEFAULT, ROOT, Function, Module, Target, at_revision, installed

COLUMNS, NARROW, FILE, FUNCTION, COMPLEXITY = 100, 88, 300, 40, 10


def nodes(tree: ast.AST) -> int:
    """The nodes of the syntax without docstrings."""
    # A docstring is an expression and the constant in it: the one is taken back by the other.
    return sum(-1 if _is_docstring(node) else 1 for node in ast.walk(tree))


def _is_docstring(node: ast.AST) -> TypeGuard[ast.Expr]:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def load(modules: Iterable[Module]) -> float:
    """Syntax nodes for each line of a function."""
    counted, lines = 0, 0
    for module in modules:
        for function in module.functions():
            counted += nodes(function)
            lines += _lines(function, module.lines)
    return counted / max(lines, 1)


def _lines(function: Function, text: Sequence[str]) -> int:
    """The lines of a function with its decorators, whose nodes are counted too."""
    begin = min(node.lineno for node in (function, *function.decorator_list))
    numbers = {*range(begin, _end(function) + 1)}
    for node in ast.walk(function):
        if _is_docstring(node):
            numbers -= {*range(node.lineno, _end(node) + 1)}
    return sum(bool(text[number - 1].strip()) for number in numbers)


def _end(node: ast.stmt) -> int:
    """The number of the last line."""
    # what the parser makes has one; ast asks for none, for nodes that are made by hand
    return node.end_lineno or node.lineno


def comments(module: Module) -> int:
    """The comments of a module."""
    # by tokens, for a # may stand in a text
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def long_lines(modules: Iterable[Module], columns: int) -> list[str]:
    """The places of lines with more columns."""
    places = []
    for module in modules:
        for number, line in enumerate(module.lines, 1):
            if len(line) > columns:
                places.append(f"{module.path}:{number}")
    return places


def long_files(modules: Iterable[Module]) -> list[str]:
    """The files that are too long."""
    return [str(module.path) for module in modules if len(module.lines) > FILE]


def long_functions(modules: Iterable[Module]) -> list[str]:
    """The places of functions that are too long, docstring included."""
    places = []
    for module in modules:
        for function in module.functions():
            if _end(function) - function.lineno >= FUNCTION:
                places.append(f"{module.path}:{function.lineno} {function.name}")
    return places


def complex_functions(root: Path, paths: Sequence[str]) -> list[str] | None:
    """The functions with more paths than the limit (McCabe), by ruff; None without it."""
    command = "check --isolated --select C901 --output-format json".split()
    command += ["--config", f"lint.mccabe.max-complexity={COMPLEXITY}", *paths]
    printed = _printed("ruff", command, root)
    if printed is None:
        return None
    places = []
    for row in json.loads(printed):
        place = f"{row['filename']}:{row['location']['row']}"
        places.append(f"{place} {row['message']}")
    return places


def type_errors(root: Path, paths: Sequence[str]) -> list[str] | None:
    """The errors of mypy in strict mode, whatever the settings of a project; None without mypy.

    Libraries without types count as untyped, and errors in other packages are theirs.
    """
    # no cache, which would be that of another root with the same names of modules
    command = ["--strict", "--config-file=", "--cache-dir", os.devnull]
    command += ["--ignore-missing-imports", "--follow-imports=silent", *paths]
    printed = _printed("mypy", command, root)
    if printed is None:
        return None
    return [line for line in printed.splitlines() if ": error:" in line]


def _printed(tool: str, arguments: Sequence[str], root: Path) -> str | None:
    """What a tool prints in a folder, None where it is not installed."""
    if importlib.util.find_spec(tool) is None:
        return None
    command = [sys.executable, "-m", tool, *arguments]
    done = subprocess.run(
        command, cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


@frozen
class Column:
    """The cells of a target by their row, and the places behind those that count places."""

    cells: dict[str, str]
    places: dict[str, list[str]]


def column(target: Target) -> Column:
    """Measure a target."""
    modules = target.modules()
    lines = sum(len(module.lines) for module in modules)
    commented = sum(comments(module) for module in modules)
    # the rows in the order of the table of decision 0036
    counted = {
        f"lines over {COLUMNS} columns": long_lines(modules, COLUMNS),
        f"lines over {NARROW} columns": long_lines(modules, NARROW),
        f"files over {FILE} lines": long_files(modules),
        f"functions over {FUNCTION} lines": long_functions(modules),
        f"functions of complexity over {COMPLEXITY}": complex_functions(
            target.root, target.paths
        ),
        "errors of mypy --strict": type_errors(target.root, target.paths),
    }
    cells = {
        "lines": str(lines),
        "syntax nodes": str(sum(nodes(module.tree) for module in modules)),
        "syntax nodes for each line of a function": f"{load(modules):.1f}",
    }
    for row, places in counted.items():
        cells[row] = "not installed" if places is None else str(len(places))
    cells["comments for each 100 lines"] = f"{100 * commented / max(lines, 1):.1f}"
    cells["modules and packages at the top"] = str(target.top())
    return Column(cells, {row: places for row, places in counted.items() if places})


def main() -> int:
    """Print the table, and with `--list` the places."""
    options = _options()
    targets: list[Target] = []
    with tempfile.TemporaryDirectory() as scratch:
        for revision in options.revision:
            folder = Path(scratch, str(len(targets)))
            targets.append(at_revision(revision, options.paths, folder))
        targets.append(Target("here", ROOT, tuple(options.paths)))
        for package in options.beside:
            folder = Path(scratch, str(len(targets)))
            targets.append(installed(package, folder))
        columns = {target.name: column(target) for target in targets}
    _print_row("", [*columns])
    print("|---" * (len(columns) + 1) + "|")
    for row in columns["here"].cells:
        _print_row(row, [measured.cells[row] for measured in columns.values()])
    if options.list:
        for row, places in columns["here"].places.items():
            print(f"\n{row}:", *places, sep="\n  ")
    return 0


def _print_row(name: str, cells: Sequence[str]) -> None:
    print(f"| {' | '.join([name, *cells])} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("paths", nargs="*", default=DEFAULT, help="below the repository")
    add("--revision", action="append", default=[], help="as it was then")
    add("--beside", action="append", default=[], metavar="PACKAGE")
    add("--list", action="store_true", help="the places over a limit")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
