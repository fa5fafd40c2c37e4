"""`evalkit coding seal`: fix what a coder answered, by its digest."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.options import FILE
from evalkit.cli.steps import tell


@click.command("seal")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
def seal(files: tuple[Path, ...]) -> None:
    """Fix coders' files by their digests, so that a later change is seen: a file in YAML, a coding
    sheet (XLSX) or a table of answers (CSV).

    The seal of a file stands beside it (FILE.sha256) and holds the line that sha256sum -c checks.
    check and agreement name a file that has changed since; convert seals what it makes of a sealed
    sheet. A seal is never written over.
    """
    from evalkit.session.coding.seals import seal_files

    made, notes = seal_files(files)
    tell("made", made)
    tell("note", notes)
