"""Every error that evalkit raises, as one tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.read.diagnostic import Diagnostic


class EvalkitError(Exception):
    """Something the user can mend: shown as one message, without a traceback."""


class InputError(EvalkitError):
    """A file or folder is not there, or cannot be read or used.

    `diagnostics` holds every fault that was found.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


class SettingsError(InputError):
    """A settings file cannot be used; `diagnostics` holds every fault that was found."""


class OutputError(EvalkitError):
    """A file could not be written, with its path and the reason."""


class WorkError(EvalkitError):
    """Who was to score went away, or is not fit for it."""


class NothingMatched(EvalkitError):
    """Nothing has an id or a name, or a folder or a table holds no program."""


class PluginError(EvalkitError):
    """A plugin cannot be used: it cannot be imported, misspells a hook, or takes a name that is
    taken.
    """


class NotComparable(EvalkitError):
    """Cards that cannot be compared, with the reason."""


# No EvalkitError: the fault is that of a plugin, and costs its measure alone.
class UndeclaredNeed(AttributeError):
    """A measure asked for a field that it did not declare in `needs`."""
