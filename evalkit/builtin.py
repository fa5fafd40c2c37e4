"""The rubrics, report formats, readers and aggregators that come with evalkit, handed over through
the same hooks as a stranger's.
"""

from __future__ import annotations

from pathlib import Path

from evalkit.engine import aggregators
from evalkit.plugin import Aggregation, Reader, Writer, hookimpl
from evalkit.read.bundled import bundled


@hookimpl
def evalkit_rubrics() -> list[Path]:
    """The rubric files of the distribution."""
    return sorted(bundled("rubrics").glob("*.yaml"))


@hookimpl
def evalkit_writers() -> list[Writer]:
    """Text, tables, pages and workbooks."""
    return [
        Writer("text", "evalkit.report.terminal.text", [".txt"]),
        Writer("json", "evalkit.report.json"),
        Writer("csv", "evalkit.report.csv"),
        Writer("md", "evalkit.report.markdown"),
        Writer("html", "evalkit.report.html"),
        Writer("latex", "evalkit.report.latex", [".tex"]),
        Writer("xlsx", "evalkit.report.xlsx"),
        Writer("docx", "evalkit.report.docx"),
        Writer("jsonl", "evalkit.report.jsonl"),
        Writer("parquet", "evalkit.report.parquet"),
        Writer("sqlite", "evalkit.report.sqlite"),
    ]


@hookimpl
def evalkit_readers() -> list[Reader]:
    """Tables in text, workbooks and JSON lines; activities of IATI.

    Other readers may take `.xml`: --reader iati names ours.
    """
    return [
        Reader(
            "table",
            "evalkit.read.tables",
            [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".jsonl", ".ndjson"],
        ),
        Reader("iati", "evalkit.read.iati", [".iati", ".iati.xml"]),
    ]


@hookimpl
def evalkit_aggregators() -> list[Aggregation]:
    """The weighted means and the minimum."""
    return aggregators.own()
