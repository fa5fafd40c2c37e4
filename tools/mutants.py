"""Breaks the judgment on purpose: `python tools/mutants.py [--count 40] [--seed 1]`.

Each mutant is a copy of the repository with one change in the engine or in comparing: another
operator, another constant, min for max, a condition turned around, a statement dropped. The tests
of the judgment should fail on it. Those on which they pass are printed as differences: either the
change means nothing, or a property has no test. `--skip 15` goes on where an earlier run ended.
"""

from __future__ import annotations

import argparse
import ast
import copy
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
BROKEN = ("evalkit/engine", "evalkit/comparison")
TESTS = ("tests/judgment",)
TIMEOUT = 300
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
UNTOUCHED = (ast.JoinedStr, ast.Import, ast.ImportFrom)
"""Texts with values in them are no judgment, and a missing import fails anywhere."""


@frozen
class Mutant:
    """A file with one change."""

    path: str
    line: int
    before: str
    after: str

    def difference(self) -> str:
        """What was changed."""
        lines = difflib.unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            self.path,
            self.path,
            "",
            "",
            2,
            "",
        )
        return "\n".join(lines)


def mutants(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    for node in _nodes(ast.parse(text)):
        for changed in (
            _expressions(node) if isinstance(node, ast.expr) else _statements(node)
        ):
            after = _replaced(text, node, changed)
            yield Mutant(path, node.lineno, text, after)


def _nodes(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What may be changed: no text, no import, no annotation and no decorator."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, UNTOUCHED):
                if isinstance(child, ast.expr | ast.stmt):
                    yield child
                yield from _nodes(child)


def _statements(node: ast.stmt) -> Iterator[str]:
    """A statement that changes something may be dropped."""
    if isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "pass"


def _expressions(node: ast.expr) -> Iterator[str]:
    """What may stand instead of an expression."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            yield _changed(
                node, lambda twin, i=index, o=operator: _set_operator(twin, i, o)
            )
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield _changed(
            node, lambda twin: setattr(twin, "op", ARITHMETIC[type(node.op)]())
        )
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _changed(node, lambda twin: setattr(twin, "op", other))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield ast.unparse(node.operand)
    elif isinstance(node, ast.IfExp):
        yield ast.unparse(node.body)
        yield ast.unparse(node.orelse)
    elif isinstance(node, ast.Name) and node.id in FUNCTIONS:
        yield FUNCTIONS[node.id]
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)


def _set_operator(twin: ast.Compare, index: int, operator: ast.cmpop) -> None:
    twin.ops[index] = COMPARISONS[type(operator)]()


def _constants(value: object) -> Iterator[str]:
    """Another constant: the opposite, the next number, a share that is a little larger."""
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, int):
        yield repr(value + 1)
    elif isinstance(value, float):
        yield repr(value * 1.1 or 0.1)


def _changed(node: ast.expr, change: Callable[[ast.expr], None]) -> str:
    twin = copy.deepcopy(node)
    change(twin)
    return ast.unparse(twin)


def _replaced(text: str, node: ast.expr | ast.stmt, changed: str) -> str:
    """The text with another source of a node; columns of a node count bytes."""
    lines = text.encode().splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno - 1
    head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    bracketed = f"({changed})" if isinstance(node, ast.expr) else changed
    return b"".join(
        [*lines[:first], head, bracketed.encode(), tail, *lines[last + 1 :]]
    ).decode()


def survives(mutant: Mutant, folder: Path) -> bool:
    """Whether the tests of the judgment pass on it, in a copy of the repository."""
    path = folder / mutant.path
    path.write_text(mutant.after, encoding="utf-8")
    try:
        return passes(folder)
    finally:
        path.write_text(mutant.before, encoding="utf-8")


def passes(folder: Path) -> bool:
    """Whether the tests pass in a folder; those that take too long do not."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        *TESTS,
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'plugins'}",
    }
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def copied(folder: Path) -> Path:
    """The files of the repository, as they are now, in another folder."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def main() -> int:
    """Print every mutant with what became of it; 1 where the tests fail without any."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument(
        "--skip", type=int, default=0, help="so many of them were tried before"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    possible = [
        mutant
        for folder in BROKEN
        for path in sorted((ROOT / folder).glob("*.py"))
        for mutant in mutants(
            path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        )
    ]
    chosen = random.Random(options.seed).sample(
        possible, min(options.count, len(possible))
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = copied(Path(scratch))
        if not passes(folder):
            print("the tests fail without any mutant")
            return 1
        survivors = 0
        for number, mutant in enumerate(chosen[options.skip :], options.skip + 1):
            alive = survives(mutant, folder)
            survivors += alive
            print(
                f"{number} {'survived' if alive else 'killed'} {mutant.path}:{mutant.line}"
            )
            if alive:
                print(mutant.difference(), flush=True)
    tried = len(chosen) - options.skip
    print(f"{tried - survivors} of {tried} killed, of {len(possible)} possible ones")
    return 0


if __name__ == "__main__":
    sys.exit(main())
