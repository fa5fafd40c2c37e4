"""What shows itself in a notebook: the base of results from Python, and answers on robustness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.model.frozen import frozen
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options

if TYPE_CHECKING:
    from pandas import DataFrame


class Shown:
    """What shows itself in a notebook, as HTML, and where IPython has none, as the text of the
    terminal.
    """

    __slots__ = ()

    def _result(self) -> tuple[str, Any]:
        """The kind of result that a writer is asked for, and the result."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        # Jinja2 is not needed by those who look at numbers alone.
        from evalkit.report.html import fragment

        kind, result = self._result()
        shown: str = getattr(fragment, kind)(result, Options())
        return shown

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from click import unstyle

        from evalkit.report.terminal import text as terminal

        kind, result = self._result()
        printer.text(unstyle(getattr(terminal, kind)(result, Options())).rstrip())


@frozen
class Answered(Shown, Examined):
    """An answer about robustness: `result` holds every number, as the JSON of the command does."""

    def _result(self) -> tuple[str, Any]:
        return "robustness", self

    def frame(self, table: str = "") -> DataFrame:
        """A tidy frame of one of its tables, by default of that which it is asked for: checks,
        programs, factors, useful or dimensions.

        Raises ValueError with the names of its tables for another one.
        """
        from evalkit.report.frame import finding_frame

        return finding_frame(self.result, table)
