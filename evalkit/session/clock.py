"""The time of a run, which only what is kept for later shows."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> str:
    """The time in UTC, or the one that the environment sets so that bytes are the same."""
    return (_set_time() or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """The day where the command runs, as in 2024-05-02: in the morning of Seoul and Taipei it is
    still yesterday in UTC. A time that the environment sets is in UTC.
    """
    return (_set_time() or datetime.now().astimezone()).date().isoformat()


def _set_time() -> datetime | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else None
