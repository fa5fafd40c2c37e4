"""`evalkit portfolio`: which of many programs overlap, where and at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from evalkit.cli.deliver import deliver
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.options import (
    FILE,
    PATHS,
    PLUGINS,
    TALK,
    WRITE,
    Asked,
    NumberRange,
    add,
    gathered,
)
from evalkit.cli.progress import watched
from evalkit.cli.run import host
from evalkit.cli.streams import note
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.read.work_list import WorkList
    from evalkit.session.stock import Stock

WANTED = (
    click.option(
        "--against",
        type=FILE,
        metavar="DRAFT",
        help="Compare a draft with the programs: duplicates, neighbors, whom to ask, what is new.",
    ),
    click.option(
        "--with-proposed",
        is_flag=True,
        help="Count functions that names only suggest; the result says so.",
    ),
    click.option(
        "--nationwide",
        is_flag=True,
        help="Take national programs that name no region as serving the whole country.",
    ),
    click.option(
        "--likeness",
        type=NumberRange(0.3, 1),
        default=0.6,
        show_default=True,
        help="The likeness of names, 0 to 1, from which they count as a family.",
    ),
    click.option(
        "--work-list",
        type=FILE,
        metavar="FILE",
        help="Work list (CSV or XLSX) of an earlier run, with what was filled in and accepted.",
    ),
    click.option(
        "--accept",
        "accepts",
        is_flag=True,
        help="Write proposals into the descriptions: those that the work list accepts, or all.",
    ),
)

NAMED = 10
"""Programs that a warning names."""


class OwnOptions(NamedTuple):
    """The options that no other command has."""

    against: Path | None
    with_proposed: bool
    nationwide: bool
    likeness: float
    work_list: Path | None
    accepts: bool


@click.command("portfolio")
@add((PATHS, *WANTED, *PLUGINS, *WRITE, *TALK))
@gathered(asked=Asked, own=OwnOptions)
def command(asked: Asked, own: OwnOptions) -> ExitCode:
    """Find which of many programs overlap, with their owners, places and budgets, and what could
    not be judged.

    Programs meet on three steps: fragmentation (several owners in an area and a place), overlap
    (the same function in the same place) and duplication (for the same target group as well). Only
    what descriptions state counts. Nothing is scored.

    PATH is a file, a folder or the id of a program of the library. -o work.csv or -o work.xlsx
    writes a work list; --work-list FILE reads it again. --accept makes services of proposals, with
    the name of the program as their evidence.
    """
    from evalkit.portfolio import Wanted, survey
    from evalkit.read.work_list import NOTHING, load_work_list
    from evalkit.session.stock import read_record

    # without a path the library would be meant, which nobody changes by an option
    if own.accepts and not asked.paths:
        raise click.UsageError(
            "--accept needs the descriptions to change: evalkit portfolio PATH"
        )
    chosen = writers(host(asked).writers(), "portfolio", asked)
    filled = load_work_list(own.work_list) if own.work_list else NOTHING
    _tell_unread(filled.unread)
    draft = read_record(own.against) if own.against else None
    code = ExitCode.DONE
    # Before the programs are read, which then state what was accepted.
    if own.accepts:
        code = _accept(asked.paths, filled if own.work_list else None)
    stock = _read(asked)
    if stock.failures:
        code = worst(code, ExitCode.BAD_INPUT)
    if not stock.records:  # every file is broken, as was told
        return code
    wanted = Wanted(own.with_proposed, filled.accepted, own.likeness, own.nationwide)
    result = survey(
        stock.records, wanted, listed=stock.listed, against=draft, work=filled.work
    )
    return worst(code, deliver(result, chosen))


def _read(asked: Asked) -> Stock:
    """Read the programs, with the faults of broken files on standard error."""
    from evalkit.report.diagnostics import failed
    from evalkit.session.stock import read_stock

    with watched(asked.quiet) as watch:
        stock = read_stock(asked.paths, watch)
    for failure in stock.failures:
        note(failed(failure))
    return stock


def _tell_unread(unread: Mapping[str, int]) -> None:
    """Warn of statuses of proposals that are no known word."""
    from evalkit.model.words import first_few, number_of
    from evalkit.read.diagnostic import shown

    if not unread:
        return
    statuses = []
    # The most frequent first, and by name where two are as frequent.
    for status in sorted(unread, key=lambda status: (-unread[status], status)):
        statuses.append(f"{shown(status)} ({unread[status]:,})")
    proposals = number_of(sum(unread.values()), "proposal")
    fault = f"the status of {proposals} is not read: {first_few(statuses, NAMED)}"
    note(safe(f"warning: {fault}; write accepted, rejected or open"))


def _accept(paths: Sequence[str], filled: WorkList | None) -> ExitCode:
    """Write accepted proposals into the descriptions, and tell which could not be written."""
    from evalkit.model.words import number_of
    from evalkit.session.accept import accept

    done = accept(paths, filled.accepted if filled else None)
    descriptions = number_of(len(done.written), "description")
    note(f"accepted: {descriptions} with services from the name")
    for program, why in done.refused[:NAMED]:
        fault = f"{program} was not changed: {why}; write its services by hand"
        note(safe(f"warning: {fault}"))
    if len(done.refused) > NAMED:
        note(f"warning: {len(done.refused) - NAMED:,} more were not changed")
    return ExitCode.FAULTS if done.refused else ExitCode.DONE
