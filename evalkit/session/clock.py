"""The time of a run, which only what is kept for later shows."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from evalkit.model.errors import SettingsError


def now() -> str:
    """The time in UTC, or the one that the environment sets so that bytes are the same.

    Raises SettingsError for one that is no time.
    """
    return (_set_time() or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """The day where the command runs, as in 2024-05-02: in the morning of Seoul and Taipei it is
    still yesterday in UTC. A time that the environment sets is in UTC.

    Raises SettingsError for one that is no time.
    """
    return (_set_time() or datetime.now().astimezone()).date().isoformat()


def _set_time() -> datetime | None:
    # the variable that all who build reproducibly know
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"SOURCE_DATE_EPOCH={seconds}: this is no time; write the seconds since 1970, such as"
            " 1700000000"
        ) from error
