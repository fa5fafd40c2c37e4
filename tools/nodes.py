"""Count the syntax nodes of the judgment, by file: `python tools/nodes.py [REVISION]`, of the
working tree without a revision.

Docstrings are not counted, and neither are the tables of the rubrics, which are no code.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JUDGMENT = (
    "measure",
    "observe",
    "levels",
    "rate",
    "grade",
    "combine",
    "simulate",
    "seeds",
    "contrast",
    "caveats",
    "promises",
)
"""The modules that turn facts, observations and codings into levels, scores and comparisons."""


def count(text: str) -> int:
    """The syntax nodes of a module without its docstrings.

    Raises SyntaxError for what is no Python.
    """
    return sum(1 - _docstring(node) for node in ast.walk(ast.parse(text)))


def _docstring(node: ast.AST) -> int:
    """The nodes of the docstring-like texts that stand right in a node: a statement that is a text,
    and the text.
    """
    body = getattr(node, "body", ())
    return 2 * sum(map(_is_text, body)) if isinstance(body, list) else 0


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def source(module: str, revision: str) -> str:
    """The text of a module, of the working tree where there is no revision.

    Empty where it does not exist.
    """
    path = f"evalkit/{module}.py"
    if not revision:
        file = ROOT / path
        return file.read_text(encoding="utf-8") if file.exists() else ""
    shown = subprocess.run(
        ["git", "show", f"{revision}:{path}"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return shown.stdout if shown.returncode == 0 else ""


def main(revision: str = "") -> int:
    """Print the count of each module and their sum."""
    counts = {module: count(source(module, revision)) for module in JUDGMENT}
    for module, nodes in counts.items():
        print(f"{module:<10}{nodes:>6}")
    print(f"{'sum':<10}{sum(counts.values()):>6}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
