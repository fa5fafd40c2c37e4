"""Options that several commands share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from evalkit.cli import completion, settings
from evalkit.locale import LANGUAGES

if TYPE_CHECKING:
    from evalkit.read.settings_file import SettingsFile

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
# Else click would refuse what cannot be read as wrong usage (2), and not as bad input (4).
FILE = click.Path(path_type=Path, readable=False)
FOLDER = click.Path(path_type=Path, file_okay=False, readable=False)
"""A folder to write into."""
NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
"""A level or a score in an argument: `float` takes nan, inf and 1_0 as well, which nobody means."""
KINDS = ("program", "rubric", "context", "overlay", "coder", "sources")
"""The kinds of files that people write."""

PATHS = click.argument(
    "paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.programs
)
RUBRIC = click.option(
    "--rubric",
    default="hsieh",
    show_default=True,
    help="Id of a rubric, or path of a rubric file.",
    shell_complete=completion.rubrics,
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The format of what is printed.",
)
PLUGIN = click.option(
    "--plugin", "plugins", multiple=True, type=FILE, help="Python file with a plugin."
)
SETTINGS = click.option(
    "--settings",
    type=FILE,
    metavar="FILE",
    # before the other options, whose defaults it gives
    is_eager=True,
    callback=settings.read,
    help="File of settings.  [default: the nearest evalkit.toml, or pyproject.toml with"
    " [tool.evalkit], upwards from this folder]",
)
PLUGINS = (
    SETTINGS,
    PLUGIN,
    click.option(
        "--without",
        multiple=True,
        metavar="NAME",
        help="Leave a plugin out.",
        shell_complete=completion.plugins,
    ),
    click.option(
        "--no-plugins",
        is_flag=True,
        help="Leave out every plugin that did not come with evalkit.",
    ),
)
# Faults, and what stands on standard error, are English in every language (decision 0029).
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    envvar="EVALKIT_LANG",
    help="Language of text, Markdown, pages and workbooks.",
)
PAGER = click.option(
    "--pager/--no-pager",
    default=True,
    help="Show what is longer than the screen with $PAGER or less.",
)
CONTEXT = click.option(
    "--context",
    multiple=True,
    type=FILE,
    help="File or folder of peers and regional tables.",
)
READ = (
    PATHS,
    CONTEXT,
    click.option(
        "--overlay",
        "overlays",
        multiple=True,
        type=FILE,
        help="File of facts from elsewhere, added to a program.",
    ),
    *PLUGINS,
)
WRITE = (
    click.option(
        "--format",
        "form",
        metavar="FORMAT",
        help="Format on standard output: text, json, jsonl, csv, md, html, xlsx, docx, latex,"
        " parquet, sqlite, or that of a plugin.  [default: text]",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=FILE,
        metavar="FILE",
        help="Write a file; its ending is the format.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Color in text; auto: on a terminal.",
    ),
    LANG,
    PAGER,
)
TALK = (
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Unfold evidence, measurements and reasons.",
    ),
    click.option(
        "-q", "--quiet", is_flag=True, help="Print only errors on standard error."
    ),
)
RUN = (
    *READ,
    click.option(
        "--landscape",
        multiple=True,
        metavar="PATH",
        help="File or folder of programs among which each program finds its peers by itself.",
    ),
    click.option(
        "--seed", default=1, show_default=True, help="Random seed of the simulations."
    ),
    *WRITE,
    click.option(
        "--trace",
        is_flag=True,
        help="Report on standard error which plugin ran what, how often and how long.",
    ),
    *TALK,
)


class NumberRange(click.FloatRange):
    """Numbers in a range, in which nan is not: it is neither below nor above."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The number that a text is; fails for one out of the range."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a valid float range.", param, ctx)
        return number


class Asked(NamedTuple):
    """What the options of a command ask for; one that the command does not have is as it is here.

    `form` is a format, None where only files are written; `rubrics` are those of a comparison, and
    `beside` the further ones that descriptions may carry codings for.
    """

    paths: tuple[str, ...] = ()
    rubric: str = "hsieh"
    rubrics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    context: tuple[Path, ...] = ()
    overlays: tuple[Path, ...] = ()
    landscape: tuple[str, ...] = ()
    plugins: tuple[Path, ...] = ()
    without: tuple[str, ...] = ()
    no_plugins: bool = False
    settings: SettingsFile | None = None
    seed: int = 1
    form: str | None = None
    outputs: tuple[Path, ...] = ()
    color: str = "auto"
    pager: bool = True
    lang: str = "en"
    trace: bool = False
    verbose: bool = False
    quiet: bool = False
    history: Path | None = None
    crate: Path | None = None

    def inputs(self) -> tuple[str | Path, ...]:
        """The files that a run reads, as far as the options name them."""
        # compare takes several rubrics, and has them in the place of the one
        rubrics = self.rubrics or (self.rubric,)
        files = (*self.overlays, *self.context, *self.plugins)
        return (*self.paths, *self.landscape, *rubrics, *files)


def add(options: Sequence[Decorator]) -> Decorator:
    """Give a command several options, in their order."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        # Python applies the decorators of a function from the last one up, and so do we.
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def gathered(**kinds: type[tuple[Any, ...]]) -> Decorator:
    """Give a command its options as values of named tuples: `@gathered(asked=Asked)` passes those
    that are fields of `Asked` as one argument, `asked`.

    An option that the command names itself reaches it alone.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        own = _keywords(function)

        @wraps(function)
        def command(*context: click.Context, **options: Any) -> Any:
            for name, kind in kinds.items():
                # what the command does not have is not given, and is as the class has it
                fields = (kind.__annotations__.keys() - set(own)) & options.keys()
                options[name] = kind(**{field: options.pop(field) for field in fields})
            return function(*context, **options)

        return command

    return decorate


def _keywords(function: Callable[..., Any]) -> Sequence[str]:
    """The parameters of a function that are given by name."""
    # inspect takes longer to import than a help text to print
    code = function.__code__
    end = code.co_argcount + code.co_kwonlyargcount
    return code.co_varnames[code.co_posonlyargcount : end]
