"""`evalkit programs`: what the library holds, and the story of one program."""

from __future__ import annotations

from typing import Any, get_args

import click

from evalkit.cli import completion
from evalkit.cli.deliver import terminal_width
from evalkit.cli.listing import Listing
from evalkit.cli.options import FILE, FORMAT, PLUGINS, RUBRIC, Asked, add
from evalkit.cli.run import engine, report
from evalkit.cli.streams import emit, emit_data
from evalkit.model.errors import NothingMatched
from evalkit.model.places import countries
from evalkit.model.vocabulary import ObjectType
from evalkit.report.safe import terminal as safe

LEGEND = "By dimension the share of the weight that has a level; pieces of evidence; observations."
_LIST = (
    click.option(
        "--country", metavar="CODE", help="Programs of one country, such as KR."
    ),
    click.option(
        "--kind",
        type=click.Choice(get_args(ObjectType)),
        help="Programs of one kind of object.",
    ),
    RUBRIC,
    *PLUGINS,
    FORMAT,
)


@click.group(
    "programs", cls=Listing, hint="the story of a program: evalkit programs show"
)
@add(_LIST)
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int | None:
    """List the programs of the library (list), or describe one (show ID)."""
    return _list(**options) if context.invoked_subcommand is None else None


@command.command("list")
@add(_LIST)
def list_programs(**options: Any) -> int:
    """The programs of the library, with evidence coverage."""
    return _list(**options)


@command.command("show")
@click.argument("program", shell_complete=completion.programs)
@click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=FILE,
    help="File of facts from elsewhere, added to the program.",
)
@RUBRIC
@add(PLUGINS)
@FORMAT
def show(program: str, form: str, **options: Any) -> int:
    """Who, with whom, what for whom, what is known and what is not; PROGRAM is an id of the
    library, a file or a folder.
    """
    from evalkit.model.saved.printed import Stories
    from evalkit.read.codec.encode import json_text
    from evalkit.report.story import printed, text
    from evalkit.report.terminal.width import PLAIN

    scored = engine(Asked(**options), broken=True).score([program], draws=False)
    if form == "json":
        emit_data(json_text(Stories(stories=tuple(map(printed, scored.cards)))))
        return report(scored)
    if scored.cards:
        emit(
            "\n\n".join(
                "\n".join(text(card, terminal_width() or PLAIN))
                for card in scored.cards
            )
        )
    return report(scored)


def _list(country: str | None, kind: str | None, form: str, **options: Any) -> int:
    from evalkit.model.saved.printed import ProgramList
    from evalkit.read.codec.encode import json_text
    from evalkit.read.diagnostic import shown
    from evalkit.report import catalog
    from evalkit.report.phrases import counted

    made = engine(Asked(**options), broken=True)
    library, scored = made.listed()
    programs = [
        program
        for program in library
        if _is_of(program.country, country) and kind in (None, program.object_type)
    ]
    if not programs:
        asked = " and ".join(
            f"{name} {shown(value)}"
            for name, value in (("country", country), ("kind", kind))
            if value
        )
        raise NothingMatched(
            f"no program of the library is of {asked}; evalkit programs lists all of them"
        )
    if form == "json":
        emit_data(json_text(ProgramList(programs=tuple(programs))))
        return report(scored)
    dimensions = made.rubric.rubric.dimensions.items()
    names = {dimension_id: dimension.name for dimension_id, dimension in dimensions}
    lines = [
        f"{counted(len(programs), 'program')}. {LEGEND}",
        "",
        *map(safe, catalog.text(programs, names, terminal_width())),
        "",
        "evalkit programs show ID tells the story of one, evalkit score ID gives its card.",
    ]
    emit("\n".join(lines))
    return report(scored)


def _is_of(country: str, asked: str | None) -> bool:
    """Whether a country is the one that is asked for, by its code or its name."""
    return asked is None or asked.lower() in (
        country.lower(),
        countries().get(country, "").lower(),
    )
