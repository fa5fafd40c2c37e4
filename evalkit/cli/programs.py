"""`evalkit programs`: what the library holds, and the story of one program."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import get_args

import attrs
import click

from evalkit.cli.run import report
from evalkit.errors import NothingMatched
from evalkit.model.vocabulary import ObjectType
from evalkit.pipeline import Engine, Settings
from evalkit.report.catalog import Entry, catalog, share
from evalkit.report.safe import terminal as safe
from evalkit.report.story import story
from evalkit.report.width import fit, wrap

KINDS = click.Choice(get_args(ObjectType))
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("programs", invoke_without_command=True)
@click.option("--country", metavar="CODE", help="Programs of one country, such as KR.")
@click.option("--kind", type=KINDS, help="Programs of one kind of object.")
@click.option("--rubric", default="hsieh", show_default=True, help="The rubric whose coverage is shown.")
@FORMAT
@click.pass_context
def command(context: click.Context, country: str | None, kind: str | None, rubric: str, form: str) -> None:
    """List the programs of the library, or tell the story of one (show ID)."""
    if context.invoked_subcommand is not None:
        return
    scored = Engine(Settings(rubric)).score([])
    chosen = [each for each in catalog(scored.cards) if country in (None, each.country, each.country.lower()) and kind in (None, each.kind)]
    if not chosen:
        raise NothingMatched("no program of the library is of this country and kind; evalkit programs lists all of them")
    click.echo(_as_json(chosen) if form == "json" else _text(chosen))
    context.exit(report(scored))


@command.command("show")
@click.argument("program", metavar="PROGRAM")
@click.option("--rubric", default="hsieh", show_default=True, help="The rubric that says what is not known.")
@FORMAT
def show(program: str, rubric: str, form: str) -> int:
    """Who, with whom, what for whom, what is known and what is not; PROGRAM is an id of the library or a file."""
    scored = Engine(Settings(rubric)).score([program])
    for card in scored.cards:
        sections = story(card)
        if form == "json":
            about = {"id": card.program.id, "name": card.program.name, "story": dict(sections)}
            click.echo(json.dumps(about, ensure_ascii=False, indent=1))
            continue
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
        click.echo("\n".join(wrap(safe(card.program.name), width)))
        for heading, lines in sections:
            click.echo(f"\n{heading}")
            click.echo("\n".join(row for line in lines for row in wrap(safe(line), width, "  ", "    ")))
    return report(scored)


def _text(entries: Sequence[Entry]) -> str:
    dimensions = list(entries[0].coverage)
    head = ["", "kind", "judged for", *dimensions, "evidence"]
    rows = [
        [f"{each.country}  {each.id}", each.kind, each.period, *map(share, each.coverage.values()), str(each.evidence)] for each in entries
    ]
    widths = [max(len(row[at]) for row in [head, *rows]) + 2 for at in range(len(head))]
    lines = ["".join(fit(text, width) for text, width in zip(head, widths, strict=True)).rstrip()]
    for each, row in zip(entries, rows, strict=True):
        lines += ["".join(fit(safe(text), width) for text, width in zip(row, widths, strict=True)).rstrip(), f"    {safe(each.name)}"]
    lines += [
        "",
        f"{len(entries)} programs. Share of the weight that is rated on own evidence, +taken over from wholes; pieces of evidence.",
    ]
    return "\n".join([*lines, "evalkit programs show ID tells the story of one, evalkit score ID gives its card."])


def _as_json(entries: Sequence[Entry]) -> str:
    rows = []
    for each in entries:
        coverage = {name: {"own": own, "taken_over": taken} for name, (own, taken) in each.coverage.items()}
        rows.append({**attrs.asdict(each), "coverage": coverage})
    return json.dumps(rows, ensure_ascii=False, indent=1)
