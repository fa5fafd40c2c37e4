"""`evalkit template`: a workbook to fill in, which `evalkit convert` reads again."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.coders import require_name
from evalkit.cli.options import LANG, PATHS, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.steps import quoted, tell
from evalkit.cli.streams import note
from evalkit.model.words import first_few
from evalkit.report.safe import terminal as safe

NAMED = 10
"""Fields that a note names."""


@click.command("template")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    required=True,
    metavar="FILE",
    help="The workbook (.xlsx) to write.",
)
@click.option(
    "--coder",
    metavar="NAME",
    help="Write a sheet for the levels of a further coder, without what others have coded.",
)
@RUBRIC
@add(PLUGINS)
@LANG
@gathered(asked=Asked)
def command(output: Path, coder: str | None, asked: Asked) -> None:
    """Write a workbook to fill in: facts, observations with the question of each measure, evidence
    and sources of programs. With PATH it holds what these descriptions state.

    With --coder it is a sheet for the levels of a further coder of these programs: criteria,
    anchors and evidence, and nothing that others have observed or coded.

    evalkit convert FILE --to DIR reads it again, without a mapping. Nothing is overwritten.
    """
    from evalkit.locale import using_locale
    from evalkit.report.save import save_new
    from evalkit.session.coding.sheet import coding_workbook
    from evalkit.session.template import programs_workbook

    _refuse(output, coder, asked)
    session = open_session(asked)
    paths = session.library.targets(asked.paths) if asked.paths else []
    with using_locale(asked.lang):
        if coder:
            content, left_out = coding_workbook(session, paths, coder)
        else:
            content, left_out = programs_workbook(session, paths)
    (written,) = save_new({Path(output.name): content}, output.parent)
    tell("made", [str(written)])
    # the writer has read every cell again: what does not come back is named (decision 0076)
    if left_out:
        note(safe(f"warning: a workbook cannot hold {first_few(left_out, NAMED)}"))
    tell("next", [f"evalkit convert {quoted(written)} --to DIR"])


def _refuse(output: Path, coder: str | None, asked: Asked) -> None:
    """Fail for what cannot be written."""
    if output.suffix.lower() != ".xlsx":
        fault = f"{output}: a template is a workbook; name it .xlsx"
        raise click.UsageError(safe(fault))
    if coder is None:
        return
    if not asked.paths:
        raise click.UsageError(
            "--coder needs the programs to code: evalkit template PATH --coder"
        )
    require_name("--coder", coder)
