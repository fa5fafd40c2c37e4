"""Breaks the judgment on purpose: `python tools/mutants.py [--count 40] [--seed 1]`.

Each mutant is a copy of the repository with one change in the engine or in comparing: another
operator, another constant, min for max, a condition turned around, a statement dropped. The tests
of the judgment should fail on it. Those on which they pass are printed as differences: either the
change means nothing, or a property has no test. `--skip 15` goes on where an earlier run ended.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
# The aggregators hold the formulas of scores; what else lies deeper has tests elsewhere.
BROKEN = ("evalkit/engine", "evalkit/engine/aggregators", "evalkit/comparison")
TESTS = ("tests/judgment",)
TIMEOUT = 300
"""Seconds, several times what the tests take: a mutant may loop for ever."""
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
        before, after = self.before.splitlines(), self.after.splitlines()
        lines = difflib.unified_diff(
            before, after, self.path, self.path, n=2, lineterm=""
        )
        return "\n".join(lines)


def mutants(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    for node in _nodes(ast.parse(text)):
        for changed in _changes(node):
            after = _replaced(text, node, changed)
            yield Mutant(path, node.lineno, text, after)


def _nodes(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What may be changed: no text, no import, no annotation and no decorator."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, UNTOUCHED) or child in _declared(node):
            continue
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        yield from _nodes(child)


def _declared(node: ast.AST) -> list[ast.AST]:
    """The annotations and decorators of a node."""
    declared = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    return [*declared, *getattr(node, "decorator_list", [])]


def _changes(node: ast.expr | ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.expr):
        yield from _expressions(node)
    else:
        yield from _statements(node)


def _statements(node: ast.stmt) -> Iterator[str]:
    """A statement that changes something may be dropped."""
    match node:
        case ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield "pass"
        case ast.Expr(ast.Call()):
            yield "pass"


def _expressions(node: ast.expr) -> Iterator[str]:
    """What may stand instead of an expression."""
    match node:
        case ast.Compare(left, operators, comparators):
            for index, operator in enumerate(operators):
                changed = [*operators]
                changed[index] = COMPARISONS[type(operator)]()
                yield ast.unparse(ast.Compare(left, changed, comparators))
        case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
            yield ast.unparse(ast.BinOp(left, ARITHMETIC[type(operator)](), right))
        case ast.BoolOp(operator, values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield ast.unparse(ast.BoolOp(other, values))
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield ast.unparse(operand)
        case ast.IfExp(_, body, otherwise):
            yield ast.unparse(body)
            yield ast.unparse(otherwise)
        case ast.Name(name) if name in FUNCTIONS:
            yield FUNCTIONS[name]
        case ast.Constant(value):
            yield from _constants(value)


def _constants(value: object) -> Iterator[str]:
    """Another constant: the opposite, the next number, a share that is a little larger."""
    # first, for Python takes a bool for a number
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, int):
        yield repr(value + 1)
    elif isinstance(value, float):
        yield repr(value * 1.1 or 0.1)  # a tenth more of nothing is nothing


def _replaced(text: str, node: ast.expr | ast.stmt, changed: str) -> str:
    """The text with another source of a node; columns of a node count bytes."""
    content = text.encode()
    lengths = map(len, content.splitlines(keepends=True))
    starts = [*accumulate(lengths, initial=0)]
    # the parser gives both; ast asks for neither, for nodes that are made by hand
    assert node.end_lineno is not None and node.end_col_offset is not None
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    # in brackets, for what stands around it may bind more closely
    bracketed = f"({changed})" if isinstance(node, ast.expr) else changed
    return (content[:begin] + bracketed.encode() + content[end:]).decode()


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
    # -x: one test that fails is enough
    command = [sys.executable, *"-m pytest -x -q -p no:cacheprovider".split(), *TESTS]
    path = f"{folder}{os.pathsep}{folder / 'plugins'}"
    environment = {**os.environ, "PYTHONPATH": path}
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
    tried_before = "so many of them were tried before"
    parser.add_argument("--skip", type=int, default=0, help=tried_before)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    possible = [*_possible()]
    count = min(options.count, len(possible))
    # drawn before any is skipped, so that a run that goes on has the same ones
    chosen = random.Random(options.seed).sample(possible, count)
    survivors = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = copied(Path(scratch))
        # tests that fail anyway would kill every mutant
        if not passes(folder):
            print("the tests fail without any mutant")
            return 1
        for number, mutant in enumerate(chosen[options.skip :], options.skip + 1):
            alive = survives(mutant, folder)
            survivors += alive
            became = "survived" if alive else "killed"
            print(f"{number} {became} {mutant.path}:{mutant.line}", flush=True)
            if alive:
                print(mutant.difference(), flush=True)
    tried = count - options.skip
    print(f"{tried - survivors} of {tried} killed, of {len(possible)} possible ones")
    return 0


def _possible() -> Iterator[Mutant]:
    """Every mutant of the code that judges."""
    for folder in BROKEN:
        for path in sorted((ROOT / folder).glob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield from mutants(name, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
