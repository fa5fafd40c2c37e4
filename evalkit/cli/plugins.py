"""`evalkit plugins`: what is installed, what it brings, and what is broken."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evalkit.plugin import host


@click.command("plugins")
@click.option("--plugin", "paths", multiple=True, type=click.Path(path_type=Path), help="Python file with a plugin.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], form: str) -> None:
    """List plugins with version, origin and what they bring; a broken one is listed with its error."""
    rows = [
        {
            "name": plugin.name, "version": plugin.version, "distribution": plugin.distribution, "origin": plugin.origin,
            "error": plugin.error, "evaluators": _ids(plugin, "evalkit_evaluators", "id"), "rubrics": _ids(plugin, "evalkit_rubrics", "stem"),
            "formats": _ids(plugin, "evalkit_writers", "name"),
        }
        for plugin in host.survey(paths)
    ]  # fmt: skip
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        brings = [f"{kind} {', '.join(row[kind])}" for kind in ("evaluators", "rubrics", "formats") if row[kind]]
        click.echo(f"{row['name']:16}{row['version']:10}{row['error'] or '; '.join(brings)}  ({row['origin']})")


def _ids(plugin: host.Plugin, hook: str, name: str) -> list[str]:
    function = getattr(plugin.module, hook, None)
    return [str(getattr(item, name)) for item in (function() or ())] if function else []
