"""`evalkit coding adjudicate` and `accept`: what coders settled, beside what each answered."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from evalkit.cli.coders import require_name, require_text
from evalkit.cli.options import FILE, NUMBER, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.steps import quoted, tell
from evalkit.report.safe import terminal as safe

STATES = ("unknown", "not_applicable", "absent")
DATE = click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day, as in 2024-05-02.  [default: today]",
)
DESCRIPTION = click.argument("path", type=FILE, metavar="DESCRIPTION")


@click.command("adjudicate")
@DESCRIPTION
@click.argument("criterion")
@click.option(
    "--level",
    required=True,
    metavar="LEVEL",
    help="0 to 4 in halves, or unknown, not_applicable, absent.",
)
@click.option(
    "--evidence", multiple=True, metavar="ID", help="Evidence that it rests on."
)
@click.option(
    "--why", required=True, metavar="TEXT", help="The reason, in a few words."
)
@click.option("--by", "who", required=True, metavar="NAMES", help="Who decided it.")
@DATE
@click.option(
    "--replace",
    is_flag=True,
    help="Decide a criterion again; the earlier decision stays in the file as a comment.",
)
@RUBRIC
@add(PLUGINS)
@gathered(asked=Asked)
def adjudicate(
    path: Path,
    criterion: str,
    *,
    level: str,
    evidence: tuple[str, ...],
    why: str,
    who: str,
    date: datetime | None,
    replace: bool,
    asked: Asked,
) -> None:
    """Record what coders agreed on for a criterion, with the reason, who decided it and when, in
    ID.adjudicated.yaml beside the description.

    It stands for all coders. Their own levels stay in their files and on the card, and the range
    still includes them.
    """
    from evalkit.session.coding import record

    # who decides answers for it, in any words; who accepts becomes a coder, whose name is a key
    require_text("--why", why)
    require_text("--by", who)
    coding = _coding(level, list(evidence), why)
    coding |= {"by": who, "date": _day(date)}
    session = open_session(asked)
    file = record.adjudicate(session, path, criterion, coding, replace=replace)
    _tell(file, path)


@click.command("accept")
@DESCRIPTION
@click.argument("criteria", nargs=-1, required=True, metavar="CRITERION...")
@click.option(
    "--coder", "model", required=True, metavar="NAME", help="The model that proposes."
)
@click.option(
    "--by", "who", required=True, metavar="NAME", help="The person who accepts."
)
@DATE
@RUBRIC
@add(PLUGINS)
@gathered(asked=Asked)
def accept(
    path: Path,
    criteria: tuple[str, ...],
    *,
    model: str,
    who: str,
    date: datetime | None,
    asked: Asked,
) -> None:
    """Accept proposals of a model, line by line, in ID.accepted.yaml beside the description.

    The levels are then those of the person who accepts them. The file of the model stays as it is.
    """
    from evalkit.session.coding import record

    require_name("--by", who)
    session = open_session(asked)
    day = _day(date)
    file = record.accept(session, path, criteria, model=model, who=who, date=day)
    _tell(file, path)


def _coding(level: str, evidence: list[str], why: str) -> dict[str, Any]:
    """An answer in plain data; fails for what is no level and no other answer."""
    # a statement that something is absent is level 0 and rests on what says so
    if level == "absent":
        return {"level": {"absent": evidence}, "why": why}
    cited = {"evidence": evidence} if evidence else {}
    if level == "not_applicable":
        if not evidence:
            raise click.UsageError(
                "--level not_applicable needs --evidence: without it the answer counts as unknown"
            )
        return {"level": {level: why}, **cited}
    if level == "unknown":
        return {"level": level, **cited, "why": why}
    if not NUMBER.fullmatch(level):
        remedy = f"write 0 to 4 in halves, or {', '.join(STATES)}"
        raise click.UsageError(safe(f"--level {level}: {remedy}"))
    number = float(level)
    # A person writes 3 into a file, and not 3.0.
    given = int(number) if number.is_integer() else number
    return {"level": given, **cited, "why": why}


def _day(date: datetime | None) -> str:
    """The day that is named, else today, as ISO 8601 has it; fails for one that is to come."""
    from evalkit.session.clock import today

    day = date.date().isoformat() if date else today()
    if day > today():
        raise click.UsageError(f"--date {day} is after today, {today()}")
    return day


def _tell(record: Path, path: Path) -> None:
    tell("recorded in", [record])
    steps = [
        f"evalkit score {quoted(path)} -v",
        f"evalkit coding agreement {quoted(path)}",
    ]
    tell("next", steps)
