"""A plugin may raise anything, print anything and try to leave: what it does costs only itself."""

from __future__ import annotations

import contextlib
import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pluggy
from attrs import field

from evalkit.model.errors import PluginError
from evalkit.model.frozen import frozen
from evalkit.plugin.digest import package_of

LONGEST = 2_000
"""Characters of a text of a plugin that are kept."""


class Failed(Exception):
    """What a plugin raised while it was asked.

    The message tells what and where, `error` is the exception itself.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(error_text(error))
        self.error = error


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while a plugin was running; the message tells what ran."""


@frozen
class Running:
    """What a plugin is doing: its `part`, such as a measure, and on which program; `since` is when
    it began, by time.monotonic.
    """

    part: str
    plugin: str = ""
    program: str = ""
    since: float = field(factory=time.monotonic, eq=False)

    def __str__(self) -> str:
        plugin = f" of plugin {self.plugin}" if self.plugin else ""
        program = f" on program {self.program}" if self.program else ""
        return f"{self.part}{plugin}{program}"


# A stack: a plugin may call evalkit, which calls another one.
_running: list[Running] = []


def running() -> Running | None:
    """What a plugin is doing now, None where none is; another thread may ask."""
    # one look at the stack, which the other thread may empty at any time
    return next(iter(_running[-1:]), None)


class isolated:  # noqa: N801  it reads as what it does: with isolated(...)
    """Run code of a plugin, which is called by its `part`, its plugin and its program.

    What it prints goes to standard error, and what it raises becomes Failed. Ctrl-C becomes
    Interrupted. As a generator it would take twice as long as most measures.
    """

    def __init__(self, part: str, plugin: str = "", program: str = "") -> None:
        self._running = Running(part, plugin, program)

    def __enter__(self) -> None:
        _running.append(self._running)
        self._stdout, sys.stdout = sys.stdout, sys.stderr

    def __exit__(
        self, kind: object, error: BaseException | None, trace: object
    ) -> None:
        sys.stdout = self._stdout
        running = _running.pop()
        # what is Interrupted already was so in a part within this one
        if error is None or isinstance(error, Interrupted):
            return
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted(str(running)) from error
        _note(error)
        raise Failed(error) from error


def error_text(error: BaseException) -> str:
    """An exception as `Type: message (file.py, line 3)`, the place being the last line of the
    plugin that raised it; it never raises.
    """
    try:
        text = str(error)
    except BaseException as fault:
        text = f"its message cannot be shown: reading it raises {type(fault).__name__}"
    after = f": {plain_text(text)}" if text else ""
    return f"{type(error).__name__}{after}{_place(error)}"


def plain_text(text: str) -> str:
    """A text of a plugin as a card or a message can hold it: no halves of characters, which no file
    takes, and not without end.
    """
    # nearly every text is such a one, and needs no copy
    if type(text) is str and len(text) <= LONGEST and text.isascii():
        return text
    # not `text.encode`, which a class of the plugin's own may have made anew
    encoded = str.encode(text[: LONGEST + 1], "utf-8", "backslashreplace")
    plain = encoded.decode()
    return plain if len(text) <= LONGEST else f"{plain[:LONGEST]}..."


def imported(what: str, module: str) -> ModuleType:
    """A module of a plugin, imported when it is asked for.

    Raises PluginError that names `what` needs it when it cannot be imported.
    """
    try:
        with isolated(f"the import of {module}"):
            return importlib.import_module(module)
    except Failed as failure:
        if isinstance(failure.error, PluginError):  # it says what is missing
            raise failure.error from failure
        raise PluginError(
            f"{what} cannot be used: the import of {module} raised {failure}"
        ) from failure


def _place(error: BaseException) -> str:
    """The last line of the plugin itself that an error came through.

    The plugin is where evalkit's own code is left first. The libraries that it calls may stand in
    the same folder of packages, and are no place to look for its fault.
    """
    home = None
    place = ""
    for path, line in _lines(error):
        if not path.is_file() or _is_passed(path):
            continue
        # the first line outside evalkit is the plugin; what follows may be a library that it calls
        home = home or package_of(path)
        if home in (path, *path.parents):
            place = f" ({path.name}, line {line})"
    return place


def _lines(error: BaseException) -> Iterator[tuple[Path, int]]:
    """The lines that an error came through, from where it was caught to where it was raised."""
    trace = error.__traceback__
    while trace:
        yield Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = trace.tb_next


def _is_passed(path: Path) -> bool:
    """Whether a file is what a call passes on its way to a plugin: evalkit, pluggy, or the standard
    library, whose folder may hold that of the packages.
    """
    if _PASSED & {*path.parents}:
        return True
    library = Path(contextlib.__file__).parent
    if library not in path.parents:
        return False
    return "site-packages" not in path.relative_to(library).parts


_PASSED = {Path(__file__).parents[1], Path(pluggy.__file__).parent}


def _note(error: BaseException) -> None:
    """Hand the exception to whoever listens, as the command line does under -v."""
    import logging  # takes longer to import than most measures take to run, and most never fail

    logging.getLogger("evalkit.plugin").debug("what the plugin raised:", exc_info=error)
