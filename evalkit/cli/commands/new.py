"""`evalkit new`: a plugin, a rubric or a program to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import click

from evalkit.cli.options import FOLDER
from evalkit.cli.steps import quoted, tell
from evalkit.report.save import save_new

Kind = Literal["plugin", "rubric", "program"]


@click.command("new")
@click.argument("kind", type=click.Choice(get_args(Kind)))
@click.argument("name")
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    default=".",
    show_default=True,
    help="Folder to make it in.",
)
@click.option(
    "--like",
    metavar="RUBRIC",
    help="Make the new rubric a full copy of this one, by its id.",
)
def command(kind: Kind, name: str, folder: Path, like: str | None) -> None:
    """Make a new plugin (a folder evalkit-NAME) or rubric (a file NAME.yaml) that works as it
    is, or the skeleton of a program (a file NAME.yaml) to fill in; nothing is overwritten.
    """
    from evalkit.cli.scaffold import SCHEMAS, files

    if like is not None and kind != "rubric":
        raise click.UsageError(
            f"--like copies a rubric: evalkit new rubric {name} --like {like}"
        )
    # Beside the new file, or beside its folder, as `evalkit init` lays them out.
    places = (SCHEMAS, f"../{SCHEMAS}")
    existing = [place for place in places if (folder / place).is_dir()]
    schemas = existing[0] if existing else SCHEMAS
    # never over a file that is there: somebody may have filled in half of it
    made = save_new(files(kind, name, schemas, like), folder)
    tell("made", made)
    tell("next", _next(kind, name, folder, has_schemas=bool(existing)))


def _next(kind: Kind, name: str, folder: Path, has_schemas: bool) -> list[str]:
    from evalkit.cli.scaffold import SCHEMAS

    if kind == "plugin":
        package = folder / f"evalkit-{name}"
        example = quoted(package / "example.yaml")
        return [
            f"pip install -e {quoted(package)}",
            f"evalkit plugins test {name}",
            f"evalkit score {example} --rubric {name}",
        ]
    path = quoted(folder / f"{name}.yaml")
    lines = [f"evalkit check {path}"]
    if kind == "rubric":
        lines.append(f"evalkit score PROGRAM --rubric {path}")
    else:
        lines.append(f"evalkit score {path} -v")
    # without them the first line of the new file leads an editor nowhere
    if not has_schemas:
        lines.append(f"evalkit schema --write {quoted(folder / SCHEMAS)}")
    return lines
