"""What a run keeps beside its reports: itself in a history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import FILE
from evalkit.cli.streams import note
from evalkit.model.errors import InputError, OutputError
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard

KEY = "evalkit.keeping"
"""Where a context keeps what was asked for."""


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"{KEY}.{parameter.name}"] = value


OPTIONS = (
    click.option(
        "--history",
        type=FILE,
        metavar="FILE",
        expose_value=False,
        callback=_keep,
        help="Keep this run in a SQLite file, which evalkit history lists and compares.",
    ),
)


def asked(name: str) -> Path | None:
    """The path that an option of this module names; None without it."""
    context = click.get_current_context(silent=True)
    return context.meta.get(f"{KEY}.{name}") if context else None


def is_asked() -> bool:
    """Whether the options ask for anything that needs the whole result."""
    return any(asked(name) for name in ("history",))


def keep(kind: str, result: Any, quiet: bool) -> ExitCode:
    """Keep a result where the options ask for that; what fails costs only itself."""
    codes = []
    if path := asked("history"):
        codes.append(_kept(path, kind, result, quiet))
    return worst(*codes)


def _kept(path: Path, kind: str, result: Any, quiet: bool) -> ExitCode:
    from evalkit.plugin import Options
    from evalkit.report import json
    from evalkit.session.history import History

    cards: Sequence[ReportCard] = getattr(result, "cards", result)
    try:
        text = getattr(json, kind)(result, Options())
        number = History(path).add(kind, text, cards)
    except (OutputError, InputError) as error:
        note(safe(f"error: {error}"))
        return ExitCode.FAILED
    if not quiet:
        note(safe(f"kept as run {number} of {path}"))
    return ExitCode.DONE
