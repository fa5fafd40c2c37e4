"""What a run keeps beside its reports: itself in a history, and all of it in a crate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import FILE, Asked
from evalkit.cli.streams import note
from evalkit.model.errors import InputError, OutputError
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard

KINDS = ("cards", "comparison", "perspectives")
"""The kinds of results that evalkit reads again."""

OPTIONS = (
    click.option(
        "--history",
        type=FILE,
        metavar="FILE",
        help="Keep this run in a SQLite file, which evalkit history lists and compares.",
    ),
    click.option(
        "--crate",
        type=FILE,
        metavar="DIR",
        help="Write the result, its page and every file that it was made from into a new folder,"
        " described as an RO-Crate, which evalkit verify checks.",
    ),
)


def is_asked(asked: Asked) -> bool:
    """Whether the options ask for anything that needs the whole result."""
    return bool(asked.history or asked.crate)


def refuse(kind: str, asked: Asked) -> None:
    """Fail where a kind of result is to be kept that nobody could read again."""
    if kind not in KINDS and is_asked(asked):
        raise click.UsageError(
            "--history and --crate keep report cards and comparisons, and this is neither"
        )


def keep(kind: str, result: Any, chosen: Asked) -> ExitCode:
    """Keep a result where the options ask for that; what fails costs only itself."""
    codes = []
    for path, function in ((chosen.history, _in_history), (chosen.crate, _in_crate)):
        if path:
            keeping = partial(function, path, kind, result, lang=chosen.lang)
            codes.append(_kept(keeping, chosen.quiet))
    return worst(*codes)


def _kept(keeping: Callable[[], str], is_quiet: bool) -> ExitCode:
    try:
        outcome = keeping()
    except OutputError as error:
        note(safe(f"error: {error}"))
        return ExitCode.FAILED
    except InputError as error:
        note(safe(f"error: {error}"))
        return ExitCode.BAD_INPUT
    if not is_quiet:
        note(safe(outcome))
    return ExitCode.DONE


def _in_history(path: Path, kind: str, result: Any, *, lang: str) -> str:
    from evalkit.plugin import Options
    from evalkit.report import json
    from evalkit.session.history import History

    # As JSON in any case: it is the only form that is read again.
    text = getattr(json, kind)(result, Options(lang=lang))
    number = History(path).add(kind, text, _cards(result))
    return f"kept as run {number} of {path}"


def _in_crate(path: Path, kind: str, result: Any, *, lang: str) -> str:
    from evalkit.plugin import Options
    from evalkit.read.folders import RESULT
    from evalkit.report import html, json
    from evalkit.session.crate import PAGE, write_crate

    options = Options(lang=lang)
    # the result for programs and verify, the page for people who are given the folder
    contents = {
        RESULT: getattr(json, kind)(result, options).encode(),
        PAGE: getattr(html, kind)(result, options).encode(),
    }
    write_crate(path, _cards(result), contents, [Path()])
    return f"wrote the crate {path}"


def _cards(result: Any) -> Sequence[ReportCard]:
    cards: Sequence[ReportCard] = getattr(result, "cards", result)
    return cards
