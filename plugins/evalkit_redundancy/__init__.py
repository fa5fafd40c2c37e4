"""The redundancy evaluator: is the program free from wasteful duplication?

What each measure is, method.md says.
"""

from pathlib import Path

from evalkit.plugin import Evaluator, hookimpl
from evalkit_redundancy import cells, glut, overlap, roles


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    """The one evaluator of this package."""
    method = (Path(__file__).parent / "method.md").read_text(encoding="utf-8")
    return [
        Evaluator(
            "redundancy",
            [*cells.MEASURES, *overlap.MEASURES, *glut.MEASURES, *roles.MEASURES],
            method=method,
        )
    ]
