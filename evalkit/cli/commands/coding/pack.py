"""`evalkit coding pack`: a blind package for a coder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from evalkit.cli.coders import require_name
from evalkit.cli.options import FILE, LANG, PATHS, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.steps import quoted, tell
from evalkit.locale import using_locale
from evalkit.model.vocabulary import CoderKind
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.session import Session

WORKBOOK = ".xlsx"
OTHER_FILES = (".csv", ".ods", ".xls", ".yaml", ".yml", ".json", ".md")
"""Endings of files that a package cannot be."""


@click.command("pack")
@PATHS
@click.option("--coder", required=True, metavar="NAME", help="Who codes, by one word.")
@click.option(
    "--kind",
    type=click.Choice(get_args(CoderKind)),
    default="person",
    show_default=True,
    help="What a model codes is a proposal until a person accepts it.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    required=True,
    metavar="DIR|FILE.xlsx",
    help="A folder of files, or a workbook with a sheet to fill in.",
)
@RUBRIC
@add(PLUGINS)
@LANG
@gathered(asked=Asked)
def pack(output: Path, coder: str, kind: str, asked: Asked) -> None:
    """Make a blind package for a coder: the sources and evidence of programs, the questions and
    anchors of the rubric, and a file to fill in. What others observed or coded is not in it.

    PATH is a file, a folder or the id of a program of the library. Nothing is overwritten. A
    workbook comes back with evalkit convert, files of a folder are copied beside the descriptions.
    """
    if not asked.paths:
        raise click.UsageError("name the programs to code: evalkit coding pack PATH")
    require_name("--coder", coder)
    ending = output.suffix.lower()
    if ending in OTHER_FILES:
        remedy = "write a folder, or a file that ends in .xlsx"
        raise click.UsageError(safe(f"-o {output}: {remedy}"))
    session = open_session(asked)
    # each once, though a file and its folder may both be named
    paths = [*dict.fromkeys(session.library.targets(asked.paths))]
    with using_locale(asked.lang):
        if ending != WORKBOOK:
            _folder(session, paths, coder, kind=kind, output=output)
        # a model reads files, and a sheet says that its coder is a person
        elif kind == "person":
            _workbook(session, paths, coder, output=output)
        else:
            raise click.UsageError(
                "a workbook is filled in by a person; give --kind a folder"
            )


def _folder(
    session: Session, paths: list[Path], coder: str, *, kind: str, output: Path
) -> None:
    """Make the package as a folder of files."""
    from evalkit.report.save import save_new
    from evalkit.session.coding.pack import package

    files = package(session, paths, coder, kind)
    tell("made", save_new(files, output))
    forms = f"{quoted(output)}/*.{coder}.yaml"
    steps = [
        f"{coder} answers every question in {forms}",
        f"evalkit check {quoted(output)}",
        f"evalkit coding seal {forms}",
    ]
    tell("next", steps)


def _workbook(session: Session, paths: list[Path], coder: str, *, output: Path) -> None:
    """Make the package as a workbook."""
    from evalkit.report.save import save_new
    from evalkit.session.coding.sheet import coding_workbook

    content = coding_workbook(session, paths, coder).content
    tell("made", save_new({Path(output.name): content}, output.parent))
    steps = [
        f"{coder} answers every question on the sheet coding",
        f"evalkit coding seal {quoted(output)}",
        f"evalkit convert {quoted(output)} --to {quoted(_home(paths))}",
    ]
    tell("next", steps)


def _home(paths: list[Path]) -> Path:
    """The folder of the descriptions, beside which coders' files stand; DIR where there are
    several.
    """
    # a sheet holds one coder's answers to all programs, and convert writes to one folder
    folders = {path.parent for path in paths}
    return folders.pop() if len(folders) == 1 else Path("DIR")
