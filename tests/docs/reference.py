"""Writes docs/reference/ from the code: `python tools/docs.py --update`."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import click
from markup import cell, code, page, paragraphs, prose, table
from objects import comments, hints_of
from reference_json import json_page
from reference_python import (
    hooks_page,
    python_page,
    reachable,
    testing_page,
    values_page,
)
from reference_rubrics import measures_page, rubrics_page

from evalkit.cli import group
from evalkit.cli.exit_codes import ExitCode
from evalkit.model import vocabulary
from evalkit.model.context import Statistics
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.read.codes import PAGES

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
VARIABLES = {
    "EVALKIT_DISABLE_PLUGINS": (
        "With the value 1, no plugin is loaded that did not come with evalkit, as with"
        " `--no-plugins`."
    ),
    "EVALKIT_DISABLE_FINISHED": (
        "With the value 1, every card is made anew, also where the installed package holds it"
        " finished."
    ),
    "EVALKIT_DISABLE_SETTINGS": "With the value 1, no settings file is looked for.",
    "EVALKIT_LANG": (
        "The language of text, Markdown, pages and workbooks. `--lang` wins over it, and it wins"
        " over a settings file."
    ),
    "OPENBLAS_NUM_THREADS": (
        "How many threads numpy multiplies matrices with; 1 where it is not set, for evalkit"
        " multiplies none. A plugin that does may want more."
    ),
    "NO_COLOR": "With any value but an empty one, `--color auto` prints no color.",
    "FORCE_COLOR": (
        "With any value but an empty one, `--color auto` prints color also where the output is no"
        " terminal, unless `NO_COLOR` is set."
    ),
    "SOURCE_DATE_EPOCH": (
        "Seconds since 1970 that stand for the time of a run in a history, so that runs can be made"
        " again with the same bytes."
    ),
    "COLUMNS": "The width of what is printed, also where the output is no terminal.",
    "TERM": "With the value `dumb`, `--color auto` prints no color on a terminal.",
}
INDEX = {
    "commands.md": "every command with its options, exit codes and environment variables",
    "codes.md": "every code of a fault: what it is, why, and what to do",
    "rubrics.md": "the rubrics: dimensions, criteria and the sentences of their levels",
    "measures.md": (
        "the measures: unit, formula, what they read, and what they say where facts are unknown"
    ),
    "json.md": "what `--format json` prints, field by field",
    "hooks.md": "the hooks, and all that a plugin may import",
    "testing.md": "the conformance kit: what is checked of a plugin, and what tests it",
    "python.md": "what `import evalkit` gives",
    "values.md": "the classes that plugins and the Python API hand around",
    "vocabulary.md": "the words that descriptions may use",
}


def commands(
    command: click.Command = group, path: str = "evalkit"
) -> Iterator[tuple[str, click.Command]]:
    """A command and those below it, each with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                yield from commands(below, f"{path} {name}")


def commands_page() -> str:
    """Every command, then what all of them share."""
    lines = []
    for path, command in commands():
        lines += [
            f"## {path}",
            "",
            code(_usage(path, command)),
            "",
            *paragraphs(command.help),
            "",
        ]
        lines += table(
            ["option", "takes", "default", "what"],
            map(_option, _of(click.Option, command)),
        )
    said = comments(ExitCode)
    lines += ["## Exit codes", "", *paragraphs(ExitCode.__doc__), ""]
    lines += table(
        ["code", "name", "when"],
        [
            [str(int(each)), code(each.name), prose(said.get(each.name, ""))]
            for each in ExitCode
        ],
    )
    lines += [
        "## Environment variables",
        "",
        *table(
            ["variable", "what"],
            [[code(name), text] for name, text in VARIABLES.items()],
        ),
    ]
    return page("Commands", "Every command also takes `-h` and `--help`.", lines)


def _usage(path: str, command: click.Command) -> str:
    arguments = [_argument(each) for each in _of(click.Argument, command)]
    below = ["[COMMAND]"] if isinstance(command, click.Group) else []
    return " ".join(
        [
            path,
            *(["[OPTIONS]"] if _of(click.Option, command) else []),
            *arguments,
            *below,
        ]
    )


