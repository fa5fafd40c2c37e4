"""`evalkit schema`: JSON Schema for editors, and of the results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.options import FOLDER, KINDS, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit_data, note
from evalkit.report.safe import terminal as safe
from evalkit.report.save import save

if TYPE_CHECKING:
    from evalkit.model.plugin_facts import PluginFacts
    from evalkit.plugin import Measure

RESULTS = "results"
"""What `--format json` prints."""


@click.command("schema")
@click.argument("kind", type=click.Choice([*KINDS, RESULTS]), default="program")
@RUBRIC
@add(PLUGINS)
@click.option(
    "--write",
    type=FOLDER,
    metavar="DIR",
    help="Write the schemas of all kinds into a folder.",
)
@gathered(asked=Asked)
def command(kind: str, write: Path | None, asked: Asked) -> None:
    """Print the JSON Schema of a kind of file, or of the results that --format json prints; or
    write all of them into a folder.

    The first line of a description points its editor there. A description may state the measures
    that are installed, and those of the rubric.
    """
    session = open_session(asked, broken=True)
    measures, facts = session.judging.known_measures(), session.host.facts()
    if write is None:
        emit_data(_text(kind, measures, facts))
        return
    paths = {name: write / f"{name}.schema.json" for name in (*KINDS, RESULTS)}
    # all of them or none: an editor that finds some would check files by two editions
    save({path: _text(name, measures, facts) for name, path in paths.items()})
    for name, path in paths.items():
        # Nobody writes results by hand, so that no editor needs their schema.
        hint = "" if name == RESULTS else f"; {_hint(path)}"
        note(safe(f"wrote {path}{hint}"))


def _hint(path: Path) -> str:
    """How a file names its schema to an editor."""
    folder = path.parent
    line = f"# yaml-language-server: $schema={folder.name}/{path.name}"
    return f"first line of such a file in {folder.parent}: {line}"


def _text(kind: str, measures: Mapping[str, Measure], facts: type[PluginFacts]) -> str:
    from evalkit.read.codec.result_schema import results_schema
    from evalkit.read.codec.schema import json_schema

    is_of_results = kind == RESULTS
    schema = results_schema() if is_of_results else json_schema(kind, measures, facts)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
