"""What code is measured: the modules of a checkout, of a revision or of an installed package."""

from __future__ import annotations

import ast
import importlib.util
import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ("evalkit", "plugins")
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


@frozen
class Target:
    """What is measured: paths below a folder."""

    name: str
    root: Path
    paths: tuple[str, ...]

    def modules(self) -> list[Module]:
        """Its modules in the order of their paths."""
        modules = []
        for path in self.paths:
            # a path may be that of one file
            for file in sorted((self.root / path).rglob("*.py")) or [self.root / path]:
                modules.append(
                    Module(file.relative_to(self.root), file.read_text("utf-8"))
                )
        return modules

    def top(self) -> int:
        """The modules and packages at the top of its packages, of a folder of packages none."""
        entries = 0
        for path in self.paths:
            folder = self.root / path
            if not _is_package(folder):
                continue
            for entry in folder.iterdir():
                is_module = entry.suffix == ".py" and not entry.name.startswith("__")
                entries += is_module or _is_package(entry)
        return entries


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


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
    archive = subprocess.check_output(["git", "archive", revision], cwd=ROOT)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    # a path may be younger than the revision
    there = [path for path in paths if (folder / path).exists()]
    return Target(revision, folder, tuple(there))
