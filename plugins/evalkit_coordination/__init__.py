"""The coordination evaluator: do the actors who need each other act together?

What each measure is, method.md says.
"""

from pathlib import Path

from evalkit.plugin import Evaluator, hookimpl
from evalkit_coordination import brokerage, firms, organizations, projects


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    """The one evaluator of this package."""
    method = (Path(__file__).parent / "method.md").read_text(encoding="utf-8")
    measures = [
        *organizations.MEASURES,
        *firms.MEASURES,
        *projects.MEASURES,
        *brokerage.MEASURES,
    ]
    return [Evaluator("coordination", measures, method=method)]
