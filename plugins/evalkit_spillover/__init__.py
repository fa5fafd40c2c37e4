"""The spillover evaluator: do gains reach beyond the direct recipient?

What each measure is, method.md says.
"""

from pathlib import Path

from evalkit.plugin import Evaluator, hookimpl
from evalkit_spillover import markets, reach, sectors


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    """The one evaluator of this package."""
    method = (Path(__file__).parent / "method.md").read_text(encoding="utf-8")
    return [
        Evaluator(
            "spillover",
            [*reach.MEASURES, *sectors.MEASURES, *markets.MEASURES],
            method=method,
        )
    ]
