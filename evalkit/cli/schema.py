"""`evalkit schema`: JSON Schema for editors, and of the results."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evalkit.read.schema import KINDS, json_schema
from evalkit.report.contract import contract

RESULTS = "results"
"""What `--format json` prints; the other kinds are files that people write."""


@click.command("schema")
@click.argument("kind", type=click.Choice([*KINDS, RESULTS]), default="program")
@click.option(
    "--write", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write the schemas of all kinds into a folder."
)
def command(kind: str, write: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or of the results that --format json prints; or write all of them into a folder.

    The first line of a description points its editor there.
    """
    if write is None:
        click.echo(_text(kind), nl=False)
        return
    write.mkdir(parents=True, exist_ok=True)
    for each in (*KINDS, RESULTS):
        path = write / f"{each}.schema.json"
        beside = path.with_suffix(".part")
        beside.write_text(_text(each), encoding="utf-8")
        beside.replace(path)
        click.echo(f"wrote {path}{'' if each == RESULTS else _hint(path)}", err=True)


def _hint(path: Path) -> str:
    """How a file names its schema to an editor."""
    folder = path.parent
    return f"; first line of such a file in {folder.parent}: # yaml-language-server: $schema={folder.name}/{path.name}"


def _text(kind: str) -> str:
    return json.dumps(contract() if kind == RESULTS else json_schema(kind), indent=1, ensure_ascii=False) + "\n"
