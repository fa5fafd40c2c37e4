"""`evalkit schema`: JSON Schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evalkit.read.schema import KINDS, json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(list(KINDS)), default="program")
@click.option(
    "--write", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write the schemas of all kinds into a folder."
)
def command(kind: str, write: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or write all of them; the first line of a description points its editor there."""
    if write is None:
        click.echo(_text(kind), nl=False)
        return
    write.mkdir(parents=True, exist_ok=True)
    for each in KINDS:
        path = write / f"{each}.schema.json"
        beside = path.with_suffix(".part")
        beside.write_text(_text(each), encoding="utf-8")
        beside.replace(path)
        click.echo(
            f"wrote {path}; first line of a {each} file in {write.parent}: # yaml-language-server: $schema={write.name}/{path.name}",
            err=True,
        )


def _text(kind: str) -> str:
    return json.dumps(json_schema(kind), indent=1, ensure_ascii=False) + "\n"
