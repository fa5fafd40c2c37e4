"""What a shell offers for the beginning of an argument: ids of programs, rubrics and plugins.

click writes the script of the shell, which calls the command again while somebody types; commands,
options and choices complete by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def programs(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Ids of programs of the library, and files."""
    from evalkit.read.library import Library

    return _offered(Library().ids(), typed)


def rubrics(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Ids of rubrics that are installed, and files."""
    from evalkit.plugin.host import load

    return _offered(load(broken=True).rubrics(), typed)


def plugins(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Names of plugins that are installed."""
    # by their entry points alone: a shell waits while somebody types, and plugins take long to load
    from evalkit.plugin.installed import entry_points
    from evalkit.plugin.marker import PROJECT

    return _beginning(sorted(point.name for point in entry_points(PROJECT)), typed)


def _offered(ids: Iterable[str], typed: str) -> list[CompletionItem]:
    """Files first: bash forgets what came before them, and offers them only where no id fits."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file"), *_beginning(ids, typed)]


def _beginning(ids: Iterable[str], typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in ids if name.startswith(typed)]
