"""`evalkit coding seal`: fix what a coder answered, by its digest."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli.new import tell
from evalkit.cli.options import FILE


@click.command("seal")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
def seal(files: tuple[Path, ...]) -> None:
    """Fix coders' files by their digests, so that a later change is seen.

    The seal of a file stands beside it (FILE.sha256) and holds the line that sha256sum -c checks.
    check and agreement name a file that has changed since. A seal is never written over.
    """
    from evalkit.session.coding.seals import seal_files

    tell("made", seal_files(files))
