"""The rubrics, report formats and readers that come with evalkit, handed over through the same hooks as a stranger's."""

from __future__ import annotations

from pathlib import Path

from evalkit.plugin import Reader, Writer, hookimpl
from evalkit.read.bundled import bundled


@hookimpl
def evalkit_rubrics() -> list[Path]:
    """The rubric files of the distribution."""
    return sorted(bundled("rubrics").glob("*.yaml"))


@hookimpl
def evalkit_writers() -> list[Writer]:
    """Text, JSON, CSV and Markdown."""
    return [Writer(name, f"evalkit.report.{module}") for name, module in
            {"text": "terminal", "json": "json", "csv": "csv", "md": "markdown"}.items()]  # fmt: skip


@hookimpl
def evalkit_readers() -> list[Reader]:
    """Tables in CSV."""
    return [Reader("csv", [".csv"], "evalkit.read.table")]
