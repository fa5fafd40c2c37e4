"""The time of a run, which only what is kept for later shows."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> str:
    """The time in UTC, or the one that the environment sets so that bytes are the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
