"""`evalkit programs`: what the library holds, and the story of one program."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

import click

from evalkit.cli import completion
from evalkit.cli.deliver import terminal_width
from evalkit.cli.listing import Listing
from evalkit.cli.options import FILE, FORMAT, PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session, report
from evalkit.cli.streams import emit, emit_data
from evalkit.model.errors import NothingMatched
from evalkit.model.places import countries
from evalkit.model.vocabulary import ObjectType
from evalkit.model.words import listed
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.saved.printed import ListedProgram

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


class Filter(NamedTuple):
    """The options that say which programs are listed."""

    country: str | None = None
    kind: str | None = None

    def keeps(self, program: ListedProgram) -> bool:
        """Whether a program is of the country, by its code or its name, and of the kind."""
        if self.country is not None:
            names = (program.country, countries().get(program.country, ""))
            if self.country.lower() not in [name.lower() for name in names]:
                return False
        return self.kind in (None, program.object_type)

    def described(self) -> str:
        """The options as they are given."""
        from evalkit.read.diagnostic import shown

        texts = []
        for name, value in self._asdict().items():
            if value is not None:
                # an empty one, of a variable that is not set, is to be seen
                texts.append(f"{name} {shown(value) or repr(value)}")
        return " and ".join(texts)


@click.group(
    "programs", cls=Listing, hint="the story of a program: evalkit programs show"
)
@add(_LIST)
@click.pass_context
@gathered(asked=Asked, only=Filter)
def command(context: click.Context, /, asked: Asked, only: Filter) -> int | None:
    """List the programs of the library (list), or describe one (show ID)."""
    return _list(asked, only) if context.invoked_subcommand is None else None


@command.command("list")
@add(_LIST)
@gathered(asked=Asked, only=Filter)
def list_programs(asked: Asked, only: Filter) -> int:
    """The programs of the library, with evidence coverage."""
    return _list(asked, only)


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
@gathered(asked=Asked)
def show(program: str, form: str, asked: Asked) -> int:
    """Who, with whom, what for whom, what is known and what is not; PROGRAM is an id of the
    library, a file or a folder.
    """
    from evalkit.model.saved.printed import Stories
    from evalkit.read.codec.encode import json_text
    from evalkit.report.story import printed, text
    from evalkit.report.terminal.width import PLAIN

    # a story has levels and evidence, and no intervals
    scored = open_session(asked, broken=True).score([program], draws=False)
    if form == "json":
        stories = Stories(stories=tuple(map(printed, scored.cards)))
        emit_data(json_text(stories))
        return report(scored)
    width = terminal_width() or PLAIN
    texts = ["\n".join(text(card, width)) for card in scored.cards]
    emit("\n\n".join(texts))
    return report(scored)


def _list(asked: Asked, only: Filter) -> int:
    from evalkit.model.saved.printed import ProgramList
    from evalkit.read.codec.encode import json_text
    from evalkit.report import catalog
    from evalkit.report.phrases import counted

    session = open_session(asked, broken=True)
    library, scored = session.listed()
    programs = [program for program in library if only.keeps(program)]
    if not programs:
        codes = sorted({program.country for program in library})
        named = listed([f"{code} ({countries()[code]})" for code in codes])
        raise NothingMatched(
            f"no program of the library is of {only.described()}; its countries are {named}, and"
            " evalkit programs lists all of them"
        )
    if asked.form == "json":
        emit_data(json_text(ProgramList(programs=tuple(programs))))
        return report(scored)
    dimensions = session.rubric.rubric.dimensions
    names = {key: dimension.name for key, dimension in dimensions.items()}
    lines = [
        f"{counted(len(programs), 'program')}. {LEGEND}",
        "",
        *map(safe, catalog.text(programs, names, terminal_width())),
        "",
        "evalkit programs show ID tells the story of one, evalkit score ID gives its card.",
    ]
    emit("\n".join(lines))
    return report(scored)
