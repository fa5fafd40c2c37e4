"""Names of coders, as commands take them."""

from __future__ import annotations

import re

import click

from evalkit.report.safe import terminal as safe


def require_name(option: str, name: str) -> None:
    """Refuse a name that cannot be that of a coder, or that stands for what was settled: levels in
    a file of that name count for those of all coders.
    """
    from evalkit.read.filled.coding import NAME
    from evalkit.session.coding.seals import SETTLED

    # the name becomes a part of the name of a file: ID.NAME.yaml
    if not re.fullmatch(NAME.pattern, name):
        raise click.UsageError(safe(f"{option} {name}: write {NAME.words}"))
    if name in SETTLED:
        raise click.UsageError(
            f"{option} {name}: what is {name} stands under this name"
        )


def require_text(option: str, text: str) -> None:
    """Refuse an option that says nothing."""
    if not text.strip():
        raise click.UsageError(f"{option} is empty")
