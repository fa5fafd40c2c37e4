"""`evalkit init`: a folder to work in."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.options import FOLDER, Asked
from evalkit.cli.run import open_session
from evalkit.cli.steps import quoted, tell
from evalkit.report.save import save_missing


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=FOLDER, default=".")
def command(folder: Path) -> None:
    """Make a folder to work in: an example, a rubric of your own, and schemas for your editor; what
    is there already is left alone.
    """
    from evalkit.cli.scaffold import workplace

    # those that are installed, so that an editor knows the measures of plugins as well
    measures = open_session(Asked(), broken=True).judging.known_measures()
    made, kept = save_missing(workplace(measures), folder)
    tell("made", made)
    tell("left alone, because it is there", kept)
    programs, rubric = folder / "programs", folder / "rubrics" / "my-rubric.yaml"
    steps = [
        f"evalkit check {quoted(folder)}",
        f"evalkit score {quoted(programs / 'example.yaml')} --rubric {quoted(rubric)}",
        f"evalkit new program MY-ID --dir {quoted(programs)}",
    ]
    tell("next", steps)
