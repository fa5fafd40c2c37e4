"""Another clock: a process in which it is months later, for all that is imported from then on."""

from __future__ import annotations

import datetime as module
import importlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

AWAY = 199 * 86_400 + 5 * 3_600 + 7 * 60
"""Seconds: another half of the year, another day of the week, another hour and minute."""
COMPILED = ("pandas", "pyarrow")
"""Libraries in C that compare the size of the classes of `datetime` when they are imported, and end
the process where these are others.
"""


def set_forward() -> None:
    """Let `time` and `datetime` tell a later time to whoever imports or asks them from now on.

    Libraries in C that ask the system themselves are not reached.
    """
    for name in COMPILED:
        with suppress(ImportError):
            importlib.import_module(name)
    for name, function in _later_functions().items():
        setattr(time, name, function)
    module.datetime, module.date = _Later, _LaterDate  # type: ignore[misc]


def _later_functions() -> dict[str, Callable[..., Any]]:
    """What stands in for the functions of `time` that tell the current time, or take it where they
    are given none.
    """
    # the usual ones: by their names in `time` the later ones will be found
    now, now_ns = time.time, time.time_ns
    gmtime, localtime, strftime, ctime = (
        time.gmtime,
        time.localtime,
        time.strftime,
        time.ctime,
    )

    def moment(seconds: float | None = None) -> float:
        return now() + AWAY if seconds is None else seconds

    return {
        "time": lambda: moment(),
        "time_ns": lambda: now_ns() + AWAY * 10**9,
        "gmtime": lambda seconds=None: gmtime(moment(seconds)),
        "localtime": lambda seconds=None: localtime(moment(seconds)),
        "ctime": lambda seconds=None: ctime(moment(seconds)),
        "strftime": lambda form, parts=None: strftime(
            form, parts or localtime(moment())
        ),
    }


class _LikeUsual(type):
    """A class whose instances are those of the usual one as well."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, datetime if issubclass(cls, datetime) else date)


class _Later(datetime, metaclass=_LikeUsual):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + timedelta(seconds=AWAY)

    @classmethod
    def utcnow(cls) -> Any:
        return datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=AWAY)

    @classmethod
    def today(cls) -> Any:
        return datetime.now() + timedelta(seconds=AWAY)


class _LaterDate(date, metaclass=_LikeUsual):
    @classmethod
    def today(cls) -> Any:
        return (datetime.now() + timedelta(seconds=AWAY)).date()
