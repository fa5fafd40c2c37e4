"""The regional fit evaluator: does the program answer the region?

What each measure is, method.md says.
"""

from pathlib import Path

from evalkit.plugin import Evaluator, hookimpl
from evalkit_regional_fit import economy, governance, portfolios


@hookimpl
def evalkit_evaluators() -> list[Evaluator]:
    """The one evaluator of this package."""
    method = (Path(__file__).parent / "method.md").read_text(encoding="utf-8")
    return [
        Evaluator(
            "regional_fit",
            [*economy.MEASURES, *portfolios.MEASURES, *governance.MEASURES],
            method=method,
        )
    ]