def _of(kind: type, command: click.Command) -> list[Any]:
    return [each for each in command.params if isinstance(each, kind)]


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    name = (
        _taken(argument.type)
        if isinstance(argument.type, click.Choice)
        else str(argument.name).upper()
    )
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> list[str]:
    taken = (
        ""
        if option.is_flag
        else code(option.metavar or _taken(option.type))
        + (", repeatable" if option.multiple else "")
    )
    defaults = (
        option.default if isinstance(option.default, list | tuple) else [option.default]
    )
    shown = [
        code(each)
        for each in defaults
        if isinstance(each, str | int | float) and not option.is_flag
    ]
    return [
        ", ".join(map(code, option.opts)),
        taken,
        ", ".join(shown),
        prose(option.help or ""),
    ]


def _taken(kind: click.ParamType) -> str:
    return (
        "|".join(map(str, kind.choices))
        if isinstance(kind, click.Choice)
        else kind.name.upper()
    )


def codes_page() -> str:
    """Every code with its page, the codes in their order."""
    pages = dict(sorted(PAGES.items()))
    lines = [
        *table(
            ["code", "what"],
            [
                [f"[{name}](#{name.lower()})", prose(each.title)]
                for name, each in pages.items()
            ],
        )
    ]
    for name, each in pages.items():
        lines += [
            f"## {name}",
            "",
            f"**{prose(each.title)}.** {prose(each.why)}",
            "",
            f"What to do: {prose(each.mend)}",
            "",
        ]
    return page(
        "Codes of faults",
        "`evalkit explain CODE` says the same. A code never changes its meaning.",
        lines,
    )


def vocabulary_page() -> str:
    """The fixed words of descriptions, with the fields that take them, and the codes of
    functions and target groups."""
    words = {
        name: typing.get_args(each)
        for name, each in vars(vocabulary).items()
        if typing.get_origin(each) is typing.Literal
    }
    lines = []
    for name, each in words.items():
        takes = ", ".join(map(code, _fields_that_take(getattr(vocabulary, name))))
        lines += [
            f"## {name}",
            "",
            *([f"Taken by {takes}.", ""] if takes else []),
            *(f"* `{word}`" for word in each),
            "",
        ]
    functions = [
        [code(id), name, area] for id, (name, area) in vocabulary.FUNCTIONS.items()
    ]
    lines += [
        "## Functions of a service",
        "",
        *paragraphs(comments(vocabulary).get("FUNCTIONS")),
        "",
    ]
    lines += table(["code", "function", "OECD STIP Compass group"], functions)
    lines += [
        "## Target groups",
        "",
        *paragraphs(comments(vocabulary).get("TARGETS")),
        "",
    ]
    lines += table(
        ["code", "group"], [[code(id), name] for id, name in vocabulary.TARGETS.items()]
    )
    return page(
        "Vocabulary",
        "The words that descriptions and rubrics may use where a measure or a rule reads them.",
        lines,
    )


def _fields_that_take(words: Any) -> list[str]:
    """The fields of descriptions, rubrics and tables that take the words of a list."""
    return [
        f"{kind.__name__}.{field.name.rstrip('_')}"
        for kind in _kinds()
        for field in attrs.fields(kind)
        if _holds(hints_of(kind)[field.name], words)
    ]


@cache
def _kinds() -> list[type]:
    return reachable([Program, Rubric, Statistics])


def _holds(hint: Any, words: Any) -> bool:
    return hint == words or any(_holds(each, words) for each in typing.get_args(hint))


def index_page() -> str:
    """What each page holds."""
    return page(
        "Reference",
        "Everything that can be named, from the code.",
        table(
            ["page", "what"],
            [[f"[{name}]({name})", cell(what)] for name, what in INDEX.items()],
        ),
    )


def pages() -> dict[Path, str]:
    """The text of each page by its path."""
    made = {
        "README.md": index_page(),
        "commands.md": commands_page(),
        "codes.md": codes_page(),
        "rubrics.md": rubrics_page(),
        "measures.md": measures_page(),
        "json.md": json_page(),
        "hooks.md": hooks_page(),
        "testing.md": testing_page(),
        "python.md": python_page(),
        "values.md": values_page(),
        "vocabulary.md": vocabulary_page(),
    }
    return {FOLDER / name: text for name, text in made.items()}
