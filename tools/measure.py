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
import itertools
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ("evalkit", "plugins")
COLUMNS, NARROW, FILE, FUNCTION, COMPLEXITY = 100, 88, 300, 40, 10
Function = ast.FunctionDef | ast.AsyncFunctionDef


@frozen
class Module:
    """A module of Python: where it is and its text."""

    path: Path
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines, docstrings and blanks among them."""
        return self.text.splitlines()

    @property
    def tree(self) -> ast.Module:
        """The syntax; raises SyntaxError."""
        return ast.parse(self.text)

    def functions(self) -> Iterator[Function]:
        """The functions and methods that stand in no other function."""
        yield from _functions(self.tree)


def _functions(node: ast.AST) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child
        else:
            yield from _functions(child)


def nodes(tree: ast.AST) -> int:
    """The nodes of the syntax without docstrings."""
    return sum(-1 if _docstring(node) else 1 for node in ast.walk(tree))


def _docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def load(modules: Iterable[Module]) -> float:
    """Syntax nodes for each line of a function."""
    counted, lines = 0, 0
    for module in modules:
        text = module.lines
        for function in module.functions():
            silent = {
                line
                for node in ast.walk(function)
                if _docstring(node)
                for line in range(node.lineno, node.end_lineno + 1)
            }
            counted += nodes(function)
            lines += sum(
                bool(text[line - 1].strip()) and line not in silent
                for line in range(function.lineno, function.end_lineno + 1)
            )
    return counted / max(lines, 1)


def comments(module: Module) -> int:
    """The comments of a module."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def long_lines(modules: Iterable[Module], columns: int) -> list[str]:
    """The places of lines with more columns."""
    return [
        f"{module.path}:{number}"
        for module in modules
        for number, line in enumerate(module.lines, 1)
        if len(line) > columns
    ]


def long_functions(modules: Iterable[Module]) -> list[str]:
    """The places of functions that are too long, docstring included."""
    return [
        f"{module.path}:{function.lineno} {function.name}"
        for module in modules
        for function in module.functions()
        if function.end_lineno - function.lineno + 1 > FUNCTION
    ]


def complex_functions(root: Path, paths: Sequence[str]) -> list[str] | None:
    """The functions with more paths than the limit (McCabe), by ruff; None without it."""
    command = [
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--select",
        "C901",
        "--output-format",
        "json",
    ]
    command += ["--config", f"lint.mccabe.max-complexity={COMPLEXITY}", *paths]
    found = _tool("ruff", command, root)
    return found and [
        f"{row['filename']}:{row['location']['row']} {row['message']}"
        for row in json.loads(found)
    ]


def type_errors(root: Path, paths: Sequence[str]) -> list[str] | None:
    """The errors of mypy in strict mode, whatever the settings of a project; None without mypy.

    Libraries without types count as untyped, and errors in other packages are theirs.
    """
    command = ["-m", "mypy", "--strict", "--config-file=", "--ignore-missing-imports"]
    command += [
        "--follow-imports=silent",
        "--no-error-summary",
        "--cache-dir",
        os.devnull,
    ]
    found = _tool("mypy", [*command, *paths], root)
    return found and [line for line in found.splitlines() if ": error:" in line]


def _tool(name: str, command: Sequence[str], root: Path) -> str | None:
    """What a tool prints in a folder, None where it is not installed."""
    if importlib.util.find_spec(name) is None:
        return None
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout or " "


@frozen
class Target:
    """What is measured: paths below a folder."""

    name: str
    root: Path
    paths: tuple[str, ...]

    def modules(self) -> list[Module]:
        """Its modules in the order of their paths."""
        files = (
            file
            for path in self.paths
            for file in sorted((self.root / path).rglob("*.py") or [self.root / path])
        )
        return [
            Module(file.relative_to(self.root), file.read_text("utf-8"))
            for file in files
        ]

    def top(self) -> int:
        """The modules and packages at the top of its packages, of a folder of packages none."""
        return sum(
            entry.suffix == ".py" or (entry / "__init__.py").exists()
            for path in self.paths
            if (self.root / path / "__init__.py").exists()
            for entry in (self.root / path).iterdir()
            if not entry.name.startswith("__")
        )


Places = list[str] | None
LISTED: dict[str, Callable[[Target, list[Module]], Places]] = {
    f"lines over {COLUMNS} columns": lambda target, modules: long_lines(
        modules, COLUMNS
    ),
    f"lines over {NARROW} columns": lambda target, modules: long_lines(modules, NARROW),
    f"files over {FILE} lines": lambda target, modules: [
        str(module.path) for module in modules if len(module.lines) > FILE
    ],
    f"functions over {FUNCTION} lines": lambda target, modules: long_functions(modules),
    f"functions of complexity over {COMPLEXITY}": lambda target, modules: (
        complex_functions(target.root, target.paths)
    ),
    "errors of mypy --strict": lambda target, modules: type_errors(
        target.root, target.paths
    ),
}


def column(target: Target) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The cells of a target by their row, and the places behind those that count places."""
    modules = target.modules()
    lines = sum(len(module.lines) for module in modules)
    places = {row: listed(target, modules) for row, listed in LISTED.items()}
    cells = {
        "lines": str(lines),
        "syntax nodes": str(sum(nodes(module.tree) for module in modules)),
        "syntax nodes for each line of a function": f"{load(modules):.1f}",
        **{
            row: "not installed" if each is None else str(len(each))
            for row, each in places.items()
        },
        "comments for each 100 lines": f"{100 * sum(map(comments, modules)) / max(lines, 1):.1f}",
        "modules and packages at the top": str(target.top()),
    }
    return cells, {row: each for row, each in places.items() if each}


def installed(package: str, folder: Path) -> Target:
    """A copy of a package that is installed; raises SystemExit where it is not.

    A type checker takes the folder that it runs in for the project, so it must hold nothing else.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed, or is no package")
    shutil.copytree(next(iter(spec.submodule_search_locations)), folder / package)
    return Target(package, folder, (package,))


def at_revision(revision: str, paths: Sequence[str], folder: Path) -> Target:
    """The paths as they were at a revision, those that did not exist left out."""
    archive = subprocess.run(
        ["git", "archive", revision], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return Target(
        revision, folder, tuple(path for path in paths if (folder / path).exists())
    )


def main() -> int:
    """Print the table, and with `--list` the places."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "paths", nargs="*", default=DEFAULT, help="below the repository"
    )
    parser.add_argument(
        "--revision", action="append", default=[], help="as it was then"
    )
    parser.add_argument("--beside", action="append", default=[], metavar="PACKAGE")
    parser.add_argument("--list", action="store_true", help="the places over a limit")
    options = parser.parse_args()
    here = Target("here", ROOT, tuple(options.paths))
    with tempfile.TemporaryDirectory() as folder:
        scratch = (Path(folder) / str(number) for number in itertools.count())
        before = [
            at_revision(name, options.paths, next(scratch)) for name in options.revision
        ]
        beside = [installed(package, next(scratch)) for package in options.beside]
        targets = [*before, here, *beside]
        columns = [column(target) for target in targets]
    print("|", *(f"| {target.name} " for target in targets), "|", sep="")
    print("|---" * (len(targets) + 1) + "|")
    for row in columns[0][0]:
        print("|", row, *(f"| {cells[row]}" for cells, _ in columns), "|")
    if options.list:
        for row, places in columns[targets.index(here)][1].items():
            print(f"\n{row}:", *places, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
