"""A plugin may raise anything, print anything and try to leave: what it does costs only itself."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from evalkit.model.errors import PluginError

LONGEST = 2000
"""Characters of a text of a plugin that are told."""


class Failed(Exception):
    """What a plugin raised while it was asked.

    The message tells what and where, `error` is the exception itself.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(told(error))
        self.error = error


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Run code of a plugin: what it prints goes to standard error, and what it raises, Ctrl-C
    excepted, becomes Failed.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        _note(error)
        raise Failed(error) from error


def told(error: BaseException) -> str:
    """An exception as `Type: message (file.py, line 3)`, the place being the last one that is not
    evalkit's own; it never raises.
    """
    try:
        text = str(error)
    except BaseException as fault:
        text = f"its message cannot be told, for that raises {type(fault).__name__}"
    return f"{type(error).__name__}{': ' if text else ''}{told_text(text)}{_place(error)}"


def told_text(text: str) -> str:
    """A text of a plugin as a card or a message can hold it: no halves of characters, which no file
    takes, and not without end.
    """
    plain = str.encode(text[: LONGEST + 1], "utf-8", "backslashreplace").decode()
    return plain if len(text) <= LONGEST else f"{plain[:LONGEST]}..."


def imported(what: str, module: str) -> ModuleType:
    """A module of a plugin, imported when it is asked for.

    Raises PluginError that names `what` needs it when it cannot be imported.
    """
    try:
        with isolated():
            return importlib.import_module(module)
    except Failed as failure:
        if isinstance(failure.error, PluginError):  # it says what is missing
            raise failure.error from failure
        raise PluginError(
            f"{what} cannot be used: the import of {module} raised {failure}"
        ) from failure


def _place(error: BaseException) -> str:
    ours = [
        Path(__file__).parents[1],
        Path(contextlib.__file__).parent,
    ]  # evalkit, and the standard library
    place, trace = "", error.__traceback__
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_file() and ("site-packages" in path.parts or not {*ours} & {*path.parents}):
            place = f" ({path.name}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return place


def _note(error: BaseException) -> None:
    """Hand the exception to whoever listens, as the command line does under -v."""
    import logging  # takes longer to import than most measures take to run, and most never fail

    logging.getLogger("evalkit.plugin").debug("what the plugin raised:", exc_info=error)
