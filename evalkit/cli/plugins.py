"""`evalkit plugins`: what is installed, what it brings, and what is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from evalkit.plugin import host


@click.command("plugins")
@click.option("--plugin", "paths", multiple=True, type=click.Path(path_type=Path), help="Python file with a plugin.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], form: str) -> None:
    """List plugins with version, origin and what they bring; a broken one is listed with its error."""
    rows = [_row(plugin) for plugin in host.survey(paths)]
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        brings = [f"{kind} {', '.join(row[kind])}" for kind in ("evaluators", "rubrics", "formats") if row[kind]]
        click.echo(f"{row['name']:16}{row['version']:14}{row['error'] or '; '.join(brings)}  ({row['origin']})")


def _row(plugin: host.Plugin) -> dict[str, Any]:
    brought = list(plugin.brings())
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "origin": plugin.origin,
        "hooks": list(plugin.hooks),
        "evaluators": [name for kind, name in brought if kind == "evaluators"],
        "measures": {each.id: [measure.id for measure in each.measures] for each in plugin.evaluators},
        "rubrics": [name for kind, name in brought if kind == "rubrics"],
        "formats": [name for kind, name in brought if kind == "writers"],
        "error": plugin.error,
    }
